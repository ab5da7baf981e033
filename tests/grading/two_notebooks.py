"""A course of two notebooks with every kind of cell that nbgrader knows, and a class handing in."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import LateSubmissionPlugin
from traitlets.config import Config

from grading.gradebook import show_programs

NAME = "both"
SOLVED = {"double": "def double(x):\n    return 2 * x\n", "essay": "Because.", "plot": "draw()"}
HIDDEN = (
    "assert double(1) == 2\n### BEGIN HIDDEN TESTS\nassert double(7) == 14\n### END HIDDEN TESTS"
)


class Half(LateSubmissionPlugin):
    """Takes half of the points of a late notebook."""

    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return score / 2


def config(root: Path) -> Config:
    settings = Config()
    settings.CourseDirectory.root = str(root)
    settings.CourseDirectory.course_id = "doubles"
    settings.Exchange.root = str(root / "exchange")
    settings.AssignLatePenalties.plugin_class = Half
    return settings


def course_directory(root: Path) -> CourseDirectory:
    return CourseDirectory(config=config(root))


def nbgrader(root: Path) -> NbGraderAPI:
    show_programs()
    return NbGraderAPI(config=config(root))


def release(root: Path) -> None:
    """Write the sources and let nbgrader release them; the work is due in 2030."""
    folder = root / "source" / NAME
    folder.mkdir(parents=True)
    stub = "### BEGIN SOLUTION\n{}\n### END SOLUTION"
    code = [
        _code(stub.format(SOLVED["double"]), "double", solution=True),
        _code(HIDDEN, "test_double", grade=True, locked=True, points=2),
        _code("3 * (double(2) == 4) / 2", "test_part", grade=True, locked=True, points=3),
    ]
    words = [
        _text("Say why.", "essay", grade=True, solution=True, points=4),
        _text("Draw a picture below.", "task", task=True, locked=True, points=5),
        _code(stub.format(SOLVED["plot"]), "plot", grade=True, solution=True, points=1),
    ]
    for name, cells in (("code", code), ("words", words)):
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        notebook = new_notebook(cells=cells, metadata={"kernelspec": kernel})
        nbformat.write(notebook, folder / f"{name}.ipynb")
    outcome = nbgrader(root).generate_assignment(NAME)
    if not outcome["success"]:
        raise RuntimeError(outcome["log"])
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "doubles") as book:
        book.update_or_create_assignment(NAME, duedate="2030-01-31 12:00:00 UTC")


def hand_in(
    root: Path, student: str, answers: dict[str, str], *names: str, when: str | None = None
) -> None:
    """Hand in the named notebooks, or both."""
    desk = root / "submitted" / student / NAME
    desk.mkdir(parents=True, exist_ok=True)
    for name in names or ("code", "words"):
        notebook = nbformat.read(root / "release" / NAME / f"{name}.ipynb", as_version=4)
        for cell in notebook.cells:
            cell.source = answers.get(cell.metadata.nbgrader.grade_id, cell.source)
        nbformat.write(notebook, desk / f"{name}.ipynb")
    if when:
        (desk / "timestamp.txt").write_text(when)


def graded_notebook(root: Path, name: str, answers: dict[str, str]) -> NotebookNode:
    """Return a notebook as a grader has rebuilt it, all of its tests passed."""
    notebook = nbformat.read(root / "source" / NAME / f"{name}.ipynb", as_version=4)
    released = nbformat.read(root / "release" / NAME / f"{name}.ipynb", as_version=4)
    for cell, given in zip(notebook.cells, released.cells, strict=True):
        cell.metadata = given.metadata
        if not given.metadata.nbgrader.locked:
            cell.source = answers.get(given.metadata.nbgrader.grade_id, given.source)
    return notebook


def _code(source: str, grade_id: str, **flags: bool | int) -> NotebookNode:
    return new_code_cell(source, metadata={"nbgrader": _flags(grade_id, **flags)})


def _text(source: str, grade_id: str, **flags: bool | int) -> NotebookNode:
    return new_markdown_cell(source, metadata={"nbgrader": _flags(grade_id, **flags)})


def _flags(grade_id: str, **flags: bool | int) -> dict:
    flags = {"grade": False, "locked": False, "solution": False, "task": False} | flags
    return {"grade_id": grade_id, "schema_version": 3} | flags
