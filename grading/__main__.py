"""`python -m grading`: grade an assignment of an nbgrader course."""

import argparse
import contextlib
import json
import math
import os
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from . import interrupt

HERE = Path(__file__).resolve().parent.parent
NOTHING_DONE = 2
STOPPED = 130  # as a shell says of a program that Ctrl-C has ended


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit status: 0 all well, 1 not everything, 2 nothing done."""
    options = parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # a name may hold letters the terminal has not
    interrupt.listen()
    os.umask(0o022)
    try:
        return options.run(options)
    except (LookupError, RuntimeError, OSError) as error:
        if isinstance(error, KeyError | IndexError | NotImplementedError | RecursionError):
            raise  # a fault of ours
        print(error, file=sys.stderr)
        return NOTHING_DONE
    except KeyboardInterrupt:
        print("\nStopped. What is done is kept: the same command goes on.", file=sys.stderr)
        return STOPPED


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    whole = argparse.ArgumentParser(prog="python -m grading", description=__doc__)
    commands = whole.add_subparsers(dest="command", required=True)

    def command(name: str, text: str, run: Any, *, assignment: bool = True) -> Any:
        one = commands.add_parser(name, help=text, description=text)
        one.set_defaults(run=run)
        if assignment:
            one.add_argument("assignment", metavar="ASSIGNMENT")
        one.add_argument(
            "--course",
            type=Path,
            default=HERE / "exercises",
            metavar="DIR",
            help="the nbgrader course (default: exercises/)",
        )
        return one

    one = command("grade", "grade what students have handed in", run_grade)
    one.add_argument("--student", nargs="+", metavar="ID", action="extend", help="only these")
    one.add_argument("--workers", type=_positive_whole, default=os.cpu_count(), metavar="N")
    one.add_argument("--scheduler", metavar="ADDRESS", help="of a Dask cluster: tcp://host:8786")
    one.add_argument(
        "--timeout",
        type=_positive,
        default=30.0,
        metavar="S",
        help="wall seconds of one cell, or of one call from a test (default 30)",
    )
    one.add_argument(
        "--memory",
        type=_enough_memory,
        default=1024,
        metavar="MB",
        help="of one submission, all its processes and files together (default 1024)",
    )
    one.add_argument("--isolation", choices=("bwrap", "none"), default="bwrap")
    one.add_argument("--json", type=Path, metavar="FILE", help="write what came out")
    one.add_argument("--force", action="store_true", help="run everything again")
    command("feedback", "write a page for each student", run_feedback)
    command("status", "show who is graded, refused, pending, or needs marking", run_status)
    one = command("roster", "add students to the gradebook", run_roster, assignment=False)
    one.add_argument("file", type=Path, metavar="FILE.csv", help="with a column id")
    one = command("marks", "write a table of marks for a spreadsheet", run_marks)
    one.add_argument("file", type=Path, metavar="FILE.csv")
    command("alike", "show suspiciously alike submissions", run_alike)
    command("doctor", "say whether this machine can grade", run_doctor, assignment=False)
    return whole


def run_grade(options: argparse.Namespace) -> int:
    from .grade import Grading, Stopped
    from .progress import Progress
    from .sandbox import Limits

    if options.isolation == "none":
        print(
            "WARNING: no sandbox. The students' code runs with your rights: it can read and delete "
            "your files and change the marks. Only for work of people whom you trust.",
            file=sys.stderr,
        )
    limits = Limits(options.timeout, options.memory, options.isolation)
    started = time.monotonic()
    with Progress() as progress:
        grading = Grading(
            options.course, options.assignment, limits, options.force, progress.advance
        )
        said = ""
        try:
            grading.run(options.student, options.workers, options.scheduler, progress.expect)
        except Stopped as error:
            said = str(error)
            print(said, file=sys.stderr)
    progress.table(grading.outcomes)
    if options.json:
        _write_json(options, grading.outcomes, time.monotonic() - started)
    if said:
        return NOTHING_DONE
    return int(any(one.status != "graded" for one in grading.outcomes.values()))


def run_feedback(options: argparse.Namespace) -> int:
    from .course import open_course
    from .feedback import write

    course = open_course(options.course)
    number = write(course, options.assignment)
    print(f"{number} pages in {Path(course.root) / course.feedback_directory}")
    return 0


def run_status(options: argparse.Namespace) -> int:
    from .course import open_course
    from .marks import print_status

    print_status(open_course(options.course), options.assignment)
    return 0


def run_roster(options: argparse.Namespace) -> int:
    from .course import open_course
    from .roster import import_roster

    try:
        done = import_roster(open_course(options.course).db_url, options.file)
    except ValueError as error:  # what is wrong with the file
        print(error, file=sys.stderr)
        return NOTHING_DONE
    print(f"{done.added} students added, {done.changed} changed, {done.unchanged} as they were")
    return 0


def run_marks(options: argparse.Namespace) -> int:
    from .course import open_course
    from .marks_csv import write_csv

    lines = write_csv(open_course(options.course), [options.assignment], options.file.absolute())
    print(f"{lines} lines in {options.file}")
    return 0


def run_alike(options: argparse.Namespace) -> int:
    from .alike import alike, table
    from .course import open_course
    from .progress import console

    console().print(table(alike(open_course(options.course), options.assignment)))
    return 0


def run_doctor(options: argparse.Namespace) -> int:
    from .doctor import examine

    return examine(options.course)


def _write_json(options: argparse.Namespace, outcomes: dict[str, Any], seconds: float) -> None:
    from .clean import text
    from .store import write_whole

    plain = {
        "assignment": options.assignment,
        "students": {text(who): one.to_json() for who, one in outcomes.items()},
        "totals": {
            "students": len(outcomes),
            **{k: 0 for k in ("graded", "refused", "failed")},
            **Counter(one.status for one in outcomes.values()),
            "seconds": round(seconds, 3),
        },
    }
    write_whole(options.json.absolute(), json.dumps(plain, indent=1, ensure_ascii=False) + "\n")


def _positive(said: str) -> float:
    with contextlib.suppress(ValueError):
        if 0 < float(said) < math.inf:
            return float(said)
    raise argparse.ArgumentTypeError(f"a number above 0 expected, got {said!r}")


def _positive_whole(said: str) -> int:
    if said.isdecimal() and int(said) > 0:
        return int(said)
    raise argparse.ArgumentTypeError(f"a whole number above 0 expected, got {said!r}")


def _enough_memory(said: str) -> int:
    least = 256
    if said.isdecimal() and int(said) >= least:
        return int(said)
    raise argparse.ArgumentTypeError(f"at least {least} (MB) expected, got {said!r}")


if __name__ == "__main__":
    sys.exit(main())
