"""Losses: by hand, against JAX's autograd, at the edges, and what they refuse."""

import copy
import math
import pickle

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from course_lib import binary_cross_entropy, categorical_cross_entropy, mean_squared_error

ALL = [binary_cross_entropy, categorical_cross_entropy, mean_squared_error]
# Written from the contract: added up over outputs (squares: averaged), mean over examples.
OTHERS = {
    "binary_cross_entropy": lambda P, Y: jnp.mean(
        jnp.sum(jnp.where(Y == 1, -jnp.log(P), -jnp.log1p(-P)), axis=0)
    ),
    "categorical_cross_entropy": lambda P, Y: -jnp.mean(jnp.log(P.T[Y.T == 1])),
    "mean_squared_error": lambda P, Y: jnp.mean(jnp.square(P - Y)),
}


@pytest.fixture(autouse=True)
def double_precision():
    with jax.enable_x64(True):
        yield


def pair(loss, k=3, m=9, seed=0):
    """Return some answers and right answers, (k, m) both."""
    rng = np.random.default_rng(seed)
    if loss is mean_squared_error:
        return rng.normal(size=(k, m)), rng.normal(size=(k, m))
    Y = rng.integers(0, 2, size=(k, m)).astype(float)
    if loss is categorical_cross_entropy:
        Y = np.eye(k)[:, rng.integers(0, k, size=m)]
    return rng.uniform(0.02, 0.98, size=(k, m)), Y


# --- Values and gradients --------------------------------------------------------------------


@pytest.mark.parametrize("loss", ALL, ids=repr)
def test_value_and_gradient_are_those_of_jax(loss):
    Y_hat, Y = pair(loss)
    value, gradient = jax.value_and_grad(OTHERS[loss.name])(Y_hat, Y)
    assert loss(Y_hat, Y) == pytest.approx(float(value), rel=1e-13)
    np.testing.assert_allclose(loss.gradient(Y_hat, Y), gradient, rtol=1e-12, atol=1e-300)


@pytest.mark.parametrize("loss", ALL, ids=repr)
@pytest.mark.parametrize(("k", "m"), [(1, 1), (1, 6), (4, 1), (3, 5)])
def test_the_gradient_is_the_slope_of_the_loss(loss, k, m):
    Y_hat, Y = pair(loss, k, m, seed=1)
    gradient, epsilon = loss.gradient(Y_hat, Y), 1e-6
    for at in np.ndindex(k, m):
        step = np.zeros((k, m))
        step[at] = epsilon
        quotient = (loss(Y_hat + step, Y) - loss(Y_hat - step, Y)) / (2 * epsilon)
        assert gradient[at] == pytest.approx(quotient, rel=1e-6, abs=1e-9)


def test_losses_worked_by_hand():
    # Two answers of three examples; all but the first and the last cost nothing.
    Y, Y_hat = [[1, 0, 1], [0, 0, 1]], [[0.5, 0, 1], [0, 0, 0.25]]
    # Binary: (ln 2 + ln 4) / 3.  Squares: (0.5² + 0.75²) / 6.
    assert binary_cross_entropy(Y_hat, Y) == pytest.approx(math.log(8) / 3, rel=1e-15)
    assert mean_squared_error(Y_hat, Y) == pytest.approx(0.8125 / 6, rel=1e-15)
    np.testing.assert_allclose(
        mean_squared_error.gradient(Y_hat, Y), [[-1 / 6, 0, 0], [0, 0, -0.25]], rtol=1e-15
    )
    # Binary: -1/ŷ for y = 1 and 1/(1 - ŷ) for y = 0, over m = 3.
    np.testing.assert_allclose(
        binary_cross_entropy.gradient(Y_hat, Y),
        [[-2 / 3, 1 / 3, -1 / 3], [1 / 3, 1 / 3, -4 / 3]],
        rtol=1e-15,
    )
    # Categorical: -ln of the right classes' 1/2, 1/8 and 1: (ln 2 + ln 8) / 3.
    Y, Y_hat = [[1, 0, 0], [0, 1, 1]], [[0.5, 0.875, 0], [0.5, 0.125, 1]]
    assert categorical_cross_entropy(Y_hat, Y) == pytest.approx(math.log(16) / 3, rel=1e-15)
    np.testing.assert_allclose(
        categorical_cross_entropy.gradient(Y_hat, Y),
        [[-2 / 3, 0, 0], [0, -8 / 3, -1 / 3]],
        rtol=1e-15,
    )


def test_labels_may_be_probabilities():
    # At y = ŷ = (1/4, 3/4) both are the entropy: ln 4 / 4 + 3/4 ln (4/3).
    entropy = math.log(4) / 4 + 0.75 * math.log(4 / 3)
    assert binary_cross_entropy([[0.25]], [[0.25]]) == pytest.approx(entropy, rel=1e-15)
    column = [[0.25], [0.75]]
    assert categorical_cross_entropy(column, column) == pytest.approx(entropy, rel=1e-15)


def test_probabilities_in_float32_are_labels_too():
    scores = np.random.default_rng(2).normal(size=(1000, 200)).astype(np.float32)
    Y = np.exp(scores) / np.exp(scores).sum(axis=0)
    assert np.isfinite(categorical_cross_entropy(Y, Y))


# --- The edges: ŷ of 0 and 1 -----------------------------------------------------------------


