"""Activation functions: what a neuron does with its net input z.

Each is a callable of an array of any shape, with ``.derivative(z)``.  float32 stays float32.

Chapters 03 (Heaviside, sign) and 14 (the others).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._validation import finite_array

Function = Callable[[NDArray[np.floating]], NDArray[np.floating]]


@dataclass(frozen=True)
class Activation:
    """A function a(z), applied to each element, and its derivative a′(z).

    Attributes
    ----------
    name : str
        The field's name for it.
    function, slope : callable
        From an array of floats to one of the same shape and dtype.
    """

    name: str
    function: Function
    slope: Function

    def __call__(self, z: ArrayLike) -> NDArray[np.floating]:
        """Return a(z), of the shape of ``z``; ``ValueError`` for NaN or infinity."""
        return self.function(finite_array("z", z))

    def derivative(self, z: ArrayLike) -> NDArray[np.floating]:
        """Return a′(z), of the shape of ``z``; ``ValueError`` for NaN or infinity."""
        return self.slope(finite_array("z", z))

    def __repr__(self) -> str:
        return self.name

    def __reduce__(self) -> str | tuple[Any, ...]:
        """Pickle this module's own by name: their lambdas cannot be pickled."""
        if globals().get(self.name) is self:
            return self.name
        return type(self), (self.name, self.function, self.slope)


#: 1 where z ≥ 0, else 0; in the notes, line 198.  Its derivative is 0 wherever it has one.
heaviside = Activation("heaviside", lambda z: (z >= 0).astype(z.dtype), np.zeros_like)

#: −1, 0 or 1 as z is negative, zero or positive; in the notes, line 206.
sign = Activation("sign", np.sign, np.zeros_like)
