"""Processor time of several contenders that take turns."""

from collections.abc import Callable, Mapping
from time import process_time

import numpy as np

Times = dict[str, list[float]]


def cpu_seconds(work: Callable[[], object]) -> float:
    """Return the processor time that the process spends on some work."""
    start = process_time()
    work()
    return process_time() - start


def in_turns(measures: Mapping[str, Callable[[], float] | None], rounds: int) -> Times:
    """Measure each once in each round, so that a slow minute of the machine meets all alike.

    A round before does not count: it finds empty caches, and memory that nobody touched yet.
    """
    taking_part = {name: measure for name, measure in measures.items() if measure}
    times: Times = {name: [] for name in taking_part}
    for turn in range(rounds + 1):
        for name, measure in taking_part.items():
            time = measure()
            if turn > 0:
                times[name].append(time)
    return times


def spread(values: list[float]) -> dict[str, float]:
    """Return median and quartiles, with four digits."""
    lower, median, upper = np.percentile(values, [25, 50, 75])
    return {"median": rounded(median), "lower": rounded(lower), "upper": rounded(upper)}


def ratio(over: list[float], under: list[float]) -> float:
    """Return the median of the ratios within each round."""
    return rounded(np.median(np.divide(over, under)))


def rounded(value: float) -> float:
    return float(f"{value:.4g}")
