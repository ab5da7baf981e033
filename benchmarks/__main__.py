"""`python -m benchmarks` for the library; `grading` and `attacks` for the grader and nbgrader's."""

import argparse
from pathlib import Path

from .environment import set_up


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    commands = parser.add_subparsers(dest="command")
    text = "how fast a class is graded, by us and by nbgrader; takes an hour"
    grading = commands.add_parser("grading", help=text, description=text)
    for name, numbers, text in (
        ("--sizes", [20, 200, 1000], "submissions of the classes that we grade"),
        ("--workers", [1, 4, 2], "numbers of workers; nbgrader is compared with the last"),
        ("--compared", [20, 200], "those of the sizes that nbgrader grades too"),
    ):
        grading.add_argument(name, nargs="*", type=int, default=numbers, metavar="N", help=text)
    grading.add_argument("--json", type=Path, help="instead of benchmarks/grading.json")
    text = "what hostile submissions do to nbgrader's own grader; takes an hour"
    commands.add_parser("attacks", help=text, description=text)
    arguments = parser.parse_args()
    if arguments.command == "attacks":
        from . import attacks

        attacks.run()
    elif arguments.command == "grading":
        from . import grading as graders

        target = arguments.json or graders.RESULTS
        graders.run(arguments.sizes, arguments.workers, arguments.compared, target)
    else:
        set_up()
        from .run import run  # NumPy, which comes with it, reads the environment when it is loaded

        run()


if __name__ == "__main__":
    main()
