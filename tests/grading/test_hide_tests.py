"""A feedback page says in one sentence what failed, and shows nothing of hidden tests."""

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from grading.hide_tests import HideTests

HIDDEN = "check(f)\n### BEGIN HIDDEN TESTS\ncheck(f, secret)\n### END HIDDEN TESTS"
SHOWN = new_output("display_data", {"text/plain": "what f was called with"})


def page(source, *outputs):
    """Return the test cell as a feedback page has it."""
    graded = {"nbgrader": {"grade": True, "grade_id": "test_f"}}
    cell = new_code_cell(source, outputs=list(outputs), metadata=graded)
    notebook, _ = HideTests().preprocess(new_notebook(cells=[cell]), {})
    return notebook.cells[0]


def error(ename, evalue):
    return new_output("error", ename=ename, evalue=evalue, traceback=["secret line", "secret line"])


def test_what_a_function_shows_in_hidden_tests_stays_hidden():
    cell = page(HIDDEN, SHOWN, error("CheckFailed", "f: wrong for one example."))
    assert cell.source == "check(f)"
    assert [output.traceback for output in cell.outputs] == [["f: wrong for one example."]]


def test_what_an_open_test_shows_is_kept():
    assert page("check(f)", SHOWN).outputs == [SHOWN]


@pytest.mark.parametrize(
    ("errors", "sentence"),
    [
        ([error("NameError", "name 'f' is not defined")], "NameError: name 'f' is not defined"),
        (
            [error("KeyboardInterrupt", ""), error("CellTimeoutError", "")],
            "This took too long and was stopped. Is there a loop without an end?",
        ),
    ],
)
def test_an_error_becomes_one_sentence(errors, sentence):
    assert [output.traceback for output in page("check(f)", *errors).outputs] == [[sentence]]
