"""What tests of the grader need of a machine."""

import pytest

from grading import sandbox
from tests.conftest import missing


@pytest.fixture(scope="session")
def sandboxed() -> None:
    """The sandbox works here."""
    try:
        sandbox.check()
    except sandbox.NoSandbox as error:
        missing(str(error))
