"""Optimizers: by hand, step by step against Optax, on arrays of any shape; moving averages."""

import jax
import numpy as np
import optax
import pytest

from course_lib import Adam, GradientDescent, Momentum, RMSProp, ewma
from course_lib.optimizers import BLOCK, FLUSH_EVERY

ALL = [GradientDescent, Momentum, RMSProp, Adam]


@pytest.fixture(autouse=True)
def double_precision():
    with jax.enable_x64(True):
        yield


def walk(optimizer, start, gradients):
    """Return the parameters after each step."""
    w = np.array(start, dtype=float)
    seen = []
    for g in gradients:
        optimizer.step(w, np.asarray(g, dtype=float))
        seen.append(w.copy())
    return np.array(seen)


# --- By hand ---------------------------------------------------------------------------------


def test_two_steps_of_gradient_descent_by_hand():
    # w = 1 - 0.5 · 4 = -1, then -1 - 0.5 · (-6) = 2.
    assert walk(GradientDescent(0.5), 1, [4, -6]).tolist() == [-1, 2]


def test_two_steps_of_momentum_by_hand():
    # v = 0.25 · 8 = 2, w = -0.5 · 2 = -1; v = 0.75 · 2 + 0.25 · (-2) = 1, w = -1 - 0.5 · 1 = -1.5.
    assert walk(Momentum(0.5, beta=0.75), 0, [8, -2]).tolist() == [-1, -1.5]


def test_two_steps_of_rmsprop_by_hand():
    # s = 0.25 · 16 = 4, w = -0.5 · 4/(2 + 2) = -0.5;
    # s = 0.75 · 4 + 0.25 · 4 = 4, w = -0.5 - 0.5 · 2/(2 + 2) = -0.75.
    assert walk(RMSProp(0.5, beta=0.75, epsilon=2), 0, [4, 2]).tolist() == [-0.5, -0.75]


def test_two_steps_of_adam_by_hand():
    # v = 0.5 · 4 = 2, v̂ = 2/0.5 = 4; s = 0.25 · 16 = 4, ŝ = 4/0.25 = 16; 4/(4 + 1) = 0.8.
    # v = 1 + 1 = 2, v̂ = 2/0.75 = 8/3; s = 3 + 1 = 4, ŝ = 4/(7/16) = 64/7;
    # (8/3)/(8/√7 + 1) = 0.66274.
    steps = walk(Adam(0.5, beta1=0.5, beta2=0.75, epsilon=1), 0, [4, 2])
    second = (8 / 3) / (8 / 7**0.5 + 1)
    np.testing.assert_allclose(steps, [-0.4, -0.4 - 0.5 * second], rtol=1e-14)


def test_the_first_step_of_adam_is_the_learning_rate_whatever_the_gradient():
    g = np.array([1e-3, -1.0, 1e6])
    steps = walk(Adam(0.01, epsilon=0), np.zeros(3), [g])
    np.testing.assert_allclose(steps[0], -0.01 * np.sign(g), rtol=1e-13)


def test_without_memory_momentum_is_gradient_descent_and_rmsprop_goes_by_signs():
    gradients = np.random.default_rng(0).normal(size=(5, 3))
    assert (
        walk(Momentum(0.1, beta=0), np.zeros(3), gradients)
        == walk(GradientDescent(0.1), np.zeros(3), gradients)
    ).all()
    for optimizer in (RMSProp(0.1, 0, 0), Adam(0.1, 0, 0, 0)):
        signs = -0.1 * np.cumsum(np.sign(gradients), axis=0)
        np.testing.assert_allclose(walk(optimizer, np.zeros(3), gradients), signs, rtol=1e-12)


# --- Against Optax ---------------------------------------------------------------------------


def optax_walk(rule, start, gradients):
    w, state, seen = np.array(start), rule.init(np.array(start)), []
    for g in gradients:
        updates, state = rule.update(g, state)
        w = w + np.asarray(updates)
        seen.append(w)
    return np.array(seen)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (GradientDescent(0.3), optax.sgd(0.3)),
        # Optax has v = βv + g: its rate is η (1 - β).
        (Momentum(0.3, 0.8), optax.sgd(0.3 * 0.2, momentum=0.8)),
        (RMSProp(0.03, 0.95, 1e-3), optax.rmsprop(0.03, 0.95, 1e-3, eps_in_sqrt=False)),
        (Adam(0.03, 0.8, 0.99, 1e-3), optax.adam(0.03, 0.8, 0.99, 1e-3)),
        (Momentum(), optax.sgd(0.1 * 0.1, momentum=0.9)),
        (RMSProp(), optax.rmsprop(0.001, 0.9, 1e-8, eps_in_sqrt=False)),
        (Adam(), optax.adam(0.001)),
    ],
    ids=repr,
)
def test_every_step_is_that_of_optax(ours, theirs):
    rng = np.random.default_rng(1)
    # Gradients of different sizes; more steps than pass between two flushes.
    gradients = rng.normal(size=(FLUSH_EVERY + 16, 6)) * [1e-4, 0.01, 0.1, 1, 10, 1e4]
    start = rng.normal(size=6)
    np.testing.assert_allclose(
        walk(ours, start, gradients), optax_walk(theirs, start, gradients), rtol=1e-11, atol=1e-13
    )


