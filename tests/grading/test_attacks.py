"""A hostile class: no attack gains a mark, harms a neighbor or the machine, or learns a test."""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from grading import clean

from . import ordinary_user, watch
from .assignment import LEAKS, NAME
from .attacks import ATTACKS, MARK, Stage, namespace
from .course import Course, make_course

pytestmark = pytest.mark.usefixtures("sandboxed")
ROOT = Path(__file__).parents[2]
GOOD = 14  # points of good work; the written answer waits for a person
NEIGHBORS = ("a0", "b100x", "b200x", "b300x", "zz")
CANARY = "nobody may touch this"
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True)
class Graded:
    """What the grader left: its answer, what it said, and the folders."""

    course: Course
    status: int
    said: str
    students: dict[str, dict[str, Any]]
    left_running: list[str]
    touched: dict[str, tuple[str | None, str | None]]
    called: list[str]

    def of(self, folder: str) -> dict[str, Any]:
        """Return what was said of the student with this folder, however odd its name."""
        return self.students[clean.text(folder)]


def folder_of(number: int) -> str:
    return ATTACKS[number].folder or f"b{number:03}"


USERS = ["as root", "as an ordinary user"] if ordinary_user.is_root() else ["as an ordinary user"]


@pytest.fixture(scope="module", params=USERS)
def graded(request) -> Iterator[Graded]:
    """All attacks in one class, with good students before, among and after them."""
    with tempfile.TemporaryDirectory(prefix="hostile-") as root:
        changes = ordinary_user.is_root() and request.param != "as root"
        yield grade_all(Path(root), changes)


def grade_all(root: Path, as_another: bool) -> Graded:
    home = root / "home"
    home.mkdir()
    (home / "canary").write_text(CANARY)
    course = make_course(root / "course")
    out = root / "out.json"
    with watch.listening(home, MARK) as (port, called), watch.adopting() as left_running:
        stage = Stage(course, home, port, namespace())
        for number, attack in enumerate(ATTACKS):
            attack.hand_in(stage, folder_of(number))
        for student in NEIGHBORS:
            course.hand_in(student)
        if as_another:
            ordinary_user.give(root)
        others = [home, *(course.root / name for name in ("source", "release", "submitted"))]
        before = watch.snapshot(*others)
        words = ["grade", NAME, "--course", course.root, "--timeout", "3", "--workers", "2"]
        ran = []
        for command in ([*words, "--json", out], ["feedback", NAME, "--course", course.root]):
            run = [sys.executable, "-m", "grading", *map(str, command)]
            run = ordinary_user.command(run) if as_another else run
            ran.append(subprocess.run(run, cwd=ROOT, capture_output=True, check=False))
        after = watch.snapshot(*others)
    said = b"".join(part for one in ran for part in (one.stdout, one.stderr)).decode("utf-8")
    students = json.loads(out.read_text("utf-8"))["students"]
    touched = {
        path: (before.get(path), after.get(path))
        for path in before.keys() | after.keys()
        if before.get(path) != after.get(path)
    }
    status = ran[0].returncode
    return Graded(course, status, said, students, left_running, touched, called)


@pytest.mark.parametrize("number", range(len(ATTACKS)), ids=[attack.name for attack in ATTACKS])
def test_an_attack_gains_nothing_and_is_told_what_it_was(graded, number):
    attack = ATTACKS[number]
    result = graded.of(folder_of(number))
    assert re.fullmatch(attack.status, result["status"]), result
    assert attack.at_least <= (result["score"] or 0) <= attack.at_most, result
    assert re.search(attack.reason, result["reason"]), result


def test_the_batch_finishes_and_nobody_fails(graded):
    assert graded.status == 1  # some were refused
    assert len(graded.students) == len(ATTACKS) + len(NEIGHBORS)
    assert not [who for who, one in graded.students.items() if one["status"] == "failed"]


@pytest.mark.parametrize("student", NEIGHBORS)
def test_a_good_neighbor_gets_every_mark(graded, student):
    assert graded.students[student]["score"] == GOOD


def test_nothing_is_left_running(graded):
    assert graded.left_running == []


def test_nothing_outside_was_touched(graded):
    assert graded.touched == {}
    assert not list(Path("/tmp").glob(f"*{MARK}*"))


def test_nobody_called_over_the_network(graded):
    assert graded.called == []


def outputs(course):
    """Yield what the cells of every graded notebook show."""
    for path in (course.root / "autograded").rglob("*.ipynb"):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                yield path, json.dumps(cell["outputs"])


def test_no_test_is_told_in_outputs_pages_or_messages(graded):
    for path, said in outputs(graded.course):
        assert not LEAKS.search(said), path
        assert "ESCAPED" not in said, path
    for page in (graded.course.root / "feedback").rglob("*.html"):
        text = page.read_text("utf-8")
        assert not LEAKS.search(text), page
    everything = json.dumps(graded.students) + graded.said
    assert not LEAKS.search(everything)
    assert "Traceback" not in graded.said


def test_nothing_steers_the_terminal(graded):
    assert not STEERING.search(graded.said)
    for one in graded.students.values():
        assert not STEERING.search(one["reason"])
