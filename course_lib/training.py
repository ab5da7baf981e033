"""Training: mini-batches, epochs, a history, and when to stop.

Chapters 15 (mini-batches, the notes' lines 1005-1175), 25 (early stopping) and 10 (the check of
the gradients).
"""

import math
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._validation import generator, not_negative, positive, whole
from .inplace import Batch, with_ones
from .network import Network
from .optimizers import Optimizer
from .parameters import Parameters

Array = NDArray[np.floating]
PORTION = 1_000_000  # bytes of examples that are put in order at a time
BAR = 30  # characters of the progress bar


@dataclass
class History:
    """What happened in each epoch of a training.

    Attributes
    ----------
    train_loss : list of float
        The mean of the objective, penalties included, over the batches of the epoch, weighted by
        their size; each batch is measured just before its step.
    validation_loss : list of float
        The loss on the validation data after the epoch, without penalties; empty without data.
    seconds : list of float
        Wall time of the epoch.
    best_epoch : int or None
        Counted from 0: the epoch with the smallest validation loss, without validation data the
        smallest training loss; None before the first.  With early stopping, the epoch whose
        parameters were put back.
    """

    train_loss: list[float] = field(default_factory=list)
    validation_loss: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    best_epoch: int | None = None

    def plot(self, ax: Any = None) -> Any:
        """Draw the losses over the epochs and return the axes.

        Without ``ax`` they are those of a new figure, which a notebook shows below the cell.
        """
        from matplotlib import pyplot

        from .plots import learning_curves

        if ax is None:
            ax = pyplot.figure(figsize=(6, 3.5), layout="constrained").add_subplot()
        learning_curves(ax, self)
        return ax


@dataclass(frozen=True)
class EarlyStopping:
    """Stop when the validation loss has not improved for a while (notes, lines 1773-1780).

    Without validation data the training loss is watched.  The best parameters are put back at the
    end of training, also if the last epoch comes first.

    Parameters
    ----------
    patience : int
        Stop after so many epochs without an improvement.
    min_delta : float
        An improvement is a loss that is smaller by more than this.

    Raises
    ------
    ValueError
        A negative patience or ``min_delta``.

    References
    ----------
    L. Prechelt, Early stopping - but when?, 1998.
    """

    patience: int = 10
    min_delta: float = 0.0

    def __post_init__(self) -> None:
        whole("patience", self.patience)
        not_negative("min_delta", self.min_delta)


class TrainingDiverged(ArithmeticError):
    """The loss became infinite or NaN.

    Attributes
    ----------
    history : History
        The epochs before.
    """

    def __init__(self, message: str, history: History) -> None:
        super().__init__(message)
        self.history = history


class Best:
    """The smallest loss so far, the epoch and the parameters that had it."""

    def __init__(self, parameters: Array, min_delta: float, keep: bool) -> None:
        self.parameters, self.min_delta, self.keep = parameters, min_delta, keep
        self.loss, self.epoch, self.kept = np.inf, None, parameters.copy() if keep else None

    def see(self, loss: float, epoch: int) -> None:
        if self.epoch is None or loss < self.loss - self.min_delta:
            self.loss, self.epoch = loss, epoch
            if self.keep:
                self.kept[:] = self.parameters


