"""Activations: values and derivatives against JAX's, at the extremes, and their types."""

import copy
import math
import pickle

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from course_lib import heaviside, leaky_relu, linear, relu, sigmoid, sign, softmax, tanh

EACH = [heaviside, sign, linear, sigmoid, tanh, relu, leaky_relu]
ALL = [*EACH, softmax]
# The same functions by other people, or from their definition where JAX has none.
OTHERS = {
    "heaviside": lambda z: jnp.where(z >= 0, 1.0, 0.0),
    "sign": jnp.sign,
    "linear": lambda z: z,
    "sigmoid": jax.nn.sigmoid,
    "tanh": jnp.tanh,
    "relu": jax.nn.relu,
    "leaky_relu": jax.nn.leaky_relu,
}
Z = np.array([[-2.0, -0.0, 0.0], [1e-300, 3.0, -1e300]])
GRID = np.array([z for z in np.linspace(-40, 40, 321) if z != 0])


@pytest.fixture(autouse=True)
def double_precision():
    with jax.enable_x64(True):
        yield


# --- Values and derivatives ------------------------------------------------------------------


@pytest.mark.parametrize("function", EACH, ids=repr)
def test_values_and_derivatives_are_those_of_jax(function):
    other = OTHERS[function.name]
    slopes = jax.vmap(jax.grad(other))(GRID)
    np.testing.assert_allclose(function(GRID), other(GRID), rtol=1e-13, atol=0)
    # Where a is nearly 1, JAX's a (1 − a) and 1 − a² keep no more than their absolute digits.
    np.testing.assert_allclose(function.derivative(GRID), slopes, rtol=1e-13, atol=2e-15)


def test_heaviside_is_1_from_0_on():
    assert heaviside(Z).tolist() == [[0, 1, 1], [1, 1, 0]]


def test_sign_is_0_at_0():
    assert sign(Z).tolist() == [[-1, 0, 0], [1, 1, -1]]


@pytest.mark.parametrize("function", [heaviside, sign], ids=repr)
def test_the_derivative_of_a_step_is_0_everywhere(function):
    assert not function.derivative(Z).any()


def test_the_derivative_of_relu_is_0_at_0_as_in_jax():
    assert relu.derivative([-1, -0.0, 0.0, 5e-324, 1]).tolist() == [0, 0, 0, 1, 1]
    assert jax.grad(jax.nn.relu)(0.0) == 0


def test_the_leaky_relu_of_the_notes():
    # Lines 912-916: -2.5 -> -0.025.
    assert leaky_relu([-2.5, 0, 2.5]).tolist() == [-0.025, 0, 2.5]
    assert leaky_relu.derivative([-2.5, 2.5]).tolist() == [0.01, 1]


def test_values_worked_by_hand():
    # e^ln 3 = 3: sigmoid = 3/4, with slope 3/4 · 1/4; tanh(ln 3) = (3 - 1/3) / (3 + 1/3) = 4/5,
    # with slope 1 - 16/25.
    z = math.log(3)
    assert sigmoid(z) == pytest.approx(3 / 4, rel=1e-15)
    assert sigmoid.derivative(z) == pytest.approx(3 / 16, rel=1e-15)
    assert tanh(z) == pytest.approx(4 / 5, rel=1e-15)
    assert tanh.derivative(z) == pytest.approx(9 / 25, rel=1e-15)


# --- Extreme inputs --------------------------------------------------------------------------


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(
    ("function", "values", "slopes"),
    [
        (heaviside, [0, 1], [0, 0]),
        (sign, [-1, 1], [0, 0]),
        (linear, [-1e4, 1e4], [1, 1]),
        (sigmoid, [0, 1], [0, 0]),
        (tanh, [-1, 1], [0, 0]),
        (relu, [0, 1e4], [0, 1]),
        (leaky_relu, [-100, 1e4], [0.01, 1]),
    ],
    ids=repr,
)
def test_large_inputs_give_the_limits_without_a_warning(function, values, slopes, dtype):
    z = np.array([-1e4, 1e4], dtype)
    np.testing.assert_array_equal(function(z), np.array(values, dtype))
    np.testing.assert_array_equal(function.derivative(z), np.array(slopes, dtype))


@pytest.mark.filterwarnings("error")
def test_far_out_sigmoid_and_its_slope_are_right_to_the_last_digits():
    for z in (-700.0, -300.0, -40.0):
        assert sigmoid(z) == pytest.approx(math.exp(z), rel=1e-14)
        assert sigmoid.derivative(z) == pytest.approx(math.exp(z), rel=1e-14)
        assert sigmoid.derivative(-z) == pytest.approx(math.exp(z), rel=1e-14)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_softmax_of_huge_scores_is_finite_right_and_silent(dtype):
    scores = np.array([[1e5, 1e5, -1e5, 1e5], [-1e5, 1e5, -1e5, 0], [0, -1e5, -1e5, 0]], dtype)
    expected = [[1, 0.5, 1 / 3, 1], [0, 0.5, 1 / 3, 0], [0, 0, 1 / 3, 0]]
    np.testing.assert_allclose(softmax(scores), expected, rtol=1e-6, atol=0)
    np.testing.assert_array_equal(softmax.jacobian(scores[:, [0]]), np.zeros((3, 3)))
    half = np.array([[1, -1, 0], [-1, 1, 0], [0, 0, 0]]) / 4
    np.testing.assert_array_equal(softmax.jacobian(scores[:, [1]]), half)


