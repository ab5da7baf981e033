"""The students' versions: no solution, no hidden test."""

import os
import sys
import warnings
from pathlib import Path

from nbgrader.apps import NbGraderAPI
from sqlalchemy.exc import SAWarning
from traitlets.config import Config, PyFileConfigLoader

from . import COURSE
from .text import write_source


def api(course: Path, cell_seconds: int | None = None) -> NbGraderAPI:
    """Return nbgrader for a course folder, with this course's settings.

    ``cell_seconds`` replaces the time that one cell of a submission may take.
    """
    # nbgrader 0.9.6 is written for an older SQLAlchemy; the relations it warns of are set right.
    warnings.filterwarnings("ignore", category=SAWarning, module="nbgrader")
    # nbgrader calls `alembic` by name; without an activated environment it is not on the path.
    programs = str(Path(sys.executable).parent)
    if programs not in os.environ["PATH"].split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([programs, os.environ["PATH"]])
    config = Config()
    settings = PyFileConfigLoader("nbgrader_config.py", path=str(COURSE)).load_config()
    config.merge(settings)
    config.CourseDirectory.root = str(course)
    config.Exchange.root = str(course / "exchange")
    if cell_seconds is not None:
        config.ExecutePreprocessor.timeout = cell_seconds
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
