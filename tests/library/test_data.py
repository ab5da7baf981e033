"""No example is lost or doubled when data are split and cut, and every name is there."""

import numpy as np
import pytest
from sklearn.model_selection import train_test_split

import course_lib
from course_lib.data import minibatches, split
from course_lib.datasets import load_digits, load_wine, one_hot

RNG = np.random.default_rng(5)


def numbered(m: int, n: int = 3, k: int = 1):
    """Return X (n, m) and Y (k, m) whose first rows number the examples."""
    X, Y = RNG.normal(size=(n, m)), RNG.normal(size=(k, m))
    X[0] = Y[0] = np.arange(m)
    return X, Y


# --- one_hot


def test_one_hot_has_a_one_in_the_row_of_the_label():
    assert one_hot([2, 0]).tolist() == [[0, 1], [0, 0], [1, 0]]
    assert one_hot([0], n_classes=2).tolist() == [[1], [0]]


@pytest.mark.parametrize(
    ("labels", "n_classes", "words"),
    [
        ([0, 3], 3, "from 0 to 2, got 0 to 3"),
        ([-1], None, "labels must be from 0"),
        ([0.5], None, "labels must be whole numbers"),
        ([[1]], None, "labels must have shape"),
        ([], None, "labels must have shape"),
        ([0], 0, "n_classes must be at least 1"),
    ],
)
def test_labels_that_do_not_fit_are_refused(labels, n_classes, words):
    with pytest.raises(ValueError, match=words):
        one_hot(labels, n_classes)


# --- split


@pytest.mark.parametrize("stratify", [False, True])
@pytest.mark.parametrize(("validation", "test"), [(0.2, 0.1), (0, 0.3), (0.25, 0), (0, 0)])
def test_every_example_is_in_one_part_with_its_answer(validation, test, stratify):
    X, Y = numbered(97)
    if stratify:
        Y = (X[:1] % 3 == 0).astype(float)
    parts = split(X, Y, validation, test, seed=1, stratify=stratify)
    assert sorted(np.concatenate([part[0][0] for part in parts])) == list(range(97))
    for X_part, Y_part in parts:
        which = X_part[0].astype(int)
        assert (X_part == X[:, which]).all()
        assert (Y_part == Y[:, which]).all()


@pytest.mark.parametrize(
    ("m", "validation", "test", "sizes"),
    [
        (1000, 0.01, 0.01, (980, 10, 10)),
        (1797, 0.01, 0.01, (1761, 18, 18)),  # 17.97
        (10, 0.26, 0.24, (5, 3, 2)),  # 2.6 and 2.4
        (100, 0.29, 0, (71, 29, 0)),  # 0.29 · 100 is 28.999999999999996 for a computer
        (20, 0.01, 0.01, (20, 0, 0)),
    ],
)
def test_parts_have_the_nearest_whole_size(m, validation, test, sizes):
    X, Y = numbered(m, n=2, k=3)
    for part, size in zip(split(X, Y, validation, test), sizes, strict=True):
        assert part[0].shape == (2, size)
        assert part[1].shape == (3, size)


def test_one_part_in_a_hundred_is_the_default():
    X, Y = numbered(700)
    assert [part[0].shape[1] for part in split(X, Y)] == [686, 7, 7]


def test_stratified_parts_have_the_sizes_and_shares_of_scikit_learn():
    digits = load_digits()
    parts = split(digits.X, digits.Y, 0, 0.2, stratify=True)
    labels = digits.Y.argmax(axis=0)
    for (_, ours), theirs in zip(
        (parts[0], parts[2]),
        train_test_split(labels, test_size=359, stratify=labels, random_state=0),
        strict=True,
    ):
        assert ours.shape[1] == len(theirs)
        assert np.abs(ours.sum(axis=1) - np.bincount(theirs)).max() <= 1


