"""An assignment as the gradebook has it since its release: notebooks, cells, points, time due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from nbgrader import api
from sqlalchemy import select
from sqlalchemy.orm import Session


@dataclass(frozen=True)
class SourceCell:
    """A cell of the release that nbgrader knows."""

    source: str
    cell_type: str
    locked: bool
    checksum: str
    points: float | None  # None where nothing is graded
    grade: bool
    solution: bool
    task: bool


@dataclass(frozen=True)
class Sheet:
    """A notebook of the assignment.

    Attributes
    ----------
    id, name : str
    cells : dict
        What rebuilding needs, by ``grade_id``.
    points : dict
        The most points of every row of grades, by the row's cell.
    graded, tasks, answers : dict
        The ``grade_id`` of graded cells, of tasks (graded by persons) and of answers, by the cell.
    """

    id: str
    name: str
    cells: dict[str, SourceCell]
    points: dict[str, float]
    graded: dict[str, str]
    tasks: dict[str, str]
    answers: dict[str, str]

    @property
    def commented(self) -> dict[str, str]:
        return self.answers | self.tasks


@dataclass(frozen=True)
class Assignment:
    """What the gradebook says of an assignment."""

    id: str
    name: str
    due: datetime | None
    sheets: list[Sheet]

    @property
    def max_score(self) -> float:
        return sum(sum(sheet.points.values()) for sheet in self.sheets)

    def seconds_late(self, timestamp: datetime | None, extension: timedelta | None) -> float:
        """Return by how much a submission is late: 0 if it is not."""
        if timestamp is None or self.due is None:
            return 0.0
        return max(0.0, (timestamp - self.due - (extension or timedelta())).total_seconds())


def read_assignment(session: Session, name: str) -> Assignment:
    """Return an assignment.

    Raises
    ------
    LookupError
        It is not there; the message says what to do.
    """
    found = session.scalar(select(api.Assignment).where(api.Assignment.name == name))
    notebooks = found.notebooks if found else []
    if not notebooks:
        raise LookupError(
            f"The assignment {name!r} is not in the gradebook: "
            f"run `nbgrader generate_assignment {name}`"
        )
    return Assignment(found.id, name, found.duedate, [_sheet(one) for one in notebooks])


def _sheet(notebook: api.Notebook) -> Sheet:
    graded = _names(notebook.grade_cells)
    tasks = _names(notebook.task_cells)
    answers = _names(notebook.solution_cells)
    points = {one.id: one.max_score for one in [*notebook.grade_cells, *notebook.task_cells]}
    points_by_name = {(graded | tasks)[cell]: most for cell, most in points.items()}
    cells = {
        one.name: SourceCell(
            source=one.source,
            cell_type=one.cell_type,
            locked=one.locked,
            checksum=one.checksum,
            points=points_by_name.get(one.name),
            grade=one.name in graded.values(),
            solution=one.name in answers.values(),
            task=one.name in tasks.values(),
        )
        for one in notebook.source_cells
    }
    return Sheet(notebook.id, notebook.name, cells, points, graded, tasks, answers)


def _names(cells: Iterable[api.BaseCell]) -> dict[str, str]:
    return {one.id: one.name for one in cells}
