"""Examples in a plane, and what a model answers at every point of it."""

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from .._validation import binary, examples, number, shaped
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

    Raises
    ------
    ValueError
        A shape does not fit, ``X`` is not finite, or ``Y`` holds other values than 0 and 1.
    """
    X = examples("X", X, n_features=2)
    Y = binary("Y", shaped("Y", Y, outputs=1, examples=X.shape[1]))
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

    Raises
    ------
    ValueError
        ``function`` does not return one finite number for each point.
    """
    x1, x2 = np.linspace(*xlim, steps), np.linspace(*ylim, steps)
    grid = np.array([values.ravel() for values in np.meshgrid(x1, x2)])
    height = shaped("function(X)", function(grid), outputs=1, examples=grid.shape[1])
    height = height.reshape(steps, steps)
    # A band of contourf holds its upper edge, and the answer at ``level`` itself is 1.
    edge = np.nextafter(level, -np.inf)
    low, high = min(height.min(), edge) - 1, max(height.max(), edge) + 1
    shades = [tint(COLORS["class0"], 0.18), tint(COLORS["class1"], 0.18)]
    ax.contourf(x1, x2, height, levels=[low, edge, high], colors=shades)
    if height.min() <= edge < height.max():
        ax.contour(x1, x2, height, levels=[edge], colors=COLORS["model"], linewidths=1.6)
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

    Raises
    ------
    ValueError
        ``w`` is not two finite numbers, or ``b`` not one.
    """
    w1, w2 = shaped("w", np.ravel(w), inputs=2)
    b = number("b", b)
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    look = {"color": COLORS["model"], "linewidth": 1.6, "scalex": False, "scaley": False, **style}
    if abs(w2) * (right - left) >= abs(w1) * (top - bottom) and w2 != 0:
        x1 = np.array([left, right])
        ax.plot(x1, -(w1 * x1 + b) / w2, **look)
    elif w1 != 0:
        x2 = np.array([bottom, top])
        ax.plot(-(w2 * x2 + b) / w1, x2, **look)
