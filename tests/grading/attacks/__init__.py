"""Submissions that attack the grader, the machine, the mark or a neighbor: the catalogue."""

from . import (
    cheats,
    crashes,
    escapes,
    files,
    leaks,
    notebooks,
    surroundings,
    texts,
    time_and_memory,
    wires,
)
from .attack import MARK, Attack, Stage

MODULES = (
    time_and_memory,
    crashes,
    escapes,
    cheats,
    leaks,
    wires,
    notebooks,
    files,
    surroundings,
    texts,
)
ATTACKS = [attack for module in MODULES for attack in module.ATTACKS]

__all__ = ["ATTACKS", "MARK", "Attack", "Stage"]
