"""What is drawn of each layer of a network, and where its units stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .._validation import finite_array

MOST_UNITS = 8  # of a larger layer the first and the last are drawn, with dots between them
LAST_UNITS = 2

Place = tuple[float, float]
Places = dict[int, Place]  # of units, counted from 0


@dataclass(frozen=True)
class Layer:
    """One layer; neighboring units are 1 apart, and the middle is at height 0.

    Attributes
    ----------
    size : int
        Its units, drawn or not.
    x : float
        Where it stands, from left to right.
    W, b : (n, size) and (size, 1) arrays or None
        What the lines that enter it show.
    values, mask : (size, 1) arrays or None
        The numbers in the units; 0 for a dropped unit.
    title : str
    names : size str
    """

    size: int
    x: float
    W: NDArray[np.floating] | None
    b: NDArray[np.floating] | None
    values: NDArray[np.floating] | None
    mask: NDArray[np.floating] | None
    title: str
    names: Sequence[str]

    @property
    def is_large(self) -> bool:
        return self.size > MOST_UNITS

    @property
    def top(self) -> float:
        """The height of the first unit."""
        return (min(self.size, MOST_UNITS) - 1) / 2

    @property
    def places(self) -> Places:
        """Where units are drawn; the dots of a large layer take the place of one."""
        if not self.is_large:
            return {unit: (self.x, self.top - unit) for unit in range(self.size)}
        first = {unit: (self.x, self.top - unit) for unit in range(MOST_UNITS - 1 - LAST_UNITS)}
        last = {self.size - 1 - unit: (self.x, unit - self.top) for unit in range(LAST_UNITS)}
        return first | last

    @property
    def kept(self) -> Places:
        """The units of `places` that are not dropped."""
        if self.mask is None:
            return self.places
        return {unit: place for unit, place in self.places.items() if self.mask[unit]}

    @property
    def dots(self) -> Place:
        """Where the dots of a large layer stand."""
        return self.x, LAST_UNITS - self.top

    @property
    def bias(self) -> Place:
        """Where the bias neuron stands that feeds the next layer."""
        return self.x, self.top + 1


def read_layers(
    sizes: Sequence[int],
    gap: float,
    values: Sequence[ArrayLike | None] | None,
    weights: Sequence[ArrayLike] | None,
    names: Sequence[Sequence[str]] | None,
    titles: Sequence[str] | None,
    biases: Sequence[ArrayLike] | None,
    masks: Sequence[ArrayLike] | None,
) -> list[Layer]:
    """Return the layers of `draw_network`, ``gap`` apart; ``ValueError`` if one does not fit."""
    columns = [(size, 1) for size in sizes]
    A = _arrays("values", values, columns)
    W = [None, *_arrays("weights", weights, list(pairwise(sizes)))]
    b = [None, *_arrays("biases", biases, columns[1:])]
    mask = [None, *_arrays("masks", masks, columns[1:-1]), None]
    title = _one_each("titles", titles, len(sizes), missing="")
    rows = _one_each("names", names, len(sizes), missing=None)
    name = [
        _one_each(f"names[{layer}]", row, size, missing="")
        for layer, (row, size) in enumerate(zip(rows, sizes, strict=True))
    ]
    return [
        Layer(
            size, layer * gap, W[layer], b[layer], A[layer], mask[layer], title[layer], name[layer]
        )
        for layer, size in enumerate(sizes)
    ]


def _arrays(
    name: str, given: Sequence[ArrayLike | None] | None, shapes: Sequence[tuple[int, int]]
) -> list[NDArray[np.floating] | None]:
    """Return one array of each shape, None where there is none; a plain sequence is a column."""
    arrays = []
    for place, one in enumerate(_one_each(name, given, len(shapes), missing=None)):
        array = one if one is None else finite_array(f"{name}[{place}]", one)
        if array is not None and array.shape not in (shapes[place], (shapes[place][0],)):
            raise ValueError(
                f"{name}[{place}] must have shape {shapes[place]}, got shape {array.shape}"
            )
        arrays.append(array if array is None else array.reshape(shapes[place]))
    return arrays


def _one_each(name: str, given: Sequence | None, count: int, missing: str | None) -> Sequence:
    """Return the sequence if it has one entry for each, or as many times what stands for none."""
    if given is None:
        return [missing] * count
    if len(given) != count:
        raise ValueError(f"{name} must have {count} entries, one for each, got {len(given)}")
    return given
