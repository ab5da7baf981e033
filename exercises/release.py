"""The students' versions: no solution, no hidden test."""

import re
from pathlib import Path
from typing import Any

from nbgrader.apps import NbGraderAPI
from traitlets.config import Config, PyFileConfigLoader

from grading.gradebook import show_programs

from . import COURSE
from .text import write_source


def api(course: Path) -> NbGraderAPI:
    """Return nbgrader for a course folder, with this course's settings."""
    show_programs()
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