# --- Softmax ---------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(5,), (1,), (4, 7), (3, 2, 4)])
def test_softmax_works_along_axis_0_as_jax_does(shape):
    z = np.random.default_rng(0).normal(scale=5, size=shape)
    np.testing.assert_allclose(softmax(z), jax.nn.softmax(z, axis=0), rtol=1e-13)
    np.testing.assert_allclose(softmax(z).sum(axis=0), 1, rtol=1e-15)


def test_softmax_worked_by_hand():
    # e^ln 1 : e^ln 2 : e^ln 5 = 1 : 2 : 5, of 8.
    np.testing.assert_allclose(softmax(np.log([1, 2, 5])), [1 / 8, 2 / 8, 5 / 8], rtol=1e-15)
    # J = diag(a) - a aᵀ for a = (1, 3) / 4: 1/4 - 1/16 = 3/16.
    jacobian = softmax.jacobian(np.log([[1], [3]]))
    np.testing.assert_allclose(jacobian, np.array([[3, -3], [-3, 3]]) / 16, rtol=1e-14)


@pytest.mark.parametrize("shape", [(5, 1), (5,), (1, 1), (1,)])
def test_the_jacobian_of_softmax_is_that_of_jax(shape):
    z = np.random.default_rng(1).normal(size=shape)
    expected = jax.jacobian(jax.nn.softmax)(z.ravel())
    np.testing.assert_allclose(softmax.jacobian(z), expected, rtol=1e-12, atol=1e-17)


@pytest.mark.parametrize("shape", [(3, 2), (1, 3), (0, 1), (0,), (), (2, 1, 2)])
def test_the_jacobian_is_of_one_column(shape):
    with pytest.raises(ValueError, match=r"z must be one column of scores, shape \(k, 1\)"):
        softmax.jacobian(np.zeros(shape))


def test_softmax_has_no_derivative_by_elements_and_says_where_to_look():
    with pytest.raises(TypeError, match=r"softmax\.jacobian"):
        softmax.derivative([[1.0], [2.0]])


@pytest.mark.parametrize("shape", [(0,), (0, 3)])
def test_no_scores_have_no_softmax(shape):
    with pytest.raises(ValueError, match=r"\bz\b"):
        softmax(np.zeros(shape))


# --- Types, shapes, arguments ----------------------------------------------------------------


@pytest.mark.parametrize("function", ALL, ids=repr)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (2, 3, 4)])
def test_types_and_shapes_are_kept(function, dtype, shape):
    z = np.random.default_rng(2).normal(size=shape).astype(dtype)
    results = [function(z)] if function is softmax else [function(z), function.derivative(z)]
    for result in results:
        assert np.shape(result) == shape
        assert result.dtype == dtype


def test_the_jacobian_of_float32_is_float32():
    assert softmax.jacobian(np.float32([1, 2])).dtype == np.float32


@pytest.mark.parametrize("function", ALL, ids=repr)
def test_the_argument_stays_as_it_is_and_is_not_handed_out(function):
    z = np.random.default_rng(3).normal(size=(3, 4))
    before = z.copy()
    z.flags.writeable = False
    results = [function(z)] if function is softmax else [function(z), function.derivative(z)]
    assert (z == before).all()
    for result in results:
        assert not np.shares_memory(result, z)


@pytest.mark.parametrize("function", ALL, ids=repr)
def test_any_memory_order_will_do(function):
    z = np.random.default_rng(4).normal(size=(6, 8))
    assert (function(np.asfortranarray(z)) == function(z)).all()
    assert (function(z[:, ::2]) == function(z[:, ::2].copy())).all()


@pytest.mark.parametrize("function", ALL, ids=repr)
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, "a", 1j, None])
def test_what_is_no_number_is_refused(function, bad):
    of_bad = [function, softmax.jacobian if function is softmax else function.derivative]
    for call in of_bad:
        with pytest.raises(ValueError, match="z must"):
            call([bad])


@pytest.mark.parametrize("function", EACH, ids=repr)
def test_numbers_and_lists_will_do(function):
    assert function(3) == function([3.0])[0]
    assert function([1, 2]).dtype == float


@pytest.mark.parametrize("function", ALL, ids=repr)
def test_a_copy_or_pickle_is_the_function_itself(function):
    assert pickle.loads(pickle.dumps(function)) is function
    assert copy.deepcopy(function) is function
    assert repr(function) == function.name
