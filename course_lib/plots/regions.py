"""Examples in a plane, and what a model answers at every point of it."""

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from .style import COLORS, MARKERS, WORDS, tint


def points(ax: Axes, X: ArrayLike, Y: ArrayLike, names: Sequence[str] | None = None) -> None:
    """Draw two-dimensional examples, classes told apart by color and by marker.

    Parameters
    ----------
    ax : matplotlib Axes
    X : (2, m) array
    Y : (1, m) array of 0 and 1
    names : two str or None
        What the legend calls the classes; None: no legend.
    """
    X, Y = np.asarray(X), np.asarray(Y)
    for label in (0, 1):
        of_class = X[:, Y[0] == label]
        ax.plot(
            *of_class,
            linestyle="none",
            marker=MARKERS[label],
            markersize=5.5,
            color=COLORS[f"class{label}"],
            markeredgecolor="white",
            markeredgewidth=0.6,
            label=WORDS["class"].format(label) if names is None else names[label],
        )
    if names is not None:
        ax.legend(loc="best", framealpha=0.9)


def decision_regions(
    ax: Axes,
    function: Callable[[np.ndarray], np.ndarray],
    level: float = 0.5,
    xlim: tuple[float, float] = (-3.0, 3.0),
    ylim: tuple[float, float] = (-3.0, 3.0),
    steps: int = 61,
) -> None:
    """Shade the plane where a model answers 0 and where it answers 1.

    Parameters
    ----------
    ax : matplotlib Axes
    function : callable
        From points (2, m) to numbers (1, m).  The answer is 1 where the number reaches ``level``.
        The net input with level 0 gives an exact line; 0/1 answers give a line of small steps.
    level : float
        Where the answer changes.
    xlim, ylim : (float, float)
        The part of the plane.
    steps : int
        Points of the grid in each direction.
    """
    x1, x2 = np.linspace(*xlim, steps), np.linspace(*ylim, steps)
    grid = np.array([values.ravel() for values in np.meshgrid(x1, x2)])
    height = np.asarray(function(grid), dtype=float)[0].reshape(steps, steps)
    low, high = min(height.min(), level) - 1, max(height.max(), level) + 1
    shades = [tint(COLORS["class0"], 0.18), tint(COLORS["class1"], 0.18)]
    ax.contourf(x1, x2, height, levels=[low, level, high], colors=shades)
    if height.min() < level < height.max():
        ax.contour(x1, x2, height, levels=[level], colors=COLORS["model"], linewidths=1.6)
    ax.set(xlim=xlim, ylim=ylim)


def boundary_line(ax: Axes, w: ArrayLike, b: float, **style: object) -> None:
    """Draw the line w₁x₁ + w₂x₂ + b = 0 across the axes' present limits.

    Parameters
    ----------
    ax : matplotlib Axes
    w : two numbers
    b : float
    **style
        As for ``ax.plot``.
    """
    w1, w2 = (float(value) for value in np.ravel(w))
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    look = {"color": COLORS["model"], "linewidth": 1.6, "scalex": False, "scaley": False, **style}
    if abs(w2) * (right - left) >= abs(w1) * (top - bottom) and w2 != 0:
        x1 = np.array([left, right])
        ax.plot(x1, -(w1 * x1 + b) / w2, **look)
    elif w1 != 0:
        x2 = np.array([bottom, top])
        ax.plot(-(w2 * x2 + b) / w1, x2, **look)
