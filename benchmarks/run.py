"""All measurements, one after the other."""

import json
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from . import adam_step, training
from .environment import machine
from .report import tables
from .tasks import Task, growth, workloads

RESULTS = Path(__file__).with_name("results.json")
PARAMETERS = (10**4, 10**5, 10**6, 10**7)
ROUNDS = 7


def run() -> None:
    """Measure, write `results.json` and print the tables."""
    results = measure(workloads(), growth(), PARAMETERS, ROUNDS)
    RESULTS.write_text(json.dumps(results, indent=1) + "\n")
    print(tables(results))


def measure(
    workloads: Iterable[Task],
    growth: Iterable[tuple[str, Task]],
    parameters: Iterable[int],
    rounds: int,
) -> dict[str, Any]:
    """Return what `benchmarks` says ``results.json`` holds."""
    measured = []
    for task in workloads:
        _say(f"training {task.name}: {task.what}")
        measured.append(training.measure(task, rounds))
    growing: dict[str, list[dict[str, Any]]] = {}
    for what, task in growth:
        _say(f"training with {task.name}")
        growing.setdefault(what, []).append(training.measure(task, rounds))
    steps = []
    for count in parameters:
        _say(f"Adam with {count:,} parameters")
        steps.append(adam_step.measure(count, rounds))
    return {
        "machine": machine(),
        "date": date.today().isoformat(),
        "rounds": rounds,
        "training": measured,
        "growth": growing,
        "adam_step": steps,
    }


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)
