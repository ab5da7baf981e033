"""What all tests share: the book, built once, and what an ordinary user's machine may lack."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
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
