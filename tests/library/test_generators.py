"""Made data have the properties they promise."""

import numpy as np
import pytest
from sklearn import datasets as others
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import NearestNeighbors

from course_lib.datasets import make_blobs, make_moons, make_spirals, make_xor

MAKERS = [make_xor, make_blobs, make_moons, make_spirals]


def test_xor_is_1_where_the_inputs_differ():
    xor = make_xor()
    assert xor.X.T.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert xor.Y.tolist() == [[0, 1, 1, 0]]
    noisy = make_xor(40, noise=0.1, seed=3)
    assert ((noisy.X.round()[0] != noisy.X.round()[1]) == noisy.Y[0]).mean() > 0.95


def test_blobs_lie_around_their_centers():
    blobs = make_blobs(4000, noise=0.5, seed=1, centers=[(0, 1), (4, 5)])
    for label, center in ((0, (0, 1)), (1, (4, 5))):
        cloud = blobs.X[:, blobs.Y[0] == label]
        np.testing.assert_allclose(cloud.mean(axis=1), center, atol=0.05)
        np.testing.assert_allclose(cloud.std(axis=1), 0.5, atol=0.03)


@pytest.mark.parametrize("centers", [[(0, 0)], [(0, 0, 0), (1, 1, 1)], [(0, 0), (1, np.nan)]])
def test_blobs_have_two_centers(centers):
    with pytest.raises(ValueError, match="centers must be"):
        make_blobs(centers=centers)


def test_moons_without_noise_are_those_of_scikit_learn():
    ours = make_moons(50, noise=0)
    points, labels = others.make_moons(50, shuffle=False, noise=None)
    for label in (0, 1):
        np.testing.assert_allclose(
            ours.X[:, ours.Y[0] == label].T, points[labels == label], atol=1e-15
        )


def test_spirals_turn_one_and_a_half_times_and_mirror_each_other():
    spirals = make_spirals(400, noise=0)
    first, second = (spirals.X[:, spirals.Y[0] == label] for label in (0, 1))
    np.testing.assert_allclose(second, -first, atol=1e-15)
    np.testing.assert_allclose(np.hypot(*first)[[0, -1]], [0.1, 1])
    angle = np.unwrap(np.arctan2(first[1], first[0]))
    np.testing.assert_allclose(angle[-1] - angle[0], 3 * np.pi)
    np.testing.assert_allclose(np.diff(angle), 3 * np.pi / 199)


@pytest.mark.parametrize("make", [make_moons, make_spirals])
def test_a_line_does_not_separate_the_curves_but_neighbors_lie_on_the_same_one(make):
    made = make()
    points, labels = made.X.T, made.Y[0]
    assert LogisticRegression().fit(points, labels).score(points, labels) < 0.95
    neighbor = NearestNeighbors(n_neighbors=2).fit(points).kneighbors(points)[1][:, 1]
    assert (labels[neighbor] == labels).mean() > 0.95


def test_curves_of_unequal_numbers_reach_from_end_to_end():
    moons, spirals = make_moons(7, noise=0), make_spirals(7, noise=0)
    np.testing.assert_allclose(
        moons.X[:, [0, 1, 5, 6]].T, [(1, 0), (0, 0.5), (2, 0.5), (-1, 0)], atol=1e-15
    )
    np.testing.assert_allclose(np.hypot(*spirals.X)[[0, 1, 5, 6]], [0.1, 0.1, 1, 1])


@pytest.mark.parametrize("make", [make_moons, make_spirals])
def test_noise_is_the_standard_deviation_around_the_curves(make):
    difference = make(4000, noise=0.3, seed=5).X - make(4000, noise=0).X
    np.testing.assert_allclose(difference.std(axis=1), 0.3, rtol=0.05)
    np.testing.assert_allclose(difference.mean(axis=1), 0, atol=0.02)


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("m", [1, 2, 3, 9])
def test_any_number_of_examples_can_be_made_and_the_classes_are_even(make, m):
    made = make(n_examples=m)
    assert made.X.shape == (2, m)
    assert made.Y.shape == (1, m)
    assert made.X.dtype == made.Y.dtype == np.float64
    assert set(made.Y.ravel()) <= {0, 1}
    assert abs(2 * made.Y.sum() - m) <= 1
    assert made.feature_names == ["x1", "x2"]
    assert made.target_names == ["y"]


@pytest.mark.parametrize("make", MAKERS)
def test_made_data_depend_on_their_seed_only(make):
    one = make(n_examples=9, noise=0.3, seed=7)
    np.random.seed(0)
    same = make(n_examples=9, noise=0.3, seed=np.random.default_rng(7))
    assert (one.X == same.X).all()
    assert (one.X != make(n_examples=9, noise=0.3, seed=8).X).any()


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"n_examples": 0}, "n_examples must be at least 1"),
        ({"n_examples": 2.5}, "n_examples must be a whole number"),
        ({"noise": -1}, "noise must not be negative"),
        ({"noise": np.nan}, "noise must be finite"),
        ({"seed": None}, "seed must be a whole number"),
    ],
)
def test_data_that_cannot_be_made_are_refused(make, arguments, words):
    with pytest.raises(ValueError, match=words):
        make(**arguments)
