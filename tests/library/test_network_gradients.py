"""Every gradient of a network: by hand, by differences, along random directions, against JAX."""

from itertools import pairwise

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from course_lib import GradientDescent, Network, load_breast_cancer, load_wine, train

HIDDEN = ["heaviside", "sign", "linear", "sigmoid", "tanh", "relu", "leaky_relu"]
SQUARES = "mean_squared_error"
OUTPUTS = [
    ("sigmoid", "binary_cross_entropy"),
    ("softmax", "categorical_cross_entropy"),
    *((output, SQUARES) for output in (*HIDDEN[2:], "softmax")),
]
PENALTIES = [(0.0, 0.0), (0.3, 0.0), (0.0, 0.7), (0.3, 0.7)]
SIZES = [3, 5, 4, 2]


@pytest.fixture(autouse=True)
def double_precision():
    with jax.enable_x64(True):
        yield


def example_network(hidden, output, loss, penalty=(0.0, 0.0), **options):
    """Return a network whose biases are not 0, and seven examples."""
    l1, l2 = penalty
    network = Network(SIZES, hidden, output, loss, l1=l1, l2=l2, seed=11, **options)
    rng = np.random.default_rng(12)
    network.parameters += rng.normal(scale=0.3, size=network.parameters.shape)
    X = rng.normal(size=(3, 7))
    Y = rng.normal(size=(2, 7))
    if loss == "binary_cross_entropy":
        Y = (Y > 0).astype(float)
    elif loss == "categorical_cross_entropy":
        Y = np.stack([Y[0] > 0, Y[0] <= 0]).astype(float)
    return network, X, Y


# --- By hand ---------------------------------------------------------------------------------


def test_the_gradients_of_the_notes_network_by_hand():
    # The 2-3-3-1 network of test_network.py with x = (1, 2), y = 1, where a[1] = (2, 0, 1.5),
    # z[1] = (2, 0, 1.5), a[2] = (0, 3, 1), z[2] = (-1, 3, 1) and ŷ = 1/2:
    #   dz[3] = ŷ - y = -1/2,  dW[3] = a[2] dz[3] = (0, -1.5, -0.5)
    #   dz[2] = W[3] dz[3] ∘ (0, 1, 1) = (-3.5, -0.5, 1) ∘ (0, 1, 1) = (0, -0.5, 1)
    #   dW[2] = a[1] dz[2]ᵀ
    #   dz[1] = W[2] dz[2] ∘ (1, 0, 1) = (-1.25, 2.5, 1) ∘ (1, 0, 1), since relu′(0) = 0
    #   dW[1] = x dz[1]ᵀ
    network = Network([2, 3, 3, 1])
    network.W[1] = [[1, 2, -1], [1, -1, 1]]
    network.b[1] = [[-1], [0], [0.5]]
    network.W[2] = [[1, 0.5, -1], [5, 1, 3], [-2, 2, 2]]
    network.b[2] = [[0], [-1], [0]]
    network.W[3] = [[7], [1], [-2]]
    network.b[3] = [[-1]]
    gradients = network.gradients([[1], [2]], [[1]])
    assert gradients.dW[0] is None
    assert gradients.db[0] is None
    assert gradients.dW[3].tolist() == [[0], [-1.5], [-0.5]]
    assert gradients.db[3].tolist() == [[-0.5]]
    assert gradients.dW[2].tolist() == [[0, -1, 2], [0, 0, 0], [0, -0.75, 1.5]]
    assert gradients.db[2].tolist() == [[0], [-0.5], [1]]
    assert gradients.dW[1].tolist() == [[-1.25, 0, 1], [-2.5, 0, 2]]
    assert gradients.db[1].tolist() == [[-1.25], [0], [1]]
    # The same example three times over has the same mean.
    thrice = network.gradients([[1] * 3, [2] * 3], [[1] * 3])
    np.testing.assert_allclose(thrice.flat, gradients.flat, rtol=1e-15)


def test_the_flat_gradient_has_the_order_of_the_parameters():
    network, X, Y = example_network("tanh", "sigmoid", "binary_cross_entropy")
    gradients = network.gradients(X, Y)
    expected = Network(SIZES)
    for l in (1, 2, 3):
        expected.W[l], expected.b[l] = gradients.dW[l], gradients.db[l]
    assert (gradients.flat == expected.parameters).all()


# --- By differences --------------------------------------------------------------------------


