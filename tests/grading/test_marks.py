"""The table and the file of marks say what the gradebook says, and run nobody's formulas."""

import csv
import shutil
from datetime import datetime
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from grading import refusals
from grading.course import CourseError
from grading.graded import Graded
from grading.marks import print_status, read_marks
from grading.marks_csv import COLUMNS, write_csv
from grading.record import Recorder

from .two_notebooks import NAME, SOLVED, course_directory, graded_notebook, hand_in, release

LATE = "2030-02-01 12:00:00 UTC"


@pytest.fixture(scope="module")
def graded_class(tmp_path_factory) -> Path:
    """One of each status."""
    root = tmp_path_factory.mktemp("class")
    release(root)
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "doubles") as book:
        book.add_student("absent", last_name="=cmd()", first_name="Öre", email="a@b.c")
    code, words = (graded_notebook(root, name, SOLVED) for name in ("code", "words"))
    with Recorder(course_directory(root), NAME) as recorder:
        recorder.record(Graded("waiting", None, {"code": code, "words": words}))
        recorder.record(
            Graded("late", datetime(2030, 2, 1, 12), {"code": code}, {"words": "a link"})
        )
        recorder.record(Graded("again", datetime(2030, 1, 1), {"code": code}))
    for student in ("waiting", "new", "no", "=1+1", "[red]x\nb"):
        hand_in(root, student, SOLVED)
    for student in ("late", "again"):
        hand_in(root, student, SOLVED, when=LATE)
    refusals.write(root, NAME, {"no": "code.ipynb is empty", "late": {"words": "a link"}})
    return root


def test_everybody_has_a_status(graded_class):
    lines = {one.student: one for one in read_marks(course_directory(graded_class), NAME)}
    assert {who: one.status for who, one in lines.items()} == {
        "=1+1": "pending",
        "[red]x\nb": "pending",
        "absent": "nothing handed in",
        "again": "pending",
        "late": "graded",
        "new": "pending",
        "no": "refused",
        "waiting": "needs marking",
    }
    assert lines["no"].reason == "code.ipynb is empty"
    assert lines["late"].reason == "a link"


def test_the_marks_are_the_gradebook_s(graded_class):
    lines = {one.student: one for one in read_marks(course_directory(graded_class), NAME)}
    late = lines["late"]
    assert (late.mark.score, late.late_penalty, late.late_seconds) == (2.5, 2.5, 86400)
    assert late.cells["code/test_double"] == 2
    assert late.cells["words/essay"] == 0
    assert lines["waiting"].mark.score == 5


def test_a_student_s_text_is_text_in_the_table(graded_class, capsys):
    print_status(course_directory(graded_class), NAME)
    said = capsys.readouterr().out
    assert "[red]x b" in said
    assert "2.5/15" in said
    assert "1 graded, 1 needs marking, 1 refused, 4 pending, 1 nothing handed in" in said


def table(root, assignments=(NAME,)):
    path = root / "marks.csv"
    number = write_csv(course_directory(root), list(assignments), path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == number
    return rows


def test_the_file_has_a_line_for_each_and_a_column_for_each_graded_cell(graded_class):
    rows = {row["student"]: row for row in table(graded_class)}
    assert len(rows) == 8
    late = rows["late"]
    assert (late["score"], late["max_score"], late["late_seconds"]) == ("2.5", "15.0", "86400")
    assert late["code/test_double"] == "2.0"
    assert late["status"] == "graded"
    assert list(late)[: len(COLUMNS)] == list(COLUMNS)
    assert [rows["no"][name] for name in ("status", "score")] == ["refused", ""]
    assert rows["absent"]["email"] == "a@b.c"
    assert rows["absent"]["first_name"] == "Öre"


def test_of_several_assignments_the_file_has_the_sums_only(graded_class):
    rows = table(graded_class, (NAME, NAME))
    assert len(rows) == 16
    assert list(rows[0]) == list(COLUMNS)


def test_no_text_of_a_student_is_a_formula_in_a_spreadsheet(graded_class):
    rows = table(graded_class)
    assert {row["student"] for row in rows} >= {"'=1+1", "[red]x b"}
    assert {row["last_name"] for row in rows} >= {"'=cmd()"}
    for row in rows:
        text = [row[name] for name in ("student", "last_name", "first_name", "email", "reason")]
        assert not any(value.startswith(("=", "+", "-", "@")) for value in text)


def test_nothing_is_half_written(graded_class, tmp_path):
    shutil.copytree(graded_class, tmp_path, dirs_exist_ok=True)
    (tmp_path / "marks.csv").write_text("as it was")
    (tmp_path / "gradebook.db").write_bytes(b"")
    with pytest.raises(LookupError):
        write_csv(course_directory(tmp_path), [NAME], tmp_path / "marks.csv")
    assert (tmp_path / "marks.csv").read_text() == "as it was"
    with pytest.raises(CourseError, match="no release of 'other'"):
        print_status(course_directory(tmp_path), "other")
