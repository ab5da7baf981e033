"""Pictures show what they are given; sources are the library's own."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from course_lib import McCullochPitts, ThresholdLogicUnit, show_source
from course_lib.plots import (
    boundary_line,
    cube,
    decision_regions,
    draw_network,
    draw_neuron,
    points,
    truth_table,
)

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
    with pytest.raises(TypeError):
        show_source(3)
