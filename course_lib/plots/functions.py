"""An activation function and its derivative as curves."""

from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes

from .._validation import number
from .labels import label_ends
from .style import COLORS, WORDS, written


def activation_curve(
    ax: Axes,
    activation: Callable,
    z: float | None = None,
    xlim: tuple[float, float] = (-5.0, 5.0),
) -> None:
    """Draw a(z) as a solid and a′(z) as a dashed line, and mark both at one z.

    Limits of the vertical axis that were given before are kept.

    Parameters
    ----------
    ax : matplotlib Axes
    activation : Activation
        Any callable of arrays with ``.derivative(z)`` and ``.name``, applied to each element.
    z : float or None
        Marked on both curves; the title gives the two values.
    xlim : (float, float)
        From where to where the curves go.

    Raises
    ------
    ValueError
        z is not a finite number between the limits.
    """
    grid = np.linspace(*xlim, 401)
    value, slope = COLORS["model"], COLORS["gradient"]
    a, derivative = activation(grid), activation.derivative(grid)
    ax.axhline(0, color=COLORS["neutral"], linewidth=0.8, zorder=1)
    ax.axvline(0, color=COLORS["neutral"], linewidth=0.8, zorder=1)
    ax.plot(grid, a, color=value, linewidth=2)
    ax.plot(grid, derivative, "--", color=slope, linewidth=2.2)
    ax.set(xlim=xlim, xlabel="$z$")
    if z is not None:
        _mark(ax, activation, number("z", z), xlim)
    label_ends(ax, [(xlim[1], a[-1], "$a(z)$", value), (xlim[1], derivative[-1], "$a'(z)$", slope)])


def _mark(ax: Axes, activation: Callable, z: float, xlim: tuple[float, float]) -> None:
    """Mark z on both curves and write what they are there."""
    if not xlim[0] <= z <= xlim[1]:
        raise ValueError(f"z must lie between the limits {xlim}, got {z}")
    a, slope = (float(f(np.array([z]))[0]) for f in (activation, activation.derivative))
    ax.axvline(z, color=COLORS["truth"], linestyle=":", linewidth=1.6, zorder=1)
    ax.plot(z, a, "o", color=COLORS["model"], markersize=9, zorder=3)
    edge = {"markeredgecolor": COLORS["model"], "markeredgewidth": 1}
    ax.plot(z, slope, "s", color=COLORS["gradient"], markersize=8, zorder=3, **edge)
    words = {"name": activation.name.replace("_", " "), "z": written(z)}
    values = {"value": written(a, 3), "slope": written(slope, 3)}
    ax.set_title(WORDS["activation_at"].format(**words, **values), fontsize=11)
