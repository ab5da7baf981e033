"""A job: everything that a worker needs to run one notebook, and nothing else.

A job is plain data.  Its key covers all that its result depends on, so that a result can be kept
and used again: the cells, the files of the assignment, the limits, the versions.
"""

import base64
import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any

from .sandbox import Limits, versions

VERSION = 1  # of the grader: another one grades everything again


@dataclass(frozen=True)
class Cell:
    """A code cell of a rebuilt notebook.

    Attributes
    ----------
    kind : str
        ``"answer"`` (the student's), ``"given"`` (the instructor's, run on both sides), ``"test"``
        (the grader's side only) or ``"demo"`` (not run).
    source : str
    visible : str
        Of a test, the part that students have too.
    names : list of str
        Of an answer cell, the names that the assignment asks for: they are the student's, also
        where Python has a function of that name.
    """

    kind: str
    source: str
    visible: str = ""
    names: list[str] = field(default_factory=list)

    @property
    def has_hidden_part(self) -> bool:
        return self.kind == "test" and self.visible != self.source


@dataclass(frozen=True)
class Job:
    """One notebook of one submission."""

    cells: list[Cell]
    files: dict[str, bytes] = field(default_factory=dict)  # of the release: the student has them
    private: dict[str, bytes] = field(default_factory=dict)  # of the source: for tests only
    limits: Limits = field(default_factory=Limits)

    def to_json(self) -> str:
        """Return the job as text; `from_json` makes it again."""
        plain = asdict(self)
        for name in ("files", "private"):
            plain[name] = {k: base64.b64encode(v).decode() for k, v in plain[name].items()}
        return json.dumps(plain, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Job":
        plain = json.loads(text)
        for name in ("files", "private"):
            plain[name] = {k: base64.b64decode(v) for k, v in plain[name].items()}
        plain["cells"] = [Cell(**one) for one in plain["cells"]]
        plain["limits"] = Limits(**plain["limits"])
        return cls(**plain)


def key(text: str) -> str:
    """Return what the result of a job, given as text, is kept under."""
    depends = json.dumps([VERSION, versions(), text], sort_keys=True)
    return hashlib.sha256(depends.encode()).hexdigest()


@dataclass(frozen=True)
class Result:
    """What came out of a job: the outputs of each code cell, as in a notebook."""

    outputs: list[list[dict[str, Any]]]
    seconds: float
    students_seconds: float = 0.0  # of these, spent in the student's own code
