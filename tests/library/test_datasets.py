"""Loaded data are what they say they are."""

import hashlib
import subprocess
import sys
from datetime import date
from importlib.resources import files
from inspect import getsource

import numpy as np
import pytest
from PIL import Image
from sklearn import datasets as carried

from course_lib import datasets as data
from course_lib.datasets import loaders

LOADERS = [getattr(data, name) for name in data.__all__ if name.startswith("load_")]
FOLDER = files("course_lib.datasets")


@pytest.mark.parametrize("load", LOADERS)
def test_a_loaded_set_names_every_row_and_says_what_it_is_and_whose(load):
    loaded = load()
    for values, names in ((loaded.X, loaded.feature_names), (loaded.Y, loaded.target_names)):
        assert values.ndim == 2
        assert values.dtype == np.float64
        assert np.isfinite(values).all()
        assert values.flags.f_contiguous  # an example lies in one piece in memory
        assert len(names) == len(values)
        assert len(set(names)) == len(names)
        assert all(type(name) is str for name in names)
    assert loaded.X.shape[1] == loaded.Y.shape[1]
    assert len(loaded.description) > 20
    assert any(word in loaded.licence for word in ("CC BY 4.0", "public domain", "no license"))


def test_there_are_eight_sets_to_load():
    assert len(LOADERS) == 8


def test_the_emails_are_those_of_the_source():
    emails = data.load_emails()
    assert emails.X.shape == (6, 4601)
    assert emails.Y.shape == (1, 4601)
    assert emails.Y.sum() == 1813
    assert emails.feature_names == ["crl.tot", "dollar", "bang", "money", "n000", "make"]
    # The first line of the file: 278,0.0,0.778,0.0,0.0,0.0,y
    assert emails.X[:, 0].tolist() == [278, 0, 0.778, 0, 0, 0]
    assert emails.Y[0, 0] == 1


def test_the_temperatures_are_the_means_of_1461_days_in_a_row():
    temperatures = data.load_temperatures()
    assert temperatures.X.shape == temperatures.Y.shape == (1, 1461)
    np.testing.assert_array_equal(temperatures.X[0], np.arange(1461))
    # The first and the last line: 2012-01-01,0.0,12.8,5.0,… and 2015-12-31,0.0,5.6,-2.1,…
    np.testing.assert_allclose(temperatures.Y[0, [0, -1]], [8.9, 1.75], rtol=1e-15)
    lines = (FOLDER / "seattle-weather.csv").read_text().splitlines()[1:]
    days = [date.fromisoformat(line.split(",")[0]) for line in lines]
    assert [(day - days[0]).days for day in days] == list(range(1461))
    assert days[0] == date(2012, 1, 1)


def test_the_clock_is_the_picture_row_by_row():
    clock = data.load_clock()
    assert clock.X.shape == (120_000, 1)
    assert clock.Y.tolist() == [[1]]
    with Image.open(FOLDER / "clock_300x400.png") as picture:
        gray = np.asarray(picture)
    assert gray.shape == (300, 400)
    assert (clock.X.reshape(300, 400) == gray / 255).all()
    assert clock.feature_names[401] == "pixel 1,1"


def test_the_digits_are_pictures_with_one_answer_each():
    digits = data.load_digits()
    assert digits.X.shape == (64, 1797)
    assert (digits.X.min(), digits.X.max()) == (0, 1)
    assert digits.Y.shape == (10, 1797)
    assert (digits.Y.sum(axis=0) == 1).all()
    assert (digits.Y.argmax(axis=0) == carried.load_digits().target).all()
    assert (digits.X[:, 5].reshape(8, 8) * 16 == carried.load_digits().images[5]).all()
    assert digits.feature_names[9] == "pixel 1,1"


