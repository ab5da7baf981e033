"""What a student reads of a test that failed: the kind of failure, and one sentence.

Of a failure in a hidden part only what the author of the test wrote out is told: a text in the
code, or the sentence of a check that says of itself that it shows no values.
"""

import ast
import traceback
from typing import Any

HIDDEN = "A hidden test failed."
KINDS = ("Wrong answer", "Crash", "Time limit", "Memory limit")


class StudentError(Exception):
    """The student's code raised an exception, or gave something that no test can look at."""


class Stopped(BaseException):
    """The student's code cannot go on; no test may take this for an answer."""

    kind = "Crash"


class Ended(Stopped):
    """It ended Python."""

    def __init__(self) -> None:
        super().__init__("your code ended Python (did it call exit, or crash the interpreter?)")


class TooSlow(Stopped):
    """It took too long."""

    kind = "Time limit"

    def __init__(self, seconds: float) -> None:
        said = f"this took longer than {seconds:g} s and was stopped; is there a loop without end?"
        super().__init__(said)


class TooLarge(Stopped):
    """It needed too much memory."""

    kind = "Memory limit"

    def __init__(self, megabytes: int) -> None:
        super().__init__(f"your code needed more than {megabytes} MB and was stopped")


def output(kind: str, sentence: str) -> dict[str, Any]:
    """Return a notebook's error output that says this."""
    return {
        "output_type": "error",
        "ename": kind,
        "evalue": sentence,
        "traceback": [f"{kind}: {sentence}"],
    }


def of_test(error: BaseException, source: str, where: str, show_values: bool) -> dict[str, Any]:
    """Return the output of a test cell that raised an error.

    Parameters
    ----------
    error : BaseException
    source : str
        The cell as it ran.
    where : str
        The file name it ran under.
    show_values : bool
        Whether the failure lies in the open part, so that the error's own text may be told.
    """
    if isinstance(error, Stopped):
        return output(error.kind, str(error))
    if show_values or not getattr(error, "tells_values", True):
        said = str(error) or _written_text(error, source, where, claims=True) or "a test failed"
    else:
        said = _written_text(error, source, where) or HIDDEN
    if getattr(error, "from_student", False):
        name = f" ({type(error).__name__})" if show_values else ""
        return output("Crash", f"your code raised an exception{name}")
    if not isinstance(error, AssertionError | StudentError) and show_values:
        said = f"the test could not use your answer: {said}"
    return output("Wrong answer", said)


def _written_text(error: BaseException, source: str, where: str, claims: bool = False) -> str:
    """Return the text that is written out in the code at the place that failed.

    With ``claims``, the claim itself where an assertion has no text.
    """
    lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == where]
    for node in ast.walk(ast.parse(source)):
        if not lines or not isinstance(node, ast.Assert | ast.Raise):
            continue
        if node.lineno <= lines[-1] <= (node.end_lineno or node.lineno):
            text = node.msg if isinstance(node, ast.Assert) else _first_argument(node.exc)
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                return text.value
            if claims and isinstance(node, ast.Assert):
                return f"this does not hold: {ast.unparse(node.test)}"
    return ""


def _first_argument(call: ast.expr | None) -> ast.expr | None:
    return call.args[0] if isinstance(call, ast.Call) and call.args else None
