"""A computational graph as boxes and arrows, with values forward and gradients backward.

Where a box stands depends on the graph alone, not on its values, so that a moving slider moves
nothing but numbers.  The columns follow the flow; within a column the boxes are put in order by
the mean row of their neighbors, again and again, which leaves few crossings (K. Sugiyama,
S. Tagawa and M. Toda, Methods for visual understanding of hierarchical system structures, 1981).
"""

import random
import re
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D, ScaledTranslation, Transform

from ..graph import Variable, topological_order
from .style import COLORS, tint

SYMBOLS = {"-": "−", "*": "×", "**": "^", "sigmoid": "σ", "relu": "ReLU"}
MOST_NODES = 100
ROUNDS = 40  # of moving boxes toward their neighbors

POINTS_PER_INCH = 72
# Sizes in points.
LETTERS, NUMBERS = 10.0, 8.0
NARROWEST_BOX, BOX_HEIGHT = 24.0, 17.0
GAP, GAP_WITH_NUMBERS = 18.0, 60.0  # between the boxes of two columns
MARGIN = 6.0  # left and right of all
ROW = 50.0  # from the middle of a box to the middle of the next one below
PORT = 4.0  # two arrows enter a box so far above and below its middle
ALONG, UP = 0.60, 0.69  # of a step's width and height: where the number stands on its curve


@dataclass(eq=False)
class Place:
    """Where a box stands, or (without a node) where a long arrow passes a column."""

    column: int
    node: Variable | None = None
    left: list["Place"] = field(default_factory=list)
    right: list["Place"] = field(default_factory=list)
    row: float = 0.0  # counted from the top
    x: float = 0.0  # in points from the left

    @property
    def room(self) -> float:
        """Rows that are kept free above and below."""
        return 0.5 if self.node else 0.25


Step = tuple[Place, tuple[float, float]]  # one end of a curve: a place and points around it


def draw_graph(ax: Axes, node: Variable, derivatives: bool = False) -> None:
    """Draw the graph below a node; `course_lib.graph.draw` says what is seen.

    Parameters
    ----------
    ax : matplotlib Axes
        At least of the size that `figure_size` returns.
    node : Variable
        The result.
    derivatives : bool
        Write the local derivatives on the arrows.

    Raises
    ------
    ValueError
        ``node`` is not a Variable, or the graph has more than 100 nodes.
    """
    columns, width, rows = _layout(node, derivatives)
    for place in (place for column in columns for place in column if place.node):
        _draw_box(ax, place, with_gradient=node.grad != 0)
        _draw_arrows(ax, place, derivatives)
    ax.set(xlim=(0, width), ylim=(rows - 0.5, -0.5))
    ax.axis("off")


def figure_size(node: Variable, derivatives: bool = False) -> tuple[float, float]:
    """Return the width and height in inches that `draw_graph` needs; arguments as there."""
    _, width, rows = _layout(node, derivatives)
    return max(width / POINTS_PER_INCH, 6.0), rows * ROW / POINTS_PER_INCH


# --- where things stand ----------------------------------------------------------------------


def _layout(node: Variable, derivatives: bool) -> tuple[list[list[Place]], float, float]:
    """Return the columns from left to right, the width in points and the number of rows."""
    columns = _ordered(_columns(node))
    top = min(column[0].row for column in columns)
    gap, x = GAP_WITH_NUMBERS if derivatives else GAP, MARGIN
    for column in columns:
        # A number may reach into the gap, lest the boxes move with it.
        boxes = [_width(p.node) for p in column if p.node and not _holds_number(p.node)]
        width = max(boxes, default=NARROWEST_BOX) + gap
        for place in column:
            place.x = x + width / 2
            place.row -= top
        x += width
    return columns, x + MARGIN, max(column[-1].row for column in columns) + 1


def _columns(node: Variable) -> list[list[Place]]:
    """Put every node as far to the right as what is made of it allows."""
    if not isinstance(node, Variable):
        raise ValueError(f"node must be a Variable, got {node!r}")
    nodes = topological_order(node)
    if len(nodes) > MOST_NODES:
        raise ValueError(f"a drawing has room for {MOST_NODES} nodes, the graph has {len(nodes)}")
    steps_to_result = dict.fromkeys(nodes, 0)
    for target in reversed(nodes):
        for source in target.inputs:
            steps_to_result[source] = max(steps_to_result[source], steps_to_result[target] + 1)
    last = max(steps_to_result.values())
    columns: list[list[Place]] = [[] for _ in range(last + 1)]
    places = {}
    for target in nodes:
        places[target] = Place(last - steps_to_result[target], target)
        for source in target.inputs:
            step = places[source]
            while step.column + 1 < places[target].column:
                step = _connect(step, Place(step.column + 1))
                columns[step.column].append(step)
            _connect(step, places[target])
        columns[places[target].column].append(places[target])
    return columns


