"""Remembers whose work was refused and why, for the table and for the students' pages."""

import json
from pathlib import Path

from .store import FOLDER, write_whole

# A student's whole submission, or some of its notebooks by their names.
Reasons = dict[str, str | dict[str, str]]


def read(course: Path, assignment: str) -> Reasons:
    """Return what was refused of an assignment, by student."""
    path = _path(course, assignment)
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def write(course: Path, assignment: str, refused: Reasons) -> None:
    """Remember what was refused of an assignment."""
    path = _path(course, assignment)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, json.dumps(refused, indent=1))


def _path(course: Path, assignment: str) -> Path:
    return course / FOLDER / "refused" / f"{assignment}.json"
