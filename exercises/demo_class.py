"""A class of twelve, graded from end to end: to see how the course grades, and that it does."""

import shutil
import sys

from grading.__main__ import NOTHING_DONE, STOPPED
from grading.__main__ import main as grading

from . import COURSE
from .class_of import everybody, hand_in, written
from .release import release

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
        status = grading(command)
        if status == STOPPED:  # the classes after this one, too
            sys.exit(status)
        if status == NOTHING_DONE:
            raise RuntimeError(f"{name} was not graded")
    if waiting := sum(written(name).values()):
        print(f"{waiting:g} points for written answers wait for a person.")
    print(f"Gradebook: {course / 'gradebook.db'}\n")
