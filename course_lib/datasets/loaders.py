"""Real data that need no network: three files of this folder, five sets that scikit-learn carries.

Every loader returns a `Dataset`: X (n, m) with one column per example, Y (k, m).
"""

import csv
import hashlib
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np

from .dataset import Dataset, one_hot

SHA256 = {
    "clock_300x400.png": "f029226b28b642e80113d86622e9b215ee067a0966feaf5e60604a1e05733955",
    "seattle-weather.csv": "5c822be5f9b70c9180dff922d1b43bcfaff89b48250215bef9a4d9465f356a89",
    "spam7.csv": "9a265e7a2ba3b5de2cbb814b03c2334f65e3f10d18162b8f0c2f78401376c244",
}


def load_emails() -> Dataset:
    """Return 4601 real e-mails: X (6, 4601), Y (1, 4601) with 1 for spam.

    Raises
    ------
    FileNotFoundError
        The data file is not where it was installed.
    ValueError
        The file is there but is not the one that was installed.

    References
    ----------
    M. Hopkins, E. Reeber, G. Forman and J. Suermondt, Spambase, UCI Machine Learning
    Repository, 1999.
    """
    header, *rows = csv.reader(_installed("spam7.csv").decode().splitlines())
    X = np.array([[float(value) for value in row[:-1]] for row in rows]).T
    Y = np.array([[float(row[-1] == "y") for row in rows]])
    return Dataset(
        X,
        Y,
        feature_names=header[:-1],
        target_names=["spam"],
        description=(
            "E-mails of 1999. crl.tot: total length of runs of capitals; dollar, bang: % of "
            "characters that are $ and !; money, n000, make: % of words that are 'money', '000', "
            "'make'. 1: spam."
        ),
        licence="CC BY 4.0, UCI Machine Learning Repository, data set 94 (Spambase)",
    )


def load_temperatures() -> Dataset:
    """Return 1461 days of Seattle's weather: X (1, 1461) the day, Y (1, 1461) its temperature.

    Day 0 is January 1, 2012, the last one December 31, 2015; no day is missing.  The temperature,
    in °C, is the mean of the day's maximum and minimum.

    Raises
    ------
    FileNotFoundError, ValueError
        As for `load_emails`.

    References
    ----------
    National Oceanic and Atmospheric Administration (NOAA), National Climatic Data Center.
    """
    rows = csv.DictReader(_installed("seattle-weather.csv").decode().splitlines())
    extremes = np.array([[float(row["temp_max"]), float(row["temp_min"])] for row in rows])
    return Dataset(
        np.arange(len(extremes), dtype=float)[np.newaxis],
        extremes.mean(axis=1)[np.newaxis],
        feature_names=["day"],
        target_names=["temperature"],
        description=(
            "Seattle, 2012 to 2015. day: counted from 0, January 1, 2012; temperature: mean of "
            "the day's maximum and minimum, °C."
        ),
        licence="public domain, a work of the government of the United States (NOAA)",
    )


def load_clock() -> Dataset:
    """Return one photograph of 300 × 400 = 120,000 pixels: X (120000, 1) in [0, 1], Y (1, 1).

    Pixels run row by row, 0 is black and 1 is white: ``X.reshape(300, 400)`` is the picture.
    The only answer is 1, to the question "is it a clock?".

    Raises
    ------
    FileNotFoundError, ValueError
        As for `load_emails`.

    References
    ----------
    S. van der Walt and others, scikit-image: image processing in Python, PeerJ 2:e453, 2014.
    """
    from matplotlib.image import imread

    gray = imread(BytesIO(_installed("clock_300x400.png")), format="png")
    levels = np.rint(255 * gray.astype(float))  # Matplotlib divides by 255 in single precision
    return Dataset(
        levels.reshape(-1, 1) / 255,
        np.ones((1, 1)),
        feature_names=_pixels(*gray.shape),
        target_names=["clock"],
        description="A wall clock, 300 × 400 pixels, 0: black, 1: white. Answer 1: it is a clock.",
        licence="released into the public domain by the photographer, Stefan van der Walt",
    )


def load_digits() -> Dataset:
    """Return 1797 handwritten digits of 8 × 8 pixels: X (64, 1797) in [0, 1], Y (10, 1797).

    Row r of Y is 1 where the picture shows the digit r.  Pixels run row by row.

    Raises
    ------
    ImportError
        scikit-learn, which carries the pictures, is not installed.

    References
    ----------
    E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning
    Repository, 1998.
    """
    digits = _carried("load_digits")
    return Dataset(
        digits.data.T / 16,  # the file counts dark points in 4 × 4 blocks, 0 to 16
        one_hot(digits.target, 10),
        feature_names=_pixels(8, 8),
        target_names=[str(digit) for digit in range(10)],
        description="Handwritten digits, 8 × 8 pixels, 0: white, 1: black.",
        licence="CC BY 4.0, UCI Machine Learning Repository, data set 80",
    )


