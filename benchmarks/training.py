"""The time of an epoch of training."""

from collections.abc import Callable
from typing import Any

from .contenders import FLOOR, OURS, Contender, contenders
from .tasks import Task
from .timing import cpu_seconds, in_turns, ratio, spread


def measure(task: Task, rounds: int) -> dict[str, Any]:
    """Return a measurement, as `benchmarks` says."""
    entries = contenders(task)
    measures = {name: entry and _epoch(entry, task.epochs) for name, entry in entries.items()}
    times = in_turns(measures, rounds)
    ours = times[OURS]
    ratios = {name: ratio(times[name], ours) if name in times else None for name in entries}
    ratios[FLOOR] = ratio(ours, times[FLOOR])
    del ratios[OURS]
    return {
        "name": task.name,
        "what": task.what,
        "examples": len(task.X),
        "sizes": list(task.sizes),
        "batch_size": task.batch_size,
        "seconds": {name: spread(times[name]) if name in times else None for name in entries},
        "ratios": ratios,
    }


def _epoch(contender: Contender, epochs: int) -> Callable[[], float]:
    return lambda: cpu_seconds(lambda: contender.train(epochs)) / epochs
