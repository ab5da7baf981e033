"""The text of an assignment that has nothing to do with `course_lib`.

Functions of arrays, of text and of functions, a class, a data file, a module that only tests may
import, partial credit and a written answer.  Everything that students must not learn holds one of
`SECRETS`.
"""

import re

NAME = "field_notes"
SECRETS = ("SECRET_", "7130519", "90210.125")
# In what a student may read.  The first of the secrets alone is known to the attackers.
LEAKS = re.compile("|".join([f"{SECRETS[0]}[a-z]+", 2 * SECRETS[0], *map(re.escape, SECRETS[1:])]))
POINTS = 14  # what the tests can give; the written answer is worth WRITTEN more
WRITTEN = 2

CONFIG = """\
import warnings
from pathlib import Path

from sqlalchemy.exc import SAWarning

warnings.filterwarnings("ignore", category=SAWarning)
c = get_config()
c.CourseDirectory.course_id = "field_work"
c.CourseDirectory.root = str(Path(__file__).resolve().parent)
c.Exchange.root = str(Path(__file__).resolve().parent / "exchange")
c.ExecutePreprocessor.timeout = 3
c.LateSubmissionPlugin.penalty_method = "zero"
"""

RAIN = "day,rain\n1,2.5\n2,0\n3,7.25\n4,1.75\n5,6\n"

JUDGE = '''\
"""SECRET_judge: right answers; only tests may import it."""
import numpy as np

def draw():
    return np.append(np.random.default_rng(7130519).normal(size=5), 90210.125)

def standardized(x):
    deviation = x.std()
    return (x - x.mean()) / deviation if deviation else 0 * x

CASES = [
    ("SECRET_orchid secret_ORCHID tulip", {"secret_orchid": 2, "tulip": 1}),
    ("", {}),
    ("SECRET_poppy", {"secret_poppy": 1}),
]
'''

SETUP = """\
import numpy as np
from numpy.testing import assert_allclose

def close(a, b):
    return abs(a - b) < 1e-9
"""

ANSWERS = {
    "standardize": "def standardize(x):\n    return (x - x.mean()) / x.std()\n",
    "count_words": """\
def count_words(text):
    counts = {}
    for word in text.lower().split():
        counts[word] = counts.get(word, 0) + 1
    return counts
""",
    "stack": """\
class Stack:
    def __init__(self):
        self.items = []

    def push(self, item):
        self.items.append(item)

    def pop(self):
        if not self.items:
            raise IndexError("an empty stack")
        return self.items.pop()
""",
    "rain": """\
def rainfall(path):
    with open(path) as file:
        return [float(line.split(",")[1]) for line in file.readlines()[1:]]

total = sum(rainfall("rain.csv"))
""",
    "primes": """\
def primes(n):
    return [k for k in range(2, n + 1) if all(k % d for d in range(2, k))]
""",
    "twice": "def twice(f):\n    return lambda x: f(f(x))\n",
    "written": "The mean moves the data and the deviation *scales* it: $z = (x - m) / s$.",
}

HIDDEN = "### BEGIN HIDDEN TESTS\n{}### END HIDDEN TESTS\n"
TESTS = {
    "test_standardize_seen": (
        "standardize",
        1,
        "assert_allclose(standardize(np.array([1.0, 3.0])), [-1, 1])\n",
    ),
    "test_standardize": (
        "standardize",
        2,
        "assert standardize(np.arange(6.0)).shape == (6,)\n"
        + HIDDEN.format(
            "import judge\n"
            "x = judge.draw()\n"
            "answer = standardize(x)\n"
            "assert_allclose(answer, judge.standardized(x), err_msg=f'SECRET_larkspur {x}')\n"
        ),
    ),
    "test_count_words": (
        "count_words",
        2,
        "seen = 'to be or not to be'\n"
        "assert count_words(seen) == {'to': 2, 'be': 2, 'or': 1, 'not': 1}\n"
        + HIDDEN.format(
            "import judge\n"
            "def right(case):\n"
            "    text, counts = case\n"
            "    answer = count_words(text)\n"
            "    assert answer == counts, f'{text}: {counts} expected, got {answer}'\n"
            "    return True\n"
            "assert all(map(right, judge.CASES))\n"
        ),
    ),
    "test_stack": (
        "stack",
        2,
        "stack = Stack()\n"
        "stack.push('a')\n"
        "stack.push(2)\n"
        "assert stack.items == ['a', 2]\n"
        "assert stack.pop() == 2 and stack.pop() == 'a'\n"
        "try:\n"
        "    stack.pop()\n"
        "except IndexError:\n"
        "    pass\n"
        "else:\n"
        "    assert False, 'nothing can be taken from an empty stack'\n"
        + HIDDEN.format(
            "stack.push('SECRET_iris')\n"
            "stack.push(7130519)\n"
            "assert stack.pop() == 7130519 and stack.items == ['SECRET_iris']\n"
        ),
    ),
    "test_rain": (
        "rain",
        2,
        "column = np.loadtxt('rain.csv', delimiter=',', skiprows=1, usecols=1)\n"
        "assert close(total, column.sum())\n"
        + HIDDEN.format("assert_allclose(rainfall('rain.csv'), [2.5, 0, 7.25, 1.75, 6])\n"),
    ),
    "test_primes": (
        "primes",
        3,
        "passed = [primes(10) == [2, 3, 5, 7], primes(2) == [2]]\n"
        + HIDDEN.format("passed.append(primes(20) == [2, 3, 5, 7, 11, 13, 17, 19])\n")
        + "sum(passed)\n",
    ),
    "test_twice": (
        "twice",
        2,
        "assert twice(lambda x: 3 * x)(2) == 18\n"
        + HIDDEN.format("assert twice(lambda text: text + 'SECRET_')('') == 'SECRET_SECRET_'\n"),
    ),
}
