"""A cluster of separate processes, started by their own commands, grades as one machine does."""

import json
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from .assignment import NAME
from .course import copy_course, make_course

pytestmark = pytest.mark.usefixtures("sandboxed")
ROOT = Path(__file__).parents[2]
STUDENTS = 12
POINTS = 14


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    course = make_course(tmp_path_factory.mktemp("cluster"))
    for number in range(STUDENTS):
        course.hand_in(f"s{number:02}", change=with_remark(number))
    return course


def with_remark(number):
    def change(notebook):
        cell = next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("solution"))
        cell.source += f"\n# the work of student {number}\n"

    return change


@pytest.fixture
def cluster(tmp_path):
    """The address of a scheduler, and its two workers at addresses of their own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    dask = [sys.executable, "-m", "dask"]
    commands = [[*dask, "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]]
    for host in ("127.0.0.2", "127.0.0.3"):
        where = ["--host", host, "--local-directory", str(tmp_path / host)]
        alone = ["--nthreads", "1", "--no-nanny", "--no-dashboard"]
        commands.append([*dask, "worker", address, *where, *alone])
    running = [
        subprocess.Popen(one, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for one in commands
    ]
    yield address, running[1:]
    for one in running:
        one.kill()
        one.wait()


def start(course, address, out):
    words = [
        "grade",
        NAME,
        "--course",
        str(course.root),
        "--scheduler",
        address,
        "--json",
        str(out),
    ]
    return subprocess.Popen(
        [sys.executable, "-m", "grading", *words],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def test_a_killed_worker_of_a_cluster_costs_nothing(handed_in, cluster, tmp_path):
    course = copy_course(handed_in, tmp_path / "course")
    address, workers = cluster
    grader = start(course, address, tmp_path / "out.json")
    results = course.root / ".grading" / "results"
    while grader.poll() is None and not (results.exists() and any(results.iterdir())):
        time.sleep(0.01)
    family = psutil.Process(workers[0].pid).children(recursive=True)
    workers[0].kill()
    workers[0].wait()
    _, said = grader.communicate(timeout=120)
    assert grader.returncode == 0, said
    students = json.loads((tmp_path / "out.json").read_text("utf-8"))["students"]
    assert [one["score"] for one in students.values()] == [POINTS] * STUDENTS
    assert not psutil.wait_procs(family, timeout=15)[1]


def test_a_scheduler_that_is_not_there_is_told(handed_in, tmp_path):
    grader = start(handed_in, "tcp://127.0.0.1:9", tmp_path / "out.json")
    _, said = grader.communicate(timeout=120)
    assert grader.returncode == 2
    assert "tcp://127.0.0.1:9" in said and "Traceback" not in said