def train(
    network: Network,
    X: ArrayLike,
    Y: ArrayLike,
    optimizer: Optimizer,
    epochs: int,
    batch_size: int | None = 32,
    validation: tuple[ArrayLike, ArrayLike] | None = None,
    early_stopping: EarlyStopping | None = None,
    seed: int | np.random.Generator = 0,
    progress: bool = False,
) -> History:
    """Change the network's parameters, one step for each mini-batch, epoch after epoch.

    Parameters
    ----------
    network : Network
        Its parameters are changed in place.
    X, Y : (n, m) and (k, m) arrays
        Examples and right answers; they stay as they are.
    optimizer : Optimizer
        Goes on from where it is: give a new one, or reset it, for a new training.
    epochs : int
        At most so many passes through the examples.
    batch_size : int or None
        Examples in a mini-batch (the last of an epoch may be smaller); None: all of them.
    validation : (X, Y) or None
        Data on which the loss is measured after every epoch.
    early_stopping : EarlyStopping or None
    seed : int or numpy.random.Generator
        Where the order of the examples and the masks of dropout come from.
    progress : bool
        Print a bar with the losses.

    Returns
    -------
    History

    Raises
    ------
    ValueError
        Data that do not fit the network, or a number that makes no sense; nothing was changed.
    TrainingDiverged
        The loss became infinite or NaN; the history is in the exception.
    """
    X = network._examples(X)
    m = X.shape[1]
    Y = network._answers(Y, m)
    if validation is not None:
        validation = _checked(network, validation)
    if not isinstance(optimizer, Optimizer):
        raise ValueError(f"optimizer must be an optimizer such as Adam(), got {optimizer!r}")
    if not isinstance(early_stopping, EarlyStopping | None):
        raise ValueError(f"early_stopping must be an EarlyStopping, got {early_stopping!r}")
    epochs = whole("epochs", epochs)
    size = m if batch_size is None else min(whole("batch_size", batch_size, 1), m)
    rng = generator("seed", seed)
    run = Epochs(network, X, Y, optimizer, size)
    history = History()
    watch = early_stopping or EarlyStopping()
    best = Best(network.parameters, watch.min_delta, keep=early_stopping is not None)
    try:
        for epoch in range(epochs):
            start = time.perf_counter()
            with np.errstate(all="ignore"):  # a loss that is not finite ends the training below
                loss = run.epoch(rng)
            history.train_loss.append(loss)
            if validation is not None:
                with np.errstate(all="ignore"):
                    loss = network._loss_of(network._trace(validation[0])[-1].Z, validation[1])
                history.validation_loss.append(loss)
            history.seconds.append(time.perf_counter() - start)
            last = epoch == epochs - 1  # nobody will measure the loss after its steps
            if not math.isfinite(history.train_loss[-1] + loss) or (
                last and not np.isfinite(network.parameters).all()
            ):
                _diverged(optimizer, epoch, history)
            best.see(loss, epoch)
            history.best_epoch = best.epoch
            if progress:
                _show(epoch + 1, epochs, history)
            if early_stopping is not None and 0 < epoch - best.epoch >= early_stopping.patience:
                break
    finally:
        if progress and epochs:
            print()
        if early_stopping is not None:
            network.parameters = best.kept
    return history


