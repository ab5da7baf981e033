"""What the outputs of a graded notebook are worth, by nbgrader's rules and two of our own.

nbgrader gives full marks for a test cell whose value is negative or not a number, and for one
that prints to stderr none; here the first gives none, and the second is nobody's fault.
"""

import logging
from collections.abc import Iterable, Mapping

from nbformat import NotebookNode
from nbgrader import utils

from .assignment import Sheet

NO_RESPONSE = "No response."  # nbgrader's own words

Scores = dict[str, float | None]
Comments = dict[str, str | None]


def results(
    notebooks: Mapping[str, NotebookNode], sheets: Iterable[Sheet]
) -> tuple[Scores, Comments]:
    """Return the points and remarks of every cell that has any, by the gradebook's id of the cell.

    A notebook that is not there scores 0.

    Raises
    ------
    ValueError
        A notebook lacks a cell that is graded.
    """
    scores: Scores = {}
    comments: Comments = {}
    for sheet in sheets:
        if sheet.name not in notebooks:
            scores |= dict.fromkeys(sheet.points, 0.0)
            comments |= dict.fromkeys(sheet.commented)
            continue
        cells = {
            cell.metadata.nbgrader.get("grade_id"): cell
            for cell in notebooks[sheet.name].cells
            if "nbgrader" in cell.metadata
        }
        if lacking := sorted({*sheet.graded.values(), *sheet.commented.values()} - cells.keys()):
            raise ValueError(f"the graded notebook {sheet.name!r} lacks {', '.join(lacking)}")
        scores |= dict.fromkeys(sheet.tasks)
        scores |= {i: auto_score(cells[name], sheet.points[i]) for i, name in sheet.graded.items()}
        comments |= {i: auto_comment(cells[name]) for i, name in sheet.commented.items()}
    return scores, comments


def auto_score(cell: NotebookNode, points: float) -> float | None:
    """Return the points of a graded cell, or None where a person has to give them."""
    if cell.cell_type != "code" or utils.is_solution(cell):
        return utils.determine_grade(cell)[0]
    for output in cell.outputs:
        if output["output_type"] == "error":
            return 0.0
        if output["output_type"] == "execute_result":
            return _partial_credit(cell, output, points)
    return points


def auto_comment(cell: NotebookNode) -> str | None:
    """Return what the grader remarks on an answer: that there is none, or nothing."""
    if utils.is_task(cell) or cell.metadata.nbgrader.get("checksum") != utils.compute_checksum(
        cell
    ):
        return None
    return NO_RESPONSE


def _partial_credit(cell: NotebookNode, output: NotebookNode, points: float) -> float:
    text = output["data"].get("text/plain", "")
    try:
        number = float(text)
    except ValueError:
        return points  # the value of the last line is not a number, and not meant as one
    if 0 <= number <= points:
        return number
    logging.getLogger(__name__).warning(
        "%s: the test cell gives %s of %g points, which counts as 0",
        cell.metadata.nbgrader["grade_id"],
        text,
        points,
    )
    return 0.0
