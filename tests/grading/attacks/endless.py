"""Attacks that never end: loops, sleep, waiting, in cells and in answers."""

from .attack import by_answers, by_code

LATE = r"(?i)time|long|stopped"

ATTACKS = [
    by_code("an endless loop", "while True:\n    pass\n", reason=LATE),
    by_code(
        "an endless loop that hears no signal",
        """
import signal
for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
""",
        reason=LATE,
    ),
    by_code("a loop within the interpreter", "sum(range(10**15))\n", reason=LATE),
    by_code(
        "a pattern that backtracks for ever",
        "import re\nre.match('(a+)+$', 64 * 'a' + 'b')\n",
        reason=LATE,
    ),
    by_code("sleep", "import time\ntime.sleep(10**6)\n", reason=LATE),
    by_code("wait for input", "input('name? ')\n"),
    by_code("read the standard input", "sys.stdin.buffer.raw.read() if sys.stdin else 0\n"),
    by_code("stop itself", "import signal\nos.kill(os.getpid(), signal.SIGSTOP)\n"),
    by_code(
        "endless answers", "def standardize(x):\n    while True:\n        pass\n", "standardize"
    ),
    by_code(
        "endless iteration",
        "import itertools\ndef primes(n):\n    return itertools.count()\n",
        "primes",
    ),
    by_answers(
        "an endless loop in every answer",
        dict.fromkeys(("standardize", "count_words", "rain", "primes"), "while True: pass\n"),
        reason=LATE,
    ),
    by_code(
        "a loop when the process ends",
        """
import atexit

def forever(*ignored):
    while True:
        pass

class Last:
    __del__ = forever

last = Last()
atexit.register(forever)
sys.exit()
""",
    ),
    by_code(
        "an import that never ends",
        """
import importlib.abc

class Slow(importlib.abc.MetaPathFinder):
    def find_spec(self, *ignored):
        while True:
            pass

sys.meta_path.insert(0, Slow())
""",
    ),
]