def _connect(source: Place, target: Place) -> Place:
    source.right.append(target)
    target.left.append(source)
    return target


def _ordered(columns: list[list[Place]]) -> list[list[Place]]:
    """Return the columns, each from top to bottom, with few crossings; set the rows."""
    for column in columns:
        _set_rows(column, [0.0] * len(column))
    formula = {place: i for column in columns for i, place in enumerate(column)}
    best = columns
    chance = random.Random(0)  # the same graph gives the same drawing
    for turn in range(ROUNDS):
        rightward = turn % 2 == 0
        columns = [list(column) for column in columns]
        for column in columns if rightward else reversed(columns):
            wanted = {p: round(_mean_row(p, p.left if rightward else p.right), 6) for p in column}
            if turn > 1:  # try places that want the same row in any order
                chance.shuffle(column)
            column.sort(key=wanted.__getitem__)
            _set_rows(column, [wanted[place] for place in column])
        best = min(best, columns, key=lambda tried: (_crossings(tried), _swaps(tried, formula)))
    _follow(best, formula)
    for _ in range(ROUNDS):
        for column in [*best, *reversed(best)]:
            _set_rows(column, [_mean_row(place, place.left + place.right) for place in column])
    return best


def _follow(columns: list[list[Place]], formula: dict[Place, int]) -> None:
    """Give neighbors the order they have in the formula where that costs no crossing."""
    fewest = _crossings(columns)
    for column in columns:
        for i, j in [*pairwise(range(len(column)))] * len(column):
            if formula[column[i]] > formula[column[j]]:
                column[i], column[j] = column[j], column[i]
                if _crossings(columns) > fewest:
                    column[i], column[j] = column[j], column[i]


def _swaps(columns: list[list[Place]], formula: dict[Place, int]) -> int:
    """Count the pairs of a column that do not have their order in the formula."""
    pairs = (pair for column in columns for pair in combinations(column, 2))
    return sum(formula[upper] > formula[lower] for upper, lower in pairs)


def _mean_row(place: Place, neighbors: list[Place]) -> float:
    """Return the mean row of the neighbors; without any, stay."""
    rows = [neighbor.row for neighbor in neighbors]
    return sum(rows) / len(rows) if rows else place.row


def _set_rows(column: list[Place], wanted: list[float]) -> None:
    """Give each place the row nearest to the wanted one (least squares) that leaves enough room.

    With the room needed above taken off, rows must not decrease downward; where they would,
    neighbors are pooled at their mean (pool adjacent violators).
    """
    above, taken = [], 0.0
    pools: list[tuple[float, int]] = []  # mean row, number of places
    for place, row in zip(column, wanted, strict=True):
        above.append(taken + place.room)
        taken += 2 * place.room
        mean, number = row - above[-1], 1
        while pools and pools[-1][0] > mean:
            other, others = pools.pop()
            mean = (mean * number + other * others) / (number + others)
            number += others
        pools.append((mean, number))
    means = [mean for mean, number in pools for _ in range(number)]
    for place, mean, room in zip(column, means, above, strict=True):
        place.row = mean + room


def _crossings(columns: list[list[Place]]) -> int:
    """Count the pairs of arrows that cross between neighboring columns."""
    count = 0
    for left, right in pairwise(columns):
        order = {place: i for i, place in enumerate(right)}
        ends = [[order[target] for target in place.right] for place in left]
        for i, upper in enumerate(ends):
            count += sum(a > b for lower in ends[i + 1 :] for b in lower for a in upper)
    return count


# --- how they look ---------------------------------------------------------------------------


def _points_around(ax: Axes, x: float, row: float) -> Transform:
    """Return coordinates in points, rightward and upward, around a place in the drawing."""
    points = Affine2D().scale(1 / POINTS_PER_INCH) + ax.figure.dpi_scale_trans
    return points + ScaledTranslation(x, row, ax.transData)


