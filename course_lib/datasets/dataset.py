"""What a data set is: one column per example, and classes written as columns of 0 and 1.

Chapter 12 explains `one_hot`; the notes' lines 827-846.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .._validation import whole


@dataclass(frozen=True)
class Dataset:
    """Examples with their right answers, and what they mean.

    Attributes
    ----------
    X : (n, m) array
        One column per example.
    Y : (k, m) array
        The right answers.
    feature_names, target_names : list of str
        One for each row of ``X`` and of ``Y``.
    description, licence : str
        What the numbers are, where they come from and who may use them.
    """

    X: NDArray[np.floating]
    Y: NDArray[np.floating]
    feature_names: list[str]
    target_names: list[str]
    description: str
    licence: str


def one_hot(labels: ArrayLike, n_classes: int | None = None) -> NDArray[np.floating]:
    """Return Y, shape (k, m): column i is 1 in row ``labels[i]``, else 0.

    Parameters
    ----------
    labels : (m,) array of int
        Classes counted from 0 (the notes count from 1).
    n_classes : int or None
        k; None: one more than the largest label.

    Raises
    ------
    ValueError
        The labels are not whole numbers from 0 to k - 1 in one row, or there is none.
    """
    given = np.asarray(labels)
    if given.ndim != 1 or given.size == 0:
        raise ValueError(f"labels must have shape (examples,), got shape {given.shape}")
    if given.dtype.kind not in "iu":
        raise ValueError(f"labels must be whole numbers counted from 0, got {given.dtype}")
    k = int(given.max()) + 1 if n_classes is None else whole("n_classes", n_classes, 1)
    if given.min() < 0 or given.max() >= k:
        raise ValueError(f"labels must be from 0 to {k - 1}, got {given.min()} to {given.max()}")
    return np.equal.outer(given, np.arange(k)).astype(float).T
