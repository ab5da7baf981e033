"""The network: its shapes, its parameters, its answers, its loss.

Its gradients are tested in test_network_gradients.py, what it refuses in test_network_refuses.py.
"""

import copy
import math
import pickle

import numpy as np
import pytest

from course_lib import Network, one_hot, relu, tanh
from course_lib.losses import binary_cross_entropy, mean_squared_error


@pytest.fixture
def network():
    return Network([3, 5, 4, 2], hidden=["tanh", "relu"], output="softmax", l2=0.1, seed=1)


def some_examples(n=3, k=2, m=6, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, m)), one_hot(rng.integers(0, k, size=m), k)


# --- Parameters ------------------------------------------------------------------------------


def test_shapes_are_those_of_the_notes(network):
    assert network.W[0] is None
    assert network.b[0] is None
    assert [W.shape for W in network.W[1:]] == [(3, 5), (5, 4), (4, 2)]
    assert [b.shape for b in network.b[1:]] == [(5, 1), (4, 1), (2, 1)]
    assert network.parameters.shape == (15 + 5 + 20 + 4 + 8 + 2,)


def assert_windows(network):
    """Check that every weight and bias has its own place in the one vector."""
    network.parameters[:] = np.arange(network.parameters.size)
    seen = np.concatenate([a.ravel() for a in (*network.W[1:], *network.b[1:])])
    assert sorted(seen) == list(range(network.parameters.size))
    for array in (*network.W[1:], *network.b[1:]):
        array[:] = -1
    assert (network.parameters == -1).all()


@pytest.mark.parametrize(
    "made",
    [lambda n: n, lambda n: pickle.loads(pickle.dumps(n)), copy.copy, copy.deepcopy],
    ids=["new", "pickle", "copy", "deepcopy"],
)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_weights_and_biases_are_windows_into_the_parameters(made, dtype):
    original = Network([3, 5, 2], output="softmax", l1=0.2, dropout=0.5, seed=2, dtype=dtype)
    X, Y = some_examples()
    before = original.parameters.copy(), original.loss(X, Y), original.forward(X)
    other = made(original)
    assert other.dtype == other.parameters.dtype == dtype
    assert (other.parameters == before[0]).all()
    assert other.loss(X, Y) == before[1]
    assert (other.forward(X) == before[2]).all()
    assert other.dropout == [0.5]
    assert_windows(other)
    if other is not original:
        assert (original.parameters == before[0]).all()


def test_parameters_are_saved_and_loaded(network, tmp_path):
    X, _ = some_examples()
    np.savez(tmp_path / "network.npz", parameters=network.parameters)
    other = Network([3, 5, 4, 2], hidden=["tanh", "relu"], output="softmax", seed=9)
    assert (other.forward(X) != network.forward(X)).any()
    vector = other.parameters
    with np.load(tmp_path / "network.npz") as file:
        other.parameters = file["parameters"]
    assert other.parameters is vector
    assert (other.forward(X) == network.forward(X)).all()
    assert_windows(other)


def test_assigning_to_a_layer_copies_into_its_window(network):
    W = np.ones((3, 5))
    network.W[1] = W
    network.b[1] = np.full((5, 1), 2.0)
    network.W[1] += 1
    W[:] = 7
    assert (network.W[1] == 2).all()
    assert np.isin(network.parameters, 2).sum() == 20
    assert_windows(network)


def test_what_has_another_shape_is_not_assigned(network):
    with pytest.raises(ValueError, match=r"shape \(3, 5\), got \(5, 3\)"):
        network.W[1] = np.ones((5, 3))
    with pytest.raises(ValueError, match=r"parameters must have shape \(54,\), got \(1,\)"):
        network.parameters = [0.0]


# --- Initialization --------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_bits():
    one, again, other = (Network([4, 6, 1], seed=seed).parameters for seed in (3, 3, 4))
    assert (one == again).all()
    assert (one != other).any()
    assert (Network([4, 6, 1], seed=np.random.default_rng(3)).parameters == one).all()
    assert (Network([4, 6, 1], seed=3, dtype="float32").parameters == np.float32(one)).all()


@pytest.mark.parametrize(
    ("name", "variance"),
    [("he", 2 / 300), ("xavier", 2 / (300 + 200)), ("lecun", 1 / 300)],
)
def test_weights_start_with_mean_0_and_the_variance_of_their_name(name, variance):
    network = Network([300, 200, 1], initialization=name, seed=0)
    # 60,000 numbers: their variance has a standard error of √(2/60000) = 0.6 %, their mean of
    # σ/245; both within 5 of these.  The nearest other name is 20 % away.
    w = network.W[1].ravel() / variance**0.5
    assert abs(w.var() - 1) < 0.03
    assert abs(w.mean()) < 5 / 245
    assert (np.abs(w) > 2).mean() == pytest.approx(0.0455, abs=0.005)  # as normal numbers are
    assert not network.b[1].any()


