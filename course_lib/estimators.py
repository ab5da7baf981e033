"""The library's networks as scikit-learn estimators, for its pipelines, searches and scores.

Chapters 20 (searches) and 22 (cross-validation).  This module alone follows scikit-learn's
convention: **rows** are examples.  X is (m, n) here, and is transposed on its way to the network.
"""

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._validation import whole
from .activations import Activation
from .data import Standardizer, split
from .datasets import one_hot
from .network import Network
from .optimizers import Adam, GradientDescent, Momentum, Optimizer, RMSProp
from .training import EarlyStopping, History, train

try:
    from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
    from sklearn.utils import check_random_state
    from sklearn.utils.multiclass import check_classification_targets
    from sklearn.utils.validation import check_is_fitted, validate_data
except ImportError as error:
    raise ImportError(
        "NetworkClassifier and NetworkRegressor are estimators of scikit-learn: "
        "pip install 'scikit-learn>=1.6'"
    ) from error

Array = NDArray[np.floating]
Pair = tuple[Array, Array]
OPTIMIZERS: dict[str, type[Optimizer]] = {
    "adam": Adam,
    "rmsprop": RMSProp,
    "momentum": Momentum,
    "gradient_descent": GradientDescent,
}
FLOATS = (np.float64, np.float32)  # what a network computes in; other numbers become the first


class _NetworkEstimator(BaseEstimator):
    """What both estimators share: the arguments, and the training."""

    def __init__(
        self,
        hidden_layers: Sequence[int] = (32,),
        hidden: str | Activation | Sequence[str | Activation] = "relu",
        learning_rate: float = 1e-3,
        optimizer: str = "adam",
        epochs: int = 200,
        batch_size: int | None = 32,
        l1: float = 0.0,
        l2: float = 0.0,
        dropout: float | Sequence[float] = 0.0,
        early_stopping: bool = False,
        validation_fraction: float = 0.1,
        random_state: int | np.random.RandomState | None = None,
    ) -> None:
        # As scikit-learn wants it: nothing is looked at before `fit`.
        self.hidden_layers = hidden_layers
        self.hidden = hidden
        self.learning_rate = learning_rate
        self.optimizer = optimizer
        self.epochs = epochs
        self.batch_size = batch_size
        self.l1 = l1
        self.l2 = l2
        self.dropout = dropout
        self.early_stopping = early_stopping
        self.validation_fraction = validation_fraction
        self.random_state = random_state

    def _rng(self) -> np.random.Generator:
        return np.random.default_rng(check_random_state(self.random_state).randint(2**31))

    def _parts(
        self, X: Array, Y: Array, rng: np.random.Generator, stratify: bool
    ) -> tuple[Pair, Pair | None]:
        """Return what to train with and what to validate with, from columns X (n, m), Y (k, m)."""
        if not self.early_stopping:
            return (X, Y), None
        share = self.validation_fraction
        try:
            training, validation, _ = split(X, Y, share, 0, rng, stratify)
        except ValueError as error:
            raise ValueError(
                f"validation_fraction={share!r} makes no validation set: {error}"
            ) from error
        if validation[0].size == 0:
            raise ValueError(
                f"validation_fraction={share!r} makes no validation set: it is less than one "
                f"example of n_samples={X.shape[1]}"
            )
        return training, validation

    def _train(
        self, training: Pair, validation: Pair | None, output: str, rng: np.random.Generator
    ) -> None:
        X, Y = training
        network = Network(
            [len(X), *self._hidden_sizes(), len(Y)],
            hidden=self.hidden,
            output=output,
            l1=self.l1,
            l2=self.l2,
            dropout=self.dropout,
            seed=rng,
            dtype=X.dtype,
        )
        self.history_: History = train(
            network,
            X,
            Y,
            self._new_optimizer(),
            self.epochs,
            self.batch_size,
            validation,
            EarlyStopping() if self.early_stopping else None,
            seed=rng,
        )
        self.network_ = network

    def _hidden_sizes(self) -> list[int]:
        if not isinstance(self.hidden_layers, Sequence | np.ndarray):
            raise ValueError(
                f"hidden_layers must be a sequence such as (32,), got {self.hidden_layers!r}"
            )
        return [whole(f"hidden_layers[{i}]", n, 1) for i, n in enumerate(self.hidden_layers)]

    def _new_optimizer(self) -> Optimizer:
        if not isinstance(self.optimizer, str) or self.optimizer not in OPTIMIZERS:
            known = ", ".join(map(repr, OPTIMIZERS))
            raise ValueError(f"optimizer must be one of {known}, got {self.optimizer!r}")
        return OPTIMIZERS[self.optimizer](self.learning_rate)

    def _answers(self, X: ArrayLike) -> Array:
        """Return what the network answers to the rows X (m, n): one row each, (m, k)."""
        check_is_fitted(self)
        X = validate_data(self, X, reset=False, dtype=FLOATS)
        return self.network_.forward(X.T).T


