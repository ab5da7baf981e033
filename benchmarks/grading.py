"""How fast a class is graded, by `python -m grading` and by `nbgrader autograde`.

`python -m benchmarks grading` prints the table and writes ``grading.json``, which holds::

    machine       as in ``results.json``
    date          of the run
    cell_seconds  the limit of one cell, the same for both
    times_faster  how many times longer nbgrader took for the largest class that both have graded,
                  over the mean of our runs right before and right after; null without such a class
    runs          a list, in the order in which they were made, of
        {submissions, workers, endless, seconds, peak_megabytes, again_seconds, job_seconds, points}

``workers`` is null for nbgrader.  ``endless`` says whether one in twelve has a loop without an end,
which costs each grader its limits.  ``peak_megabytes`` is shared memory counted once (PSS), summed
over all processes and looked at twice a second.  ``again_seconds`` is a second run of the unchanged
class.  ``job_seconds`` is what the grader says all submissions took, null for nbgrader.  ``points``
is the sum of all marks, which should not depend on who grades.
"""

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from statistics import mean
from typing import Any, NamedTuple

from .environment import machine
from .graded_class import CELL_SECONDS, make_class, measure
from .report import aligned

RESULTS = Path(__file__).with_name("grading.json")
PACKAGES = ("nbgrader", "distributed", "numpy")


class Run(NamedTuple):
    """One class to grade; no workers means nbgrader."""

    submissions: int
    workers: int | None
    endless: bool = False


def plan(sizes: Sequence[int], workers: Sequence[int], compared: Sequence[int]) -> Iterator[Run]:
    """Yield all runs: nbgrader's between two of the last number of workers.

    Parameters
    ----------
    sizes : sequence of int
        Classes that we grade.
    workers : sequence of int
        With so many workers each.
    compared : sequence of int
        Classes that nbgrader grades too, which takes it a while; the last one also with students
        whose loops have no end.
    """
    for size in sizes:
        for number in workers:
            yield Run(size, number)
        if size in compared:
            yield Run(size, None)
            yield Run(size, workers[-1])
    for size in compared[-1:]:
        yield Run(size, workers[-1], endless=True)
        yield Run(size, None, endless=True)


def run(
    sizes: Sequence[int], workers: Sequence[int], compared: Sequence[int], target: Path = RESULTS
) -> None:
    """Grade all classes, write the results and print the table."""
    runs = []
    part = target.with_suffix(".part")
    with tempfile.TemporaryDirectory() as folder:
        for number, one in enumerate(plan(sizes, workers, compared)):
            print(f"{who(one)}: {one.submissions} submissions", file=sys.stderr, flush=True)
            course = make_class(Path(folder, str(number)), one.submissions, one.endless)
            runs.append({**one._asdict(), **measure(course, one.workers)})
            shutil.rmtree(course)
            results = summary(runs)
            # After each run: an hour's work should not be lost with its last minute.
            part.write_text(json.dumps(results, indent=1) + "\n")
    part.replace(target)
    print(table(results))


def summary(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what is written."""
    return {
        "machine": machine(PACKAGES),
        "date": date.today().isoformat(),
        "cell_seconds": CELL_SECONDS,
        "times_faster": times_faster(runs),
        "runs": runs,
    }


def times_faster(runs: list[dict[str, Any]]) -> float | None:
    """Return the ratio that the module promises."""
    both = [
        number
        for number in range(1, len(runs) - 1)
        if runs[number]["workers"] is None and not runs[number]["endless"]
    ]
    if not both:
        return None
    before, theirs, after = runs[both[-1] - 1 : both[-1] + 2]
    return round(theirs["seconds"] / mean([before["seconds"], after["seconds"]]), 2)


def who(one: Run) -> str:
    if one.workers is None:
        return "nbgrader"
    return f"{one.workers} worker{'s' * (one.workers > 1)}"


def table(results: dict[str, Any]) -> str:
    """Return the runs as text."""
    head = ["submissions", "by", "seconds", "a minute", "at work", "MB", "again s"]
    rows = [head, *(row(one) for one in results["runs"])]
    found = results["times_faster"]
    return "\n".join(
        [
            f"{results['machine']['processor']}, {results['machine']['cores']} cores",
            aligned(rows),
            *([f"nbgrader takes {found:.3g} times as long."] if found else []),
        ]
    )


def row(one: dict[str, Any]) -> list[str]:
    """Return a line of the table; "at work" is the share of their time that workers had a job."""
    n, seconds = one["submissions"], one["seconds"]
    busy = one["job_seconds"] and one["job_seconds"] / (seconds * one["workers"])
    by = who(Run(n, one["workers"])) + (", with endless loops" if one["endless"] else "")
    return [
        f"{n}",
        by,
        f"{seconds:.1f}",
        f"{60 * n / seconds:.0f}",
        f"{busy:.0%}" if busy else "",
        f"{one['peak_megabytes']}",
        f"{one['again_seconds']:.1f}",
    ]
