"""Data: small real sets that ship with the library, and made ones with known properties.

Examples are columns: X is (n, m), Y is (k, m).
"""

import csv
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._validation import number, whole

Seed = int | np.random.Generator
EMAILS_SHA256 = "9a265e7a2ba3b5de2cbb814b03c2334f65e3f10d18162b8f0c2f78401376c244"


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


def load_emails() -> Dataset:
    """Return 4601 real e-mails: X (6, 4601), Y (1, 4601) with 1 for spam.

    Raises
    ------
    FileNotFoundError
        The data file is not where it was installed.
    ValueError
        The file is there but is not the one that was installed.

    References
    ----------
    M. Hopkins, E. Reeber, G. Forman and J. Suermondt, Spambase, UCI Machine Learning
    Repository, 1999.
    """
    header, *rows = csv.reader(_installed("spam7.csv", EMAILS_SHA256).splitlines())
    X = np.array([[float(value) for value in row[:-1]] for row in rows]).T
    Y = np.array([[float(row[-1] == "y") for row in rows]])
    return Dataset(
        X,
        Y,
        feature_names=header[:-1],
        target_names=["spam"],
        description=(
            "E-mails of 1999. crl.tot: total length of runs of capitals; dollar, bang: % of "
            "characters that are $ and !; money, n000, make: % of words that are 'money', '000', "
            "'make'. 1: spam."
        ),
        licence="CC BY 4.0, UCI Machine Learning Repository, data set 94 (Spambase)",
    )


def load_digits() -> Dataset:
    """Return 1797 handwritten digits of 8 × 8 pixels: X (64, 1797) in [0, 1], Y (10, 1797).

    Row r of Y is 1 where the picture shows the digit r.  Pixels run row by row.

    Raises
    ------
    ImportError
        scikit-learn, which carries the pictures, is not installed.

    References
    ----------
    E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning
    Repository, 1998.
    """
    try:
        from sklearn import datasets
    except ImportError as error:
        raise ImportError(
            "load_digits reads the pictures that scikit-learn carries: pip install scikit-learn"
        ) from error
    digits = datasets.load_digits()
    return Dataset(
        digits.data.T / 16,  # the file counts dark points in 4 × 4 blocks, 0 to 16
        one_hot(digits.target, 10),
        feature_names=[f"pixel {row},{column}" for row in range(8) for column in range(8)],
        target_names=[str(digit) for digit in range(10)],
        description="Handwritten digits, 8 × 8 pixels, 0: white, 1: black.",
        licence="CC BY 4.0, UCI Machine Learning Repository, data set 80",
    )


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
    return np.equal.outer(np.arange(k), given).astype(float)


def make_xor(n_examples: int = 4, noise: float = 0.0, seed: Seed = 0) -> Dataset:
    """Return the corners of the unit square, 1 where exactly one input is 1, with noise around.

    Parameters
    ----------
    n_examples : int
        m; the four corners take turns.
    noise : float
        Standard deviation of what is added to each input.
    seed : int or numpy.random.Generator
        Where the noise comes from.

    Returns
    -------
    Dataset
        X (2, m), Y (1, m).

    Raises
    ------
    ValueError
        Fewer than 1 example, or a negative noise.
    """
    corner = np.arange(whole("n_examples", n_examples, 1)) % 4
    X = np.array([corner // 2, corner % 2], dtype=float)
    Y = np.array([X[0] != X[1]], dtype=float)
    return _made(X + _noise(X.shape, noise, seed), Y, "Exclusive or: 1 where the inputs differ.")


def make_blobs(
    n_examples: int = 100,
    noise: float = 0.5,
    seed: Seed = 0,
    centers: Sequence[Sequence[float]] = ((-1.5, -1.0), (1.5, 1.0)),
) -> Dataset:
    """Return two clouds of points, the second with answer 1.

    Parameters
    ----------
    n_examples : int
        m; the clouds take turns.
    noise : float
        Standard deviation of each cloud.
    seed : int or numpy.random.Generator
        Where the points come from.
    centers : two pairs of float
        The middles of the clouds.

    Returns
    -------
    Dataset
        X (2, m), Y (1, m).

    Raises
    ------
    ValueError
        Fewer than 1 example, a negative noise, or other than two centers with two numbers each.
    """
    middles = np.array(centers, dtype=float)
    if middles.shape != (2, 2):
        raise ValueError(f"centers must be two points of two numbers, got {centers!r}")
    cloud = np.arange(whole("n_examples", n_examples, 1)) % 2
    X = middles[cloud].T
    return _made(X + _noise(X.shape, noise, seed), cloud[np.newaxis].astype(float), "Two clouds.")


def _noise(shape: tuple[int, int], size: float, seed: Seed) -> NDArray[np.floating]:
    if number("noise", size) < 0:
        raise ValueError(f"noise must not be negative, got {size}")
    return np.random.default_rng(seed).normal(size=shape) * size


def _made(X: NDArray[np.floating], Y: NDArray[np.floating], description: str) -> Dataset:
    return Dataset(X, Y, ["x1", "x2"], ["y"], description, "made by course_lib, BSD-3-Clause")


def _installed(name: str, sha256: str) -> str:
    """Return the text of a data file of the library, after a look at its checksum."""
    path = files("course_lib") / "datasets" / name
    if not path.is_file():
        raise FileNotFoundError(
            f"the data file {path} is missing: install course_lib again, or restore the file"
        )
    content = path.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise ValueError(
            f"the data file {path} was changed: expected sha256 {sha256}, got {found}; "
            f"install course_lib again, or restore the file"
        )
    return content.decode()