def _draw_box(ax: Axes, place: Place, with_gradient: bool) -> None:
    """Draw a box with the value above and the gradient below; a constant has neither."""
    node, around = place.node, _points_around(ax, place.x, place.row)
    constant, half = node.operation == "constant", _width(node) / 2
    ax.add_artist(
        FancyBboxPatch(
            (-half, -BOX_HEIGHT / 2),
            2 * half,
            BOX_HEIGHT,
            boxstyle="round,pad=0,rounding_size=4",
            facecolor=tint(COLORS["neutral"], 0.15) if constant else "white",
            edgecolor=COLORS["neutral" if constant else "model"],
            linestyle=":" if constant else "-",
            transform=around,
            zorder=2,
        )
    )
    look = {"transform": around, "ha": "center", "zorder": 3}
    ax.text(0, 0, _text(node), va="center_baseline", fontsize=LETTERS, **look)
    if not _holds_number(node):
        ax.text(0, BOX_HEIGHT / 2 + 3, _number(node.value), va="bottom", fontsize=NUMBERS, **look)
    if with_gradient and not constant:
        shade = {"boxstyle": "round,pad=0.1", "facecolor": tint(COLORS["gradient"], 0.4), "lw": 0}
        text = f"∂\N{THIN SPACE}{_number(node.grad)}"
        ax.text(0, -BOX_HEIGHT / 2 - 4, text, va="top", fontsize=NUMBERS, bbox=shade, **look)


def _draw_arrows(ax: Axes, target: Place, derivatives: bool) -> None:
    """Draw the arrows that enter a box, in the order of where they come from."""
    entries = target.left
    downward = sorted(range(len(entries)), key=lambda i: entries[i].row)
    ports = dict(zip(downward, (PORT, -PORT) if len(entries) == 2 else (0.0,), strict=False))
    for i, entry in enumerate(entries):
        path = [target, entry]
        while path[-1].node is None:
            path.append(path[-1].left[0])
        source = path[-1].node
        # Where the arrow ends and begins, in points around the places.
        beside = [(0.0, 0.0)] * len(path)
        beside[0] = (-_width(target.node) / 2, ports[i])
        beside[-1] = (_width(source) / 2, ports[i] if entries.count(entry) == 2 else 0.0)
        steps = list(zip(path, beside, strict=True))
        for to, origin in pairwise(steps):
            _draw_step(ax, origin, to)
        if derivatives and source.operation != "constant":
            _write_on(ax, steps[1], steps[0], f"×{_number(target.node.derivatives[i])}")


def _draw_step(ax: Axes, origin: Step, to: Step) -> None:
    """Draw a curve from one column to the next; it ends in an arrowhead at a box."""
    (start, tail), (end, tip) = origin, to
    ax.annotate(
        "",
        xy=tip,
        xycoords=_points_around(ax, end.x, end.row),
        xytext=tail,
        textcoords=_points_around(ax, start.x, start.row),
        arrowprops={
            "arrowstyle": "-|>,head_width=0.25,head_length=0.5" if end.node else "-",
            "connectionstyle": _swing,
            "color": COLORS["model"],
            "shrinkA": 0,
            "shrinkB": 0,
            "lw": 1.0,
            "zorder": 1,
        },
    )


def _write_on(ax: Axes, origin: Step, to: Step, text: str) -> None:
    """Write a little beyond the middle of a step, where those that cross have parted again."""
    (start, tail), (end, tip) = origin, to
    x, right = start.x + ALONG * (end.x - start.x), tail[0] + ALONG * (tip[0] - tail[0])
    row, up = start.row + UP * (end.row - start.row), tail[1] + UP * (tip[1] - tail[1])
    paper = {"boxstyle": "square,pad=0.1", "facecolor": "white", "lw": 0}
    look = {"ha": "center", "va": "center_baseline", "fontsize": NUMBERS, "bbox": paper}
    ax.text(right, up, text, transform=_points_around(ax, x, row), **look)


def _swing(start: tuple[float, float], end: tuple[float, float], **_: object) -> Path:
    """Return a curve that leaves and arrives horizontally, clear of what stands above and below."""
    middle = (start[0] + end[0]) / 2
    curve = [start, (middle, start[1]), (middle, end[1]), end]
    return Path(curve, [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])


def _text(node: Variable) -> str:
    """Return what stands in a box."""
    if node.inputs:
        symbol = SYMBOLS.get(node.operation, node.operation)
        return f"{node.name} = {symbol}" if node.name else symbol
    return node.name or _number(node.value)


def _holds_number(node: Variable) -> bool:
    return not (node.inputs or node.name)


def _width(node: Variable) -> float:
    """Return the width of a box, in points."""
    letters = TextPath((0, 0), _text(node), size=LETTERS).get_extents().width
    return max(letters + 9, NARROWEST_BOX)


def _number(value: float) -> str:
    """Write a number with at most three digits, as briefly as it goes: 0.5, −12.3, 4.0e−5."""
    text = f"{value:.1e}" if 0 < abs(value) < 0.001 else f"{value + 0.0:.3g}"  # −0 + 0 is 0
    return re.sub(r"e\+?(-?)0*", r"e\1", text).replace("-", "−")
