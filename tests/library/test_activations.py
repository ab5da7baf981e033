"""Heaviside and sign: their values at 0, their derivatives, their types."""

import numpy as np
import pytest

from course_lib import heaviside, sign

Z = np.array([[-2.0, -0.0, 0.0], [1e-300, 3.0, -1e300]])


def test_heaviside_is_1_from_0_on():
    assert heaviside(Z).tolist() == [[0, 1, 1], [1, 1, 0]]


def test_sign_is_0_at_0():
    assert sign(Z).tolist() == [[-1, 0, 0], [1, 1, -1]]


@pytest.mark.parametrize("function", [heaviside, sign], ids=repr)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_derivative_is_0_everywhere_and_types_and_shapes_are_kept(function, dtype):
    for z in (Z.clip(-10, 10).astype(dtype), np.asarray(dtype(1.5))):
        assert not function.derivative(z).any()
        for result in (function(z), function.derivative(z)):
            assert result.shape == z.shape
            assert result.dtype == dtype


@pytest.mark.parametrize("function", [heaviside, sign], ids=repr)
@pytest.mark.parametrize("bad", [np.nan, np.inf, "a", 1j])
def test_what_is_no_number_is_refused(function, bad):
    with pytest.raises(ValueError, match="z must"):
        function([bad])


def test_numbers_and_lists_will_do():
    assert heaviside(3) == 1
    assert sign([-1, 2]).tolist() == [-1, 1]
