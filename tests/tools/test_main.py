"""`python -m book` says what went wrong, and says it again until it is mended."""

import subprocess

import pytest

from book import __main__ as command


def test_after_a_failed_build_every_page_is_read_again(tmp_path, monkeypatch):
    read_pages = tmp_path / ".doctrees"
    read_pages.mkdir()
    monkeypatch.setattr(command, "BUILD", tmp_path)
    monkeypatch.setattr(command, "JUPYTER_BOOK", "pass")
    command.build()
    assert read_pages.exists()
    monkeypatch.setattr(command, "JUPYTER_BOOK", "raise SystemExit(1)")
    with pytest.raises(subprocess.CalledProcessError):
        command.build()
    assert not read_pages.exists()
