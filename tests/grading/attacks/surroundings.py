"""Attacks by what lies beside a right notebook, by its time stamp, and by the name of its folder.

The notebook is honest work: where it can be graded, it gets its marks.
"""

import os
from pathlib import Path

from tests.grading.assignment import ANSWERS, POINTS

from .attack import Attack, Stage, beside

FAKE = """
import os
open("attack_31337", "w").close()
CASES = []
def draw(): return 0
def standardized(x): return x
raise RuntimeError("alert(31337)")
"""


def _write(name: str, text: str):
    def place(stage: Stage, desk: Path) -> None:
        (desk / name).parent.mkdir(exist_ok=True)
        (desk / name).write_text(text, encoding="utf-8")

    return place


def _link(name: str, to: str):
    return lambda stage, desk: (desk / name).symlink_to(stage.course.root / to)


def _many(stage: Stage, desk: Path) -> None:
    for number in range(5000):
        (desk / f"notes_{number}.txt").touch()


BESIDE = {
    **{
        f"{name} beside it": _write(name, FAKE)
        for name in (
            "judge.py",
            "numpy.py",
            "sitecustomize.py",
            "nbgrader_config.py",
            "conftest.py",
            "judge/__init__.py",
            ".ipynb_checkpoints/field_notes-checkpoint.ipynb",
            "ipython_config.py",
            "field_notes.html",
        )
    },
    "data of its own": _write("rain.csv", "day,rain\n1,0\n"),
    "data that are a folder": lambda stage, desk: (desk / "rain.csv").mkdir(),
    "data linked to the gradebook": _link("rain.csv", "gradebook.db"),
    "data linked to the source": _link("rain.csv", "source/field_notes/judge.py"),
    "the reference linked to the gradebook": _link("judge.py", "gradebook.db"),
    "notes linked to the gradebook": _link("notes.txt", "gradebook.db"),
    "notes linked to the whole course": _link("notes", "."),
    "notes linked to the root": lambda stage, desk: (desk / "notes").symlink_to("/"),
    "notes that are a pipe": lambda stage, desk: os.mkfifo(desk / "notes.txt"),
    "five thousand files": _many,
    "a second notebook": _write("other.ipynb", "{"),
    "a notebook with a name of markup": _write("<img src=x onerror=alert(31337)>.ipynb", "{}"),
}
STAMPS = {
    "no time": "yesterday, I think",
    "no day": "2029-99-99 99:99:99 UTC",
    "no year": "99999999-01-01 00:00:00 UTC",
    "another zone": "2029-12-24 12:00:00 Mars/Olympus",
    "nothing": "",
    "markup": "<script>alert(31337)</script>\x1b[2J",
    "a megabyte": 10**6 * "9",
    "surrogates": "\x00\x01\x02",
    "infinity": "inf",
}
LATE = {
    "on time": ("2030-01-31 11:59:00 UTC", POINTS),
    "late": ("2030-02-01 12:00:00 UTC", 0),
}
NAMES = {
    "ünïcode, 名前 and 😀": POINTS,
    "two  words ": POINTS,
    'O\'Hara "Bobby"; drop table student;--': POINTS,
    "<script>alert(31337)<": POINTS,
    "<img src=x onerror=alert(31337)>": POINTS,
    "$(touch attack_31337) `touch attack_31337`": POINTS,
    "{0} %s %(name)s \\n": POINTS,
    "[bold red]markup[": POINTS,
    "-rf --course=x": POINTS,
    "*?[a-z]": POINTS,
    "+(?P<x>": POINTS,
    "x" * 120: POINTS,
    "C:\\con": POINTS,
    "\x1b[2J\x1b]0;title\x07": 0,
    "a line\nand another\r": 0,
    "\u202egnp.exe": 0,
    "é" * 120: 0,
    "not UTF-8 \udcff": 0,
}

ATTACKS = [
    *(beside(name, place, at_least=POINTS) for name, place in BESIDE.items()),
    *(
        beside(
            f"a time stamp that is {name}",
            lambda stage, desk, text=text: (desk / "timestamp.txt").write_text(text),
            status="graded|refused",
        )
        for name, text in STAMPS.items()
    ),
    *(
        beside(f"a time stamp that is {name}", place, status="graded|refused")
        for name, place in {
            "a pipe": lambda stage, desk: os.mkfifo(desk / "timestamp.txt"),
            "a folder": lambda stage, desk: (desk / "timestamp.txt").mkdir(),
            "a link": _link("timestamp.txt", "source/field_notes/judge.py"),
            "endless": lambda stage, desk: (desk / "timestamp.txt").symlink_to("/dev/zero"),
            "not UTF-8": lambda stage, desk: (desk / "timestamp.txt").write_bytes(b"\xff\xfe\x00"),
        }.items()
    ),
    *(
        Attack(
            f"handed in {name}",
            beside(
                "", lambda stage, desk, text=text: (desk / "timestamp.txt").write_text(text)
            ).hand_in,
            at_most=points,
            at_least=points,
        )
        for name, (text, points) in LATE.items()
    ),
    *(
        Attack(
            f"a folder named {name.encode('ascii', 'backslashreplace').decode()!r}"[:60],
            lambda stage, student: stage.course.hand_in(student, ANSWERS),
            at_most=POINTS,
            at_least=points,
            status="graded" if points else "graded|refused",
            folder=name,
        )
        for name, points in NAMES.items()
    ),
]
