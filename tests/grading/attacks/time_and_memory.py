"""Attacks that never end, take all memory, all processes, all disk, or say too much.

What they take is bounded, so that a grader that fails does not take the machine with it.
"""

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
    by_code(
        "memory until killed",
        "taken = []\nfor _ in range(80):\n    taken.append(b'x' * (50 << 20))\n",
    ),
    by_code("memory in one piece", "taken = b'x' * (4 << 30)\n"),
    by_code(
        "memory of many processes",
        """
import time
for _ in range(16):
    if os.fork() == 0:
        taken = b"x" * (200 << 20)
        time.sleep(60)
        os._exit(0)
time.sleep(60)
""",
    ),
    by_code(
        "shared memory",
        """
import mmap
for _ in range(8):
    shared = mmap.mmap(-1, 512 << 20)
    for page in range(0, 512 << 20, 4096):
        shared[page] = 1
    globals().setdefault("kept", []).append(shared)
""",
    ),
    by_code(
        "memory files",
        """
kept = [os.memfd_create(MARK) for _ in range(8)]
for file in kept:
    for _ in range(512):
        os.write(file, b"x" * (1 << 20))
""",
    ),
    by_code(
        "shared memory of System V",
        """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
libc.shmat.restype = ctypes.c_void_p
libc.shmat.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_int]
for _ in range(8):
    number = libc.shmget(0, ctypes.c_size_t(512 << 20), 0o1600)
    place = libc.shmat(number, None, 0)
    if place and place != 2**64 - 1:
        libc.shmctl(number, 0, None)
        ctypes.memset(place, 1, 512 << 20)
""",
    ),
    by_code(
        "a compressed bomb", "import zlib\nzlib.decompress(zlib.compress(bytes(1 << 30)) * 4)\n"
    ),
    by_code(
        "two hundred processes",
        """
import time
for _ in range(200):
    try:
        if os.fork() == 0:
            time.sleep(600)
            os._exit(0)
    except OSError:
        pass
""",
    ),
    by_code(
        "processes that make processes",
        """
def breed(depth):
    for _ in range(4):
        try:
            if os.fork() == 0 and depth:
                breed(depth - 1)
        except OSError:
            pass

breed(3)
while True:
    pass
""",
    ),
    by_code(
        "two hundred threads",
        """
import threading

def spin():
    while True:
        pass

for _ in range(200):
    threading.Thread(target=spin).start()
""",
    ),
    by_code(
        "every file descriptor",
        "kept = []\nwhile len(kept) < 100_000:\n    kept.append(os.open('/dev/null', 0))\n",
    ),
    by_code(
        "a file of ten gigabytes",
        """
for folder in (".", "/tmp", "/dev/shm", HOME, COURSE):
    try:
        with open(os.path.join(folder, MARK), "wb") as file:
            for _ in range(1024):
                file.write(b"x" * (10 << 20))
    except OSError:
        pass
""",
    ),
    by_code(
        "two hundred thousand files",
        "for number in range(200_000):\n    open(f'{MARK}_{number}', 'w').close()\n",
    ),
    by_code(
        "folders within folders",
        "for _ in range(20_000):\n    os.mkdir(MARK)\n    os.chdir(MARK)\n",
    ),
    by_code("two hundred megabytes of print", "for _ in range(200):\n    print(10**6 * 'x')\n"),
    by_code(
        "two hundred megabytes of errors",
        "for _ in range(200):\n    sys.stderr.write(10**6 * 'x')\n",
    ),
    by_code(
        "two hundred megabytes on every descriptor",
        """
for number in range(3, 64):
    try:
        os.set_blocking(number, False)
    except OSError:
        pass
for _ in range(200):
    for number in (1, 2):
        os.write(number, 10**6 * b"x")
""",
    ),
    by_code(
        "a hundred thousand outputs",
        "for number in range(100_000):\n    display({'text/html': f'<b>{number}</b>'}, raw=True)\n",
    ),
    by_code(
        "an output of a hundred megabytes",
        "display({'text/html': 10**8 * 'x', 'image/png': 10**8 * 'x'}, raw=True)\n",
    ),
    by_code("an error of a hundred megabytes", "raise ValueError(10**8 * 'x')\n"),
    by_code(
        "a chain of errors without end",
        """
error = None
for number in range(100_000):
    later = ValueError(number)
    later.__cause__ = error
    error = later
raise error
""",
    ),
    by_code(
        "print in an answer", "def primes(n):\n    print(10**8 * 'x')\n    return []\n", "primes"
    ),
    by_code(
        "a name of a megabyte",
        "exec(f'def {10**6 * chr(120)}(): raise Error\\n{10**6 * chr(120)}()')\n",
    ),
]
