"""What one attack is: how it is handed in, and what may come of it.

An attacker is taken to know everything but the tests: the folders, the tools, a listening port.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from tests.grading.assignment import ANSWERS, POINTS, TESTS
from tests.grading.course import Course

# Written into files, names of processes and texts by what should never get so far.
MARK = "attack_31337"
WITHOUT_WORK: dict[str, str] = {}

# The first lines of every attack.  What would harm the machine if it were not in a sandbox asks
# `inside` first: another space of process ids than that of the tests.
KNOWN = """\
import os, sys
COURSE, HOME, PORT = {course!r}, {home!r}, {port!r}
MARK, SECRET = {mark!r}, "SEC" + "RET_"
inside = os.readlink("/proc/self/ns/pid") != {namespace!r}

def escaped(how):
    print("ESCAPED:", how, flush=True)

def find(text):
    start = str(text).find(SECRET)
    if start >= 0:
        print("FOUND", str(text)[start : start + 300], flush=True)

"""


def namespace() -> str:
    """Return the name of the space of processes in which we are."""
    return os.readlink("/proc/self/ns/pid")


@dataclass(frozen=True)
class Stage:
    """Where an attack takes place, and the space of processes that it must not harm."""

    course: Course
    home: Path
    port: int
    namespace: str

    def prelude(self) -> str:
        return KNOWN.format(
            course=str(self.course.root),
            home=str(self.home),
            port=self.port,
            mark=MARK,
            namespace=self.namespace,
        )


HandIn = Callable[[Stage, str], None]


@dataclass(frozen=True)
class Attack:
    """A submission, and what a grader that holds says of it.

    ``at_most`` are the points that it may get, ``reason`` is a pattern for what is told of it;
    ``folder`` is the student's, where that is the attack.
    """

    name: str
    hand_in: HandIn
    at_most: float = 0
    at_least: float = 0
    status: str = "graded"
    reason: str = ""
    folder: str = ""
    needs_root: bool = False

    def __str__(self) -> str:
        return self.name


def by_code(name: str, code: str, at: str = "start", **expected) -> Attack:
    """Return an attack by a cell of code.

    ``at`` is where: "start" or "end" of the notebook for a cell of its own, or the ``grade_id`` of
    an answer.
    """

    def hand_in(stage: Stage, student: str) -> None:
        source = stage.prelude() + code.lstrip("\n")
        if at in ANSWERS:
            stage.course.hand_in(student, {at: source})
        else:
            place = 0 if at == "start" else len(ANSWERS) + 1000
            stage.course.hand_in(
                student,
                WITHOUT_WORK,
                lambda notebook: notebook.cells.insert(place, new_code_cell(source, id="attack")),
            )

    return Attack(name, hand_in, **expected)


def by_answers(name: str, answers: dict[str, str], end: str = "", **expected) -> Attack:
    """Return an attack by several answers, and a cell at the end, which all know the same."""

    def hand_in(stage: Stage, student: str) -> None:
        known = {task: stage.prelude() + source for task, source in answers.items()}

        def add(notebook: NotebookNode) -> None:
            notebook.cells.append(new_code_cell(stage.prelude() + end, id="attack"))

        stage.course.hand_in(student, known, add)

    return Attack(name, hand_in, **expected)


def by_notebook(
    name: str,
    change: Callable[[NotebookNode], object],
    answers: dict[str, str] = WITHOUT_WORK,
    **expected,
) -> Attack:
    """Return an attack by a notebook that was changed outside of its answers."""
    return Attack(
        name, lambda stage, student: stage.course.hand_in(student, answers, change), **expected
    )


def by_bytes(name: str, content: bytes, **expected) -> Attack:
    """Return an attack by a file that is no proper notebook."""
    return Attack(
        name, lambda stage, student: stage.course.path(student).write_bytes(content), **expected
    )


def by_place(name: str, place: Callable[[Stage, Path], object], **expected) -> Attack:
    """Return an attack by what stands where the notebook should be."""
    return Attack(name, lambda stage, student: place(stage, stage.course.path(student)), **expected)


def beside(name: str, place: Callable[[Stage, Path], object], **expected) -> Attack:
    """Return an attack by something beside a notebook with all answers right."""

    def hand_in(stage: Stage, student: str) -> None:
        stage.course.hand_in(student)
        place(stage, stage.course.desk(student))

    return Attack(name, hand_in, at_most=POINTS, **expected)


def tests_of(notebook: NotebookNode) -> list[NotebookNode]:
    """Return the test cells of a released notebook."""
    return [
        cell
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade_id") in TESTS
    ]


def slug(text: str) -> str:
    return re.sub(r"\W+", "-", text)
