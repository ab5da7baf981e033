"""LaTeX becomes MathML, which browsers show without a program and without a network.

A formula may be a student's, and may be written to make a program stop, or never stop: the
conversion runs in a process of its own, which has two seconds for each.  What cannot be converted
is shown as it was written.
"""

import html
import json
import re
import resource
import select
import subprocess
import sys

SECONDS = 2.0  # for one formula
LONGEST = 2000  # characters of one
FAILURES = 3  # on one page, after which its formulas are shown as they were written
MOST_KNOWN = 5000
MEGABYTES = 500

# What the converter writes.  Anything else, such as a link, is not shown.
_STYLE = r"[a-zA-Z0-9 .:;%#-]*"
_TAG = re.compile(
    r"</?(?:math|mrow|mi|mn|mo|ms|mtext|mspace|mfrac|msqrt|mroot|msub|msup|msubsup|munder|mover"
    r"|munderover|mmultiscripts|mprescripts|mtable|mtr|mtd|mstyle|mpadded|mphantom|merror)"
    rf'(?: [a-z]+="{_STYLE}")*/?>'
)


class Formulas:
    """The converter, for a whole run; formulas that were seen before are remembered."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, bool], str] = {}
        self._child: subprocess.Popen[str] | None = None
        self._failures = 0

    def __enter__(self) -> "Formulas":
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def new_page(self) -> None:
        """Count failures anew."""
        self._failures = 0
        if len(self._known) > MOST_KNOWN:
            self._known.clear()

    def convert(self, latex: str, display: bool) -> str:
        """Return a formula as HTML: MathML, or the text as it was written."""
        key = latex, display
        if key in self._known:
            return self._known[key]
        if len(latex) > LONGEST or self._failures == FAILURES:
            return _as_written(latex, display)
        mathml = self._ask(latex, display)
        self._known[key] = mathml if _is_formula(mathml) else _as_written(latex, display)
        return self._known[key]

    def _ask(self, latex: str, display: bool) -> str:
        child = self._child = self._child or _start()
        try:
            child.stdin.write(json.dumps([latex, display]) + "\n")
            child.stdin.flush()
            ready, _, _ = select.select([child.stdout], [], [], SECONDS)
            answer = child.stdout.readline() if ready else ""
        except BrokenPipeError:
            answer = ""
        if answer:
            return json.loads(answer)
        self._failures += 1
        self._stop()
        return ""

    def _stop(self) -> None:
        if self._child:
            self._child.kill()
            self._child.communicate()
            self._child = None


def _is_formula(mathml: str) -> bool:
    rest = _TAG.sub("", mathml)
    return mathml.startswith("<math") and "<" not in rest and ">" not in rest


def _as_written(latex: str, display: bool) -> str:
    sign = "$$" if display else "$"
    return f"<code>{html.escape(sign + latex + sign)}</code>"


def _start() -> subprocess.Popen[str]:
    # `-I`: nothing in the folder where the command is run can take a module's place.
    command = [sys.executable, "-I", __file__]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, encoding="utf-8"
    )


def serve() -> None:
    """Convert formulas from standard input, one a line, until there are no more."""
    from math_core import LatexError, LatexToMathML

    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20, MEGABYTES << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    converter = LatexToMathML(fancy_error=False)
    for line in sys.stdin:
        latex, display = json.loads(line)
        try:
            mathml = converter.convert_with_local_state(latex, displaystyle=display)
        except LatexError:
            mathml = ""
        print(json.dumps(mathml), flush=True)


if __name__ == "__main__":
    serve()
