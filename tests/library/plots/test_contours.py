"""Contours are those of the function, paths those of the optimizer."""

import numpy as np
import pytest

from course_lib.plots import loss_contours


def bowl(w):
    return w[0] ** 2 + 4 * w[1] ** 2


def contour_lines(ax):
    (contours,) = ax.collections
    return zip(contours.levels, contours.get_paths(), strict=True)


@pytest.mark.parametrize("function", [bowl, lambda w: bowl(w)[None, :]], ids=["(m,)", "(1, m)"])
def test_every_line_joins_points_of_one_height(ax, function):
    loss_contours(ax, function, levels=[1, 2, 5], steps=301)
    heights = []
    for level, path in contour_lines(ax):
        heights.append(level)
        np.testing.assert_allclose(bowl(path.vertices.T), level, rtol=5e-3)
    assert heights == [1, 2, 5]


def test_lines_of_a_parabola_are_evenly_spaced(ax):
    loss_contours(ax, lambda w: (w**2).sum(axis=0), steps=301)
    radii = [np.hypot(*path.vertices.T).max() for _, path in contour_lines(ax)]
    assert len(radii) == 12
    np.testing.assert_allclose(np.diff(radii), np.diff(radii)[0], rtol=0.02)


def test_a_path_has_its_points_and_its_two_ends_marked_and_named(ax, texts):
    path = np.array([[-2, 0, 1, 0.5], [1, -0.5, 0, 0.1]])
    loss_contours(ax, bowl, path=path)
    steps, start, end = ax.lines
    np.testing.assert_array_equal(steps.get_xydata().T, path)
    assert start.get_xydata().tolist() == [[-2, 1]]
    assert end.get_xydata().tolist() == [[0.5, 0.1]]
    assert start.get_markerfacecolor() == "white" != end.get_markerfacecolor()
    assert texts() == ["start", "end"]


def test_a_path_of_no_step_has_only_a_start(ax, texts):
    loss_contours(ax, bowl, path=[[1], [1]])
    assert texts() == ["start"]


@pytest.mark.parametrize(
    ("path", "crossing"),
    [
        ([[0, 1, 5], [0, 0, 0]], (3, 0)),
        ([[0, 4], [0, -8]], (1.5, -3)),
        ([[0, 4, 2, 4], [0, 0, 1, 1]], (3, 1)),  # it comes back once
        ([[0, -1, -np.inf, np.nan], [0, 1, 1, np.nan]], (-3, 1)),
        ([[0, -1, np.nan], [0, 1, np.nan]], (-1, 1)),
        ([[0, -1, -1e300, 1e308], [0, 1, 1, 0]], (-3, 1)),
    ],
)
def test_a_path_that_ends_outside_is_drawn_to_the_point_where_it_leaves(ax, texts, path, crossing):
    loss_contours(ax, bowl, path=path)
    steps, _, cross = ax.lines
    np.testing.assert_allclose(cross.get_xydata(), [crossing])
    np.testing.assert_allclose(steps.get_xydata()[-1], crossing)
    assert cross.get_marker() == "X"
    assert texts() == ["start", "leaves the picture"]


def test_several_paths_are_told_apart_by_color_and_marker_and_named_in_a_legend(ax, texts):
    loss_contours(ax, bowl, path={"Adam": [[0, 1], [0, 1]], "momentum": [[0, 1], [0, -1]]})
    steps = [line for line in ax.lines if len(line.get_xdata()) == 2]
    assert [line.get_xydata().tolist() for line in steps] == [[[0, 0], [1, 1]], [[0, 0], [1, -1]]]
    assert len({line.get_color() for line in steps}) == 2
    assert len({line.get_marker() for line in steps}) == 2
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["Adam", "momentum"]
    assert texts() == []


def test_a_flat_function_and_places_where_it_is_infinite_have_no_lines(ax):
    loss_contours(ax, lambda w: np.ones(w.shape[1]))
    assert len(ax.collections) == 0
    loss_contours(ax, lambda w: np.where(w[0] < 0, np.inf, bowl(w)))
    assert all(path.vertices[:, 0].min() >= 0 for _, path in contour_lines(ax))


@pytest.mark.parametrize(
    ("function", "path", "words"),
    [
        (lambda w: np.ones((2, w.shape[1])), None, "one number for each point"),
        (lambda w: 1.0, None, r"function must return shape \(m,\) or \(k, m\) .*, got shape \(\)"),
        (bowl, [[0, 1, 2]], r"path must have shape \(2, steps\).*got shape \(1, 3\)"),
        (bowl, np.ones((2, 0)), r"path must have shape \(2, steps\)"),
        (bowl, [[4, 0], [0, 0]], "path must start inside the picture"),
        (bowl, [[np.nan], [0]], "path must start inside the picture"),
    ],
)
def test_what_cannot_be_drawn_is_refused(ax, function, path, words):
    with pytest.raises(ValueError, match=words):
        loss_contours(ax, function, path=path)
