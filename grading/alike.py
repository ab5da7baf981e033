"""Which submissions are suspiciously alike: a list to look at, never a verdict.

What the release gave counts for nobody; how the rest is compared, `passages` says.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from rich.table import Table
from rich.text import Text

from . import clean
from .course import read_material, students
from .intake import Refused, take_in
from .passages import fingerprint, ratings, shares

if TYPE_CHECKING:
    from copydetect import CodeFingerprint

MOST_CODE = 40_000  # characters of one submission that are compared
LEAST_CODE = 150  # letters; of less, all that is right is alike
THRESHOLD = 0.25  # work done alone is rated below 0.2, one copied function of six above 0.25
MOST_PAIRS = 200  # nobody looks at more
CAUTION = (
    "Alike is not copied. Of little code, much is alike by itself; so is what was shown in a "
    "lecture. Look at both notebooks, and ask."
)


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
    left_out : int
        How many pairs above the threshold there are beyond the first 200.
    compared : int
        How many submissions.
    too_short : list of str
        Students with too little code to say anything.
    too_long : list of str
        Students of whose code only the beginning was compared.
    refused : dict
        Why a student's submission could not be read.
    """

    pairs: list[Pair]
    left_out: int
    compared: int
    too_short: list[str]
    too_long: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)


def alike(course: CourseDirectory, assignment: str, threshold: float = THRESHOLD) -> Report:
    """Compare all submissions of an assignment; nothing of them is run.

    Parameters
    ----------
    course : nbgrader.coursedir.CourseDirectory
    assignment : str
    threshold : float
        The least rating of a pair in the report.

    Raises
    ------
    CourseError
        There is no release of that name.
    """
    releases = read_material(course, assignment).releases
    given = [source for one in releases.values() for source in _code(one)]
    codes: dict[str, str] = {}
    too_long: list[str] = []
    refused: dict[str, str] = {}
    for student in students(course, assignment):
        try:
            handed_in = take_in(course, assignment, student, list(releases)).notebooks.values()
        except Refused as error:
            refused[student] = str(error)
            continue
        own = "\n\n".join(text for one in handed_in for text in _code(one) if text not in given)
        codes[student] = own[:MOST_CODE]
        too_long += [student] if len(own) > MOST_CODE else []
    report = compare(codes, "\n\n".join(given), threshold)
    return replace(report, too_long=too_long, refused=refused)


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
    common = fingerprint(given).hashes

    @cache  # those of a whole class would fill the memory; few are needed a second time
    def again(student: str) -> "CodeFingerprint":
        return fingerprint(codes[student], common)

    passages = {}
    too_short = []
    for student in sorted(codes):
        one = fingerprint(codes[student], common)
        if one.token_coverage < LEAST_CODE:
            too_short.append(student)
        else:
            passages[student] = np.fromiter(one.hashes, np.int64)
    names = list(passages)
    # Rounded, so that equals stay in the order of their names.
    rated = np.triu(ratings(list(passages.values())).round(3), k=1)
    found = np.argwhere(rated >= max(threshold, 0.001))
    found = found[np.argsort(-rated[tuple(found.T)], kind="stable")]
    pairs = []
    for i, j in found[:MOST_PAIRS]:
        one, other = again(names[i]), again(names[j])
        first, second = (round(share, 3) for share in shares(one, other))
        letters = one.token_coverage, other.token_coverage
        pairs.append(Pair(names[i], names[j], float(rated[i, j]), (first, second), letters))
    return Report(pairs, len(found) - len(pairs), len(names), too_short)


def as_json(report: Report) -> dict[str, Any]:
    """Return the report for a JSON file; names are made harmless, and the caution goes with it."""

    def harmless(value: Any) -> Any:
        if isinstance(value, dict):
            return {harmless(key): harmless(one) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return [harmless(one) for one in value]
        return clean.text(value) if isinstance(value, str) else value

    return harmless({**asdict(report), "caution": CAUTION})


def table(report: Report) -> Table:
    """Return the report as a table for a terminal."""
    notes = [
        f"{count} {what}."
        for count, what in (
            (report.left_out, "more pairs are left out"),
            (report.compared, "submissions compared"),
            (len(report.too_short), "with too little code to compare"),
            (len(report.too_long), "of which only the beginning was compared"),
            (len(report.refused), "could not be read"),
        )
        if count
    ]
    shown = Table("rating", "student", "found in the other's", "letters of code")
    shown.caption = Text(" ".join([*notes, CAUTION]))
    for pair in report.pairs:
        shown.add_row(
            f"{pair.rating:.2f}",
            Text(f"{clean.line(pair.one)}\n{clean.line(pair.other)}"),
            "\n".join(f"{share:.0%}" for share in pair.shares),
            "\n".join(f"{count:,}" for count in pair.letters),
            end_section=True,
        )
    return shown


def _code(notebook: NotebookNode) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]
