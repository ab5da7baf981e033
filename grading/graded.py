"""A submission that has been run, on its way into the gradebook."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import parse_utc

LONGEST_NAME = 128  # characters of a student's id, in nbgrader's tables


@dataclass(frozen=True)
class Graded:
    """A submission that has been run.

    Attributes
    ----------
    student : str
    timestamp : datetime.datetime or None
        When it was handed in, in UTC; where None, what the gradebook has stays.
    notebooks : dict
        The rebuilt notebooks with their outputs, by name.
    refused : dict
        Why others were refused, by name.  Like a missing one, such a notebook scores 0.
    """

    student: str
    timestamp: datetime | None
    notebooks: Mapping[str, NotebookNode]
    refused: Mapping[str, str] = field(default_factory=dict)

    def files(self) -> dict[str, bytes]:
        """Return the files that nbgrader looks for, by their names."""
        texts = {f"{name}.ipynb": nbformat.v4.writes(one) for name, one in self.notebooks.items()}
        if self.timestamp is not None:
            texts["timestamp.txt"] = f"{parse_utc(self.timestamp)} UTC\n"
        return {name: text.encode("utf-8") for name, text in texts.items()}


def unfit_name(student: str) -> str | None:
    """Return why the gradebook cannot hold a student of this name, or None."""
    if len(student) > LONGEST_NAME:
        return f"the name of the student's folder is longer than {LONGEST_NAME} characters"
    if not student or student.startswith(".") or set(student) & {"/", "\0"}:
        return "this cannot be the name of a student's folder"
    if any("\ud800" <= letter <= "\udfff" for letter in student):
        return "the name of the student's folder is not UTF-8"
    return None
