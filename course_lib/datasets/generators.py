"""Made data with known properties: two inputs, one yes-or-no answer, examples in columns.

Used from chapter 04 on, where a picture of the plane shows what a network does.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .._validation import finite_array, generator, not_negative, whole
from .dataset import Dataset


def make_xor(
    n_examples: int = 4, noise: float = 0.0, seed: int | np.random.Generator = 0
) -> Dataset:
    """Return the corners of the unit square, 1 where exactly one input is 1, with noise around.

    Parameters
    ----------
    n_examples : int
        m; the four corners take turns.
    noise : float
        Standard deviation of what is added to each input.
    seed : int or numpy.random.Generator
        Where the noise comes from.

    Returns
    -------
    Dataset
        X (2, m), Y (1, m).

    Raises
    ------
    ValueError
        Fewer than 1 example, or a negative noise.
    """
    corner = np.arange(whole("n_examples", n_examples, 1)) % 4
    X = np.array([corner // 2, corner % 2], dtype=float)
    return _made(X, X[0] != X[1], noise, seed, "Exclusive or: 1 where the inputs differ.")


def make_blobs(
    n_examples: int = 100,
    noise: float = 0.5,
    seed: int | np.random.Generator = 0,
    centers: Sequence[Sequence[float]] = ((-1.5, -1.0), (1.5, 1.0)),
) -> Dataset:
    """Return two clouds of points, the second with answer 1.

    Parameters
    ----------
    n_examples : int
        m; the clouds take turns.
    noise : float
        Standard deviation of each cloud.
    seed : int or numpy.random.Generator
        Where the points come from.
    centers : two pairs of float
        The middles of the clouds.

    Returns
    -------
    Dataset
        X (2, m), Y (1, m).

    Raises
    ------
    ValueError
        Fewer than 1 example, a negative noise, or other than two centers with two numbers each.
    """
    middles = finite_array("centers", centers)
    if middles.shape != (2, 2):
        raise ValueError(f"centers must be two points of two numbers, got {centers!r}")
    cloud = np.arange(whole("n_examples", n_examples, 1)) % 2
    return _made(middles[cloud].T, cloud, noise, seed, "Two clouds.")


def make_moons(
    n_examples: int = 100, noise: float = 0.1, seed: int | np.random.Generator = 0
) -> Dataset:
    """Return two half circles of radius 1 that reach into each other, the lower with answer 1.

    With t from 0 to π, the upper moon is (cos t, sin t), around (0, 0), and the lower one
    (1 - cos t, 1/2 - sin t), around (1, 1/2).

    Parameters
    ----------
    n_examples : int
        m; the moons take turns, and the points of each are evenly spaced.
    noise : float
        Standard deviation of what is added to each input.
    seed : int or numpy.random.Generator
        Where the noise comes from.

    Returns
    -------
    Dataset
        X (2, m), Y (1, m).

    Raises
    ------
    ValueError
        Fewer than 1 example, or a negative noise.
    """
    moon, along = _two_curves(n_examples)
    t = np.pi * along
    upper = np.array([np.cos(t), np.sin(t)])
    lower = np.array([1 - np.cos(t), 0.5 - np.sin(t)])
    return _made(np.where(moon == 0, upper, lower), moon, noise, seed, "Two half moons.")


def make_spirals(
    n_examples: int = 200, noise: float = 0.02, seed: int | np.random.Generator = 0
) -> Dataset:
    """Return two spirals that wind around each other, the second with answer 1.

    Each makes one and a half turns around (0, 0), counterclockwise, while its radius grows from
    0.1 to 1; the second is the first turned by half a circle.

    Parameters
    ----------
    n_examples : int
        m; the spirals take turns, and the angles of each are evenly spaced.
    noise : float
        Standard deviation of what is added to each input.
    seed : int or numpy.random.Generator
        Where the noise comes from.

    Returns
    -------
    Dataset
        X (2, m), Y (1, m).

    Raises
    ------
    ValueError
        Fewer than 1 example, or a negative noise.

    References
    ----------
    K. J. Lang and M. J. Witbrock, Learning to tell two spirals apart, Proceedings of the 1988
    Connectionist Models Summer School, 1988; theirs make three turns.
    """
    spiral, along = _two_curves(n_examples)
    angle = 3 * np.pi * along + np.pi * spiral
    radius = 0.1 + 0.9 * along
    X = radius * np.array([np.cos(angle), np.sin(angle)])
    return _made(X, spiral, noise, seed, "Two spirals.")


def _two_curves(n_examples: int) -> tuple[NDArray[np.int_], NDArray[np.floating]]:
    """Return of each example its curve, 0 or 1 in turns, and how far along it lies, 0 to 1."""
    curve = np.arange(whole("n_examples", n_examples, 1)) % 2
    along = np.empty(len(curve))
    for which in (0, 1):
        along[which::2] = np.linspace(0, 1, len(along[which::2]))
    return curve, along


def _made(
    X: NDArray[np.floating],
    answers: NDArray[np.generic],
    noise: float,
    seed: int | np.random.Generator,
    description: str,
) -> Dataset:
    """Return the data set of the (2, m) points with noise added, and of the m answers."""
    added = generator("seed", seed).normal(size=X.shape) * not_negative("noise", noise)
    return Dataset(
        np.asfortranarray(X + added),
        answers[np.newaxis].astype(float),
        feature_names=["x1", "x2"],
        target_names=["y"],
        description=description,
        licence="made by course_lib, BSD-3-Clause",
    )
