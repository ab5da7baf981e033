"""A text notebook stays what the book needs when somebody opens it in JupyterLab."""

import shutil

import pytest
from jupyter_server.services.contents.largefilemanager import LargeFileManager
from jupytext.sync_contentsmanager import build_sync_jupytext_contents_manager_class

from book import ROOT
from book.pages import front_matter, notebooks, read_notebook


def cells(page):
    return [(cell.source, cell.metadata) for cell in read_notebook(page).cells]


@pytest.mark.parametrize("page", notebooks(), ids=lambda page: page.stem)
def test_a_page_that_jupyterlab_saved_has_the_same_front_matter_and_cells(page, tmp_path):
    for file in (page, ROOT / "jupytext.toml"):
        shutil.copy(file, tmp_path)
    lab = build_sync_jupytext_contents_manager_class(LargeFileManager)(root_dir=str(tmp_path))
    notebook = lab.get(page.name, type="notebook")["content"]
    lab.save({"type": "notebook", "format": "json", "content": notebook}, page.name)
    saved = tmp_path / page.name
    assert front_matter(saved) == front_matter(page)
    assert cells(saved) == cells(page)
