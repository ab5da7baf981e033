"""Takes submissions in: bytes are read once, from plain files only, and must be a notebook.

Links, pipes, devices and folders are refused: what is read is what the student handed in, and
reading it cannot wait, nor lead elsewhere.
"""

import contextlib
import os
import stat
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc

from . import clean
from .graded import unfit_name

MOST_BYTES = 5 << 20
_LOOK = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class Refused(Exception):
    """This cannot be graded; the message is for the student."""


@dataclass(frozen=True)
class Submission:
    """What a student handed in: notebooks, and why others are refused."""

    student: str
    timestamp: datetime | None = None
    notebooks: dict[str, NotebookNode] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


def take_in(
    course: CourseDirectory, assignment: str, student: str, expected: list[str]
) -> Submission:
    """Read a student's notebooks.

    Parameters
    ----------
    course : nbgrader.coursedir.CourseDirectory
    assignment, student : str
    expected : list of str
        The names of the assignment's notebooks.

    Raises
    ------
    Refused
        None of the notebooks can be graded.
    """
    if reason := unfit_name(student):
        raise Refused(reason)
    path = Path(course.format_path(course.submitted_directory, student, assignment))
    submitted, person, folder = path.parent.parent, path.parent.name, path.name
    with contextlib.ExitStack() as opened:
        handle = _enter(None, str(submitted), opened)
        for name in (person, folder):
            handle = _enter(handle, name, opened)
        there = sorted(os.listdir(handle))
        timestamp = _timestamp(handle) if "timestamp.txt" in there else None
        notebooks, refused = {}, {}
        for name in expected:
            try:
                notebooks[name] = _notebook(handle, f"{name}.ipynb", there)
            except Refused as error:
                refused[name] = str(error)
    if not notebooks:
        raise Refused("\n".join(dict.fromkeys(refused.values())))
    return Submission(student, timestamp, notebooks, refused)


def _enter(parent: int | None, name: str, opened: contextlib.ExitStack) -> int:
    try:
        handle = os.open(name, os.O_DIRECTORY | _LOOK, dir_fd=parent)
    except OSError as error:
        raise Refused(f"{clean.line(name)} is no folder that can be read, or a link") from error
    opened.callback(os.close, handle)
    return handle


def _notebook(folder: int, name: str, there: list[str]) -> NotebookNode:
    if name not in there:
        others = [clean.line(one, 60) for one in there if one.endswith(".ipynb")]
        found = f"; found {', '.join(others[:3])}" if others else ""
        raise Refused(f"{name} is missing{found}")
    content = _read(folder, name, MOST_BYTES)
    try:
        said = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(f"{name} is not UTF-8 text, so it is no notebook") from error
    if not said.strip():
        raise Refused(f"{name} is empty")
    try:
        plain = nbformat.reader.reads(said)
        _check_version(plain, name)
        notebook = nbformat.convert(plain, 4)
        _check_cells(notebook, name)
    except Refused:
        raise
    except (nbformat.reader.NotJSONError, nbformat.ValidationError) as error:
        raise Refused(f"{name} is no notebook: {clean.line(str(error), 100)}") from error
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise Refused(f"{name} is no notebook") from error
    return notebook


def _check_version(notebook: Any, name: str) -> None:
    version = notebook.get("nbformat") if isinstance(notebook, dict) else None
    if version not in (3, 4):
        raise Refused(f"{name} is no notebook of format 4")


def _check_cells(notebook: NotebookNode, name: str) -> None:
    """Refuse what later steps could not read; the rest of a notebook does not matter."""
    if not isinstance(notebook.get("cells"), list):
        raise Refused(f"{name} has no cells")
    for cell in notebook.cells:
        source = cell.get("source") if isinstance(cell, dict) else None
        if isinstance(source, list) and all(isinstance(part, str) for part in source):
            cell["source"] = source = "".join(source)
        if not isinstance(source, str) or cell.get("cell_type") not in ("code", "markdown", "raw"):
            raise Refused(f"{name} has a cell that is none")


def _timestamp(folder: int) -> datetime:
    said = _read(folder, "timestamp.txt", 1000).decode("utf-8", "replace").strip()
    try:
        return parse_utc(said)
    except (ValueError, OverflowError, TypeError, AttributeError) as error:
        raise Refused(f"timestamp.txt holds no date: {clean.line(said, 60)}") from error


def _read(folder: int, name: str, most: int) -> bytes:
    """Return the bytes of a plain file."""
    try:
        handle = os.open(name, _LOOK, dir_fd=folder)
    except OSError as error:
        raise Refused(f"{name} is no plain file that can be read (is it a link?)") from error
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise Refused(f"{name} is no plain file")
        if status.st_size > most:
            raise Refused(f"{name} is larger than {most / (1 << 20):.2g} MB")
        return os.read(handle, most)
    except OSError as error:
        raise Refused(f"{name} cannot be read: {error.strerror}") from error
    finally:
        os.close(handle)
