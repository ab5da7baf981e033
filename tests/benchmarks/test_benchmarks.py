"""The benchmark compares like with like and tells what it promises.  No test measures a time."""

import json
import os
import subprocess
import sys
from math import prod

import numpy as np
import pytest

from benchmarks import adam_step, contenders, report, run, timing, training
from benchmarks.contenders import FLOOR, OURS, CourseLib, MatrixProducts, PyTorch, ScikitLearn
from benchmarks.tasks import Task, growth, workloads
from course_lib import Adam, Network, load_digits, train

DIGITS = load_digits()
PICTURES = np.ascontiguousarray(DIGITS.X.T[:300], np.float32)
LABELS = DIGITS.Y.argmax(axis=0)[:300]
XOR = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], np.float32)

SMALL = Task("small", "digits", PICTURES, LABELS, (64, 16, 12, 10), 50, epochs=2)
ONE_BATCH = Task("one batch", "digits", PICTURES, LABELS, (64, 16, 10), 300, epochs=2)
GATE = Task("d", "XOR", XOR, XOR.sum(axis=1) % 2 == 1, (2, 4, 1), 4, epochs=3)

CONTENDERS = [CourseLib, ScikitLearn, *([PyTorch] if contenders.torch else [])]


# --- What is compared


@pytest.mark.parametrize("contender", CONTENDERS)
@pytest.mark.parametrize("task", [SMALL, ONE_BATCH, GATE], ids=lambda task: task.name)
def test_losses_fall_epoch_by_epoch(contender, task):
    entry = contender(task)
    losses = entry.train(20) + entry.train(80)
    assert len(losses) == 100
    assert losses[-1] < losses[20] < losses[0]


def test_all_train_as_many_parameters_and_come_to_a_similar_loss():
    losses = []
    for contender in CONTENDERS:
        entry = contender(SMALL)
        losses.append(entry.train(60)[-1])
        if contender is CourseLib:
            assert entry.network.dtype == np.float32
            assert entry.network.parameters.size == 65 * 16 + 17 * 12 + 13 * 10
        elif contender is ScikitLearn:
            shapes = [W.shape for W in entry.model.coefs_]
            assert shapes == [(64, 16), (16, 12), (12, 10)]
        else:
            assert sum(p.numel() for p in entry.model.parameters()) == 65 * 16 + 17 * 12 + 13 * 10
    assert max(losses) < 2 * min(losses) < 1


def test_the_loop_that_is_measured_is_that_of_train():
    network = Network(SMALL.sizes, output="softmax", dtype=np.float32)
    history = train(network, SMALL.X.T, SMALL.Y, Adam(), 3, batch_size=50)
    assert CourseLib(SMALL).train(3) == history.train_loss
    assert CourseLib(GATE).loop is None  # there it is `train` itself


if contenders.torch:  # it is no part of the environment: see benchmarks/requirements.txt

    @pytest.mark.parametrize("task", [ONE_BATCH, GATE], ids=lambda task: task.name)
    def test_pytorch_takes_the_very_same_steps(task):
        np.testing.assert_allclose(PyTorch(task).train(50), CourseLib(task).train(50), rtol=1e-4)
        assert np.float32(1e-40) * np.float32(0.5) > 0  # denormals are numbers again


def test_scikit_learn_computes_in_the_precision_asked_for():
    for dtype in (np.float64, np.float32):
        entry = ScikitLearn(SMALL, dtype)
        entry.train(1)
        assert entry.model.coefs_[0].dtype == dtype


def test_the_floor_is_the_products_of_both_passes():
    shapes = [(A.shape, B.shape, out.shape) for A, B, out in MatrixProducts(GATE).products]
    assert shapes == [
        ((4, 2), (2, 4), (4, 4)),  # forward
        ((4, 4), (4, 1), (4, 1)),
        ((2, 4), (4, 4), (2, 4)),  # to the weights
        ((4, 4), (4, 1), (4, 1)),
        ((4, 1), (1, 4), (4, 4)),  # to what the second layer receives
    ]
    floor = MatrixProducts(SMALL)
    assert all(part.dtype == np.float32 for product in floor.products for part in product)
    # In a layer of n × k weights each example costs 3 n k multiplications, in the first 2.
    multiplications = sum(prod((*A.shape, B.shape[1])) for A, B, _ in floor.products)
    assert floor.steps * multiplications == 300 * (2 * 64 * 16 + 3 * 16 * 12 + 3 * 12 * 10)


def test_all_take_the_same_steps_of_adam():
    parameters = []
    for step, result in filter(None, adam_step.steppers(1000).values()):
        for _ in range(5):
            step()
        parameters.append(result())
    for others in parameters[1:]:
        np.testing.assert_allclose(others, parameters[0], rtol=1e-5, atol=1e-6)


def test_workloads_are_those_of_the_tables():
    found = [(t.name, t.X.shape, t.sizes, t.batch_size, t.output) for t in workloads()]
    assert found == [
        ("a", (1797, 64), (64, 64, 32, 10), 32, "softmax"),
        ("b", (60_000, 784), (784, 128, 64, 10), 128, "softmax"),
        ("c", (60_000, 784), (784, 512, 256, 10), 512, "softmax"),
        ("d", (4, 2), (2, 4, 1), 4, "sigmoid"),
    ]
    a, b, _, d = workloads()
    assert (a.X.min(), a.X.max()) == (0, 1)
    assert -0.5 <= b.X.min() < b.X.max() <= 0.5
    assert d.Y.tolist() == [[0, 1, 1, 0]]
    assert all(task.X.dtype == task.Y.dtype == np.float32 for task in (a, b, d))


