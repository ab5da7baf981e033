"""What every public function of the library asks of its arguments, said once.

Each function returns the argument as an array, or raises ``ValueError`` with the name of the
argument, what was expected and what came.
"""

import math
import operator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

LONGEST = 80  # characters of a value in a message


def finite_array(name: str, value: ArrayLike) -> NDArray[np.floating]:
    """Return real numbers as floats (float32 stays float32); refuse NaN and infinity."""
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(
            f"{name} must be an array with rows of one length, got {short(value)}"
        ) from None
    if array.dtype.kind not in "biuf":
        raise ValueError(
            f"{name} must hold real numbers, got an array of {array.dtype}: {short(value)}"
        )
    if array.dtype.kind != "f":
        array = array.astype(float)
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must be finite, got {_first(name, array, ~np.isfinite(array))}")
    return array


def examples(name: str, value: ArrayLike, n_features: int | None = None) -> NDArray[np.floating]:
    """Return an (n, m) array with one column per example."""
    X = finite_array(name, value)
    if X.ndim != 2:
        raise ValueError(
            f"{name} must have shape (features, examples), one column per example, "
            f"got shape {X.shape}"
        )
    if X.size == 0:
        raise ValueError(f"{name} is empty: {name}.shape == {X.shape}")
    if n_features is not None and len(X) != n_features:
        raise ValueError(
            f"{name} has {len(X)} features, {n_features} expected: {name}.shape == {X.shape}"
        )
    return X


def shaped(name: str, value: ArrayLike, **axes: int) -> NDArray[np.floating]:
    """Return an array whose axes have these names and lengths: ``outputs=1, examples=m``."""
    array = finite_array(name, value)
    if array.shape != tuple(axes.values()):
        raise ValueError(
            f"{name} must have shape ({', '.join(axes)}) = {tuple(axes.values())}, "
            f"got shape {array.shape}"
        )
    return array


def binary(name: str, array: NDArray[np.floating]) -> NDArray[np.floating]:
    """Return the array if it holds only 0 and 1."""
    wrong = (array != 0) & (array != 1)
    if wrong.any():
        raise ValueError(f"{name} must hold only 0 and 1, got {_first(name, array, wrong)}")
    return array


def number(name: str, value: float) -> float:
    """Return one finite number as a float."""
    if np.ndim(value) or not isinstance(value, int | float | np.integer | np.floating):
        raise ValueError(f"{name} must be one number, got {short(value)}")
    if not math.isfinite(value):
        raise ValueError(f"{name} must be finite, got {value}")
    return float(value)


def positive(name: str, value: float) -> float:
    """Return one number above zero."""
    if number(name, value) <= 0:
        raise ValueError(f"{name} must be greater than 0, got {value}")
    return float(value)


def whole(name: str, value: Any, at_least: int = 0) -> int:
    """Return a whole number that is not below ``at_least``."""
    try:
        integer = operator.index(value)
    except TypeError:
        raise ValueError(f"{name} must be a whole number, got {short(value)}") from None
    if integer < at_least:
        raise ValueError(f"{name} must be at least {at_least}, got {integer}")
    return integer


def short(value: Any) -> str:
    """Write a value as Python does, but never at length."""
    try:
        text = repr(value)
    except Exception:  # of a class of the caller's, or nested too deeply
        text = "(cannot be written)"
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _first(name: str, array: NDArray[np.floating], wrong: NDArray[np.bool_]) -> str:
    """Name the first wrong element and its place: ``0.5 at X[0, 2]``."""
    where = tuple(int(i) for i in np.argwhere(wrong)[0])
    return f"{array[where]:g} at {name}{list(where) if where else ''}"


def not_negative(name: str, value: float) -> float:
    """Return one number that is 0 or more."""
    if number(name, value) < 0:
        raise ValueError(f"{name} must not be negative, got {value}")
    return float(value)


def fraction(name: str, value: float) -> float:
    """Return one number from 0 to below 1."""
    if not 0 <= number(name, value) < 1:
        raise ValueError(f"{name} must be from 0 to below 1, got {value}")
    return float(value)


def one_of(name: str, value: Any, known: dict[str, Any]) -> Any:
    """Return what is meant: a known name's object, or the object itself."""
    kind = type(next(iter(known.values())))
    if isinstance(value, kind):
        return value
    if not isinstance(value, str) or value not in known:
        raise ValueError(f"{name} must be one of {', '.join(map(repr, known))}, got {value!r}")
    return known[value]


def generator(name: str, seed: Any) -> np.random.Generator:
    """Return the random numbers of a seed: a generator as it is, a whole number's anew."""
    if isinstance(seed, np.random.Generator):
        return seed
    return np.random.default_rng(whole(name, seed))
