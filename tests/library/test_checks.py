"""Checks tell right from wrong, and say what helps without giving the answer away."""

import linecache
import tracemalloc

import numpy as np
import pytest

from course_lib.checks import CheckFailed, case, check, check_no_loop

X = np.arange(6.0).reshape(2, 3)


def total(X):
    return X.sum(axis=0, keepdims=True)


class Broken(Exception):
    """What a student's class may be like."""

    def fail(self, *_, **__):
        raise RuntimeError("broken")

    __str__ = __repr__ = __array__ = fail


def raise_(error):
    raise error


def deep(levels):
    nested = []
    for _ in range(levels):
        nested = [nested]
    return nested


def failure(function, *cases, **settings) -> str:
    settings = settings or {"reference": total}
    with pytest.raises(CheckFailed) as caught:
        check(function, *(cases or [case("two rows", X, hint="add the rows")]), **settings)
    return str(caught.value)


@pytest.mark.parametrize(
    "right",
    [
        total,
        lambda X: total(X).tolist(),
        lambda X: total(X).astype(np.float32),
        lambda X: total(X) + 1e-12,
    ],
)
def test_a_right_answer_passes_in_any_honest_form(right, capsys):
    check(right, case("two rows", X), reference=total)
    assert "passed (two rows)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (
            lambda X: X.sum(axis=1, keepdims=True),
            "shape (1, 3) expected, got (2, 1). Hint: add the rows.",
        ),
        (lambda X: total(X) + np.array([0, 1, 0]), "two rows: 5 expected at [0, 1], got 6."),
        (lambda X: total(X) * np.nan, "the answer holds NaN or infinity"),
        (
            lambda X: None,
            "two rows: nothing was returned; is there a `return`? Hint: add the rows.",
        ),
        (lambda X: "three", "an array of shape (1, 3) expected, got str 'three'"),
        (lambda X: [[1], [2, 3]], "an array of shape (1, 3) expected, got list"),
        (lambda X: 1 / 0, "raised ZeroDivisionError: division by zero"),
        (lambda X: exit(0), "two rows: raised SystemExit: 0. Hint"),
        (lambda X: raise_(ValueError()), "two rows: raised ValueError. Hint"),
        (lambda X: raise_(Broken()), "Broken: <exception str() failed>. Hint"),
        (lambda X: Broken(), "an array of shape (1, 3) expected, got Broken (cannot be written)"),
        (lambda X: deep(5000), "an array of shape (1, 3) expected, got list (cannot be written)"),
        (lambda X: total(X) + np.array([0, 1e-6, 0]), "5 expected at [0, 1], got 5.000001."),
        (
            lambda X: (X.sort(), X.__imul__(0), total(np.arange(6.0).reshape(2, 3)))[2],
            "the arguments were changed",
        ),
    ],
)
def test_a_wrong_answer_is_told_in_one_sentence(wrong, words):
    assert words in failure(wrong)


def test_a_function_that_is_not_written_is_said_to_be_so():
    def stub(X):
        raise NotImplementedError

    assert failure(stub) == "stub: two rows: not written yet. Hint: add the rows."


def test_a_hidden_check_tells_only_the_property_that_failed():
    message = failure(
        lambda X: 1 / 0, case("one example", X, hint="look at shapes"), reference=total, hidden=True
    )
    assert message.endswith(": wrong for one example. Hint: look at shapes.")


@pytest.mark.parametrize(
    "argument",
    [
        np.sin,
        {1, 2},
        1 + 2j,
        np.array(["a", "b"]),
        np.array([None, [1.0]], dtype=object),
        np.array([np.nan, 1.0]),
        [np.nan, {"a": (1, "b")}],
        np.random.default_rng(0),
        None,
    ],
)
def test_an_argument_may_be_of_any_kind(argument):
    check(lambda one: 3, case("it", argument), reference=lambda one: 3)


@pytest.mark.parametrize(
    ("argument", "change"),
    [
        ([1, 2], lambda one: one.append(3)),
        ([1, [2]], lambda one: one[1].append(3)),
        ({1, 2}, lambda one: one.add(3)),
        ({"a": 1}, lambda one: one.update(a=2)),
        ({"a": 1}, lambda one: one.update(b=2)),
        (np.array([1.0, 2.0]), lambda one: one.__imul__(1 + 1e-9)),
        (np.array(["a", "b"]), lambda one: one.put(0, "c")),
        (np.array([None, 1.0]), lambda one: one.put(0, 1.0)),
        (np.zeros((2, 3)), lambda one: setattr(one, "shape", (3, 2))),
        (np.arange(8.0)[::2], lambda one: one.fill(1)),
    ],
)
def test_an_argument_that_was_changed_is_noticed(argument, change):
    def careless(one):
        change(one)
        return 3

    said = failure(careless, case("it", argument), reference=lambda one: 3)
    assert "the arguments were changed. Hint: work on copies." in said


