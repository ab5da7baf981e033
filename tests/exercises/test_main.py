"""The commands, also on machines that lack something."""

import subprocess
import sys

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from tests.conftest import ROOT

WITHOUT_NBGRADER = """
import sys
sys.modules["nbgrader"] = None  # so that importing it fails
from exercises.__main__ import main
main()
"""


def run(*command):
    return subprocess.run(
        [sys.executable, *map(str, command)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_an_unknown_assignment_is_refused_with_the_known_ones():
    done = run("-m", "exercises", "release", "99_nothing")
    assert done.returncode == 1
    assert "no assignment '99_nothing'; there are 01_mcculloch_pitts" in done.stderr


def test_a_student_can_update_without_nbgrader_and_where_no_greek_can_be_printed(
    tmp_path, monkeypatch
):
    task = new_code_cell(metadata={"nbgrader": {"grade_id": "a", "solution": True}})
    nbformat.write(new_notebook(cells=[task]), tmp_path / "η.ipynb")
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    done = run("-c", WITHOUT_NBGRADER, "update", tmp_path / "η.ipynb", tmp_path / "η.ipynb")
    assert (tmp_path / "η-updated.ipynb").exists(), done.stderr
    assert "?-updated.ipynb" in done.stdout