def test_epsilon_stands_outside_the_root():
    gradients = np.random.default_rng(2).normal(size=(10, 3))
    ours = walk(RMSProp(0.1, 0.9, 0.1), np.zeros(3), gradients)
    for inside in (False, True):
        rule = optax.rmsprop(0.1, 0.9, 0.1, eps_in_sqrt=inside)
        theirs = optax_walk(rule, np.zeros(3), gradients)
        assert np.allclose(ours, theirs, rtol=1e-12, atol=0) != inside


# --- Arrays ----------------------------------------------------------------------------------

SHAPES = {
    "0-d": lambda: np.array(1.5),
    "vector": lambda: np.linspace(-1, 1, 7),
    "matrix": lambda: np.linspace(-1, 1, 12).reshape(3, 4),
    "Fortran": lambda: np.linspace(-1, 1, 12).reshape(4, 3).T,
    "strided": lambda: np.linspace(-1, 1, 40).reshape(4, 10)[::2, 1::3],
    "empty": lambda: np.zeros((0, 3)),
    "blocks": lambda: np.linspace(-1, 1, 2 * BLOCK + 10),
    "matrix of blocks": lambda: np.linspace(-1, 1, 3 * BLOCK).reshape(64, -1),
    "Fortran of blocks": lambda: np.linspace(-1, 1, 3 * BLOCK).reshape(-1, 64).T,
    "strided of blocks": lambda: np.linspace(-1, 1, 6 * BLOCK).reshape(-1, 64)[:, ::2],
}


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("rule", ALL)
def test_every_shape_and_size_moves_as_its_numbers_do_one_by_one(rule, shape, order):
    w = SHAPES[shape]()
    rng = np.random.default_rng(3)
    gradients = [np.asarray(rng.normal(size=w.shape), order=order) for _ in range(3)]
    small = [slice(i, i + 1000) for i in range(0, w.size, 1000)]
    expected = w.ravel().copy()
    for part in small:
        optimizer, piece = rule(0.1), expected[part].copy()
        for g in gradients:
            optimizer.step(piece, g.ravel()[part])
        expected[part] = piece
    optimizer = rule(0.1)
    for g in gradients:
        assert optimizer.step(w, g) is None
    assert (w.ravel() == expected).all()
    assert optimizer.t == 3
    assert all(average.shape == w.shape for average in optimizer.averages)


def test_only_the_view_that_is_served_moves():
    whole = np.zeros((4, 10))
    Adam().step(whole[::2, 1::3], np.ones((2, 3)))
    assert (whole != 0).sum() == 6


@pytest.mark.parametrize("rule", ALL)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("of_gradient", [np.float32, np.float64, int])
def test_parameters_and_averages_keep_their_type(rule, dtype, of_gradient):
    w, optimizer = np.ones(3, dtype), rule()
    optimizer.step(w, np.array([1, 0, -1], of_gradient))
    assert (w != 1).tolist() == [True, False, True]
    assert w.dtype == dtype
    assert all(average.dtype == dtype for average in optimizer.averages)


@pytest.mark.parametrize("rule", ALL)
@pytest.mark.parametrize("size", [5, BLOCK + 5])
def test_the_gradient_stays_as_it_is_and_is_not_remembered(rule, size):
    gradients = np.random.default_rng(4).normal(size=(4, size))
    fresh, reused = np.zeros(size), np.zeros(size)
    one, other = rule(), rule()
    buffer = np.empty(size)
    for g in gradients:
        g.flags.writeable = False
        one.step(fresh, g)
        buffer[:] = g
        other.step(reused, buffer)
        assert (buffer == g).all()
        assert not any(np.shares_memory(buffer, average) for average in other.averages)
        buffer[:] = np.nan
    assert (fresh == reused).all()


