"""The rows of a submission in the gradebook: found, or added as nbgrader adds them."""

from collections.abc import Iterator

from nbgrader.api import Comment, Grade, Student, SubmittedAssignment, SubmittedNotebook
from nbgrader.utils import parse_utc
from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from .assignment import Assignment
from .graded import Graded


def find(session: Session, assignment: Assignment, student: str) -> SubmittedAssignment | None:
    """Return what a student has in the gradebook, with all below it, or None."""
    notebooks = selectinload(SubmittedAssignment.notebooks)
    grades = notebooks.selectinload(SubmittedNotebook.grades)
    comments = notebooks.selectinload(SubmittedNotebook.comments)
    return session.scalar(
        select(SubmittedAssignment)
        .where(*_is(assignment, student))
        .options(grades, comments)
        .execution_options(populate_existing=True)
    )


def find_or_add(session: Session, assignment: Assignment, graded: Graded) -> SubmittedAssignment:
    """Return a submission with a row for each cell, and bring its time up to date.

    The first statement writes: it waits for other writers, and nobody writes between what this
    transaction reads and what it writes.
    """
    news = {"student_id": graded.student}
    if graded.timestamp is not None:
        news["timestamp"] = parse_utc(graded.timestamp)
    touch = update(SubmittedAssignment).where(*_is(assignment, graded.student)).values(news)
    touched = session.execute(touch.execution_options(synchronize_session=False)).rowcount
    if touched:
        submission = find(session, assignment, graded.student)
    else:
        if session.get(Student, graded.student) is None:
            session.add(Student(id=graded.student))
            session.flush()
        submission = SubmittedAssignment(assignment_id=assignment.id, **news)
        session.add(submission)
    _add_missing(submission, assignment)
    return submission


def remove(session: Session, assignment: Assignment, student: str) -> None:
    """Remove a submission with all below it, if it is there."""
    submission = find(session, assignment, student)
    if submission is None:
        return
    for notebook in submission.notebooks:
        for row in [*notebook.grades, *notebook.comments]:
            session.delete(row)
        session.delete(notebook)
    session.delete(submission)


def give(grade: Grade, score: float | None, changed: bool, handed_in: bool) -> None:
    """Write the grader's points, and whether a person has to look at the cell.

    Parameters
    ----------
    grade : nbgrader.api.Grade
    score : float or None
        The grader's points; None where a person has to give them.
    changed : bool
        Whether the notebook says something else than when it was last recorded.
    handed_in : bool
        Whether there is a notebook to look at.
    """
    if changed or grade.auto_score != score or grade.needs_manual_grade is None:
        # nbgrader's rule; of a result that was recorded before, a marker has seen all there is.
        marked = grade.manual_score is not None
        grade.needs_manual_grade = marked or (score is None and handed_in)
    grade.auto_score = score


def _is(assignment: Assignment, student: str) -> Iterator:
    yield SubmittedAssignment.assignment_id == assignment.id
    yield SubmittedAssignment.student_id == student


def _add_missing(submission: SubmittedAssignment, assignment: Assignment) -> None:
    """Add rows for what the release has and the submission has not: all, or cells added later."""
    notebooks = {one.notebook_id: one for one in submission.notebooks}
    for sheet in assignment.sheets:
        notebook = notebooks.get(sheet.id)
        if notebook is None:
            notebook = SubmittedNotebook(notebook_id=sheet.id)
            submission.notebooks.append(notebook)
        for cell in sheet.points.keys() - {one.cell_id for one in notebook.grades}:
            notebook.grades.append(Grade(cell_id=cell))
        for cell in sheet.commented.keys() - {one.cell_id for one in notebook.comments}:
            notebook.comments.append(Comment(cell_id=cell))
