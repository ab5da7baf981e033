"""Data before training: split, cut into mini-batches and standardized.

Chapters 15 (`minibatches`), 22 (`split`) and 26 (`Standardizer`); the data sets themselves are in
`course_lib.datasets`.  Examples are columns: X is (n, m), Y is (k, m).
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._validation import binary, examples, fraction, generator, whole

Pair = tuple[NDArray[np.floating], NDArray[np.floating]]
TRAIN, VALIDATION, TEST = range(3)


def split(
    X: ArrayLike,
    Y: ArrayLike,
    validation: float = 0.01,
    test: float = 0.01,
    seed: int | np.random.Generator = 0,
    stratify: bool = False,
) -> tuple[Pair, Pair, Pair]:
    """Return the examples in three parts, to train, to choose with and to test at the end.

    Every example goes to exactly one part, by chance (notes, lines 1515-1633).

    Parameters
    ----------
    X : (n, m) array
        The examples.
    Y : (k, m) array
        Their right answers.
    validation, test : float
        The share of each part, in [0, 1).  Its size is the whole number nearest to share · m
        (of two equally near ones the even one), so that a small share of few examples is none:
        a part of shape (n, 0).
    seed : int or numpy.random.Generator
        Where chance comes from.
    stratify : bool
        Keep the share of each class in each part, to within one example.  The classes are the
        rows of a one-hot ``Y``, or 0 and 1 if it has one row.

    Returns
    -------
    (X, Y), (X, Y), (X, Y)
        The parts in the order train, validation, test; new arrays.

    Raises
    ------
    ValueError
        ``X`` and ``Y`` do not fit, a share is outside [0, 1), nothing is left to train with, or,
        to stratify, ``Y`` holds no classes, or a class has fewer examples than there are parts,
        or a part fewer than there are classes.
    """
    X, Y = _examples_and_answers(X, Y)
    m = X.shape[1]
    part_sizes = _part_sizes(m, validation, test)
    labels = _classes(Y) if stratify else np.zeros(m, dtype=int)  # all in one class
    classes, class_sizes = np.unique(labels, return_counts=True)
    if stratify:
        _check_strata(class_sizes, part_sizes)

    order = generator("seed", seed).permutation(m)
    part_of = np.empty(m, dtype=int)
    for label, shares in zip(classes, _shares(class_sizes, part_sizes), strict=True):
        members = order[labels[order] == label]
        part_of[members] = np.repeat([TRAIN, VALIDATION, TEST], shares)
    parts = (order[part_of[order] == part] for part in (TRAIN, VALIDATION, TEST))
    return tuple((_columns(X, part), _columns(Y, part)) for part in parts)


def minibatches(
    X: ArrayLike,
    Y: ArrayLike,
    batch_size: int | None,
    seed: int | np.random.Generator | None = None,
) -> Iterator[Pair]:
    """Return the mini-batches X^{t}, Y^{t} of one epoch, one after the other.

    Every example is in exactly one of them; the last one holds what is left (notes, lines
    1005-1175).

    Parameters
    ----------
    X : (n, m) array
        The examples.
    Y : (k, m) array
        Their right answers.
    batch_size : int or None
        Examples in each mini-batch; None, or more than m: all m in one.
    seed : int, numpy.random.Generator or None
        None: the examples in the given order.  An int: in one random order, the same at each
        call.  A generator: in a new order at each call, as it is wanted epoch after epoch.

    Returns
    -------
    iterator of (X_t, Y_t)
        X_t (n, m_t) and Y_t (k, m_t), new arrays.

    Raises
    ------
    ValueError
        ``X`` and ``Y`` do not fit, or the batch size is below 1 or not whole; at once, not when
        the first mini-batch is asked for.
    """
    X, Y = _examples_and_answers(X, Y)
    m = X.shape[1]
    size = m if batch_size is None else whole("batch_size", batch_size, 1)
    order = np.arange(m) if seed is None else generator("seed", seed).permutation(m)
    batches = (order[start : start + size] for start in range(0, m, size))
    return ((_columns(X, batch), _columns(Y, batch)) for batch in batches)


class Standardizer:
    """Bring every feature to mean 0 and standard deviation 1.

    The mean μ and the standard deviation σ of each feature are those of the examples given to
    `fit`, the training set; validation, test and new examples are transformed with the same two
    (notes, lines 1782-1810, with σ and not σ² below the line)::

        μ = 1/m Σ x        σ² = 1/m Σ (x - μ)²        z = (x - μ) / σ

    A feature that is constant up to rounding says nothing: its σ is set to 0, it is transformed
    to 0, whatever comes, and back to its mean.

    Attributes
    ----------
    mean, std : (n, 1) arrays or None
        μ and σ as float64; None before `fit`.

    References
    ----------
    Y. LeCun, L. Bottou, G. B. Orr and K.-R. Müller, Efficient BackProp, in Neural Networks:
    Tricks of the Trade, 1998.
    """

    def __init__(self) -> None:
        self.mean: NDArray[np.float64] | None = None
        self.std: NDArray[np.float64] | None = None

    def fit(self, X: ArrayLike) -> "Standardizer":
        """Measure μ and σ of ``X``, shape (n, m), and return itself; ``ValueError`` for bad X."""
        X = examples("X", X)
        rounding = 10 * np.finfo(X.dtype).eps * np.abs(X).max(axis=1, keepdims=True)
        first = X[:, :1].astype(float)
        # Sums of differences are small: the digits behind a large offset are not lost.
        self.mean = first + (X - first).mean(axis=1, keepdims=True)
        deviation = X - self.mean
        largest = np.abs(deviation).max(axis=1, keepdims=True)
        varies = largest > rounding
        # In units of the largest deviation, squares neither overflow nor vanish.
        unit = np.where(varies, largest, 1)
        variance = ((deviation / unit) ** 2).mean(axis=1, keepdims=True)
        self.std = np.where(varies, unit * np.sqrt(variance), 0)
        return self

    def transform(self, X: ArrayLike) -> NDArray[np.floating]:
        """Return Z = (X - μ) / σ, of the shape and dtype of ``X``, (n, m).

        Raises
        ------
        RuntimeError
            Nothing was fitted.
        ValueError
            ``X`` is not (n, m), has other than n features, or is not finite.
        """
        X = self._checked("X", X)
        Z = np.zeros_like(X, dtype=float)
        np.divide(X - self.mean, self.std, out=Z, where=self.std > 0)
        return Z.astype(X.dtype, copy=False)

    def inverse_transform(self, Z: ArrayLike) -> NDArray[np.floating]:
        """Return X = Z σ + μ, of the shape and dtype of ``Z``; raises as `transform` does."""
        Z = self._checked("Z", Z)
        return (Z * self.std + self.mean).astype(Z.dtype, copy=False)

    def _checked(self, name: str, value: ArrayLike) -> NDArray[np.floating]:
        if self.mean is None:
            raise RuntimeError("the Standardizer has no mean yet: call fit(X) first")
        return examples(name, value, n_features=len(self.mean))

    def __repr__(self) -> str:
        fitted = "not fitted" if self.mean is None else f"{len(self.mean)} features"
        return f"Standardizer({fitted})"


def _examples_and_answers(X: ArrayLike, Y: ArrayLike) -> Pair:
    """Return both as arrays whose columns, the examples, are contiguous in memory."""
    X, Y = examples("X", X), examples("Y", Y)
    if X.shape[1] != Y.shape[1]:
        raise ValueError(
            f"X and Y must have one column per example each, got X.shape == {X.shape}, "
            f"Y.shape == {Y.shape}"
        )
    return np.asfortranarray(X), np.asfortranarray(Y)


def _columns(A: NDArray[np.floating], chosen: NDArray[np.int_]) -> NDArray[np.floating]:
    """Return a copy of the chosen columns, each contiguous in memory as in ``A``."""
    return A.T.take(chosen, axis=0).T


def _part_sizes(m: int, validation: float, test: float) -> NDArray[np.int_]:
    """Return how many of m examples are to train, to choose with and to test."""
    n_validation = round(fraction("validation", validation) * m)
    n_test = round(fraction("test", test) * m)
    if validation + test >= 1 or n_validation + n_test >= m:
        raise ValueError(
            f"validation={validation} and test={test} must leave examples to train with, "
            f"but would take {n_validation} + {n_test} of {m}"
        )
    return np.array([m - n_validation - n_test, n_validation, n_test])


def _classes(Y: NDArray[np.floating]) -> NDArray[np.int_]:
    """Return the class of each example, shape (m,)."""
    Y = binary("Y", Y)
    if len(Y) == 1:
        return Y[0].astype(int)
    ones = Y.sum(axis=0)
    if (ones != 1).any():
        raise ValueError(
            "Y must be one-hot to stratify, with a single 1 in each column, got a column with "
            f"{ones[ones != 1][0]:g}"
        )
    return Y.argmax(axis=0)


def _check_strata(class_sizes: NDArray[np.int_], part_sizes: NDArray[np.int_]) -> None:
    """Refuse classes that cannot be in every part that is asked for."""
    asked = part_sizes[part_sizes > 0]
    if class_sizes.min() < len(asked):
        raise ValueError(
            f"stratify needs an example of each class for each of {len(asked)} parts, but the "
            f"smallest class of Y has {class_sizes.min()}"
        )
    if asked.min() < len(class_sizes):
        raise ValueError(
            f"stratify needs an example of each class in each part, but the smallest part holds "
            f"{asked.min()} and Y has {len(class_sizes)} classes"
        )


def _shares(class_sizes: NDArray[np.int_], part_sizes: NDArray[np.int_]) -> NDArray[np.int_]:
    """Return how many of each class go to each part, shape (classes, parts).

    Each number is the proportional one rounded up or down, and rows and columns add up to the
    given sizes.  All is rounded down first; then each class gives its examples left over, at most
    two, to the parts that are owed most by the classes so far.  With three parts, what a part is
    owed stays between -1 and 1, so that at the end, being whole, it is 0.
    """
    m = class_sizes.sum()
    proportional = np.outer(class_sizes, part_sizes)  # times m, to stay with whole numbers
    shares = proportional // m
    owed = np.zeros_like(part_sizes)
    for row, size, rest in zip(shares, class_sizes, proportional % m, strict=True):
        owed += rest
        order = np.argsort(np.where(rest > 0, -owed, m), kind="stable")
        rounded_up = order[: size - row.sum()]
        row[rounded_up] += 1
        owed[rounded_up] -= m
    return shares
