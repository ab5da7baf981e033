"""The first neurons, against numbers worked by hand, independent code, and proved properties."""

from itertools import product

import numpy as np
import pytest
from sklearn.linear_model import Perceptron as SklearnPerceptron

from course_lib import (
    McCullochPitts,
    Perceptron,
    ThresholdLogicUnit,
    load_emails,
    make_blobs,
    make_xor,
)


def all_cases(n):
    return np.array(list(product((0, 1), repeat=n))).T


# --- McCulloch and Pitts ---------------------------------------------------------------------


def test_the_evening_at_the_cinema():
    # Notes, lines 76-80: θ = 2 and x = (1, 0, 0, 1) give z = 2 and ŷ = 1.
    evening = [[1], [0], [0], [1]]
    assert McCullochPitts(2).net_input(evening) == [[2]]
    assert McCullochPitts(2).predict(evening) == [[1]]


@pytest.mark.parametrize(
    ("neuron", "answers"),
    [
        (McCullochPitts(2), [0, 0, 0, 1]),  # AND
        (McCullochPitts(1), [0, 1, 1, 1]),  # OR
        (McCullochPitts(0, inhibitory=[0, 1]), [1, 0, 0, 0]),  # NOR
        (McCullochPitts(-1, inhibitory=[0, 1]), [1, 1, 1, 0]),  # NAND
        (McCullochPitts(1, inhibitory=[1]), [0, 0, 1, 0]),  # x1 and not x2
        (McCullochPitts(0, inhibitory=[1], absolute=True), [1, 0, 1, 0]),  # the veto ignores x1
    ],
)
def test_a_neuron_computes_its_truth_table(neuron, answers):
    assert neuron.predict(all_cases(2)).tolist() == [answers]


@pytest.mark.parametrize("n", [1, 3, 5])
def test_a_threshold_of_k_fires_for_at_least_k_active_inputs(n):
    for k in range(n + 2):
        fires = McCullochPitts(k).predict(all_cases(n))[0]
        assert fires.tolist() == [int(sum(case) >= k) for case in product((0, 1), repeat=n)]


@pytest.mark.parametrize("absolute", [False, True])
def test_inhibition_agrees_with_a_plain_loop(absolute):
    inhibitory, X = [1, 3], all_cases(4)
    for theta in range(-3, 4):
        expected = []
        for case in X.T:
            excited = case[0] + case[2]
            inhibited = case[1] + case[3]
            if absolute:
                expected.append(int(excited >= theta and inhibited == 0))
            else:
                expected.append(int(excited - inhibited >= theta))
        neuron = McCullochPitts(theta, inhibitory, absolute=absolute)
        assert neuron.predict(X).tolist() == [expected]


@pytest.mark.parametrize(
    ("X", "words"),
    [
        ([[0.5], [1]], "X must hold only 0 and 1, got 0.5 at X[0, 0]"),
        ([[2], [1]], "got 2 at X[0, 0]"),
        ([[np.nan], [1]], "X must be finite, got nan at X[0, 0]"),
        ([1, 0], "one column per example, got shape (2,)"),
        (np.zeros((2, 0)), "X is empty: X.shape == (2, 0)"),
        ([["a"]], "X must hold real numbers"),
        ([[0, 1], [1]], "X must be an array with rows of one length, got [[0, 1], [1]]"),
        ([[1j]], "X must hold real numbers"),
        ([[1]], "X has 1 inputs, but input 1 (counted from 0) was named inhibitory"),
    ],
)
def test_what_is_no_binary_input_is_refused(X, words):
    with pytest.raises(ValueError) as caught:
        McCullochPitts(1, inhibitory=[1]).predict(X)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"threshold": np.nan}, "threshold must be finite"),
        ({"threshold": "2"}, "threshold must be one number"),
        ({"threshold": np.complex64(1)}, "threshold must be one number"),
        ({"threshold": 1, "inhibitory": 2}, "inhibitory must be a list of whole numbers, got 2"),
        ({"threshold": 1, "inhibitory": [-1]}, "inhibitory must be at least 0"),
        ({"threshold": 1, "inhibitory": [0, 0]}, "inhibitory must name each input once"),
        ({"threshold": 1, "inhibitory": [0.5]}, "inhibitory must be a whole number"),
    ],
)
def test_a_neuron_that_makes_no_sense_is_refused(arguments, words):
    with pytest.raises(ValueError, match=words):
        McCullochPitts(**arguments)


