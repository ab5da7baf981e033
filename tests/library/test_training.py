"""Training: what the history says, when it stops, and what it leaves alone.

What it refuses is tested in test_training_refuses.py.
"""

import numpy as np
import pytest
from matplotlib import pyplot

from course_lib import (
    Adam,
    EarlyStopping,
    GradientDescent,
    History,
    Momentum,
    Network,
    TrainingDiverged,
    make_moons,
    make_xor,
    train,
)
from course_lib.optimizers import Optimizer


@pytest.fixture
def moons():
    return make_moons(n_examples=60, seed=1)


def new_network(**options):
    return Network([2, 6, 1], "tanh", seed=3, **options)


class Scripted(Optimizer):
    """Sets the first parameter to the next number of a script, whatever the gradient."""

    def __init__(self, script):
        super().__init__(1.0)
        self.script = iter(script)

    def _move(self, w, g, scratch):
        w[0] = next(self.script)


def scripted_training(losses, data="validation", epochs=None, **early):
    """Train so that the loss after epoch e is ``losses[e]``; return History, network."""
    # ŷ = w x with x = 1 and y = 0 has the loss w².
    network = Network([1, 1], output="linear", initialization="zeros")
    X, Y = [[1.0]], [[0.0]]
    history = train(
        network,
        X,
        Y,
        Scripted(np.sqrt(losses)),
        epochs=len(losses) if epochs is None else epochs,
        validation=(X, Y) if data == "validation" else None,
        early_stopping=EarlyStopping(**early) if early else None,
    )
    return history, network


# --- History ---------------------------------------------------------------------------------


def test_the_training_loss_is_the_weighted_mean_of_the_batches_with_penalties(moons):
    # Ten examples in batches of 4, 4 and 2.  The penalty of a batch of m_b is λ₂/(2m_b) Σw² +
    # λ₁/m_b Σ|w|, weighted by m_b/10: three times (λ₂/2 Σw² + λ₁ Σ|w|) / 10.
    X, Y = moons.X[:, :10], moons.Y[:, :10]
    network = new_network(l1=0.3, l2=0.5)
    weights = np.concatenate([W.ravel() for W in network.W[1:]])
    penalty = 3 * (0.25 * (weights**2).sum() + 0.3 * np.abs(weights).sum()) / 10
    data_loss = network.loss_function(network.forward(X), Y)
    history = train(network, X, Y, GradientDescent(1e-300), 2, batch_size=4)
    assert history.train_loss == pytest.approx([data_loss + penalty] * 2, rel=1e-13)


def test_the_validation_loss_is_that_of_the_data_after_the_epoch(moons):
    network = new_network(l1=0.3, l2=0.5, dropout=0.5)
    X, Y = moons.X[:, 40:], moons.Y[:, 40:]
    seen = []
    optimizer = Adam()
    for epoch in range(3):
        history = train(
            network, moons.X[:, :40], moons.Y[:, :40], optimizer, 1, validation=(X, Y), seed=epoch
        )
        seen.append(history.validation_loss[0])
        expected = network.loss_function(network.forward(X), Y)
        assert seen[-1] == pytest.approx(expected, rel=1e-13)
    assert len(set(seen)) == 3


def test_without_validation_there_is_no_validation_loss(moons):
    history = train(new_network(), moons.X, moons.Y, Adam(), 4)
    assert history.validation_loss == []
    assert len(history.train_loss) == len(history.seconds) == 4
    assert all(type(loss) is float for loss in history.train_loss)
    assert all(type(s) is float and 0 < s < 60 for s in history.seconds)
    assert type(history.best_epoch) is int


def test_the_best_epoch_counts_from_0_and_goes_by_the_validation_loss():
    assert scripted_training([5.0, 3.0, 1.0, 2.0])[0].best_epoch == 2
    assert scripted_training([1.0, 3.0, 2.0])[0].best_epoch == 0
    assert scripted_training([1.0, 1.0, 1.0])[0].best_epoch == 0
    # Without validation data by the training loss, which is measured before the step:
    # 0, 5, 3, 1 for these.
    history, _ = scripted_training([5.0, 3.0, 1.0, 2.0], data=None)
    assert history.train_loss == pytest.approx([0, 5, 3, 1])
    assert history.best_epoch == 0


def test_no_epochs_change_nothing():
    history, network = scripted_training([1.0], epochs=0, patience=1)
    assert history == History()
    assert history.best_epoch is None
    assert not network.parameters.any()


def test_training_learns_xor():
    xor = make_xor()
    network = Network([2, 8, 1], "tanh", seed=1)
    history = train(network, xor.X, xor.Y, Adam(0.05), 200, batch_size=None)
    assert (network.predict(xor.X) == xor.Y).all()
    assert history.train_loss[-1] < 0.05 < history.train_loss[0]


