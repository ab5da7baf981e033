"""Binary inputs: every case is there, and what fires is told apart."""

import numpy as np
import pytest

from course_lib import McCullochPitts
from course_lib.plots import cube, truth_table

CASES = np.array([[0, 0, 1, 1], [0, 1, 0, 1]])


def test_a_truth_table_shows_every_case_and_shades_those_that_fire(ax, texts):
    neuron = McCullochPitts(2)
    truth_table(ax, CASES, neuron.net_input(CASES), neuron.predict(CASES))
    assert texts().count("1") == 4 + 2 + 1  # inputs, net inputs of 1, one output
    assert len(ax.patches) == 1


@pytest.mark.parametrize("n", [2, 3])
def test_a_cube_has_a_corner_for_every_case(ax, texts, n):
    fires = np.arange(2**n).reshape(1, -1) % 2
    cube(ax, fires, [1] * n, 2)
    filled = [line for line in ax.lines if line.get_marker() == "s" and len(line.get_xdata())]
    assert len(filled) == 2 ** (n - 1)
    assert len(texts()) == 2**n


@pytest.mark.filterwarnings("error")
def test_an_input_without_effect_is_not_cut(ax):
    cube(ax, [[0, 0, 1, 1]], [1, 0], 1)
    cut = ax.lines[4].get_xydata()  # after the four edges
    np.testing.assert_array_equal(cut[:, 0], 0.5)


@pytest.mark.parametrize(
    ("function", "arguments", "words"),
    [
        (truth_table, ([[0, 1]], [0, 1], [[0, 1]]), "z must have shape (outputs, examples) ="),
        (truth_table, ([[0, 1]], [[0, 1]], [[0, 2]]), "y must hold only 0 and 1, got 2"),
        (cube, ([[0, 1]], [1], 1), "effects must be 2 or 3 numbers, got 1"),
        (cube, ([[0, 1]], [1, 1], 1), "fires must have shape (outputs, corners) = (1, 4)"),
    ],
)
def test_what_does_not_fit_is_not_drawn(ax, function, arguments, words):
    with pytest.raises(ValueError) as caught:
        function(ax, *arguments)
    assert words in str(caught.value)
    assert not ax.lines
