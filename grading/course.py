"""An nbgrader course folder: its settings, and what one of its assignments consists of."""

import os
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearHiddenTests
from traitlets.config import Config, PyFileConfigLoader

from .names import bound_names

SETTINGS = "nbgrader_config.py"


class CourseError(RuntimeError):
    """The course is not as it must be; the message says what to do."""


def open_course(folder: Path) -> CourseDirectory:
    """Return a course with its settings.

    Raises
    ------
    CourseError
        There is no such folder, or its settings cannot be read.
    """
    folder = folder.resolve()
    if not folder.is_dir():
        raise CourseError(f"{str(folder)!r} is no folder: give the course's folder with --course")
    config = Config()
    if (folder / SETTINGS).exists():
        try:
            config.merge(PyFileConfigLoader(SETTINGS, path=str(folder)).load_config())
        except Exception as error:
            raise CourseError(f"{folder / SETTINGS}: {type(error).__name__}: {error}") from error
    config.CourseDirectory.root = str(folder)
    return CourseDirectory(config=config)


@dataclass(frozen=True)
class Material:
    """What students were given, and what only the instructor has.

    Attributes
    ----------
    name : str
    releases : dict
        The released notebooks, by name.
    asked_for : dict
        By notebook and ``grade_id``, the names that an answer cell is to define.
    files, private : dict
        Other files of the release; those of the source that differ or are not in it.
    """

    name: str
    releases: dict[str, NotebookNode]
    asked_for: dict[str, dict[str, list[str]]]
    files: dict[str, bytes]
    private: dict[str, bytes]


def read_material(course: CourseDirectory, name: str) -> Material:
    """Read an assignment's release and source.

    Raises
    ------
    CourseError
        There is no release of that name; the message lists those there are.
    """
    release = Path(course.format_path(course.release_directory, ".", name))
    source = Path(course.format_path(course.source_directory, ".", name))
    releases = _notebooks(release)
    if not releases:
        there = sorted(p.name for p in release.parent.glob("*") if _notebooks(p))
        raise CourseError(
            f"There is no release of {name!r} in {release.parent}: run "
            f"`nbgrader generate_assignment {name}`. Released: {', '.join(there) or 'nothing'}."
        )
    sources = _notebooks(source)
    files = _files(release)
    return Material(
        name,
        releases,
        {
            one: _asked_for(releases[one]) | _asked_for(sources.get(one, releases[one]))
            for one in releases
        },
        files,
        {n: content for n, content in _files(source).items() if files.get(n) != content},
    )


def open_part(source: str, course: CourseDirectory) -> str:
    """Return a test cell without its hidden region, by the course's own marks."""
    cell = nbformat.v4.new_code_cell(source)
    ClearHiddenTests(parent=course)._remove_hidden_test_region(cell)
    return cell.source


def _notebooks(folder: Path) -> dict[str, NotebookNode]:
    return {p.stem: nbformat.read(p, as_version=4) for p in sorted(folder.glob("*.ipynb"))}


def _asked_for(notebook: NotebookNode) -> dict[str, list[str]]:
    return {
        cell.metadata.nbgrader["grade_id"]: sorted(bound_names(cell.source))
        for cell in notebook.cells
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("solution")
    }


def _files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".ipynb" and not _is_hidden(path.relative_to(folder))
    }


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") or part == "__pycache__" for part in path.parts)


def students(course: CourseDirectory, assignment: str) -> list[str]:
    """Return who has a folder for this assignment, in order."""
    submitted = Path(course.format_path(course.submitted_directory, "X", "Y")).parents[1]
    if not submitted.is_dir():
        return []
    return sorted(
        name
        for name in os.listdir(submitted)
        if not name.startswith(".") and os.path.lexists(submitted / name / assignment)
    )
