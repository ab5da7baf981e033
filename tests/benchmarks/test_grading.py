"""The benchmark of graders grades what it says, and tells what it promises.  No time is tested."""

import json
import subprocess
import sys

import nbformat
import pytest

from benchmarks import grading
from benchmarks.__main__ import main
from benchmarks.graded_class import NAME, make_class, measure, nbgrader, ours, tree_memory
from benchmarks.grading import Run, plan, times_faster
from exercises import text

MEASURED = {
    "seconds": 8.0,
    "peak_megabytes": 300,
    "again_seconds": 2.0,
    "job_seconds": 4.0,
    "points": 20.0,
}


@pytest.fixture(scope="module", autouse=True)
def seed_of_hidden_tests(tmp_path_factory):
    """A seed that is not the instructor's, so that no ``secret.toml`` is made."""
    path = tmp_path_factory.mktemp("seed") / "secret.toml"
    path.write_text("seed = 271828182\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text, "SECRET", path)
        yield


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A class of thirteen: all eleven kinds of students, and two of them again."""
    return make_class(tmp_path_factory.mktemp("class") / "course", 13, endless=False)


def handed_in(course):
    paths = sorted(course.glob(f"submitted/*/{NAME}/{NAME}.ipynb"))
    return [nbformat.read(path, as_version=4) for path in paths]


def test_no_two_notebooks_of_a_class_are_the_same_and_none_is_endless(course):
    codes = ["\n".join(cell.source for cell in one.cells) for one in handed_in(course)]
    assert len(set(codes)) == 13
    assert not any("while True" in code for code in codes)
    # After eleven kinds they come again.
    assert codes[0].replace("student_0000", "student_0011") == codes[11]


def test_one_in_twelve_is_endless_where_that_is_asked_for(tmp_path):
    codes = [
        "\n".join(cell.source for cell in one.cells)
        for one in handed_in(make_class(tmp_path / "course", 12, endless=True))
    ]
    assert sum("while True" in code for code in codes) == 1


def test_both_graders_have_the_same_limit_and_give_the_same_points(tmp_path):
    course = make_class(tmp_path / "course", 3, endless=False)
    found = measure(course, 1)
    assert found.keys() == MEASURED.keys()
    assert 0 < found["job_seconds"] < found["seconds"]
    assert found["peak_megabytes"] > 50
    theirs = measure(make_class(tmp_path / "again", 3, endless=False), None)
    assert theirs["points"] == found["points"] > 12
    assert theirs["job_seconds"] is None
    settings = (course / "nbgrader_config.py").read_text()
    (limit,) = (line for line in settings.splitlines()[-1:] if "timeout" in line)
    command = ours(course, 1, course / "report.json")
    assert limit.split(" = ")[1] == command[command.index("--timeout") + 1]
    assert "--course" in command
    assert "--course" not in nbgrader()  # it is started in the course


def test_nbgrader_stands_between_two_of_our_runs_of_the_same_class():
    runs = list(plan([20, 200], [1, 2], [200]))
    assert runs == [
        Run(20, 1),
        Run(20, 2),
        Run(200, 1),
        Run(200, 2),
        Run(200, None),
        Run(200, 2),
        Run(200, 2, endless=True),
        Run(200, None, endless=True),
    ]
    seconds = [1, 1, 9, 10, 100, 15, 50, 200]
    measured = [one._asdict() | {"seconds": s} for one, s in zip(runs, seconds, strict=True)]
    assert times_faster(measured) == 8
    assert times_faster(measured[:3]) is None


def test_memory_is_that_of_all_processes():
    hold = "kept = b'x' * 40_000_000; print('', flush=True); input()"
    start = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {hold!r}])"
    with subprocess.Popen(
        [sys.executable, "-c", start], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        process.stdout.readline()
        assert 40_000_000 < tree_memory(process.pid) < 100_000_000
        process.stdin.write(b"\n")
    assert tree_memory(process.pid) == 0


def test_a_run_writes_what_is_promised_and_prints_it(monkeypatch, tmp_path, capsys):
    classes = []

    def make_class(folder, submissions, endless):
        folder.mkdir()
        classes.append((submissions, endless))
        return folder

    def measured(course, workers):
        return MEASURED if workers else {**MEASURED, "seconds": 80.0, "job_seconds": None}

    monkeypatch.setattr(grading, "make_class", make_class)
    monkeypatch.setattr(grading, "measure", measured)
    target = tmp_path / "grading.json"
    options = ["--sizes", "10", "--workers", "1", "2", "--compared", "10", "--json", str(target)]
    monkeypatch.setattr(sys, "argv", ["benchmarks", "grading", *options])
    main()
    found = json.loads(target.read_text())
    assert set(found) == {"machine", "date", "cell_seconds", "times_faster", "runs"}
    assert set(found["machine"]["versions"]) == {"nbgrader", "distributed", "numpy"}
    assert found["times_faster"] == 10
    assert all(one.keys() == {*Run._fields, *MEASURED} for one in found["runs"])
    assert [one["workers"] for one in found["runs"]] == [1, 2, None, 2, 2, None]
    assert classes == [(10, False)] * 4 + [(10, True)] * 2

    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "nbgrader takes 10 times as long."
    words = lines[3].split()
    assert words == ["10", "2", "workers", "8.0", "75", "25%", "300", "2.0"]
