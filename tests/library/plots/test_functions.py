"""Activation functions with their derivatives, and gradients by layer."""

import numpy as np
import pytest

from course_lib.activations import Activation
from course_lib.plots import activation_curve, gradient_norms

SQUARE = Activation("half_square", lambda z: z**2 / 2, lambda z: z)


def test_an_activation_and_its_derivative_are_drawn_and_named_at_their_ends(ax, texts):
    activation_curve(ax, SQUARE, xlim=(-1, 2))
    value, slope = ax.lines[-2:]
    z = value.get_xdata()
    assert (z[0], z[-1]) == (-1, 2)
    np.testing.assert_allclose(value.get_ydata(), z**2 / 2)
    np.testing.assert_allclose(slope.get_ydata(), z)
    assert (value.get_linestyle(), slope.get_linestyle()) == ("-", "--")
    assert texts() == ["$a(z)$", "$a'(z)$"]
    assert ax.get_xlim() == (-1, 2)


def test_the_present_z_is_marked_on_both_curves_and_its_values_are_written(ax):
    activation_curve(ax, SQUARE, z=-0.5)
    vertical, value, slope = ax.lines[-3:]
    assert vertical.get_xdata() == [-0.5, -0.5]
    assert value.get_xydata().tolist() == [[-0.5, 0.125]]
    assert slope.get_xydata().tolist() == [[-0.5, -0.5]]
    assert value.get_marker() != slope.get_marker()
    assert ax.get_title() == "half square: a(−0.5) = 0.125, a′(−0.5) = −0.5"


@pytest.mark.parametrize(
    ("z", "words"),
    [
        (6, r"z must lie between the limits \(-5.0, 5.0\), got 6"),
        (np.nan, "z must be finite"),
        ([1, 2], "z must be one number"),
    ],
)
def test_a_z_that_is_not_in_the_picture_is_refused(ax, z, words):
    with pytest.raises(ValueError, match=words):
        activation_curve(ax, SQUARE, z=z)


def test_each_layer_has_a_bar_as_high_as_its_norm(ax, texts):
    gradient_norms(ax, [1e-6, 0.002, 0.3])
    tops = [bar.get_y() + bar.get_height() for bar in ax.patches]
    np.testing.assert_allclose(tops, [1e-6, 0.002, 0.3])
    assert [bar.get_x() + bar.get_width() / 2 for bar in ax.patches] == [1, 2, 3]
    assert ax.get_yscale() == "log"
    assert texts() == ["1e−6", "2e−3", "0.3"]
    assert list(ax.get_xticks()) == [1, 2, 3]


def test_limits_given_before_are_kept_and_bars_below_them_have_no_height(ax):
    ax.set_ylim(1e-3, 10)
    gradient_norms(ax, [1e-6, 0.1])
    assert ax.get_ylim() == (1e-3, 10)
    assert [bar.get_height() > 0 for bar in ax.patches] == [False, True]


@pytest.mark.parametrize("norms", [[0, 0.5], [0, 0]])
def test_a_norm_of_zero_has_a_number_and_no_bar(ax, texts, norms):
    gradient_norms(ax, norms)
    assert ax.patches[0].get_height() == 0
    assert texts()[0] == "0"


@pytest.mark.parametrize(
    ("norms", "words"),
    [
        ([], r"norms must have shape \(layers,\), got shape \(0,\)"),
        ([[1]], r"norms must have shape \(layers,\), got shape \(1, 1\)"),
        ([1, -1], "norms must be 0 or more, got -1"),
        ([1, np.inf], "norms must be finite"),
    ],
)
def test_norms_that_cannot_be_drawn_are_refused(ax, norms, words):
    with pytest.raises(ValueError, match=words):
        gradient_norms(ax, norms)
