"""Where a network's numbers lie: one flat vector, with a window for each layer's W and b.

A step of an optimizer is then one operation on one array, and `W[l]` still reads like the formula.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.floating]


class Views(list):
    """One array for each layer, all of them windows into one flat vector.

    ``W[l] = value`` copies the value into the window, so that the two can never part.
    """

    def __setitem__(self, layer: Any, value: ArrayLike) -> None:
        value = np.asarray(value)
        if value.shape != self[layer].shape:
            raise ValueError(
                f"layer {layer} must keep its shape {self[layer].shape}, got {value.shape}"
            )
        self[layer][...] = value


def count(sizes: Sequence[int]) -> int:
    """Return how many weights and biases a network of these layers has."""
    return sum((n + 1) * k for n, k in pairwise(sizes))


class Parameters:
    """Numbers for every weight and bias of a network: the parameters, or their gradient.

    Attributes
    ----------
    flat : (P,) array
        All of them, layer after layer; in a layer the weights of each input, then the biases.
    W, b : lists
        ``W[l]`` (n_{l-1}, n_l) and ``b[l]`` (n_l, 1) for l = 1 … L, windows into ``flat``;
        ``W[0]`` and ``b[0]`` are None.
    blocks : list of arrays
        ``blocks[l]`` (n_{l-1} + 1, n_l): W[l] with the biases as a last row.
    """

    def __init__(self, sizes: Sequence[int], flat: Array) -> None:
        self.flat = flat
        self.blocks: list[Any] = [None]
        start = 0
        for n, k in pairwise(sizes):
            self.blocks.append(flat[start : start + (n + 1) * k].reshape(n + 1, k))
            start += (n + 1) * k
        self.W = Views([None, *(block[:-1] for block in self.blocks[1:])])
        self.b = Views([None, *(block[-1:].T for block in self.blocks[1:])])


class Gradients(Parameters):
    """∂J/∂W[l] as ``dW[l]``, ∂J/∂b[l] as ``db[l]``, and all of them in one vector ``flat``."""

    @property
    def dW(self) -> list[Array]:
        return self.W

    @property
    def db(self) -> list[Array]:
        return self.b
