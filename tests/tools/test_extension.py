"""What changed reaches the reader, and what is gone does not."""

from types import SimpleNamespace

import pytest

from book import extension


@pytest.fixture
def static(tmp_path):
    (tmp_path / "book.css").write_text("p { color: black; }")
    return tmp_path


def test_the_digest_follows_the_contents_and_the_names_of_the_files(static):
    before = extension.digest(static)
    assert extension.digest(static) == before
    (static / "book.css").write_text("p { color: navy; }")
    changed = extension.digest(static)
    (static / "book.css").rename(static / "site.css")
    assert len({before, changed, extension.digest(static)}) == 3


def test_nothing_stays_of_a_page_that_is_no_page_any_more(tmp_path):
    chapters = tmp_path / "chapters"
    chapters.mkdir()
    for name in ("01_here.html", "01_here.ipynb", "02_gone.html", "02_gone.ipynb"):
        (chapters / name).touch()
    env = SimpleNamespace(found_docs={"index", "chapters/01_here"})
    extension.remove_old_pages(SimpleNamespace(outdir=tmp_path, env=env), None)
    assert sorted(file.name for file in chapters.iterdir()) == ["01_here.html", "01_here.ipynb"]


def test_the_digest_is_a_setting_that_has_pages_written_anew(static, monkeypatch):
    monkeypatch.setattr(extension, "STATIC", static)
    settings = {}
    app = SimpleNamespace(
        add_directive=lambda *_: None,
        add_config_value=lambda name, value, rebuild: settings.update({name: (value, rebuild)}),
        connect=lambda *_, **__: None,
        config=SimpleNamespace(),
    )
    extension.setup(app)
    assert settings["static_digest"] == (extension.digest(static), "html")
