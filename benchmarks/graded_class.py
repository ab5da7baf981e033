"""A class that hands in, graded once and once more, with a look at the time and the memory.

It hands in assignment 01: the eleven kinds of students of the demonstration class that come to an
end, over and over, each with a comment of their own, so that no two notebooks are the same.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import nbformat
import psutil
from nbgrader.api import Gradebook

from exercises import COURSE
from exercises.class_of import everybody, hand_in
from exercises.release import release

ROOT = Path(__file__).parent.parent
NAME = "01_mcculloch_pitts"
ENDLESS = "a loop without end"
CELL_SECONDS = 5
SAMPLE_SECONDS = 0.5


def make_class(course: Path, submissions: int, endless: bool) -> Path:
    """Release the assignment in a new course, and let a class hand it in."""
    released = release(NAME, course)
    settings = (COURSE / "nbgrader_config.py").read_text(encoding="utf-8")
    settings += f"c.ExecutePreprocessor.timeout = {CELL_SECONDS}\n"
    (course / "nbgrader_config.py").write_text(settings, encoding="utf-8")
    kinds = [answers for kind, answers in everybody(NAME).items() if endless or kind != ENDLESS]
    for number, answers in enumerate(islice(cycle(kinds), submissions)):
        student = f"student_{number:04}"
        path = course / "submitted" / student / NAME / f"{NAME}.ipynb"
        hand_in(released, path, answers)
        sign(path, student)
    return course


def sign(path: Path, student: str) -> None:
    """Put the student's name into each answer, as a comment."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source += f"\n# By {student}."
    nbformat.write(notebook, path)


def measure(course: Path, workers: int | None) -> dict[str, Any]:
    """Grade a class twice; return what `grading` says of a run."""
    report = course / "report.json"
    command = ours(course, workers, report) if workers else nbgrader()
    seconds, peak = timed(command, course)
    jobs = [one["seconds"] for one in students(report)] if workers else None
    again_seconds, _ = timed(command, course)
    return {
        "seconds": round(seconds, 2),
        "peak_megabytes": round(peak / 1e6),
        "again_seconds": round(again_seconds, 2),
        "job_seconds": round(sum(jobs), 2) if jobs else None,
        "points": points(course),
    }


def ours(course: Path, workers: int, report: Path) -> list[str]:
    limits = ["--workers", str(workers), "--timeout", str(CELL_SECONDS)]
    where = ["--course", str(course), "--json", str(report)]
    return [sys.executable, "-m", "grading", "grade", NAME, *limits, *where]


def nbgrader() -> list[str]:
    return [sys.executable, "-m", "nbgrader", "autograde", NAME, "--create"]


def students(report: Path) -> list[dict[str, Any]]:
    return list(json.loads(report.read_text(encoding="utf-8"))["students"].values())


def points(course: Path) -> float:
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        return sum(submission.score for submission in book.assignment_submissions(NAME))


def timed(command: list[str], course: Path) -> tuple[float, int]:
    """Run a command in a course; return the seconds that it took and the most bytes.

    Raises
    ------
    RuntimeError
        It failed; the message is the end of what it said.
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    # nbgrader calls `alembic` by name.
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), environment["PATH"]])
    with tempfile.TemporaryFile() as log:
        start = time.monotonic()
        process = subprocess.Popen(command, cwd=course, env=environment, stdout=log, stderr=log)
        with peak_memory(process.pid) as peak:
            process.wait()
        seconds = time.monotonic() - start
        if process.returncode:
            log.seek(0)
            said = log.read()[-3000:].decode(errors="replace")
            raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{said}")
    return seconds, peak[0]


@contextmanager
def peak_memory(pid: int) -> Iterator[list[int]]:
    """Watch a process and all that it has started; give a list that holds the most bytes so far."""
    peak, over = [0], threading.Event()

    def watch() -> None:
        while not over.wait(SAMPLE_SECONDS):
            peak[0] = max(peak[0], tree_memory(pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        over.set()
        watcher.join()


def tree_memory(pid: int) -> int:
    """Return the bytes of a process and its descendants, shared ones counted once."""
    total = 0
    try:
        parent = psutil.Process(pid)
        tree = [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0
    for process in tree:
        try:
            total += process.memory_full_info().pss
        except psutil.Error:  # it has just ended
            continue
    return total
