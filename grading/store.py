"""Keeps results in the course folder, so that no submission is run twice for nothing.

An entry is written whole or not at all, and says of itself whether it is whole: a damaged one
counts as absent.
"""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from .job import Result

FOLDER = ".grading"


class Store:
    """Results by the key of their job.

    Parameters
    ----------
    course : pathlib.Path
        The course's folder.
    """

    def __init__(self, course: Path) -> None:
        self.folder = course / FOLDER / "results"
        self.folder.mkdir(parents=True, exist_ok=True)

    def get(self, key: str) -> Result | None:
        """Return a kept result, or None."""
        try:
            digest, _, text = (self.folder / f"{key}.json").read_text("utf-8").partition("\n")
        except (OSError, UnicodeDecodeError):
            return None
        if digest != _digest(text):
            return None
        return Result(**json.loads(text))

    def put(self, key: str, result: dict[str, Any]) -> Result:
        """Keep a result.

        Raises
        ------
        OSError
            It could not be written; nothing is kept.
        """
        text = json.dumps(result)
        write_whole(self.folder / f"{key}.json", f"{_digest(text)}\n{text}")
        return Result(**result)


def write_whole(path: Path, text: str) -> None:
    """Write a file of which nobody ever sees a part."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with part.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