@pytest.mark.parametrize("penalty", PENALTIES)
@pytest.mark.parametrize(("output", "loss"), OUTPUTS)
@pytest.mark.parametrize("hidden", HIDDEN)
def test_each_partial_derivative_is_a_difference_quotient(hidden, output, loss, penalty):
    network, X, Y = example_network(hidden, output, loss, penalty)
    gradient, epsilon = network.gradients(X, Y).flat, 1e-6
    quotients = np.empty_like(gradient)
    for i, w in enumerate(network.parameters.copy()):
        network.parameters[i] = w + epsilon
        above = network.loss(X, Y)
        network.parameters[i] = w - epsilon
        quotients[i] = (above - network.loss(X, Y)) / (2 * epsilon)
        network.parameters[i] = w
    assert np.abs(gradient).max() > 1e-3
    np.testing.assert_allclose(gradient, quotients, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize(("output", "loss"), OUTPUTS)
@pytest.mark.parametrize("hidden", HIDDEN)
def test_the_gradient_projects_to_the_slope_along_any_direction(hidden, output, loss):
    network, X, Y = example_network(hidden, output, loss, (0.3, 0.7))
    gradient, start, epsilon = network.gradients(X, Y).flat, network.parameters.copy(), 1e-6
    rng = np.random.default_rng(13)
    for _ in range(3):
        direction = rng.normal(size=start.shape)
        direction /= np.linalg.norm(direction)
        network.parameters = start + epsilon * direction
        above = network.loss(X, Y)
        network.parameters = start - epsilon * direction
        slope = (above - network.loss(X, Y)) / (2 * epsilon)
        assert gradient @ direction == pytest.approx(slope, rel=1e-6, abs=1e-8)


# --- Against a network written for JAX, with examples as rows --------------------------------

JAX_ACTIVATIONS = {
    "heaviside": lambda z: jnp.where(z >= 0, 1.0, 0.0),
    "sign": jnp.sign,
    "linear": lambda z: z,
    "sigmoid": jax.nn.sigmoid,
    "tanh": jnp.tanh,
    "relu": jax.nn.relu,
    "leaky_relu": jax.nn.leaky_relu,
    "softmax": jax.nn.softmax,
}


def jax_objective(layers, rows, labels, hidden, output, loss, penalty, masks=None):
    """Return J of row examples, from layers [(W, b), …] with W (inputs, units) and b (units,)."""
    a = rows
    for i, (W, b) in enumerate(layers):
        z = jnp.einsum("mi,ij->mj", a, W) + b
        if i < len(layers) - 1:
            a = JAX_ACTIVATIONS[hidden](z)
            a = a if masks is None else a * masks[i].T
    if loss == "binary_cross_entropy":
        costs = -labels * jax.nn.log_sigmoid(z) - (1 - labels) * jax.nn.log_sigmoid(-z)
        J = costs.sum(axis=1).mean()
    elif loss == "categorical_cross_entropy":
        J = -(labels * jax.nn.log_softmax(z)).sum(axis=1).mean()
    else:
        J = jnp.square(JAX_ACTIVATIONS[output](z) - labels).mean()
    l1, l2 = penalty
    for W, _ in layers:
        J += (l1 * jnp.abs(W).sum() + l2 / 2 * jnp.square(W).sum()) / len(rows)
    return J


JAX = jax.value_and_grad(jax_objective)


def assert_equal_to_jax(network, X, Y, gradients, case, masks=None):
    layers = [(W, b[:, 0]) for W, b in zip(network.W[1:], network.b[1:], strict=True)]
    J, expected = JAX(layers, X.T, Y.T, **case, masks=masks)
    for l, (dW, db) in enumerate(expected, start=1):
        np.testing.assert_allclose(gradients.dW[l], dW, rtol=1e-10, atol=1e-14)
        np.testing.assert_allclose(gradients.db[l][:, 0], db, rtol=1e-10, atol=1e-14)
    return float(J)


@pytest.mark.parametrize(("output", "loss"), OUTPUTS)
@pytest.mark.parametrize("hidden", HIDDEN)
def test_loss_and_gradients_are_those_of_jax(hidden, output, loss):
    case = {"hidden": hidden, "output": output, "loss": loss, "penalty": (0.3, 0.7)}
    network, X, Y = example_network(**case)
    J = assert_equal_to_jax(network, X, Y, network.gradients(X, Y), case)
    assert network.loss(X, Y) == pytest.approx(J, rel=1e-13)


@pytest.mark.parametrize("hidden", ["tanh", "relu"])
def test_gradients_through_dropout_are_those_of_jax(hidden):
    loss = "categorical_cross_entropy"
    case = {"hidden": hidden, "output": "softmax", "loss": loss, "penalty": (0.0, 0.7)}
    network, X, Y = example_network(**case, dropout=[0.5, 0.2])
    masks = network.draw_masks(7, seed=1)
    assert min((mask == 0).sum() for mask in masks) > 0
    assert_equal_to_jax(network, X, Y, network.gradients(X, Y, masks), case, masks)


# --- At the minimum, against scikit-learn ----------------------------------------------------


def standardized(data):
    return (data.X - data.X.mean(1, keepdims=True)) / data.X.std(1, keepdims=True)


@pytest.mark.parametrize("C", [0.1, 1.0])
def test_the_smallest_network_is_the_logistic_regression_of_scikit_learn(C):
    # scikit-learn: C Σ loss + w²/2.  Over C m that is the mean loss + 1/C · w²/(2m): λ = 1/C.
    cancer = load_breast_cancer()
    X, Y = standardized(cancer)[[0, 1, 4, 8]], cancer.Y
    network = Network([4, 1], l2=1 / C)
    history = train(network, X, Y, GradientDescent(2.0), epochs=4000, batch_size=None)
    theirs = LogisticRegression(C=C, tol=1e-12, max_iter=10_000).fit(X.T, Y[0])
    np.testing.assert_allclose(network.W[1].T, theirs.coef_, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(network.b[1][0], theirs.intercept_, rtol=1e-6, atol=1e-8)
    assert np.abs(network.gradients(X, Y).flat).max() < 1e-9
    assert history.train_loss[-1] == pytest.approx(network.loss(X, Y), rel=1e-12)
    assert all(b <= a + 1e-12 for a, b in pairwise(history.train_loss))


def test_softmax_without_hidden_layers_is_its_multinomial_regression():
    wine = load_wine()
    X = standardized(wine)
    network = Network([len(X), 3], output="softmax", l2=2.0)
    train(network, X, wine.Y, GradientDescent(0.5), epochs=5000, batch_size=None)
    theirs = LogisticRegression(C=0.5, tol=1e-12, max_iter=10_000).fit(X.T, wine.Y.argmax(0))
    np.testing.assert_allclose(network.W[1].T, theirs.coef_, rtol=1e-5, atol=1e-7)
    ours = network.b[1][:, 0] - network.b[1].mean()
    theirs_b = theirs.intercept_ - theirs.intercept_.mean()
    np.testing.assert_allclose(ours, theirs_b, rtol=1e-5, atol=1e-7)