def test_the_logarithm_is_exact_far_down():
    # -ln 1e-30 = 30 ln 10 = 69.08: no clipping at 1e-7 or 1e-15.
    assert binary_cross_entropy([[1e-30]], [[1]]) == pytest.approx(69.0775527898, rel=1e-12)
    value = categorical_cross_entropy([[1e-30], [1]], [[1], [0]])
    assert value == pytest.approx(69.0775527898, rel=1e-12)
    assert binary_cross_entropy([[1e-300]], [[1]]) == pytest.approx(300 * math.log(10), rel=1e-12)
    assert binary_cross_entropy.gradient([[1e-30]], [[1]]) == pytest.approx(-1e30, rel=1e-12)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("dtype", "least"), [(np.float32, 87), (np.float64, 708)])
@pytest.mark.parametrize("loss", ALL[:2], ids=repr)
def test_certain_answers_cost_nothing_if_right_and_much_if_wrong(loss, dtype, least):
    Y = np.array([[1, 0], [0, 1]], dtype)
    wrong = 1 - Y
    assert loss(Y, Y) == 0
    assert least < loss(wrong, Y) < np.inf
    assert np.isfinite(loss.gradient(Y, Y)).all()
    gradient = loss.gradient(wrong, Y)
    assert np.isfinite(gradient).all()
    assert (gradient[Y == 1] < -1e30).all()
    assert (gradient[Y == 0] > 1e30).all() or loss is categorical_cross_entropy


# --- Types -----------------------------------------------------------------------------------


@pytest.mark.parametrize("loss", ALL, ids=repr)
@pytest.mark.parametrize("labels", [np.float32, np.float64, int], ids=lambda t: t.__name__)
def test_the_gradient_is_like_the_answers_and_the_loss_is_a_float(loss, labels):
    Y_hat, Y = pair(loss, 2, 4)
    for dtype in (np.float32, np.float64):
        answers = Y_hat.astype(dtype)
        assert type(loss(answers, Y.astype(labels))) is float
        gradient = loss.gradient(answers, Y.astype(labels))
        assert gradient.shape == (2, 4)
        assert gradient.dtype == dtype


@pytest.mark.parametrize("loss", ALL, ids=repr)
def test_lists_and_any_memory_order_will_do_and_arguments_stay_as_they_are(loss):
    Y_hat, Y = pair(loss)
    copies = Y_hat.copy(), Y.copy()
    Y_hat.flags.writeable = Y.flags.writeable = False
    value, gradient = loss(Y_hat, Y), loss.gradient(Y_hat, Y)
    np.testing.assert_array_equal((Y_hat, Y), copies)
    assert loss(Y_hat.tolist(), Y.tolist()) == value
    assert loss(np.asfortranarray(Y_hat), Y) == pytest.approx(value, rel=1e-14)
    assert (loss.gradient(np.asfortranarray(Y_hat), np.asfortranarray(Y)) == gradient).all()
    assert not np.shares_memory(gradient, Y_hat)


@pytest.mark.parametrize("loss", ALL, ids=repr)
def test_a_copy_or_pickle_is_the_loss_itself(loss):
    assert pickle.loads(pickle.dumps(loss)) is loss
    assert copy.deepcopy(loss) is loss
    assert repr(loss) == loss.name


# --- Refused ---------------------------------------------------------------------------------


@pytest.mark.parametrize("loss", ALL, ids=repr)
@pytest.mark.parametrize(
    ("Y_hat", "Y", "words"),
    [
        ([1, 0], [1, 0], "Y_hat must have shape (features, examples)"),
        ([[1, 0]], [1, 0], "Y must have shape"),
        (0.5, 1, "Y_hat must have shape"),
        ([[1, 1]], [[1], [1]], "got (1, 2) and (2, 1)"),
        ([[1, 1]], [[1]], "got (1, 2) and (1, 1)"),
        ([[1], [0]], [[1]], "got (2, 1) and (1, 1)"),
        (np.ones((1, 0)), np.ones((1, 0)), "Y_hat is empty"),
        ([[np.nan]], [[1]], "Y_hat must be finite, got nan at Y_hat[0, 0]"),
        ([[1]], [[np.inf]], "Y must be finite, got inf at Y[0, 0]"),
        ([["a"]], [[1]], "Y_hat must hold real numbers"),
        ([[1j]], [[1]], "Y_hat must hold real numbers"),
    ],
)
def test_arrays_that_do_not_fit_are_refused_and_never_broadcast(loss, Y_hat, Y, words):
    for call in (loss, loss.gradient):
        with pytest.raises(ValueError) as caught:
            call(Y_hat, Y)
        assert words in str(caught.value)


@pytest.mark.parametrize(
    ("loss", "Y_hat", "Y", "words"),
    [
        (binary_cross_entropy, [[0.5, 0.5]], [[0, 2]], "Y must lie between 0 and 1, got values"),
        (binary_cross_entropy, [[0.5, 0.5]], [[-1, 1]], "from -1 to 1"),
        (binary_cross_entropy, [[1.5]], [[1]], "Y_hat must lie between 0 and 1"),
        (binary_cross_entropy, [[-0.1]], [[1]], "Y_hat must lie between 0 and 1"),
        (categorical_cross_entropy, [[0.5], [0.5]], [[1], [1]], "sum of 2 in column 0"),
        (categorical_cross_entropy, np.ones((2, 2)) / 2, [[1, 0], [0, 0]], "sum of 0 in column 1"),
        (categorical_cross_entropy, [[0.5, 0.5]], [[1, 2]], "Y must lie between 0 and 1"),
        (categorical_cross_entropy, [[1.5], [0]], [[1], [0]], "Y_hat must lie between 0 and 1"),
    ],
)
def test_labels_and_probabilities_that_are_none_are_refused(loss, Y_hat, Y, words):
    for call in (loss, loss.gradient):
        with pytest.raises(ValueError) as caught:
            call(Y_hat, Y)
        assert words in str(caught.value)
