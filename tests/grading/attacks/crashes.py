"""Attacks that end the student's process: in a cell, in an answer, by a signal, by a signal of Python."""

from .attack import by_code

GONE = {
    "os._exit": "os._exit(0)\n",
    "sys.exit": "sys.exit(0)\n",
    "quit": "quit()\n",
    "a segmentation fault": "import ctypes\nctypes.string_at(0)\n",
    "abort": "os.abort()\n",
    "kill itself": "os.kill(os.getpid(), 9)\n",
    "no bottom": (
        "sys.setrecursionlimit(10**9)\ndef fall(n):\n    return sorted([n], key=fall)\nfall(0)\n"
    ),
    "KeyboardInterrupt": "raise KeyboardInterrupt\n",
    "GeneratorExit": "raise GeneratorExit\n",
    "an exception of its own kind": "class Mine(BaseException): pass\nraise Mine\n",
    "another program": "os.execv('/bin/sleep', ['sleep', '600'])\n",
}


def _in_answer(code: str) -> str:
    indented = "".join(f"    {line}\n" for line in code.splitlines())
    return f"def standardize(x):\n{indented}    return x\n"


ATTACKS = [
    *(by_code(f"{name} in a cell", code) for name, code in GONE.items()),
    *(
        by_code(f"{name} in an answer", _in_answer(code), "standardize")
        for name, code in GONE.items()
    ),
    by_code(
        "SystemExit in every answer",
        """
def standardize(*ignored):
    raise SystemExit(0)

count_words = Stack = rainfall = primes = twice = standardize
total = 0
""",
        "standardize",
    ),
    by_code(
        "an exception that cannot be shown",
        """
class Hidden(Exception):
    def __str__(self):
        raise self
    __repr__ = __str__

def standardize(x):
    raise Hidden
raise Hidden
""",
        "standardize",
    ),
    by_code(
        "an exception whose name is no name",
        "raise type('\\x1b[2J<script>alert(31337)</script>\\udc80', (Exception,), {})('\\x1b]0;x\\x07')\n",
    ),
    by_code("a debugger", "import pdb\npdb.set_trace()\nbreakpoint()\n"),
    by_code("debug a crash", "%pdb on\n1 / 0\n"),
    by_code(
        "closed streams",
        "for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):\n    stream.close()\n"
        "print('x')\n",
    ),
    by_code(
        "nothing is left of the interpreter",
        """
import builtins, gc
for name in list(vars(builtins)):
    if not name.startswith("__"):
        delattr(builtins, name)
""",
    ),
    by_code(
        "every module replaced",
        "for name in list(sys.modules):\n    sys.modules[name] = None\n",
    ),
]
