"""Attacks that say too much: print, outputs and errors of hundreds of megabytes."""

from .attack import by_code

ATTACKS = [
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
