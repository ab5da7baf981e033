"""Grading by nbgrader alone, which must keep working for this course."""

from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI

from exercises.release import reason
from grading.hide_tests import told


def grade(nbgrader: NbGraderAPI, name: str, student: str) -> None:
    """Grade one submission by nbgrader alone and write its feedback page.

    Raises
    ------
    RuntimeError
        nbgrader could not; the message is its own.
    """
    for outcome in (
        nbgrader.autograde(name, student, force=True, create=True),
        nbgrader.generate_feedback(name, student, force=True),
    ):
        if not outcome["success"]:
            raise RuntimeError(f"{name}, {student}: {reason(outcome)}")


def marks(course: Path, name: str) -> dict[str, dict[str, tuple[float, float]]]:
    """Return for every student (points, most points) of each test cell."""
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        return {
            submission.student.id: {
                grade.name: (grade.score, grade.max_score)
                for notebook in submission.notebooks
                for grade in notebook.grades
            }
            for submission in book.assignment_submissions(name)
        }


def reasons(course: Path, name: str, student: str) -> list[str]:
    """Return what the student is told about each test cell that failed."""
    graded = nbformat.read(course / "autograded" / student / name / f"{name}.ipynb", as_version=4)
    return [
        told(output)
        for cell in graded.cells
        if cell.metadata.get("nbgrader", {}).get("grade")
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]
