"""Optimizers: what is done with a gradient.

Each has ``.step(parameters, gradient)``, which changes the array of parameters in place, and
``.reset()``, after which it can serve another array.  The rules are written with the letters of
the notes: w the parameters, g the gradient, v the average of gradients, s that of their squares.

Chapters 08 (gradient descent), 16 (moving averages), 17 (momentum), 18 (RMSProp), 19 (Adam).
"""

import numpy as np
from numpy import divide, multiply, sqrt
from numpy.typing import ArrayLike, NDArray

from ._validation import finite_array, fraction, not_negative, positive

Array = NDArray[np.floating]
BLOCK = 65_536  # numbers that are worked on at a time: they stay in the processor's cache
FLUSH_EVERY = 64  # steps


class Optimizer:
    """What all rules share: the check of the arguments, the averages, and cache-sized blocks.

    Parameters
    ----------
    learning_rate : float
        η, above 0.

    Attributes
    ----------
    t : int
        The number of steps taken.
    averages : list of arrays
        The rule's memory, each of the shape of the parameters; empty before the first step.
    """

    n_averages = 0

    def __init__(self, learning_rate: float) -> None:
        self.learning_rate = positive("learning_rate", learning_rate)
        self.reset()

    def reset(self) -> None:
        """Forget the steps taken and the array they were taken on."""
        self.t = 0
        self.averages: list[Array] = []
        self._served: Array | None = None

    def step(self, parameters: Array, gradient: ArrayLike) -> None:
        """Change the parameters in place by one step against the gradient.

        Parameters
        ----------
        parameters : array of floats, any shape
            The same array in every call, until `reset`.
        gradient : array of that shape
            Stays as it is.

        Raises
        ------
        ValueError
            The parameters are no array of floats that can be changed, or another array than in
            the last step; the gradient has another shape, or holds NaN or infinity.
        """
        if not isinstance(parameters, np.ndarray) or parameters.dtype.kind != "f":
            what = getattr(parameters, "dtype", type(parameters).__name__)
            raise ValueError(f"parameters must be an array of floats, got {what}")
        gradient = finite_array("gradient", gradient)
        if gradient.shape != parameters.shape:
            raise ValueError(
                f"gradient must have the shape of the parameters, {parameters.shape}, "
                f"got {gradient.shape}"
            )
        self.advance(parameters, gradient)

    def advance(self, parameters: Array, gradient: Array) -> None:
        """Do what `step` does, without its checks of the gradient: for loops that made it."""
        if parameters is not self._served:
            self._serve(parameters)
        if gradient.ndim != self._flat.ndim:
            gradient = gradient.reshape(-1)
        self.t += 1
        for block, w, scratch, averages in self._blocks:
            self._move(w, gradient[block], scratch, *averages)
        if self.t % FLUSH_EVERY == 0:
            self._flush()

    def _move(self, w: Array, g: Array, scratch: Array, *averages: Array) -> None:
        """Take one step with one block; ``scratch`` has its shape and may be used freely."""
        raise NotImplementedError

    def _serve(self, parameters: Array) -> None:
        if self._served is not None:
            if _same_memory(parameters, self._served):
                return
            raise ValueError(
                "parameters are another array than in the last step; an optimizer serves one "
                "array (a network's .parameters, for example): reset() it or make a new one"
            )
        if not parameters.flags.writeable:
            raise ValueError("parameters must be an array that can be changed, got a read-only one")
        self._served = parameters
        self.averages = [np.zeros_like(parameters) for _ in range(self.n_averages)]
        in_blocks = parameters.flags.c_contiguous and parameters.size > BLOCK
        self._flat, *flat_averages = [
            array.reshape(-1) if in_blocks else array for array in (parameters, *self.averages)
        ]
        starts = range(0, parameters.size, BLOCK) if in_blocks else [0]
        blocks = [slice(i, i + BLOCK) if in_blocks else ... for i in starts]
        scratch = np.empty_like(self._flat[blocks[0]]) if parameters.size else self._flat
        self._blocks = [
            (
                block,
                self._flat[block],
                scratch[: len(self._flat[block])] if in_blocks else scratch,
                [average[block] for average in flat_averages],
            )
            for block in blocks
        ]

    def _flush(self) -> None:
        """Set to 0 what an average has forgotten down to the smallest numbers there are.

        The average of a parameter whose gradient stays 0 shrinks at every step.  Below the range
        of normal floats processors multiply many times slower; nothing is lost above it.
        """
        for average in self.averages:
            limit = np.finfo(average.dtype)
            average[np.abs(average) < limit.tiny / limit.eps] = 0

    def __repr__(self) -> str:
        settings = {name: value for name, value in vars(self).items() if isinstance(value, float)}
        inside = ", ".join(f"{name}={value:g}" for name, value in settings.items())
        return f"{type(self).__name__}({inside})"


def _same_memory(one: Array, other: Array) -> bool:
    return one.ctypes.data == other.ctypes.data and (
        (one.shape, one.strides, one.dtype) == (other.shape, other.strides, other.dtype)
    )


class GradientDescent(Optimizer):
    """Gradient descent (notes, lines 459-545)::

        w = w − η g

    Parameters
    ----------
    learning_rate : float
        η.
    """

    def __init__(self, learning_rate: float = 0.1) -> None:
        super().__init__(learning_rate)

    def _move(self, w: Array, g: Array, scratch: Array) -> None:
        w -= multiply(g, self.learning_rate, scratch)


