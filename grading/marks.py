"""Who of a class is graded, refused or pending, who waits for a person, and with what marks."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from nbgrader.api import Student
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc
from rich.table import Table
from rich.text import Text
from sqlalchemy import select

from . import refusals
from .assignment import Assignment, read_assignment
from .clean import line
from .course import read_material, students
from .database import clear_errors, open_session
from .progress import console
from .recorded import Mark, Recorded, read_recorded
from .safe_files import read_below, student_folder

STATUSES = ("graded", "needs marking", "refused", "pending", "nothing handed in")


@dataclass(frozen=True)
class Line:
    """What there is to say of one student and one assignment.

    Attributes
    ----------
    student, last_name, first_name, email, assignment : str
    status : str
        One of `STATUSES`; ``"pending"`` is what was handed in, or handed in again, since the last
        run.
    mark : Mark or None
    late_seconds, late_penalty : float
    reason : str
        Why a submission, or a part of it, was refused.
    cells : dict
        The points of every graded cell.
    """

    student: str
    last_name: str
    first_name: str
    email: str
    assignment: str
    status: str
    mark: Mark | None = None
    late_seconds: float = 0.0
    late_penalty: float = 0.0
    reason: str = ""
    cells: dict[str, float] = field(default_factory=dict)


def read_marks(course: CourseDirectory, name: str) -> list[Line]:
    """Return a line for everybody who is in the gradebook or has handed in.

    Raises
    ------
    CourseError, LookupError
        There is no such assignment.
    GradebookError
        The gradebook cannot be read.
    """
    read_material(course, name)
    with open_session(course.db_url) as session, clear_errors():
        assignment = read_assignment(session, name)
        recorded = read_recorded(session, assignment.id)
        people = {one.id: one for one in session.scalars(select(Student))}
    refused = refusals.read(Path(course.root), name)
    there = set(students(course, name))
    return [
        _line(
            course, assignment, people.get(who, Student(id=who)), recorded.get(who), refused, there
        )
        for who in sorted(people.keys() | recorded.keys() | there)
    ]


def print_status(course: CourseDirectory, assignment: str) -> None:
    """Print who is graded, refused or pending, and who waits for a person to mark."""
    lines = read_marks(course, assignment)
    out = console()
    table = Table(box=None, pad_edge=False)
    table.add_column("student", overflow="fold")
    table.add_column("status", no_wrap=True)
    table.add_column("points", justify="right", no_wrap=True)
    table.add_column("reason", overflow="fold")
    for one in lines:
        points = f"{one.mark.score:g}/{one.mark.max_score:g}" if one.mark else ""
        cells = (line(one.student, 60), one.status, points, line(one.reason, 100))
        table.add_row(*map(Text, cells))
    out.print(table)
    counts = Counter(one.status for one in lines)
    out.print(Text(", ".join(f"{counts[word]} {word}" for word in STATUSES if counts[word])))


def _line(
    course: CourseDirectory,
    assignment: Assignment,
    person: Student,
    recorded: Recorded | None,
    refused: refusals.Reasons,
    there: set[str],
) -> Line:
    why = refused.get(person.id, "")
    said = why if isinstance(why, str) else "; ".join(why.values())
    names = [person.last_name, person.first_name, person.email]
    about = (person.id, *(name or "" for name in names), assignment.name)
    if recorded is None:
        word = "refused" if why else "pending" if person.id in there else "nothing handed in"
        return Line(*about, status=word, reason=said)
    mark = recorded.mark(assignment.max_score)
    handed_in = _timestamp(course, person.id, assignment.name)
    word = "needs marking" if mark.needs_manual_grade else "graded"
    return Line(
        *about,
        status="pending" if handed_in not in (None, recorded.timestamp) else word,
        mark=mark,
        late_seconds=assignment.seconds_late(recorded.timestamp, recorded.extension),
        late_penalty=sum(penalty or 0 for penalty in recorded.penalties.values()),
        reason=said,
        cells=_cells(assignment, recorded),
    )


def _cells(assignment: Assignment, recorded: Recorded) -> dict[str, float]:
    return {
        name if len(assignment.sheets) == 1 else f"{sheet.name}/{name}": recorded.cell_scores[cell]
        for sheet in assignment.sheets
        for cell, name in (sheet.graded | sheet.tasks).items()
        if cell in recorded.cell_scores
    }


def _timestamp(course: CourseDirectory, student: str, assignment: str) -> datetime | None:
    """Return when something was handed in, if that is a time."""
    place = student_folder(course, course.submitted_directory, student, assignment)
    said = read_below(*place, "timestamp.txt", most=1000)
    try:
        return parse_utc(said.decode("utf-8").strip()) if said else None
    except (ValueError, OverflowError, TypeError, AttributeError):
        return None  # the next run refuses it
