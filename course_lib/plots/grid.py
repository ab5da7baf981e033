"""A function of two variables on a grid of points of the plane."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Function = Callable[[NDArray[np.floating]], NDArray[np.floating]]


def on_grid(
    function: Function, xlim: tuple[float, float], ylim: tuple[float, float], steps: int
) -> tuple[NDArray[np.floating], NDArray[np.floating], NDArray[np.floating]]:
    """Evaluate a function at all points of a grid at once.

    Parameters
    ----------
    function : callable
        From points (2, m) to numbers (m,) or (k, m).
    xlim, ylim : (float, float)
    steps : int
        Points of the grid in each direction.

    Returns
    -------
    x1, x2 : (steps,) arrays
    heights : (k, steps, steps) array
        Rows follow x2, columns x1, as Matplotlib draws them.

    Raises
    ------
    ValueError
        The function returns another number of columns than it was given points.
    """
    x1, x2 = np.linspace(*xlim, steps), np.linspace(*ylim, steps)
    grid = np.array([values.ravel() for values in np.meshgrid(x1, x2)])
    heights = np.asarray(function(grid), dtype=float)
    if heights.ndim not in (1, 2) or heights.shape[-1] != steps**2:
        raise ValueError(
            f"function must return shape (m,) or (k, m) for points of shape (2, m) = "
            f"{grid.shape}, got shape {heights.shape}"
        )
    return x1, x2, heights.reshape(-1, steps, steps)


def single(heights: NDArray[np.floating]) -> NDArray[np.floating]:
    """Return the one row of values of `on_grid`, or refuse several."""
    if len(heights) != 1:
        raise ValueError(
            f"function must return one number for each point, shape (m,) or (1, m), "
            f"got {len(heights)} for each"
        )
    return heights[0]
