"""Lets nbval, which knows only ``.ipynb``, test the text notebooks of the book.

Every code cell becomes a test: it is run a second time and its outputs, pictures included, are
compared with those of the book's build.  So what readers see is what anybody gets.
"""

import os
from pathlib import Path

import pytest
from nbval.plugin import IPyNbFile, metadata_tags

from book.execute import ENVIRONMENT, executed_path
from book.pages import notebooks

# What a cell measures is another time in every run; it has to run, and is not compared.
metadata_tags["timing"] = metadata_tags["nbval-ignore-output"]


class TextNotebook(IPyNbFile):
    """A text notebook, whose cells and outputs are read from its executed twin."""

    def __init__(self, **arguments) -> None:
        super().__init__(**arguments)
        self.skip_compare = [kind for kind in self.skip_compare if kind != "image/png"]

    def collect(self) -> list[pytest.Item]:
        page, self.path = self.path, executed_path(self.path)
        cells = list(super().collect())
        self.path = page
        return cells

    def setup(self) -> None:
        os.environ.update(ENVIRONMENT)  # the new kernel inherits it, as in the build
        super().setup()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if file_path.suffix != ".md" or file_path not in notebooks():
        return None
    if not executed_path(file_path).exists():
        raise pytest.UsageError(f"{file_path.name} was not run yet: `make book` comes first")
    return TextNotebook.from_parent(parent, path=file_path)
