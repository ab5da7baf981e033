"""The assignments: an nbgrader course, and the tools that make and try it.

`python -m exercises` lists what it can do.
"""

from pathlib import Path

COURSE = Path(__file__).resolve().parent
ASSIGNMENTS = COURSE / "assignments"


def names() -> list[str]:
    """Return the assignments, in order."""
    return sorted(path.stem for path in ASSIGNMENTS.glob("[0-9][0-9]_*.md"))