@pytest.mark.parametrize("rule", ALL)
def test_a_list_is_a_gradient_too_and_a_new_view_of_the_same_array_is_the_same_array(rule):
    one, other = np.zeros(3), np.zeros(3)
    optimizers = rule(), rule()
    for _ in range(3):
        optimizers[0].step(one, np.array([1.0, 2.0, 3.0]))
        optimizers[1].step(other[:], [1, 2, 3])
    assert (one == other).all()


# --- State -----------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", ALL)
def test_after_reset_it_starts_anew_on_any_array(rule):
    gradients = np.random.default_rng(5).normal(size=(6, 3))
    optimizer = rule()
    first = walk(optimizer, np.zeros(3), gradients)
    assert optimizer.t == 6
    optimizer.reset()
    assert optimizer.t == 0
    assert optimizer.averages == []
    assert (walk(optimizer, np.zeros(3), gradients) == first).all()
    optimizer.reset()
    optimizer.step(np.zeros((2, 2)), np.ones((2, 2)))


@pytest.mark.parametrize("rule", ALL)
def test_one_optimizer_serves_one_array(rule):
    w, optimizer = np.zeros(3), rule()
    optimizer.step(w, np.ones(3))
    before = w.copy()
    for other in (np.zeros(3), w.copy(), np.zeros(4), w[:2], w[::-1]):
        with pytest.raises(ValueError, match=r"another array than in the last step.*reset"):
            optimizer.step(other, np.ones(other.shape))
    assert optimizer.t == 1
    assert (w == before).all()
    optimizer.step(w, np.ones(3))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("beta", [0.5, 0.9, 0.99, 0.999])
def test_averages_of_parameters_that_are_dead_become_0_and_never_dwell_below_normal(beta, dtype):
    # A unit that died: small gradients, then zeros.  Below `tiny` a float has lost digits and is
    # slow to multiply.
    tiny = float(np.finfo(dtype).tiny)
    small = np.array([1, -1, 0.6, -0.6], dtype) * dtype(tiny**0.5 * 1e3)
    for optimizer in (Momentum(0.1, beta), RMSProp(0.1, beta), Adam(0.1, beta, beta)):
        w = np.ones(4, dtype)
        optimizer.step(w, small)
        if isinstance(optimizer, Momentum):  # its average is no square: bring it as far down
            optimizer.averages[0] *= dtype(tiny**0.5)
        for _ in range(250 * FLUSH_EVERY):
            optimizer.step(w, np.zeros(4, dtype))
            if optimizer.t % FLUSH_EVERY == 0:
                for average in optimizer.averages:
                    assert (np.abs(average[average != 0]) >= tiny).all()
        squares = optimizer.averages[-1]
        assert not squares.any()


def test_small_averages_that_are_no_smaller_than_floats_can_be_are_kept():
    w, optimizer = np.zeros(2), Momentum(0.1)
    optimizer.step(w, np.array([1e-200, -1e-200]))
    for _ in range(3 * FLUSH_EVERY):
        optimizer.step(w, np.zeros(2))
    kept = 0.1 * 0.9 ** (3 * FLUSH_EVERY) * 1e-200
    np.testing.assert_allclose(optimizer.averages[0], [kept, -kept], rtol=1e-12)


@pytest.mark.parametrize("rule", ALL)
def test_its_text_names_its_settings(rule):
    assert repr(rule(0.25)).startswith(f"{rule.__name__}(learning_rate=0.25")


# --- Refused ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "words"),
    [
        *((lambda r=rule: r(0), "learning_rate must be greater than 0, got 0") for rule in ALL),
        *((lambda r=rule: r(-0.1), "must be greater than 0, got -0.1") for rule in ALL),
        *((lambda r=rule: r(np.nan), "learning_rate must be finite, got nan") for rule in ALL),
        *((lambda r=rule: r("a"), "learning_rate must be one number") for rule in ALL),
        (lambda: Momentum(beta=1), "beta must be from 0 to below 1, got 1"),
        (lambda: Momentum(beta=-0.1), "beta must be from 0 to below 1, got -0.1"),
        (lambda: RMSProp(beta=1.5), "beta must be from 0 to below 1, got 1.5"),
        (lambda: RMSProp(beta=np.nan), "beta must be finite"),
        (lambda: RMSProp(epsilon=-1e-9), "epsilon must not be negative, got -1e-09"),
        (lambda: Adam(beta1=1), "beta1 must be from 0 to below 1, got 1"),
        (lambda: Adam(beta2=1), "beta2 must be from 0 to below 1, got 1"),
        (lambda: Adam(epsilon=-1), "epsilon must not be negative, got -1"),
    ],
)
def test_settings_that_make_no_sense_are_refused(make, words):
    with pytest.raises(ValueError) as caught:
        make()
    assert words in str(caught.value)


