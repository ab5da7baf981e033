"""The gradebook may be a PostgreSQL database, and several markers work in it while it is written.

The course is the tests' own; all that changes is one line of its ``nbgrader_config.py``.
"""

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg
import pytest
from nbgrader.api import Gradebook

from grading.gradebook import open_gradebook
from grading.roster import import_roster

from ..conftest import ROOT, missing
from . import postgres
from .assignment import ANSWERS, NAME, POINTS, TESTS, WRITTEN
from .course import Course, copy_course, make_course

pytestmark = pytest.mark.usefixtures("sandboxed")
WRONG = {**ANSWERS, "twice": "def twice(f):\n    return f\n"}
CLASS = {"right": ANSWERS, "wrong": WRONG, "empty": {}, **{f"student {i}": ANSWERS for i in (1, 2)}}
LEAST = {"right": POINTS, "wrong": POINTS - TESTS["test_twice"][1], "empty": 0}


@pytest.fixture(scope="module")
def server():
    programs = postgres.programs()
    if programs is None:
        missing("PostgreSQL (Debian: apt-get install postgresql)")
    with postgres.server(programs) as url:
        yield url


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory) -> Course:
    return make_course(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="module")
def url(server) -> str:
    """A database that is empty."""
    with psycopg.connect(f"{server}postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE gradebook")
    return f"{server}gradebook"


@pytest.fixture(scope="module")
def released(url, on_sqlite, tmp_path_factory) -> Course:
    """The course with its gradebook in the database, released by nbgrader's own command."""
    course = copy_course(on_sqlite, tmp_path_factory.mktemp("postgres"))
    course.gradebook.unlink()
    with (course.root / "nbgrader_config.py").open("a") as settings:
        settings.write(f"c.CourseDirectory.db_url = {url!r}\n")
    run("nbgrader", "generate_assignment", NAME, "--force", "--create", cwd=course.root)
    (course.root / "release" / NAME / "judge.py").unlink()  # nbgrader gives away whatever is there
    return course


@pytest.fixture(scope="module")
def graded(released, on_sqlite) -> dict[str, dict]:
    """What the grader says of one class, in either gradebook."""
    return {where: grade(hand_in(c)) for where, c in (("url", released), ("file", on_sqlite))}


def hand_in(course: Course) -> Course:
    for student, answers in CLASS.items():
        course.hand_in(student, answers)
    return course


def run(module: str, *arguments: object, cwd: Path = ROOT) -> None:
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def grade(course: Course, *options: str) -> dict[str, dict]:
    report = course.root / "report.json"
    where = ["--course", course.root, "--json", report, "--workers", 2]
    run("grading", "grade", NAME, *where, *options)
    return json.loads(report.read_text(encoding="utf-8"))["students"]


def grades(url: str) -> dict[tuple[str, str], tuple[float, float | None, bool]]:
    """Return automatic and manual score of every cell, and whether it waits for a marker."""
    with open_gradebook(url) as book:
        return {
            (submission.student.id, one.name): (
                one.auto_score,
                one.manual_score,
                one.needs_manual_grade,
            )
            for submission in book.assignment_submissions(NAME)
            for notebook in submission.notebooks
            for one in notebook.grades
        }


def test_nbgrader_itself_releases_into_it(released, url):
    with open_gradebook(url) as book:
        assert book.find_assignment(NAME).max_score == POINTS + WRITTEN
    assert not released.gradebook.exists()


def test_a_class_gets_the_marks_that_it_gets_in_a_file(graded):
    def marks(students):
        return {
            name: (one["status"], one["score"], one["max_score"], one["needs_manual_grade"])
            for name, one in students.items()
        }

    assert marks(graded["url"]) == marks(graded["file"])
    assert graded["url"].keys() == CLASS.keys()
    for student, points in LEAST.items():
        assert graded["url"][student]["score"] == points


def test_a_roster_is_imported_beside_the_marks(graded, url, tmp_path):
    roster = tmp_path / "roster.csv"
    roster.write_text("id,first_name\nright,Grace\nnew,Ada\n")
    assert import_roster(url, roster) == (1, 1, 0)
    with open_gradebook(url) as book:
        assert book.find_student("right").first_name == "Grace"
        assert book.find_submission(NAME, "right").score == POINTS


def test_markers_at_work_and_a_second_run_lose_nothing(graded, released, url):
    """Each marker gives ever other points to some students, while all are graded once more."""
    before = grades(url)
    over = threading.Event()
    given: dict[str, float] = {}
    turns: dict[str, int] = {}
    failed: list[object] = []
    at_work = threading.Barrier(len(CLASS) + 1)

    def mark(student: str) -> None:
        with Gradebook(url, course_id="") as book:
            at_work.wait()
            turn = 0
            while not over.is_set():
                one = book.find_grade("written", NAME, NAME, student)
                if one.manual_score != given.get(student):
                    failed.append((student, turn, one.manual_score, given[student]))
                one.manual_score = given[student] = turn % 5 / 2
                one.needs_manual_grade = False
                book.db.commit()
                turn += 1
                turns[student] = turn
                time.sleep(0.01)  # so that the grader gets a turn on two slow processors

    def marker(student: str) -> None:
        try:
            mark(student)
        except Exception as error:  # the test tells it, which a thread cannot fail
            failed.append(error)

    markers = [threading.Thread(target=marker, args=(student,)) for student in CLASS]
    for one in markers:
        one.start()
    at_work.wait()
    try:
        again = grade(released, "--force")
    finally:
        over.set()
        for one in markers:
            one.join()
    assert failed == []
    assert min(turns.values()) > 20
    after = grades(url)
    assert {who: after[who, "written"][1] for who in CLASS} == given
    assert not any(after[who, "written"][2] for who in CLASS)
    automatic = {which: auto for which, (auto, *_) in after.items()}
    assert automatic == {which: auto for which, (auto, *_) in before.items()}
    assert {one["status"] for one in again.values()} == {"graded"}
