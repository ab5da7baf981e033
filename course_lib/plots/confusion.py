"""The confusion matrix: which class was taken for which."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike, NDArray

from .._validation import finite_array
from .size import points_per_unit
from .style import COLORS, WORDS, tint

FONT_SIZE, LETTER_WIDTH = 10, 0.55  # points; as a share of the height
DARKEST = 0.6  # share of the color in the darkest cell: black stays readable on it


def confusion_matrix(ax: Axes, C: ArrayLike, names: Sequence[str] | None = None) -> None:
    """Draw a table of counts: a row for each true class, a column for each answer.

    Right answers stand on the framed diagonal.  Their shade is their share of the
    row; that of the mistakes too, but so that the largest share is the darkest.

    Parameters
    ----------
    ax : matplotlib Axes
    C : (k, k) array of counts
        ``C[i, j]`` examples of class i were answered j.
    names : k str or None
        What the classes are called; None: 0 … k-1.

    Raises
    ------
    ValueError
        ``C`` is not square, holds other than counts, or there are not k names.
    """
    C = _counts(C)
    k = len(C)
    names = [str(label) for label in range(k)] if names is None else list(names)
    if len(names) != k:
        raise ValueError(f"names must name {k} classes, got {names}")
    cell = points_per_unit(ax, k, k)
    for (i, j), shade in np.ndenumerate(_shades(C)):
        right = i == j
        color = COLORS["truth" if right else "error"]
        frame = {"edgecolor": COLORS["model"], "linewidth": 1.6, "zorder": 3}
        pale = {"edgecolor": "#d0d0d0", "linewidth": 0.6}
        look = {"facecolor": tint(color, shade), **(frame if right else pale)}
        ax.add_patch(Rectangle((j - 0.5, i - 0.5), 1, 1, **look))
        ax.text(
            j,
            i,
            f"{C[i, j]:.0f}",
            ha="center",
            va="center",
            fontsize=min(FONT_SIZE, 0.38 * cell),
            fontweight="bold" if right else "normal",
            color=COLORS["model" if C[i, j] else "neutral"],
            zorder=4,
        )
    ax.set_xticks(range(k), names)
    ax.set_yticks(range(k), names)
    if max(map(len, names)) * LETTER_WIDTH * FONT_SIZE > 0.95 * cell:
        ax.tick_params("x", rotation=30)
    ax.tick_params(length=0)
    ax.set(xlim=(-0.5, k - 0.5), ylim=(k - 0.5, -0.5), aspect="equal")
    ax.set(xlabel=WORDS["answer"], ylabel=WORDS["truth"])
    ax.spines[:].set_visible(False)


def _counts(C: ArrayLike) -> NDArray[np.floating]:
    """Return a square table of counts, or refuse what is not one."""
    C = finite_array("C", C)
    if C.ndim != 2 or C.shape[0] != C.shape[1] or C.size == 0:
        raise ValueError(f"C must have shape (k, k), one row and column per class, got {C.shape}")
    if C.min() < 0 or (np.round(C) != C).any():
        raise ValueError(f"C must hold counts, whole numbers from 0, got {C.min():g} … {C.max():g}")
    return C


def _shades(C: NDArray[np.floating]) -> NDArray[np.floating]:
    """Return how dark each cell is: its share of its row, of mistakes relative to the largest."""
    share = C / np.maximum(C.sum(axis=1, keepdims=True), 1)
    mistakes = ~np.eye(len(C), dtype=bool)
    share[mistakes] /= share[mistakes].max(initial=0) or 1
    return DARKEST * share
