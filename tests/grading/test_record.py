"""What the recorder leaves in gradebook and folders is what nbgrader's autograde leaves."""

import os
import shutil
import sqlite3
from copy import deepcopy
from dataclasses import replace
from datetime import datetime

import nbformat
import pytest
from nbformat.v4 import new_output
from nbgrader.api import Gradebook

from grading.database import GradebookError
from grading.graded import Graded, unfit_name
from grading.record import Recorder
from grading.recorded import Mark
from grading.safe_files import LinkInTheWay

from .two_notebooks import (
    NAME,
    SOLVED,
    course_directory,
    graded_notebook,
    hand_in,
    nbgrader,
)

ON_TIME, LATE = "2030-01-30 12:00:00.5 UTC", "2030-02-01 12:00:00 UTC"
WRONG = SOLVED | {"double": "def double(x):\n    return x + 2\n"}
HALF = SOLVED | {"double": "def double(x):\n    return 4 if x == 2 else 0\n"}


@pytest.fixture
def recorder(root):
    with Recorder(course_directory(root), NAME) as one:
        yield one


@pytest.fixture
def work(root) -> Graded:
    notebooks = {name: graded_notebook(root, name, SOLVED) for name in ("code", "words")}
    return Graded("ada", datetime(2030, 1, 30), notebooks)


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader 0.9.6's own
def test_everything_written_is_what_nbgrader_writes(released, tmp_path):
    stock, ours = tmp_path / "stock", tmp_path / "ours"
    shutil.copytree(released, ours)
    shutil.copytree(released, stock)
    hand_in(stock, "right", SOLVED, when=ON_TIME)
    hand_in(stock, "wrong and late", WRONG, when=LATE)
    hand_in(stock, "half done and late", HALF, when=LATE)
    hand_in(stock, "empty", {})
    hand_in(stock, "without words", SOLVED, "code", when=LATE)
    times = {"right": ON_TIME, "empty": None}
    autograde(stock)
    transfer(stock, ours, lambda student: times.get(student, LATE))
    assert rows(ours) == rows(stock)
    for root in (stock, ours):
        mark_by_hand(root, "right")
    again = {"double": SOLVED["double"] + "# again\n", "essay": "I think so."}
    hand_in(stock, "right", SOLVED | again, when=LATE)
    autograde(stock, "right")
    transfer(stock, ours, lambda student: LATE, "right")
    assert rows(ours) == rows(stock)
    assert len(rows(ours)["grades"]) == 5 * 5


def test_a_second_run_records_nothing_twice(root, recorder, work):
    recorder.record(work)
    first = rows(root)
    assert recorder.record(work) == recorder.mark("ada")
    assert rows(root) == first


def test_what_is_recorded_already_is_known_without_another_look(root, recorder, work):
    assert recorder.already(work) is None
    mark = recorder.record(work)
    assert mark == Mark(5, 15, needs_manual_grade=True)
    assert recorder.already(work) == mark
    with Recorder(course_directory(root), NAME) as later:
        assert later.already(work) == mark


@pytest.mark.parametrize(
    "change",
    [
        lambda work, folder: replace(work, timestamp=datetime(2030, 1, 29)),
        lambda work, folder: replace(work, notebooks={"code": work.notebooks["code"]}),
        lambda work, folder: fail(work, "test_double"),
        lambda work, folder: answer(work, "essay", "Nobody knows."),
        lambda work, folder: answer(work, "double", "def double(x):\n    return x + x"),
        lambda work, folder: (folder / "code.ipynb").unlink() or work,
        lambda work, folder: (folder / "older.ipynb").write_text("{}") and work,
    ],
    ids=["time", "notebook", "points", "essay", "code", "file gone", "file too many"],
)
def test_what_has_changed_is_recorded_again(root, recorder, work, change):
    recorder.record(work)
    changed = change(work, root / "autograded" / "ada" / NAME)
    assert recorder.already(changed) is None
    recorder.record(changed)
    assert recorder.already(changed) is not None


def test_an_extension_of_the_time_takes_the_penalty_back(root, recorder, work):
    late = replace(work, timestamp=datetime(2030, 2, 1))
    assert recorder.record(late).score == 2.5
    assert recorder.already(late).score == 2.5
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "doubles") as book:
        book.grant_extension(NAME, "ada", days=2)
    with Recorder(course_directory(root), NAME) as later:
        assert later.already(late) is None
        assert later.record(late).score == 5


