"""Whatever is killed, and whenever: the same command goes on, and everybody is recorded once."""

import contextlib
import errno
import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from grading.lock import alone
from grading.store import Store

from .assignment import NAME
from .course import Course, copy_course, make_course

pytestmark = pytest.mark.usefixtures("sandboxed")
ROOT = Path(__file__).parents[2]
STUDENTS = 10
POINTS = 14  # of a good submission; the written answer waits for a person


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory) -> Course:
    """A course with submissions of which no two are the same."""
    course = make_course(tmp_path_factory.mktemp("lasting"))
    for number in range(STUDENTS):
        course.hand_in(f"s{number}", change=lambda nb, n=number: _remark(nb, n))
    return course


def _remark(notebook, number):
    cell = next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("solution"))
    cell.source += f"\n# the work of student {number}\n"


@pytest.fixture
def course(handed_in, tmp_path) -> Course:
    return copy_course(handed_in, tmp_path / "course")


def command(course, *more):
    words = [sys.executable, "-m", "grading", "grade", NAME, "--course", str(course.root)]
    return [*words, "--workers", "2", *more]


def grade(course, *more):
    out = course.root.parent / "out.json"
    out.unlink(missing_ok=True)
    ran = subprocess.run(
        command(course, "--json", str(out), *more),
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return ran, json.loads(out.read_text("utf-8")) if out.exists() else None


def start(course):
    return subprocess.Popen(
        command(course), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def wait_for_results(course, number):
    """Wait until so many results are kept; for none, until the store is there."""
    results = course.root / ".grading" / "results"
    while not (results.exists() and len(list(results.glob("*.json"))) >= number):
        time.sleep(0.01)


def rows(course):
    with sqlite3.connect(course.gradebook) as book:
        return book.execute(
            "select student_id, count(*) from submitted_assignment group by student_id"
        ).fetchall()


def everybody_once(course):
    ran, said = grade(course)
    assert ran.returncode == 0, ran.stderr
    assert {one["score"] for one in said["students"].values()} == {POINTS}
    assert rows(course) == [(f"s{n}", 1) for n in range(STUDENTS)]
    with sqlite3.connect(course.gradebook) as book:
        assert book.execute("pragma integrity_check").fetchone() == ("ok",)


def descendants(pid):
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def gone(processes):
    return not psutil.wait_procs(processes, timeout=15)[1]


@pytest.mark.parametrize("results", [0, 1, 4, 8])
def test_a_controller_killed_at_any_moment_loses_nothing_and_leaves_nothing(course, results):
    grader = start(course)
    wait_for_results(course, results)
    time.sleep(random.Random(results).uniform(0, 0.1))
    family = descendants(grader.pid)
    assert grader.poll() is None
    grader.kill()
    grader.wait()
    assert gone(family)
    everybody_once(course)


MADE_BY_A_WORKER = {
    "worker": "spawn_main",
    "warm process": "grading.zygote",
    "template": "template.serve",
    "sandbox": "bwrap",
}


@pytest.mark.parametrize("who", MADE_BY_A_WORKER)
def test_a_killed_worker_costs_nothing(course, who):
    grader = start(course)
    wait_for_results(course, 1)
    killed = False
    while grader.poll() is None and not killed:
        for one in descendants(grader.pid):
            try:
                if MADE_BY_A_WORKER[who] in " ".join(one.cmdline()):
                    one.kill()
                    killed = True
                    break
            except psutil.NoSuchProcess:
                continue
        time.sleep(0.01)
    assert killed
    assert grader.wait(120) in (0, 1)
    everybody_once(course)


def test_ctrl_c_stops_with_a_word_and_the_same_command_goes_on(course):
    grader = subprocess.Popen(
        command(course),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )
    wait_for_results(course, 1)
    family = descendants(grader.pid)
    os.killpg(grader.pid, signal.SIGINT)  # as a terminal does: to everybody
    _, said = grader.communicate(timeout=60)
    assert "the same command goes on" in said
    assert grader.returncode == 130
    assert gone(family)
    everybody_once(course)


# Ctrl-C arrives while Python cannot tell anybody: it prints "Exception ignored" and goes on.
UNHEARD = """
import os, signal, sys
from grading.__main__ import main
from grading.grade import Grading

class Deaf:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)

def finish(self, student, outcome, finish=Grading._finish):
    finish(self, student, outcome)
    if len(self.outcomes) == 1:
        Deaf()

Grading._finish = finish
sys.exit(main())
"""


def test_ctrl_c_is_heard_wherever_it_arrives(course):
    words = [sys.executable, "-c", UNHEARD, *command(course)[3:]]
    ran = subprocess.run(words, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert "Exception ignored" in ran.stderr
    assert "the same command goes on" in ran.stderr
    assert ran.returncode == 130
    everybody_once(course)


def test_a_second_run_runs_and_records_nothing_again(course):
    everybody_once(course)
    before = {path: path.stat().st_mtime_ns for path in course.root.rglob("*") if path.is_file()}
    everybody_once(course)
    after = {path: path.stat().st_mtime_ns for path in course.root.rglob("*") if path.is_file()}
    lock = course.root / ".grading" / "lock"
    assert {p: t for p, t in before.items() if p != lock} == {
        p: t for p, t in after.items() if p != lock
    }


def test_a_second_grader_is_told_who_is_at_work(course):
    with alone(course.root):
        ran, said = grade(course)
    assert ran.returncode == 2 and said is None
    assert f"process {os.getpid()}" in ran.stderr
    everybody_once(course)


def test_two_courses_are_graded_at_once_with_no_word_about_it(course):
    with socket.socket() as other:
        with contextlib.suppress(OSError):  # taken already
            other.bind(("127.0.0.1", 8787))  # what Dask takes if it is not told otherwise
            other.listen()
        ran, _ = grade(course)
    assert ran.stderr == ""


def test_a_locked_gradebook_is_waited_for_and_then_told(course):
    with sqlite3.connect(course.gradebook, isolation_level=None) as other:
        other.execute("begin exclusive")
        ran, _ = grade(course, "--student", "s0")
        other.execute("rollback")
    assert ran.returncode == 2
    assert "another program has been writing" in ran.stderr
    assert "Traceback" not in ran.stderr
    everybody_once(course)


def test_a_damaged_result_counts_as_absent(course):
    everybody_once(course)
    for number, path in enumerate(sorted((course.root / ".grading" / "results").iterdir())):
        text = path.read_text("utf-8")
        path.write_text(text[: len(text) // 2] if number % 2 else "", encoding="utf-8")
    everybody_once(course)


def test_a_full_disk_is_told_and_leaves_no_half_result(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    store = Store(tmp_path)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        store.put("key", {"outputs": [], "seconds": 1.0})
    assert not list(store.folder.iterdir())
    assert store.get("key") is None


# Kills its own process just before or just after the so-manieth step of the writing of results.
KILLED = """
import os, signal, sys
from sqlalchemy.engine.default import DefaultDialect
from grading.__main__ import main
owner, name = {step}
when, count = "{when}", {count}
step = getattr(owner, name)

def killing(*words, **more):
    global count
    count -= 1
    if count == 0 and when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    done = step(*words, **more)
    if count == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return done

setattr(owner, name, killing)
sys.exit(main())
"""
COMMIT, RENAME = '(DefaultDialect, "do_commit")', '(os, "replace")'


@pytest.mark.parametrize("count", random.Random(4).sample(range(1, STUDENTS), 2))
@pytest.mark.parametrize("step", [COMMIT, RENAME], ids=["commit", "rename"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_writer_killed_between_gradebook_and_files_is_made_good(course, step, when, count):
    program = KILLED.format(step=step, when=when, count=count)
    words = ["-c", program, *command(course)[3:]]
    ran = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, check=False)
    assert ran.returncode == -signal.SIGKILL, ran.stderr
    everybody_once(course)


# A course on a disk of its own, which is full but for so many bytes while it is graded first.
ON_A_FULL_DISK = """
import json, os, shutil, subprocess, sys
shutil.copytree({course!r}, {disk!r}, dirs_exist_ok=True)
there = os.statvfs({disk!r})
with open({disk!r} + "/filler", "wb") as filler:
    filler.write(bytes(there.f_bavail * there.f_frsize - {left}))
grade = {grade!r}
first = subprocess.run(grade, capture_output=True, text=True)
os.remove({disk!r} + "/filler")
second = subprocess.run(grade, capture_output=True, text=True)
shutil.copytree({disk!r}, {course!r}, dirs_exist_ok=True)
print(json.dumps([[one.returncode, one.stderr] for one in (first, second)]))
"""


@pytest.mark.parametrize("left", [0, 20_000, 60_000, 150_000])
def test_a_run_on_a_full_disk_says_so_and_the_next_one_goes_on(course, tmp_path, left):
    disk = tmp_path / "disk"
    disk.mkdir()
    program = ON_A_FULL_DISK.format(
        course=str(course.root), disk=str(disk), left=left, grade=command(Course(disk))
    )
    sealed = ["bwrap", "--dev-bind", "/", "/", "--size", str(8 << 20), "--tmpfs", str(disk)]
    ran = subprocess.run(
        [*sealed, sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False
    )
    (status, said), (status_after, said_after) = json.loads(ran.stdout)
    assert status in (1, 2) and "Traceback" not in said
    assert "No space left" in said or "disk is full" in said
    assert status_after == 0, said_after
    everybody_once(course)


def test_a_changed_submission_is_graded_again_and_a_broken_one_loses_its_mark(course):
    everybody_once(course)
    course.hand_in("s1", {})
    course.path("s2").write_text("no notebook", encoding="utf-8")
    ran, said = grade(course)
    assert ran.returncode == 1
    assert said["students"]["s1"]["score"] == 0
    assert said["students"]["s2"]["status"] == "refused" and said["students"]["s2"]["score"] is None
    assert ("s2", 1) not in rows(course)
    assert said["totals"]["graded"] == STUDENTS - 1
