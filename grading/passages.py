"""Programs as sets of short passages, and how much of them two programs share.

`copydetect` turns code into letters (every name becomes one, comments and spaces vanish), and each
run of 15 letters is a passage: new names, comments and another order hide nothing.  A passage that
many wrote tells little: it weighs log(1 + n / d) if d of n programs have it.  A pair is rated by
the weight that it shares, as a part of each one's weight (the geometric mean of both parts).
"""

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from copydetect import CodeFingerprint

LENGTH = 15  # letters of a passage: about half a statement


def fingerprint(code: str, common: Iterable[int] = frozenset()) -> "CodeFingerprint":
    """Return the passages of some Python code, without those that are common.

    Its ``hashes`` are a set of passages, its ``token_coverage`` counts the letters in them.
    """
    from copydetect import CodeFingerprint  # takes a second: it brings a drawing library
    from copydetect.utils import get_token_coverage

    # Every passage is kept (a window of one): a selection would depend on the run's hash seed.
    made = CodeFingerprint("", LENGTH, 1, language="python", fp=io.StringIO(code))
    # Its own way to leave out what is common also leaves out what is repeated.
    made.hashes -= common
    made.hash_idx = {key: where for key, where in made.hash_idx.items() if key in made.hashes}
    made.token_coverage = int(get_token_coverage(made.hash_idx, LENGTH, len(made.filtered_code)))
    return made


def shares(one: "CodeFingerprint", other: "CodeFingerprint") -> tuple[float, float]:
    """Return which part of each one's letters is found in the other."""
    from copydetect import compare_files

    _, (first, second), _ = compare_files(one, other)
    return float(first), float(second)


def ratings(programs: list[NDArray[np.int64]]) -> NDArray[np.float64]:
    """Return the rating of every pair, shape (n, n), from the passages that each has once."""
    n = len(programs)
    if not n:
        return np.zeros((0, 0))
    owner = np.repeat(np.arange(n), [len(one) for one in programs])
    _, passage, d = np.unique(np.concatenate(programs), return_inverse=True, return_counts=True)
    weight = np.log1p(n / d)
    total = np.bincount(owner, weight[passage], minlength=n)
    shared = np.zeros((n, n))
    by_passage = np.argsort(passage, kind="stable")
    ends = np.cumsum(d)
    for number in np.flatnonzero(d > 1):
        owners = owner[by_passage[ends[number] - d[number] : ends[number]]]
        shared[np.ix_(owners, owners)] += weight[number]
    return shared / np.sqrt(np.outer(total, total))