def test_the_history_is_drawn(moons):
    history = train(new_network(), moons.X, moons.Y, Adam(), 5, validation=(moons.X, moons.Y))
    ax = history.plot()
    assert pyplot.fignum_exists(ax.figure.number)  # else a notebook would show no picture
    pyplot.close(ax.figure)
    drawn = [line.get_ydata() for line in ax.lines]
    for losses in (history.train_loss, history.validation_loss):
        assert any(len(y) == 5 and np.allclose(y, losses) for y in drawn)
    assert history.plot(ax) is ax


# --- Early stopping --------------------------------------------------------------------------


def test_it_stops_after_patience_epochs_without_an_improvement_and_puts_the_best_back():
    history, network = scripted_training([4.0, 1.0, 2.0, 9.0, 3.0, 0.5], patience=3)
    assert history.validation_loss == pytest.approx([4, 1, 2, 9, 3])
    assert history.best_epoch == 1
    assert network.parameters[0] == 1


def test_an_improvement_gives_new_patience():
    history, network = scripted_training([4.0, 5.0, 3.0, 5.0, 2.0, 5.0, 6.0, 7.0], patience=2)
    assert history.validation_loss == pytest.approx([4, 5, 3, 5, 2, 5, 6])
    assert network.parameters[0] == pytest.approx(2**0.5)


def test_the_best_is_put_back_if_patience_never_runs_out():
    history, network = scripted_training([4.0, 1.0, 2.0], patience=50)
    assert len(history.validation_loss) == 3
    assert history.best_epoch == 1
    assert network.parameters[0] == 1


def test_an_improvement_is_more_than_min_delta():
    # By 0.5 at most is none: 3.5 is as good as 4; 3 is better, by 1.
    losses = [4.0, 3.5, 3.75, 1.0]
    history, network = scripted_training(losses, patience=2, min_delta=0.5)
    assert history.validation_loss == pytest.approx([4, 3.5, 3.75])
    assert history.best_epoch == 0
    assert network.parameters[0] == 2
    history, _ = scripted_training([4.0, 3.5, 3.0, 3.5, 3.5], patience=2, min_delta=0.5)
    assert len(history.validation_loss) == 5
    assert history.best_epoch == 2


def test_an_equal_loss_is_no_improvement():
    history, _ = scripted_training([2.0, 2.0, 2.0, 2.0], patience=2)
    assert len(history.validation_loss) == 3


def test_no_patience_stops_at_the_first_epoch_that_is_no_better():
    history, network = scripted_training([3.0, 2.0, 2.5, 1.0], patience=0)
    assert history.validation_loss == pytest.approx([3, 2, 2.5])
    assert network.parameters[0] == pytest.approx(2**0.5)


def test_without_validation_data_the_training_loss_is_watched():
    # Measured before each step: 0 (the start), then the script.
    history, network = scripted_training([4.0, 5.0, 6.0, 7.0], data=None, patience=2)
    assert history.train_loss == pytest.approx([0, 4, 5])
    assert history.best_epoch == 0
    assert network.parameters[0] == 2  # what epoch 0 ended with


def test_nothing_is_remembered_from_one_run_to_the_next():
    stopping = EarlyStopping(patience=2)
    network = Network([1, 1], output="linear", initialization="zeros")
    data = ([[1.0]], [[0.0]])
    best = []
    for losses in ([0.25, 1.0, 1.0, 1.0], [16.0, 9.0, 25.0, 25.0]):
        history = train(
            network,
            *data,
            Scripted(np.sqrt(losses)),
            4,
            validation=data,
            early_stopping=stopping,
        )
        best.append((history.best_epoch, network.parameters[0]))
    assert best == [(0, 0.5), (1, 3.0)]


def test_without_early_stopping_the_last_parameters_stay():
    history, network = scripted_training([4.0, 1.0, 2.25])
    assert history.best_epoch == 1
    assert network.parameters[0] == 1.5


# --- Reproducible ----------------------------------------------------------------------------


def trained(moons, seed=0, network=None, **options):
    network = network or new_network(dropout=0.3)
    history = train(network, moons.X, moons.Y, Adam(), 5, batch_size=16, seed=seed, **options)
    return network.parameters, history


def test_the_same_seed_gives_the_same_bits(moons):
    one, history = trained(moons)
    again, same_history = trained(moons)
    assert (one == again).all()
    assert history.train_loss == same_history.train_loss
    assert (trained(moons, seed=1)[0] != one).any()
    assert (trained(moons, seed=np.random.default_rng(0))[0] == one).all()


def test_the_order_of_the_examples_is_new_in_every_epoch(moons):
    # With one and the same order in both, two epochs are twice one epoch from the same generator.
    one, two = new_network(), new_network()
    train(one, moons.X, moons.Y, GradientDescent(), 2, batch_size=16, seed=5)
    for _ in range(2):
        train(two, moons.X, moons.Y, GradientDescent(), 1, batch_size=16, seed=5)
    assert (one.parameters != two.parameters).any()
    # A generator goes on where it was.
    rng, three = np.random.default_rng(5), new_network()
    for _ in range(2):
        train(three, moons.X, moons.Y, GradientDescent(), 1, batch_size=16, seed=rng)
    assert (one.parameters == three.parameters).all()


