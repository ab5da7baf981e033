"""Activation functions: what a neuron does with its net input z.

Each is a callable of an array of any shape, with ``.derivative(z)``.  float32 stays float32.

Chapters 03 (Heaviside, sign), 12 (softmax) and 14 (the others).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._validation import finite_array

Array = NDArray[np.floating]
LEAK = 0.01  # slope of the leaky ReLU below 0; the notes' example is -2.5 -> -0.025 (lines 912-916)


@dataclass(frozen=True)
class Activation:
    """A function a(z), applied to each element, and its derivative a′(z).

    Attributes
    ----------
    name : str
        The field's name for it.
    function, slope : callable
        From an array of floats to one of the same shape and dtype.
    """

    name: str
    function: Callable[[Array], Array]
    slope: Callable[[Array], Array]

    def __call__(self, z: ArrayLike) -> Array:
        """Return a(z), of the shape of ``z``; ``ValueError`` for NaN or infinity."""
        return self.function(finite_array("z", z))

    def derivative(self, z: ArrayLike) -> Array:
        """Return a′(z), of the shape of ``z``; ``ValueError`` for NaN or infinity."""
        return self.slope(finite_array("z", z))

    def backward(self, Z: Array, dA: Array) -> Array:
        """Return ∂J/∂Z from ∂J/∂A, both (k, m): the chain rule through A = a(Z)."""
        return dA * self.slope(Z)

    def __repr__(self) -> str:
        return self.name

    def __reduce__(self) -> str | tuple[type, tuple]:
        # The library's own are stored by name, so that a network can be copied and pickled.
        if OUTPUT.get(self.name) is self:
            return self.name
        return type(self), (self.name, self.function, self.slope)


class Softmax(Activation):
    """k scores become k probabilities: each is positive, and every column sums to 1.

    The columns of an array (k, m) are worked on one by one: the function acts along axis 0::

        aⱼ = exp(zⱼ) / Σₖ exp(zₖ)
    """

    def __call__(self, z: ArrayLike) -> Array:
        """Return a(z), of the shape of ``z``; ``ValueError`` for no scores, NaN or infinity."""
        z = finite_array("z", z)
        if z.size == 0:
            raise ValueError(f"z must hold at least one score, got shape {z.shape}")
        return self.function(z)

    def derivative(self, z: ArrayLike) -> Array:
        """Refuse: every output depends on every input, so the derivative is a matrix."""
        raise TypeError("the derivative of softmax is a matrix; softmax.jacobian(z) gives it")

    def jacobian(self, z: ArrayLike) -> Array:
        """Return J, shape (k, k), for one column of scores z, shape (k, 1) or (k,).

        Element i, j is ∂aᵢ/∂zⱼ = aᵢ (1 − aⱼ) for i = j, and −aᵢ aⱼ otherwise (chapter 12)::

            J = diag(a) − a aᵀ

        Raises
        ------
        ValueError
            ``z`` holds more than one column, or NaN or infinity.
        """
        z = finite_array("z", z)
        if z.ndim == 0 or z.size == 0 or z.size != len(z):
            raise ValueError(f"z must be one column of scores, shape (k, 1), got shape {z.shape}")
        a = self.function(z.reshape(-1, 1))
        return np.diag(a[:, 0]) - a @ a.T

    def backward(self, Z: Array, dA: Array) -> Array:
        """Return ∂J/∂Z from ∂J/∂A, both (k, m): J dA for the Jacobian J of each column."""
        A = self.function(Z)
        return A * (dA - (A * dA).sum(axis=0, keepdims=True))


def _sigmoid(z: Array) -> Array:
    # 1 / (1 + e^-z) for z >= 0 and e^z / (1 + e^z) below: e^-|z| cannot overflow.
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, np.ones_like(e), e) / (1 + e)


def _softmax(z: Array) -> Array:
    # Subtracting the largest score changes no quotient, and keeps e^z from overflowing.
    e = np.exp(z - z.max(axis=0, keepdims=True))
    return e / e.sum(axis=0, keepdims=True)


#: 1 where z ≥ 0, else 0; in the notes, line 198.  Its derivative is 0 wherever it has one.
heaviside = Activation("heaviside", lambda z: (z >= 0).astype(z.dtype), np.zeros_like)

#: −1, 0 or 1 as z is negative, zero or positive; in the notes, line 206.
sign = Activation("sign", np.sign, np.zeros_like)

#: z itself, for outputs that may be any number (chapter 13).
linear = Activation("linear", np.copy, np.ones_like)

#: 1 / (1 + e⁻ᶻ), between 0 and 1; its derivative is a (1 − a).
sigmoid = Activation("sigmoid", _sigmoid, lambda z: _sigmoid(z) * _sigmoid(-z))

#: (eᶻ − e⁻ᶻ) / (eᶻ + e⁻ᶻ), between −1 and 1; its derivative is 1 − a².
tanh = Activation("tanh", np.tanh, lambda z: 1 - np.tanh(z) ** 2)

#: max(0, z); its derivative is 1 above 0, and by agreement 0 at 0.
relu = Activation("relu", lambda z: np.maximum(z, 0), lambda z: (z > 0).astype(z.dtype))

#: z above 0, and z / 100 below, so that no unit is ever without a slope.
leaky_relu = Activation(
    "leaky_relu",
    lambda z: np.where(z > 0, z, LEAK * z),
    lambda z: np.where(z > 0, np.ones_like(z), np.full_like(z, LEAK)),
)

#: Scores to probabilities, column by column; its derivative is a matrix, ``.jacobian(z)``.
softmax = Softmax("softmax", _softmax, _softmax)

HIDDEN = {a.name: a for a in (heaviside, sign, linear, sigmoid, tanh, relu, leaky_relu)}
OUTPUT = {**HIDDEN, softmax.name: softmax}
