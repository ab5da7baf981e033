"""What tests of the grader need of a machine."""

import shutil
from pathlib import Path

import pytest

from grading import sandbox
from tests.conftest import missing

from .two_notebooks import release


@pytest.fixture(scope="session")
def sandboxed() -> None:
    """The sandbox works here."""
    try:
        sandbox.check()
    except sandbox.NoSandbox as error:
        missing(str(error))


@pytest.fixture(scope="session")
def released(tmp_path_factory) -> Path:
    """The course of two notebooks, as it was released."""
    root = tmp_path_factory.mktemp("released")
    release(root)
    return root


@pytest.fixture
def root(released, tmp_path) -> Path:
    """A copy of it, for one test."""
    shutil.copytree(released, tmp_path, dirs_exist_ok=True)
    return tmp_path
