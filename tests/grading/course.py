"""A small nbgrader course, made by nbgrader, and ways to hand work in."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from traitlets.config import PyFileConfigLoader

from grading.gradebook import show_programs

from .assignment import ANSWERS, CONFIG, JUDGE, NAME, RAIN, SETUP, TESTS, WRITTEN


@dataclass(frozen=True)
class Course:
    """A course folder, and ways to hand work in."""

    root: Path

    @property
    def source(self) -> Path:
        return self.root / "source" / NAME / f"{NAME}.ipynb"

    @property
    def gradebook(self) -> Path:
        return self.root / "gradebook.db"

    def desk(self, student: str) -> Path:
        """Return the folder into which a student hands in; it is there."""
        folder = self.root / "submitted" / student / NAME
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def path(self, student: str) -> Path:
        """Return where a student's notebook belongs."""
        return self.desk(student) / f"{NAME}.ipynb"

    def notebook(self, answers: dict[str, str]) -> NotebookNode:
        """Return the released notebook with these answers, by ``grade_id``."""
        released = self.root / "release" / NAME / f"{NAME}.ipynb"
        notebook = nbformat.read(released, as_version=4)
        for grade_id, source in answers.items():
            find(notebook, grade_id).source = source
        return notebook

    def hand_in(
        self,
        student: str,
        answers: dict[str, str] = ANSWERS,
        change: Callable[[NotebookNode], object] = lambda notebook: None,
    ) -> None:
        """Hand in a notebook, valid or not, after ``change`` has been at it."""
        notebook = self.notebook(answers)
        change(notebook)
        self.path(student).write_text(json.dumps(notebook), encoding="utf-8")


def find(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    """Return the cell with this ``grade_id``."""
    named = (cell for cell in notebook.cells if "nbgrader" in cell.metadata)
    return next(cell for cell in named if cell.metadata.nbgrader["grade_id"] == grade_id)


def make_course(root: Path) -> Course:
    """Write the course and let nbgrader make the release."""
    course = Course(root)
    course.source.parent.mkdir(parents=True)
    (root / "nbgrader_config.py").write_text(CONFIG)
    (course.source.parent / "rain.csv").write_text(RAIN)
    (course.source.parent / "judge.py").write_text(JUDGE)
    nbformat.write(_source(), course.source)
    outcome = _nbgrader(root).generate_assignment(NAME)
    if not outcome["success"]:
        raise RuntimeError(outcome["log"])
    (root / "release" / NAME / "judge.py").unlink()  # nbgrader gives away whatever is there
    with Gradebook(f"sqlite:///{course.gradebook}") as book:
        book.update_or_create_assignment(NAME, duedate="2030-01-31 12:00:00 UTC")
    return course


def copy_course(course: Course, root: Path) -> Course:
    """Return a copy, for work of its own."""
    shutil.copytree(course.root, root, dirs_exist_ok=True, symlinks=True)
    return Course(root)


def _nbgrader(root: Path) -> NbGraderAPI:
    show_programs()
    settings = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    return NbGraderAPI(config=settings)


def _source() -> NotebookNode:
    cells = [new_markdown_cell("# Field notes"), _cell(SETUP, "setup", locked=True)]
    for task, source in ANSWERS.items():
        if task != "written":
            solution = f"### BEGIN SOLUTION\n{source}### END SOLUTION\n"
            cells += [new_markdown_cell(f"## {task}"), _cell(solution, task, solution=True)]
        cells += [
            _cell(test, name, grade=True, locked=True, points=points)
            for name, (of, points, test) in TESTS.items()
            if of == task
        ]
    written = _cell("Why is it done?", "written", grade=True, solution=True, points=WRITTEN)
    written = new_markdown_cell(written.source, metadata=written.metadata)
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = new_notebook(cells=[*cells, written], metadata={"kernelspec": kernel})
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number}"
    return notebook


def _cell(source: str, grade_id: str, **flags: bool | int) -> NotebookNode:
    nbgrader = {"grade_id": grade_id, "schema_version": 3, "task": False}
    nbgrader |= {"grade": False, "locked": False, "solution": False} | flags
    return new_code_cell(source, metadata={"nbgrader": nbgrader})
