"""New pictures are the old ones, moved as far as was asked for and no further."""

import numpy as np
import pytest
from scipy import ndimage

from course_lib.datasets import augment_images, load_digits
from course_lib.datasets.augmentation import _moved

RNG = np.random.default_rng(11)


def moved(picture, degrees=0.0, down=0, right=0):
    """One picture (height, width) after one rotation and one shift."""
    each = (1, 1, 1)
    return _moved(
        picture[np.newaxis],
        np.full(each, np.deg2rad(degrees)),
        np.full(each, down),
        np.full(each, right),
    )[0]


def test_nothing_to_do_gives_an_equal_copy():
    X = RNG.random((12, 5))
    same = augment_images(X, (3, 4), shift=0)
    assert (same == X).all()
    assert not np.shares_memory(same, X)


def test_a_shift_moves_down_and_to_the_right_and_lets_zeros_in():
    picture = np.array([[1.0, 2, 3], [4, 5, 6]])
    assert moved(picture, down=1).tolist() == [[0, 0, 0], [1, 2, 3]]
    assert moved(picture, right=1).tolist() == [[0, 1, 2], [0, 4, 5]]
    assert moved(picture, down=-1, right=-2).tolist() == [[6, 0, 0], [0, 0, 0]]
    assert (moved(picture, down=5) == 0).all()


def test_a_positive_quarter_turn_is_counterclockwise():
    picture = RNG.random((5, 5))
    np.testing.assert_allclose(moved(picture, 90), np.rot90(picture), atol=1e-15)
    np.testing.assert_allclose(moved(picture, -90), np.rot90(picture, -1), atol=1e-15)
    np.testing.assert_allclose(moved(picture, 180), picture[::-1, ::-1], atol=1e-15)


def test_half_way_between_pixels_is_their_mean():
    # By 45 degrees the corner (0, 0), √2 from the center, comes from √2 above it: 1 - (√2 - 1) of
    # the pixel above the center is all that lies within the picture.
    picture = np.array([[0.0, 1, 0], [0, 0, 0], [0, 0, 0]])
    np.testing.assert_allclose(moved(picture, 45)[0, 0], 2 - np.sqrt(2), rtol=1e-14)
    # By 30 degrees in a picture of 1 × 2 pixels, each moves by (1 - cos 30°)/2 inwards and by
    # sin(30°)/2 = 1/4 out of the row.
    inwards = (1 - np.sqrt(3) / 2) / 2
    np.testing.assert_allclose(
        moved(np.array([[1.0, 0.0]]), 30), 0.75 * np.array([[1 - inwards, inwards]]), rtol=1e-14
    )


@pytest.mark.parametrize("shape", [(8, 8), (7, 4), (1, 6)])
@pytest.mark.parametrize("degrees", [0, 7.5, -33, 90, 171])
def test_rotation_then_shift_is_that_of_scipy(shape, degrees):
    picture = RNG.normal(size=shape)
    # A frame wide enough that nothing is lost between SciPy's two steps.
    framed = np.pad(picture, 12)
    options = {"order": 1, "mode": "grid-constant", "prefilter": False}
    expected = ndimage.rotate(framed, degrees, reshape=False, **options)
    expected = ndimage.shift(expected, (2, -1), **options)[12:-12, 12:-12]
    np.testing.assert_allclose(moved(picture, degrees, 2, -1), expected, atol=1e-12)


def test_every_shift_up_to_the_largest_happens_about_as_often():
    shape, s = (7, 9), 2
    X = np.zeros((63, 5000))
    X[3 * 9 + 4] = 1  # a dot in the middle
    new = augment_images(X, shape, shift=s, seed=3)
    dots = new.T.reshape(-1, *shape)
    assert (dots.sum(axis=(1, 2)) == 1).all()
    often = dots.sum(axis=0)
    assert (often[1:6, 2:7] > 0).all()
    assert often[1:6, 2:7].sum() == 5000
    np.testing.assert_allclose(often[1:6, 2:7], 200, atol=60)  # 4 standard deviations