def test_what_is_refused_is_not_written_at_length():
    with pytest.raises(ValueError, match="X must hold real numbers") as caught:
        McCullochPitts(1).predict([["a"] * 100_000])
    assert len(str(caught.value)) < 200


# --- Threshold logic unit --------------------------------------------------------------------


def test_the_layer_of_the_chapter():
    # W (2, 3), b (3, 1), x = (2, 0.5): z = (1, -0.5, 0), worked by hand in chapter 03.
    layer = ThresholdLogicUnit([[1, 1, 0], [4, 0, 1]], [[-3], [-2.5], [-0.5]])
    assert layer.net_input([[2], [0.5]]).tolist() == [[1], [-0.5], [0]]
    assert layer.predict([[2], [0.5]]).tolist() == [[1], [0], [1]]
    signs = ThresholdLogicUnit(layer.W, layer.b, activation="sign")
    assert signs.predict([[2], [0.5]]).tolist() == [[1], [-1], [0]]


def test_float32_stays_float32_and_any_memory_order_will_do():
    rng = np.random.default_rng(0)
    W, b, X = (rng.normal(size=s).astype(np.float32) for s in ((3, 2), (2, 1), (3, 7)))
    unit = ThresholdLogicUnit(W, b)
    assert unit.net_input(X).dtype == np.float32
    assert (unit.net_input(np.asfortranarray(X)) == unit.net_input(X)).all()
    assert (unit.predict(X[:, ::2]) == unit.predict(X)[:, ::2]).all()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (([1, 2], [[0]]), "W must have shape (inputs, units)"),
        (([[1], [2]], [0]), "b must have shape (units, 1) = (1, 1)"),
        (([[1], [np.inf]], [[0]]), "W must be finite, got inf at W[1, 0]"),
        (([[1]], [[0]], "relu"), "activation must be one of 'heaviside', 'sign', got 'relu'"),
    ],
)
def test_a_unit_whose_parts_do_not_fit_is_refused(arguments, words):
    with pytest.raises(ValueError) as caught:
        ThresholdLogicUnit(*arguments)
    assert words in str(caught.value)


def test_examples_of_another_size_are_refused_with_both_sizes():
    with pytest.raises(ValueError) as caught:
        ThresholdLogicUnit([[1], [2]], [[0]]).predict(np.zeros((3, 10)))
    assert "X has 3 features, 2 expected: X.shape == (3, 10)" in str(caught.value)


# --- Perceptron ------------------------------------------------------------------------------


def test_the_step_of_the_notes():
    # Lines 219-281: w = (-1, 0), b = -0.5, x = (1, 5), y = 1, η = 0.5.
    unit = Perceptron(2, learning_rate=0.5)
    unit.W[:], unit.b[:] = [[-1], [0]], -0.5
    assert unit.net_input([[1], [5]]) == [[-1.5]]
    unit.fit([[1], [5]], [[1]], epochs=1)
    assert unit.W.tolist() == [[-0.5], [2.5]]
    assert unit.b.tolist() == [[0]]
    assert unit.net_input([[1, 1], [5, 0]]).tolist() == [[12, -0.5]]


def test_it_goes_the_way_of_scikit_learn_on_real_emails():
    emails = load_emails()
    X, Y = emails.X[1:, ::9], emails.Y[:, ::9]
    # A start with random numbers, since at z = 0 scikit-learn answers 0 and we answer 1.
    start = Perceptron(5, seed=1)
    W, b = start.W.copy(), start.b.copy()
    for epochs in (1, 3):
        ours = Perceptron(5)
        ours.W[:], ours.b[:] = W, b
        ours.fit(X, Y, epochs=epochs)
        theirs = SklearnPerceptron(max_iter=epochs, tol=None, shuffle=False)
        theirs.fit(X.T, Y[0], coef_init=W.T, intercept_init=b[:, 0])
        np.testing.assert_allclose(ours.W[:, 0], theirs.coef_[0], rtol=1e-12)
        np.testing.assert_allclose(ours.b[0], theirs.intercept_, rtol=1e-12)


def test_several_outputs_learn_as_if_each_were_alone():
    rng = np.random.default_rng(2)
    X = rng.normal(size=(3, 30))
    Y = (rng.normal(size=(2, 3)) @ X >= 0).astype(int)
    both = Perceptron(3, 2).fit(X, Y, epochs=4)
    for j in (0, 1):
        alone = Perceptron(3).fit(X, Y[[j]], epochs=4)
        np.testing.assert_array_equal(both.W[:, [j]], alone.W)