def test_zeros_are_zeros():
    assert not Network([3, 4, 1], initialization="zeros").parameters.any()


@pytest.mark.parametrize(
    ("activation", "name"),
    [
        ("relu", "he"),
        ("leaky_relu", "he"),
        (relu, "he"),
        ("tanh", "xavier"),
        ("sigmoid", "xavier"),
        ("linear", "xavier"),
    ],
)
def test_without_a_name_each_layer_starts_as_suits_its_activation(activation, name):
    # The same seed and layer sizes draw the same numbers; only their scale is chosen.
    chosen = Network([3, 7, 2], activation, "linear").W
    assert (chosen[1] == Network([3, 7, 2], activation, "linear", initialization=name).W[1]).all()
    assert (chosen[2] == Network([3, 7, 2], initialization="xavier").W[2]).all()
    assert (Network([3, 2], output="relu").W[1] == Network([3, 2], initialization="he").W[1]).all()


def test_an_initialization_may_be_a_function_of_the_layer_sizes():
    network = Network([3, 5, 1], initialization=lambda n, k, rng: np.full((n, k), 10 * n + k))
    assert (network.W[1] == 35).all()
    assert (network.W[2] == 51).all()
    assert not network.b[1].any()
    with pytest.raises(ValueError, match=r"\(3, 5\)"):
        Network([3, 5, 1], initialization=lambda n, k, rng: np.zeros((k, n)))


# --- Forward ---------------------------------------------------------------------------------


@pytest.fixture
def by_hand():
    """A 2-3-3-1 network, as in the notes (lines 358-420), with numbers for a head."""
    network = Network([2, 3, 3, 1], hidden="relu", output="sigmoid")
    network.W[1] = [[1, 2, -1], [1, -1, 1]]
    network.b[1] = [[-1], [0], [0.5]]
    network.W[2] = [[1, 0.5, -1], [5, 1, 3], [-2, 2, 2]]
    network.b[2] = [[0], [-1], [0]]
    network.W[3] = [[7], [1], [-2]]
    network.b[3] = [[-1]]
    return network


def test_the_network_of_the_notes_by_hand(by_hand):
    # x = (1, 2):
    #   z1[1] =  1·1 + 1·2 - 1   = 2
    #   z2[1] =  2·1 - 1·2 + 0   = 0
    #   z3[1] = -1·1 + 1·2 + 0.5 = 1.5             a[1] = (2, 0, 1.5)
    #   z1[2] =  1·2   + 5·0 - 2·1.5     = -1
    #   z2[2] =  0.5·2 + 1·0 + 2·1.5 - 1 = 3
    #   z3[2] = -1·2   + 3·0 + 2·1.5     = 1       a[2] = (0, 3, 1)
    #   z[3]  =  7·0   + 1·3 - 2·1 - 1   = 0       ŷ = σ(0) = 1/2; for y = 1 the loss is ln 2.
    layers = by_hand.trace([[1], [2]])
    assert layers[0].Z is None
    assert layers[0].A.tolist() == [[1], [2]]
    assert layers[1].Z.tolist() == [[2], [0], [1.5]]
    assert layers[1].A.tolist() == [[2], [0], [1.5]]
    assert layers[2].Z.tolist() == [[-1], [3], [1]]
    assert layers[2].A.tolist() == [[0], [3], [1]]
    assert layers[3].Z.tolist() == [[0]]
    assert layers[3].A.tolist() == [[0.5]]
    assert by_hand.forward([[1], [2]]).tolist() == [[0.5]]
    assert by_hand.loss([[1], [2]], [[1]]) == pytest.approx(math.log(2), rel=1e-15)


def test_layers_compute_what_their_neurons_do_one_by_one(network):
    X, _ = some_examples()
    layers = network.trace(X)
    functions = [None, math.tanh, lambda z: max(z, 0.0)]
    for example in range(X.shape[1]):
        a = [float(x) for x in X[:, example]]
        for l in (1, 2, 3):
            W, b = network.W[l], network.b[l]
            z = [sum(W[i, j] * a[i] for i in range(len(a))) + b[j, 0] for j in range(W.shape[1])]
            np.testing.assert_allclose(layers[l].Z[:, example], z, rtol=1e-14, atol=1e-15)
            a = [functions[l](value) for value in z] if l < 3 else None
        exponentials = [math.exp(value) for value in z]
        expected = [e / sum(exponentials) for e in exponentials]
        np.testing.assert_allclose(layers[3].A[:, example], expected, rtol=1e-14)


