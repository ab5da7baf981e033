"""The students' feedback pages, where nbgrader's own would be."""

import os
from pathlib import Path

import nbformat
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory

from . import refusals
from .assignment import Assignment, Sheet
from .course import read_material
from .formulas import Formulas
from .graded import unfit_name
from .page import Pages
from .recorded import Recorded, read_class
from .safe_files import new_files, open_folder, read_below, read_file, remove, student_folder

# nbgrader's `release_feedback` looks for them beside the pages.
FROM_SUBMISSION = ("timestamp.txt", "submission_secret.txt")
MISSING = "There is no such notebook in what was handed in."


def write(course: CourseDirectory, assignment: str, students: list[str] | None = None) -> int:
    """Write the pages of an assignment, and return how many there are.

    A page that is there and says the same stays as it is.

    Parameters
    ----------
    course : nbgrader.coursedir.CourseDirectory
    assignment : str
    students : list of str, optional
        Only these.

    Raises
    ------
    CourseError, LookupError
        There is no such assignment.
    GradebookError
        The gradebook cannot be read.
    LinkInTheWay
        Something else stands where a page belongs.
    """
    material = read_material(course, assignment)
    known, recorded = read_class(course.db_url, assignment)
    refused = refusals.read(Path(course.root), assignment)
    permissions = int(str(GenerateFeedback(coursedir=course, parent=course).permissions), 8)
    number = 0
    with Formulas() as formulas:
        pages = Pages(course, formulas, material.files)
        for student in sorted(recorded.keys() | refused.keys()):
            if unfit_name(student) or (students is not None and student not in students):
                continue
            made = _pages(course, pages, known, student, recorded.get(student), refused)
            number += len(made)
            _replace(course, assignment, student, made, permissions)
    return number


def _pages(
    course: CourseDirectory,
    pages: Pages,
    assignment: Assignment,
    student: str,
    recorded: Recorded | None,
    refused: refusals.Reasons,
) -> dict[str, bytes]:
    """Return the pages of one student, by the names of their files."""
    reasons = refused.get(student, {})

    def page(sheet: Sheet) -> str:
        reason = reasons if isinstance(reasons, str) else reasons.get(sheet.name)
        if reason or recorded is None:
            return pages.refused(sheet.name, reason or MISSING)
        place = student_folder(course, course.autograded_directory, student, assignment.name)
        content = read_below(*place, f"{sheet.name}.ipynb")
        if content is None:
            return pages.refused(sheet.name, MISSING)
        notebook = nbformat.v4.reads(content.decode("utf-8"))
        return pages.graded(notebook, sheet, recorded)

    return {f"{sheet.name}.html": page(sheet).encode("utf-8") for sheet in assignment.sheets}


def _replace(
    course: CourseDirectory,
    assignment: str,
    student: str,
    pages: dict[str, bytes],
    permissions: int,
) -> None:
    """Make a folder hold these pages and no others."""
    submitted = student_folder(course, course.submitted_directory, student, assignment)
    others = {name: read_below(*submitted, name, most=1000) for name in FROM_SUBMISSION}
    files = pages | {name: content for name, content in others.items() if content is not None}
    place = student_folder(course, course.feedback_directory, student, assignment)
    with open_folder(*place, shared=course.groupshared) as folder:
        news = {name: new for name, new in files.items() if read_file(folder, name) != new}
        with new_files(folder, news, permissions):
            pass
        for name in os.listdir(folder):
            if name.endswith(".html") and name not in pages:
                remove(folder, name)
