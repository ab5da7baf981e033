"""Pictures of binary inputs: the table of all cases, and the corners of a square or cube."""

from collections.abc import Sequence
from itertools import product

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from .._validation import binary, examples, finite_array, number, shaped
from .style import COLORS, WORDS, tint

DEPTH = np.array([0.42, 0.3])  # how the third axis of a cube is drawn in the plane


def truth_table(
    ax: Axes, X: ArrayLike, z: ArrayLike, y: ArrayLike, names: Sequence[str] | None = None
) -> None:
    """Draw a table with one row per case; the rows that fire are shaded and end in a 1.

    Parameters
    ----------
    ax : matplotlib Axes
    X : (n, m) array of 0 and 1
    z, y : (1, m) arrays
        Net inputs and outputs.
    names : n str or None
        Heads of the input columns; None: x₁, x₂, …

    Raises
    ------
    ValueError
        A shape does not fit, or ``X`` or ``y`` holds other values than 0 and 1.
    """
    X = binary("X", examples("X", X))
    n, m = X.shape
    z = shaped("z", z, outputs=1, examples=m)
    y = binary("y", shaped("y", y, outputs=1, examples=m))
    heads = [*(names or [f"$x_{i + 1}$" for i in range(n)]), "$z$", r"$\hat{y}$"]
    columns = [*X, z[0], y[0]]
    for row in range(m):
        fires = y[0, row] == 1
        if fires:
            shade = tint(COLORS["class1"], 0.2)
            ax.axhspan(-row - 0.5, -row + 0.5, color=shade, linewidth=0)
        for place, column in enumerate(columns):
            look = "bold" if fires and place == len(columns) - 1 else "normal"
            text = f"{column[row]:g}".replace("-", "−")
            ax.text(place, -row, text, ha="center", va="center", fontsize=11, fontweight=look)
    for place, head in enumerate(heads):
        ax.text(place, 1, head, ha="center", va="center", fontsize=12)
    ax.plot([-0.5, len(heads) - 0.5], [0.5, 0.5], color=COLORS["model"], linewidth=1)
    ax.plot([n - 0.5] * 2, [1.5, 0.5 - m], color=COLORS["neutral"], linewidth=0.8)
    ax.set(xlim=(-0.6, len(heads) - 0.4), ylim=(0.4 - m, 1.6))
    ax.axis("off")


def cube(ax: Axes, fires: ArrayLike, effects: Sequence[float], threshold: float) -> None:
    """Draw all inputs of a binary neuron as corners, and where Σ effectᵢxᵢ = θ cuts the edges.

    Parameters
    ----------
    ax : matplotlib Axes
    fires : (1, 2ⁿ) array of 0 and 1
        The output at the corners in counting order: (0, 0), (0, 1), (1, 0), …
    effects : n numbers
        What each input adds to the net input: n = 2 draws a square, 3 a cube.
    threshold : float
        θ; corners with a net input of θ or more lie on the firing side.

    Raises
    ------
    ValueError
        There are not 2 or 3 effects, or ``fires`` is not 0 or 1 for each corner.
    """
    n = len(effects)
    if n not in (2, 3):
        raise ValueError(f"effects must be 2 or 3 numbers, got {n}")
    effects, threshold = finite_array("effects", effects), number("threshold", threshold)
    fires = binary("fires", shaped("fires", fires, outputs=1, corners=2**n))
    corners = np.array(list(product((0, 1), repeat=n)))
    for i, corner in enumerate(corners):
        for other in corners[i + 1 :]:
            if np.abs(corner - other).sum() == 1:
                ends = _in_plane(np.array([corner, other]))
                ax.plot(*ends.T, color=COLORS["neutral"], linewidth=1, zorder=1)
    _cut(ax, effects, threshold)
    for corner, fire in zip(corners, fires[0], strict=True):
        x, y = _in_plane(corner)
        kind = "class1" if fire else "class0"
        face = COLORS[kind] if fire else "white"
        marker = "s" if fire else "o"
        ax.plot(x, y, marker, markersize=11, mfc=face, mec=COLORS[kind], mew=2, zorder=3)
        label = "(" + ", ".join(map(str, corner)) + ")"
        below = -1 if y < 0.5 else 1
        ground = {"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.8}
        y += 0.12 * below
        ax.text(x, y, label, ha="center", va="center", fontsize=10, zorder=4, bbox=ground)
    look = {"linestyle": "none", "markersize": 9, "markeredgewidth": 2}
    one, zero = COLORS["class1"], COLORS["class0"]
    ax.plot([], [], marker="s", mfc=one, mec=one, label=WORDS["fires"], **look)
    ax.plot([], [], marker="o", mfc="white", mec=zero, label=WORDS["silent"], **look)
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5), frameon=False)
    far = 1 + (DEPTH[0] if n == 3 else 0)
    ax.set(xlim=(-0.35, far + 0.35), ylim=(-0.3, 1.3 + (DEPTH[1] if n == 3 else 0)))
    ax.set_aspect("equal")
    ax.axis("off")


def _in_plane(corner: np.ndarray) -> np.ndarray:
    """Project points (…, n) of the square or cube onto the paper."""
    flat = corner[..., :2].astype(float)
    return flat if corner.shape[-1] == 2 else flat + corner[..., 2:] * DEPTH


def _cut(ax: Axes, effects: np.ndarray, threshold: float) -> None:
    """Draw the line or plane just below the threshold, where it crosses the edges.

    Net inputs are whole numbers, so θ - 1/2 separates the same corners as θ does.
    """
    n, at = len(effects), threshold - 0.5
    crossings = []
    for corner in product((0, 1), repeat=n):
        for axis in range(n):
            if corner[axis] == 0 and effects[axis] != 0:
                start = np.array(corner, dtype=float)
                share = (at - effects @ start) / effects[axis]
                if 0 <= share <= 1:
                    start[axis] = share
                    crossings.append(start)
    if len(crossings) < 2:
        return
    flat = _in_plane(np.array(crossings))
    color = COLORS["truth"]
    if n == 2:
        direction = flat[1] - flat[0]
        ends = np.array([flat[0] - 0.25 * direction, flat[1] + 0.25 * direction])
        ax.plot(*ends.T, color=color, linewidth=2, linestyle="--", zorder=2)
        return
    middle = flat.mean(axis=0)
    order = np.argsort(np.arctan2(*(flat - middle).T[::-1]))
    ax.fill(*flat[order].T, color=color, alpha=0.25, zorder=2)
    ax.plot(*flat[[*order, order[0]]].T, color=color, linewidth=1.6, linestyle="--", zorder=2)