def test_validation_draws_no_random_numbers_and_does_not_change_the_path(moons):
    plain, history = trained(moons)
    watched, same_history = trained(moons, validation=(moons.X[:, :7], moons.Y[:, :7]))
    assert (plain == watched).all()
    assert history.train_loss == same_history.train_loss


def test_the_random_numbers_of_numpy_are_left_alone(moons):
    state = np.random.get_state()[1].copy()
    trained(moons)
    assert (np.random.get_state()[1] == state).all()


def test_training_goes_on_where_parameters_and_optimizer_are(moons):
    at_once, in_two = new_network(), new_network()
    train(at_once, moons.X, moons.Y, Momentum(), 6, batch_size=None)
    optimizer = Momentum()
    for _ in range(2):
        train(in_two, moons.X, moons.Y, optimizer, 3, batch_size=None)
    assert optimizer.t == 6
    assert (at_once.parameters == in_two.parameters).all()


# --- Arguments -------------------------------------------------------------------------------


@pytest.mark.parametrize("batch_size", [16, None])
def test_arguments_stay_as_they_are_and_any_memory_order_will_do(moons, batch_size):
    results = []
    for order in "CF":
        X, Y = np.array(moons.X, order=order), np.array(moons.Y, order=order)
        X.flags.writeable = Y.flags.writeable = False
        network = new_network(dropout=0.2)
        train(network, X, Y, Adam(), 3, batch_size, validation=(X, Y))
        assert (X == moons.X).all()
        assert (Y == moons.Y).all()
        results.append(network.parameters)
    every_other = np.repeat(moons.X, 2, axis=1)[:, ::2]
    network = new_network(dropout=0.2)
    train(network, every_other, moons.Y.tolist(), Adam(), 3, batch_size)
    assert (results[0] == results[1]).all()
    assert (results[0] == network.parameters).all()


# --- Divergence ------------------------------------------------------------------------------


@pytest.mark.filterwarnings("error")
def test_training_that_diverges_names_the_learning_rate_and_keeps_the_history(moons):
    network = Network([2, 4, 1], "relu", "linear", seed=1)
    validation = (moons.X, moons.Y)
    with pytest.raises(TrainingDiverged, match="the learning rate 30 is too large") as caught:
        train(network, moons.X, moons.Y, GradientDescent(30), 1000, validation=validation)
    history = caught.value.history
    assert 1 <= len(history.train_loss) < 1000
    assert len(history.train_loss) == len(history.validation_loss) == len(history.seconds)
    assert np.isfinite(history.train_loss + history.validation_loss).all()
    assert history.best_epoch == int(np.argmin(history.validation_loss))
    assert f"epoch {len(history.train_loss) + 1}:" in str(caught.value)


@pytest.mark.filterwarnings("error")
def test_a_last_step_to_infinity_is_divergence_too():
    network = Network([1, 1], output="linear", initialization="zeros")
    with pytest.raises(TrainingDiverged, match="learning rate 1e\\+308"):
        train(network, [[2.0]], [[10.0]], GradientDescent(1e308), 1)


def test_the_best_parameters_are_put_back_when_training_diverges(moons):
    network = Network([2, 4, 1], "relu", "linear", seed=1)
    with pytest.raises(TrainingDiverged):
        train(
            network,
            moons.X,
            moons.Y,
            GradientDescent(30),
            1000,
            early_stopping=EarlyStopping(1000),
        )
    assert np.isfinite(network.parameters).all()


# --- Progress --------------------------------------------------------------------------------


def test_progress_is_one_line_that_grows_and_ends(moons, capsys):
    data = (moons.X, moons.Y)
    history = train(new_network(), *data, Adam(), 4, validation=data, progress=True)
    out = capsys.readouterr().out
    assert out.endswith("\n")
    assert out.count("\n") == 1
    last = out.split("\r")[-1]
    assert "4/4" in last
    assert f"{history.train_loss[-1]:.4g}" in last
    assert f"{history.validation_loss[-1]:.4g}" in last
    bars = [part.count("█") for part in out.split("\r")[1:]]
    assert len(bars) == 4
    assert bars == sorted(set(bars))


def test_progress_ends_with_a_new_line_also_when_training_stops_early(moons, capsys):
    stopping = EarlyStopping(patience=0, min_delta=1e6)
    train(new_network(), *(moons.X, moons.Y), Adam(), 9, early_stopping=stopping, progress=True)
    out = capsys.readouterr().out
    assert "2/9" in out
    assert "3/9" not in out
    assert out.endswith("\n")


def test_without_progress_nothing_is_printed(moons, capsys):
    train(new_network(), moons.X, moons.Y, Adam(), 2)
    train(new_network(), moons.X, moons.Y, Adam(), 0, progress=True)
    assert capsys.readouterr() == ("", "")
