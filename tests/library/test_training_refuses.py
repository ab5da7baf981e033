"""What cannot be trained with: refused at once, with words that help, before anything changes."""

import re

import numpy as np
import pytest

from course_lib import Adam, EarlyStopping, Network, make_moons, train


def new_network():
    return Network([2, 6, 1], "tanh", seed=3)


X_OK, Y_OK = np.zeros((2, 5)), np.ones((1, 5))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"X": np.zeros((3, 5))}, "X has 3 features, the network expects 2: X.shape == (3, 5)"),
        ({"X": np.zeros(2)}, "X must have shape (features, examples)"),
        ({"X": np.zeros((2, 0)), "Y": np.zeros((1, 0))}, "X is empty: X.shape == (2, 0)"),
        ({"X": np.full((2, 5), np.nan)}, "X must be finite, got nan at X[0, 0]"),
        ({"Y": np.ones((1, 4))}, "Y must have shape (outputs, examples) = (1, 5)"),
        ({"Y": np.ones(5)}, "Y must have shape"),
        ({"Y": np.full((1, 5), np.inf)}, "Y must be finite, got inf at Y[0, 0]"),
        ({"Y": np.full((1, 5), 3)}, "Y must lie between 0 and 1"),
        ({"validation": 3}, "validation must be a pair (X, Y)"),
        ({"validation": (X_OK,)}, "validation must be a pair (X, Y)"),
        ({"validation": (np.zeros((3, 1)), [[1]])}, "validation X has 3 features"),
        ({"validation": (X_OK + np.nan, Y_OK)}, "validation X must be finite, got nan"),
        ({"validation": (X_OK, Y_OK + np.inf)}, "validation Y must be finite, got inf"),
        ({"validation": (X_OK, Y_OK[:, :3])}, "validation Y must have shape"),
        ({"validation": (X_OK, Y_OK + 1)}, "must lie between 0 and 1"),
        ({"epochs": -1}, "epochs must be at least 0, got -1"),
        ({"epochs": 1.5}, "epochs must be a whole number, got 1.5"),
        ({"batch_size": 0}, "batch_size must be at least 1, got 0"),
        ({"batch_size": 2.0}, "batch_size must be a whole number, got 2.0"),
        ({"batch_size": "all"}, "batch_size must be a whole number, got 'all'"),
        ({"seed": None}, "seed must be a whole number"),
        ({"seed": -1}, "seed must be at least 0, got -1"),
        ({"optimizer": "adam"}, "optimizer must be"),
        ({"optimizer": Adam}, "optimizer must be"),
        ({"early_stopping": 5}, "early_stopping must be"),
    ],
)
def test_what_cannot_be_trained_with_is_refused_and_changes_nothing(arguments, words):
    network = new_network()
    before = network.parameters.copy()
    everything = {"X": X_OK, "Y": Y_OK, "optimizer": Adam(), "epochs": 3, **arguments}
    with pytest.raises(ValueError) as caught:
        train(network, **everything)
    assert words in str(caught.value)
    assert (network.parameters == before).all()


def test_an_optimizer_that_serves_another_network_is_refused():
    moons, optimizer = make_moons(n_examples=60, seed=1), Adam()
    train(new_network(), moons.X, moons.Y, optimizer, 1)
    network = new_network()
    before = network.parameters.copy()
    with pytest.raises(ValueError, match=r"reset\(\)"):
        train(network, moons.X, moons.Y, optimizer, 1)
    assert (network.parameters == before).all()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"patience": -1}, "patience must be at least 0, got -1"),
        ({"patience": 1.5}, "patience must be a whole number, got 1.5"),
        ({"min_delta": -0.1}, "min_delta must not be negative, got -0.1"),
        ({"min_delta": np.nan}, "min_delta must be finite"),
    ],
)
def test_stopping_that_makes_no_sense_is_refused(arguments, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        EarlyStopping(**arguments)
