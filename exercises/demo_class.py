"""A class of twelve, graded from end to end: to see how the course grades, and that it does."""

import shutil
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI

from grading.__main__ import NOTHING_DONE
from grading.__main__ import main as grading
from grading.hide_tests import told

from . import COURSE
from .class_of import everybody, hand_in
from .release import reason, release
from .text import read_assignment

DEMO = COURSE / "demo-class"
CELL_SECONDS = 5  # so that the loop without end does not keep anybody waiting


def run(name: str) -> None:
    """Release an assignment, let twelve students hand it in, grade them, print the marks."""
    course = DEMO / name
    shutil.rmtree(course, ignore_errors=True)
    released = release(name, course)
    shutil.copy(COURSE / "nbgrader_config.py", course)
    for student, answers in everybody(name).items():
        hand_in(released, course / "submitted" / student / name / f"{name}.ipynb", answers)
    where = [name, "--course", str(course)]
    for command in (["grade", *where, "--timeout", str(CELL_SECONDS)], ["feedback", *where]):
        print(f"python -m grading {' '.join(command)}", flush=True)
        if grading(command) == NOTHING_DONE:
            raise RuntimeError(f"{name} was not graded")
    if waiting := by_hand(name):
        print(f"{waiting:g} points of {name} wait for a person (written answers).")
    print(f"Gradebook: {course / 'gradebook.db'}\n")


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


def by_hand(name: str) -> float:
    """Return the points of an assignment that only a person can give."""
    cells = (cell.metadata.get("nbgrader", {}) for cell in read_assignment(name).cells)
    return sum(cell["points"] for cell in cells if cell.get("grade") and cell["solution"])


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