def test_a_marker_looks_again_only_at_what_has_changed(root, recorder, work):
    recorder.record(work)
    mark_by_hand(root, "ada")
    assert needing(root) == {"plot", "task"}
    recorder.record(fail(work, "test_part"))
    assert needing(root) == {"plot", "task"}
    assert recorder.record(fail(work, "test_double")).score == 1.75 + 3.25 + 3
    assert needing(root) == {"plot", "task", "test_double"}
    mark_by_hand(root, "ada")
    recorder.record(answer(work, "essay", "Nobody knows."))
    assert needing(root) == {"plot", "task", "essay", "test_double"}
    assert "Well said." in str(rows(root)["comments"])


def test_of_two_notebooks_a_refused_one_scores_nothing(root, recorder, work):
    recorder.record(work)
    partly = replace(work, notebooks={"words": work.notebooks["words"]}, refused={"code": "a link"})
    assert recorder.record(partly) == Mark(0, 15, needs_manual_grade=True)
    assert needing(root) == {"essay", "plot", "task"}
    files = os.listdir(root / "autograded" / "ada" / NAME)
    assert sorted(files) == ["timestamp.txt", "words.ipynb"]


def test_a_refused_submission_leaves_no_mark_and_others_keep_theirs(root, recorder, work):
    recorder.record(work)
    recorder.record(replace(work, student="bea"))
    recorder.refuse("ada")
    recorder.refuse("nobody")
    assert not (root / "autograded" / "nobody").exists()
    assert recorder.mark("ada") is None
    assert recorder.already(work) is None
    assert not (root / "autograded" / "ada" / NAME).exists()
    assert recorder.mark("bea").score == 5
    assert {"'bea'" in row for row in rows(root)["grades"]} == {True}


def test_nbgrader_sees_what_is_graded_and_what_is_new(root, recorder, work):
    hand_in(root, "ada", SOLVED, when=ON_TIME)
    seen = nbgrader(root)
    recorder.record(work)
    assert seen.get_autograded_students(NAME) == set()  # handed in again, half a day later
    recorder.record(replace(work, timestamp=datetime(2030, 1, 30, 12, 0, 0, 500000)))
    assert seen.get_autograded_students(NAME) == {"ada"}
    folder = root / "autograded" / "ada" / NAME
    assert seen.coursedir.get_existing_timestamp(folder) == seen.get_submitted_timestamp(
        NAME, "ada"
    )


def test_names_of_the_roster_are_kept(root, recorder, work):
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "doubles") as book:
        book.add_student("ada", first_name="Ada", email="ada@example.org")
    recorder.record(work)
    assert "'first_name': 'Ada'" in rows(root)["students"][0]
    assert "ada@example.org" in rows(root)["students"][0]


@pytest.mark.parametrize(
    ("text", "points"),
    [("1.5", 1.5), ("0", 0), ("nan", 0), ("-1", 0), ("3.01", 0), ("inf", 0), ("'done'", 3)],
)
def test_partial_credit_is_between_nothing_and_all(recorder, work, text, points):
    shown = new_output("execute_result", {"text/plain": text})
    outputs(work, "test_part").append(shown)
    assert recorder.record(work).score == 2 + points


def test_an_impossible_partial_credit_is_told_to_the_instructor(recorder, work, caplog):
    outputs(work, "test_part").append(new_output("execute_result", {"text/plain": "308"}))
    recorder.record(work)
    assert "test_part: the test cell gives 308 of 3 points" in caplog.text


NAMES = ["ä ö\n'\"<script>alert(1)<b>", "$(reboot) `x` %s {0} \\ *", "-rf", "\x1b[31m"]


@pytest.mark.parametrize("student", NAMES)
def test_a_student_may_have_any_name(root, recorder, work, student):
    assert recorder.record(replace(work, student=student)) == recorder.mark(student)
    assert (root / "autograded" / student / NAME / "code.ipynb").is_file()


@pytest.mark.parametrize("student", ["", "..", ".hidden", "a/b", "x" * 129, "\udcff", "a\0"])
def test_what_cannot_be_a_student_is_said_before_anything_is_written(root, recorder, work, student):
    assert unfit_name(student)
    with pytest.raises(ValueError, match="name"):
        recorder.record(replace(work, student=student))
    recorder.refuse(student)
    assert not (root / "autograded").exists()


