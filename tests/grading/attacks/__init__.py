"""Submissions that attack the grader, the machine, the mark or a neighbor: the catalogue."""

from . import (
    bombs,
    callers,
    carriers,
    crashes,
    endless,
    escapes,
    files,
    floods,
    looks,
    notebooks,
    objects,
    patches,
    sandboxes,
    surroundings,
    texts,
    wires,
)
from .attack import MARK, Attack, Stage, namespace

MODULES = {
    "never ending": endless,
    "taking everything": bombs,
    "saying too much": floods,
    "crashing": crashes,
    "on the machine": escapes,
    "on the sandbox": sandboxes,
    "by patched libraries": patches,
    "by false objects": objects,
    "by endings and calls": callers,
    "by looking for tests": looks,
    "by carrying tests out": carriers,
    "on the wire": wires,
    "by changed notebooks": notebooks,
    "by what is no notebook": files,
    "by what is beside": surroundings,
    "by texts": texts,
}
ATTACKS: list[Attack] = [attack for module in MODULES.values() for attack in module.ATTACKS]

__all__ = ["ATTACKS", "MARK", "MODULES", "Attack", "Stage", "namespace"]
