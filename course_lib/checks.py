"""Checks of a student's functions: what is wrong, in one sentence that helps.

A check calls a function on several cases and looks only at what comes back, so that it works the
same in a student's notebook and in a grader that runs the student's code elsewhere::

    check(net_input, case("two inputs", X, []), reference=solution)

It passes silently but for one line, or raises `CheckFailed` with the first thing that is wrong.
"""

import contextlib
import copy
import io
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

RTOL, RTOL_FLOAT32, ATOL = 1e-7, 1e-4, 1e-10


class CheckFailed(AssertionError):
    """Something a student can mend; a notebook shows the sentence and no traceback."""

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
        returns what is wrong with the answer, or an empty string.
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
        given = copy.deepcopy(one.arguments)
        answer, problem = _call(function, given)
        if not problem and judge is not None:
            problem = judge(answer, *copy.deepcopy(one.arguments))
        elif not problem:
            right = reference(*copy.deepcopy(one.arguments))
            problem = difference(answer, right, RTOL_FLOAT32 if _in_float32(one) else RTOL)
        hint = one.hint
        if not problem and difference(given, one.arguments, rtol=0):
            problem, hint = "the arguments were changed", "work on copies"
        if problem:
            what = f"wrong for {one.name}" if hidden else f"{one.name}: {problem}"
            raise CheckFailed(_sentence(f"{name}: {what}") + (hint and _sentence(f" Hint: {hint}")))
    if not hidden:
        print(f"{name}: passed ({', '.join(one.name for one in cases)})")


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "…")) else f"{text}."


def _call(function: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[Any, str]:
    """Call student code: its answer and an empty text, or None and how it failed."""
    nowhere = io.StringIO()
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        with contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
            try:
                return function(*arguments), ""
            except NotImplementedError:
                return None, "not written yet"
            except (Exception, SystemExit) as error:
                said = str(error).strip().split("\n")[0][:200]
                return None, f"raised {type(error).__name__}: {said}"


def difference(answer: Any, right: Any, rtol: float = RTOL) -> str:
    """Say how an answer differs from the right one; an empty string if it does not.

    Lists are taken for arrays where an array is right, and a number for an array without
    dimensions; numbers may differ by ``rtol`` of their size.
    """
    if right is not None and answer is None:
        return "nothing was returned; is there a `return`?"
    if right is None or isinstance(right, str | bool):
        return "" if _same(answer, right) else f"{right!r} expected, got {_short(answer)}"
    if isinstance(right, Mapping):
        if not isinstance(answer, Mapping) or set(answer) != set(right):
            return f"a dict with the keys {sorted(right)} expected, got {_short(answer)}"
        return _first((f"[{key!r}] ", difference(answer[key], right[key], rtol)) for key in right)
    if isinstance(right, tuple | list):
        answer = list(answer) if isinstance(answer, np.ndarray) and answer.ndim else answer
        if not isinstance(answer, tuple | list) or len(answer) != len(right):
            return f"{len(right)} values in a {type(right).__name__} expected, got {_short(answer)}"
        pairs = zip(answer, right, strict=True)
        return _first((f"value {i}: ", difference(a, r, rtol)) for i, (a, r) in enumerate(pairs))
    return _array_difference(answer, np.asarray(right), rtol)


def _array_difference(answer: Any, right: np.ndarray, rtol: float) -> str:
    expected = f"an array of shape {right.shape}" if right.ndim else "a number"
    try:
        got = np.asarray(answer)
    except ValueError:  # rows of unequal lengths
        return f"{expected} expected, got {_short(answer)}"
    if got.dtype.kind not in "biuf":
        return f"{expected} expected, got {_short(answer)}"
    if got.shape != right.shape:
        return f"shape {right.shape} expected, got {got.shape}"
    if not np.isfinite(got).all() and np.isfinite(right).all():
        return "the answer holds NaN or infinity"
    wrong = ~np.isclose(got, right, rtol=rtol, atol=ATOL if rtol else 0, equal_nan=True)
    if not wrong.any():
        return ""
    where = tuple(int(i) for i in np.argwhere(wrong)[0])
    place = f" at {list(where)}" if where else ""
    return f"{right[where]:.6g} expected{place}, got {got[where]:.6g}"


def _same(answer: Any, right: Any) -> bool:
    if isinstance(right, bool):
        return isinstance(answer, bool | np.bool_) and bool(answer) == right
    return type(answer) is type(right) and answer == right


def _first(problems: Any) -> str:
    return next((place + text for place, text in problems if text), "")


def _in_float32(one: Case) -> bool:
    return any(getattr(argument, "dtype", None) == np.float32 for argument in one.arguments)


def _short(answer: Any) -> str:
    text = f"{type(answer).__name__} {answer!r}"
    return text if len(text) <= 80 else text[:77] + "…"