@pytest.mark.parametrize("seed", range(40))
def test_stratified_parts_keep_every_class_to_within_one_example(seed):
    rng = np.random.default_rng(seed)
    class_sizes = rng.integers(3, 60, size=rng.integers(2, 9))
    m, k = class_sizes.sum(), len(class_sizes)
    labels = rng.permutation(np.repeat(np.arange(k), class_sizes))
    shares = rng.uniform((k + 1) / m, 0.45, size=2)
    parts = split(labels[np.newaxis], one_hot(labels), *shares, seed=rng, stratify=True)
    for (X, Y), size in zip(parts[1:], shares * m, strict=True):
        assert X.shape[1] == round(size)
        assert (X[0] == Y.argmax(axis=0)).all()
    for _, Y in parts:
        proportional = class_sizes * Y.shape[1] / m
        assert np.abs(Y.sum(axis=1) - proportional).max() < 1


def test_two_classes_are_stratified_by_a_row_of_0_and_1():
    Y = np.array([[0.0] * 90 + [1.0] * 10])
    parts = split(np.arange(100.0)[np.newaxis], Y, 0.1, 0.2, seed=3, stratify=True)
    assert [part[1].sum() for part in parts] == [7, 1, 2]


def test_a_class_that_nobody_has_is_no_obstacle():
    train, _, test = split(np.ones((1, 20)), one_hot([0, 2] * 10), 0, 0.5, stratify=True)
    assert train[1].sum(axis=1).tolist() == test[1].sum(axis=1).tolist() == [5, 0, 5]


@pytest.mark.parametrize("stratify", [False, True])
def test_a_split_is_by_chance_and_the_same_for_the_same_seed(stratify):
    X, _ = numbered(60)
    Y = (X[:1] % 2 == 0).astype(float)

    def train(seed):
        return split(X, Y, 0.1, 0.3, seed=seed, stratify=stratify)[0][0][0].tolist()

    assert train(4) == train(4) == train(np.random.default_rng(4))
    assert sorted(train(4)) != sorted(train(5))
    assert train(4) != sorted(train(4))


@pytest.mark.parametrize("stratify", [False, True])
def test_every_example_comes_into_every_part_as_often_as_any(stratify):
    X = np.arange(10.0)[np.newaxis]
    Y = (X < 4).astype(float)
    often = np.zeros((3, 10))
    rng = np.random.default_rng(0)
    for _ in range(2000):
        for part, (X_part, _) in enumerate(split(X, Y, 0.2, 0.3, rng, stratify)):
            often[part, X_part[0].astype(int)] += 1
    expected = np.array([[0.5], [0.2], [0.3]]) * np.ones(10)
    if stratify:  # 2, 1, 1 of the four and 3, 1, 2 of the six
        expected = np.repeat([[1 / 2, 1 / 2], [1 / 4, 1 / 6], [1 / 4, 1 / 3]], [4, 6], axis=1)
    np.testing.assert_allclose(often / 2000, expected, atol=0.045)  # 4 standard deviations


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"validation": 1}, "validation must be from 0 to below 1, got 1"),
        ({"test": -0.1}, "test must be from 0 to below 1, got -0.1"),
        ({"test": "0.1"}, "test must be one number"),
        ({"validation": 0.5, "test": 0.5}, "must leave examples to train with.* 2 \\+ 2 of 5"),
        ({"validation": 0.7, "test": 0.6}, "must leave examples to train with"),
        ({"validation": 0.95}, "must leave examples to train with"),
        ({"seed": None}, "seed must be a whole number, got None"),
        ({"Y": np.ones((1, 4))}, r"one column per example each.*\(2, 5\).*\(1, 4\)"),
        ({"Y": np.ones(5)}, r"Y must have shape \(features, examples\)"),
        ({"X": np.full((2, 5), np.inf)}, "X must be finite"),
        ({"stratify": True, "Y": np.full((1, 5), 2)}, "Y must hold only 0 and 1, got 2"),
        ({"stratify": True, "Y": np.ones((3, 5))}, "Y must be one-hot to stratify.* with 3"),
    ],
)
def test_an_impossible_split_is_refused(arguments, words):
    with pytest.raises(ValueError, match=words):
        split(**{"X": np.ones((2, 5)), "Y": np.ones((1, 5)), **arguments})


