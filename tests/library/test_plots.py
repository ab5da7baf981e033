"""Pictures show what they are given; sources are the library's own."""

import io

import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image

from course_lib import McCullochPitts, Perceptron, ThresholdLogicUnit, show_source
from course_lib.plots import (
    boundary_line,
    cube,
    decision_regions,
    draw_network,
    draw_neuron,
    points,
    truth_table,
)
from course_lib.plots.style import COLORS, tint

CASES = np.array([[0, 0, 1, 1], [0, 1, 0, 1]])


@pytest.fixture
def ax():
    return Figure().add_subplot()


def texts(ax):
    return [text.get_text() for text in ax.texts]


def test_points_of_two_classes_differ_in_color_and_in_marker(ax):
    points(ax, [[0, 1, 2], [3, 4, 5]], [[0, 1, 1]], names=["ham", "spam"])
    first, second = ax.lines
    assert first.get_xydata().tolist() == [[0, 3]]
    assert second.get_xydata().tolist() == [[1, 4], [2, 5]]
    assert first.get_marker() != second.get_marker()
    assert first.get_color() != second.get_color()
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["ham", "spam"]


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


def test_a_region_without_an_edge_is_one_color(ax):
    decision_regions(ax, lambda X: np.ones((1, X.shape[1])), level=0)
    assert len(ax.collections) == 1


def test_a_truth_table_shows_every_case_and_shades_those_that_fire(ax):
    neuron = McCullochPitts(2)
    truth_table(ax, CASES, neuron.net_input(CASES), neuron.predict(CASES))
    assert texts(ax).count("1") == 4 + 2 + 1  # inputs, net inputs of 1, one output
    assert len(ax.patches) == 1


@pytest.mark.parametrize("n", [2, 3])
def test_a_cube_has_a_corner_for_every_case(ax, n):
    fires = np.arange(2**n).reshape(1, -1) % 2
    cube(ax, fires, [1] * n, 2)
    filled = [line for line in ax.lines if line.get_marker() == "s" and len(line.get_xdata())]
    assert len(filled) == 2 ** (n - 1)
    assert len(texts(ax)) == 2**n


@pytest.mark.filterwarnings("error")
def test_an_input_without_effect_is_not_cut(ax):
    cube(ax, [[0, 0, 1, 1]], [1, 0], 1)
    cut = ax.lines[4].get_xydata()  # after the four edges
    np.testing.assert_array_equal(cut[:, 0], 0.5)


ROW, NAN = [[0, 1, 1]], [[np.nan, 0, 0], [1, 2, 3]]


@pytest.mark.parametrize(
    ("function", "arguments", "words"),
    [
        (points, ([[0, 1, 2], [3, 4, 5]], [[-1, 1, 1]]), "Y must hold only 0 and 1, got -1"),
        (points, ([[0, 1, 2], [3, 4, 5]], [0, 1, 1]), "Y must have shape (outputs, examples) ="),
        (points, (np.zeros((3, 3)), ROW), "X has 3 features, 2 expected"),
        (points, (NAN, ROW), "X must be finite, got nan at X[0, 0]"),
        (decision_regions, (lambda X: X,), "function(X) must have shape (outputs, examples) = (1,"),
        (decision_regions, (lambda X: X[0],), "= (1, 3721), got shape (3721,)"),
        (boundary_line, ([1, 2, 3], 0), "w must have shape (inputs) = (2,), got shape (3,)"),
        (boundary_line, ([1, 2], [[0]]), "b must be one number"),
        (truth_table, (CASES, [0, 1, 1, 2], [[0, 1, 1, 1]]), "z must have shape (outputs, exam"),
        (truth_table, (CASES, [[0, 1, 1, 2]], [[0, 1, 1, 2]]), "y must hold only 0 and 1, got 2"),
        (cube, ([[0, 1]], [1], 1), "effects must be 2 or 3 numbers, got 1"),
        (cube, ([[0, 1]], [1, 1], 1), "fires must have shape (outputs, corners) = (1, 4)"),
        (draw_neuron, (["a", "b"], [1]), "weights must have shape (inputs) = (2,), got shape (1,)"),
        (draw_network, ([2, 1], [[1], [0]]), "values[0] must have shape (units) = (2,)"),
        (draw_network, ([2, 1], None, [[[1, 2]]]), "weights[0] must have shape (inputs, units) ="),
    ],
)
def test_what_does_not_fit_is_not_drawn(ax, function, arguments, words):
    with pytest.raises(ValueError) as caught:
        function(ax, *arguments)
    assert words in str(caught.value)
    assert not ax.lines
    assert not ax.collections


def test_a_neuron_shows_its_weights_values_and_words(ax):
    draw_neuron(ax, ["a", "b"], weights=[2, -1], values=[1, 0], output="go", body="sum")
    assert {"a", "b", "2", "−1", "1", "0", "go", "sum"} <= set(texts(ax))


def test_a_network_has_a_line_for_each_weight_dashed_where_negative(ax):
    weights = [np.array([[1, -1, 1], [1, 1, -2]]), np.ones((3, 1))]
    draw_network(ax, [2, 3, 1], values=[[1, 0], [0.5, -0.25, 0], [0.7]], weights=weights)
    assert len(ax.lines) == 2 * 3 + 3
    assert sum(line.get_linestyle() == "--" for line in ax.lines) == 2
    assert {"1", "0.5", "−0.25", "0.7"} <= set(texts(ax))
    assert len(ax.patches) == 6


def test_source_is_the_librarys_own_without_docstrings():
    shown = show_source(ThresholdLogicUnit.net_input)
    assert shown.code.startswith("def net_input(self, X")
    assert "return self.W.T @ X + self.b" in shown.code
    assert '"""' not in shown.code
    assert '"""' in show_source(ThresholdLogicUnit.net_input, docstring=True).code
    bundle = shown._repr_mimebundle_()
    assert bundle["text/markdown"] == f"```python\n{shown.code}\n```"


def test_several_sources_stand_below_each_other():
    code = show_source(McCullochPitts.net_input, McCullochPitts.predict).code
    assert code.index("def net_input") < code.index("\n\ndef predict")


def test_what_has_no_source_is_refused():
    names = {}
    exec("def typed_in(): pass", names)
    for thing in (3, len, names["typed_in"]):
        with pytest.raises(TypeError, match="show_source expects functions"):
            show_source(thing)