@pytest.mark.parametrize("seed", range(10))
def test_separable_data_take_no_more_mistakes_than_the_bound(seed):
    rng = np.random.default_rng(seed)
    X = rng.uniform(-1, 1, size=(4, 200))
    u = rng.normal(size=(5, 1))
    u /= np.linalg.norm(u)
    extended = np.vstack([X, np.ones((1, 200))])
    keep = np.abs(u.T @ extended)[0] > 0.05
    X, extended = X[:, keep], extended[:, keep]
    Y = (u.T @ extended > 0).astype(int)
    unit = Perceptron(4).fit(X, Y, epochs=10_000)
    R, gamma = np.linalg.norm(extended, axis=0).max(), np.abs(u.T @ extended).min()
    assert unit.mistakes[-1] == 0
    assert 0 < sum(unit.mistakes) <= (R / gamma) ** 2
    assert (unit.predict(X) == Y).all()


def test_xor_goes_round_forever():
    xor = make_xor()
    unit = Perceptron(2).fit(xor.X, xor.Y, epochs=50)
    assert len(unit.mistakes) == 50
    assert min(unit.mistakes) > 0
    before = unit.W.copy(), unit.b.copy()
    unit.fit(xor.X, xor.Y, epochs=1)
    assert (before[0] == unit.W).all()
    assert (unit.b == before[1]).all()


def test_from_zero_the_learning_rate_only_scales_the_parameters():
    blobs = make_blobs(40, noise=0.8, seed=8)
    one, ten = (Perceptron(2, learning_rate=eta).fit(blobs.X, blobs.Y) for eta in (1, 1024))
    assert one.mistakes == ten.mistakes
    assert (ten.W == 1024 * one.W).all()


def test_the_same_seed_gives_the_same_start_and_none_starts_at_zero():
    assert (Perceptron(3, seed=4).W == Perceptron(3, seed=4).W).all()
    assert (Perceptron(3, seed=4).W != Perceptron(3, seed=5).W).all()
    assert not Perceptron(3).W.any()
    rng = np.random.default_rng(4)
    assert (Perceptron(3, seed=rng).W == Perceptron(3, seed=4).W).all()


def test_fit_counts_anew_goes_on_and_leaves_its_data_alone():
    blobs = make_blobs(40, noise=0.8, seed=8)
    X, Y = blobs.X.copy(), blobs.Y.copy()
    steps = Perceptron(2)
    for _ in range(3):
        steps.fit(X, Y, epochs=1)
    at_once = Perceptron(2).fit(X, Y, epochs=3)
    assert (steps.W == at_once.W).all()
    assert steps.mistakes == at_once.mistakes[-1:]
    assert (X == blobs.X).all()
    assert (Y == blobs.Y).all()


def test_shuffling_takes_another_order_and_the_same_one_again():
    emails = load_emails()
    X, Y = emails.X[1:3, ::46], emails.Y[:, ::46]
    plain, once, again = (
        Perceptron(2).fit(X, Y, epochs=5, shuffle=shuffle).W for shuffle in (False, True, True)
    )
    assert (once == again).all()
    assert (once != plain).any()


def test_no_epochs_learn_nothing():
    assert Perceptron(1).fit([[1.0]], [[0]], epochs=0).mistakes == []


@pytest.mark.parametrize(
    ("do", "words"),
    [
        (lambda: Perceptron(0), "n_inputs must be at least 1"),
        (lambda: Perceptron(2, 1.5), "n_outputs must be a whole number"),
        (lambda: Perceptron(2, learning_rate=0), "learning_rate must be greater than 0"),
        (lambda: Perceptron(2, learning_rate=np.nan), "learning_rate must be finite"),
        (lambda: Perceptron(1).fit([[1, 2]], [[0, 2]]), "Y must hold only 0 and 1, got 2"),
        (lambda: Perceptron(1).fit([[1, 2]], [0, 1]), "Y must have shape"),
        (lambda: Perceptron(1).fit([[1, 2]], [[0, 1, 1]]), "(outputs, examples) = (1, 2)"),
        (lambda: Perceptron(1).fit([[1, 2]], [[0, 1]], epochs=-1), "epochs must be at least 0"),
        (lambda: Perceptron(2).fit([[1, 2]], [[0, 1]]), "X has 1 features, 2 expected"),
    ],
)
def test_what_cannot_be_learned_from_is_refused(do, words):
    with pytest.raises(ValueError) as caught:
        do()
    assert words in str(caught.value)