def test_a_class_too_small_for_the_parts_is_refused():
    X, Y = np.ones((1, 100)), np.array([[1.0, 1.0] + [0.0] * 98])
    split(X, Y, 0, 0.1, stratify=True)
    with pytest.raises(ValueError, match="each of 3 parts, but the smallest class of Y has 2"):
        split(X, Y, 0.1, 0.1, stratify=True)
    wines = load_wine()
    with pytest.raises(ValueError, match="smallest part holds 2 and Y has 3 classes"):
        split(wines.X, wines.Y, stratify=True)


# --- minibatches


@pytest.mark.parametrize("seed", [None, 2])
@pytest.mark.parametrize(
    ("batch_size", "sizes"),
    [(4, [4, 4, 2]), (5, [5, 5]), (1, [1] * 10), (10, [10]), (64, [10]), (None, [10])],
)
def test_every_example_is_in_one_minibatch_with_its_answer(batch_size, sizes, seed):
    X, Y = numbered(10, k=2)
    batches = list(minibatches(X, Y, batch_size, seed))
    assert [X_t.shape for X_t, _ in batches] == [(3, size) for size in sizes]
    which = np.concatenate([X_t[0] for X_t, _ in batches]).astype(int)
    assert sorted(which) == list(range(10))
    assert (which == np.arange(10)).all() == (seed is None)
    assert (np.hstack([X_t for X_t, _ in batches]) == X[:, which]).all()
    assert (np.hstack([Y_t for _, Y_t in batches]) == Y[:, which]).all()


def test_a_seed_gives_one_order_and_a_generator_a_new_one_each_epoch():
    X, Y = numbered(50)

    def order(seed):
        return [X_t[0, 0] for X_t, _ in minibatches(X, Y, 1, seed)]

    rng = np.random.default_rng(6)
    assert order(6) == order(6) == order(rng)
    assert order(rng) != order(6)
    assert order(7) != order(6)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"batch_size": 0}, "batch_size must be at least 1, got 0"),
        ({"batch_size": 2.0}, "batch_size must be a whole number, got 2.0"),
        ({"Y": np.ones((1, 4))}, "one column per example each"),
        ({"X": np.ones((2, 0)), "Y": np.ones((1, 0))}, "X is empty"),
        ({"seed": -1}, "seed must be at least 0"),
    ],
)
def test_bad_minibatches_are_refused_before_the_first_is_asked_for(arguments, words):
    with pytest.raises(ValueError, match=words):
        minibatches(**{"X": np.ones((2, 5)), "Y": np.ones((1, 5)), "batch_size": 2, **arguments})


# --- of all that hand out parts of the examples


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(
    "parts_of",
    [
        lambda X, Y: split(X, Y, 0.3, 0.2),
        lambda X, Y: minibatches(X, Y, 3),
        lambda X, Y: minibatches(X, Y, 3, seed=1),
        lambda X, Y: minibatches(X, Y, None),
    ],
)
def test_parts_are_copies_with_contiguous_examples_of_the_same_dtype(parts_of, dtype, order):
    X = np.asarray(RNG.normal(size=(4, 9)), dtype=dtype, order=order)
    Y = np.asarray(RNG.normal(size=(2, 9)), dtype=dtype, order=order)
    before = X.copy(), Y.copy()
    for X_part, Y_part in parts_of(X, Y):
        for part in (X_part, Y_part):
            assert part.dtype == dtype
            assert part.flags.f_contiguous
            part[:] = 7
    for given, kept in zip((X, Y), before, strict=True):
        np.testing.assert_array_equal(given, kept)


# --- the package


def test_every_public_name_is_there_and_an_unknown_one_lists_the_known():
    assert all(hasattr(course_lib, name) for name in course_lib.__all__)
    assert set(course_lib.__all__) <= set(dir(course_lib))
    with pytest.raises(AttributeError, match=r"no .Perzeptron.; it has .*Perceptron"):
        course_lib.Perzeptron  # noqa: B018
