"""Attacks on nbgrader alone are told from work that is only odd."""

import os
import tempfile
from pathlib import Path

import pytest

from benchmarks.attacks import WRONG, tried
from tests.grading.attacks import ATTACKS
from tests.grading.conftest import sandboxed  # noqa: F401
from tests.grading.course import make_course

pytestmark = pytest.mark.usefixtures("sandboxed")


@pytest.fixture(scope="module")
def course():
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # another user grades
        yield make_course(Path(folder, "course")).root


@pytest.mark.parametrize(
    "attack, wrong",
    [("a byte order mark", []), ("the tag skip-execution on tests", ["marks"])],
)
def test_what_goes_wrong_is_seen(course, attack, wrong):
    number = next(n for n, one in enumerate(ATTACKS) if one.name == attack)
    assert set(wrong) <= WRONG.keys()
    assert tried(number, course) == wrong
