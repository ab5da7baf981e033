"""Learning curves show the losses of every run, each under its name."""

from types import SimpleNamespace

import numpy as np
import pytest

from course_lib.plots import learning_curves
from course_lib.plots.labels import LINE_HEIGHT, label_ends, spread


def history(train, validation=(), best=None):
    return SimpleNamespace(
        train_loss=list(train), validation_loss=list(validation), best_epoch=best, seconds=[]
    )


def curve(line):
    return list(line.get_ydata())


def test_both_losses_are_drawn_by_epoch_from_zero_and_named_at_their_ends(ax, texts):
    learning_curves(ax, history([3, 2, 1], [4, 3, 3.5]))
    training, validation = ax.lines
    assert list(training.get_xdata()) == [0, 1, 2]
    assert curve(training) == [3, 2, 1]
    assert curve(validation) == [4, 3, 3.5]
    assert (training.get_linestyle(), validation.get_linestyle()) == ("-", "--")
    assert texts() == ["training", "validation"]
    assert [text.xy for text in ax.texts] == [(2, 1), (2, 3.5)]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("epoch", "loss")


@pytest.mark.parametrize(
    ("run", "place"),
    [(history([3, 2, 1], [4, 3, 3.5], best=1), (1, 3)), (history([3, 1, 2], best=1), (1, 1))],
    ids=["with validation", "without"],
)
def test_the_best_epoch_is_ringed_on_the_watched_curve_and_named(ax, texts, run, place):
    learning_curves(ax, run)
    ring, vertical = ax.lines[-2:]
    assert ring.get_marker() == "o"
    assert (*ring.get_xdata(), *ring.get_ydata()) == place
    assert list(vertical.get_xdata()) == [1, 1]
    assert "best epoch: 1" in texts()


def test_a_best_epoch_outside_given_limits_is_not_drawn_beside_the_picture(ax):
    learning_curves(ax, history([3, 1], best=1))
    assert not ax.lines[1].get_clip_on()  # on the edge of the picture it is whole
    ax.clear()
    ax.set_ylim(2, 4)
    learning_curves(ax, history([3, 1], best=1))
    assert ax.lines[1].get_clip_on()


def test_an_empty_validation_loss_has_no_curve(ax, texts):
    learning_curves(ax, history([2, 1]))
    assert len(ax.lines) == 1
    assert texts() == ["training"]


def test_runs_differ_in_color_and_marker_and_are_named_at_their_ends(ax, texts):
    learning_curves(ax, {"slow": [3, 2.9, 2.8], "fast": history([3, 1, 0.5], [3, 2, 2], best=1)})
    slow, fast, check, ring = ax.lines
    assert (curve(slow), curve(fast), curve(check)) == ([3, 2.9, 2.8], [3, 1, 0.5], [3, 2, 2])
    assert slow.get_color() != fast.get_color() == check.get_color()
    assert slow.get_marker() != fast.get_marker()
    assert (*ring.get_xdata(), *ring.get_ydata()) == (1, 2)
    assert texts() == ["slow", "fast", "fast, validation"]


def test_a_curve_ends_before_its_first_loss_that_is_not_finite(ax, texts):
    learning_curves(ax, {"diverges": [1, 10, np.inf, np.nan], "at once": [np.nan, 1], "fine": [1]})
    assert [curve(line) for line in ax.lines] == [[1, 10], [1]]
    assert texts() == ["diverges", "fine"]


def test_the_axes_begin_at_zero_unless_they_were_given_a_scale_or_limits(ax):
    learning_curves(ax, [3, 2])
    assert ax.get_ylim()[0] == 0
    ax.clear()
    ax.set_yscale("log")
    learning_curves(ax, [3, 2])
    assert ax.get_yscale() == "log"
    assert ax.get_ylim()[0] > 0
    ax.clear()
    ax.set_ylim(1, 5)
    learning_curves(ax, [3, 2])
    assert ax.get_ylim() == (1, 5)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "history must hold at least one run, got none"),
        ([], r"one loss per epoch, got losses of shape \(0,\)"),
        (history([[1, 2]]), r"one loss per epoch, got losses of shape \(1, 2\)"),
        ({"a": [1], "b": 3}, r"one loss per epoch, got losses of shape \(\)"),
    ],
)
def test_what_is_no_history_is_refused(ax, given, words):
    with pytest.raises(ValueError, match=words):
        learning_curves(ax, given)


def test_names_at_nearly_one_height_do_not_cover_each_other(ax):
    ax.set(xlim=(0, 1), ylim=(0, 100))
    ends = [(1, height, str(height), "#000000") for height in (50, 50.5, 49.8, 2, 500)]
    label_ends(ax, ends)
    to_points = 72 / ax.figure.dpi
    heights = [
        ax.transData.transform(text.xy)[1] * to_points + text.get_position()[1] for text in ax.texts
    ]
    order = [ends[i][1] for i in np.argsort(heights)]
    assert order == [2, 49.8, 50, 50.5, 500]
    assert np.diff(np.sort(heights)).min() >= LINE_HEIGHT - 1e-6
    assert ax.texts[4].xy == (1, 100)  # what lies above the picture is named at its edge


@pytest.mark.parametrize(
    ("wished", "spaced"),
    [
        ([0, 5], [0, 5]),
        ([0, 0], [-1, 1]),
        ([1, 0], [1.5, -0.5]),
        ([0, 0, 0, 9], [-2, 0, 2, 9]),
        ([0, 1.5, 2], [-5 / 6, 7 / 6, 19 / 6]),
    ],
)
def test_labels_are_moved_as_little_as_possible(wished, spaced):
    np.testing.assert_allclose(spread(wished, gap=2), spaced)


@pytest.mark.parametrize(
    ("wished", "spaced"),
    [([0, 0], [0, 2]), ([10, 9, 9.5], [10, 6, 8]), ([5], [5]), (range(8), range(-4, 12, 2))],
)
def test_labels_stay_beside_the_picture_while_there_is_room(wished, spaced):
    np.testing.assert_allclose(spread(wished, gap=2, low=0, high=10), spaced)


def test_the_layout_keeps_room_for_the_longest_name(ax):
    learning_curves(ax, {"momentum, mini-batches": [3, 2], "b": [3, 1]})
    ax.figure.draw_without_rendering()
    edges = [text.get_window_extent().x1 for text in ax.texts]
    assert 0.97 * ax.figure.bbox.x1 < max(edges) < ax.figure.bbox.x1
