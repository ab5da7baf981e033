"""Students who hand in what they are told to: right, wrong in a known way, empty, or broken."""

from pathlib import Path

import nbformat

from .mistakes import mistakes
from .text import read_assignment

CRASHING = "raise RuntimeError('this cell was never finished')\n"
WRITTEN = "In my own words. A person reads this and gives the points."
ENDLESS = "def {}(*arguments):\n    while True:\n        pass\n"


def solutions(name: str) -> dict[str, str]:
    """Return the right code of every answer cell, by its ``grade_id``."""
    return {
        cell.metadata["nbgrader"]["grade_id"]: cell.source
        for cell in read_assignment(name).cells
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("solution")
    }


def written(name: str) -> dict[str, float]:
    """Return the points that only a person can give, by the ``grade_id`` of a written answer."""
    marks = (cell.metadata.get("nbgrader", {}) for cell in read_assignment(name).cells)
    return {m["grade_id"]: m["points"] for m in marks if m.get("grade") and m["solution"]}


def hand_in(released: Path, target: Path, answers: dict[str, str]) -> None:
    """Write a released notebook with these answers in its answer cells."""
    notebook = nbformat.read(released, as_version=4)
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if grade_id in answers:
            cell.source = answers[grade_id]
    target.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, target)


def everybody(name: str) -> dict[str, dict[str, str]]:
    """Return a class of twelve: what each student answers, by a name that says how they did."""
    right = solutions(name)
    first, second, *_ = right
    students = {
        "all right": {**right, **dict.fromkeys(written(name), WRITTEN)},
        "all right too": right,
        "half done": dict(list(right.items())[: len(right) // 2]),
        "empty": {},
        "a cell that crashes": {**right, second: CRASHING},
        "a loop without end": {**right, first: ENDLESS.format(first)},
    }
    for what, mistake in mistakes(name).items():
        if len(students) < 12:
            students[what] = {**right, **mistake.answers}
    return students
