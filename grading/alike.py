"""Which submissions are suspiciously alike: a list to look at, never a verdict.

Code is compared as `copydetect` does it: names become one letter, comments and spaces vanish, and
every passage of 15 letters is a fingerprint, so that new names, comments and another order hide
nothing.  What the release gave counts for nobody.  A passage that many wrote tells little: it
weighs log(1 + n / d) if d of n submissions have it.  A pair is rated by the weight that it
shares, as a part of each one's weight (the geometric mean of both parts).
"""

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from rich.table import Table
from rich.text import Text

from . import clean

if TYPE_CHECKING:
    from copydetect import CodeFingerprint

PASSAGE = 15  # letters of a fingerprint: about a statement
MOST_CODE = 40_000  # characters of one submission that are compared
LEAST_CODE = 150  # letters; of less, all that is right is alike
THRESHOLD = 0.25  # work done alone is rated below 0.2, one copied function of six above 0.25


@dataclass(frozen=True)
class Pair:
    """Two submissions, and how much of their code they share.

    Attributes
    ----------
    one, other : str
        The students.
    rating : float
        From 0 to 1, highest for shared passages that few others have.
    shares : (float, float)
        The part of each one's code that is found in the other's.
    letters : (int, int)
        How much code of their own each has: little code is alike by itself.
    """

    one: str
    other: str
    rating: float
    shares: tuple[float, float]
    letters: tuple[int, int]


@dataclass(frozen=True)
class Report:
    """The pairs above the threshold, most alike first, and who was not compared.

    Attributes
    ----------
    pairs : list of Pair
    compared : int
        How many submissions.
    too_short : list of str
        Students with too little code to say anything.
    refused : dict
        Why a student's submission could not be read.
    """

    pairs: list[Pair]
    compared: int
    too_short: list[str]
    refused: dict[str, str] = field(default_factory=dict)


def compare(codes: Mapping[str, str], given: str = "", threshold: float = THRESHOLD) -> Report:
    """Compare each student's code with that of all others.

    Parameters
    ----------
    codes : mapping
        Python code by student.
    given : str
        Code that everybody was given; it counts for nobody.
    threshold : float
        The least rating of a pair in the report.
    """
    common = _fingerprint(given).hashes

    @cache  # those of a whole class would fill the memory; few are needed a second time
    def fingerprint(student: str) -> "CodeFingerprint":
        return _fingerprint(codes[student], common)

    passages = {}
    too_short = []
    for student in sorted(codes):
        one = _fingerprint(codes[student], common)
        if one.token_coverage < LEAST_CODE:
            too_short.append(student)
        else:
            passages[student] = np.fromiter(one.hashes, np.int64)
    students = list(passages)
    ratings = np.triu(_ratings(list(passages.values())), k=1)
    pairs = []
    for i, j in np.argwhere(ratings >= max(threshold, 1e-9)):
        one, other = fingerprint(students[i]), fingerprint(students[j])
        pairs.append(_pair(students[i], students[j], ratings[i, j], one, other))
    pairs.sort(key=lambda pair: (-pair.rating, pair.one, pair.other))
    return Report(pairs, len(students), too_short)


def table(report: Report) -> Table:
    """Return the report as a table for a terminal."""
    shown = Table("rated", "students", "of their code", "how much code")
    for pair in report.pairs:
        shares = [f"{share:.0%} in the other's" for share in pair.shares]
        letters = [f"{count:,} letters" for count in pair.letters]
        shown.add_row(
            f"{pair.rating:.2f}",
            Text(f"{clean.line(pair.one)}\n{clean.line(pair.other)}"),
            "\n".join(shares),
            "\n".join(letters),
        )
    return shown


def _fingerprint(code: str, common: Iterable[int] = frozenset()) -> "CodeFingerprint":
    """Return the passages of some code without those that are common."""
    from copydetect import CodeFingerprint  # takes a second: it brings a drawing library
    from copydetect.utils import get_token_coverage

    # Every passage is kept (a window of one): a selection would depend on the run's hash seed.
    made = CodeFingerprint("", PASSAGE, 1, language="python", fp=io.StringIO(code[:MOST_CODE]))
    # Its own way to leave out what is common also leaves out what is repeated.
    made.hashes -= common
    made.hash_idx = {key: where for key, where in made.hash_idx.items() if key in made.hashes}
    made.token_coverage = int(get_token_coverage(made.hash_idx, PASSAGE, len(made.filtered_code)))
    return made


def _ratings(passages: list[NDArray[np.int64]]) -> NDArray[np.float64]:
    """Return the rating of every pair, shape (n, n), from the passages that each has once."""
    n = len(passages)
    if not n:
        return np.zeros((0, 0))
    owner = np.repeat(np.arange(n), [len(one) for one in passages])
    _, passage, d = np.unique(np.concatenate(passages), return_inverse=True, return_counts=True)
    weight = np.log1p(n / d)
    total = np.bincount(owner, weight[passage], minlength=n)
    shared = np.zeros((n, n))
    by_passage = np.argsort(passage, kind="stable")
    ends = np.cumsum(d)
    for number in np.flatnonzero(d > 1):
        owners = owner[by_passage[ends[number] - d[number] : ends[number]]]
        shared[np.ix_(owners, owners)] += weight[number]
    return shared / np.sqrt(np.outer(total, total))


def _pair(
    student: str, other: str, rating: float, one: "CodeFingerprint", two: "CodeFingerprint"
) -> Pair:
    from copydetect import compare_files

    _, shares, _ = compare_files(one, two)
    first, second = (round(float(share), 3) for share in shares)
    letters = one.token_coverage, two.token_coverage
    return Pair(student, other, round(float(rating), 3), (first, second), letters)
