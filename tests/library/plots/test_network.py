"""Drawn neurons and networks carry the numbers, names and masks that they are given."""

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from course_lib.plots import COLORS, draw_network, draw_neuron

SOLID = None  # Matplotlib's dash pattern of a line without dashes


def lines(ax):
    """Return (start, end, width, dash pattern) of every line between units."""
    return [
        (*map(tuple, segment), width, dashes)
        for collection in ax.collections
        for segment, width, (_, dashes) in zip(
            collection.get_segments(),
            collection.get_linewidths(),
            collection.get_linestyles(),
            strict=True,
        )
    ]


def test_a_neuron_shows_its_weights_values_and_words(ax, texts):
    draw_neuron(ax, ["a", "b"], weights=[2, -1], values=[1, 0], output="go", body="sum")
    assert {"a", "b", "2", "−1", "1", "0", "go", "sum"} <= set(texts())


def test_a_network_has_a_line_for_each_weight_dashed_where_negative(ax, texts):
    weights = [np.array([[1, -1, 1], [1, 1, -2]]), np.ones((3, 1))]
    draw_network(ax, [2, 3, 1], values=[[1, 0], [0.5, -0.25, 0], [0.7]], weights=weights)
    assert len(lines(ax)) == 2 * 3 + 3
    assert sum(dashes is not SOLID for *_, dashes in lines(ax)) == 2
    assert {"1", "0.5", "−0.25", "0.7"} <= set(texts())
    assert len(ax.patches) == 6


def test_the_line_of_weight_i_j_joins_input_i_with_unit_j(ax):
    W = np.array([[0.5, 1.0, 1.5], [2.0, 2.5, 3.0]])
    draw_network(ax, [2, 3], weights=[W])
    widths = {(start[1], end[1]): width for start, end, width, _ in lines(ax)}
    for i, from_height in enumerate([0.5, -0.5]):
        for j, to_height in enumerate([1, 0, -1]):
            assert widths[from_height, to_height] == pytest.approx(0.8 + 1.2 * W[i, j])


def test_the_fill_of_a_unit_shows_sign_and_size_of_its_number(ax):
    draw_network(ax, [3, 1], values=[[4, -2, 0], [[1]]])
    positive, negative, zero, small = (to_rgb(patch.get_facecolor()) for patch in ax.patches)
    assert zero == (1, 1, 1)
    full = np.array(to_rgb(COLORS["positive"]))
    np.testing.assert_allclose(positive, 1 - 0.5 * (1 - full))
    np.testing.assert_allclose(small, 1 - 0.125 * (1 - full))
    np.testing.assert_allclose(negative, 1 - 0.25 * (1 - np.array(to_rgb(COLORS["negative"]))))


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.731, "0.73"), (-0.25, "−0.25"), (1, "1"), (12.34, "12.3"), (3e-4, "3e−4"), (-5e6, "−5e6")],
)
def test_numbers_in_units_are_short(ax, texts, value, text):
    draw_network(ax, [1, 1], values=[[value], None])
    assert text in texts()


def test_a_layer_without_numbers_shows_its_names(ax, texts):
    names = [["x"], ["h", "g"]]
    draw_network(ax, [1, 2], values=[[0.5], None], names=names)
    assert texts() == ["0.5", "h", "g"]


def test_eight_units_are_drawn_and_of_nine_the_first_five_and_the_last_two(ax, texts):
    draw_network(ax, [8, 9], values=[np.arange(8), np.arange(9)])
    assert texts()[:15] == [*"01234567", *"01234", "8", "7"]
    assert {"⋮", "9 units"} <= set(texts())
    assert "8 units" not in texts()
    heights = [patch.center[1] for patch in ax.patches[8:]]
    assert sorted(heights) == [-3.5, -2.5, -0.5, 0.5, 1.5, 2.5, 3.5]  # the dots are at -1.5


