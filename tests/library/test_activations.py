"""Heaviside and sign: their values at 0, their derivatives, their types."""

import copy
import pickle

import numpy as np
import pytest

from course_lib import Perceptron, heaviside, sign
from course_lib.activations import Activation

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


@pytest.mark.parametrize("function", [heaviside, sign], ids=repr)
def test_a_pickled_or_copied_function_is_the_same_one(function):
    assert pickle.loads(pickle.dumps(function)) is function
    assert copy.deepcopy(function) is function


def test_one_of_the_readers_own_is_pickled_by_its_parts():
    step = pickle.loads(pickle.dumps(Activation("heaviside", np.abs, np.sign)))
    assert step is not heaviside
    assert step([-2, 3]).tolist() == [2, 3]


def test_a_pickled_unit_answers_as_before():
    unit = pickle.loads(pickle.dumps(Perceptron(2, seed=1)))
    assert (unit.predict(np.eye(2)) == Perceptron(2, seed=1).predict(np.eye(2))).all()