def load_breast_cancer() -> Dataset:
    """Return 569 breast tumors: X (30, 569), Y (1, 569) with 1 for benign, 0 for malignant.

    Benign is 1 as in scikit-learn, so that results can be compared: 357 benign, 212 malignant.

    Raises
    ------
    ImportError
        scikit-learn, which carries the data, is not installed.

    References
    ----------
    W. Wolberg, O. Mangasarian, N. Street and W. Street, Breast Cancer Wisconsin (Diagnostic),
    UCI Machine Learning Repository, 1995.
    """
    tumors = _carried("load_breast_cancer")
    return Dataset(
        tumors.data.T,
        tumors.target[np.newaxis].astype(float),
        feature_names=list(map(str, tumors.feature_names)),
        target_names=["benign"],
        description=(
            "Cell nuclei in pictures of breast tumors: ten measures, each with its mean, its "
            "standard error and its worst value (the mean of the three largest). 1: benign, "
            "0: malignant."
        ),
        licence="CC BY 4.0, UCI Machine Learning Repository, data set 17",
    )


def load_wine() -> Dataset:
    """Return 178 wines of three cultivars: X (13, 178), Y one-hot (3, 178).

    Raises
    ------
    ImportError
        scikit-learn, which carries the data, is not installed.

    References
    ----------
    S. Aeberhard and M. Forina, Wine, UCI Machine Learning Repository, 1992.
    """
    wines = _carried("load_wine")
    return Dataset(
        wines.data.T,
        one_hot(wines.target, 3),
        feature_names=list(map(str, wines.feature_names)),
        target_names=list(map(str, wines.target_names)),
        description=(
            "Chemical analysis of wines grown in one region of Italy from three cultivars of "
            "grapes; which cultivar it was is the class."
        ),
        licence="CC BY 4.0, UCI Machine Learning Repository, data set 109",
    )


def load_diabetes() -> Dataset:
    """Return 442 diabetes patients: X (10, 442), Y (1, 442) how far the disease has gone.

    X is as it was measured, not scaled; Y was measured one year later, 25 to 346, without a unit.

    Raises
    ------
    ImportError
        scikit-learn, which carries the data, is not installed.

    References
    ----------
    B. Efron, T. Hastie, I. Johnstone and R. Tibshirani, Least angle regression, Annals of
    Statistics 32(2), 2004.
    """
    patients = _carried("load_diabetes", scaled=False)
    return Dataset(
        patients.data.T,
        patients.target[np.newaxis].astype(float),
        feature_names=list(map(str, patients.feature_names)),
        target_names=["progression"],
        description=(
            "Patients with diabetes. age in years; sex coded 1 and 2; bmi: body mass index, "
            "kg/m²; bp: average blood pressure; s1 to s6: blood serum (total cholesterol, LDL, "
            "HDL, total cholesterol / HDL, possibly the logarithm of triglycerides, sugar). "
            "progression: of the disease, one year after."
        ),
        licence=(
            "no license stated by the authors, who published the data with their paper; "
            "carried by scikit-learn (BSD-3-Clause)"
        ),
    )


def load_linnerud() -> Dataset:
    """Return 20 men of a fitness club: X (3, 20) their exercises, Y (3, 20) their bodies.

    Raises
    ------
    ImportError
        scikit-learn, which carries the data, is not installed.

    References
    ----------
    M. Tenenhaus, La régression PLS: théorie et pratique, Éditions Technip, 1998, table 1, page 15.
    """
    men = _carried("load_linnerud")
    return Dataset(
        men.data.T,
        men.target.T,
        feature_names=list(map(str, men.feature_names)),
        target_names=list(map(str, men.target_names)),
        description=(
            "Middle-aged men. Chins, Situps, Jumps: how many of each exercise they did; Weight, "
            "Waist, Pulse: their body (the source gives no units; the numbers fit pounds, inches "
            "and beats per minute)."
        ),
        licence="no license stated by the source; carried by scikit-learn (BSD-3-Clause)",
    )


def _installed(name: str) -> bytes:
    """Return the content of a data file of the library, after a look at its checksum."""
    path = files(__package__) / name
    if not path.is_file():
        raise FileNotFoundError(
            f"the data file {path} is missing: install course_lib again, or restore the file"
        )
    content = path.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != SHA256[name]:
        raise ValueError(
            f"the data file {path} was changed: expected sha256 {SHA256[name]}, got {found}; "
            f"install course_lib again, or restore the file"
        )
    return content


def _carried(loader: str, **options: bool) -> Any:
    """Return one of the data sets that scikit-learn carries."""
    try:
        from sklearn import datasets
    except ImportError as error:
        raise ImportError(
            f"{loader} reads data that scikit-learn carries: pip install scikit-learn"
        ) from error
    return getattr(datasets, loader)(**options)


def _pixels(height: int, width: int) -> list[str]:
    """Name the pixels of a picture, row by row."""
    return [f"pixel {row},{column}" for row in range(height) for column in range(width)]
