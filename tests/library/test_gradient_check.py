"""The check of the gradients: it passes right ones, finds wrong ones, and changes nothing."""

from dataclasses import replace

import numpy as np
import pytest

from course_lib import Network, gradient_check, mean_squared_error, relu, sigmoid, tanh


def examples(k=2, m=6):
    rng = np.random.default_rng(4)
    X = rng.normal(size=(3, m))
    return X, np.eye(k)[:, rng.integers(0, k, size=m)]


@pytest.mark.parametrize("hidden", ["linear", "sigmoid", "tanh", "relu", "leaky_relu"])
@pytest.mark.parametrize("output", ["sigmoid", "softmax", "linear", "tanh"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_right_gradients_pass(hidden, output, dtype):
    network = Network([3, 5, 4, 2], hidden, output, l1=0.1, l2=0.1, seed=5, dtype=dtype)
    assert gradient_check(network, *examples()) < 1e-6


def test_parameters_whose_gradient_is_0_do_not_disturb_it():
    # No ReLU is active: of all layers only the last biases have a gradient.
    network = Network([3, 4, 2], output="softmax")
    network.b[1] = np.full((4, 1), -100.0)
    assert gradient_check(network, *examples()) < 1e-6
    perfect = Network([3, 2], output="linear", initialization="zeros")
    assert gradient_check(perfect, np.ones((3, 1)), np.zeros((2, 1))) < 1e-6


@pytest.mark.parametrize(
    ("wrong", "least"),
    [
        (replace(tanh, slope=lambda z: 1 + np.tanh(z) ** 2), 0.01),
        (replace(tanh, slope=lambda z: 1.001 * (1 - np.tanh(z) ** 2)), 1e-4),
        (replace(sigmoid, slope=lambda z: sigmoid.function(z)), 0.01),
        (replace(relu, slope=np.ones_like), 0.01),
        (replace(relu, slope=lambda z: -relu.slope(z)), 0.99),
    ],
)
def test_a_wrong_derivative_of_a_hidden_layer_is_found(wrong, least):
    assert gradient_check(Network([3, 5, 4, 2], wrong, "softmax", seed=5), *examples()) > least


def test_a_wrong_gradient_of_a_loss_is_found():
    half = replace(mean_squared_error, slope=lambda A, Y: (A - Y) / Y.size)
    # Half the gradient g: |g/2 - g| / (g/2 + g) = 1/3.
    error = gradient_check(Network([3, 5, 2], "tanh", "linear", half), *examples())
    assert error == pytest.approx(1 / 3, rel=1e-4)


def test_one_wrong_number_is_found_wherever_it_is(monkeypatch):
    right, network = Network.gradients, Network([3, 4, 2], "tanh", "softmax", seed=5)
    for i in range(network.parameters.size):

        def with_a_mistake(self, X, Y, masks=None, i=i):
            gradients = right(self, X, Y, masks)
            gradients.flat[i] += 0.01
            return gradients

        monkeypatch.setattr(Network, "gradients", with_a_mistake)
        assert gradient_check(network, *examples()) > 1e-3


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_network_stays_as_it_is(dtype):
    network = Network([3, 5, 2], output="softmax", dropout=0.5, l2=0.1, dtype=dtype)
    vector, before = network.parameters, network.parameters.copy()
    X, Y = examples()
    X.flags.writeable = Y.flags.writeable = False
    first = gradient_check(network, X, Y)
    assert network.parameters is vector
    assert network.dtype == vector.dtype == dtype
    assert (vector == before).all()
    assert gradient_check(network, X, Y) == first


def test_epsilon_is_the_step_of_the_quotient():
    network = Network([3, 5, 2], "tanh", "softmax", seed=5)
    errors = [gradient_check(network, *examples(), epsilon=e) for e in (0.1, 0.01, 1e-5)]
    # Central differences are off by ε²: a tenth of ε, a hundredth of the error.
    assert errors[0] / errors[1] == pytest.approx(100, rel=0.2)
    assert errors[2] < 1e-6 < errors[1]


@pytest.mark.parametrize(
    ("X", "Y", "epsilon", "words"),
    [
        (np.ones((2, 6)), np.ones((2, 6)), 1e-5, "X has 2 features, the network expects 3"),
        (np.ones((3, 6)), np.ones((2, 5)), 1e-5, "Y must have shape"),
        (np.ones((3, 6)), np.full((2, 6), 0.5), 0, "epsilon must be greater than 0, got 0"),
        (np.ones((3, 6)), np.full((2, 6), 0.5), np.nan, "epsilon must be finite"),
    ],
)
def test_what_cannot_be_checked_is_refused(X, Y, epsilon, words):
    with pytest.raises(ValueError, match=words):
        gradient_check(Network([3, 2], output="softmax"), X, Y, epsilon)
