"""The fast passes give the numbers of the textbook's: the same parameters, the same losses."""

import math

import numpy as np
import pytest

from course_lib import Adam, GradientDescent, Momentum, Network, RMSProp, train, training
from course_lib.activations import Activation
from course_lib.losses import Loss

HIDDEN = ["heaviside", "sign", "linear", "sigmoid", "tanh", "relu", "leaky_relu"]
SQUARES = "mean_squared_error"
OUTPUTS = [
    ("sigmoid", "binary_cross_entropy"),
    ("softmax", "categorical_cross_entropy"),
    *((output, SQUARES) for output in (*HIDDEN[2:], "softmax")),
]
M = 23


def textbook(network, X, Y, optimizer, epochs, batch_size, seed=0):
    """Train with what the chapters show, a formula a line; return the objective of each epoch."""
    rng = np.random.default_rng(seed)
    m = X.shape[1]
    size = m if batch_size is None else min(batch_size, m)
    losses = []
    for _ in range(epochs):
        order = rng.permutation(m) if size < m else np.arange(m)
        total = 0.0
        for start in range(0, m, size):
            batch = order[start : start + size]
            X_t, Y_t = X[:, batch], Y[:, batch]
            masks = network.draw_masks(len(batch), rng) if any(network.dropout) else None
            total += len(batch) * objective(network, X_t, Y_t, masks)
            optimizer.step(network.parameters, network.gradients(X_t, Y_t, masks).flat)
        losses.append(total / m)
    return losses


def objective(network, X, Y, masks):
    if masks is None:
        return network.loss(X, Y)
    J = network.loss_function(network.trace(X, masks)[-1].A, Y)
    for W in network.W[1:]:
        J += (network.l1 * np.abs(W).sum() + network.l2 / 2 * (W**2).sum()) / X.shape[1]
    return J


def examples(loss, m=M, k=2):
    rng = np.random.default_rng(21)
    X, Y = rng.normal(size=(3, m)), rng.normal(size=(k, m))
    if loss == "binary_cross_entropy":
        Y = (Y > 0).astype(float)
    elif loss == "categorical_cross_entropy":
        Y = np.eye(k)[:, Y.argmax(axis=0)]
    return X, Y


def assert_same_training(
    make, X, Y, batch_size=7, optimizer=lambda: GradientDescent(0.1), epochs=3, rtol=1e-12
):
    """Train two equal networks both ways."""
    fast, slow = make(), make()
    history = train(fast, X, Y, optimizer(), epochs, batch_size)
    losses = textbook(slow, X, Y, optimizer(), epochs, batch_size)
    np.testing.assert_allclose(fast.parameters, slow.parameters, rtol=rtol, atol=rtol)
    np.testing.assert_allclose(history.train_loss, losses, rtol=rtol)
    assert (fast.parameters != make().parameters).any()


@pytest.mark.parametrize(("output", "loss"), OUTPUTS)
@pytest.mark.parametrize("hidden", HIDDEN)
def test_all_activations_outputs_and_losses(hidden, output, loss):
    X, Y = examples(loss)
    assert_same_training(lambda: Network([3, 5, 4, 2], hidden, output, loss, seed=2), X, Y)


@pytest.mark.parametrize("penalty", [{"l1": 0.4}, {"l2": 0.4}, {"l1": 0.2, "l2": 0.6}])
@pytest.mark.parametrize("dropout", [0.0, 0.4, [0.0, 0.5]])
@pytest.mark.parametrize("hidden", ["relu", ["tanh", "sigmoid"]])
def test_penalties_and_dropout(hidden, dropout, penalty):
    X, Y = examples("categorical_cross_entropy")
    assert_same_training(
        lambda: Network([3, 6, 5, 2], hidden, "softmax", dropout=dropout, seed=3, **penalty), X, Y
    )


@pytest.mark.parametrize("hidden", HIDDEN)
def test_dropout_after_every_activation(hidden):
    X, Y = examples("binary_cross_entropy")
    assert_same_training(lambda: Network([3, 6, 5, 2], hidden, dropout=[0.5, 0.2], seed=4), X, Y)


@pytest.mark.parametrize("batch_size", [1, 2, 22, 23, 24, 1000, None])
@pytest.mark.parametrize("dropout", [0.0, 0.3])
def test_every_batch_size(batch_size, dropout):
    X, Y = examples("categorical_cross_entropy")
    assert_same_training(
        lambda: Network([3, 5, 2], output="softmax", l2=0.1, dropout=dropout), X, Y, batch_size
    )


@pytest.mark.parametrize("sizes", [[3, 2], [3, 1, 2]])
@pytest.mark.parametrize("m", [1, 2])
def test_one_example_one_unit_no_hidden_layer(sizes, m):
    X, Y = examples("binary_cross_entropy", m)
    assert_same_training(lambda: Network(sizes, "tanh"), X, Y, batch_size=1)
    assert_same_training(lambda: Network([1, *sizes[1:]], "tanh"), X[:1], Y)


@pytest.mark.parametrize(
    "optimizer", [lambda: Momentum(0.3), lambda: RMSProp(0.01), lambda: Adam(0.01)]
)
def test_every_optimizer(optimizer):
    X, Y = examples("categorical_cross_entropy")
    make = lambda: Network([3, 8, 2], output="softmax")  # noqa: E731
    assert_same_training(make, X, Y, optimizer=optimizer, epochs=10, rtol=1e-9)


