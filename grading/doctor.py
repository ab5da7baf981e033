"""Says whether this machine can grade, and what it lacks."""

import importlib.util
import os
import shutil
from pathlib import Path

from .sandbox import NoSandbox, check, interpreter, versions


def examine(course: Path) -> int:
    """Print what was found; return 0 if this machine can grade, 1 if not."""
    findings = [
        _sandbox(),
        (True, f"Python {versions()['python']} ({interpreter()}), NumPy {versions()['numpy']}"),
        (True, f"{os.cpu_count()} processors; runs as {'root' if os.geteuid() == 0 else 'a user'}"),
        _there("distributed", "the workers"),
        _there("nbgrader", "gradebook and feedback"),
        _folder(course),
    ]
    for fine, said in findings:
        print(f"{'ok     ' if fine else 'LACKING'} {said}")
    return int(not all(fine for fine, _ in findings))


def _sandbox() -> tuple[bool, str]:
    try:
        check()
    except NoSandbox as error:
        return False, str(error)
    return True, f"sandbox: {shutil.which('bwrap')} works"


def _there(package: str, what_for: str) -> tuple[bool, str]:
    found = importlib.util.find_spec(package) is not None
    return found, f"{package}, {what_for}" + ("" if found else ": not installed")


def _folder(course: Path) -> tuple[bool, str]:
    if not course.is_dir():
        return False, f"course folder {course}: not there"
    if not os.access(course, os.W_OK):
        return False, f"course folder {course}: may not be written by you"
    room = shutil.disk_usage(course).free >> 20
    return room > 100, f"course folder {course}: {room} MB free"
