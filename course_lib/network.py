"""A fully connected network: its parameters, its answers, its gradients.

The passes are written as in the chapters, one line for each formula.  `course_lib.training` runs
the same formulas on large data with less copying (`course_lib.inplace`).

Chapters 05 (the network), 06 (forward), 07 (cost), 10 (backward), 23 (penalties), 24 (dropout).
"""

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from ._validation import (
    examples,
    finite_array,
    fraction,
    generator,
    not_negative,
    one_of,
    shaped,
    whole,
)
from .activations import HIDDEN, OUTPUT, Activation, Softmax
from .losses import (
    LOSSES,
    Loss,
    binary_cross_entropy,
    categorical_cross_entropy,
    mean_squared_error,
)
from .parameters import Gradients, Parameters, count

Array = NDArray[np.floating]
Initialization = Callable[[int, int, np.random.Generator], Array]

NATURAL_LOSS = {"sigmoid": binary_cross_entropy, "softmax": categorical_cross_entropy}
#: From (n_in, n_out, rng) to the weights of a layer, (n_in, n_out): normal numbers whose variance
#: keeps the size of what flows through (LeCun et al. 1998; Glorot & Bengio 2010; He et al. 2015).
INITIALIZATIONS: dict[str, Initialization] = {
    "he": lambda n, k, rng: rng.normal(scale=(2 / n) ** 0.5, size=(n, k)),
    "xavier": lambda n, k, rng: rng.normal(scale=(2 / (n + k)) ** 0.5, size=(n, k)),
    "lecun": lambda n, k, rng: rng.normal(scale=(1 / n) ** 0.5, size=(n, k)),
    "zeros": lambda n, k, rng: np.zeros((n, k)),
}


@dataclass(frozen=True)
class Layer:
    """What a layer did with some examples: Z (n_l, m), and A = a(Z); the input has no Z."""

    Z: Array | None
    A: Array


