"""New training pictures from those there are: shifted, rotated and noisy.

Chapter 25 explains it; the notes' lines 1765-1776.
"""

from itertools import product

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .._validation import examples, generator, not_negative, whole


def augment_images(
    X: ArrayLike,
    shape: tuple[int, int],
    shift: int = 1,
    rotation: float = 0,
    noise: float = 0.0,
    seed: int | np.random.Generator = 0,
) -> NDArray[np.floating]:
    """Return one new picture for each column of ``X``; its right answer is that of the old one.

    Each picture is rotated around its center, then shifted, by amounts of its own; what comes in
    from outside is 0.  Values between pixels are interpolated linearly in both directions.

    Parameters
    ----------
    X : (n, m) array
        Pictures, one per column, pixels row by row.
    shape : (int, int)
        Height and width in pixels; height · width = n.
    shift : int
        Largest shift s: down and to the right by whole pixels, each drawn from -s, ..., s.
    rotation : float
        Largest rotation r: by degrees drawn uniformly from -r to r, counterclockwise if positive.
    noise : float
        Standard deviation of the normal noise added to each pixel.  The sum is not clipped: what
        must stay in [0, 1] goes through ``np.clip`` afterwards.
    seed : int or numpy.random.Generator
        Where shifts, rotations and noise come from.

    Returns
    -------
    (n, m) array
        Floats, of the dtype of ``X`` if that is one; never ``X`` itself.

    Raises
    ------
    ValueError
        ``X`` is not (n, m) or not finite, ``shape`` does not multiply to n, or a shift, rotation
        or noise is negative, or the shift is not whole.
    """
    X = examples("X", X)
    pictures = X.T.reshape(-1, *_height_and_width(shape, n_features=len(X)))
    s = whole("shift", shift)
    r = np.deg2rad(not_negative("rotation", rotation))
    sigma = not_negative("noise", noise)
    rng = generator("seed", seed)

    each = (len(pictures), 1, 1)
    down, right = rng.integers(-s, s, size=(2, *each), endpoint=True)
    angle = rng.uniform(-r, r, size=each)
    new = _moved(pictures, angle, down, right)
    new += sigma * rng.normal(size=new.shape)
    return new.reshape(X.T.shape).T.astype(X.dtype)


def _moved(
    pictures: NDArray[np.floating],
    angle: NDArray[np.floating],
    down: NDArray[np.int_],
    right: NDArray[np.int_],
) -> NDArray[np.floating]:
    """Return the pictures (m, height, width) after a rotation by ``angle`` radians and a shift.

    The place (y, x) of a new pixel, seen from the center, y downwards, is moved back to where it
    was in the old picture::

        y_old = (x - right) sin(angle) + (y - down) cos(angle)
        x_old = (x - right) cos(angle) - (y - down) sin(angle)

    and the value there is the mean of the four pixels around, each weighted by how near it is.
    """
    _, height, width = pictures.shape
    middle_y, middle_x = (height - 1) / 2, (width - 1) / 2
    y = np.arange(height)[:, np.newaxis] - middle_y - down
    x = np.arange(width) - middle_x - right
    row = x * np.sin(angle) + y * np.cos(angle) + middle_y
    column = x * np.cos(angle) - y * np.sin(angle) + middle_x

    top, left = np.floor(row).astype(int), np.floor(column).astype(int)
    new = np.zeros(pictures.shape)
    for i, j in product((top, top + 1), (left, left + 1)):
        new += (1 - abs(row - i)) * (1 - abs(column - j)) * _pixels(pictures, i, j)
    return new


def _pixels(
    pictures: NDArray[np.floating], row: NDArray[np.int_], column: NDArray[np.int_]
) -> NDArray[np.floating]:
    """Return ``pictures[p, row[p], column[p]]`` of each picture p, 0 outside of the picture."""
    _, height, width = pictures.shape
    framed = np.pad(pictures, ((0, 0), (1, 1), (1, 1)))
    picture = np.arange(len(pictures))[:, np.newaxis, np.newaxis]
    return framed[picture, np.clip(row, -1, height) + 1, np.clip(column, -1, width) + 1]


def _height_and_width(shape: tuple[int, int], n_features: int) -> tuple[int, int]:
    if np.shape(shape) != (2,):
        raise ValueError(f"shape must be (height, width), got {shape!r}")
    height, width = (whole("shape", side, 1) for side in shape)
    if height * width != n_features:
        raise ValueError(
            f"shape must multiply to the {n_features} features of X, one per pixel, got "
            f"({height}, {width})"
        )
    return height, width
