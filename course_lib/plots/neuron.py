"""One neuron as circles and arrows, with the numbers that flow through it."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle

from .._validation import shaped
from .style import COLORS, tint, weight_look, written

UNIT = 0.3  # radius of a circle; neighboring inputs are 1 apart


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
        color, width = weight_look(-1 if inhibits else weight)
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
            ax.text(
                x, y + 0.14, written(weight), ha="center", va="bottom", fontsize=11, color=color
            )
        value = None if values is None else values[i]
        active = value is not None and value != 0
        face = tint(COLORS["class1"], 0.35) if active else "white"
        _circle(ax, (0, height), UNIT, "" if value is None else written(value), face)
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


def _circle(ax: Axes, place: tuple[float, float], radius: float, text: str, face: object) -> None:
    edge = COLORS["model"]
    ax.add_patch(Circle(place, radius, facecolor=face, edgecolor=edge, linewidth=1.4, zorder=2))
    ax.text(*place, text, ha="center", va="center", fontsize=10, zorder=3)
