"""A network as layers of units and lines, with the numbers that flow through it."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import Ellipse
from numpy.typing import ArrayLike, NDArray

from .._validation import whole
from .layers import MOST_UNITS, Layer, Place, Places, read_layers
from .size import points_per_unit
from .style import COLORS, WORDS, ink, short, tint, weight_look

RADIUS = 0.36  # of a unit; neighboring units of a layer are 1 apart
TITLE_ROOM, COUNT_ROOM, SIDE_ROOM = 0.8, 0.7, 0.9
FONT_SIZE = 10.0
LONGEST_NUMBER = 5  # characters, as in −0.25
CROWDED = 6  # with more units in a layer all lines without a weight are thinner


def draw_network(
    ax: Axes,
    sizes: Sequence[int],
    values: Sequence[ArrayLike | None] | None = None,
    weights: Sequence[ArrayLike] | None = None,
    names: Sequence[Sequence[str]] | None = None,
    titles: Sequence[str] | None = None,
    biases: Sequence[ArrayLike] | bool = False,
    masks: Sequence[ArrayLike] | None = None,
) -> None:
    """Draw a network of fully connected layers.

    Of a layer with more than eight units the first five and the last two are drawn, and their
    number is written below.  To write beside a unit: neighbors are 1 apart with the middle at
    height 0, and layer l stands at l times 1.8, or l times half the units drawn of the largest
    layer if that is more.

    Parameters
    ----------
    ax : matplotlib Axes
    sizes : sequence of int
        Units in each layer, the inputs first.
    values : one sequence of numbers per layer, or None
        Written in the units (activations or gradients); the fill shows sign and size.  A layer
        given as None has no numbers.
    weights : one (n_{l-1}, n_l) array for each layer but the first, or None
        Width of the lines shows the size; negative ones are dashed and of another color.
    names : one sequence of str per layer, or None
        What stands in the units that have no number.
    titles : one str per layer, or None
        What stands above the layers, for example ``"$a^{[1]}$"``.
    biases : bool, or one (n_l, 1) array for each layer but the first
        True: a bias neuron, which is always 1, above each layer but the last.  With arrays its
        lines show sign and size as those of the weights do.
    masks : one (n_l, 1) array of 0 and 1 for each hidden layer, or None
        Units with 0 are dropped: crossed out, without lines and numbers.

    Raises
    ------
    ValueError
        Something is not given for each layer, or not for each unit of one.
    """
    sizes = [whole("sizes", size, at_least=1) for size in sizes]
    if len(sizes) < 2:
        raise ValueError(f"sizes must give the inputs and one layer or more, got {sizes}")
    has_bias = biases is not False
    given_biases = None if isinstance(biases, bool) else biases
    above = has_bias + TITLE_ROOM * (titles is not None)
    gap = max(1.8, 0.5 * min(max(sizes), MOST_UNITS))
    scale = _set_limits(ax, sizes, gap, above)
    layers = read_layers(sizes, gap, values, weights, names, titles, given_biases, masks)
    thin = 0.6 if max(sizes) > CROWDED else 1
    for before, layer in pairwise(layers):
        _draw_lines(ax, before.kept, layer.kept, layer.W, thin)
        if has_bias:
            _draw_lines(
                ax, {0: before.bias}, layer.kept, None if layer.b is None else layer.b.T, thin
            )
            _draw_unit(ax, before.bias, "1", tint(COLORS["neutral"], 0.35), scale)
    _draw_units(ax, layers, scale)
    _draw_words(ax, layers, max(layer.top for layer in layers) + 0.5 + has_bias)


def _set_limits(ax: Axes, sizes: Sequence[int], gap: float, above: float) -> float:
    """Make room for everything and return the points that one unit of data gets."""
    half = min(max(sizes), MOST_UNITS) / 2
    below = COUNT_ROOM * (max(sizes) > MOST_UNITS)
    right = (len(sizes) - 1) * gap
    ax.set(xlim=(-SIDE_ROOM, right + SIDE_ROOM), ylim=(-half - below, half + above))
    ax.set_aspect("equal")
    ax.axis("off")
    return points_per_unit(ax, right + 2 * SIDE_ROOM, 2 * half + above + below)


def _draw_lines(
    ax: Axes, starts: Places, ends: Places, W: NDArray[np.floating] | None, thin: float
) -> None:
    """Join all units of two layers; weights show in the width, color and dashes of the lines."""
    pairs = [(i, j) for i in starts for j in ends]
    weights = [None if W is None else W[pair] for pair in pairs]
    looks = [weight_look(weight) for weight in weights]
    lines = LineCollection(
        [(starts[i], ends[j]) for i, j in pairs],
        colors=[color for color, _ in looks],
        linewidths=[width if W is not None else thin * width for _, width in looks],
        linestyles=["--" if weight is not None and weight < 0 else "-" for weight in weights],
        zorder=1,
    )
    ax.add_collection(lines, autolim=False)


def _draw_units(ax: Axes, layers: Sequence[Layer], scale: float) -> None:
    """Draw all units with their numbers or names."""
    sizes = [np.abs(layer.values).max() for layer in layers if layer.values is not None]
    largest = max(sizes, default=0) or 1
    for layer in layers:
        kept = layer.kept
        for unit, place in layer.places.items():
            if unit not in kept:
                _draw_dropped(ax, place)
            elif layer.values is None:
                _draw_unit(ax, place, layer.names[unit], "white", scale)
            else:
                value = float(layer.values[unit, 0])
                color = COLORS["positive" if value >= 0 else "negative"]
                face = tint(color, 0.5 * abs(value) / largest)
                _draw_unit(ax, place, short(value), face, scale, LONGEST_NUMBER)


def _draw_unit(
    ax: Axes, place: Place, text: str, face: object, scale: float, characters: int = 0
) -> None:
    """Draw a circle, or an ellipse wide enough for so many characters, with a text in it."""
    font_size = min(FONT_SIZE, 1.4 * RADIUS * scale)
    width = 2 * max(RADIUS, 0.33 * characters * font_size / scale)
    edge = {"edgecolor": COLORS["model"], "linewidth": 1.4}
    ax.add_patch(Ellipse(place, width, 2 * RADIUS, facecolor=face, **edge, zorder=2))
    ax.text(*place, text, ha="center", va="center", fontsize=font_size, zorder=3)


def _draw_dropped(ax: Axes, place: Place) -> None:
    edge = {"edgecolor": COLORS["neutral"], "linewidth": 1.2, "linestyle": ":"}
    ax.add_patch(Ellipse(place, 2 * RADIUS, 2 * RADIUS, facecolor="white", **edge, zorder=2))
    reach = RADIUS * np.array([-1, 1]) / np.sqrt(2)
    for side in (1, -1):
        x, y = place[0] + reach, place[1] + side * reach
        ax.plot(x, y, color=ink(COLORS["error"]), linewidth=2, zorder=3)


def _draw_words(ax: Axes, layers: Sequence[Layer], height: float) -> None:
    """Write titles at one height; in large layers the dots, and how many units there are."""
    for layer in layers:
        if layer.title:
            ax.text(layer.x, height, layer.title, ha="center", va="bottom", fontsize=12)
        if layer.is_large:
            ax.text(*layer.dots, "⋮", ha="center", va="center", fontsize=14)
            count = WORDS["units"].format(layer.size)
            ax.text(layer.x, -layer.top - 0.5, count, ha="center", va="top", fontsize=FONT_SIZE)