def test_nothing_is_written_through_a_link(root, recorder, work, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "precious").write_text("1")
    (root / "autograded").mkdir()
    (root / "autograded" / "ada").symlink_to(elsewhere)
    with pytest.raises(LinkInTheWay, match="ada"):
        recorder.record(work)
    (root / "autograded" / "ada").unlink()
    folder = root / "autograded" / "ada" / NAME
    folder.parent.mkdir()
    folder.symlink_to(elsewhere)
    with pytest.raises(LinkInTheWay, match="ada"):
        recorder.record(work)
    assert recorder.mark("ada") is None
    recorder.refuse("ada")
    assert not folder.is_symlink()
    folder.mkdir()
    (folder / "code.ipynb").symlink_to(elsewhere / "precious")
    recorder.record(work)
    assert not (folder / "code.ipynb").is_symlink()
    assert [(one.name, one.read_text()) for one in elsewhere.iterdir()] == [("precious", "1")]


def test_killed_before_the_files_have_their_names_the_next_run_repairs(
    root, recorder, work, monkeypatch
):
    recorder.record(work)
    mark_by_hand(root, "ada")
    changed = answer(work, "essay", "Nobody knows.")
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(os, "replace", interrupt)
        recorder.record(changed)
    with Recorder(course_directory(root), NAME) as later:
        assert later.already(changed) is None
        later.record(changed)
        assert needing(root) == {"essay", "plot", "task"}
        assert later.already(changed) is not None
    files = os.listdir(root / "autograded" / "ada" / NAME)
    assert sorted(files) == ["code.ipynb", "timestamp.txt", "words.ipynb"]


@pytest.mark.parametrize("left", [b"", b"{", b"[]", b'{"cells": [1]}', b"\xff"])
def test_a_graded_notebook_that_was_damaged_is_written_again(root, recorder, work, left):
    recorder.record(work)
    damaged = root / "autograded" / "ada" / NAME / "words.ipynb"
    damaged.chmod(0o644)
    damaged.write_bytes(left)
    assert recorder.already(work) is None
    recorder.record(work)
    assert recorder.already(work) is not None


def test_a_locked_gradebook_is_waited_for_and_then_told(root, work, monkeypatch):
    monkeypatch.setattr("grading.database.LOCK_SECONDS", 0.2)
    other = sqlite3.connect(root / "gradebook.db", isolation_level=None)
    with Recorder(course_directory(root), NAME) as recorder:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(GradebookError, match=r"another program has been writing .* 0\.2 s"):
            recorder.record(work)
        assert os.listdir(root / "autograded" / "ada" / NAME) == []
        other.execute("ROLLBACK")
        assert recorder.record(work).score == 5
    other.close()


def test_a_full_disk_leaves_gradebook_and_files_as_they_were(root, work):
    with Recorder(course_directory(root), NAME) as recorder:
        recorder.record(work)
        before = rows(root)
        connection = recorder._session.connection().connection.dbapi_connection
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        recorder._session.rollback()
        connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(GradebookError, match="the disk is full; make room"):
            for number in range(100):
                recorder.record(replace(work, student=f"{number}"))
        connection.execute("PRAGMA max_page_count = 100000")
        assert not list((root / "autograded" / f"{number}" / NAME).iterdir())
        assert recorder.mark(f"{number}") is None
        assert recorder.record(replace(work, student=f"{number}")).score == 5
    assert set(before["grades"]) < set(rows(root)["grades"])


def test_a_damaged_gradebook_is_told(root):
    (root / "gradebook.db").write_bytes(b"no database" * 1000)
    with pytest.raises(GradebookError, match="damaged"):
        Recorder(course_directory(root), NAME)


def test_an_assignment_that_is_not_released_is_told(root, tmp_path):
    with pytest.raises(LookupError, match="run `nbgrader generate_assignment other`"):
        Recorder(course_directory(root), "other")
    empty = tmp_path / "empty"
    with pytest.raises(LookupError, match="no gradebook"):
        Recorder(course_directory(empty), NAME)
    assert not empty.exists()


def test_a_cell_that_the_release_has_and_the_notebook_lacks_is_told(recorder, work):
    del work.notebooks["code"].cells[1]
    with pytest.raises(ValueError, match="'code' lacks test_double"):
        recorder.record(work)


