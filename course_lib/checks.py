"""Checks of a student's functions: what is wrong, in one sentence that helps.

A check calls a function on several cases and looks only at what comes back, so that it works the
same in a student's notebook and in a grader that runs the student's code elsewhere::

    check(net_input, case("two inputs", X, []), reference=solution)

It passes silently but for one line, or raises `CheckFailed` with the first thing that is wrong.
"""

import ast
import contextlib
import copy
import inspect
import os
import traceback
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import FunctionType
from typing import Any

import numpy as np

from ._validation import short

RTOL, RTOL_FLOAT32, ATOL = 1e-7, 1e-4, 1e-10
# What a judge meets that did not expect an answer of this kind.  Other errors are its own.
OF_ANOTHER_KIND = (TypeError, ValueError, AttributeError, LookupError)
# Functions that go through numbers one by one, in Python, though no `for` is to be seen.
LOOPING = {"apply_along_axis", "apply_over_axes", "frompyfunc", "fromfunction", "fromiter"}
LOOPING |= {"ndenumerate", "ndindex", "nditer", "vectorize"}
LOOPING_BUILTINS = {"eval", "exec", "filter", "map", "reduce", "starmap"}


class CheckFailed(AssertionError):
    """Something a student can mend; a notebook shows the sentence and no traceback.

    Parameters
    ----------
    sentence : str
    tells_values : bool
        Whether the sentence quotes what came or what was expected; a hidden check's does not.
    """

    def __init__(self, sentence: str, tells_values: bool = True) -> None:
        super().__init__(sentence)
        self.tells_values = tells_values

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


@dataclass(frozen=True)
class Case:
    """Arguments to try, the property they test, and a hint for those who fail it."""

    name: str
    arguments: tuple[Any, ...]
    hint: str


def case(name: str, *arguments: Any, hint: str = "") -> Case:
    """Return a case for `check`.

    Parameters
    ----------
    name : str
        The property that is tested, such as ``"one example"``; a hidden check tells only this.
    *arguments
        What the function is called with.
    hint : str
        A sentence that helps without giving the answer.
    """
    return Case(name, arguments, hint)


def check(
    function: Callable[..., Any],
    *cases: Case,
    reference: Callable[..., Any] | None = None,
    judge: Callable[..., str] | None = None,
    hidden: bool = False,
) -> None:
    """Call a student's function on every case and compare what comes back.

    What the function prints and warns about is thrown away; it costs nothing.

    Parameters
    ----------
    function : callable
        The student's.
    *cases : Case
        Made by `case`.
    reference : callable
        Returns the right answer for the same arguments.
    judge : callable
        Instead of a reference, where several answers are right: ``judge(answer, *arguments)``
        returns what is wrong with the answer, or an empty string.  An answer of a kind for which
        it raises TypeError, ValueError, AttributeError or LookupError is wrong.
    hidden : bool
        Name only the property that failed, not inputs, answers or expected values.

    Raises
    ------
    CheckFailed
        The first case that fails, in one sentence.
    ValueError
        Without any case, or not exactly one of ``reference`` and ``judge`` is given.
    """
    if not cases or (reference is None) == (judge is None):
        raise ValueError("check expects at least one case, and either a reference or a judge")
    name = getattr(function, "__name__", "your function")
    for one in cases:
        given, cause = _copy(one.arguments), None
        answer, problem = _call(function, given)
        if not problem and judge is not None:
            problem, cause = _verdict(judge, answer, _copy(one.arguments))
        elif not problem:
            right = reference(*_copy(one.arguments))
            problem = difference(answer, right, RTOL_FLOAT32 if _in_float32(one) else RTOL)
        hint = one.hint
        if not problem and not _unchanged(_after(function, given), one.arguments):
            problem, hint = "the arguments were changed", "work on copies"
        if problem:
            what = f"wrong for {one.name}" if hidden else f"{one.name}: {problem}"
            said = _sentence(f"{name}: {what}") + (hint and _sentence(f" Hint: {hint}"))
            raise CheckFailed(said, tells_values=not hidden) from cause
    if not hidden:
        print(f"{name}: passed ({', '.join(one.name for one in cases)})")