class Epochs:
    """The inner loop: one epoch at a time, with arrays that are made once.

    The examples of an epoch are put in their order a cache-sized portion at a time.
    """

    def __init__(
        self, network: Network, X: Array, Y: Array, optimizer: Optimizer, batch_size: int
    ) -> None:
        self.network, self.optimizer = network, optimizer
        m = X.shape[1]
        self.shuffles = batch_size < m  # the order within one batch changes nothing
        self.X, self.Y = with_ones(X, network.dtype), np.ascontiguousarray(Y)
        self.Y_now = np.empty_like(self.Y) if self.shuffles else self.Y
        self.Z = np.empty_like(self.Y)  # net inputs of the outputs, for the loss of the epoch
        self.gradient = Parameters(network.sizes, np.empty_like(network.parameters))
        batches = max(1, PORTION // (batch_size * self.X[0].nbytes))
        portion = min(batches * batch_size, m) if self.shuffles else m
        self.X_now = np.empty_like(self.X[:portion]) if self.shuffles else self.X
        self.batches: dict[int, Batch] = {}
        self.portions = [
            (slice(i, min(i + portion, m)), list(self._steps(i, min(i + portion, m), batch_size)))
            for i in range(0, m, portion)
        ]

    def _steps(
        self, start: int, stop: int, batch_size: int
    ) -> Iterator[tuple[Batch, Array, Array, Array]]:
        """Yield what each step of a portion works with: arrays, X, Y and Z of its examples."""
        for i in range(start, stop, batch_size):
            end = min(i + batch_size, stop)
            if end - i not in self.batches:
                self.batches[end - i] = Batch(self.network, self.gradient, end - i)
            X = self.X_now[i - start : end - start]
            yield self.batches[end - i], X, self.Y_now[:, i:end], self.Z[:, i:end]

    def epoch(self, rng: np.random.Generator) -> float:
        """Take one step for each batch; return the mean objective."""
        network, optimizer = self.network, self.optimizer
        if self.shuffles:
            order = rng.permutation(len(self.X))
            np.take(self.Y, order, axis=1, out=self.Y_now, mode="clip")
        parameters, gradient = network.parameters, self.gradient.flat
        penalties = 0.0
        for portion, steps in self.portions:
            if self.shuffles:
                X_now = self.X_now[: portion.stop - portion.start]
                np.take(self.X, order[portion], axis=0, out=X_now, mode="clip")
            for batch, X, Y, Z in steps:
                if batch.penalized:
                    penalties += batch.m * network._penalty(batch.m)
                batch.step(X, Y, Z, rng)
                optimizer.advance(parameters, gradient)
        return network._loss_of(self.Z, self.Y_now) + penalties / len(self.X)


def _checked(network: Network, validation: Any) -> tuple[Array, Array]:
    try:
        X, Y = validation
    except (TypeError, ValueError):
        raise ValueError("validation must be a pair (X, Y)") from None
    X = network._examples(X, "validation X")
    return X, network._answers(Y, X.shape[1], "validation Y")


def _diverged(optimizer: Optimizer, epoch: int, history: History) -> None:
    for losses in (history.train_loss, history.validation_loss, history.seconds):
        del losses[epoch:]
    raise TrainingDiverged(
        f"the loss is no longer a finite number in epoch {epoch + 1}: the learning rate "
        f"{optimizer.learning_rate:g} is too large for these data and this network "
        f"(.history of this error holds the epochs before)",
        history,
    )


def _show(epoch: int, epochs: int, history: History) -> None:
    done = "█" * (BAR * epoch // epochs)
    losses = f"loss {history.train_loss[-1]:.4g}"
    if history.validation_loss:
        losses += f", validation {history.validation_loss[-1]:.4g}"
    sys.stdout.write(f"\r{done:·<{BAR}} {epoch}/{epochs}  {losses}  ")
    sys.stdout.flush()


def gradient_check(network: Network, X: ArrayLike, Y: ArrayLike, epsilon: float = 1e-5) -> float:
    """Compare backpropagation with central differences; return the largest relative error.

    For each parameter w, J is computed at w + ε and w − ε, in float64::

        |∂J/∂w − (J(w + ε) − J(w − ε)) / 2ε|  /  (|∂J/∂w| + |difference quotient|)

    Gradients below a ten-thousandth of the largest one are measured against that, since rounding
    leaves little of their difference quotient.  Right gradients give 1e-6 or less; but where a
    ReLU's net input is within reach of 0 the quotient itself is wrong.

    Parameters
    ----------
    network : Network
        Stays as it is.
    X, Y : (n, m) and (k, m) arrays
        A few examples are enough.
    epsilon : float
        ε.

    Raises
    ------
    ValueError
        As for `Network.loss`, or ε is not above 0.
    """
    epsilon = positive("epsilon", epsilon)
    exact = network.astype(np.float64)
    return _largest_error(
        exact.gradients(X, Y).flat, lambda: exact.loss(X, Y), exact.parameters, epsilon
    )


def _largest_error(
    gradient: Array, J: Callable[[], float], parameters: Array, epsilon: float
) -> float:
    quotients = np.empty_like(gradient)
    for i, w in enumerate(parameters.copy()):
        parameters[i] = w + epsilon
        above = J()
        parameters[i] = w - epsilon
        quotients[i] = (above - J()) / (2 * epsilon)
        parameters[i] = w
    size = np.abs(gradient) + np.abs(quotients)
    floor = max(1e-4 * size.max(), np.finfo(float).tiny)
    return float((np.abs(gradient - quotients) / np.maximum(size, floor)).max())
