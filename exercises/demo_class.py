"""A class of twelve, graded from end to end: to see how the course grades, and that it does."""

import shutil

from grading.__main__ import NOTHING_DONE
from grading.__main__ import main as grading

from . import COURSE
from .class_of import everybody, hand_in
from .release import release
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


def by_hand(name: str) -> float:
    """Return the points of an assignment that only a person can give."""
    cells = (cell.metadata.get("nbgrader", {}) for cell in read_assignment(name).cells)
    return sum(cell["points"] for cell in cells if cell.get("grade") and cell["solution"])
