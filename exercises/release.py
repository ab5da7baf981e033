"""The students' versions: no solution, no hidden test."""

import os
import re
import sys
from pathlib import Path
from typing import Any

from nbgrader.apps import NbGraderAPI
from traitlets.config import Config, PyFileConfigLoader

from . import COURSE
from .text import write_source


def api(course: Path, cell_seconds: int | None = None) -> NbGraderAPI:
    """Return nbgrader for a course folder, with this course's settings.

    ``cell_seconds`` replaces the time that one cell of a submission may take.
    """
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
        nbgrader refused; the message is its own, and the earlier release stays.
    """
    source = write_source(name, course)
    released = course / "release" / name / source.name
    earlier = released.read_bytes() if released.exists() else None
    outcome = api(course).generate_assignment(name, force=True, create=True)
    if not outcome["success"]:
        if earlier is not None:  # nbgrader has removed it
            released.parent.mkdir(parents=True, exist_ok=True)
            released.write_bytes(earlier)
        raise RuntimeError(f"{name} was not released: {reason(outcome)}")
    if not released.exists():
        raise RuntimeError(f"nbgrader made no {released}")
    return released


def reason(outcome: dict[str, Any]) -> str:
    """Return why nbgrader failed: the errors in its log, or else its own traceback."""
    log = outcome.get("log", "")
    errors = re.findall(r"^ +([\w.]+(?:Error|Exception): .+)$", log, re.MULTILINE)
    return "\n".join(errors) or outcome["error"]
