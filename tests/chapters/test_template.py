"""Every chapter follows the template: the parts that can be checked by reading its text."""

import itertools
import re
from pathlib import Path

import nbformat
import pytest

from book.chapter_map import chapters
from book.execute import executed_path
from book.pages import front_matter, notebooks, read_notebook

CHAPTERS = pytest.mark.parametrize("page", chapters(), ids=lambda page: page.stem)
NOTEBOOKS = pytest.mark.parametrize("page", notebooks(), ids=lambda page: page.stem)
LAST_SECTIONS = ["Pitfalls", "Summary", "Self-check", "Assignment", "Sources"]
# Measured on the build machine, in CPU seconds; tuning and the capstone train many networks.
SECONDS, LONG_SECONDS = 25, 90
LONG = {"20", "27"}
LINE = 80  # characters of code that a page shows without scrolling
WORDS_ONLY = {"75", "139"}  # errata about a word, which no cell can prove
# Cells tagged `timing`: what they show is measured. Code cells are counted from 0.
TIMED = {f"11_vectorization: cell {number}" for number in (4, 21, 22, 23, 25, 27, 28, 31, 33, 35)}


def prose(page: Path) -> str:
    cells = read_notebook(page).cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def headings(page: Path) -> list[str]:
    return re.findall(r"^## (.+)$", prose(page), flags=re.MULTILINE)


@CHAPTERS
def test_a_chapter_ends_with_the_agreed_sections(page):
    assert headings(page)[-len(LAST_SECTIONS) :] == LAST_SECTIONS


@CHAPTERS
def test_a_chapter_opens_with_what_it_teaches_and_follows(page):
    opening = prose(page).split("\n## ")[0]
    assert "After this chapter you can" in opening
    assert 3 <= len(re.findall(r"^- ", opening, flags=re.MULTILINE)) <= 5
    assert re.search(r"lines \d+–\d+ of the notes", opening)
    assert isinstance(front_matter(page)["builds_on"], list)


@CHAPTERS
def test_a_chapter_asks_three_to_five_questions_with_folded_answers(page):
    questions = prose(page).split("\n## Self-check")[1].split("\n## ")[0]
    assert 3 <= questions.count("{dropdown}") <= 5


@CHAPTERS
def test_a_chapter_has_a_slider(page):
    code = "\n".join(cell.source for cell in read_notebook(page).cells if cell.cell_type == "code")
    assert "explore(" in code


@CHAPTERS
def test_an_errata_box_names_its_lines_and_is_followed_by_its_proof(page):
    cells = read_notebook(page).cells
    for cell, following in itertools.pairwise(cells):
        for box in re.findall(r":::\{admonition\} The notes say\n.*?\n:::", cell.source, re.DOTALL):
            assert ":class: errata" in box
            assert re.search(r"\blines? \d+", box)
            assert re.search(r"errata\.md#erratum-\d+", box)
            entries = set(re.findall(r"errata\.md#erratum-(\d+)", box))
            if not entries <= WORDS_ONLY:
                assert following.cell_type == "code"
                assert "assert" in following.source


@NOTEBOOKS
def test_code_that_is_meant_to_be_read_fits_the_page(page):
    for cell in read_notebook(page).cells:
        folded = {"hide-input", "remove-input", "remove-cell"} & set(cell.metadata.get("tags", []))
        if cell.cell_type == "code" and not folded:
            too_long = [line for line in cell.source.split("\n") if len(line) > LINE]
            assert too_long == []


@CHAPTERS
def test_a_chapter_cites_its_sources(page):
    assert "{cite:t}" in prose(page).split("\n## Sources")[1]


@NOTEBOOKS
def test_no_output_shows_a_warning_or_the_error_stream(page):
    executed = nbformat.read(executed_path(page), as_version=4)
    for cell in executed.cells:
        may_raise = "raises-exception" in cell.metadata.get("tags", [])
        for output in cell.get("outputs", []):
            assert output.get("name") != "stderr", cell.source
            text = output.get("text") or output.get("data", {}).get("text/plain", "")
            assert may_raise or "Warning" not in text, cell.source
            assert may_raise or output.output_type != "error", cell.source


@NOTEBOOKS
def test_a_figure_that_is_shown_is_in_the_page(page):
    executed = nbformat.read(executed_path(page), as_version=4)
    for cell in executed.cells:
        if cell.cell_type == "code" and "plt.show()" in cell.source:
            assert any("image/png" in output.get("data", {}) for output in cell.outputs)


@NOTEBOOKS
def test_a_picture_has_its_text(page):
    executed = nbformat.read(executed_path(page), as_version=4)
    for cell in executed.cells:
        pictures = [
            output
            for output in cell.get("outputs", [])
            if "image/png" in output.get("data", {}) and "text/html" not in output.data
        ]
        if pictures:
            assert len(cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")) > 30, (
                cell.source
            )


@NOTEBOOKS
def test_a_page_runs_in_the_time_it_is_given(page):
    seconds = nbformat.read(executed_path(page), as_version=4).metadata.book["cpu_seconds"]
    assert seconds <= (LONG_SECONDS if page.stem[:2] in LONG else SECONDS)


@NOTEBOOKS
def test_only_listed_cells_may_give_other_outputs_in_another_run(page):
    cells = read_notebook(page).cells
    code = [cell for cell in cells if cell.cell_type == "code"]
    for number, cell in enumerate(code):
        tags = set(cell.metadata.get("tags", []))
        ignored = tags & {"timing", "nbval-ignore-output", "nbval-skip"} or "NBVAL" in cell.source
        assert not ignored or f"{page.stem}: cell {number}" in TIMED