@pytest.mark.parametrize("sizes", [[1, 1], [1, 1, 1], [4, 1], [1, 3, 2, 5]])
@pytest.mark.parametrize("m", [1, 4])
def test_one_feature_and_one_example_will_do(sizes, m):
    network = Network(sizes, "tanh", "linear")
    X = np.random.default_rng(5).normal(size=(sizes[0], m))
    assert [layer.A.shape for layer in network.trace(X)] == [(n, m) for n in sizes]
    assert network.forward(X).shape == (sizes[-1], m)
    assert network.gradients(X, np.zeros((sizes[-1], m))).flat.shape == network.parameters.shape


def test_predict_gives_labels_answers_or_values():
    X = np.array([[-2.0, 0.0, 3.0]])
    classes = Network([1, 3], output="softmax")
    classes.W[1] = [[-1, 0, 1]]
    classes.b[1] = [[0], [0.5], [0]]
    assert classes.predict(X).tolist() == [0, 1, 2]
    assert classes.predict(X).shape == (3,)
    answers = Network([1, 2])
    answers.W[1] = [[1, -1]]
    assert answers.predict(X).tolist() == [[0, 1, 1], [1, 1, 0]]  # ŷ = ½ is a yes
    assert answers.predict(X).dtype.kind == classes.predict(X).dtype.kind == "i"
    values = Network([1, 2], output="linear")
    values.W[1] = [[1, -1]]
    assert values.predict(X).tolist() == [[-2, 0, 3], [2, 0, -3]]


def test_the_natural_loss_of_an_output_is_taken():
    losses = {
        output: Network([2, 3], output=output).loss_function.name
        for output in ("sigmoid", "softmax", "linear", "relu", "tanh")
    }
    assert losses == {
        "sigmoid": "binary_cross_entropy",
        "softmax": "categorical_cross_entropy",
        "linear": "mean_squared_error",
        "relu": "mean_squared_error",
        "tanh": "mean_squared_error",
    }
    other = Network([2, 3], output="sigmoid", loss="mean_squared_error")
    assert other.loss_function is mean_squared_error
    assert Network([2, 1], loss=binary_cross_entropy).loss_function is binary_cross_entropy
    assert Network([2, 3, 1], hidden=tanh).activations[1] is tanh


# --- Loss ------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_loss_of_certain_and_wrong_answers_is_exact(dtype):
    # z = wx: -ln σ(-100) = 100 + ln(1 + e^-100) = 100, and as much for y = 0 at z = 100.
    network = Network([1, 1], dtype=dtype)
    network.W[1] = [[1]]
    assert network.loss([[-100]], [[1]]) == 100
    assert network.loss([[100, -100]], [[0, 1]]) == 100
    assert network.loss([[1e4, -1e4]], [[1, 0]]) == 0
    assert network.loss([[-1e4]], [[1]]) == 1e4
    # softmax of (1e5, -1e5): the wrong class costs the difference of the scores.
    network = Network([1, 2], output="softmax", dtype=dtype)
    network.W[1] = [[1, -1]]
    assert network.loss([[1e5]], [[1], [0]]) == 0
    assert network.loss([[1e5, -1e5]], [[0, 1], [1, 0]]) == 2e5
    assert network.gradients([[1e5]], [[0], [1]]).db[1].tolist() == [[1], [-1]]


def test_penalties_are_of_the_weights_alone_and_shared_among_the_examples(by_hand):
    X, Y = [[1, 1], [2, 2]], [[1, 0]]
    data = by_hand.loss(X, Y)
    assert data == pytest.approx(math.log(2))
    # Layer by layer, Σ|w| = 7 + 17.5 + 10 = 34.5 and Σw² = 9 + 49.25 + 54 = 112.25.
    by_hand.l1 = 0.2
    assert by_hand.loss(X, Y) == pytest.approx(data + 0.2 / 2 * 34.5, rel=1e-14)
    by_hand.l1, by_hand.l2 = 0.0, 0.2
    assert by_hand.loss(X, Y) == pytest.approx(data + 0.2 / 4 * 112.25, rel=1e-14)


