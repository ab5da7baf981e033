"""Names written at the ends of curves, where the eye looks for them, instead of in a legend."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.textpath import TextPath
from matplotlib.transforms import ScaledTranslation
from numpy.typing import ArrayLike, NDArray

from .size import POINTS_PER_INCH
from .style import ink

FONT_SIZE = 10
LINE_HEIGHT = 1.3 * FONT_SIZE  # points
DISTANCE = 5  # from the end of a curve to its name


def label_ends(ax: Axes, ends: Sequence[tuple[float, float, str, str]]) -> None:
    """Write a text to the right of each point, moved up or down so that none covers another.

    Call it last: the places follow from the axes' present limits.

    Parameters
    ----------
    ax : matplotlib Axes
    ends : sequence of (x, y, text, color)
        Points in the axes' data.  What lies above or below the picture is named at its edge.
    """
    if not ends:
        return
    bottom, top = sorted(ax.get_ylim())
    places = [(x, min(max(y, bottom), top)) for x, y, _, _ in ends]
    points = POINTS_PER_INCH / ax.figure.dpi
    heights = ax.transData.transform(places)[:, 1] * points
    moves = spread(heights, LINE_HEIGHT, ax.bbox.y0 * points, ax.bbox.y1 * points) - heights
    for place, move, (_, _, text, color) in zip(places, moves, ends, strict=True):
        ax.annotate(
            text,
            xy=place,
            xytext=(DISTANCE, move),
            textcoords="offset points",
            va="center",
            fontsize=FONT_SIZE,
            color=ink(color),
            annotation_clip=False,
            in_layout=False,
        )
    widths = [TextPath((0, 0), text, size=FONT_SIZE).get_extents().x1 for _, _, text, _ in ends]
    _keep_free(ax, 2 * DISTANCE + max(widths))


def _keep_free(ax: Axes, width: float) -> None:
    """Make the layout leave so many points free on the right of the axes.

    The texts themselves would do, but their width differs a little between a screen and a file,
    and the curves would move with it.
    """
    right_edge = ScaledTranslation(1, 0, ax.transAxes)
    inches = ax.figure.dpi_scale_trans
    size = (width / POINTS_PER_INCH, 1 / POINTS_PER_INCH)
    strip = Rectangle((0, 0), *size, fill=False, linewidth=0, clip_on=False)
    strip.set_transform(inches + right_edge)
    ax.add_artist(strip)


def spread(
    heights: ArrayLike, gap: float, low: float = -np.inf, high: float = np.inf
) -> NDArray[np.floating]:
    """Return heights at least ``gap`` apart, in the same order, moved as little as possible.

    They lie between ``low`` and ``high`` if there is room for all; else they go on below.

    Least squares under that condition: neighbors that are too close form a block, which stands
    where its members would stand on average (pooling of adjacent violators).
    """
    heights = np.asarray(heights, dtype=float)
    order = np.argsort(heights, kind="stable")
    steps = gap * np.arange(len(heights))
    blocks: list[tuple[float, int]] = []  # mean height, number of members
    for wish in heights[order] - steps:
        mean, count = wish, 1
        while blocks and blocks[-1][0] > mean:
            other, members = blocks.pop()
            mean = (mean * count + other * members) / (count + members)
            count += members
        blocks.append((mean, count))
    moved = np.empty_like(heights)
    moved[order] = np.clip(np.repeat(*zip(*blocks, strict=True)), low, high - steps[-1]) + steps
    return moved
