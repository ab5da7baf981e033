"""Pictures of a search for hyperparameters: progress, trials in a plane, range test."""

import numpy as np
import pytest

from course_lib.plots import range_test, search_progress, search_space


def test_steps_show_the_best_score_so_far_and_points_the_trials(ax, texts):
    search_progress(ax, {"random": [0.5, 0.4, np.nan, 0.9, 0.6], "grid": [0.7, 0.8]})
    trials, best, _, second = ax.lines
    assert list(trials.get_xdata()) == [1, 2, 3, 4, 5]
    np.testing.assert_array_equal(trials.get_ydata(), [0.5, 0.4, np.nan, 0.9, 0.6])
    assert list(best.get_ydata()) == [0.5, 0.5, 0.5, 0.9, 0.9]
    assert list(second.get_ydata()) == [0.7, 0.8]
    assert best.get_drawstyle() == "steps-post"
    assert best.get_color() != second.get_color()
    assert best.get_marker() != second.get_marker()
    assert texts() == ["random", "grid"]
    assert [text.xy for text in ax.texts] == [(5, 0.9), (2, 0.8)]
    bottom, top = ax.get_ylim()
    assert 0.4 < bottom < 0.5 < 0.9 < top  # the steps fill the picture


def test_the_smallest_score_can_be_the_best(ax):
    search_progress(ax, {"random": [np.nan, 3, 4, 2]}, maximize=False)
    np.testing.assert_array_equal(ax.lines[1].get_ydata(), [np.nan, 3, 3, 2])


def test_limits_given_before_are_kept(ax):
    ax.set(xlim=(1, 50), ylim=(0.2, 1))
    search_progress(ax, {"random": [0.5, 0.9]})
    assert (ax.get_xlim(), ax.get_ylim()) == ((1, 50), (0.2, 1))


@pytest.mark.parametrize(
    ("scores", "words"),
    [
        ({}, "scores must hold at least one method, got none"),
        ({"a": []}, r"scores\['a'\] must hold one score per trial"),
        ({"a": [np.nan]}, r"scores\['a'\] must hold one score per trial"),
        ({"a": [[1, 2]]}, r"scores\['a'\] must hold one score per trial"),
    ],
)
def test_methods_without_a_score_are_refused(ax, scores, words):
    with pytest.raises(ValueError, match=words):
        search_progress(ax, scores)


@pytest.mark.parametrize(("maximize", "best"), [(True, 2), (False, 1)])
def test_the_best_trial_has_a_star_the_largest_and_the_darkest_point(ax, maximize, best):
    x, y, scores = [1e-4, 1e-3, 1e-2], [16, 64, 32], [0.8, 0.7, 0.95]
    search_space(ax, x, y, scores, ("learning rate", "units"), maximize)
    dots = ax.collections[0]
    assert dots.get_offsets().tolist() == [[1e-4, 16], [1e-3, 64], [1e-2, 32]]
    assert dots.get_array().tolist() == scores
    assert dots.get_sizes().argmax() == best
    lightness = dots.cmap(dots.norm(scores))[:, :3].sum(axis=1)
    assert lightness.argmin() == best
    (star,) = ax.lines
    assert star.get_xydata().tolist() == [[x[best], y[best]]]
    assert ax.get_title() == f"best: {scores[best]}"
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("learning rate", "units")


def test_each_axis_of_the_plane_can_be_logarithmic_or_not(ax):
    search_space(ax, [1e-4, 1e-2], [0, 0.5], [1, 2], ("η", "p"), log=(True, False))
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "linear")


@pytest.mark.parametrize(
    ("first", "second", "scores", "words"),
    [
        ([1, 2], [1], [1, 2], "must have one number for each trial"),
        ([], [], [], "must have one number for each trial"),
        ([[1]], [[1]], [[1]], "must have one number for each trial"),
        ([1, 2], [1, 2], [1, np.nan], "scores must be finite, got nan at scores"),
        ([1, 2], [0, 2], [1, 2], "second must be above 0 on a logarithmic axis, got 0"),
    ],
)
def test_trials_that_cannot_be_drawn_are_refused(ax, first, second, scores, words):
    with pytest.raises(ValueError, match=words):
        search_space(ax, first, second, scores, ("a", "b"))


RATES = np.geomspace(1e-5, 10, 61)  # ten steps to a factor of 10


def losses_falling_from(rate):
    """Return losses that are 2, fall on a straight line during a factor of 10, and stay at 1."""
    return 2 - np.clip(np.log10(RATES / rate), 0, 1)


@pytest.mark.parametrize("rate", [1e-4, 1e-2])
def test_the_region_where_the_loss_falls_fastest_is_shaded(ax, texts, rate):
    range_test(ax, RATES, losses_falling_from(rate))
    (curve,) = ax.lines
    np.testing.assert_array_equal(curve.get_xydata().T, [RATES, losses_falling_from(rate)])
    assert ax.get_xscale() == "log"
    low, high = ax.patches[0].get_extents().transformed(ax.transData.inverted()).intervalx
    assert rate / 1.3 < low < rate * 1.3
    assert 7 < high / low < 11
    assert texts() == ["falls fastest"]


def test_a_loss_that_never_falls_has_no_region(ax, texts):
    range_test(ax, RATES, np.arange(61.0) + 1)
    assert len(ax.patches) == 0
    assert texts() == []


def test_a_test_that_is_too_short_has_no_region(ax):
    range_test(ax, RATES[:5], [5, 4, 3, 2, 1])
    assert len(ax.patches) == 0


def test_what_explodes_leaves_the_picture(ax):
    losses = losses_falling_from(1e-3)
    losses[-4:] = [1e3, 1e300, np.inf, np.nan]
    range_test(ax, RATES, losses)
    assert len(ax.lines[0].get_xdata()) == 59
    assert 4 < ax.get_ylim()[1] < 5
    assert 1e-4 < ax.patches[0].get_extents().transformed(ax.transData.inverted()).x0 < 1e-2


@pytest.mark.parametrize(
    ("rates", "losses", "words"),
    [
        ([1, 2], [1], r"one number for each step, got shapes \(2,\) and \(1,\)"),
        ([], [], "one number for each step"),
        ([0, 1], [1, 1], "rates must grow from above 0"),
        ([1, 1], [1, 1], "rates must grow from above 0"),
        ([1, 2], [np.nan, 1], r"losses must start finite, got nan at losses\[0\]"),
    ],
)
def test_what_is_no_range_test_is_refused(ax, rates, losses, words):
    with pytest.raises(ValueError, match=words):
        range_test(ax, rates, losses)
