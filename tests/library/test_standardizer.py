"""Standardized features have mean 0 and standard deviation 1, whatever their scale."""

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer
from sklearn.preprocessing import StandardScaler

from course_lib.data import Standardizer

RNG = np.random.default_rng(5)


def test_the_standardizer_divides_by_sigma_of_the_population():
    # μ = 4, σ² = ((2-4)² + (4-4)² + (6-4)²)/3 = 8/3
    standardizer = Standardizer().fit([[2, 4, 6], [1, 1, 4]])
    np.testing.assert_allclose(standardizer.mean, [[4], [2]], rtol=1e-15)
    np.testing.assert_allclose(standardizer.std, [[np.sqrt(8 / 3)], [np.sqrt(2)]], rtol=1e-15)
    np.testing.assert_allclose(
        standardizer.transform([[4, 6], [2, 4]]), [[0, 1.5**0.5], [0, 2**0.5]], rtol=1e-15
    )


def test_the_standardizer_agrees_with_that_of_scikit_learn():
    data = load_breast_cancer().data
    known, new = data[:400], data[400:]
    ours, theirs = Standardizer().fit(known.T), StandardScaler().fit(known)
    np.testing.assert_allclose(ours.mean[:, 0], theirs.mean_, rtol=1e-13)
    np.testing.assert_allclose(ours.std[:, 0], theirs.scale_, rtol=1e-12)
    Z = ours.transform(new.T)
    np.testing.assert_allclose(Z.T, theirs.transform(new), rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(ours.inverse_transform(Z), new.T, rtol=1e-13)


@pytest.mark.parametrize("value", [0.1, 1 / 3, -1e8 / 7, 1e-300, 0.0, 1e300])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_constant_feature_becomes_0_and_comes_back_exactly(value, dtype):
    if dtype == np.float32 and abs(value) > 1e38:
        value = 3e38
    X = np.array([np.full(1001, value), RNG.normal(size=1001)], dtype=dtype)
    standardizer = Standardizer().fit(X)
    Z = standardizer.transform(X)
    assert (Z[0] == 0).all()
    assert standardizer.std[0, 0] == 0
    assert (standardizer.inverse_transform(Z)[0] == X[0]).all()


def test_a_feature_that_varies_by_rounding_only_becomes_0():
    # In binary, 0.1 + 0.2 and 0.3 differ in the last digit.
    X = np.array([[0.1 + 0.2, 0.3, 0.3, 0.1 + 0.2], [1e8, 1e8 + 1.5e-8, 1e8, 1e8]])
    assert np.ptp(X, axis=1).min() > 0
    standardizer = Standardizer().fit(X)
    Z = standardizer.transform(X)
    assert (Z == 0).all()
    np.testing.assert_allclose(standardizer.inverse_transform(Z), X, rtol=4e-16)


@pytest.mark.parametrize("offset", [0, 1e8, -1e12])
def test_small_differences_behind_a_large_offset_are_kept(offset):
    # The same whole numbers with and without an offset; both are exact in binary.
    small = RNG.integers(-100, 100, size=(1, 100_000)).astype(float)
    X = small + offset
    plain, shifted = Standardizer().fit(small), Standardizer().fit(X)
    np.testing.assert_allclose(shifted.std, small.std(), rtol=1e-12)
    np.testing.assert_allclose(shifted.transform(X), plain.transform(small), atol=1e-5)
    np.testing.assert_allclose(shifted.inverse_transform(shifted.transform(X)), X, rtol=1e-15)


def test_noise_of_a_millionth_on_a_hundred_million_is_not_taken_for_rounding():
    X = 1e8 + 1e-6 * RNG.normal(size=(1, 1000))
    Z = Standardizer().fit(X).transform(X)
    np.testing.assert_allclose(Z.std(), 1, rtol=1e-3)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("scale", [1e-300, 1e-160, 1e160, 1e300])
def test_features_of_extreme_size_are_standardized_without_a_warning(scale):
    small = RNG.normal(size=(2, 50))
    Z = Standardizer().fit(scale * small).transform(scale * small)
    np.testing.assert_allclose(Z, Standardizer().fit(small).transform(small), rtol=1e-9, atol=1e-12)


def test_float32_stays_float32_and_is_summed_in_float64():
    X = (1000 + RNG.normal(size=(3, 20_000))).astype(np.float32)
    standardizer = Standardizer().fit(X)
    Z = standardizer.transform(X)
    assert Z.dtype == standardizer.inverse_transform(Z).dtype == np.float32
    np.testing.assert_allclose(Z.mean(axis=1, dtype=float), 0, atol=1e-7)
    np.testing.assert_allclose(standardizer.std[:, 0], X.astype(float).std(axis=1), rtol=1e-12)


def test_the_standardizer_leaves_its_input_as_it_was():
    X = RNG.normal(size=(3, 8))
    before = X.copy()
    Z = Standardizer().fit(X).transform(X)
    np.testing.assert_array_equal(X, before)
    assert not np.shares_memory(Z, X)


def test_one_example_has_no_spread():
    standardizer = Standardizer().fit([[3.0], [5.0]])
    assert standardizer.transform([[3.0], [5.0]]).tolist() == [[0], [0]]


@pytest.mark.parametrize("name", ["transform", "inverse_transform"])
def test_a_standardizer_that_was_not_fitted_or_for_other_features_says_so(name):
    standardizer = Standardizer()
    with pytest.raises(RuntimeError, match=r"call fit\(X\) first"):
        getattr(standardizer, name)(np.ones((2, 3)))
    standardizer.fit(np.ones((2, 3)))
    with pytest.raises(ValueError, match="has 3 features, 2 expected"):
        getattr(standardizer, name)(np.ones((3, 3)))
    with pytest.raises(ValueError, match="must be finite"):
        getattr(standardizer, name)(np.full((2, 1), np.nan))


def test_a_standardizer_shows_whether_it_was_fitted():
    assert repr(Standardizer()) == "Standardizer(not fitted)"
    assert repr(Standardizer().fit(np.ones((2, 3)))) == "Standardizer(2 features)"
