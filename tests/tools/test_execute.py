"""Chapters are run when, and only when, something changed; a failure names its place."""

import pytest
from jupyter_cache import get_cache
from nbclient import NotebookClient

from book import execute
from book.execute import ChapterError, bring_up_to_date, executed_path, run
from book.pages import read_notebook

BEGINNING = """---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

# A page
"""


@pytest.fixture
def page(tmp_path, monkeypatch):
    for name, folder in (("ROOT", ""), ("EXECUTED", "executed"), ("CACHE", "cache")):
        monkeypatch.setattr(execute, name, tmp_path / folder)
    (tmp_path / "requirements.txt").write_text("")
    path = tmp_path / "90_page.md"
    path.write_text(BEGINNING)
    add_cell(path, "from course_lib import McCullochPitts")
    return path


def add_cell(page, code, tags=""):
    page.write_text(f"{page.read_text()}\n```{{code-cell}} ipython3\n{tags}{code}\n```\n")


def runs(page, capsys) -> bool:
    bring_up_to_date([page])
    return "[1/1]" in capsys.readouterr().out


def test_a_second_run_has_nothing_to_do_until_the_code_changes(page, capsys):
    assert runs(page, capsys)
    assert not runs(page, capsys)
    page.write_text(page.read_text() + "\nOnly words.\n")
    assert not runs(page, capsys)
    add_cell(page, "1 + 1")
    assert runs(page, capsys)
    page.write_text(page.read_text().replace("1 + 1", ":mystnb: {image: {alt: Two}}\n\n1 + 1"))
    assert runs(page, capsys)  # the book looks for outputs by the options too


def test_the_book_finds_in_its_cache_what_was_run(page):
    add_cell(page, "1 + 1", tags=":tags: [hide-input]\n\n")
    bring_up_to_date([page])
    cache = get_cache(str(execute.CACHE))
    record = cache.match_cache_notebook(read_notebook(page))
    assert cache.get_cache_bundle(record.pk).nb.cells[-1].outputs[0].data["text/plain"] == "2"


def test_a_page_runs_again_when_something_changed_that_it_used(page, capsys):
    library = page.parent / "course_lib"  # beside the page, so it comes before the real one
    (library / "datasets").mkdir(parents=True)
    used = [library / "__init__.py", library / "datasets" / "data.csv"]
    used.append(page.parent / "requirements.txt")
    for file in used:
        file.write_text("McCullochPitts = 1943\n")
    (library / "checks.py").write_text("")
    assert runs(page, capsys)
    (library / "checks.py").write_text("changed = True\n")
    assert not runs(page, capsys)
    for file in used:
        file.write_text("McCullochPitts = 1958\n")
        assert runs(page, capsys), file.name
        assert not runs(page, capsys)


def test_while_a_page_is_written_others_run_only_if_their_code_did_not(page, capsys):
    other = page.with_name("91_other.md")
    other.write_text(page.read_text())
    bring_up_to_date([page, other], other)
    assert "2 of 2 notebooks to run" in capsys.readouterr().out
    (page.parent / "requirements.txt").write_text("numpy==9")
    bring_up_to_date([page, other], other)
    out = capsys.readouterr().out
    assert "1 of 2 notebooks to run" in out
    assert "[1/1] 91_other.md" in out


def test_figures_are_in_the_page_whatever_the_shell_says_of_matplotlib(page, monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "Agg")
    add_cell(page, "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()")
    assert "image/png" in run(page).cells[-1].outputs[-1].data


def test_a_kernel_that_does_not_start_is_reported_with_its_page(page, monkeypatch):
    def execute(client):
        raise PermissionError("/home/me/.ipython")

    monkeypatch.setattr(NotebookClient, "execute", execute)
    with pytest.raises(ChapterError, match=r"90_page.md: the kernel did not start: .*ipython"):
        run(page)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("import os; os._exit(1)", "Kernel died"),
    ],
)
def test_a_failing_cell_is_named_with_its_chapter_and_line(page, code, words):
    add_cell(page, code)
    with pytest.raises(ChapterError) as caught:
        run(page)
    message = str(caught.value)
    assert message.startswith("90_page.md, code cell 2 (line ")
    assert words in message
    assert code in message
    assert not executed_path(page).exists()


def test_a_cell_that_is_meant_to_fail_does_not_stop_the_chapter(page):
    add_cell(page, "1 / 0", tags=":tags: [raises-exception]\n\n")
    add_cell(page, "print('still here')")
    *_, failed, last = run(page).cells
    assert failed.outputs[0].traceback == ["ZeroDivisionError: division by zero"]
    assert last.outputs[0].text == "still here\n"