def test_several_outputs_are_added_up_and_squares_averaged():
    X = np.array([[1.0, 2.0]])
    Y = np.array([[1, 0], [0, 0], [1, 1]])
    # At zero every ŷ = ½: three answers cost 3 ln 2; squares are ¼ each.
    zeros = Network([1, 3], initialization="zeros")
    assert zeros.loss(X, Y) == pytest.approx(3 * math.log(2), rel=1e-15)
    squares = Network([1, 3], loss="mean_squared_error", initialization="zeros")
    assert squares.loss(X, Y) == 0.25


# --- Arguments and results -------------------------------------------------------------------


def test_float32_stays_float32():
    X, Y = some_examples()
    for hidden in ("relu", "leaky_relu", "tanh", "sigmoid", "linear", "heaviside", "sign"):
        network = Network([3, 4, 2], hidden, "softmax", l1=0.1, l2=0.1, dtype=np.float32)
        for layer in network.trace(X)[1:]:
            assert layer.Z.dtype == layer.A.dtype == np.float32
        assert network.trace(X)[0].A.dtype == np.float32
        gradients = network.gradients(X, Y)
        assert gradients.flat.dtype == network.forward(X).dtype == np.float32
        assert gradients.dW[1].dtype == gradients.db[1].dtype == np.float32
        masks = network.draw_masks(6, seed=0)
        assert network.trace(X, masks)[-1].A.dtype == np.float32
        assert network.W[1].dtype == network.parameters.dtype == np.float32


def test_any_memory_order_will_do_and_arguments_stay_as_they_are(network):
    X, Y = some_examples(m=50)
    results = network.forward(X), network.loss(X, Y), network.gradients(X, Y).flat
    wide = np.repeat(X, 2, axis=1)
    for X_, Y_ in ((X.copy("F"), Y.copy("F")), (wide[:, ::2], Y), (X[::-1][::-1], Y.copy("F"))):
        X_.flags.writeable = Y_.flags.writeable = False
        np.testing.assert_allclose(network.forward(X_), results[0], rtol=1e-13)
        assert network.loss(X_, Y_) == pytest.approx(results[1], rel=1e-13)
        np.testing.assert_allclose(
            network.gradients(X_, Y_).flat, results[2], rtol=1e-11, atol=1e-15
        )
        assert (X_ == X).all()
        assert (Y_ == Y).all()
    np.testing.assert_array_equal(network.forward(X.tolist()), results[0])


@pytest.mark.parametrize("hidden", ["relu", "linear"])
def test_what_was_handed_out_is_never_overwritten(hidden):
    network = Network([3, 4, 2], hidden, "linear")
    X, Y = some_examples()
    layers, gradients = network.trace(X), network.gradients(X, Y)
    results = [network.forward(X), network.predict(X), gradients.flat, gradients.dW[1]]
    results += [layer.A for layer in layers] + [layer.Z for layer in layers[1:]]
    copies = [result.copy() for result in results]
    network.trace(2 * X)
    network.gradients(2 * X, Y)
    network.predict(2 * X)
    for result, before in zip(results, copies, strict=True):
        assert (result == before).all()
    assert not np.shares_memory(gradients.flat, network.parameters)


def test_dropout_is_for_training_only():
    X, Y = some_examples()
    with_dropout, without = (Network([3, 9, 2], output="softmax", dropout=p) for p in (0.9, 0))
    assert (with_dropout.forward(X) == without.forward(X)).all()
    assert with_dropout.loss(X, Y) == without.loss(X, Y)
    assert (with_dropout.gradients(X, Y).flat == without.gradients(X, Y).flat).all()


def test_masks_drop_with_the_probability_and_scale_the_rest():
    network = Network([2, 300, 200, 1], dropout=[0.5, 0.2])
    masks = network.draw_masks(100, seed=0)
    assert [mask.shape for mask in masks] == [(300, 100), (200, 100)]
    # 30,000 and 20,000 draws: standard errors of 0.003; within 5 of these.
    for mask, p in zip(masks, (0.5, 0.2), strict=True):
        assert set(np.unique(mask)) == {0, 1 / (1 - p)}
        assert abs((mask == 0).mean() - p) < 0.015
        # One for each example and unit: neither rows nor columns are alike.
        assert len(np.unique(mask, axis=0)) == len(mask)
        assert len(np.unique(mask, axis=1).T) == mask.shape[1]
    again, other = network.draw_masks(100, seed=0), network.draw_masks(100, seed=1)
    assert (again[0] == masks[0]).all()
    assert (other[0] != masks[0]).any()