@pytest.mark.parametrize(
    "view",
    [
        np.arange(24.0).reshape(4, 6)[:, ::2],
        np.arange(24.0).reshape(4, 6)[::-1, ::-2],
        np.arange(24.0).reshape(4, 6).T,
        np.broadcast_to(np.float32([1, 2]), (3, 2)),
    ],
)
def test_a_function_gets_its_arrays_as_scattered_in_memory_as_they_are(view):
    given = []
    check(lambda X: given.append(X) or 3, case("it", view), reference=lambda X: 3)
    assert given[0].strides == view.strides
    assert (given[0] == view).all()
    assert not np.shares_memory(given[0], view)


@pytest.mark.parametrize("factor", [1, 2])
def test_a_function_among_the_arguments_does_not_count_as_changed_but_an_array_does(factor):
    class Elsewhere:
        """As a grader calls a student: of a function, something else comes back."""

        __name__ = "apply"

        def __call__(self, f, X):
            return f(X)

        def arguments_after_call(self):
            return object(), factor * X

    one = case("a sum", total, X)
    if factor == 1:
        check(Elsewhere(), one, reference=lambda f, X: f(X))
    else:
        assert "the arguments were changed" in failure(
            Elsewhere(), one, reference=lambda f, X: f(X)
        )


def test_printing_without_end_takes_no_memory():
    def endless(X):
        for _ in range(100):
            print("x" * 1_000_000)
        return total(X)

    tracemalloc.start()
    check(endless, case("two rows", X), reference=total)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10_000_000


def test_prints_and_warnings_cost_nothing(capsys):
    def chatty(X):
        print("hello")
        np.log(np.zeros(1))
        return total(X)

    check(chatty, case("two rows", X), reference=total)
    shown = capsys.readouterr()
    assert "hello" not in shown.out
    assert shown.err == ""


@pytest.mark.parametrize(
    ("answer", "right", "words"),
    [
        (True, True, ""),
        (np.True_, True, ""),
        (1, True, "True expected, got int 1"),
        (None, None, ""),
        (0, None, "None expected"),
        ((1, [2.0]), (1, [2.0]), ""),
        (np.array([1.0, 2.0]), [1, 2], ""),
        ((1, [2.5]), (1, [2.0]), "value 1: value 0: 2 expected, got 2.5"),
        ((1,), (1, 2), "2 values in a tuple expected"),
        ({"a": 1}, {"a": 1}, ""),
        ({"a": 2}, {"a": 1}, "['a'] 1 expected, got 2"),
        ({"b": 1}, {"a": 1}, "a dict with the keys ['a'] expected"),
        ({}, {"a": 1, 2: 3}, "a dict with the keys ['a', 2] expected, got dict {}"),
        (10**9 + 1, 10**9, "1000000000 expected, got 1000000001"),
        (10.0**9 + 1, 10**9, "1000000000 expected, got 1000000001"),
        (3 * (1 - 1e-15), 3, ""),
        (10.0**9 + 1, 10.0**9, ""),
        (np.array([True, False]), [1, 0], ""),
        (np.array(3), 3, ""),
        ("3", 3, "a number expected, got str '3'"),
    ],
)
def test_every_plain_kind_of_value_is_compared(answer, right, words):
    if words:
        assert words in failure(lambda: answer, case("it"), reference=lambda: right)
    else:
        check(lambda: answer, case("it"), reference=lambda: right)


def test_float32_is_compared_with_its_own_precision():
    x = np.float32([[0.1, 0.2]])
    check(lambda x: x * np.float32(3), case("float32", x), reference=lambda x: x.astype(float) * 3)
    assert "expected" in failure(
        lambda x: x.astype(np.float32) * np.float32(3),
        case("float64", x.astype(float)),
        reference=lambda x: (x * 3).round(12) + 1e-6,
    )


def test_a_judge_accepts_any_answer_it_finds_nothing_wrong_with():
    def judge(answer, at_least):
        return "" if answer >= at_least else f"{answer} is too small"

    check(lambda at_least: at_least + 7, case("any", 3), judge=judge)
    assert "any: 2 is too small" in failure(lambda at_least: 2, case("any", 3), judge=judge)


