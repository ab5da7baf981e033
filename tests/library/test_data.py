"""The data are what they say they are, and made data have the properties they promise."""

import numpy as np
import pytest

import course_lib
from course_lib import data, load_digits, load_emails, make_blobs, make_xor, one_hot


def test_the_emails_are_those_of_the_source():
    emails = load_emails()
    assert emails.X.shape == (6, 4601)
    assert emails.Y.shape == (1, 4601)
    assert emails.Y.sum() == 1813
    assert emails.feature_names == ["crl.tot", "dollar", "bang", "money", "n000", "make"]
    # The first line of the file: 278,0.0,0.778,0.0,0.0,0.0,y
    assert emails.X[:, 0].tolist() == [278, 0, 0.778, 0, 0, 0]
    assert emails.Y[0, 0] == 1
    assert "CC BY" in emails.licence


def test_the_digits_are_pictures_with_one_answer_each():
    digits = load_digits()
    assert digits.X.shape == (64, 1797)
    assert (digits.X.min(), digits.X.max()) == (0, 1)
    assert digits.Y.shape == (10, 1797)
    assert (digits.Y.sum(axis=0) == 1).all()
    assert digits.Y[:, 0].argmax() == 0  # the first picture shows a zero
    assert len(digits.feature_names) == 64


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [(None, FileNotFoundError, "is missing"), (b"x", ValueError, "was changed: expected sha256")],
)
def test_a_missing_or_damaged_file_is_named(tmp_path, monkeypatch, content, error, words):
    (tmp_path / "datasets").mkdir()
    if content is not None:
        (tmp_path / "datasets" / "spam7.csv").write_bytes(content)
    monkeypatch.setattr(data, "files", lambda package: tmp_path)
    with pytest.raises(error) as caught:
        load_emails()
    assert "spam7.csv" in str(caught.value)
    assert words in str(caught.value)


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


@pytest.mark.parametrize("make", [make_xor, make_blobs])
def test_made_data_depend_on_their_seed_only(make):
    one = make(n_examples=9, noise=0.3, seed=7)
    np.random.seed(0)
    same = make(n_examples=9, noise=0.3, seed=np.random.default_rng(7))
    assert (one.X == same.X).all()
    assert (one.X != make(n_examples=9, noise=0.3, seed=8).X).any()
    assert one.X.shape == (2, 9)
    assert one.Y.shape == (1, 9)


@pytest.mark.parametrize("make", [make_xor, make_blobs])
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"n_examples": 0}, "n_examples must be at least 1"),
        ({"n_examples": 2.5}, "n_examples must be a whole number"),
        ({"noise": -1}, "noise must not be negative"),
        ({"noise": np.nan}, "noise must be finite"),
    ],
)
def test_data_that_cannot_be_made_are_refused(make, arguments, words):
    with pytest.raises(ValueError, match=words):
        make(**arguments)


def test_blobs_have_two_centers():
    with pytest.raises(ValueError, match="centers must be two points"):
        make_blobs(centers=[(0, 0)])


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


def test_every_public_name_is_there_and_an_unknown_one_lists_the_known():
    assert all(hasattr(course_lib, name) for name in course_lib.__all__)
    assert set(course_lib.__all__) <= set(dir(course_lib))
    with pytest.raises(AttributeError, match=r"no .Perzeptron.; it has .*Perceptron"):
        course_lib.Perzeptron  # noqa: B018
