"""What is trained: the four workloads, and networks that grow in one direction."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from course_lib import load_digits, one_hot


@dataclass(frozen=True)
class Task:
    """One network and its data.

    Attributes
    ----------
    name, what : str
    X : (m, n) array of float32
        Rows, as the others want them; ``X.T`` is what course_lib wants, without a copy.
    labels : (m,) array of int
    sizes : tuple of int
        Layers; one output means a sigmoid, several a softmax.
    batch_size : int
    epochs : int
        So many are measured at a time.
    """

    name: str
    what: str
    X: NDArray[np.float32]
    labels: NDArray[np.int_]
    sizes: tuple[int, ...]
    batch_size: int
    epochs: int

    @cached_property
    def Y(self) -> NDArray[np.float32]:
        """The right answers (k, m)."""
        k = self.sizes[-1]
        Y = self.labels[np.newaxis] if k == 1 else one_hot(self.labels, k)
        return Y.astype(np.float32)

    @property
    def output(self) -> str:
        return "sigmoid" if self.sizes[-1] == 1 else "softmax"


def noise(m: int, n: int) -> tuple[NDArray[np.float32], NDArray[np.int_]]:
    """Return m examples of n features, uniform from -½ to ½, and one of ten classes for each."""
    rng = np.random.default_rng(0)
    return rng.random((m, n), np.float32) - np.float32(0.5), rng.integers(0, 10, m)


def workloads() -> Iterator[Task]:
    """Yield the four workloads: small, middle and large matrices, and hardly any."""
    digits = load_digits()
    X = np.ascontiguousarray(digits.X.T, np.float32)
    yield Task("a", "digits", X, digits.Y.argmax(axis=0), (64, 64, 32, 10), 32, epochs=20)
    X, labels = noise(60_000, 784)
    yield Task("b", "60,000 × 784 numbers", X, labels, (784, 128, 64, 10), 128, epochs=1)
    yield Task("c", "60,000 × 784 numbers", X, labels, (784, 512, 256, 10), 512, epochs=1)
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], np.float32)
    yield Task("d", "XOR, all four at each step", X, X.sum(axis=1) % 2 == 1, (2, 4, 1), 4, 5000)


def growth() -> Iterator[tuple[str, Task]]:
    """Yield tasks with ever more examples, wider layers and larger batches, and which it is."""
    for m in (1_000, 4_000, 16_000, 64_000):
        task = Task(
            f"{m} examples", "noise", *noise(m, 64), (64, 64, 64, 10), 64, max(1, 16_000 // m)
        )
        yield "examples", task
    X, labels = noise(4096, 64)
    for width in (16, 64, 256, 1024):
        sizes = (64, width, width, 10)
        yield "width", Task(f"width {width}", "noise", X, labels, sizes, 64, max(1, 256 // width))
    for size in (1, 4, 16, 64, 256, 1024):
        sizes = (64, 64, 64, 10)
        yield "batch_size", Task(f"batches of {size}", "noise", X, labels, sizes, size, 1)
