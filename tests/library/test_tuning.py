"""The learning-rate range test takes the steps that it says, and none on the network itself."""

import numpy as np
import pytest

from course_lib import Network, learning_rate_range_test, load_digits, make_moons

RNG = np.random.default_rng(21)
MOONS = make_moons()
X, Y = MOONS.X, MOONS.Y


def one_weight(w=0.75, b=0.25):
    """ŷ = w x + b with the squared error."""
    network = Network([1, 1], output="linear")
    network.W[1], network.b[1] = [[w]], [[b]]
    return network


def test_three_steps_by_hand():
    # One example, x = 1 and y = 0: J = s² with s = w + b = 1, and both slopes are 2s.
    # η = 0.01: s ← 1 - 0.01 · 4 · 1 = 0.96;  η = 0.1: s ← 0.96 - 0.1 · 4 · 0.96 = 0.576.
    rates, losses = learning_rate_range_test(one_weight(), [[1]], [[0]], low=0.01, high=1, steps=3)
    np.testing.assert_allclose(rates, [0.01, 0.1, 1], rtol=1e-14)
    np.testing.assert_allclose(losses, [1, 0.96**2, 0.576**2], rtol=1e-14)


def test_a_hundred_rates_grow_by_the_same_factor():
    rates, losses = learning_rate_range_test(Network([2, 8, 1]), X, Y)
    assert len(rates) == len(losses) == 100
    np.testing.assert_allclose(rates[[0, -1]], [1e-5, 10], rtol=1e-14)
    np.testing.assert_allclose(rates[1:] / rates[:-1], 1e6 ** (1 / 99), rtol=1e-12)


def test_with_all_examples_it_is_gradient_descent_of_logistic_regression():
    X = RNG.normal(size=(3, 40))
    Y = (X[:1] + RNG.normal(size=(1, 40)) > 0).astype(float)
    w, b, expected = np.zeros((3, 1)), 0.0, []
    for rate in np.geomspace(1e-3, 20, 30):
        p = 1 / (1 + np.exp(-(w.T @ X + b)))
        penalty = 0.5 / 80 * (w**2).sum()
        expected.append(-np.log(np.where(Y == 1, p, 1 - p)).mean() + penalty)
        w = w - rate * (X @ (p - Y).T + 0.5 * w) / 40
        b = b - rate * (p - Y).mean()
    network = Network([3, 1], l2=0.5, initialization="zeros")
    _, losses = learning_rate_range_test(network, X, Y, 1e-3, 20, 30, batch_size=None)
    np.testing.assert_allclose(losses, expected, rtol=1e-10)


def test_every_example_has_its_turn_before_any_has_a_second_one_in_another_order():
    # Rates too small to change anything: each loss is that of its example, (w x + b - y)².
    x = np.arange(7.0)
    _, losses = learning_rate_range_test(
        one_weight(w=1, b=0), [x], [0 * x], low=1e-14, high=1e-13, steps=14, batch_size=1
    )
    first, second = np.sqrt(losses.reshape(2, 7)).round(6).tolist()
    assert sorted(first) == sorted(second) == x.tolist()
    assert first != second


def test_a_seed_sets_the_order():
    def losses(seed):
        return learning_rate_range_test(Network([2, 4, 1]), X, Y, steps=9, seed=seed)[1].tolist()

    assert losses(1) == losses(1) == losses(np.random.default_rng(1))
    assert losses(1) != losses(2)


@pytest.mark.parametrize("order", ["C", "F"])
def test_network_and_data_stay_as_they_were(order):
    X, Y = (np.array(part, order=order) for part in (MOONS.X, MOONS.Y))
    network = Network([2, 8, 1], dropout=0.2)
    vector, before, data = network.parameters, network.parameters.copy(), (X.copy(), Y.copy())
    learning_rate_range_test(network, X, Y, high=100)
    assert network.parameters is vector
    assert (vector == before).all()
    assert (data[0] == X).all()
    assert (data[1] == Y).all()


@pytest.mark.filterwarnings("error")
def test_it_ends_when_the_loss_explodes():
    x = np.linspace(-1, 1, 64)[np.newaxis]
    network = one_weight()
    rates, losses = learning_rate_range_test(network, x, 3 * x, high=1e6, batch_size=None)
    assert len(rates) == len(losses) < 100
    assert losses[-1] > 10 * losses[0]
    assert losses[:-1].max() <= 10 * losses[0]
    assert np.isfinite(losses).all()
    np.testing.assert_allclose(rates, np.geomspace(1e-5, 1e6, 100)[: len(rates)])


@pytest.mark.filterwarnings("error")
def test_a_loss_that_is_not_finite_is_left_out():
    # J = 1e280; its gradient takes w to about 1e415, beyond the numbers, at once.
    rates, losses = learning_rate_range_test(one_weight(1, 0), [[1e140]], [[0]], high=1e12, low=1)
    np.testing.assert_allclose(losses, [1e280])
    assert rates.tolist() == [1]


def test_steps_are_made_with_dropout_and_losses_measured_without():
    plain, dropped = Network([2, 50, 1]), Network([2, 50, 1], dropout=0.5)
    without, dropping = (
        learning_rate_range_test(network, X, Y, low=0.1, high=1, batch_size=None)[1]
        for network in (plain, dropped)
    )
    assert without[0] == dropping[0]
    np.testing.assert_allclose(dropping[0], plain.loss(X, Y), rtol=1e-12)
    assert (without[1:] != dropping[1:]).all()


def test_float32_networks_are_tried_in_float32():
    double, single = (
        learning_rate_range_test(Network([2, 8, 1], dtype=dtype), X, Y)[1]
        for dtype in (np.float64, np.float32)
    )
    np.testing.assert_allclose(single, double, rtol=1e-2)
    assert (single != double).any()


def test_on_digits_the_loss_stays_then_falls_then_rises():
    digits = load_digits()
    network = Network([64, 32, 10], output="softmax")
    rates, losses = learning_rate_range_test(network, digits.X, digits.Y)
    small, good = rates < 1e-4, (rates > 0.1) & (rates < 1)
    assert np.ptp(losses[small]) < 0.3 * losses[0]
    assert losses[good][-5:].mean() < 0.8 * losses[0]
    assert losses[rates > 2].max() > 1.5 * losses[0]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"low": 0}, "low must be greater than 0, got 0"),
        ({"low": 1, "high": 1}, "high must be greater than low, got low=1 and high=1"),
        ({"high": np.inf}, "high must be finite"),
        ({"steps": 1}, "steps must be at least 2, got 1"),
        ({"steps": 10.0}, "steps must be a whole number, got 10.0"),
        ({"batch_size": 0}, "batch_size must be at least 1, got 0"),
        ({"X": [[1.0, 2.0]]}, "X has 1 features, the network expects 2"),
        ({"X": [[1.0, np.nan], [0, 0]]}, "X must be finite"),
        ({"Y": [[1.0]]}, r"Y must have shape .* got shape \(1, 1\)"),
        ({"Y": [[1.0, 2.0]]}, "Y must lie between 0 and 1"),
    ],
)
def test_what_makes_no_test_is_refused(arguments, words):
    with pytest.raises(ValueError, match=words):
        learning_rate_range_test(
            **{"network": Network([2, 1]), "X": np.ones((2, 2)), "Y": [[0, 1]], **arguments}
        )


def test_a_start_without_a_finite_loss_is_refused():
    with pytest.raises(ValueError, match="must have a finite loss to start from, got inf"):
        learning_rate_range_test(one_weight(1e300), [[1e300]], [[0]])
