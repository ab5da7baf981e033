"""The first artificial neurons: McCulloch and Pitts's, the threshold logic unit, the perceptron.

Chapters 02 (`McCullochPitts`), 03 (`ThresholdLogicUnit`) and 04 (`Perceptron`); the notes'
lines 34-281.  Examples are columns: ``X`` is (n, m), the outputs are (k, m).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._validation import binary, examples, finite_array, number, positive, shaped, whole
from .activations import Activation, heaviside, sign

ACTIVATIONS = {"heaviside": heaviside, "sign": sign}


class McCullochPitts:
    """The neuron of 1943: binary inputs, one threshold, nothing to learn.

    It fires, a = 1, when the net input z reaches the threshold θ (notes, lines 64-72)::

        z = x_1 + x_2 + ... + x_n        an inhibitory input counts -1
        a = 1 if z >= θ else 0

    Parameters
    ----------
    threshold : float
        θ, set by hand.
    inhibitory : sequence of int
        The inputs that inhibit, counted from 0.
    absolute : bool
        Inhibit as in the paper of 1943: any active inhibitory input forbids firing, and z adds
        up the exciting inputs only.

    Raises
    ------
    ValueError
        The threshold is not a finite number, or the inhibitory inputs are not different whole
        numbers from 0 on.

    References
    ----------
    W. S. McCulloch and W. Pitts, A logical calculus of the ideas immanent in nervous activity,
    Bulletin of Mathematical Biophysics 5, 1943.
    """

    def __init__(
        self, threshold: float, inhibitory: Sequence[int] = (), absolute: bool = False
    ) -> None:
        self.threshold = number("threshold", threshold)
        if not np.iterable(inhibitory):
            raise ValueError(f"inhibitory must be a list of whole numbers, got {inhibitory!r}")
        self.inhibitory = [whole("inhibitory", i) for i in inhibitory]
        if len(set(self.inhibitory)) < len(self.inhibitory):
            raise ValueError(f"inhibitory must name each input once, got {self.inhibitory}")
        self.absolute = absolute

    def net_input(self, X: ArrayLike) -> NDArray[np.floating]:
        """Return z, shape (1, m), of binary inputs ``X``, shape (n, m).

        Raises
        ------
        ValueError
            ``X`` is not (n, m), holds other values than 0 and 1, or lacks an inhibitory input.
        """
        X = self._inputs(X)
        effect = np.ones((len(X), 1), dtype=X.dtype)
        effect[self.inhibitory] = 0 if self.absolute else -1
        return effect.T @ X

    def predict(self, X: ArrayLike) -> NDArray[np.int_]:
        """Return a, 0 or 1, shape (1, m), of binary inputs ``X``, shape (n, m).

        Raises
        ------
        ValueError
            As for `net_input`.
        """
        fires = self.net_input(X) >= self.threshold
        if self.absolute:
            fires &= ~self._inputs(X)[self.inhibitory].any(axis=0, keepdims=True)
        return fires.astype(int)

    def _inputs(self, X: ArrayLike) -> NDArray[np.floating]:
        X = binary("X", examples("X", X))
        if max(self.inhibitory, default=-1) >= len(X):
            raise ValueError(
                f"X has {len(X)} inputs, but input {max(self.inhibitory)} (counted from 0) was "
                f"named inhibitory: X.shape == {X.shape}"
            )
        return X

    def __repr__(self) -> str:
        return f"McCullochPitts({self.threshold:g}, {self.inhibitory}, absolute={self.absolute})"


class ThresholdLogicUnit:
    """A layer of k units with real inputs and weights, that answers at once k yes-or-no questions.

    The threshold has become a bias, b = -θ (notes, lines 112-214)::

        Z = Wᵀ X + b
        A = heaviside(Z)

    Parameters
    ----------
    W : (n, k) array
        One column of weights per unit.
    b : (k, 1) array
        One bias per unit.
    activation : {"heaviside", "sign"}
        What is done with Z.

    Raises
    ------
    ValueError
        The shapes of ``W`` and ``b`` do not fit, a number is not finite, or the activation is
        unknown.

    References
    ----------
    F. Rosenblatt, The perceptron, Psychological Review 65(6), 1958.
    """

    def __init__(self, W: ArrayLike, b: ArrayLike, activation: str = "heaviside") -> None:
        self.W = finite_array("W", W)
        self.b = finite_array("b", b)
        if self.W.ndim != 2 or self.W.size == 0:
            raise ValueError(f"W must have shape (inputs, units), got shape {self.W.shape}")
        if self.b.shape != (self.W.shape[1], 1):
            raise ValueError(
                f"b must have shape (units, 1) = ({self.W.shape[1]}, 1), one bias for each "
                f"column of W, got shape {self.b.shape}"
            )
        if activation not in ACTIVATIONS:
            known = ", ".join(map(repr, ACTIVATIONS))
            raise ValueError(f"activation must be one of {known}, got {activation!r}")
        self.activation: Activation = ACTIVATIONS[activation]

    def net_input(self, X: ArrayLike) -> NDArray[np.floating]:
        """Return Z, shape (k, m), of ``X``, shape (n, m); ``ValueError`` if it does not fit."""
        X = examples("X", X, n_features=len(self.W))
        return self.W.T @ X + self.b

    def predict(self, X: ArrayLike) -> NDArray[np.int_]:
        """Return A, shape (k, m), of ``X``, shape (n, m); ``ValueError`` if it does not fit."""
        return self.activation(self.net_input(X)).astype(int)

    def __repr__(self) -> str:
        n, k = self.W.shape
        return f"{type(self).__name__}({n} inputs, {k} units)"


class Perceptron(ThresholdLogicUnit):
    """Threshold logic units that learn from their mistakes.

    After each example x with the right answer y and the answer ŷ given (notes, lines 219-281)::

        W ← W + η x (y - ŷ)ᵀ
        b ← b + η (y - ŷ)

    so a right answer changes nothing.

    Parameters
    ----------
    n_inputs, n_outputs : int
        n and k.
    learning_rate : float
        η, the size of a step.
    seed : int, numpy.random.Generator or None
        Where small random parameters come from; None: they start at 0.

    Attributes
    ----------
    W, b : (n, k) and (k, 1) arrays
        The parameters; they may be set in place, and `fit` goes on from them.
    mistakes : list of int
        The number of wrong examples in each epoch of the last `fit`.

    Raises
    ------
    ValueError
        A number of inputs or outputs below 1, or a learning rate that is not above 0.

    References
    ----------
    F. Rosenblatt, The perceptron, Psychological Review 65(6), 1958.
    A. B. J. Novikoff, On convergence proofs on perceptrons, 1962.
    """

    def __init__(
        self,
        n_inputs: int,
        n_outputs: int = 1,
        learning_rate: float = 1.0,
        seed: int | np.random.Generator | None = None,
    ) -> None:
        shape = (whole("n_inputs", n_inputs, 1), whole("n_outputs", n_outputs, 1))
        if seed is None:
            W, b = np.zeros(shape), np.zeros((shape[1], 1))
        else:
            rng = np.random.default_rng(seed)
            W, b = rng.normal(scale=0.01, size=shape), rng.normal(scale=0.01, size=(shape[1], 1))
        super().__init__(W, b)
        self.learning_rate = positive("learning_rate", learning_rate)
        self.mistakes: list[int] = []

    def fit(
        self, X: ArrayLike, Y: ArrayLike, epochs: int = 100, shuffle: bool = False
    ) -> "Perceptron":
        """Learn from one example at a time until an epoch has no mistake.

        Parameters
        ----------
        X : (n, m) array
            The examples.
        Y : (k, m) array
            Their right answers, 0 or 1.
        epochs : int
            At most so many passes through the examples.
        shuffle : bool
            Take the examples of each epoch in a new order, the same ones in every run.

        Returns
        -------
        Perceptron
            Itself.

        Raises
        ------
        ValueError
            ``X`` or ``Y`` has a wrong shape, or ``Y`` other values than 0 and 1.
        """
        X = examples("X", X, n_features=len(self.W))
        Y = self._answers(Y, n_examples=X.shape[1])
        order = np.arange(X.shape[1])
        rng = np.random.default_rng(0)
        self.mistakes = []
        for _ in range(whole("epochs", epochs)):
            if shuffle:
                rng.shuffle(order)
            self.mistakes.append(sum(self._learn(X[:, [i]], Y[:, [i]]) for i in order))
            if self.mistakes[-1] == 0:
                break
        return self

    def _learn(self, x: NDArray[np.floating], y: NDArray[np.floating]) -> bool:
        """Take one step with the example x (n, 1), y (k, 1); tell whether it was a mistake."""
        error = y - heaviside(self.W.T @ x + self.b)
        self.W += self.learning_rate * x @ error.T
        self.b += self.learning_rate * error
        return bool(error.any())

    def _answers(self, Y: ArrayLike, n_examples: int) -> NDArray[np.floating]:
        return binary("Y", shaped("Y", Y, outputs=self.W.shape[1], examples=n_examples))
