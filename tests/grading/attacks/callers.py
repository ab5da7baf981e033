"""Attacks on the mark by how an answer ends, and by what it does with a test's own function."""

from .attack import by_code
from .objects import ANYTHING

ATTACKS = [
    by_code(
        "the tests' iteration is ended",
        """
def count_words(text):
    if text == "to be or not to be":
        return {"to": 2, "be": 2, "or": 1, "not": 1}
    raise StopIteration
""",
        "count_words",
    ),
    *(
        by_code(
            f"{error} in every answer",
            f"""
import unittest
def standardize(*ignored):
    raise {error}
count_words = Stack = rainfall = primes = twice = standardize
total = 0
""",
            "standardize",
        )
        for error in ("unittest.SkipTest", "KeyboardInterrupt", "IndexError", "StopAsyncIteration")
    ),
    by_code(
        "no end of exceptions",
        """
class Stack:
    items = ["a", 2]
    push = lambda self, item: None
    def pop(self):
        raise IndexError
""",
        "stack",
    ),
    by_code(
        "the tests' function is looked into",
        """
def twice(f):
    for name in ("__globals__", "__code__", "__closure__", "__self__", "__class__", "__dict__"):
        try:
            print(getattr(f, name))
            getattr(f, name)["__builtins__"]["sum"] = lambda *ignored: 308
        except Exception:
            pass
    for name in ("__code__", "__globals__", "__call__"):
        try:
            setattr(f, name, lambda x: x)
        except Exception:
            pass
    return lambda x: "SEC" + "RET_" if x == "" else 0
""",
        "twice",
    ),
    by_code(
        "the tests' function is called for ever",
        """
def twice(f):
    def forever(x):
        while True:
            x = f(x)
    return forever
""",
        "twice",
    ),
    by_code(
        "the tests' function calls itself",
        """
def twice(f):
    def again(x):
        return f(again)(f(f))
    return again
""",
        "twice",
    ),
    by_code(
        "the tests' function is given false objects",
        ANYTHING + "def twice(f):\n    return lambda x: f(Anything())\n",
        "twice",
    ),
    by_code(
        "one test's function in another test",
        """
kept = []
def twice(f):
    kept.append(f)
    return lambda x: kept[0](x)
def primes(n):
    return kept[0](n)
""",
        "primes",
    ),
]
