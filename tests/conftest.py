"""What all tests share: the book, built once, a browser, and what a machine may lack."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parent.parent
NAMES = ("chromium", "chromium-browser", "google-chrome")
OPTIONS = [
    "--no-sandbox",  # Chromium refuses to run as root with it
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# The processes that tests start write UTF-8 everywhere.
os.environ.update(PYTHONUTF8="1", PYTHONIOENCODING="utf-8")


@pytest.fixture(scope="session")
def site() -> Path:
    """The folder of the built book; `python -m book` builds it first."""
    command = [sys.executable, "-m", "book"]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    if built.returncode:
        pytest.fail(f"python -m book failed:\n{built.stdout}\n{built.stderr}", pytrace=False)
    return ROOT / "_build" / "html"


def missing(what: str) -> None:
    """Skip a test for want of a program, and say so; in CI nothing may be missing."""
    if os.environ.get("CI"):
        pytest.fail(f"{what}: must be there in CI", pytrace=False)
    pytest.skip(what)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if program is None:
        missing("Chromium is not installed, so the pages were not tried in a browser")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=OPTIONS)
        yield started
        started.close()
