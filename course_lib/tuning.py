"""Choosing hyperparameters: the learning rate from one short run.

Chapter 20.  For searches over several hyperparameters scikit-learn and Optuna take
`course_lib.NetworkClassifier` and `course_lib.NetworkRegressor` as they are.
"""

import math
from collections.abc import Iterator
from copy import deepcopy

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._validation import positive, whole
from .data import minibatches
from .network import Network
from .optimizers import GradientDescent

EXPLODED = 10.0  # times the first loss: no rate beyond is worth a look


def learning_rate_range_test(
    network: Network,
    X: ArrayLike,
    Y: ArrayLike,
    low: float = 1e-5,
    high: float = 10.0,
    steps: int = 100,
    batch_size: int | None = 32,
    seed: int | np.random.Generator = 0,
) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    """Take steps of gradient descent with an ever larger learning rate, and watch the loss.

    Step t = 0 … T−1 is made with one mini-batch and the rate (notes, line 1461)::

        η_t = low · (high / low)^(t / (T−1))

    The loss stays while the rates are too small, falls where they are good, and explodes where
    they are too large.  A good rate for training is where it falls fastest.

    Parameters
    ----------
    network : Network
        Stays as it is; the steps are made with a copy.
    X, Y : (n, m) and (k, m) arrays
        Examples and right answers.
    low, high : float
        The first and the last rate.
    steps : int
        T, at least 2.
    batch_size : int or None
        Examples in a mini-batch: as in the training to come, since good rates depend on it.
    seed : int or numpy.random.Generator
        Where the order of the examples and the masks of dropout come from.

    Returns
    -------
    rates : (T,) array
        η_0 … η_{T−1}, each the same number of times the one before.
    losses : (T,) array
        The objective, penalties included, of each mini-batch just before its step.

        Both are shorter when the loss explodes: they end with the first loss that is above ten
        times that of the whole data at the start, or before the first that is infinite or NaN.

    Raises
    ------
    ValueError
        The data do not fit the network or have no finite loss to start from, ``low`` is not above
        0, ``high`` is not above ``low``, or there are fewer than two steps.

    References
    ----------
    L. N. Smith, Cyclical learning rates for training neural networks, WACV 2017.
    """
    low, high = positive("low", low), positive("high", high)
    if high <= low:
        raise ValueError(f"high must be greater than low, got low={low:g} and high={high:g}")
    rates = np.geomspace(low, high, whole("steps", steps, 2))
    rng = np.random.default_rng(seed)
    batches = _batches(X, Y, batch_size, rng)
    losses: list[float] = []
    with np.errstate(all="ignore"):  # a loss that is not finite ends the test below
        start = network.loss(X, Y)
        if not math.isfinite(start):
            raise ValueError(f"X and Y must have a finite loss to start from, got {start}")
        trial = deepcopy(network)
        for rate in rates:
            X_t, Y_t = next(batches)
            loss = trial.loss(X_t, Y_t)
            if not math.isfinite(loss):
                break
            losses.append(loss)
            if loss > EXPLODED * start:
                break
            masks = trial.draw_masks(X_t.shape[1], rng) if any(trial.dropout) else None
            gradient = trial.gradients(X_t, Y_t, masks).flat
            GradientDescent(rate).advance(trial.parameters, gradient)
    return rates[: len(losses)], np.array(losses)


def _batches(
    X: ArrayLike, Y: ArrayLike, batch_size: int | None, rng: np.random.Generator
) -> Iterator[tuple[NDArray[np.floating], NDArray[np.floating]]]:
    """Yield mini-batches without end, each epoch in a new order."""
    while True:
        yield from minibatches(X, Y, batch_size, rng)