def read_only():
    w = np.zeros(3)
    w.flags.writeable = False
    return w


@pytest.mark.parametrize("rule", ALL)
@pytest.mark.parametrize(
    ("parameters", "gradient", "words"),
    [
        (np.zeros(3), np.ones(2), "shape of the parameters, (3,), got (2,)"),
        (np.zeros(3), np.ones((3, 1)), "(3,), got (3, 1)"),
        (np.zeros((2, 3)), np.ones((3, 2)), "(2, 3), got (3, 2)"),
        (np.zeros((2, 3)), np.ones(6), "(2, 3), got (6,)"),
        (np.zeros(3), 1.0, "(3,), got ()"),
        (np.zeros(3), [1, np.nan, 1], "gradient must be finite, got nan at gradient[1]"),
        (np.zeros(3), [1, 1, np.inf], "gradient must be finite, got inf at gradient[2]"),
        (np.zeros(3), ["a", "b", "c"], "gradient must hold real numbers"),
        (np.zeros(3, int), np.ones(3), "parameters must be an array of floats, got int64"),
        (np.zeros(3, complex), np.ones(3), "parameters must be an array of floats"),
        ([0.0, 0.0, 0.0], np.ones(3), "parameters must be an array of floats, got list"),
        (1.0, 1.0, "parameters must be an array of floats, got float"),
        (read_only(), np.ones(3), "an array that can be changed, got a read-only one"),
    ],
)
def test_steps_that_make_no_sense_are_refused_and_change_nothing(rule, parameters, gradient, words):
    optimizer = rule()
    with pytest.raises(ValueError) as caught:
        optimizer.step(parameters, gradient)
    assert words in str(caught.value)
    assert optimizer.t == 0
    assert not np.any(parameters) or parameters == 1


# --- Moving averages -------------------------------------------------------------------------


def test_the_temperatures_of_the_notes():
    # Lines 1177-1225: β = 0.9 and 30 °C on the first day give 3 °C; with 40 °C on the second,
    # 0.9 · 3 + 0.1 · 40 = 6.7.  Corrected: 3/0.1 = 30 and 6.7/0.19 = 35.26.
    np.testing.assert_allclose(ewma([30, 40], 0.9), [3, 6.7], rtol=1e-14)
    np.testing.assert_allclose(ewma([30, 40], 0.9, True), [30, 6.7 / 0.19], rtol=1e-14)


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9, 0.98])
def test_an_average_is_the_weighted_sum_of_the_past(beta):
    theta = np.random.default_rng(6).normal(size=(2, 3, 50))
    t = np.arange(50)
    weights = np.where(t[:, None] >= t, (1 - beta) * float(beta) ** abs(t[:, None] - t), 0)
    expected = np.einsum("tu,abu->abt", weights, theta)
    np.testing.assert_allclose(ewma(theta, beta), expected, rtol=1e-12, atol=1e-15)
    corrected = expected / weights.sum(axis=1)
    np.testing.assert_allclose(ewma(theta, beta, True), corrected, rtol=1e-12, atol=1e-15)


def test_the_corrected_average_of_a_constant_is_the_constant():
    np.testing.assert_allclose(ewma(np.full(200, 7.0), 0.98, True), 7, rtol=1e-13)
    assert ewma(np.full(200, 7.0), 0.98)[0] == pytest.approx(0.14)


def test_averages_keep_float32_and_their_argument():
    values = np.arange(6, dtype=np.float32).reshape(2, 3)
    values.flags.writeable = False
    for correction in (False, True):
        assert ewma(values, 0.9, correction).dtype == np.float32
        assert ewma(values, 0.9, correction).shape == (2, 3)
        assert ewma([1, 2], 0.9, correction).dtype == np.float64
    assert (values.ravel() == range(6)).all()


@pytest.mark.parametrize(
    ("values", "beta", "words"),
    [
        ([], 0.9, "values must hold at least one number"),
        (3.0, 0.9, "values must hold at least one number"),
        ([1, np.nan], 0.9, "values must be finite, got nan at values[1]"),
        (["a"], 0.9, "values must hold real numbers"),
        ([1], 1, "beta must be from 0 to below 1, got 1"),
        ([1], -0.1, "beta must be from 0 to below 1"),
        ([1], np.nan, "beta must be finite"),
    ],
)
def test_no_average_of_what_is_none(values, beta, words):
    with pytest.raises(ValueError) as caught:
        ewma(values, beta)
    assert words in str(caught.value)
