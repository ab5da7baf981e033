"""A corrected version of an assignment keeps what a student has written."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from exercises.update import update


def answer(grade_id, source):
    return new_code_cell(source, metadata={"nbgrader": {"grade_id": grade_id, "solution": True}})


@pytest.fixture
def versions(tmp_path):
    shared = new_markdown_cell("Task 1")
    old = new_notebook(cells=[shared, answer("a", "mine = 1"), new_code_cell("my_helper = 2")])
    new = new_notebook(
        cells=[shared, new_markdown_cell("Corrected"), answer("a", ""), answer("b", "")]
    )
    for name, notebook in (("old", old), ("new", new)):
        nbformat.write(notebook, tmp_path / f"{name}.ipynb")
    return tmp_path / "old.ipynb", tmp_path / "new.ipynb"


def test_answers_and_own_cells_come_along_and_the_text_is_new(versions):
    sources = [cell.source for cell in nbformat.read(update(*versions), as_version=4).cells]
    assert sources == ["Task 1", "Corrected", "mine = 1", "", "my_helper = 2"]


def test_an_answer_whose_task_is_gone_is_kept_at_the_end(versions):
    old, new = versions
    sources = [cell.source for cell in nbformat.read(update(new, old), as_version=4).cells]
    assert sources[-1] == ""


def test_neither_notebook_is_touched_and_nothing_is_overwritten(versions):
    before = [path.read_bytes() for path in versions]
    update(*versions)
    assert [path.read_bytes() for path in versions] == before
    with pytest.raises(FileExistsError):
        update(*versions)


def test_two_different_assignments_are_refused(versions):
    old, new = versions
    nbformat.write(new_notebook(cells=[answer("z", "")]), new)
    with pytest.raises(ValueError, match="no answer cell in common"):
        update(old, new)


def test_a_file_that_is_no_notebook_is_refused(versions):
    old, new = versions
    new.write_text("not a notebook")
    with pytest.raises(ValueError, match="is not a notebook"):
        update(old, new)
