"""What a test may ask of a student's notebook, and what it cannot be made to believe."""

import pytest

from grading import worker, zygote
from grading.job import Cell, Job
from grading.sandbox import Limits

pytestmark = pytest.mark.usefixtures("sandboxed")


def outputs(student, *tests, names=(), **job):
    """Return what the test cells show after a student's cell."""
    cells = [Cell("answer", student, names=list(names))]
    cells += [Cell("test", source, source) for source in tests]
    return zygote.run(Job(cells, limits=Limits(timeout=5), **job))["outputs"][1:]


def failed(shown):
    return [any(one["output_type"] == "error" for one in cell) for cell in shown]


def test_an_end_of_iteration_does_not_end_a_tests_own_loop():
    student = "def f(x):\n    raise StopIteration\n"
    test = "assert all(map(lambda x: f(x) == x, [1, 2]))"
    assert failed(outputs(student, test, "for _ in map(f, [1]): pass")) == [True, True]


def test_a_function_that_is_asked_for_is_the_students_though_python_has_one():
    assert failed(outputs("def max(x): return 0", "assert max([1, 2]) == 2", names=["max"])) == [
        True
    ]
    assert failed(outputs("def max(x): return 0", "assert max([1, 2]) == 2")) == [False]


def test_a_students_import_lends_a_test_the_graders_numpy_and_not_its_system():
    student = "import numpy as np, os\nnp.allclose = lambda *_: True\ndef f(): return 2"
    test = "assert np.allclose(f(), 3), 'no'"
    assert failed(outputs(student, test, "os.getpid()", "os.remove('x')")) == [True, False, True]
    pid = outputs(student, "assert os.getpid() < 100, 'not in the sandbox'")
    assert failed(pid) == [False]  # the student's own module, by its attributes


@pytest.mark.parametrize("score, points", [("passed / 4", "0.5"), ("f()", None), ("f()[0]", None)])
def test_points_are_what_the_test_computed(score, points):
    shown = outputs("def f(): return [9.0]", f"passed = 2\n{score}")[0]
    assert [one["data"]["text/plain"] for one in shown] == ([points] if points else [])


def test_what_crosses_back_is_never_what_was_given():
    test = "a = [1]\nf(a)\nassert a == [1] and f.arguments_after_call() == ([1, 2],)"
    assert failed(outputs("def f(a): a.append(2)", test)) == [False]


def test_a_test_can_read_the_cells_in_which_a_function_was_written():
    helper = "def helper(x): return x"
    again = "helper = lambda x: 2 * x"
    student = "def f(x):\n    f.source_cells = list\n    return helper(x)"
    job = Job(
        [
            Cell("answer", helper),
            Cell("answer", "def f(x): return helper(x)"),
            Cell("answer", "x = f(3)"),
            Cell("answer", again),
            Cell("answer", student),
            Cell("test", "def read(f): return [cell.strip() for cell in f.source_cells()]"),
            Cell("test", f"assert f(1) == 2 and read(f) == [{student!r}, {again!r}]"),
            Cell("answer", "def f(x): return 0"),
        ]
    )
    answer = worker.run(job.to_json())
    assert answer["result"]["outputs"][6] == []


def test_an_assignment_may_have_large_files():
    job = Job(
        [Cell("test", "assert len(open('big').read()) == 20_000_000")],
        private={"big": b"x" * 20_000_000},
    )
    answer = worker.run(job.to_json())
    assert answer["result"]["outputs"] == [[]]