class Network:
    """Layers of neurons, each fully connected to the one before (notes, lines 287-420)::

        A[0] = X
        Z[l] = W[l]ᵀ A[l−1] + b[l]
        A[l] = a[l](Z[l])                       l = 1 … L,   Ŷ = A[L]

    Parameters
    ----------
    sizes : sequence of int
        n_0 … n_L: features, units of each hidden layer, outputs.  ``[n, 1]`` is logistic
        regression.
    hidden : str, Activation, or one of these for each hidden layer
        The hidden layers' activation functions.
    output : str or Activation
        The last layer's: sigmoid for yes-or-no answers, softmax for one of k classes, linear,
        or one that fits the range of a continuous answer.
    loss : str, Loss or None
        None: the one that goes with the output (binary or categorical cross-entropy for sigmoid
        and softmax, else the mean squared error).
    l1, l2 : float
        λ of the penalties l1/m Σ|w| and l2/(2m) Σw², over all weights and no bias.
    dropout : float, or one for each hidden layer
        The probability that a unit is dropped from a step of training.
    initialization : {"he", "xavier", "lecun", "zeros"}, callable or None
        How the weights start (the biases start at 0).  None: He for ReLU and leaky ReLU, Xavier
        for the others.  A callable gets (n_{l-1}, n_l, rng).
    seed : int or numpy.random.Generator
        Where the first weights come from.
    dtype : float64 or float32
        Of everything that the network computes.

    Attributes
    ----------
    W, b : lists
        ``W[l]`` (n_{l-1}, n_l) and ``b[l]`` (n_l, 1), l = 1 … L; windows into ``parameters``.

    Raises
    ------
    ValueError
        An argument that makes no network; the message names it and what is known.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        hidden: str | Activation | Sequence[str | Activation] = "relu",
        output: str | Activation = "sigmoid",
        loss: str | Loss | None = None,
        l1: float = 0.0,
        l2: float = 0.0,
        dropout: float | Sequence[float] = 0.0,
        initialization: str | Initialization | None = None,
        seed: int | np.random.Generator = 0,
        dtype: DTypeLike = np.float64,
    ) -> None:
        self.sizes = _sizes(sizes)
        n_hidden = len(self.sizes) - 2
        names = [one_of("hidden", a, HIDDEN) for a in _one_each("hidden", hidden, n_hidden)]
        if any(isinstance(a, Softmax) for a in names):
            raise ValueError(f"hidden must be one of {', '.join(HIDDEN)}, got softmax")
        self.activations = [None, *names, one_of("output", output, OUTPUT)]
        self.loss_function = _fitting_loss(loss, self.activations[-1])
        self.l1, self.l2 = not_negative("l1", l1), not_negative("l2", l2)
        self.dropout = [fraction("dropout", p) for p in _one_each("dropout", dropout, n_hidden)]
        self.dtype = _precision(dtype)
        self._parameters = Parameters(self.sizes, np.zeros(count(self.sizes), self.dtype))
        self._initialize(initialization, generator("seed", seed))

    def _initialize(
        self, initialization: str | Initialization | None, rng: np.random.Generator
    ) -> None:
        for layer in range(1, len(self.sizes)):
            how = initialization
            if how is None:
                how = "he" if self.activations[layer].name in ("relu", "leaky_relu") else "xavier"
            if not callable(how):
                how = one_of("initialization", how, INITIALIZATIONS)
            self.W[layer] = how(self.sizes[layer - 1], self.sizes[layer], rng)

    @property
    def W(self) -> list[Array]:
        return self._parameters.W

    @property
    def b(self) -> list[Array]:
        return self._parameters.b

    @property
    def parameters(self) -> Array:
        """All weights and biases in one vector (P,), of which W and b are windows."""
        return self._parameters.flat

    @parameters.setter
    def parameters(self, value: ArrayLike) -> None:
        value = np.asarray(value)
        if value.shape != self.parameters.shape:
            raise ValueError(
                f"parameters must have shape {self.parameters.shape}, got {value.shape}"
            )
        self.parameters[:] = value

    # --- Forward -----------------------------------------------------------------------------

    def trace(self, X: ArrayLike, masks: Sequence[Array] | None = None) -> list[Layer]:
        """Return every layer's Z and A for the examples X (n, m); index 0 is the input.

        Parameters
        ----------
        X : (n, m) array
            One column per example.
        masks : one (n_l, m) array for each hidden layer, or None
            Dropout of a training step, as `draw_masks` gives it: A[l] is multiplied by it.

        Raises
        ------
        ValueError
            ``X`` does not fit the network, is empty, or holds NaN or infinity.
        """
        X = self._examples(X)
        return self._trace(X, self._masks(masks, X.shape[1]))

    def _trace(self, X: Array, masks: Sequence[Array] | None = None) -> list[Layer]:
        layers = [Layer(None, X)]
        for l in range(1, len(self.sizes)):
            Z = self.W[l].T @ layers[l - 1].A + self.b[l]
            A = self.activations[l].function(Z)
            if masks is not None and l < len(self.sizes) - 1:
                A = A * masks[l - 1]
            layers.append(Layer(Z, A))
        return layers

    def forward(self, X: ArrayLike) -> Array:
        """Return Ŷ, shape (k, m), for the examples X (n, m); ``ValueError`` as for `trace`."""
        return self.trace(X)[-1].A

    def predict(self, X: ArrayLike) -> NDArray[Any]:
        """Return the answers to the examples X (n, m); ``ValueError`` as for `trace`.

        Returns
        -------
        array
            Softmax: the most probable class of each example, shape (m,).  Binary
            cross-entropy: 0 or 1 where ŷ is below ½ or not, shape (k, m).  Otherwise Ŷ itself.
        """
        Y_hat = self.forward(X)
        if isinstance(self.activations[-1], Softmax):
            return Y_hat.argmax(axis=0)
        if self.loss_function is binary_cross_entropy:
            return (Y_hat >= 0.5).astype(int)
        return Y_hat

    # --- Cost --------------------------------------------------------------------------------

    def loss(self, X: ArrayLike, Y: ArrayLike) -> float:
        """Return J: the mean loss of the examples X (n, m), right answers Y (k, m), and penalties.

        Raises
        ------
        ValueError
            As for `trace`; or ``Y`` does not fit ``X``, the outputs or the loss.
        """
        X = self._examples(X)
        Y = self._answers(Y, X.shape[1])
        return self._loss_of(self._trace(X)[-1].Z, Y) + self._penalty(X.shape[1])

    def _loss_of(self, Z: Array, Y: Array) -> float:
        """Return the data's part of J for the outputs' net inputs Z, shape (k, m)."""
        if self._from_net_input:
            return float(self.loss_function.of_net_input(Z, Y))
        return float(self.loss_function.value(self.activations[-1].function(Z), Y))

    def _penalty(self, m: int) -> float:
        if not (self.l1 or self.l2):
            return 0.0
        squares = sum(float((W**2).sum()) for W in self.W[1:])
        sizes = sum(float(np.abs(W).sum()) for W in self.W[1:])
        return self.l2 / (2 * m) * squares + self.l1 / m * sizes

    # --- Backward ----------------------------------------------------------------------------

    def gradients(
        self, X: ArrayLike, Y: ArrayLike, masks: Sequence[Array] | None = None
    ) -> Gradients:
        """Return ∂J/∂W[l] and ∂J/∂b[l] by backpropagation (notes, lines 652-699)::

            dZ[L] = ∂J/∂Z[L]                          (Ŷ − Y) / m for a cross-entropy
            dW[l] = A[l−1] dZ[l]ᵀ                     + λ₂/m W[l] + λ₁/m sign W[l]
            db[l] = dZ[l], added up over the examples
            dZ[l−1] = (W[l] dZ[l]) ∘ a′(Z[l−1])

        Parameters
        ----------
        X, Y : (n, m) and (k, m) arrays
            Examples and right answers.
        masks : one (n_l, m) array for each hidden layer, or None
            Dropout of a training step, as `draw_masks` gives it.

        Returns
        -------
        Gradients
            ``.dW[l]`` and ``.db[l]`` for l = 1 … L, and ``.flat`` in the order of `parameters`.

        Raises
        ------
        ValueError
            As for `loss`.
        """
        X = self._examples(X)
        m = X.shape[1]
        Y = self._answers(Y, m)
        layers = self._trace(X, self._masks(masks, m))
        gradients = Gradients(self.sizes, np.empty_like(self.parameters))
        dZ = self._output_gradient(layers[-1], Y)
        for l in range(len(self.sizes) - 1, 0, -1):
            gradients.dW[l] = layers[l - 1].A @ dZ.T
            gradients.db[l] = dZ.sum(axis=1, keepdims=True)
            if l > 1:
                dA = self.W[l] @ dZ
                if masks is not None:
                    dA = dA * masks[l - 2]
                dZ = self.activations[l - 1].backward(layers[l - 1].Z, dA)
        self._add_penalty_gradient(gradients, m)
        return gradients

    def _output_gradient(self, last: Layer, Y: Array) -> Array:
        if self._from_net_input:
            return (last.A - Y) / Y.shape[1]
        return self.activations[-1].backward(last.Z, self.loss_function.slope(last.A, Y))

    def _add_penalty_gradient(self, gradients: Parameters, m: int) -> None:
        """Add ∂/∂W of λ₂/(2m) Σw² + λ₁/m Σ|w|: weights only, no biases."""
        if self.l1 or self.l2:
            for dW, W in zip(gradients.W[1:], self.W[1:], strict=True):
                dW += self.l2 / m * W + self.l1 / m * np.sign(W)

    def draw_masks(self, m: int, seed: int | np.random.Generator) -> list[Array]:
        """Return dropout masks for m examples: (n_l, m) for each hidden layer (chapter 24).

        An element is 0 with the layer's probability of dropout p, and 1/(1 − p) otherwise, so
        that the mean of what flows on stays as it was.
        """
        rng = generator("seed", seed)
        masks = []
        for size, p in zip(self.sizes[1:-1], self.dropout, strict=True):
            kept = rng.random((whole("m", m, 1), size)) >= p
            masks.append((kept / (1 - p)).astype(self.dtype).T)
        return masks

    # --- Arguments ---------------------------------------------------------------------------

    @property
    def _from_net_input(self) -> bool:
        return self.loss_function.output == self.activations[-1].name

    def _examples(self, X: ArrayLike, name: str = "X") -> Array:
        X = examples(name, X)
        if len(X) != self.sizes[0]:
            raise ValueError(
                f"{name} has {len(X)} features, the network expects {self.sizes[0]}: "
                f"{name}.shape == {X.shape}"
            )
        return self._cast(name, X)

    def _answers(self, Y: ArrayLike, m: int, name: str = "Y") -> Array:
        Y = shaped(name, Y, outputs=self.sizes[-1], examples=m)
        self.loss_function.check_labels(Y)
        return self._cast(name, Y)

    def _cast(self, name: str, array: Array) -> Array:
        if array.dtype == self.dtype:
            return array
        with np.errstate(over="ignore"):  # what is too large for float32 is refused here
            return finite_array(name, array.astype(self.dtype))

    def _masks(self, masks: Sequence[Array] | None, m: int) -> Sequence[Array] | None:
        if masks is not None:
            expected = [(n, m) for n in self.sizes[1:-1]]
            came = [np.shape(mask) for mask in masks]
            if came != expected:
                raise ValueError(f"masks must have the shapes {expected}, got {came}")
        return masks

    def astype(self, dtype: DTypeLike) -> "Network":
        """Return a copy that computes in another precision."""
        sizes, parameters = self.sizes, self.parameters.astype(dtype)
        other = copy(self)
        other.dtype, other._parameters = parameters.dtype, Parameters(sizes, parameters)
        return other

    def __getstate__(self) -> dict[str, Any]:
        return {**vars(self), "_parameters": self.parameters.copy()}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self._parameters = Parameters(self.sizes, state["_parameters"])

    def __repr__(self) -> str:
        hidden = [activation.name for activation in self.activations[1:-1]]
        return f"Network({self.sizes}, hidden={hidden}, output={self.activations[-1].name!r})"


def _precision(dtype: DTypeLike) -> np.dtype:
    try:
        known = np.dtype(dtype)
    except TypeError:
        known = dtype
    if known not in (np.float64, np.float32):
        raise ValueError(f"dtype must be float64 or float32, got {known}")
    return known


def _sizes(sizes: Sequence[int]) -> list[int]:
    try:
        given = list(sizes)
    except TypeError:
        raise ValueError(f"sizes must be a list such as [2, 3, 1], got {sizes!r}") from None
    if len(given) < 2:
        raise ValueError(f"sizes must name at least inputs and outputs, got {given}")
    return [whole(f"sizes[{i}]", size, 1) for i, size in enumerate(given)]


def _one_each(name: str, value: Any, n_hidden: int) -> list[Any]:
    if np.ndim(value) == 0:
        return [value] * n_hidden
    if len(value) != n_hidden:
        raise ValueError(
            f"{name} must be one value, or one for each of the {n_hidden} hidden layers, "
            f"got {len(value)}"
        )
    return list(value)


def _fitting_loss(loss: str | Loss | None, output: Activation) -> Loss:
    if loss is None:
        return NATURAL_LOSS.get(output.name, mean_squared_error)
    loss = one_of("loss", loss, LOSSES)
    if loss.output not in (None, output.name):
        raise ValueError(
            f"loss {loss.name!r} needs the output {loss.output!r}, got output {output.name!r}"
        )
    return loss