def test_growing_tasks_grow_in_one_direction():
    sizes = {"examples": [], "width": [], "batch_size": []}
    for what, task in growth():
        grown = {"examples": len(task.X), "width": task.sizes[1], "batch_size": task.batch_size}
        sizes[what].append(grown[what])
    assert sizes["examples"] == [1_000, 4_000, 16_000, 64_000]
    assert sizes["width"] == [16, 64, 256, 1024]
    assert sizes["batch_size"] == [1, 4, 16, 64, 256, 1024]


# --- How it is measured


def test_contenders_take_turns_and_the_first_round_does_not_count():
    order = []

    def measure(name):
        order.append(name)
        return float(len(order))

    times = timing.in_turns({"x": lambda: measure("x"), "no": None, "y": lambda: measure("y")}, 2)
    assert "".join(order) == "xyxyxy"
    assert times == {"x": [3, 5], "y": [4, 6]}


def test_spread_and_ratio_by_hand():
    assert timing.spread([5.0, 1, 2, 4, 3]) == {"median": 3, "lower": 2, "upper": 4}
    # 2/1, 9/3 and 8/2: the median is 3, while that of the medians, 8/2, would be 4.
    assert timing.ratio([2, 9, 8], [1, 3, 2]) == 3
    assert timing.rounded(123_456) == 123_500


def test_time_is_that_of_an_epoch_and_ratios_say_who_takes_longer(monkeypatch):
    class Slow:
        def __init__(self, seconds):
            self.seconds = seconds

        def train(self, epochs):
            Clock.now += epochs * self.seconds

    class Clock:
        now = 0.0

    monkeypatch.setattr(timing, "process_time", lambda: Clock.now)
    entries = {OURS: Slow(6.0), FLOOR: Slow(2.0), "other": Slow(60.0), "absent": None}
    monkeypatch.setattr(training, "contenders", lambda task: entries)
    found = training.measure(SMALL, rounds=3)
    assert found["seconds"][OURS] == {"median": 6, "lower": 6, "upper": 6}
    assert found["ratios"] == {FLOOR: 3, "other": 10, "absent": None}


def test_one_thread_and_own_kernels_are_asked_for_before_numpy_loads():
    code = """
import sys, os
from benchmarks.__main__ import set_up
assert "numpy" not in sys.modules
set_up()
import sklearn, numpy as np
from benchmarks.environment import machine
print([pool["threads"] for pool in machine()["blas"]], "OPENBLAS_CORETYPE" in os.environ)
"""
    environment = {**os.environ, "OPENBLAS_CORETYPE": "Haswell", "OPENBLAS_NUM_THREADS": "2"}
    environment.pop("OMP_NUM_THREADS", None)
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    ).stdout
    threads, kernels = shown.rsplit(" ", 1)
    assert set(json.loads(threads)) == {1}
    assert kernels.strip() == "False"


# --- What is told


@pytest.mark.parametrize("with_torch", [True, False])
def test_a_run_writes_what_is_promised_and_prints_it(with_torch, monkeypatch, tmp_path, capsys):
    if not with_torch:
        monkeypatch.setattr(contenders, "torch", None)
        monkeypatch.setattr(adam_step, "torch", None)
    monkeypatch.setattr(run, "RESULTS", tmp_path / "results.json")
    monkeypatch.setattr(run, "workloads", lambda: [SMALL, GATE])
    monkeypatch.setattr(run, "growth", lambda: [("examples", SMALL), ("width", SMALL)])
    monkeypatch.setattr(run, "PARAMETERS", (1000,))
    monkeypatch.setattr(run, "ROUNDS", 2)
    monkeypatch.setattr(adam_step, "NUMBERS", 10_000)
    run.run()

    found = json.loads((tmp_path / "results.json").read_text())
    assert set(found) == {"machine", "date", "rounds", "training", "growth", "adam_step"}
    machine = {"processor", "cores", "system", "python", "versions", "blas"}
    assert set(found["machine"]) == machine
    assert found["machine"]["versions"]["numpy"] == np.__version__
    assert set(found["growth"]) == {"examples", "width"}
    names = {"course_lib", "matrix products", "PyTorch", "scikit-learn", "scikit-learn float32"}
    measurement = {"name", "what", "examples", "sizes", "batch_size", "seconds", "ratios"}
    for one in [*found["training"], *found["growth"]["examples"]]:
        assert set(one) == measurement
        assert set(one["seconds"]) == names
        assert set(one["ratios"]) == names - {"course_lib"}
        assert (one["seconds"]["PyTorch"] is None) == (one["ratios"]["PyTorch"] is None)
    for spread in found["training"][0]["seconds"].values():
        assert spread is None or 0 < spread["lower"] <= spread["median"] <= spread["upper"]
    nanoseconds = found["adam_step"][0]["ns_per_parameter"]
    assert set(nanoseconds) == {"course_lib", "NumPy formulas", "PyTorch"}

    printed = capsys.readouterr().out
    assert found["machine"]["processor"] in printed
    assert "64-16-12-10" in printed
    assert "(≤ 4.5)" in printed
    missing = not with_torch or contenders.torch is None
    assert (nanoseconds["PyTorch"] is None) == missing
    assert (found["training"][0]["seconds"]["PyTorch"] is None) == missing
    if missing:
        assert printed.count("not installed") >= 2 + 2 + 2 + 1


def test_tables_arealigned():
    assert report.aligned([["a", "bb", "c"], ["aaa", "b", ""]]) == "a    bb  c\naaa  b"
