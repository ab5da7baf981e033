"""A corrected version of an assignment keeps what a student has written."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from exercises.update import update

pytestmark = pytest.mark.filterwarnings("error")  # of cells without an id of their own
ODD_CELLS = '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [3]}'


def answer(grade_id, source):
    return new_code_cell(source, metadata={"nbgrader": {"grade_id": grade_id, "solution": True}})


@pytest.fixture
def versions(tmp_path):
    shared = new_markdown_cell("Task 1")
    old = new_notebook(
        cells=[
            shared,
            new_markdown_cell("Hint with an eror", id="hint"),
            new_code_cell("my_helper = 2"),
            answer("a", "mine = 1"),
        ]
    )
    new = new_notebook(
        cells=[shared, new_markdown_cell("Hint", id="hint"), answer("a", ""), answer("b", "")]
    )
    for name, notebook in (("old", old), ("new", new)):
        nbformat.write(notebook, tmp_path / f"{name}.ipynb")
    return tmp_path / "old.ipynb", tmp_path / "new.ipynb"


@pytest.fixture
def change(versions):
    """Return a function that changes the student's notebook and saves it."""

    def save(how):
        notebook = nbformat.read(versions[0], as_version=4)
        how(notebook)
        nbformat.write(notebook, versions[0])

    return save


def updated(versions):
    notebook = nbformat.read(update(*versions), as_version=4)
    nbformat.validate(notebook)
    return notebook.cells


def sources(versions):
    return [cell.source for cell in updated(versions)]


def test_answers_and_own_cells_come_along_and_the_text_is_new(versions):
    assert sources(versions) == ["Task 1", "my_helper = 2", "Hint", "mine = 1", ""]


def test_an_answer_whose_task_is_gone_is_kept_and_is_no_answer_any_more(versions, change):
    change(lambda notebook: notebook.cells.append(answer("gone", "mine = 3")))
    old = next(cell for cell in updated(versions) if cell.source == "mine = 3")
    assert "nbgrader" not in old.metadata


def test_what_was_added_to_a_cell_of_the_release_is_kept(versions, change):
    imports = new_code_cell("import numpy", id="imports")
    new = nbformat.read(versions[1], as_version=4)
    new.cells.insert(1, imports)
    nbformat.write(new, versions[1])
    more = new_code_cell("import numpy\nmy_helper = 4", id="imports")
    change(lambda notebook: notebook.cells.insert(1, more))
    assert sources(versions)[:3] == ["Task 1", more.source, "my_helper = 2"]


def test_the_parts_of_a_split_answer_stay_together_in_their_order(versions, change):
    change(lambda notebook: notebook.cells.append(answer("a", "more = 2")))
    assert sources(versions)[3] == "mine = 1\n\nmore = 2"


def test_the_pictures_of_a_written_answer_come_along(versions, change):
    pictures = {"cube.png": {"image/png": "AAAA"}}
    for path in versions:
        notebook = nbformat.read(path, as_version=4)
        nbgrader = {"grade_id": "words", "solution": True}
        written = new_markdown_cell("![](attachment:cube.png)", metadata={"nbgrader": nbgrader})
        notebook.cells.append(written)
        nbformat.write(notebook, path)
    change(lambda notebook: notebook.cells[-1].update(attachments=pictures))
    assert updated(versions)[-1].attachments == pictures


def test_a_notebook_whose_cells_have_no_ids_is_not_taken_for_the_students_own(versions, change):
    def older(notebook):
        notebook.nbformat_minor = 4
        notebook.cells[1] = new_markdown_cell("My own note")
        for cell in notebook.cells:
            del cell["id"]

    change(older)
    assert sources(versions) == ["Task 1", "My own note", "my_helper = 2", "Hint", "mine = 1", ""]


def test_neither_notebook_is_touched_and_nothing_is_overwritten(versions):
    before = [path.read_bytes() for path in versions]
    update(*versions)
    assert [path.read_bytes() for path in versions] == before
    with pytest.raises(FileExistsError, match=r"old-updated.ipynb is there already: rename it"):
        update(*versions)


def test_two_different_assignments_are_refused(versions):
    old, new = versions
    nbformat.write(new_notebook(cells=[answer("z", "")]), new)
    with pytest.raises(ValueError, match="no answer cell in common"):
        update(old, new)


@pytest.mark.parametrize("text", ["not a notebook", "[]", ODD_CELLS])
def test_a_file_that_is_no_notebook_is_refused(versions, text):
    old, new = versions
    new.write_text(text)
    with pytest.raises(ValueError, match="is not a notebook"):
        update(old, new)
