"""From the one text of an assignment to nbgrader's source notebook.

Solution, visible and hidden tests of an assignment stand together in
``assignments/NN_slug.md``.  nbgrader's ``source/`` folder is generated from it: whatever lies in
there is copied into the release, so the text must not.
"""

import secrets
import tomllib
from pathlib import Path

import jupytext
import nbformat

from . import ASSIGNMENTS, COURSE, names

SECRET = COURSE / "secret.toml"
PLACEHOLDER = "SECRET_SEED"  # in hidden tests; never in what students get


def read_assignment(name: str) -> nbformat.NotebookNode:
    """Read the text of an assignment as a notebook.

    Raises
    ------
    ValueError
        There is no assignment of that name; the message lists those there are.
    """
    if name not in names():
        raise ValueError(f"no assignment {name!r}; there are {', '.join(names())}")
    return jupytext.read(ASSIGNMENTS / f"{name}.md")


def write_source(name: str, course: Path) -> Path:
    """Write nbgrader's source notebook, with the instructor's seed in its hidden tests."""
    notebook = read_assignment(name)
    seed = str(secret_seed())
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number}"  # the same in every build
        if cell.cell_type == "code":
            cell.source = cell.source.replace(PLACEHOLDER, seed)
    notebook.metadata = nbformat.from_dict({"kernelspec": notebook.metadata["kernelspec"]})
    target = course / "source" / name / f"{name}.ipynb"
    target.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, target)
    return target


def secret_seed() -> int:
    """Return the instructor's seed of the hidden tests; make one if there is none.

    Raises
    ------
    ValueError
        ``secret.toml`` is there but holds no whole number named ``seed``.
    """
    if not SECRET.exists():
        SECRET.write_text(
            "# Hidden tests draw their inputs from this number. Keep it for yourself, keep it\n"
            "# for the whole course, and back it up: with another one marks may differ.\n"
            f"seed = {secrets.randbelow(10**9)}\n",
            encoding="utf-8",
        )
        print(f"No {SECRET.name} yet: made one, with a seed of its own.")
    expected = f"{SECRET} must hold a line like `seed = 12345`"
    try:
        seed = tomllib.loads(SECRET.read_text(encoding="utf-8-sig")).get("seed")
    except ValueError as error:
        raise ValueError(f"{expected}: {error}") from error
    if not isinstance(seed, int) or isinstance(seed, bool) or seed < 0:
        raise ValueError(f"{expected}, got seed = {seed!r}")
    return seed
