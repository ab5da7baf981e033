"""The marks of a class as a file for a spreadsheet."""

import csv
import io
from pathlib import Path

from nbgrader.coursedir import CourseDirectory

from .clean import line
from .marks import Line, read_marks
from .store import write_whole

COLUMNS = (
    *("student", "last_name", "first_name", "email", "assignment", "status", "score", "max_score"),
    *("late_seconds", "late_penalty", "needs_manual_grade", "reason"),
)
# A spreadsheet takes what begins with these for a formula, which may send the others away.
FORMULA = ("=", "+", "-", "@")


def write_csv(course: CourseDirectory, assignments: list[str], path: Path) -> int:
    """Write a line for each student and assignment, and return how many there are.

    Of a single assignment every graded cell has a column, too.

    Raises
    ------
    CourseError, LookupError
        There is no such assignment.
    GradebookError
        The gradebook cannot be read.
    """
    lines = [one for name in assignments for one in read_marks(course, name)]
    shown = list(dict.fromkeys(cell for one in lines for cell in one.cells))
    if len(assignments) > 1:
        shown = []
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\n")
    table.writerow([*COLUMNS, *map(_harmless, shown)])
    for one in lines:
        table.writerow([*_row(one), *(one.cells.get(cell, "") for cell in shown)])
    write_whole(path, "\ufeff" + file.getvalue())  # by this sign a spreadsheet knows UTF-8
    return len(lines)


def _row(one: Line) -> list[str | float | bool]:
    named = (one.student, one.last_name, one.first_name, one.email, one.assignment, one.status)
    if one.mark is None:
        return [*map(_harmless, named), "", "", "", "", "", _harmless(one.reason)]
    points = (one.mark.score, one.mark.max_score, round(one.late_seconds), one.late_penalty)
    waits = one.mark.needs_manual_grade
    return [*map(_harmless, named), *points, waits, _harmless(one.reason)]


def _harmless(text: str) -> str:
    """Return text that a spreadsheet takes for text."""
    said = line(text)
    return f"'{said}" if said.startswith(FORMULA) else said
