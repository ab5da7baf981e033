"""Plausible wrong solutions: what students of a class may hand in.

Each module of this folder belongs to one assignment and holds ``MISTAKES``.  The demonstration
class and the tests share them.
"""

from dataclasses import dataclass
from importlib import import_module


@dataclass(frozen=True)
class Mistake:
    """One wrong solution: what replaces the right one, and what should come of it.

    Attributes
    ----------
    answers : dict
        Code by the ``grade_id`` of the answer cell; the other answers are right.
    loses : list of str
        The test cells that give no points, and no others do.
    hint : str
        Part of what the student is told.
    """

    answers: dict[str, str]
    loses: list[str]
    hint: str


def mistakes(name: str) -> dict[str, Mistake]:
    """Return the mistakes of an assignment, by what went wrong."""
    return import_module(f"exercises.mistakes._{name}").MISTAKES
