"""Carries a student's work into a corrected version of an assignment."""

from pathlib import Path

import nbformat


def update(mine: Path, corrected: Path) -> Path:
    """Write the corrected assignment with the student's answers, beside the student's notebook.

    Answers are found by nbgrader's ``grade_id``.  Cells that the student added are appended at
    the end.  Neither given file is touched.

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
    answers = {_id(cell): cell for cell in old.cells if _is_answer(cell)}
    places = {_id(cell): cell for cell in new.cells if _is_answer(cell)}
    if not answers.keys() & places.keys():
        raise ValueError(f"{mine.name} and {corrected.name} have no answer cell in common")
    for grade_id in answers.keys() & places.keys():
        places[grade_id].source = answers[grade_id].source
    released = {cell.get("id") for cell in new.cells}
    own = [
        cell
        for cell in old.cells
        if (_is_answer(cell) and _id(cell) not in places)
        or ("nbgrader" not in cell.metadata and cell.get("id") not in released)
    ]
    new.cells.extend(own)
    target = mine.with_name(f"{mine.stem}-updated.ipynb")
    with target.open("x", encoding="utf-8") as file:
        nbformat.write(new, file)
    return target


def _read(path: Path) -> nbformat.NotebookNode:
    try:
        return nbformat.read(path, as_version=4)
    except (nbformat.reader.NotJSONError, nbformat.ValidationError, UnicodeDecodeError) as error:
        raise ValueError(f"{path} is not a notebook: {str(error)[:120]}") from error


def _id(cell: nbformat.NotebookNode) -> str:
    return cell.metadata["nbgrader"]["grade_id"]


def _is_answer(cell: nbformat.NotebookNode) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("solution"))
