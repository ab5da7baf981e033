"""What the gradebook says of the submissions of an assignment, read in few queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from nbgrader.api import Comment, Grade, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import select
from sqlalchemy.orm import Session


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
    """

    timestamp: datetime | None
    extension: timedelta | None
    scores: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    penalties: dict[str, float | None] = field(default_factory=dict)
    auto_scores: dict[str, float | None] = field(default_factory=dict)
    auto_comments: dict[str, str | None] = field(default_factory=dict)
    needs_manual_grade: bool = False

    def mark(self, max_score: float) -> Mark:
        """Return the mark, as nbgrader exports it."""
        lost = sum(penalty or 0 for penalty in self.penalties.values())
        score = max(0.0, sum(self.scores.values()) - lost)
        return Mark(score, max_score, self.needs_manual_grade)


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
        recorded[who].scores[notebook] += score
        recorded[who].needs_manual_grade |= needed
    for who, _, cell, comment in rows(Comment, Comment.cell_id, Comment.auto_comment):
        recorded[who].auto_comments[cell] = comment
    return recorded