class Momentum(Optimizer):
    """Gradient descent along the moving average of the gradients (notes, lines 1227-1252)::

        v = β v + (1 − β) g
        w = w − η v

    Many libraries write v = β v + g instead; with η (1 − β) for their η the steps are the same.

    Parameters
    ----------
    learning_rate : float
        η.
    beta : float
        β, the share of the old average that is kept, from 0 to below 1.

    References
    ----------
    B. T. Polyak, Some methods of speeding up the convergence of iteration methods, 1964.
    """

    n_averages = 1

    def __init__(self, learning_rate: float = 0.1, beta: float = 0.9) -> None:
        super().__init__(learning_rate)
        self.beta = fraction("beta", beta)

    def _move(self, w: Array, g: Array, scratch: Array, v: Array) -> None:
        v *= self.beta
        v += multiply(g, 1 - self.beta, scratch)
        w -= multiply(v, self.learning_rate, scratch)


class RMSProp(Optimizer):
    """A step of its own size for each parameter (notes, lines 1256-1313)::

        s = β s + (1 − β) g²
        w = w − η g / (√s + ε)

    The notes have ε inside the root; the chapter measures the difference.

    Parameters
    ----------
    learning_rate : float
        η.
    beta : float
        β, the share of the old average that is kept, from 0 to below 1.
    epsilon : float
        ε, which keeps the quotient from 0 / 0.

    References
    ----------
    G. Hinton, Neural Networks for Machine Learning, lecture 6e, 2012.
    """

    n_averages = 1

    def __init__(
        self, learning_rate: float = 0.001, beta: float = 0.9, epsilon: float = 1e-8
    ) -> None:
        super().__init__(learning_rate)
        self.beta = fraction("beta", beta)
        self.epsilon = not_negative("epsilon", epsilon)

    def _move(self, w: Array, g: Array, scratch: Array, s: Array) -> None:
        s *= self.beta
        multiply(g, g, scratch)
        s += multiply(scratch, 1 - self.beta, scratch)
        root = sqrt(s, scratch)
        root += self.epsilon
        quotient = divide(g, root, scratch)
        w -= multiply(quotient, self.learning_rate, scratch)


class Adam(Optimizer):
    """Momentum and RMSProp together, both averages corrected (notes, lines 1315-1389)::

        v = β₁ v + (1 − β₁) g            v̂ = v / (1 − β₁ᵗ)
        s = β₂ s + (1 − β₂) g²           ŝ = s / (1 − β₂ᵗ)
        w = w − η v̂ / (√ŝ + ε)

    t counts all steps since the start, not those of an epoch.

    Parameters
    ----------
    learning_rate : float
        η.
    beta1, beta2 : float
        β₁ and β₂, the shares of the old averages that are kept, from 0 to below 1.
    epsilon : float
        ε, which keeps the quotient from 0 / 0.

    References
    ----------
    D. P. Kingma and J. Ba, Adam: a method for stochastic optimization, 2015.
    """

    n_averages = 2

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
    ) -> None:
        super().__init__(learning_rate)
        self.beta1 = fraction("beta1", beta1)
        self.beta2 = fraction("beta2", beta2)
        self.epsilon = not_negative("epsilon", epsilon)

    def _serve(self, parameters: Array) -> None:
        super()._serve(parameters)
        # As arrays of the parameters' type, since NumPy takes longer over Python's numbers.
        self._beta1 = np.array(self.beta1, parameters.dtype)
        self._beta2 = np.array(self.beta2, parameters.dtype)

    def _move(self, w: Array, g: Array, scratch: Array, v: Array, s: Array) -> None:
        # The averages are kept without their factors 1 − β, as v / (1 − β₁) and s / (1 − β₂):
        # two passes through the arrays less.  These factors and both corrections are plain
        # numbers, so they go into the rate and into ε.
        v *= self._beta1
        v += g
        s *= self._beta2
        s += multiply(g, g, scratch)
        of_v = (1 - self.beta1) / (1 - self.beta1**self.t)  # v̂ = of_v · v
        of_root = ((1 - self.beta2) / (1 - self.beta2**self.t)) ** 0.5  # √ŝ = of_root · √s
        epsilon = np.array(self.epsilon / of_root, w.dtype)
        rate = np.array(self.learning_rate * of_v / of_root, w.dtype)
        root = sqrt(s, scratch)
        root += epsilon
        quotient = divide(v, root, scratch)
        w -= multiply(quotient, rate, scratch)


def ewma(values: ArrayLike, beta: float, bias_correction: bool = False) -> Array:
    """Return the exponentially weighted moving averages V₁ … V_T (notes, lines 1177-1225)::

        V_t = β V_{t−1} + (1 − β) θ_t,   V_0 = 0
        corrected: V_t / (1 − βᵗ)

    Parameters
    ----------
    values : array (…, T)
        θ₁ … θ_T along the last axis.
    beta : float
        β, the share of the old average that is kept, from 0 to below 1.
    bias_correction : bool
        Divide by the sum of the weights, which at the start is far from 1.

    Returns
    -------
    array (…, T)
        float32 stays float32.

    Raises
    ------
    ValueError
        There are no values, or NaN or infinity among them; β is not from 0 to below 1.
    """
    theta = finite_array("values", values)
    if theta.ndim == 0 or theta.size == 0:
        raise ValueError(f"values must hold at least one number, got shape {theta.shape}")
    beta = fraction("beta", beta)
    V = np.empty_like(theta)
    previous = np.zeros(theta.shape[:-1], dtype=theta.dtype)
    for t in range(theta.shape[-1]):
        previous = beta * previous + (1 - beta) * theta[..., t]
        V[..., t] = previous
    if bias_correction:
        V /= (1 - beta ** np.arange(1, theta.shape[-1] + 1)).astype(theta.dtype)
    return V