def test_the_source_cells_tell_all_that_rebuilding_needs(recorder):
    cells = recorder.source_cells()
    assert {name: list(of) for name, of in cells.items()} == {
        "code": ["double", "test_double", "test_part"],
        "words": ["essay", "task", "plot"],
    }
    test, essay, task = (
        cells["code"]["test_double"],
        cells["words"]["essay"],
        cells["words"]["task"],
    )
    assert (test.points, test.grade, test.solution, test.task, test.locked) == (2, 1, 0, 0, 1)
    assert (essay.points, essay.grade, essay.solution, essay.cell_type) == (4, 1, 1, "markdown")
    assert (task.points, task.task, task.grade, cells["code"]["double"].points) == (5, 1, 0, None)
    assert "BEGIN HIDDEN TESTS" in test.source


@pytest.mark.filterwarnings("error")
def test_nobody_is_bothered_with_warnings(root, work):
    with Recorder(course_directory(root), NAME) as recorder:
        recorder.record(work)
        recorder.refuse("ada")


def autograde(root, student="*"):
    outcome = nbgrader(root).autograde(NAME, student, force=True)
    assert outcome["success"], outcome["log"]


def transfer(stock, ours, when, only="*"):
    """Record the notebooks that nbgrader has graded in the other course."""
    with Recorder(course_directory(ours), NAME) as recorder:
        for folder in sorted((stock / "autograded").glob(f"{only}/{NAME}")):
            student = folder.parent.name
            files = folder.glob("*.ipynb")
            notebooks = {file.stem: nbformat.read(file, as_version=4) for file in files}
            time = when(student)
            time = datetime.fromisoformat(time.removesuffix(" UTC")) if time else None
            recorder.record(Graded(student, time, notebooks))


def mark_by_hand(root, student):
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "doubles") as book:
        for cell, notebook, points in (("essay", "words", 3), ("test_double", "code", 1.5)):
            grade = book.find_grade(cell, notebook, NAME, student)
            grade.manual_score, grade.extra_credit, grade.needs_manual_grade = points, 0.25, False
        book.find_comment("essay", "words", NAME, student).manual_comment = "Well said."
        book.db.commit()


def interrupt(*arguments, **options):
    raise KeyboardInterrupt


def cell(work, grade_id):
    cells = [cell for notebook in work.notebooks.values() for cell in notebook.cells]
    return next(one for one in cells if one.metadata.nbgrader.grade_id == grade_id)


def outputs(work, grade_id):
    return cell(work, grade_id).outputs


def fail(work, grade_id):
    """Return the work with one test failed."""
    failed = deepcopy(work)
    error = new_output("error", ename="Wrong answer", evalue="no", traceback=["no"])
    outputs(failed, grade_id)[:] = [error]
    return failed


def answer(work, grade_id, source):
    """Return the work with one other answer."""
    other = deepcopy(work)
    cell(other, grade_id).source = source
    return other


def needing(root):
    """Return the cells that wait for a person."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "doubles") as book:
        return {
            grade.name
            for submission in book.assignment_submissions(NAME)
            for notebook in submission.notebooks
            for grade in notebook.grades
            if grade.needs_manual_grade
        }


def rows(root):
    """Return everything that the gradebook says of the submissions, but no ids."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "doubles") as book:
        submissions = book.assignment_submissions(NAME)
        notebooks = [(one.student.id, book_) for one in submissions for book_ in one.notebooks]
        plain = {
            "students": [one.to_dict() for one in book.students],
            "submissions": [
                one.to_dict() | {"late": one.total_seconds_late, "extension": one.extension}
                for one in submissions
            ],
            "notebooks": [
                one.to_dict() | {"penalty": one.late_submission_penalty} for _, one in notebooks
            ],
            "grades": [
                grade.to_dict() | {"score": grade.score}
                for _, one in notebooks
                for grade in one.grades
            ],
            "comments": [
                comment.to_dict() | {"comment": comment.comment}
                for _, one in notebooks
                for comment in one.comments
            ],
        }
    for kind, dictionaries in plain.items():
        for one in dictionaries:
            if kind != "students":
                del one["id"]
        plain[kind] = sorted(map(repr, dictionaries))
    return plain
