"""Who trains the same network: this library, PyTorch, scikit-learn, and a floor to compare with.

Each is made for a task and has ``train(epochs)``, which goes on from where it is and returns the
loss of each epoch.  All use Adam with its usual settings and a rate of 0.001.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any, Protocol

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from course_lib import Adam, Network, train
from course_lib.training import Epochs

from .tasks import Task

try:
    import torch
except ImportError:
    torch = None


class Contender(Protocol):
    def train(self, epochs: int) -> list[float]: ...


class CourseLib:
    """This library, in float32.

    `train` copies the data before its first epoch, which would weigh more in the few epochs of a
    measurement than it does in a training.  So the loop inside of it is measured, with the copy
    made before; and `train` itself where the data are one batch, which costs nothing to copy.
    """

    def __init__(self, task: Task) -> None:
        self.network = Network(task.sizes, output=task.output, dtype=np.float32)
        self.rng = np.random.default_rng(0)
        self.data = self.network, task.X.T, task.Y, Adam()
        self.loop = None
        if task.batch_size < len(task.X):
            self.loop = Epochs(*self.data, task.batch_size)

    def train(self, epochs: int) -> list[float]:
        if self.loop is None:
            return train(*self.data, epochs, batch_size=None, seed=self.rng).train_loss
        return [self.loop.epoch(self.rng) for _ in range(epochs)]


class MatrixProducts:
    """The floor: nothing but the matrix products of both passes, float32, into arrays at hand."""

    def __init__(self, task: Task) -> None:
        rng, sizes = np.random.default_rng(0), task.sizes
        self.steps = -(-len(task.X) // task.batch_size)

        def normal(*shape: int) -> np.ndarray:
            return rng.normal(size=shape).astype(np.float32)

        A = [normal(task.batch_size, n) for n in sizes]
        W = [None, *(normal(n, k) for n, k in pairwise(sizes))]
        layers = range(1, len(sizes))
        forward = [(A[l - 1], W[l], np.empty_like(A[l])) for l in layers]
        to_weights = [(A[l - 1].T, A[l], np.empty_like(W[l])) for l in layers]
        to_inputs = [(A[l], W[l].T, np.empty_like(A[l - 1])) for l in layers[1:]]
        self.products = forward + to_weights + to_inputs

    def train(self, epochs: int) -> list[float]:
        for _ in range(epochs * self.steps):
            for left, right, out in self.products:
                np.matmul(left, right, out)
        return []


class ScikitLearn:
    """`MLPClassifier`, in its usual float64 or in float32."""

    def __init__(self, task: Task, dtype: type = np.float64) -> None:
        self.X, self.labels = task.X.astype(dtype), task.labels
        self.model = MLPClassifier(
            hidden_layer_sizes=task.sizes[1:-1],
            alpha=0,
            batch_size=task.batch_size,
            n_iter_no_change=10**9,
            warm_start=True,
            random_state=0,
        )

    def train(self, epochs: int) -> list[float]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # more epochs would be better
            self.model.set_params(max_iter=epochs).fit(self.X, self.labels)
        return self.model.loss_curve_[-epochs:]


class PyTorch:
    """PyTorch's eager mode at its best: fused Adam, batches cut by hand, denormals flushed.

    It starts with the weights that `CourseLib` starts with.
    """

    def __init__(self, task: Task) -> None:
        torch.set_num_threads(1)
        torch.manual_seed(0)
        self.X, self.batch_size = torch.from_numpy(task.X), task.batch_size
        if task.output == "softmax":
            self.Y, self.loss = torch.from_numpy(task.labels), torch.nn.CrossEntropyLoss()
        else:
            self.Y, self.loss = torch.from_numpy(task.Y.T.copy()), torch.nn.BCEWithLogitsLoss()
        self.model = self._model(CourseLib(task).network)
        self.optimizer = torch.optim.Adam(self.model.parameters(), fused=True)

    def _model(self, network: Network) -> Any:
        layers = []
        for W, b in zip(network.W[1:], network.b[1:], strict=True):
            linear = torch.nn.Linear(*W.shape)
            linear.weight.data.copy_(torch.from_numpy(W.T))
            linear.bias.data.copy_(torch.from_numpy(b[:, 0]))
            layers += [linear, torch.nn.ReLU()]
        return torch.nn.Sequential(*layers[:-1])

    def train(self, epochs: int) -> list[float]:
        with _flushed_denormals():
            return [self._epoch() for _ in range(epochs)]

    def _epoch(self) -> float:
        m = len(self.X)
        if self.batch_size >= m:
            return self._step(self.X, self.Y)
        batches = torch.randperm(m).split(self.batch_size)
        return sum(len(i) * self._step(self.X[i], self.Y[i]) for i in batches) / m

    def _step(self, X: Any, Y: Any) -> float:
        loss = self.loss(self.model(X), Y)
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        return loss.item()


@contextmanager
def _flushed_denormals() -> Iterator[None]:
    """Let the processor take the smallest floats for 0, and end it: others take their turn next."""
    torch.set_flush_denormal(True)
    try:
        yield
    finally:
        torch.set_flush_denormal(False)


OURS, FLOOR = "course_lib", "matrix products"


def contenders(task: Task) -> dict[str, Contender | None]:
    """Return who takes part, by name; None for a package that is not installed."""
    return {
        OURS: CourseLib(task),
        FLOOR: MatrixProducts(task),
        "PyTorch": PyTorch(task) if torch else None,
        "scikit-learn": ScikitLearn(task),
        "scikit-learn float32": ScikitLearn(task, np.float32),
    }
