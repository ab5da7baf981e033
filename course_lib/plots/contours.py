"""A cost as a landscape over two parameters, and the way an optimizer takes through it."""

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from numpy.typing import ArrayLike, NDArray

from .grid import Function, on_grid, single
from .style import COLORS, MARKERS, WORDS, ink, series_color

N_LEVELS = 12
LOW_IS_DARK = LinearSegmentedColormap.from_list("heights", ["#4d4d4d", "#c4c4c4"])


def loss_contours(
    ax: Axes,
    function: Function,
    xlim: tuple[float, float] = (-3.0, 3.0),
    ylim: tuple[float, float] = (-3.0, 3.0),
    path: ArrayLike | Mapping[str, ArrayLike] | None = None,
    levels: ArrayLike | None = None,
    steps: int = 61,
) -> None:
    """Draw lines of equal height of a function, the low ones dark, and paths of optimizers.

    A path starts at a ring and ends at a filled marker.  One that ends outside the picture has a
    cross where it left.

    Parameters
    ----------
    ax : matplotlib Axes
    function : callable
        From points (2, m), one column of two parameters per point, to numbers (m,) or (1, m).
    xlim, ylim : (float, float)
        The part of the plane.
    path : (2, steps) array, or a dict of named ones, or None
        The parameters after each step, the start first.  Several paths are named in a legend.
    levels : increasing numbers or None
        The heights of the lines.  None: twelve between the lowest and the highest point, closer
        together near the lowest, so that a parabola's lines are evenly spaced.
    steps : int
        Points of the grid in each direction.

    Raises
    ------
    ValueError
        The function does not return one number for each point, a path is not (2, steps), or it
        does not start inside the picture.
    """
    w1, w2, heights = on_grid(function, xlim, ylim, steps)
    heights = np.ma.masked_invalid(single(heights))
    if levels is None:
        low, high = heights.min(), heights.max()
        levels = low + (high - low) * (np.arange(1, N_LEVELS + 1) / (N_LEVELS + 1)) ** 2
    if np.ptp(heights) > 0:
        ax.contour(w1, w2, heights, levels=levels, cmap=LOW_IS_DARK, linewidths=1, zorder=1)
    ax.set(xlim=xlim, ylim=ylim, xlabel="$w_1$", ylabel="$w_2$")
    if isinstance(path, Mapping):
        for place, (name, one) in enumerate(path.items()):
            _draw_path(ax, one, series_color(place), MARKERS[place % len(MARKERS)], name)
        ax.legend(loc="upper right", framealpha=0.9)
    elif path is not None:
        _draw_path(ax, path, COLORS["class1"], "o")


def _draw_path(ax: Axes, path: ArrayLike, color: str, marker: str, name: str = "") -> None:
    """Draw one path; without a name its two ends are named instead."""
    path = np.asarray(path, dtype=float)
    if path.ndim != 2 or len(path) != 2 or path.shape[1] == 0:
        raise ValueError(
            f"path must have shape (2, steps), one column per step, got shape {path.shape}"
        )
    low, high = np.sort([ax.get_xlim(), ax.get_ylim()], axis=1).T[:, :, None]
    inside = ((low <= path) & (path <= high)).all(axis=0)
    if not inside[0]:
        raise ValueError(f"path must start inside the picture, got {path[:, 0]}")
    seen, crossing = (path, None) if inside[-1] else _up_to_the_edge(path, inside, low, high)
    look = {"color": color, "zorder": 3, "label": name or None}
    ax.plot(*seen, linewidth=1.6, marker=marker, markersize=3.5, **look)
    ring = {"markerfacecolor": "white", "markeredgecolor": color, "markeredgewidth": 2}
    ax.plot(*path[:, :1], "o", markersize=9, zorder=4, **ring)
    if crossing is not None:
        ax.plot(*crossing, "X", color=color, markersize=11, zorder=4, clip_on=False)
    elif path.shape[1] > 1:
        filled = {"color": color, "markeredgecolor": "white", "clip_on": False}
        ax.plot(*path[:, -1:], marker, markersize=9, zorder=4, **filled)
    if not name:
        _name(ax, path[:, 0], WORDS["start"], color, above=True)
        if crossing is not None:
            _name(ax, crossing, WORDS["leaves"], color, above=False)
        elif path.shape[1] > 1:
            _name(ax, path[:, -1], WORDS["end"], color, above=False)


def _up_to_the_edge(
    path: NDArray[np.floating],
    inside: NDArray[np.bool_],
    low: NDArray[np.floating],
    high: NDArray[np.floating],
) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    """Return a path up to the point where it leaves the picture for good, and that point.

    What follows is left out: a diverging run soon reaches numbers that cannot be drawn.
    """
    last = int(np.flatnonzero(inside)[-1])
    start = path[:, last : last + 1]
    far = 1e6 * (high - low)  # stands for infinity
    move = np.clip(np.nan_to_num(path[:, last + 1 : last + 2] - start), -far, far)
    to_edge = np.where(move > 0, high, low) - start
    share = np.min(to_edge[move != 0] / move[move != 0], initial=1.0)
    crossing = start + share * move
    return np.hstack([path[:, : last + 1], crossing]), crossing[:, 0]


def _name(ax: Axes, place: NDArray[np.floating], text: str, color: str, above: bool) -> None:
    """Write a word beside a point, toward the middle of the picture."""
    on_the_left = ax.transData.transform(place)[0] < ax.bbox.x0 + ax.bbox.width / 2
    ax.annotate(
        text,
        xy=place,
        xytext=(9 if on_the_left else -9, 9 if above else -9),
        textcoords="offset points",
        ha="left" if on_the_left else "right",
        va="center",
        color=ink(color),
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.5},
        zorder=5,
    )