@pytest.mark.parametrize("hidden", ["relu", "leaky_relu"])
def test_net_inputs_of_exactly_0(hidden):
    # From zero weights every net input is 0, where the two slopes of a ReLU meet.
    X, Y = examples(SQUARES)
    make = lambda: Network([3, 5, 2], hidden, hidden, initialization="zeros")  # noqa: E731
    fast, slow = make(), make()
    fast.W[2] = slow.W[2] = np.ones((5, 2))
    train(fast, X, Y, GradientDescent(0.1), 2, 7)
    textbook(slow, X, Y, GradientDescent(0.1), 2, 7)
    np.testing.assert_allclose(fast.parameters, slow.parameters, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize("dropout", [0.0, 0.4])
def test_float32_agrees_to_its_digits_and_stays_float32(hidden, dropout):
    X, Y = examples("categorical_cross_entropy")
    X, Y = X.astype(np.float32), Y.astype(np.float32)

    def make():
        return Network(
            [3, 6, 2], hidden, "softmax", l1=0.01, l2=0.1, dropout=dropout, dtype=np.float32
        )

    assert_same_training(make, X, Y, rtol=2e-5)
    network, optimizer = make(), Adam()
    train(network, X, Y, optimizer, 2, 7)
    assert network.parameters.dtype == network.W[1].dtype == np.float32
    assert {average.dtype for average in optimizer.averages} == {np.dtype(np.float32)}


@pytest.mark.parametrize("portion", [1, 500, 700, 10**9])
def test_examples_may_be_put_in_order_in_portions_of_any_size(portion, monkeypatch):
    # An example takes 32 bytes: portions of one batch, of two, of three, of all.
    monkeypatch.setattr(training, "PORTION", portion)
    X, Y = examples("categorical_cross_entropy")
    assert_same_training(lambda: Network([3, 5, 2], output="softmax", dropout=0.2), X, Y)


# --- Functions from outside the library ------------------------------------------------------

softplus = Activation("softplus", lambda z: np.logaddexp(0, z), lambda z: 1 / (1 + np.exp(-z)))
huber = Loss(
    "huber",
    lambda A, Y: np.where(abs(A - Y) < 1, (A - Y) ** 2 / 2, abs(A - Y) - 0.5).sum() / Y.shape[1],
    lambda A, Y: np.clip(A - Y, -1, 1) / Y.shape[1],
    None,
    None,
    lambda Y: None,
)
exponential = Activation("exponential", np.exp, np.exp)
poisson = Loss(
    "poisson",
    lambda A, Y: (A - Y * np.log(A)).sum() / Y.shape[1],
    lambda A, Y: (1 - Y / A) / Y.shape[1],
    "exponential",
    lambda Z, Y: (np.exp(Z) - Y * Z).sum() / Y.shape[1],
    lambda Y: None,
)


def test_an_activation_and_a_loss_of_ones_own():
    X, Y = examples(SQUARES)
    assert_same_training(lambda: Network([3, 5, 4, 2], softplus, softplus, huber), X, Y)
    assert_same_training(lambda: Network([3, 5, 2], softplus, "linear", huber, dropout=0.3), X, Y)


def test_a_loss_of_ones_own_that_starts_from_the_net_input():
    X, Y = examples(SQUARES)
    make = lambda: Network([3, 4, 2], "tanh", exponential, poisson)  # noqa: E731
    assert_same_training(make, X, abs(Y), optimizer=lambda: GradientDescent(0.05))


@pytest.mark.parametrize("name", ["relu", "leaky_relu", "tanh", "sigmoid"])
def test_a_function_of_ones_own_is_not_mistaken_for_the_one_whose_name_it_has(name):
    mine = Activation(name, softplus.function, softplus.slope)
    X, Y = examples("categorical_cross_entropy")
    assert_same_training(lambda: Network([3, 5, 2], mine, "softmax", dropout=0.3), X, Y)
    X, Y = examples(SQUARES)
    assert_same_training(lambda: Network([3, 5, 2], output=mine, loss=SQUARES), X, Y)


# --- The losses that train reports -----------------------------------------------------------


@pytest.mark.parametrize(("output", "loss"), OUTPUTS[:3])
def test_a_rate_too_small_to_move_leaves_the_objective_as_network_loss_gives_it(output, loss):
    X, Y = examples(loss)
    network = Network([3, 5, 2], "tanh", output, loss)
    history = train(network, X, Y, GradientDescent(1e-300), 2, 7)
    assert history.train_loss == pytest.approx([network.loss(X, Y)] * 2, rel=1e-13)


@pytest.mark.filterwarnings("error")
def test_the_loss_of_saturated_outputs_is_exact_and_silent():
    # z = ±1e4 for y = 1 and 0: 0 and 1e4 alternate, and the gradient of each is 0 or ±1/m.
    network = Network([1, 1])
    network.W[1] = [[1]]
    X = [[1e4, -1e4, 1e4, -1e4]]
    history = train(network, X, [[1, 1, 0, 0]], GradientDescent(1e-300), 1, None)
    assert history.train_loss == [5000]
    scores = Network([1, 2], output="softmax", initialization="zeros")
    scores.W[1] = [[1, -1]]
    history = train(scores, [[1e5, 1e5]], [[1, 0], [0, 1]], GradientDescent(1e-300), 1, 1)
    assert history.train_loss == [1e5]
    assert math.isfinite(scores.parameters.sum())