def test_a_tumor_is_1_where_it_is_benign():
    tumors = data.load_breast_cancer()
    assert tumors.X.shape == (30, 569)
    assert tumors.Y.shape == (1, 569)
    assert tumors.Y.sum() == 357  # of the source: 357 benign, 212 malignant
    assert tumors.target_names == ["benign"]
    assert "1: benign, 0: malignant" in tumors.description
    # Malignant tumors are the larger ones.
    benign = tumors.Y[0] == 1
    radius = tumors.X[tumors.feature_names.index("mean radius")]
    assert radius[benign].mean() < radius[~benign].mean()


def test_the_wines_are_of_three_cultivars():
    wines = data.load_wine()
    assert wines.X.shape == (13, 178)
    assert wines.Y.shape == (3, 178)
    assert wines.Y.sum(axis=1).tolist() == [59, 71, 48]
    assert (wines.Y.sum(axis=0) == 1).all()
    assert wines.X[wines.feature_names.index("alcohol"), 0] == 14.23


def test_the_patients_are_measured_in_real_units():
    patients = data.load_diabetes()
    assert patients.X.shape == (10, 442)
    assert patients.Y.shape == (1, 442)
    # The first line of the source: 59 2 32.1 101 157 93.2 38 4 4.8598 87 151
    first = [59, 2, 32.1, 101, 157, 93.2, 38, 4, 4.8598, 87]
    np.testing.assert_allclose(patients.X[:, 0], first, rtol=1e-12)
    assert patients.Y[0, 0] == 151
    assert (patients.Y.min(), patients.Y.max()) == (25, 346)


def test_the_men_did_exercises_and_have_bodies():
    men = data.load_linnerud()
    assert men.X.shape == men.Y.shape == (3, 20)
    assert men.feature_names == ["Chins", "Situps", "Jumps"]
    assert men.target_names == ["Weight", "Waist", "Pulse"]
    # The first man of the table: 191 36 50 5 162 60
    assert men.X[:, 0].tolist() == [5, 162, 60]
    assert men.Y[:, 0].tolist() == [191, 36, 50]


@pytest.mark.parametrize("name", sorted(loaders.SHA256))
def test_a_file_and_its_provenance_have_the_checksum_that_is_compared(name):
    found = hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()
    assert found == loaders.SHA256[name]
    (line,) = (
        line
        for line in (FOLDER / "PROVENANCE.md").read_text().splitlines()
        if line.startswith(f"| `{name}`")
    )
    assert found in line


def test_every_set_is_in_the_provenance():
    provenance = (FOLDER / "PROVENANCE.md").read_text()
    for load in LOADERS:
        if "_carried(" in getsource(load):
            assert f"`{load.__name__}`" in provenance
    shipped = {entry.name for entry in FOLDER.iterdir() if entry.name.endswith((".csv", ".png"))}
    assert shipped == set(loaders.SHA256)


@pytest.mark.parametrize(
    ("load", "name"),
    [
        (data.load_emails, "spam7.csv"),
        (data.load_temperatures, "seattle-weather.csv"),
        (data.load_clock, "clock_300x400.png"),
    ],
)
@pytest.mark.parametrize(
    ("content", "error", "words"),
    [(None, FileNotFoundError, "is missing"), (b"x", ValueError, "was changed: expected sha256")],
)
def test_a_missing_or_damaged_file_is_named(
    tmp_path, monkeypatch, load, name, content, error, words
):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    monkeypatch.setattr(loaders, "files", lambda package: tmp_path)
    with pytest.raises(error) as caught:
        load()
    assert name in str(caught.value)
    assert words in str(caught.value)


@pytest.mark.parametrize("load", [load for load in LOADERS if "_carried(" in getsource(load)])
def test_without_scikit_learn_its_sets_say_what_to_install(monkeypatch, load):
    monkeypatch.setitem(sys.modules, "sklearn", None)
    with pytest.raises(ImportError, match=f"{load.__name__} .*pip install scikit-learn"):
        load()


def test_the_module_of_all_data_loads_numpy_only():
    code = (
        "import sys, course_lib.datasets; print([m for m in sys.modules if m.partition('.')[0] in "
        "('matplotlib', 'sklearn', 'scipy', 'PIL')])"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert shown.strip() == "[]"
