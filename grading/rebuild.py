"""Rebuilds a submitted notebook from the release, so that only the student's own text is theirs.

Order, tests, given cells, points and metadata come from the release and the gradebook.  Of the
submission only sources are taken: of answer cells by their ``grade_id``, and of cells that the
student added, each after the released cell that it follows.
"""

from dataclasses import dataclass

import nbformat
from nbformat import NotebookNode

from . import clean
from .assignment import SourceCell
from .job import Cell


@dataclass(frozen=True)
class Rebuilt:
    """A notebook to grade, and the kind of each of its code cells."""

    notebook: NotebookNode
    cells: list[Cell]


@dataclass(frozen=True)
class Template:
    """What a notebook of the assignment is rebuilt from.

    Attributes
    ----------
    release : NotebookNode
    cells : dict
        The gradebook's cells by ``grade_id``.
    open_parts : dict
        Test cells without their hidden regions.
    asked_for : dict
        The names that answer cells are to define.
    """

    release: NotebookNode
    cells: dict[str, SourceCell]
    open_parts: dict[str, str]
    asked_for: dict[str, list[str]]


def rebuild(template: Template, submitted: NotebookNode) -> Rebuilt:
    """Return the notebook that is graded in place of a submitted one."""
    answers, added = _sort_out(template, submitted)
    cells: list[NotebookNode] = []
    kinds: list[Cell] = []

    def put(cell: NotebookNode, kind: Cell | None) -> None:
        cell["id"] = f"cell-{len(cells)}"
        cells.append(cell)
        if kind:
            kinds.append(kind)

    def put_added(after: int) -> None:
        for cell in added.get(after, []):
            put(_students(cell), Cell("answer", cell.source) if cell.cell_type == "code" else None)

    put_added(-1)
    for place, released in enumerate(template.release.cells):
        put(*_released_cell(template, released, answers))
        put_added(place)
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata = nbformat.from_dict(
        {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    )
    return Rebuilt(notebook, kinds)


def _released_cell(
    template: Template, released: NotebookNode, answers: dict[str, list[NotebookNode]]
) -> tuple[NotebookNode, Cell | None]:
    grade_id = _grade_id(released)
    known = template.cells.get(grade_id) if grade_id else None
    cell = _copy(released)
    program = released.source
    kind = "demo" if "demo" in released.metadata.get("tags", []) else "given"
    if known:
        cell.metadata["nbgrader"] = _metadata(grade_id, known)
        if known.solution:
            kind = "answer"
            if grade_id in answers:
                program = _joined(answers[grade_id])
                cell.source = _shown(program, cell.cell_type)
        else:
            program = cell.source = known.source
            kind = "test" if known.grade else kind
    if cell.cell_type != "code":
        return cell, None
    names = template.asked_for.get(grade_id or "", [])
    return cell, Cell(kind, program, template.open_parts.get(grade_id or "", ""), names)


def _sort_out(
    template: Template, submitted: NotebookNode
) -> tuple[dict[str, list[NotebookNode]], dict[int, list[NotebookNode]]]:
    """Return the submitted answers by ``grade_id`` and added cells by the place they follow."""
    places = {_grade_id(one): n for n, one in enumerate(template.release.cells) if _grade_id(one)}
    texts = {one.source: n for n, one in enumerate(template.release.cells) if not _grade_id(one)}
    answers: dict[str, list[NotebookNode]] = {}
    added: dict[int, list[NotebookNode]] = {}
    last = -1
    for cell in submitted.cells:
        grade_id = _grade_id(cell)
        if grade_id in places:
            last = places[grade_id]
            if template.cells[grade_id].solution:
                answers.setdefault(grade_id, []).append(cell)
        elif cell.source in texts:
            last = texts[cell.source]
        elif _is_own(cell) and grade_id not in template.cells:
            added.setdefault(last, []).append(cell)
    return answers, added


def _is_own(cell: NotebookNode) -> bool:
    """Say whether a cell that the release does not have counts: code, or text for a reader."""
    return cell.cell_type in ("code", "markdown") and bool(cell.source.strip())


def _grade_id(cell: NotebookNode) -> str | None:
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return grade_id if isinstance(grade_id, str) and grade_id else None


def _joined(parts: list[NotebookNode]) -> str:
    """Return an answer that the student has split or copied: all of it, in order."""
    return "\n\n".join(dict.fromkeys(part.source for part in parts))


def _shown(source: str, cell_type: str) -> str:
    """Return a student's source as a page may show it; what runs stays as it is."""
    return clean.markdown(source) if cell_type == "markdown" else clean.text(source, len(source))


def _students(cell: NotebookNode) -> NotebookNode:
    """Return a cell that the student added, with its source only."""
    make = nbformat.v4.new_code_cell if cell.cell_type == "code" else nbformat.v4.new_markdown_cell
    return make(_shown(cell.source, cell.cell_type))


def _copy(released: NotebookNode) -> NotebookNode:
    """Return a released cell without outputs and tags."""
    fresh = {"outputs": [], "execution_count": None} if released.cell_type == "code" else {}
    return nbformat.from_dict({**released, "metadata": {}, **fresh})


def _metadata(grade_id: str, known: SourceCell) -> dict[str, object]:
    said = {
        "schema_version": 3,
        "grade_id": grade_id,
        "grade": known.grade,
        "solution": known.solution,
        "task": known.task,
        "locked": known.locked,
        "checksum": known.checksum,
        "cell_type": known.cell_type,
    }
    return said | ({"points": known.points} if known.points is not None else {})
