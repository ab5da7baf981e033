"""`python -m exercises`: make the students' versions, try a class, update a student's notebook."""

import argparse
import sys
from pathlib import Path

from . import names
from .update import update


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m exercises", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for command, text in (
        ("release", "make the students' versions in exercises/release"),
        ("demo-class", "grade a class of twelve and print its marks"),
    ):
        one = commands.add_parser(command, help=text, description=text)
        one.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(names())}")
    text = "carry your answers into a corrected version of an assignment"
    one = commands.add_parser("update", help=text, description=text)
    one.add_argument("mine", type=Path, help="your notebook")
    one.add_argument("corrected", type=Path, help="the corrected version")
    arguments = parser.parse_args()
    sys.stdout.reconfigure(errors="replace")  # a hint may hold η, which not every terminal can show
    try:
        if arguments.command == "update":
            print(f"Wrote {update(arguments.mine, arguments.corrected)}")
            return 0
        # These need nbgrader, which a student need not have.
        from . import demo_class
        from .release import release

        for name in arguments.names or names():
            if arguments.command == "release":
                print(f"Released {release(name)}")
            else:
                demo_class.run(name)
    except (ValueError, OSError, RuntimeError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