@pytest.mark.parametrize(("sizes", "gap"), [([2, 3, 1], 1.8), ([1, 6], 3), ([20, 2], 4)])
def test_units_stand_where_the_documentation_says(ax, sizes, gap):
    draw_network(ax, sizes)
    columns = sorted({patch.center[0] for patch in ax.patches})
    np.testing.assert_allclose(columns, gap * np.arange(len(sizes)))
    last = [patch.center[1] for patch in ax.patches[-sizes[-1] :]]
    np.testing.assert_allclose(last, (sizes[-1] - 1) / 2 - np.arange(sizes[-1]))


def test_titles_stand_above_their_layers_at_one_height(ax):
    draw_network(ax, [2, 3], titles=["in", "out"])
    places = {text.get_text(): text.get_position() for text in ax.texts}
    assert places["in"][0] == ax.patches[0].center[0]
    assert places["out"][0] == ax.patches[2].center[0]
    assert places["in"][1] == places["out"][1] > 1.36


def test_every_layer_but_the_last_has_a_bias_neuron_that_is_one(ax, texts):
    draw_network(ax, [2, 3, 1], biases=True)
    assert texts().count("1") == 2
    assert len(ax.patches) == 6 + 2
    assert len(lines(ax)) == 3 * 3 + 4


def test_biases_show_on_the_lines_of_the_bias_neuron(ax):
    draw_network(ax, [1, 2], weights=[[[1, 1]]], biases=[[[3], [-2]]])
    bias_height = 1
    from_bias = {end[1]: rest for start, end, *rest in lines(ax) if start[1] == bias_height}
    assert from_bias[0.5] == [pytest.approx(0.8 + 1.2 * 3), SOLID]
    width, dashes = from_bias[-0.5]
    assert width == pytest.approx(0.8 + 1.2 * 2)
    assert dashes is not SOLID


def test_dropped_units_are_crossed_out_and_have_neither_lines_nor_numbers(ax, texts):
    values = [[1, 1], [5, 6, 7], [9]]
    draw_network(ax, [2, 3, 1], values=values, masks=[[1, 0, 1]], biases=True)
    assert len(ax.lines) == 2  # the strokes of one cross
    np.testing.assert_allclose([line.get_ydata().mean() for line in ax.lines], 0)
    assert "6" not in texts()
    assert {"5", "7"} <= set(texts())
    assert len(lines(ax)) == (2 + 1) * 2 + (2 + 1)
    dropped = (ax.lines[0].get_xdata().mean(), 0)
    assert not any(dropped in (start, end) for start, end, *_ in lines(ax))


def test_the_layout_depends_on_the_sizes_alone(ax):
    def layout(values, weights):
        ax.clear()
        draw_network(ax, [2, 8], values=values, weights=weights)
        places = [(patch.center, patch.width, patch.height) for patch in ax.patches]
        return places, ax.get_xlim(), ax.get_ylim(), {text.get_fontsize() for text in ax.texts}

    first = layout([[1, 2], np.arange(8)], [np.ones((2, 8))])
    assert layout([[-1e-7, 0], [-0.123, 4e8, 5, 0, 0, 0, 0, 0]], [-np.ones((2, 8))]) == first


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"sizes": [2]}, "sizes must give the inputs and one layer or more, got [2]"),
        ({"sizes": [2, 0]}, "sizes must be at least 1, got 0"),
        ({"values": [[1, 2]]}, "values must have 2 entries, one for each, got 1"),
        ({"values": [[1, 2], [1]]}, "values[1] must have shape (3, 1), got shape (1,)"),
        ({"values": [[1, np.nan], None]}, "values[0] must be finite, got nan"),
        ({"weights": [np.ones((3, 2))]}, "weights[0] must have shape (2, 3), got shape (3, 2)"),
        ({"biases": [[1, 2]]}, "biases[0] must have shape (3, 1), got shape (2,)"),
        ({"masks": [[1, 1]]}, "masks must have 0 entries, one for each, got 1"),
        ({"names": [["a", "b"], ["c"]]}, "names[1] must have 3 entries, one for each, got 1"),
        ({"titles": ["a"]}, "titles must have 2 entries, one for each, got 1"),
    ],
)
def test_what_does_not_fit_the_sizes_is_refused(ax, given, words):
    with pytest.raises(ValueError) as error:
        draw_network(ax, **{"sizes": [2, 3], **given})
    assert words in str(error.value)
