"""Where examples come from: sets that are loaded, made, or made from others.

The files of this folder and their licenses are described in `PROVENANCE.md`.
"""

from .augmentation import augment_images
from .dataset import Dataset, one_hot
from .generators import make_blobs, make_moons, make_spirals, make_xor
from .loaders import (
    load_breast_cancer,
    load_clock,
    load_diabetes,
    load_digits,
    load_emails,
    load_linnerud,
    load_temperatures,
    load_wine,
)

__all__ = [
    "Dataset",
    "augment_images",
    "load_breast_cancer",
    "load_clock",
    "load_diabetes",
    "load_digits",
    "load_emails",
    "load_linnerud",
    "load_temperatures",
    "load_wine",
    "make_blobs",
    "make_moons",
    "make_spirals",
    "make_xor",
    "one_hot",
]
