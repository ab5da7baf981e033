"""Honest work gets its full mark however it is written, and a loss says which of four kinds it is."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell

from .assignment import ANSWERS, NAME
from .course import find, make_course

pytestmark = pytest.mark.usefixtures("sandboxed")
ROOT = Path(__file__).parents[2]
GOOD = 14


def first(code):
    """Return a change of a notebook: a cell before all others."""
    return lambda notebook: notebook.cells.insert(0, new_code_cell(code))


def last(code):
    return lambda notebook: notebook.cells.append(new_code_cell(code))


def after(grade_id, code):
    def change(notebook):
        notebook.cells.insert(
            notebook.cells.index(find(notebook, grade_id)) + 1, new_code_cell(code)
        )

    return change


def split(notebook):
    """Divide an answer over two cells of the same name."""
    cell = find(notebook, "rain")
    function, total = cell.source.split("\n\n")
    copy = json.loads(json.dumps(cell))
    cell.source, copy["source"] = function, total
    notebook.cells.insert(notebook.cells.index(cell) + 1, copy)


def windows_lines(notebook):
    for cell in notebook.cells:
        cell.source = cell.source.replace("\n", "\r\n")


def answer(**code):
    return {**ANSWERS, **code}


STANDARDIZE = ANSWERS["standardize"]
HONEST = {
    "as it should be": (answer(), None),
    "prints": (answer(standardize="print('hello')\n" + STANDARDIZE + "    print(x)\n"), None),
    "prints within": (
        answer(standardize=STANDARDIZE.replace("    return", "    print(x)\n    return")),
        None,
    ),
    "a great deal of print": (answer(), first("print('x' * 30_000_000)")),
    "warnings": (
        answer(standardize="import numpy as np\nnp.log(np.zeros(2))\n" + STANDARDIZE),
        None,
    ),
    "writes to stderr": (answer(), first("import sys\nprint('careful', file=sys.stderr)")),
    "a cell that fails": (answer(), first("1 / 0")),
    "a cell before and one after": (answer(), after("standardize", "standardize(np.arange(3.0))")),
    "an expression at the end": (answer(standardize=STANDARDIZE + "\nstandardize"), last("3 + 4")),
    "a helper of its own": (
        answer(
            standardize="def mean(x): return sum(x) / len(x)\n"
            + STANDARDIZE.replace("x.mean()", "mean(x)")
        ),
        None,
    ),
    "a helper in a cell of its own": (
        answer(standardize=STANDARDIZE.replace("x.mean()", "average(x)")),
        first("def average(x):\n    return x.sum() / len(x)"),
    ),
    "a dataclass for a class": (
        answer(
            stack="from dataclasses import dataclass, field\n\n@dataclass\nclass Stack:\n"
            "    items: list = field(default_factory=list)\n"
            "    def push(self, item): self.items.append(item)\n"
            "    def pop(self): return self.items.pop()\n"
        ),
        None,
    ),
    "a subclass": (
        answer(
            stack="class Base:\n    def __init__(self): self.items = []\n\n\nclass Stack(Base):\n"
            "    def push(self, item): self.items += [item]\n    def pop(self): return self.items.pop()\n"
        ),
        None,
    ),
    "the standard library": (
        answer(
            count_words="import collections, re\ndef count_words(text):\n"
            "    return collections.Counter(re.findall(r'\\S+', text.lower()))\n"
        ),
        None,
    ),
    "a defaultdict": (
        answer(
            count_words="from collections import defaultdict\ndef count_words(text):\n"
            "    counts = defaultdict(int)\n    for word in text.lower().split():\n"
            "        counts[word] += 1\n    return counts\n"
        ),
        None,
    ),
    "threads": (
        answer(
            count_words="from concurrent.futures import ThreadPoolExecutor\n"
            + ANSWERS["count_words"].replace(
                "def count_words(text):",
                "def count_words(text):\n    with ThreadPoolExecutor(4) as pool:\n"
                "        list(pool.map(str, range(9)))",
            )
        ),
        None,
    ),
    "a list for an array": (
        answer(
            standardize=STANDARDIZE
            + "\n_s = standardize\ndef standardize(x):\n    return np.asarray(_s(x))\n",
            rain=ANSWERS["rain"].replace("return [", "return tuple([").replace("[1:]]", "[1:]])"),
        ),
        None,
    ),
    "an array for a list": (
        answer(
            rain="import numpy as np\n"
            + ANSWERS["rain"].replace("return [", "return np.array([").replace("[1:]]", "[1:]])")
        ),
        None,
    ),
    "numpy's own number for a sum": (
        answer(rain="import numpy as np\n" + ANSWERS["rain"].replace("sum(", "np.sum(")),
        None,
    ),
    "a lambda": (answer(twice="twice = lambda f: (lambda x: f(f(x)))\n"), None),
    "a closure and global state": (
        answer(
            twice="calls = 0\ndef twice(f):\n    def g(x):\n        global calls\n        calls += 1\n        return f(f(x))\n    return g\n"
        ),
        None,
    ),
    "a callable object": (
        answer(
            twice="class twice:\n    def __init__(self, f): self.f = f\n    def __call__(self, x): return self.f(self.f(x))\n"
        ),
        None,
    ),
    "letters of other languages": (
        answer(
            primes="def primos_hasta_ñ(n):\n    '''Números primos, 素数'''\n    λ = range(2, n + 1)\n"
            "    return [k for k in λ if all(k % d for d in range(2, k))]\n\n\nprimes = primos_hasta_ñ\n"
        ),
        None,
    ),
    "recursion": (
        answer(
            primes="def primes(n):\n    if n < 2:\n        return []\n    before = primes(n - 1)\n"
            "    return before + [n] * all(n % p for p in before)\n"
        ),
        None,
    ),
    "magics": (
        answer(
            standardize="%matplotlib inline\n%config InlineBackend.figure_format = 'svg'\n%load_ext autoreload\n"
            "%autoreload 2\n" + STANDARDIZE
        ),
        first("%%time\nready = True\n%timeit 1 + 1"),
    ),
    "a timed cell that defines": (answer(primes="%%time\n" + ANSWERS["primes"]), None),
    "shell lines and questions": (answer(), first("!ls\nfiles = !ls\nlen?\n%pip install numpy")),
    "display": (answer(), first("display([1, 2])\nfrom pprint import pprint")),
    "await at the top": (answer(), first("import asyncio\nawait asyncio.sleep(0)")),
    "a split answer": (answer(), split),
    "lines that end as on Windows": (answer(), windows_lines),
    "slow within the limit": (
        answer(
            primes=ANSWERS["primes"].replace(
                "    return", "    import time; time.sleep(1.2)\n    return"
            )
        ),
        first("import time\ntime.sleep(2)"),
    ),
    "a file of its own": (
        answer(
            rain="open('mine.txt', 'w').write('1')\nassert open('mine.txt').read() == '1'\n"
            + ANSWERS["rain"]
        ),
        None,
    ),
    "tries Matplotlib": (
        answer(),
        first("try:\n    import matplotlib.pyplot as plt\nexcept ImportError:\n    plt = None"),
    ),
    "a cell that cannot be read": (answer(), first("def (:\n")),
    "a cell that ends Python": (answer(), after("standardize", "import os\nos._exit(0)")),
    "a cell that is never done": (answer(), after("standardize", "while True:\n    pass")),
}
LOST = {
    "a wrong answer": (
        answer(twice="def twice(f):\n    return f\n"),
        12,
        r"Wrong answer: this does not hold: twice\(lambda x: 3 \* x\)\(2\) == 18",
    ),
    "nothing": ({}, 0, "Wrong answer: standardize is not written yet"),
    "a crash": (
        answer(count_words="def count_words(text):\n    return 1 / 0\n"),
        12,
        r"Crash: your code raised an exception \(ZeroDivisionError\)",
    ),
    "an end of Python": (
        answer(count_words="import os\ndef count_words(text):\n    os._exit(1)\n"),
        12,
        "Crash: your code ended Python",
    ),
    "a time-out": (
        answer(count_words="def count_words(text):\n    while True: pass\n"),
        12,
        "Time limit: .*longer than 3 s",
    ),
    "too much memory": (
        answer(count_words="x = [0] * 10**9\n" + ANSWERS["count_words"]),
        12,
        "Memory limit",
    ),
    "an import of what is not there": (
        answer(count_words="import course_lib\n" + ANSWERS["count_words"]),
        12,
        "ModuleNotFoundError",
    ),
}


@pytest.fixture(scope="module")
def students(tmp_path_factory):
    """Everybody of this page in one class, graded once."""
    root = tmp_path_factory.mktemp("fair")
    course = make_course(root / "course")
    for who, (answers, change) in HONEST.items():
        course.hand_in(who, answers, *([change] if change else []))
    for who, (answers, *_) in LOST.items():
        course.hand_in(who, answers)
    course.path("a damaged file").write_text("{", encoding="utf-8")
    out = root / "out.json"
    words = ["grade", NAME, "--course", course.root, "--timeout", "3", "--json", out]
    subprocess.run([sys.executable, "-m", "grading", *map(str, words)], cwd=ROOT, check=False)
    return json.loads(out.read_text("utf-8"))["students"]


@pytest.mark.parametrize("who", HONEST)
def test_honest_work_gets_its_full_mark(students, who):
    assert students[who]["score"] == GOOD, students[who]["reason"]


@pytest.mark.parametrize("who", LOST)
def test_a_loss_costs_its_task_only_and_says_of_which_kind_it_is(students, who):

    _, score, reason = LOST[who]
    assert re.search(reason, students[who]["reason"]), students[who]["reason"]
    assert students[who]["score"] == score, students[who]


def test_a_refused_file_says_so(students):
    said = students["a damaged file"]
    assert said["status"] == "refused" and said["score"] is None
    assert "is no notebook" in said["reason"]
