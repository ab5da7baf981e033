"""What the gradebook says of the submissions of an assignment, read in few queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from nbgrader.api import Comment, Grade, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import select
from sqlalchemy.orm import Session

from .assignment import Assignment, read_assignment
from .database import clear_errors, open_session


@dataclass(frozen=True)
class Mark:
    """A student's points, with what markers and lateness have done to them."""

    score: float
    max_score: float
    needs_manual_grade: bool


@dataclass
class Recorded:
    """A submission in the gradebook.

    Attributes
    ----------
    timestamp : datetime.datetime or None
    extension : datetime.timedelta or None
    scores, penalties : dict
        Points before lateness, and what lateness costs, by notebook.
    auto_scores, auto_comments : dict
        What the grader has given and remarked, by cell.
    cell_scores, comments : dict
        What counts, a person's if there is one, by cell.
    waiting : set
        The cells that a person has to mark.
    """

    timestamp: datetime | None
    extension: timedelta | None
    scores: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    penalties: dict[str, float | None] = field(default_factory=dict)
    auto_scores: dict[str, float | None] = field(default_factory=dict)
    auto_comments: dict[str, str | None] = field(default_factory=dict)
    cell_scores: dict[str, float] = field(default_factory=dict)
    comments: dict[str, str | None] = field(default_factory=dict)
    waiting: set[str] = field(default_factory=set)

    def mark(self, max_score: float) -> Mark:
        """Return the mark, as nbgrader exports it."""
        lost = sum(penalty or 0 for penalty in self.penalties.values())
        score = max(0.0, sum(self.scores.values()) - lost)
        return Mark(score, max_score, bool(self.waiting))


def read_class(db_url: str, assignment: str) -> tuple[Assignment, dict[str, Recorded]]:
    """Return an assignment, and what is recorded of it by student.

    Raises
    ------
    LookupError
        It is not in the gradebook; the message says what to do.
    GradebookError
    """
    with open_session(db_url) as session, clear_errors():
        known = read_assignment(session, assignment)
        recorded = read_recorded(session, known.id)
        session.get_bind().dispose()
    return known, recorded


def read_recorded(
    session: Session, assignment: str, student: str | None = None
) -> dict[str, Recorded]:
    """Return what is recorded of an assignment, by student; or of one student only."""
    which = [SubmittedAssignment.assignment_id == assignment]
    if student is not None:
        which.append(SubmittedAssignment.student_id == student)
    columns = SubmittedAssignment.student_id, SubmittedAssignment.timestamp
    submissions = select(*columns, SubmittedAssignment.extension).where(*which)
    recorded = {who: Recorded(when, more) for who, when, more in session.execute(submissions)}

    def rows(kind: type, *what: object) -> list:
        joined = select(SubmittedAssignment.student_id, SubmittedNotebook.notebook_id, *what)
        joined = joined.select_from(SubmittedAssignment).join(SubmittedNotebook)
        joined = joined.join(kind) if kind is not SubmittedNotebook else joined
        return session.execute(joined.where(*which)).all()

    for who, notebook, penalty in rows(
        SubmittedNotebook, SubmittedNotebook.late_submission_penalty
    ):
        recorded[who].penalties[notebook] = penalty
    for who, notebook, cell, auto, score, needed in rows(
        Grade, Grade.cell_id, Grade.auto_score, Grade.score, Grade.needs_manual_grade
    ):
        recorded[who].auto_scores[cell] = auto
        recorded[who].cell_scores[cell] = score
        recorded[who].scores[notebook] += score
        if needed:
            recorded[who].waiting.add(cell)
    for who, _, cell, auto, comment in rows(
        Comment, Comment.cell_id, Comment.auto_comment, Comment.comment
    ):
        recorded[who].auto_comments[cell] = auto
        recorded[who].comments[cell] = comment
    return recorded
