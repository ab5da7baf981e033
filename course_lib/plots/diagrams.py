"""A neuron and a network as circles and lines, with the numbers that flow through them."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle
from numpy.typing import ArrayLike

from .._validation import shaped
from .style import COLORS, tint

UNIT = 0.3  # radius of a circle; neighboring circles of a layer are 1 apart


def draw_neuron(
    ax: Axes,
    inputs: Sequence[str],
    weights: Sequence[float] | None = None,
    body: str = r"$\Sigma \geq \theta$",
    output: str = r"$\hat{y}$",
    values: Sequence[float] | None = None,
    inhibitory: Sequence[int] = (),
    fires: bool | None = None,
) -> None:
    """Draw one neuron: its inputs, what it does with them, its output.

    Parameters
    ----------
    ax : matplotlib Axes
    inputs : n str
        What stands beside each input.
    weights : n numbers or None
        Written on the lines; their width shows the size, their color and sign the sign.
    body, output : str
        What stands in the neuron, and at its output.
    values : n numbers or None
        What the inputs are now; an active input is filled.
    inhibitory : sequence of int
        Inputs (from 0) whose line ends in a small circle, as in the drawings of 1943.
    fires : bool or None
        Fill the neuron if it fires now.

    Raises
    ------
    ValueError
        There is not one finite weight or value for each input.
    """
    n = len(inputs)
    weights = None if weights is None else shaped("weights", weights, inputs=n)
    values = None if values is None else shaped("values", values, inputs=n)
    heights = (n - 1) / 2 - np.arange(n)
    reach = 2.6
    for i, height in enumerate(heights):
        weight = None if weights is None else weights[i]
        start, end = np.array([UNIT, height]), np.array([reach, 0.0])
        toward = (end - start) / np.linalg.norm(end - start)
        inhibits = i in inhibitory
        stop = end - toward * (0.62 + (0.18 if inhibits else 0))
        color, width = _look(-1 if inhibits else weight)
        ax.annotate(
            "",
            xy=stop,
            xytext=start,
            arrowprops={
                "arrowstyle": "-" if inhibits else "-|>",
                "color": color,
                "linewidth": width,
                "shrinkA": 0,
                "shrinkB": 0,
            },
        )
        if inhibits:
            tip = Circle(stop + toward * 0.09, 0.09, facecolor="white", edgecolor=color, lw=1.8)
            ax.add_patch(tip)
        if weight is not None:
            x, y = start + 0.45 * (stop - start)
            text = f"{weight:g}".replace("-", "−")
            ax.text(x, y + 0.14, text, ha="center", va="bottom", fontsize=11, color=color)
        value = None if values is None else values[i]
        active = value is not None and value != 0
        face = tint(COLORS["class1"], 0.35) if active else "white"
        _circle(ax, (0, height), UNIT, "" if value is None else f"{value:g}", face)
        ax.text(-UNIT - 0.15, height, inputs[i], ha="right", va="center", fontsize=11)
    face = tint(COLORS["class1"], 0.35) if fires else "white"
    _circle(ax, (reach, 0), 0.62, body, face)
    ax.annotate(
        "",
        xy=(reach + 1.5, 0),
        xytext=(reach + 0.62, 0),
        arrowprops={"arrowstyle": "-|>", "color": COLORS["model"], "linewidth": 1.6},
    )
    ax.text(reach + 1.6, 0, output, ha="left", va="center", fontsize=12)
    longest = max(len(name) for name in inputs)
    height = max((n - 1) / 2 + 0.5, 0.9)
    ax.set(xlim=(-0.7 - 0.13 * longest, reach + 2.6), ylim=(-height, height))
    ax.set_aspect("equal")
    ax.axis("off")


def draw_network(
    ax: Axes,
    sizes: Sequence[int],
    values: Sequence[ArrayLike] | None = None,
    weights: Sequence[ArrayLike] | None = None,
    names: Sequence[Sequence[str]] | None = None,
) -> None:
    """Draw a network of fully connected layers.

    Parameters
    ----------
    ax : matplotlib Axes
    sizes : sequence of int
        Units in each layer, the inputs first.
    values : one sequence of numbers per layer, or None
        Written in the units (activations or gradients); the fill shows sign and size.
    weights : one (n_{l-1}, n_l) array for each layer but the first, or None
        Width of the lines shows the size; negative ones are dashed and of another color.
    names : one sequence of str per layer, or None
        What stands in the units when there are no values.

    Raises
    ------
    ValueError
        There is not one finite weight for each line, or one finite value for each unit.
    """
    if weights is not None:
        weights = [
            shaped(f"weights[{layer}]", weights[layer], inputs=n, units=k)
            for layer, (n, k) in enumerate(pairwise(sizes))
        ]
    if values is not None:
        values = [
            shaped(f"values[{layer}]", np.ravel(values[layer]), units=size)
            for layer, size in enumerate(sizes)
        ]
    gap = max(1.8, 0.45 * max(sizes))
    places = [
        [(layer * gap, (size - 1) / 2 - unit) for unit in range(size)]
        for layer, size in enumerate(sizes)
    ]
    for layer, size in enumerate(sizes[1:], start=1):
        table = None if weights is None else weights[layer - 1]
        for i in range(sizes[layer - 1]):
            for j in range(size):
                color, width = _look(None if table is None else table[i, j])
                (x1, y1), (x2, y2) = places[layer - 1][i], places[layer][j]
                dashes = "--" if table is not None and table[i, j] < 0 else "-"
                ax.plot([x1, x2], [y1, y2], dashes, color=color, linewidth=width, zorder=1)
    largest = 1.0
    if values is not None:
        largest = max(float(np.abs(layer).max()) for layer in values) or 1.0
    for layer, layer_places in enumerate(places):
        for unit, place in enumerate(layer_places):
            face, text = "white", "" if names is None else names[layer][unit]
            if values is not None:
                value = float(values[layer][unit])
                color = COLORS["positive" if value >= 0 else "negative"]
                face = tint(color, 0.5 * abs(value) / largest)
                text = f"{value:.2g}".replace("-", "−")
            _circle(ax, place, UNIT, text, face)
    height = max(sizes) / 2
    ax.set(xlim=(-0.6, (len(sizes) - 1) * gap + 0.6), ylim=(-height, height))
    ax.set_aspect("equal")
    ax.axis("off")


def _circle(ax: Axes, place: tuple[float, float], radius: float, text: str, face: object) -> None:
    edge = COLORS["model"]
    ax.add_patch(Circle(place, radius, facecolor=face, edgecolor=edge, linewidth=1.4, zorder=2))
    ax.text(*place, text, ha="center", va="center", fontsize=10, zorder=3)


def _look(weight: float | None) -> tuple[str, float]:
    """Return color and width of a line: black for no weight, else by its sign and size."""
    if weight is None:
        return COLORS["model"], 1.4
    return COLORS["positive" if weight >= 0 else "negative"], 0.8 + 1.2 * min(abs(weight), 3)
