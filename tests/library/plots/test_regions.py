"""Examples lie where they are, and regions are those of the model."""

import io

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from PIL import Image

from course_lib import Perceptron, ThresholdLogicUnit
from course_lib.plots import COLORS, boundary_line, class_regions, decision_regions, points
from course_lib.plots.style import tint

CENTERS = np.array([[-2.0, 0, 2], [0, 2, -1]])


def distances(X):
    """Return the squared distance of each point to each of three centers, (3, m)."""
    return ((X[:, None] - CENTERS[:, :, None]) ** 2).sum(axis=0)


def seen_color(ax, point):
    """Return the color of the region that covers a point, else that of the axes."""
    for regions in ax.collections:
        for path, color in zip(regions.get_paths(), regions.get_facecolor(), strict=False):
            if path.contains_point(point):
                return to_rgb(color)
    return to_rgb(ax.get_facecolor())


def pale(label):
    return pytest.approx(1 - 0.18 * (1 - np.array(to_rgb(COLORS[f"class{label}"]))))


def test_points_of_two_classes_differ_in_color_and_in_marker(ax):
    points(ax, [[0, 1, 2], [3, 4, 5]], [[0, 1, 1]], names=["ham", "spam"])
    first, second = ax.lines
    assert first.get_xydata().tolist() == [[0, 3]]
    assert second.get_xydata().tolist() == [[1, 4], [2, 5]]
    assert first.get_marker() != second.get_marker()
    assert first.get_color() != second.get_color()
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["ham", "spam"]


@pytest.mark.parametrize(
    "Y", [[2, 0, 2], [[2, 0, 2]], [[0, 1, 0], [0, 0, 0], [1, 0, 1]], [[2.0, 0.0, 2.0]]]
)
def test_labels_and_one_hot_columns_draw_the_same(ax, Y):
    points(ax, [[0, 1, 2], [3, 4, 5]], Y)
    drawn = [line.get_xydata().tolist() for line in ax.lines]
    assert drawn == [[[1, 4]], [], [[0, 3], [2, 5]]]


def test_ten_classes_have_ten_colors_and_ten_markers(ax):
    points(ax, np.zeros((2, 10)), np.arange(10), names=[*"abcdefghij"])
    assert len({line.get_color() for line in ax.lines}) == 10
    assert len({line.get_marker() for line in ax.lines}) == 10
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [*"abcdefghij"]


@pytest.mark.parametrize(
    ("X", "Y", "names", "words"),
    [
        (np.zeros((3, 2)), [0, 1], None, "X has 3 features, 2 expected"),
        (np.zeros((2, 3)), [0, 1], None, "Y must have one label for each of the 3 examples"),
        (np.zeros((2, 2)), [0, 10], None, "Y must hold labels, whole numbers from 0 to 9"),
        (np.zeros((2, 2)), [0, 0.5], None, "Y must hold labels"),
        (np.zeros((2, 2)), [[1, 0], [1, 1]], None, "must have one 1 in each column"),
        (np.zeros((2, 2)), [0, 2], ["a", "b"], "names must name 3 classes"),
    ],
)
def test_points_that_cannot_be_drawn_are_refused(ax, X, Y, names, words):
    with pytest.raises(ValueError, match=words):
        points(ax, X, Y, names)


@pytest.mark.parametrize(("w", "b"), [((1, 2), -0.5), ((0, 1), 0.3), ((2, 0), -1), ((1, -1), 0)])
def test_a_boundary_line_lies_where_the_net_input_is_zero(ax, w, b):
    ax.set(xlim=(-2, 2), ylim=(-1, 1))
    boundary_line(ax, w, b)
    ends = ax.lines[0].get_xydata()
    np.testing.assert_allclose(ends @ w + b, 0, atol=1e-12)
    assert ax.get_xlim() == (-2, 2)


def test_the_edge_of_a_linear_units_region_is_exact(ax):
    unit = ThresholdLogicUnit([[1], [2]], [[-0.5]])
    decision_regions(ax, unit.net_input, level=0, steps=5)
    edge = np.vstack([path.vertices for path in ax.collections[-1].get_paths()])
    np.testing.assert_allclose(unit.net_input(edge.T), 0, atol=1e-9)
    assert seen_color(ax, (2, 2)) == pale(1)
    assert seen_color(ax, (-2, -2)) == pale(0)


def test_a_region_without_an_edge_is_one_color(ax):
    decision_regions(ax, lambda X: np.ones((1, X.shape[1])), level=0)
    assert len(ax.collections) == 1
    assert seen_color(ax, (0, 0)) == pale(1)


@pytest.mark.parametrize(
    "function",
    [
        lambda X: -distances(X),
        lambda X: distances(X).argmin(axis=0),
        lambda X: distances(X).argmin(axis=0)[None, :],
    ],
    ids=["scores", "labels (m,)", "labels (1, m)"],
)
def test_every_class_has_its_color_where_it_is_the_answer(ax, function):
    class_regions(ax, function)
    for label, center in enumerate(CENTERS.T):
        assert seen_color(ax, center) == pale(label)


def test_lines_between_classes_lie_where_the_two_best_scores_are_equal(ax):
    class_regions(ax, lambda X: -distances(X), steps=121)
    edges = [c for c in ax.collections if not len(c.get_facecolor())]
    vertices = np.vstack([path.vertices for edge in edges for path in edge.get_paths()])
    best, second, _ = np.sort(distances(vertices.T), axis=0)
    # Near the corner where three classes meet the grid of points cuts the lines short.
    assert np.quantile(second - best, 0.95) < 1e-9
    assert (second - best).max() < 0.5


def test_a_plane_of_one_class_has_its_color_and_no_line(ax):
    class_regions(ax, lambda X: np.full(X.shape[1], 2))
    assert len(ax.collections) == 0
    assert seen_color(ax, (0, 0)) == pale(2)


@pytest.mark.parametrize(
    ("draw", "function", "words"),
    [
        (decision_regions, lambda X: np.ones(3), "function must return shape"),
        (decision_regions, lambda X: np.ones((2, X.shape[1])), "function must return one number"),
        (class_regions, lambda X: np.ones((11, X.shape[1])), "at most 10 classes, got 11"),
        (class_regions, lambda X: np.full(X.shape[1], 0.5), "must hold labels"),
    ],
)
def test_a_function_of_another_kind_is_refused(ax, draw, function, words):
    with pytest.raises(ValueError, match=words):
        draw(ax, function)


@pytest.mark.parametrize(("bias", "answer"), [(1, 1), (0, 1), (-1, 0)])
def test_a_region_has_the_color_of_the_answer(ax, bias, answer):
    unit = Perceptron(2)
    unit.b[:] = bias
    assert unit.predict([[0], [0]]) == [[answer]]
    decision_regions(ax, unit.net_input, level=0)
    wanted = np.array(tint(COLORS[f"class{answer}"], 0.18)) * 255
    np.testing.assert_allclose(middle_of(ax), wanted, atol=1)


def middle_of(ax):
    """The color in the middle of a picture."""
    png = io.BytesIO()
    ax.figure.savefig(png)
    picture = Image.open(png).convert("RGB")
    return picture.getpixel((picture.width // 2, picture.height // 2))


@pytest.mark.parametrize(
    ("w", "b", "words"),
    [
        ([1, 2, 3], 0, "w must have shape (inputs) = (2,), got shape (3,)"),
        ([1, 2], [[0]], "b must be one number"),
    ],
)
def test_what_is_no_line_is_refused(ax, w, b, words):
    with pytest.raises(ValueError) as caught:
        boundary_line(ax, w, b)
    assert words in str(caught.value)