def check_no_loop(function: Callable[..., Any], hint: str = "") -> None:
    """Look for a loop in the cell in which a student's function was written.

    Loops are ``for``, ``while``, comprehensions, ``map``, ``np.vectorize`` and their like.  Other
    functions of the notebook that the cell calls are looked at, too.

    Parameters
    ----------
    function : callable
        The student's.
    hint : str
        A sentence that helps without giving the answer.

    Raises
    ------
    CheckFailed
        There is a loop, or the function was not written in a cell.
    """
    name = getattr(function, "__name__", "your function")
    cells = _cells(function)
    if not cells:
        raise CheckFailed(f"{name}: it was not found in a cell. Hint: write it with def.")
    for source in cells:
        for what, line in _loops(source):
            written = source.splitlines()[line - 1].strip()
            said = _sentence(f"{name}: there is a loop, `{what}`, in `{written}`")
            raise CheckFailed(said + (hint and _sentence(f" Hint: {hint}")))
    print(f"{name}: passed (no loop)")


def _loops(source: str) -> list[tuple[str, int]]:
    """Return what loops in a program, and in which line."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.For() | ast.AsyncFor() | ast.comprehension():
                found.append(("for", node.target.lineno))
            case ast.While():
                found.append(("while", node.lineno))
            case ast.Name(id=name) | ast.alias(name=name) if name in LOOPING | LOOPING_BUILTINS:
                found.append((name, node.lineno))
            case ast.Attribute(value=ast.Name(id="functools" | "itertools"), attr=name):
                found.append((name, node.lineno))
            case ast.Attribute(attr=name) if name in LOOPING:
                found.append((name, node.lineno))
    return sorted(found, key=lambda one: one[1])


def _cells(function: Callable[..., Any]) -> list[str]:
    """Return the cells in which a function, and those that its cell calls, were written.

    A grader that runs the student's code elsewhere has them, and its functions say so.
    """
    if hasattr(type(function), "source_cells"):
        return function.source_cells()
    cells: list[str] = []
    waiting = [function]
    while waiting:
        one = waiting.pop()
        try:
            source = "".join(inspect.findsource(one)[0])
        except (OSError, TypeError):  # not made by def or lambda
            return []
        if source not in cells:
            cells.append(source)
            called = [one.__globals__.get(name) for name in _called(source)]
            called = [getattr(f, "pyfunc", f) for f in called]  # what np.vectorize calls
            waiting += [f for f in called if type(f) is FunctionType and _neighbors(f, one)]
    return cells


def _called(source: str) -> set[str]:
    """Return the names that a program calls."""
    calls = (node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return {call.id for call in calls if isinstance(call, ast.Name)}


def _neighbors(one: FunctionType, other: FunctionType) -> bool:
    return one.__globals__ is other.__globals__


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "…")) else f"{text}."


def _call(function: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[Any, str]:
    """Call student code: its answer and an empty text, or None and how it failed."""
    with (
        open(os.devnull, "w", encoding="utf-8", errors="replace") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
        np.errstate(all="ignore"),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        try:
            return function(*arguments), ""
        except NotImplementedError:
            return None, "not written yet"
        except (Exception, SystemExit) as error:
            said = traceback.format_exception_only(error)[-1]
            return None, f"raised {said.splitlines()[0][:200]}"


def _verdict(
    judge: Callable[..., str], answer: Any, arguments: tuple[Any, ...]
) -> tuple[str, Exception | None]:
    """Ask the judge what is wrong; its error, if the answer is of a kind that it does not know."""
    try:
        return judge(answer, *arguments), None
    except OF_ANOTHER_KIND as error:
        problem = f"an answer of another kind expected, got {_got(answer)}"
        return f"{problem} (the judge met {type(error).__name__}: {error})", error


def _copy(arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """Copy arguments; views stay as scattered in memory, which deepcopy alone would tidy up."""
    memo = {
        id(one): _scattered(one)
        for one in arguments
        if type(one) is np.ndarray and not one.flags.forc and not one.dtype.hasobject
    }
    return copy.deepcopy(arguments, memo)


def _scattered(array: np.ndarray) -> np.ndarray:
    """Return a copy with the same strides."""
    first, end = np.lib.array_utils.byte_bounds(array)
    start = array.__array_interface__["data"][0] - first
    buffer = np.empty(end - first, np.uint8)
    twin = np.ndarray(array.shape, array.dtype, buffer, start, array.strides)
    twin[...] = array
    return twin


def _after(function: Callable[..., Any], given: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the arguments as a call left them; a function that runs elsewhere got copies."""
    return getattr(function, "arguments_after_call", lambda: given)()


