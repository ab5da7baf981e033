"""Carries a student's work into a corrected version of an assignment."""

import secrets
from collections import ChainMap
from pathlib import Path

import nbformat


def update(mine: Path, corrected: Path) -> Path:
    """Write the corrected assignment with the student's answers, beside the student's notebook.

    Answers are found by nbgrader's ``grade_id``.  Cells that the student added or changed stay
    where they were.  Neither given file is touched.

    Parameters
    ----------
    mine : pathlib.Path
        The student's notebook.
    corrected : pathlib.Path
        The new release.

    Returns
    -------
    pathlib.Path
        ``NAME-updated.ipynb``, in the folder of the student's notebook.

    Raises
    ------
    ValueError
        A file is not a notebook, or the two are not versions of one assignment.
    FileExistsError
        The notebook to be written is there already.
    """
    old, new = _read(mine), _read(corrected)
    released, ids = {_name(cell) for cell in new.cells}, {cell.get("id") for cell in new.cells}
    answers: dict[str, list[nbformat.NotebookNode]] = {}
    own: dict[str | None, list[nbformat.NotebookNode]] = {}  # by the released cell they follow
    last = None
    for cell in old.cells:
        if _name(cell) in released:
            last = _name(cell)
            if _is_answer(cell):
                answers.setdefault(last, []).append(cell)
        elif _is_own(cell, ids):
            cell.metadata.pop("nbgrader", None)  # an answer of which the task is gone
            cell["id"] = secrets.token_hex(4)
            own.setdefault(last, []).append(cell)
    if not answers:
        raise ValueError(f"{mine.name} and {corrected.name} have no answer cell in common")
    cells = own.pop(None, [])
    for cell in new.cells:
        cells += [cell, *own.pop(_name(cell), [])]
        if parts := answers.get(_name(cell)):  # several, if the student split or copied the cell
            cell.source = "\n\n".join(part.source for part in parts)
            pictures = [part.attachments for part in parts if "attachments" in part]
            if pictures:
                cell["attachments"] = dict(ChainMap(*pictures))
    new.cells = cells
    target = mine.with_name(f"{mine.stem}-updated.ipynb")
    if target.exists():
        raise FileExistsError(f"{target} is there already: rename it first")
    nbformat.write(new, target)
    return target


def _read(path: Path) -> nbformat.NotebookNode:
    try:
        return nbformat.read(path, as_version=4)
    except (ValueError, AttributeError, TypeError, nbformat.ValidationError) as error:
        raise ValueError(f"{path} is not a notebook: {str(error)[:120]}") from error


def _name(cell: nbformat.NotebookNode) -> str:
    """Return what a cell is found by in both notebooks: nbgrader's name for it, or its text."""
    return cell.metadata.get("nbgrader", {}).get("grade_id", cell.source)


def _is_answer(cell: nbformat.NotebookNode) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("solution"))


def _is_own(cell: nbformat.NotebookNode, released: set[str | None]) -> bool:
    """Say whether a cell that the new version does not have is the student's own."""
    if "nbgrader" in cell.metadata:
        return _is_answer(cell)
    # Code may be a released cell with additions; text of a released cell is an older wording.
    return cell.cell_type == "code" or cell.get("id") is None or cell.id not in released
