"""Chapters are run when, and only when, something changed; a failure names its place."""

import pytest

from book import execute
from book.execute import ChapterError, bring_up_to_date, executed_path, run

HEAD = """---
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

```{code-cell} ipython3
from course_lib import McCullochPitts
```
"""


@pytest.fixture
def page(tmp_path, monkeypatch):
    for name, folder in (("ROOT", ""), ("EXECUTED", "executed"), ("CACHE", "cache")):
        monkeypatch.setattr(execute, name, tmp_path / folder)
    (tmp_path / "requirements.txt").write_text("")
    path = tmp_path / "90_page.md"
    path.write_text(HEAD)
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


def test_a_change_in_a_module_that_the_page_loaded_runs_it_again(page, capsys, monkeypatch):
    notebook = run(page)
    library = notebook.metadata.book.library
    assert any(path.endswith("neurons.py") for path in library)
    assert not any(path.endswith("checks.py") for path in library)
    assert runs(page, capsys)
    (page.parent / "requirements.txt").write_text("numpy==9")
    assert runs(page, capsys)


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
