"""Which files are pages of the book, and how a text notebook is read."""

from pathlib import Path
from typing import Any

import nbformat
import yaml
from myst_nb.core.read import read_myst_markdown_notebook
from sphinx_external_toc.parsing import parse_toc_yaml

from . import ROOT


def pages() -> list[Path]:
    """Return every page of `_toc.yml`, in its order."""
    toc = parse_toc_yaml(ROOT / "_toc.yml")
    return [ROOT / f"{name}.md" for name in toc]


def notebooks() -> list[Path]:
    """Return the pages that hold code to run."""
    return [page for page in pages() if "kernelspec" in front_matter(page)]


def front_matter(page: Path) -> dict[str, Any]:
    """Return the YAML between the two `---` lines at the top of a page."""
    head, _, rest = page.read_text(encoding="utf-8").partition("\n---\n")
    return yaml.safe_load(head.removeprefix("---\n")) if rest and head.startswith("---\n") else {}


def read_notebook(page: Path) -> nbformat.NotebookNode:
    """Read a text notebook just as the book does, with the first line of each cell."""
    text = page.read_text(encoding="utf-8")
    return read_myst_markdown_notebook(text, add_source_map=True, path=page)
