"""One grader at a time in a course."""

import contextlib
import fcntl
import os
import platform
import time
from collections.abc import Iterator
from pathlib import Path

from .course import CourseError
from .store import FOLDER


@contextlib.contextmanager
def alone(course: Path) -> Iterator[None]:
    """Hold the course's lock; the system lets go of it however this process ends.

    Raises
    ------
    CourseError
        Another grader is at work; the message says who.
    """
    folder = course / FOLDER
    try:
        folder.mkdir(exist_ok=True)
        file = (folder / "lock").open("a+", encoding="utf-8")
    except OSError as error:
        raise CourseError(f"{str(course)!r} cannot be written: {error.strerror}") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.seek(0)
            raise CourseError(
                f"Another grader is at work in this course: {file.read().strip() or 'not known'}. "
                "Wait for it, or stop it, and start again."
            ) from error
        file.truncate(0)
        now = time.strftime("%Y-%m-%d %H:%M:%S")
        file.write(f"process {os.getpid()} on {platform.node()}, since {now}\n")
        file.flush()
        yield