class NetworkClassifier(ClassifierMixin, _NetworkEstimator):
    """A network that tells classes apart, as an estimator of scikit-learn.

    Two classes: one sigmoid output and binary cross-entropy.  More: softmax and categorical
    cross-entropy.  Features should come standardized (`sklearn.preprocessing.StandardScaler`).

    Parameters
    ----------
    hidden_layers : sequence of int
        Units of each hidden layer; ``()`` is logistic regression.
    hidden : str, Activation, or one of these for each hidden layer
        The hidden layers' activation functions.
    learning_rate : float
        η.
    optimizer : {"adam", "rmsprop", "momentum", "gradient_descent"}
        Its other settings are the defaults of its class.
    epochs : int
        At most so many passes through the examples.
    batch_size : int or None
        Examples in a mini-batch; None: all of them.
    l1, l2 : float
        λ of the penalties, as in `Network`; its m is that of a mini-batch.
    dropout : float, or one for each hidden layer
        The probability that a unit is dropped from a step of training.
    early_stopping : bool
        Keep some of the examples apart to validate with, stop when the loss on them has not
        improved for 10 epochs, and put the best parameters back.
    validation_fraction : float
        Their share, in (0, 1), the same of each class; looked at only with early stopping.
    random_state : int, numpy.random.RandomState or None
        Where the first weights, the order of the examples, the masks of dropout and the
        validation set come from; an int gives the same network each time.

    Attributes
    ----------
    classes_ : (k,) array
        The labels, sorted.
    network_ : Network
        The trained network; its examples are columns.  float32 if ``X`` was, else float64.
    history_ : History
        The losses of each epoch.
    n_features_in_ : int
        n.
    feature_names_in_ : (n,) array of str
        Only if ``X`` had column names that are all strings.
    """

    def fit(self, X: ArrayLike, y: ArrayLike) -> Self:
        """Train a new network and return the estimator itself.

        Parameters
        ----------
        X : (m, n) array
            One row per example.
        y : (m,) array
            Their classes: numbers, strings or truth values.

        Raises
        ------
        ValueError
            The data do not fit, hold NaN or infinity or fewer than two classes; an argument of
            the constructor makes no sense; or too few examples are left to validate with.
        TrainingDiverged
            The loss became infinite or NaN.
        """
        X, y = validate_data(self, X, y, dtype=FLOATS)
        check_classification_targets(y)
        self.classes_, labels = np.unique(y, return_inverse=True)
        k = len(self.classes_)
        if k < 2:
            raise ValueError(f"y must hold at least two classes, got 1 class: {self.classes_[0]!r}")
        Y = labels[np.newaxis] if k == 2 else one_hot(labels, k)
        rng = self._rng()
        training, validation = self._parts(X.T, Y, rng, stratify=True)
        self._train(training, validation, "sigmoid" if k == 2 else "softmax", rng)
        return self

    def predict_proba(self, X: ArrayLike) -> Array:
        """Return the probability of each class, in the order of ``classes_``, for each row of X.

        Parameters
        ----------
        X : (m, n) array

        Returns
        -------
        (m, k) array

        Raises
        ------
        ValueError
            ``X`` does not fit, or holds NaN or infinity.
        sklearn.exceptions.NotFittedError
            Nothing was fitted.
        """
        Y_hat = self._answers(X)
        return np.hstack([1 - Y_hat, Y_hat]) if len(self.classes_) == 2 else Y_hat

    def predict(self, X: ArrayLike) -> NDArray[Any]:
        """Return the most probable class of each row of X (m, n), shape (m,); raises as above."""
        probabilities = self.predict_proba(X)
        return self.classes_[probabilities.argmax(axis=1)]


class NetworkRegressor(RegressorMixin, _NetworkEstimator):
    """A network with continuous answers, as an estimator of scikit-learn.

    The outputs are linear and the loss is the mean squared error.  Features should come
    standardized (`sklearn.preprocessing.StandardScaler`).  The answers need not: the network is
    trained on standardized ones, so that a learning rate and a penalty mean the same for meters
    and for millimeters.  At the end the two numbers of each answer, μ and σ, go into the last
    layer::

        σ (Wᵀ A + b) + μ  =  (σ W)ᵀ A + (σ b + μ)

    Parameters
    ----------
    hidden_layers, hidden, learning_rate, optimizer, epochs, batch_size, l1, l2, dropout
        As for `NetworkClassifier`; without a hidden layer this is linear regression.
    early_stopping, validation_fraction, random_state
        As for `NetworkClassifier`, but the validation set is drawn by chance alone.

    Attributes
    ----------
    network_ : Network
        The trained network; its examples are columns.  float32 if ``X`` was, else float64.
    history_ : History
        The losses of each epoch, of standardized answers.
    n_features_in_ : int
        n.
    feature_names_in_ : (n,) array of str
        Only if ``X`` had column names that are all strings.
    """

    def fit(self, X: ArrayLike, y: ArrayLike) -> Self:
        """Train a new network and return the estimator itself.

        Parameters
        ----------
        X : (m, n) array
            One row per example.
        y : (m,) or (m, k) array
            Their right answers.

        Raises
        ------
        ValueError
            The data do not fit, or hold NaN or infinity; an argument of the constructor makes no
            sense; or too few examples are left to validate with.
        TrainingDiverged
            The loss became infinite or NaN.
        """
        X, y = validate_data(self, X, y, dtype=FLOATS, multi_output=True, y_numeric=True)
        self._shape_of_an_answer = y.shape[1:]
        rng = self._rng()
        training, validation = self._parts(X.T, y.reshape(len(y), -1).T, rng, stratify=False)
        scale = Standardizer().fit(training[1])
        training, validation = (
            part and (part[0], scale.transform(part[1])) for part in (training, validation)
        )
        self._train(training, validation, "linear", rng)
        W, b = self.network_.W, self.network_.b
        W[-1] = scale.std.T * W[-1]
        b[-1] = scale.std * b[-1] + scale.mean
        return self

    def predict(self, X: ArrayLike) -> Array:
        """Return the answers to the rows of X.

        Parameters
        ----------
        X : (m, n) array

        Returns
        -------
        (m,) or (m, k) array
            As ``y`` was when fitted.

        Raises
        ------
        ValueError
            ``X`` does not fit, or holds NaN or infinity.
        sklearn.exceptions.NotFittedError
            Nothing was fitted.
        """
        answers = self._answers(X)
        return answers.reshape(len(answers), *self._shape_of_an_answer)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.target_tags.multi_output = True
        return tags