@pytest.mark.parametrize(
    ("hidden", "said"),
    [
        (
            False,
            "<lambda>: two: an answer of another kind expected, got tuple (0, 2) "
            "(the judge met TypeError: 'int' object is not iterable). Hint: a list.",
        ),
        (True, "<lambda>: wrong for two. Hint: a list."),
    ],
)
def test_an_answer_that_a_judge_cannot_handle_is_told_in_a_sentence(hidden, said):
    def judge(answer, n):
        return "" if list(answer[1]) == [n] else "wrong"

    two = case("two", 2, hint="a list")
    check(lambda n: (0, [n]), two, judge=judge)
    with pytest.raises(CheckFailed) as caught:
        check(lambda n: (0, n), two, judge=judge, hidden=hidden)
    assert str(caught.value) == said
    assert isinstance(caught.value.__cause__, TypeError)  # where it arose is not lost


def test_a_judges_own_mistake_is_not_blamed_on_the_answer():
    with pytest.raises(NameError):
        check(lambda n: n, case("two", 2), judge=lambda answer, n: missing)  # noqa: F821


def test_a_notebook_shows_the_sentence_and_no_traceback():
    assert CheckFailed("net_input: wrong.")._render_traceback_() == ["net_input: wrong."]


@pytest.mark.parametrize("settings", [{}, {"reference": total, "judge": total}])
def test_a_check_needs_one_way_to_know_the_answer(settings):
    with pytest.raises(ValueError, match="either a reference or a judge"):
        check(total, case("two rows", X), **settings)


def test_a_check_needs_a_case():
    with pytest.raises(ValueError, match="at least one case"):
        check(total, reference=total)


def written(*cells):
    """Return the function f of a notebook with these cells."""
    names = {"np": np}
    for number, source in enumerate(cells):
        where = f"<test_checks {len(linecache.cache)} {number}>"
        linecache.cache[where] = (len(source), None, source.splitlines(keepends=True), where)
        exec(compile(source, where, "exec"), names)
    return names["f"]


WITHOUT_A_LOOP = "def f(X):\n    return np.add.reduce(X, axis=1)"
HELPER = "def helper(x):\n    return sum(v for v in x)"


@pytest.mark.parametrize(
    "cells",
    [
        [WITHOUT_A_LOOP],
        ["for i in range(3):\n    pass", WITHOUT_A_LOOP],  # in a cell of its own
        [HELPER, "helper = 3\n" + WITHOUT_A_LOOP],  # not called
        ["f = lambda X: X.sum(axis=1)"],
        [WITHOUT_A_LOOP + "  # a loop for each example: map, vectorize"],
        ["def f(X):\n    g = X.sum\n    return g()"],
    ],
)
def test_a_function_without_a_loop_passes(cells, capsys):
    check_no_loop(written(*cells))
    assert "passed (no loop)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["def f(X):\n    for x in X:\n        pass"], "`for`, in `for x in X:`"),
        (["def f(X):\n    while True:\n        pass"], "`while`, in `while True:`"),
        (["def f(X):\n    return [\n        x\n        for x in X]"], "`for`, in `for x in X]`"),
        ([HELPER, "def f(X):\n    return helper(X)"], "`for`, in `return sum(v for v in x)`"),
        (["def f(X):\n    return list(map(abs, X))"], "`map`"),
        (["@np.vectorize\ndef g(x):\n    return x\n\n\ndef f(X):\n    return g(X)"], "`vectorize`"),
        (["@np.vectorize\ndef g(x):\n    return x", "def f(X):\n    return g(X)"], "`vectorize`"),
        (["from numpy import vectorize as v\nf = lambda X: v(abs)(X)"], "`vectorize`"),
        (["def f(X):\n    return np.apply_along_axis(sum, 0, X)"], "`apply_along_axis`"),
        (["import functools\n\n\ndef f(X):\n    return functools.reduce(max, X)"], "`reduce`"),
        (["f = np.vectorize(abs)"], "it was not found in a cell. Hint: write it with def."),
        (["f = abs"], "it was not found in a cell"),
    ],
)
def test_a_loop_is_found_and_shown(cells, words):
    with pytest.raises(CheckFailed) as caught:
        check_no_loop(written(*cells), hint="use @")
    assert words in str(caught.value)


def test_a_grader_that_has_the_cells_says_so():
    class Elsewhere:
        __name__ = "f"

        def source_cells(self):
            return ["def f(x):\n    return x", HELPER]

    with pytest.raises(CheckFailed, match="f: there is a loop, `for`, in `return sum"):
        check_no_loop(Elsewhere())
