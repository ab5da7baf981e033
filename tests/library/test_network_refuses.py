"""What no network is made of, and what it does not take: refused with words that help."""

import numpy as np
import pytest

from course_lib import Network, softmax

X_OK, Y_OK = np.zeros((2, 10)), np.zeros((1, 10))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"sizes": [2]}, "sizes must name at least inputs and outputs, got [2]"),
        ({"sizes": 3}, "sizes must be a list such as [2, 3, 1], got 3"),
        ({"sizes": [2, 0, 1]}, "sizes[1] must be at least 1, got 0"),
        ({"sizes": [2, 1.5]}, "sizes[1] must be a whole number, got 1.5"),
        ({"hidden": "rellu"}, "hidden must be one of 'heaviside', 'sign', 'linear', 'sigmoid'"),
        ({"hidden": "softmax"}, "hidden must be one of"),
        ({"hidden": softmax}, "hidden must be one of"),
        ({"hidden": ["relu"]}, "hidden must be one value, or one for each of the 2 hidden layers"),
        ({"output": "soft"}, "output must be one of"),
        ({"output": "soft"}, "'softmax', got 'soft'"),
        ({"loss": "bce"}, "loss must be one of 'binary_cross_entropy', 'categorical_cross"),
        ({"loss": "bce"}, "'mean_squared_error', got 'bce'"),
        ({"output": "linear", "loss": "binary_cross_entropy"}, "loss 'binary_cross_entropy'"),
        ({"initialization": "glorot"}, "must be one of 'he', 'xavier', 'lecun', 'zeros'"),
        ({"initialization": "glorot"}, "got 'glorot'"),
        ({"initialization": ["he"]}, "initialization must be one of"),
        ({"l1": -1}, "l1 must not be negative, got -1"),
        ({"l2": -1e-9}, "l2 must not be negative, got -1e-09"),
        ({"l2": np.nan}, "l2 must be finite, got nan"),
        ({"l1": "a"}, "l1 must be one number, got 'a'"),
        ({"dropout": 1}, "dropout must be from 0 to below 1, got 1"),
        ({"dropout": -0.1}, "dropout must be from 0 to below 1, got -0.1"),
        ({"dropout": np.nan}, "dropout must be finite"),
        ({"dropout": [0.1]}, "dropout must be one value, or one for each of the 2 hidden layers"),
        ({"dropout": [0.1, 2]}, "dropout must be from 0 to below 1, got 2"),
        ({"dtype": int}, "dtype must be float64 or float32, got int64"),
        ({"dtype": np.float16}, "dtype must be float64 or float32, got float16"),
        ({"dtype": "single precision"}, "dtype must be float64 or float32"),
        ({"seed": None}, "seed must be a whole number"),
        ({"seed": -1}, "seed must be at least 0, got -1"),
        ({"seed": "a"}, "seed must be a whole number, got 'a'"),
    ],
)
def test_a_network_that_makes_no_sense_is_refused(arguments, words):
    with pytest.raises(ValueError) as caught:
        Network(**{"sizes": [2, 3, 3, 1], **arguments})
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("X", "words"),
    [
        (np.zeros((3, 10)), "X has 3 features, the network expects 2: X.shape == (3, 10)"),
        (np.zeros(2), "X must have shape (features, examples), one column per example, got"),
        (np.zeros((2, 1, 1)), "got shape (2, 1, 1)"),
        (np.zeros((2, 0)), "X is empty: X.shape == (2, 0)"),
        ([[0, 1], [np.nan, 2]], "X must be finite, got nan at X[1, 0]"),
        ([[0, 1], [2, -np.inf]], "X must be finite, got -inf at X[1, 1]"),
        ([["a"], ["b"]], "X must hold real numbers"),
    ],
)
def test_examples_that_do_not_fit_are_refused(X, words):
    network = Network([2, 3, 1])
    calls = [network.forward, network.trace, network.predict]
    calls += [lambda X: network.loss(X, Y_OK), lambda X: network.gradients(X, Y_OK)]
    for call in calls:
        with pytest.raises(ValueError) as caught:
            call(X)
        assert words in str(caught.value)


@pytest.mark.parametrize(
    ("Y", "words"),
    [
        (np.zeros(10), "Y must have shape (outputs, examples) = (1, 10), got shape (10,)"),
        (np.zeros((1, 9)), "Y must have shape (outputs, examples) = (1, 10), got shape (1, 9)"),
        (np.zeros((1, 1)), "got shape (1, 1)"),
        (np.zeros((2, 10)), "got shape (2, 10)"),
        (np.zeros((10, 1)), "got shape (10, 1)"),
        (np.full((1, 10), 2), "Y must lie between 0 and 1"),
        (np.full((1, 10), np.nan), "Y must be finite, got nan at Y[0, 0]"),
    ],
)
def test_right_answers_that_do_not_fit_are_refused(Y, words):
    network = Network([2, 3, 1])
    for call in (network.loss, network.gradients):
        with pytest.raises(ValueError) as caught:
            call(X_OK, Y)
        assert words in str(caught.value)


def test_labels_of_a_softmax_must_be_one_class_a_column():
    with pytest.raises(ValueError, match=r"sum to 1 in each column .* sum of 2 in column 0"):
        Network([2, 3], output="softmax").loss(X_OK, np.full((3, 10), 2 / 3))


@pytest.mark.filterwarnings("error")
def test_numbers_beyond_float32_are_refused_by_a_network_of_float32():
    network = Network([2, 3, 1], output="linear", dtype=np.float32)
    with pytest.raises(ValueError, match="X must be"):
        network.forward(X_OK + 1e300)
    with pytest.raises(ValueError, match="Y must be"):
        network.loss(X_OK, Y_OK + 1e300)


@pytest.mark.parametrize("masks", [[], [np.ones((1, 10))], [np.ones((3, 1))], [np.ones((3, 9))]])
def test_masks_that_do_not_fit_are_refused(masks):
    network = Network([2, 3, 1], dropout=0.5)
    for call in (lambda: network.trace(X_OK, masks), lambda: network.gradients(X_OK, Y_OK, masks)):
        with pytest.raises(ValueError, match="masks"):
            call()
