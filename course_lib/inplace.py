"""The passes of `course_lib.network` for training: the same formulas, nothing allocated.

A step of a small network is over in a few microseconds, in which making arrays would cost more
than computing with them.  What is done differently, and nothing else:

- Examples lie one after the other in memory: a batch is (m, n) here, the transpose of the (n, m)
  of the formulas.  Transposing moves no number.
- Every layer's output has one more column, which is always 1.  Its weights are the biases, so one
  product does Z = Wᵀ A + b, and another dW and db.
- Every result is written into an array that was made before: the last argument of each NumPy call
  (by position, since as a keyword it takes a quarter of a microsecond longer).
- A derivative a′(z) is computed from a, which is there, and not from z.
- The losses of an epoch are computed from the net inputs of its outputs, all at once.

A test holds both to the same numbers.
"""

import numpy as np
from numpy import add, divide, exp, matmul, multiply, negative, reciprocal, subtract
from numpy.typing import NDArray

from . import activations
from .activations import LEAK, Activation
from .network import Layer, Network
from .parameters import Parameters

Array = NDArray[np.floating]


class Hidden:
    """The arrays of one hidden layer for batches of one size: what went forward, what came back.

    Attributes
    ----------
    A : (m, n) array
        Where Z is written; `activate` turns it into A.
    A_and_1 : (m, n + 1) array
        What the next layer receives: A and a column of ones.
    dA : (m, n) array
        Where ∂J/∂A is written; `to_dZ` turns it into ∂J/∂Z.
    """

    def __init__(self, activation: Activation, m: int, n: int, dtype: np.dtype) -> None:
        self.activation = activation
        self.A_and_1 = np.ones((m, n + 1), dtype)
        self.A = self.A_and_1[:, :-1]
        self.dA = np.empty((m, n), dtype)
        self.slope = np.empty((m, n), dtype)

    def activate(self) -> None:
        self.slope[...] = self.activation.slope(self.A)
        self.A[...] = self.activation.function(self.A)

    def to_dZ(self) -> None:
        multiply(self.dA, self.slope, self.dA)


class Relu(Hidden):
    def __init__(self, activation: Activation, m: int, n: int, dtype: np.dtype) -> None:
        super().__init__(activation, m, n, dtype)
        self.zero = np.zeros((), dtype)
        self.active_and_1 = np.empty((m, n + 1), bool)
        self.active = self.active_and_1[:, :-1]

    def activate(self) -> None:
        np.maximum(self.A_and_1, self.zero, out=self.A_and_1)  # the ones stay ones

    def to_dZ(self) -> None:
        np.greater(self.A_and_1, self.zero, self.active_and_1)  # whole: it lies in one piece
        multiply(self.dA, self.active, self.dA)


class LeakyRelu(Relu):
    def activate(self) -> None:
        multiply(self.A, LEAK, self.slope)
        np.maximum(self.A, self.slope, out=self.A)

    def to_dZ(self) -> None:
        np.less_equal(self.A_and_1, self.zero, self.active_and_1)
        multiply(self.dA, LEAK, self.dA, where=self.active)


class Tanh(Hidden):
    def activate(self) -> None:
        np.tanh(self.A, self.A)

    def to_dZ(self) -> None:
        multiply(self.A, self.A, self.slope)
        subtract(1, self.slope, self.slope)
        multiply(self.dA, self.slope, self.dA)


class Sigmoid(Hidden):
    def activate(self) -> None:
        sigmoid(self.A, self.A)

    def to_dZ(self) -> None:
        subtract(1, self.A, self.slope)
        multiply(self.slope, self.A, self.slope)
        multiply(self.dA, self.slope, self.dA)


class Dropout:
    """A hidden layer whose outputs are multiplied by a mask on the way to the next layer."""

    def __init__(self, layer: Hidden) -> None:
        self.layer, self.A, self.dA = layer, layer.A, layer.dA
        self.A_and_1 = np.ones_like(layer.A_and_1)
        self.mask: Array

    def activate(self) -> None:
        self.layer.activate()
        multiply(self.A, self.mask, self.A_and_1[:, :-1])

    def to_dZ(self) -> None:
        multiply(self.dA, self.mask, self.dA)
        self.layer.to_dZ()


KINDS = {
    activations.relu: Relu,
    activations.leaky_relu: LeakyRelu,
    activations.tanh: Tanh,
    activations.sigmoid: Sigmoid,
}


