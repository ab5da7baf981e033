"""Changes of a notebook around its answers."""

import copy
from collections.abc import Callable
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from tests.grading.assignment import ANSWERS

from .attack import tests_of

Change = Callable[[NotebookNode], object]
POINTS_SHOWN = new_output("execute_result", {"text/plain": "308"}, execution_count=1)


def each_test(**what: Any) -> Change:
    """Return a change that sets fields of every test cell."""

    def change(notebook: NotebookNode) -> None:
        for cell in tests_of(notebook):
            cell.update(copy.deepcopy(what))

    return change


def each_nbgrader(**what: Any) -> Change:
    """Return a change that sets nbgrader's metadata of every cell that has any."""

    def change(notebook: NotebookNode) -> None:
        for cell in notebook.cells:
            if "nbgrader" in cell.metadata:
                cell.metadata["nbgrader"].update(copy.deepcopy(what))

    return change


def each_test_nbgrader(**what: Any) -> Change:
    """Return a change that sets nbgrader's metadata of every test cell."""

    def change(notebook: NotebookNode) -> None:
        for cell in tests_of(notebook):
            cell.metadata["nbgrader"].update(what)

    return change


def all_metadata(what: Any) -> Change:
    """Return a change that puts something else in place of nbgrader's metadata."""

    def change(notebook: NotebookNode) -> None:
        for cell in tests_of(notebook):
            cell.metadata["nbgrader"] = what

    return change


def every_cell(**what: Any) -> Change:
    """Return a change that sets fields of every cell."""
    return lambda notebook: [cell.update(copy.deepcopy(what)) for cell in notebook.cells]


def whole(**what: Any) -> Change:
    """Return a change that sets fields of the notebook."""
    return lambda notebook: notebook.update(copy.deepcopy(what))


def tagged(tag: str, *outputs: NotebookNode) -> Change:
    def change(notebook: NotebookNode) -> None:
        for cell in tests_of(notebook):
            cell.metadata["tags"] = [tag]
            cell.outputs = list(outputs)

    return change


def deleted(notebook: NotebookNode) -> None:
    notebook.cells = [cell for cell in notebook.cells if cell not in tests_of(notebook)]


def moved(notebook: NotebookNode) -> None:
    tests = tests_of(notebook)
    deleted(notebook)
    notebook.cells = [*tests, *notebook.cells]


def copied(first: str, second: str) -> Change:
    def change(notebook: NotebookNode) -> None:
        tests = copy.deepcopy(tests_of(notebook))
        for cell in tests_of(notebook):
            cell.source = first or cell.source
        for cell in tests:
            cell.source = second or cell.source
        notebook.cells += tests

    return change


def renamed(notebook: NotebookNode) -> None:
    for cell, name in zip(tests_of(notebook), ANSWERS, strict=True):
        cell.metadata.nbgrader["grade_id"] = name


def new_test(notebook: NotebookNode) -> None:
    nbgrader = dict(tests_of(notebook)[0].metadata.nbgrader, grade_id="mine", points=294)
    notebook.cells.append(new_code_cell("294", metadata={"nbgrader": nbgrader}))


def answered_twice(notebook: NotebookNode) -> None:
    notebook.cells += copy.deepcopy(notebook.cells)


def one_name_for_all(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        cell.metadata["nbgrader"] = dict(tests_of(notebook)[0].metadata.nbgrader)


def crowded(notebook: NotebookNode) -> None:
    notebook.cells += [new_code_cell(f"x = {number}") for number in range(10_000)]


def wide(notebook: NotebookNode) -> None:
    notebook.cells.append(new_code_cell(f"x = '{4_000_000 * 'x'}'"))


def long(notebook: NotebookNode) -> None:
    notebook.cells.append(new_code_cell(500_000 * "x = 1\n"))


def deep_code(notebook: NotebookNode) -> None:
    notebook.cells.append(new_code_cell(f"x = {100_000 * '('}1{100_000 * ')'}\n"))
    notebook.cells.append(new_code_cell(f"x = {100_000 * '-'}1\n"))


def kinds_exchanged(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.cell_type = "markdown" if cell.cell_type == "code" else "code"


def delimiters(notebook: NotebookNode) -> None:
    for text in ("### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS", "### BEGIN SOLUTION"):
        notebook.cells.append(new_code_cell(f"{text}\nx = 1"))
        notebook.cells[-2].source += f"\n{text}\n=== BEGIN MARK SCHEME ==="
        for cell in notebook.cells:
            if cell.metadata.get("nbgrader", {}).get("solution"):
                cell.source += f"\n{text}\n"


def odd_attachments(notebook: NotebookNode) -> None:
    attached = {"../x": {"image/svg+xml": "<svg onload='alert(31337)'/>", "image/png": 31337}}
    notebook.cells.append(new_markdown_cell("![x](attachment:../x)"))
    for cell in notebook.cells[-2:]:
        cell["attachments"] = attached  # nbformat itself would refuse to
