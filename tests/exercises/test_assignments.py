"""Every assignment: who is right gets all points, who is wrong loses where it should."""

import ast
import sys

import jupytext
import nbformat
import pytest

from exercises import ASSIGNMENTS, names, text
from exercises.class_of import solutions, written
from exercises.mistakes import mistakes
from exercises.release import release
from exercises.text import PLACEHOLDER, read_assignment

from .conftest import SEED, student

CHAPTERS = ASSIGNMENTS.parents[1] / "chapters"
NAMES = pytest.mark.parametrize("name", names())


def nbgrader_cells(name):
    return [cell for cell in read_assignment(name).cells if "nbgrader" in cell.metadata]


def test_the_right_solution_gets_every_point(graded):
    cells = graded.marks["right"]
    lost = {cell for cell, (score, most) in cells.items() if score != most}
    assert lost == written(graded.name).keys()  # those wait for a person
    assert sum(most for _, most in cells.values()) >= 10


def test_the_untouched_release_gets_nothing_and_only_its_checks_fail(graded):
    assert {score for score, _ in graded.marks["untouched"].values()} == {0}
    assert graded.reasons["untouched"]
    for reason in graded.reasons["untouched"]:
        assert "not written yet" in reason or "wrong for" in reason


def test_a_plausible_mistake_loses_in_its_task_only_and_gets_its_hint(graded):
    listed = mistakes(graded.name)
    assert len(listed) >= 4
    for what, mistake in listed.items():
        cells = graded.marks[student(what)]
        lost = {cell for cell, (score, most) in cells.items() if score < most}
        assert lost - written(graded.name).keys() == set(mistake.loses), what
        assert any(mistake.hint in reason for reason in graded.reasons[student(what)]), what


@NAMES
def test_the_page_for_students_lists_it_with_its_title_and_points(name):
    cells = read_assignment(name).cells
    title = cells[0].source.partition("\n")[0].removeprefix("# ").replace(" · ", ", *") + "*"
    points = sum(c.metadata["nbgrader"].get("points", 0) for c in nbgrader_cells(name))
    page = (CHAPTERS / "students.md").read_text(encoding="utf-8")
    row = next((line for line in page.splitlines() if line.startswith(f"| {title} |")), None)
    assert row is not None, title
    chapter, worth = row.strip("| ").split(" | ")[1:]
    assert int(worth.partition(",")[0]) == points
    by_hand = sum(written(name).values())
    assert (f"{by_hand:g} for a written answer" in worth) == (by_hand > 0)
    page = chapter.partition("](")[2].rstrip(")")
    assert title.partition(",")[0] in (CHAPTERS / page).read_text(encoding="utf-8")


def test_nothing_hidden_is_in_the_release(graded):
    released = graded.released.read_text(encoding="utf-8")
    for secret in ("BEGIN", "SOLUTION", "HIDDEN", "MARK SCHEME", PLACEHOLDER, "right_"):
        assert secret not in released
    for code in solutions(graded.name).values():
        for line in code.split("### BEGIN SOLUTION\n")[1].split("### END SOLUTION")[0].split("\n"):
            if len(line.strip()) > 20 and "import" not in line:
                assert line.strip() not in released


def test_feedback_shows_neither_hidden_code_nor_the_seed(graded):
    for page in graded.feedback.values():
        assert "right_" not in page
        assert str(SEED) not in page


def test_the_release_is_a_valid_notebook_for_any_jupyter(graded):
    notebook = nbformat.read(graded.released, as_version=4)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"


def test_a_release_that_nbgrader_refuses_says_why_and_leaves_the_earlier_one(graded, monkeypatch):
    def without_a_test(name):
        notebook = read_assignment(name)
        last = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("locked")][-1]
        notebook.cells.remove(last)
        return notebook

    before = graded.released.read_bytes()
    monkeypatch.setattr(text, "read_assignment", without_a_test)
    with pytest.raises(RuntimeError, match="because there are submissions associated with it"):
        release(graded.name, graded.course)
    assert graded.released.read_bytes() == before


@NAMES
def test_the_text_round_trips(name):
    before = read_assignment(name)
    after = jupytext.reads(jupytext.writes(before, fmt="md:myst"), fmt="md:myst")
    assert [(c.cell_type, c.source, c.metadata) for c in after.cells] == [
        (c.cell_type, c.source, c.metadata) for c in before.cells
    ]


@NAMES
def test_every_graded_cell_has_its_own_id(name):
    ids = [cell.metadata["nbgrader"]["grade_id"] for cell in nbgrader_cells(name)]
    assert len(ids) == len(set(ids))


@NAMES
def test_reference_solutions_import_numpy_and_the_standard_library_only(name):
    allowed = {"numpy", *sys.stdlib_module_names}
    for code in solutions(name).values():
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.Import | ast.ImportFrom):
                module = getattr(node, "module", None) or node.names[0].name
                assert module.partition(".")[0] in allowed


@NAMES
def test_every_task_has_points_in_an_open_and_in_a_further_check(name):
    graded_cells = [c for c in nbgrader_cells(name) if c.metadata["nbgrader"]["grade"]]
    assert any("HIDDEN TESTS" in cell.source for cell in graded_cells)
    assert any("HIDDEN TESTS" not in cell.source for cell in graded_cells)
    assert all(cell.metadata["nbgrader"]["points"] > 0 for cell in graded_cells)


def test_each_assignment_has_its_mistakes():
    assert all((ASSIGNMENTS.parent / "mistakes" / f"_{name}.py").exists() for name in names())
