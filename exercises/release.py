"""The students' versions: no solution, no hidden test."""

import shutil
from pathlib import Path

from nbgrader.apps import NbGraderAPI
from traitlets.config import Config, PyFileConfigLoader

from . import COURSE
from .text import write_source


def api(course: Path) -> NbGraderAPI:
    """Return nbgrader for a course folder, with this course's settings."""
    config = Config()
    settings = PyFileConfigLoader("nbgrader_config.py", path=str(COURSE)).load_config()
    config.merge(settings)
    config.CourseDirectory.root = str(course)
    config.Exchange.root = str(course / "exchange")
    return NbGraderAPI(config=config)


def release(name: str, course: Path = COURSE) -> Path:
    """Make the student version of one assignment and return its notebook.

    Raises
    ------
    RuntimeError
        nbgrader refused; the message is its own.
    """
    source = write_source(name, course)
    outcome = api(course).generate_assignment(name, force=True, create=True)
    if not outcome["success"]:
        raise RuntimeError(f"{name} was not released:\n{outcome.get('error') or outcome['log']}")
    released = course / "release" / name / source.name
    if not released.exists():
        raise RuntimeError(f"nbgrader made no {released}")
    return released


def submit(course: Path, student: str, name: str, notebook: Path) -> Path:
    """Put a student's notebook where nbgrader looks for submissions."""
    target = course / "submitted" / student / name / f"{name}.ipynb"
    target.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(notebook, target))
