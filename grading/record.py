"""Writes graded submissions into nbgrader's gradebook: what its autograde writes, at one stroke.

The graded notebooks lie ready in their folder before the transaction is committed, and take their
names after it.  Whoever is stopped in between has a gradebook that knows more than the files; the
next run sees that they differ, and records the same again.
"""

import json
import os
from contextlib import AbstractContextManager, suppress
from pathlib import Path

from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc

from . import submission_rows
from .assignment import SourceCell, read_assignment
from .database import clear_errors, open_session
from .graded import Graded, unfit_name
from .lateness import Lateness
from .recorded import Mark, Recorded, read_recorded
from .safe_files import new_files, open_folder, read_file, remove, student_folder
from .scores import results


class Recorder:
    """The gradebook and the folders of graded notebooks, for one assignment and one run.

    Parameters
    ----------
    course : nbgrader.coursedir.CourseDirectory
        With the course's whole configuration: late penalties and permissions are nbgrader's.
    assignment : str

    Raises
    ------
    LookupError
        The assignment is not in the gradebook; the message says what to do.
    GradebookError
    """

    def __init__(self, course: CourseDirectory, assignment: str) -> None:
        self._course = course
        self._permissions = int(str(Autograde(coursedir=course, parent=course).permissions), 8)
        self._lateness = Lateness(course)
        self._session = open_session(course.db_url)
        try:
            with clear_errors(), self._session.begin():
                self._assignment = read_assignment(self._session, assignment)
                self._recorded = read_recorded(self._session, self._assignment.id)
        except BaseException:
            self.__exit__()
            raise

    def __enter__(self) -> "Recorder":
        return self

    def __exit__(self, *_: object) -> None:
        engine = self._session.get_bind()
        self._session.close()
        engine.dispose()

    def source_cells(self) -> dict[str, dict[str, SourceCell]]:
        """Return the cells of the release, by notebook and ``grade_id``."""
        return {sheet.name: sheet.cells for sheet in self._assignment.sheets}

    def mark(self, student: str) -> Mark | None:
        """Return what the gradebook says now, or None."""
        with clear_errors(), self._session.begin():
            recorded = self._read(student)
        return recorded and recorded.mark(self._assignment.max_score)

    def already(self, graded: Graded) -> Mark | None:
        """Return the mark if gradebook and files have said exactly this since before the run."""
        known = self._recorded.get(graded.student)
        if known is None or (graded.timestamp and parse_utc(graded.timestamp) != known.timestamp):
            return None
        scores, comments = results(graded.notebooks, self._assignment.sheets)
        if (known.auto_scores, known.auto_comments) != (scores, comments):
            return None
        if known.penalties != self._lateness.penalties(self._assignment, graded, known):
            return None
        with self._folder(graded.student) as folder:
            there = {name: read_file(folder, name) for name in _files(folder)}
        return known.mark(self._assignment.max_score) if there == graded.files() else None

    def record(self, graded: Graded) -> Mark:
        """Write a submission's notebooks and points; what persons have given and said is kept.

        Raises
        ------
        GradebookError
            The gradebook cannot be used; it and the notebooks are as before.
        LinkInTheWay
            Something else stands where the graded notebooks belong.
        ValueError
            The gradebook cannot hold this; the message says why.
        """
        if reason := unfit_name(graded.student):
            raise ValueError(reason)
        files = graded.files()
        with self._folder(graded.student) as folder:
            changed = {name for name in graded.notebooks if _is_news(folder, name, files)}
            with new_files(folder, files, self._permissions), clear_errors(), self._session.begin():
                recorded = self._write(graded, changed)
            self._session.expunge_all()  # a class of any size takes the same memory
            for name in _files(folder) - files.keys():
                remove(folder, name)
        self._recorded[graded.student] = recorded
        return recorded.mark(self._assignment.max_score)

    def refuse(self, student: str) -> None:
        """Remove what an earlier run has recorded of a student's submission, and its notebooks."""
        if unfit_name(student):
            return  # nothing of that name can have been recorded
        with clear_errors(), self._session.begin():
            submission_rows.remove(self._session, self._assignment, student)
        self._session.expunge_all()
        self._recorded.pop(student, None)
        top, names = self._place(student)
        with suppress(FileNotFoundError), open_folder(top, names[:-1], create=False) as folder:
            remove(folder, names[-1])

    def _write(self, graded: Graded, changed: set[str]) -> Recorded:
        """Bring the rows of a submission up to date and return what they say then."""
        scores, comments = results(graded.notebooks, self._assignment.sheets)
        names = {sheet.id: sheet.name for sheet in self._assignment.sheets}
        submission = submission_rows.find_or_add(self._session, self._assignment, graded)
        for notebook in submission.notebooks:
            name = names[notebook.notebook_id]
            for comment in notebook.comments:
                comment.auto_comment = comments[comment.cell_id]
            for grade in notebook.grades:
                handed_in = name in graded.notebooks
                submission_rows.give(grade, scores[grade.cell_id], name in changed, handed_in)
        recorded = self._read(graded.student)  # the points, as nbgrader adds them up
        recorded.penalties = self._lateness.penalties(self._assignment, graded, recorded)
        for notebook in submission.notebooks:
            notebook.late_submission_penalty = recorded.penalties[notebook.notebook_id]
        return recorded

    def _read(self, student: str) -> Recorded | None:
        return read_recorded(self._session, self._assignment.id, student).get(student)

    def _place(self, student: str) -> tuple[Path, list[str]]:
        step = self._course.autograded_directory
        return student_folder(self._course, step, student, self._assignment.name)

    def _folder(self, student: str) -> AbstractContextManager[int]:
        return open_folder(*self._place(student), shared=self._course.groupshared)


def _files(folder: int) -> set[str]:
    return {
        name for name in os.listdir(folder) if name.endswith(".ipynb") or name == "timestamp.txt"
    }


def _is_news(folder: int, name: str, files: dict[str, bytes]) -> bool:
    """Tell whether a marker would read something else than in the notebook that is there."""
    earlier = read_file(folder, f"{name}.ipynb")
    try:
        return earlier is None or _sources(earlier) != _sources(files[f"{name}.ipynb"])
    except (ValueError, LookupError, TypeError):
        return True  # it was damaged


def _sources(notebook: bytes) -> list[str]:
    return [cell["source"] for cell in json.loads(notebook)["cells"]]
