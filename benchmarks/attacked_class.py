"""A class of three, one of them hostile, graded by nbgrader; prints what went wrong.

Run by `attacks` in a sandbox, with a course, the number of the attack, and the name of the space of
processes that the attack must not be in.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
from nbgrader.api import Gradebook, MissingEntry
from sqlalchemy.exc import SQLAlchemyError

from grading.gradebook import show_programs
from tests.grading import watch
from tests.grading.assignment import LEAKS, NAME, POINTS
from tests.grading.attacks import ATTACKS, MARK, Stage
from tests.grading.course import Course, copy_course

NEIGHBORS = ("a", "c")
UNTOUCHED = ("source", "release", "submitted")
PATIENCE = 5  # seconds for processes that were told to end


def main(released: str, number: str, namespace: str) -> None:
    attack = ATTACKS[int(number)]
    student = attack.folder or "b"
    home = Path("/tmp/home")
    home.mkdir()
    course = copy_course(Course(Path(released)), Path("/tmp/course"))
    for neighbor in NEIGHBORS:
        course.hand_in(neighbor)
    with watch.listening(home, MARK) as (port, called):
        try:
            attack.hand_in(Stage(course, home, port, namespace), student)
        except PermissionError:
            print("null")
            return
        before = snapshot(course, home)
        autograde(course)
        touched = snapshot(course, home) != before or bool(list(Path("/tmp").glob(f"*{MARK}*")))
    shown = shown_by(course, student)
    wrong = {
        "marks": mark(course, student) > attack.at_most,
        "neighbors": any(mark(course, neighbor) != POINTS for neighbor in NEIGHBORS),
        "machine": touched or bool(called) or left_running() or "ESCAPED:" in shown,
        "tests": bool(LEAKS.search(shown)),
    }
    print(json.dumps([kind for kind, happened in wrong.items() if happened]))


def snapshot(course: Course, home: Path) -> dict[str, str]:
    return watch.snapshot(home, *(course.root / name for name in UNTOUCHED))


def autograde(course: Course) -> None:
    """Let nbgrader grade the class; what it says is not kept."""
    show_programs()
    command = [sys.executable, "-m", "nbgrader", "autograde", NAME, "--create"]
    log = subprocess.DEVNULL
    subprocess.run(command, cwd=course.root, stdout=log, stderr=log, stdin=log, check=False)


def mark(course: Course, student: str) -> float:
    """Return a mark; that which nobody has recorded, or nobody can read, is zero."""
    try:
        with Gradebook(f"sqlite:///{course.gradebook}") as book:
            return book.find_submission(NAME, student).score
    except (MissingEntry, SQLAlchemyError):
        return 0


def shown_by(course: Course, student: str) -> str:
    """Return what a student's graded cells show; the errors of tests show hidden lines anyway."""
    folder = course.root / "autograded" / student
    return "\n".join(
        json.dumps(output)
        for path in folder.rglob("*.ipynb")
        for cell in json.loads(path.read_text("utf-8"))["cells"]
        for output in cell.get("outputs", [])
        if output["output_type"] != "error"
    )


def left_running() -> bool:
    """Tell whether there is a process but this one and the sandbox's own first, for a while."""
    ours = {os.getpid(), *(parent.pid for parent in psutil.Process().parents())}
    end = time.monotonic() + PATIENCE
    while set(psutil.pids()) - ours:
        if time.monotonic() > end:
            return True
        time.sleep(0.1)
    return False


if __name__ == "__main__":
    main(*sys.argv[1:])
