"""Losses: how wrong the answers Ŷ are when Y is right, as one number.

A loss is the mean over the m examples (the columns); several outputs of an example are added up,
and for squared errors averaged.  ``.gradient`` is the derivative of that very number.

Chapters 07 (binary cross-entropy), 12 (categorical) and 13 (squared error).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._validation import examples

Array = NDArray[np.floating]


@dataclass(frozen=True)
class Loss:
    """A function 𝓛(Ŷ, Y) of two (k, m) arrays, and its derivative by Ŷ.

    Attributes
    ----------
    name : str
        The field's name for it.
    value : callable
        From (Ŷ, Y) to a number.
    slope : callable
        From (Ŷ, Y) to ∂𝓛/∂Ŷ, shape (k, m).
    output : str or None
        The activation whose net input it can start from, which is exact also where Ŷ rounds to
        0 or 1; then ∂𝓛/∂Z = (Ŷ − Y) / m.
    of_net_input : callable or None
        From (Z, Y) to the same number.
    check_labels : callable
        Raises ``ValueError`` for a Y that cannot be a right answer.
    """

    name: str
    value: Callable[[Array, Array], float]
    slope: Callable[[Array, Array], Array]
    output: str | None
    of_net_input: Callable[[Array, Array], float] | None
    check_labels: Callable[[Array], None]

    def __call__(self, Y_hat: ArrayLike, Y: ArrayLike) -> float:
        """Return the mean loss over the m columns.

        Raises
        ------
        ValueError
            The arrays are not (k, m) of one shape, are empty, hold NaN or infinity, labels that
            do not fit, or, for a cross-entropy, a probability outside 0 to 1.
        """
        return float(self.value(*self._pair(Y_hat, Y)))

    def gradient(self, Y_hat: ArrayLike, Y: ArrayLike) -> Array:
        """Return ∂𝓛/∂Ŷ, shape (k, m); ``ValueError`` as for the loss itself."""
        return self.slope(*self._pair(Y_hat, Y))

    def _pair(self, Y_hat: ArrayLike, Y: ArrayLike) -> tuple[Array, Array]:
        Y_hat, Y = examples("Y_hat", Y_hat), examples("Y", Y)
        if Y_hat.shape != Y.shape:
            raise ValueError(
                f"Y_hat and Y must have the same shape (outputs, examples), "
                f"got {Y_hat.shape} and {Y.shape}"
            )
        self.check_labels(Y)
        if self.output is not None:
            _within_0_and_1("Y_hat", Y_hat)
        return Y_hat, Y.astype(Y_hat.dtype, copy=False)

    def __repr__(self) -> str:
        return self.name

    def __reduce__(self) -> str | tuple[type, tuple]:
        # The library's own are stored by name, so that a network can be copied and pickled.
        if LOSSES.get(self.name) is self:
            return self.name
        return type(self), tuple(vars(self).values())


def _within_0_and_1(name: str, array: Array) -> None:
    if array.min() < 0 or array.max() > 1:
        raise ValueError(
            f"{name} must lie between 0 and 1, got values from {array.min():g} to {array.max():g}"
        )


def _one_class_a_column(Y: Array) -> None:
    _within_0_and_1("Y", Y)
    totals = Y.sum(axis=0)
    wrong = np.flatnonzero(np.abs(totals - 1) > 1e-4)
    if wrong.size:
        column = int(wrong[0])
        raise ValueError(
            f"Y must hold probabilities that sum to 1 in each column (one-hot labels, for "
            f"example), got a sum of {totals[column]:g} in column {column}"
        )


def _log(p: Array) -> Array:
    """Return log p, with the smallest positive number in place of 0."""
    return np.log(_positive(p))


def _positive(p: Array) -> Array:
    return np.maximum(p, np.finfo(p.dtype).tiny)


# --- Binary cross-entropy: k independent yes-or-no answers ---------------------------------------
# One answer costs -log ŷ if y = 1 and -log(1 - ŷ) if y = 0; with ŷ = σ(z) and z at hand that is
# log(1 + e^z) - yz, in which `logaddexp` neither overflows nor takes the logarithm of 0.


def _binary(Y_hat: Array, Y: Array) -> float:
    return -(Y * _log(Y_hat) + (1 - Y) * _log(1 - Y_hat)).sum() / Y.shape[1]


def _binary_slope(Y_hat: Array, Y: Array) -> Array:
    return ((1 - Y) / _positive(1 - Y_hat) - Y / _positive(Y_hat)) / Y.shape[1]


def _binary_of_net_input(Z: Array, Y: Array) -> float:
    return (np.logaddexp(0, Z) - Y * Z).sum() / Y.shape[1]


# --- Categorical cross-entropy: one of k classes -------------------------------------------------
# An example costs -log ŷ of its right class; with ŷ = softmax(z) that is log Σ e^zⱼ - z of the
# right class, in which the largest score may be taken off from all.


def _categorical(Y_hat: Array, Y: Array) -> float:
    return -(Y * _log(Y_hat)).sum() / Y.shape[1]


def _categorical_slope(Y_hat: Array, Y: Array) -> Array:
    return -Y / _positive(Y_hat) / Y.shape[1]


def _categorical_of_net_input(Z: Array, Y: Array) -> float:
    shifted = Z - Z.max(axis=0, keepdims=True)
    log_sums = np.log(np.exp(shifted).sum(axis=0))
    return (log_sums - (Y * shifted).sum(axis=0)).sum() / Y.shape[1]


# --- Mean squared error: k continuous answers ----------------------------------------------------


def _squared(Y_hat: Array, Y: Array) -> float:
    return ((Y_hat - Y) ** 2).mean()


def _squared_slope(Y_hat: Array, Y: Array) -> Array:
    return 2 * (Y_hat - Y) / Y.size


#: −[y log ŷ + (1 − y) log(1 − ŷ)], summed over outputs, mean over examples (notes, line 454).
binary_cross_entropy = Loss(
    "binary_cross_entropy",
    _binary,
    _binary_slope,
    "sigmoid",
    _binary_of_net_input,
    lambda Y: _within_0_and_1("Y", Y),
)

#: −Σⱼ yⱼ log ŷⱼ, mean over examples (notes, line 841).
categorical_cross_entropy = Loss(
    "categorical_cross_entropy",
    _categorical,
    _categorical_slope,
    "softmax",
    _categorical_of_net_input,
    _one_class_a_column,
)

#: (ŷ − y)², mean over outputs and examples, without a factor ½ (chapter 13).
mean_squared_error = Loss(
    "mean_squared_error", _squared, _squared_slope, None, None, lambda Y: None
)

LOSSES = {
    loss.name: loss
    for loss in (binary_cross_entropy, categorical_cross_entropy, mean_squared_error)
}