def test_rotations_are_uniform_up_to_the_largest():
    # The way of a dot on the right of the center tells the angle.
    X = np.zeros((31 * 31, 2000))
    X[15 * 31 + 30] = 1
    new = augment_images(X, (31, 31), shift=0, rotation=20, seed=4).T.reshape(-1, 31, 31)
    mass = new.sum(axis=(1, 2))
    y = 15 - (new.sum(axis=2) @ np.arange(31)) / mass
    x = (new.sum(axis=1) @ np.arange(31)) / mass - 15
    degrees = np.rad2deg(np.arctan2(y, x))
    assert np.abs(degrees).max() < 21.5  # a dot seen through pixels is known to about 1°
    often, _ = np.histogram(degrees, bins=np.linspace(-20, 20, 5))
    np.testing.assert_allclose(often, 500, atol=80)


def test_noise_has_its_standard_deviation_and_is_not_clipped():
    X = load_digits().X
    added = augment_images(X, (8, 8), shift=0, noise=0.2, seed=5) - X
    np.testing.assert_allclose(added.std(), 0.2, rtol=0.01)
    np.testing.assert_allclose(added.mean(), 0, atol=0.003)
    assert (X + added).min() < 0


def test_each_picture_is_moved_on_its_own():
    X = np.tile(RNG.random((64, 1)), 40)
    new = augment_images(X, (8, 8), shift=2, rotation=15, seed=0)
    assert len(np.unique(new.round(9), axis=1).T) == 40


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("order", ["C", "F"])
def test_shape_dtype_and_the_input_stay_and_memory_order_does_not_matter(dtype, order):
    X = np.asarray(RNG.random((64, 7)), dtype=dtype, order=order)
    before = X.copy()
    new = augment_images(X, (8, 8), shift=1, rotation=10, noise=0.1, seed=6)
    assert new.shape == X.shape
    assert new.dtype == dtype
    assert new.flags.f_contiguous
    np.testing.assert_array_equal(X, before)
    other = np.asarray(X, order="F" if order == "C" else "C")
    assert (new == augment_images(other, (8, 8), shift=1, rotation=10, noise=0.1, seed=6)).all()


def test_the_same_seed_gives_the_same_pictures():
    X = RNG.random((64, 6))
    options = {"shift": 1, "rotation": 10, "noise": 0.1}
    one = augment_images(X, (8, 8), **options, seed=7)
    assert (one == augment_images(X, (8, 8), **options, seed=np.random.default_rng(7))).all()
    assert (one != augment_images(X, (8, 8), **options, seed=8)).any()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"shape": (8, 9)}, r"shape must multiply to the 64 features of X.*got \(8, 9\)"),
        ({"shape": 64}, r"shape must be \(height, width\), got 64"),
        ({"shape": (64,)}, r"shape must be \(height, width\)"),
        ({"shape": (8.0, 8)}, "shape must be a whole number, got 8.0"),
        ({"shape": (-8, -8)}, "shape must be at least 1, got -8"),
        ({"shift": -1}, "shift must be at least 0, got -1"),
        ({"shift": 0.5}, "shift must be a whole number, got 0.5"),
        ({"rotation": -5}, "rotation must not be negative, got -5"),
        ({"rotation": np.inf}, "rotation must be finite"),
        ({"noise": -0.1}, "noise must not be negative"),
        ({"seed": 1.5}, "seed must be a whole number, got 1.5"),
        ({"X": np.ones(64)}, r"X must have shape \(features, examples\)"),
        ({"X": np.full((64, 1), np.nan)}, "X must be finite"),
    ],
)
def test_what_makes_no_picture_is_refused(arguments, words):
    with pytest.raises(ValueError, match=words):
        augment_images(**{"X": np.ones((64, 2)), "shape": (8, 8), **arguments})