def _unchanged(after: Any, before: Any) -> bool:
    """Compare what a function can change in its arguments: arrays, containers, plain values."""
    if callable(before):  # a grader that runs the student elsewhere brings back a stand-in for it
        return True
    if type(after) is not type(before):
        return False
    match before:
        case np.ndarray() if before.dtype.hasobject:
            return after.shape == before.shape and _unchanged(after.tolist(), before.tolist())
        case np.ndarray():
            seen = [(array.dtype, array.shape, array.tobytes()) for array in (after, before)]
            return seen[0] == seen[1]
        case tuple() | list():
            return len(after) == len(before) and all(map(_unchanged, after, before))
        case dict():
            same_keys = after.keys() == before.keys()
            return same_keys and all(_unchanged(after[key], before[key]) for key in before)
        case set() | str() | bytes() | int() | float() | complex() | np.generic():
            return bool(after == before or (after != after and before != before))  # NaN
    return True


def difference(answer: Any, right: Any, rtol: float = RTOL) -> str:
    """Say how an answer differs from the right one; an empty string if it does not.

    Lists are taken for arrays where an array is right, and a number for an array without
    dimensions; numbers may differ by ``rtol`` of their size, whole ones by a rounding only.
    """
    if right is not None and answer is None:
        return "nothing was returned; is there a `return`?"
    if right is None or isinstance(right, str | bool):
        return "" if _same(answer, right) else f"{right!r} expected, got {_got(answer)}"
    if isinstance(right, Mapping):
        if not isinstance(answer, Mapping) or set(answer) != set(right):
            return f"a dict with the keys {list(right)} expected, got {_got(answer)}"
        return _first((f"[{key!r}] ", difference(answer[key], right[key], rtol)) for key in right)
    if isinstance(right, tuple | list):
        answer = list(answer) if isinstance(answer, np.ndarray) and answer.ndim else answer
        if not isinstance(answer, tuple | list) or len(answer) != len(right):
            return f"{len(right)} values in a {type(right).__name__} expected, got {_got(answer)}"
        pairs = zip(answer, right, strict=True)
        return _first((f"value {i}: ", difference(a, r, rtol)) for i, (a, r) in enumerate(pairs))
    return _array_difference(answer, np.asarray(right), rtol)


def _array_difference(answer: Any, right: np.ndarray, rtol: float) -> str:
    expected = f"an array of shape {right.shape}" if right.ndim else "a number"
    try:
        got = np.asarray(answer)
    except Exception:  # rows of unequal lengths, or an object that only looks like an array
        return f"{expected} expected, got {_got(answer)}"
    if got.dtype.kind not in "biuf":
        return f"{expected} expected, got {_got(answer)}"
    if got.shape != right.shape:
        return f"shape {right.shape} expected, got {got.shape}"
    if not np.isfinite(got).all() and np.isfinite(right).all():
        return "the answer holds NaN or infinity"
    wrong = ~np.isclose(got, right, rtol=rtol, atol=ATOL, equal_nan=True)
    if right.dtype.kind in "biu":  # a float may miss a whole number, but by its rounding only
        wrong |= (np.rint(got) if got.dtype.kind == "f" else got) != right
    if not wrong.any():
        return ""
    where = tuple(int(i) for i in np.argwhere(wrong)[0])
    place = f" at {list(where)}" if where else ""
    expected, came = _apart(right[where], got[where])
    return f"{expected} expected{place}, got {came}"


def _apart(one: np.number, other: np.number) -> tuple[str, str]:
    """Write two numbers with as many digits as tell them apart, six at least."""
    for digits in range(6, 18):
        written = f"{one:.{digits}g}", f"{other:.{digits}g}"
        if written[0] != written[1]:
            break
    return written


def _same(answer: Any, right: Any) -> bool:
    if isinstance(right, bool):
        return isinstance(answer, bool | np.bool_) and bool(answer) == right
    return type(answer) is type(right) and answer == right


def _first(problems: Any) -> str:
    return next((place + text for place, text in problems if text), "")


def _in_float32(one: Case) -> bool:
    return any(getattr(argument, "dtype", None) == np.float32 for argument in one.arguments)


def _got(answer: Any) -> str:
    return f"{type(answer).__name__} {short(answer)}"