def sigmoid(z: Array, out: Array) -> None:
    """Write 1 / (1 + e⁻ᶻ); where e⁻ᶻ overflows, the quotient is 0, as it should be."""
    negative(z, out)
    exp(out, out)
    add(out, 1, out)
    reciprocal(out, out)


class Batch:
    """All arrays of a step with batches of one size, and the step itself.

    Parameters
    ----------
    network : Network
        Its parameters are read.
    gradient : Parameters
        Where the gradient is written.
    m : int
        The number of examples in a batch.
    """

    def __init__(self, network: Network, gradient: Parameters, m: int) -> None:
        self.network, self.gradient, self.m = network, gradient, m
        self.drops = any(network.dropout)
        self.penalized = bool(network.l1 or network.l2)
        self.layers = [
            self._layer(network.activations[l], network.sizes[l])
            for l in range(1, len(network.sizes) - 1)
        ]
        blocks, gradients = network._parameters.blocks, gradient.blocks
        self.forward = list(zip(blocks[1:-1], self.layers, strict=True))
        self.last_T = blocks[-1].T
        self.backward = [
            (layer, layer.A_and_1.T, gradients[l + 1], blocks[l + 1][:-1].T)
            for l, layer in reversed(list(enumerate(self.layers, start=1)))
        ]
        self.first_gradient = gradients[1]
        self.dZ = np.empty((network.sizes[-1], m), network.dtype)
        self.dZ_T = self.dZ.T
        self.per_example = np.empty(m, network.dtype)
        self.one_over_m = np.array(1 / m, network.dtype)
        self.output_gradient = self._other_gradient
        if network._from_net_input:
            self.output_gradient = {
                activations.softmax: self._softmax_gradient,
                activations.sigmoid: self._sigmoid_gradient,
            }.get(network.activations[-1], self._other_gradient)

    def _layer(self, activation: Activation, n: int) -> Hidden | Dropout:
        kind = KINDS.get(activation, Hidden)
        layer = kind(activation, self.m, n, self.network.dtype)
        return Dropout(layer) if self.drops else layer

    def step(self, X: Array, Y: Array, Z: Array, rng: np.random.Generator) -> None:
        """Write the gradient for a batch.

        Parameters
        ----------
        X : (m, n + 1) array
            Examples as rows, with a last column of ones.
        Y : (k, m) array
            Right answers.
        Z : (k, m) array
            Where the net inputs of the outputs are kept.
        rng : numpy.random.Generator
            Draws the masks of dropout.
        """
        if self.drops:
            masks = self.network.draw_masks(self.m, rng)
            for layer, mask in zip(self.layers, masks, strict=True):
                layer.mask = mask.T
        A_and_1 = X
        for weights, layer in self.forward:
            matmul(A_and_1, weights, layer.A)
            layer.activate()
            A_and_1 = layer.A_and_1
        matmul(self.last_T, A_and_1.T, Z)
        self.output_gradient(Z, Y)
        dZ = self.dZ_T
        for layer, A_and_1_T, gradient, W_T in self.backward:
            matmul(A_and_1_T, dZ, gradient)
            matmul(dZ, W_T, layer.dA)
            layer.to_dZ()
            dZ = layer.dA
        matmul(X.T, dZ, self.first_gradient)
        if self.penalized:
            self.network._add_penalty_gradient(self.gradient, self.m)

    # ∂J/∂Z of the outputs is (Ŷ − Y) / m for the two cross-entropies.

    def _softmax_gradient(self, Z: Array, Y: Array) -> None:
        dZ = self.dZ
        np.maximum.reduce(Z, 0, None, self.per_example)
        subtract(Z, self.per_example, dZ)
        exp(dZ, dZ)
        add.reduce(dZ, 0, None, self.per_example)
        divide(dZ, self.per_example, dZ)
        subtract(dZ, Y, dZ)
        multiply(dZ, self.one_over_m, dZ)

    def _sigmoid_gradient(self, Z: Array, Y: Array) -> None:
        sigmoid(Z, self.dZ)
        subtract(self.dZ, Y, self.dZ)
        multiply(self.dZ, self.one_over_m, self.dZ)

    def _other_gradient(self, Z: Array, Y: Array) -> None:
        A = self.network.activations[-1].function(Z)
        self.dZ[...] = self.network._output_gradient(Layer(Z, A), Y)


def with_ones(X: Array, dtype: np.dtype) -> Array:
    """Return the examples X (n, m) as rows with a last column of ones, (m, n + 1)."""
    rows = np.ones((X.shape[1], X.shape[0] + 1), dtype)
    rows[:, :-1] = X.T
    return rows
