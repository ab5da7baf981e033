"""Pictures of columns: every pixel is where it was, and signs have their colors."""

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from course_lib.plots import COLORS, images, weight_pictures


def tiles(ax):
    """Return the pixels of each framed picture, in the order of the frames."""
    canvas = ax.images[0].get_array()
    boxes = [np.round(path.get_extents().get_points() + 0.5).astype(int) for path in frames(ax)]
    return [canvas[top:bottom, left:right] for (left, top), (right, bottom) in boxes]


def frames(ax):
    return ax.collections[0].get_paths()


def test_columns_become_pictures_row_by_row(ax, texts):
    X = np.arange(24.0).reshape(4, 6).T / 24  # 4 pictures of 2 × 3 pixels
    images(ax, X, (2, 3), titles=[*"abcd"], columns=3)
    for column, tile in enumerate(tiles(ax)):
        np.testing.assert_array_equal(tile, X[:, column].reshape(2, 3))
    assert texts() == [*"abcd"]
    assert ax.images[0].get_array().count() == 24  # all other pixels are masked


def test_a_title_stands_above_the_middle_of_its_picture(ax):
    images(ax, np.zeros((4, 3)), (2, 2), titles=[*"abc"], columns=2)
    for text, frame in zip(ax.texts, frames(ax), strict=True):
        (left, top), (right, _) = frame.get_extents().get_points()
        assert text.get_position()[0] == (left + right) / 2
        assert top - 1 < text.get_position()[1] < top


@pytest.mark.parametrize(
    ("low", "high", "limits"), [(0.2, 0.7, (0, 1)), (-0.5, 0.7, (-0.5, 1)), (0, 16, (0, 16))]
)
def test_white_is_zero_and_black_is_one_unless_values_go_beyond(ax, low, high, limits):
    images(ax, [[low], [high]], (1, 2))
    image = ax.images[0]
    assert image.get_clim() == limits
    assert to_rgb(image.cmap(image.norm(limits[0]))) == (1, 1, 1)
    assert to_rgb(image.cmap(image.norm(limits[1]))) == (0, 0, 0)


def test_pictures_fill_wide_axes_in_rows_and_tall_axes_in_columns(ax):
    def rows():
        return len({round(frame.get_extents().y0) for frame in frames(ax)})

    ax.set_position([0, 0, 1, 0.1])
    images(ax, np.zeros((4, 10)), (2, 2))
    assert rows() == 1
    ax.clear()
    ax.set_position([0, 0, 0.05, 1])
    images(ax, np.zeros((4, 10)), (2, 2))
    assert rows() == 10


def test_weights_have_the_colors_of_their_signs_and_zero_is_white(ax):
    weight_pictures(ax, [[2.0, -0.5], [-2.0, 0.0]], (1, 2))
    image = ax.images[0]
    assert [tile.tolist() for tile in tiles(ax)] == [[[2, -2]], [[-0.5, 0]]]
    assert image.get_clim() == (-2, 2)
    color = [to_rgb(image.cmap(image.norm(w))) for w in (-2, 0, 2)]
    assert color[0] == pytest.approx(to_rgb(COLORS["negative"]), abs=0.01)
    assert color[1] == pytest.approx((1, 1, 1), abs=0.01)
    assert color[2] == pytest.approx(to_rgb(COLORS["positive"]), abs=0.01)


def test_strongly_negative_weights_are_marked_with_a_minus(ax):
    weight_pictures(ax, [[2.0, -0.9], [-1.1, 1]], (1, 2), columns=2)
    (marks,) = ax.lines
    assert marks.get_marker() == "_"
    assert marks.get_xydata().tolist() == [[1, 0]]


def test_the_scale_of_weights_is_written_and_can_be_fixed(ax):
    weight_pictures(ax, [[0.5]], (1, 1), largest=4)
    assert ax.images[0].get_clim() == (-4, 4)
    (scale,) = ax.child_axes
    assert list(scale.get_yticks()) == [-4, 0, 4]
    assert [text.get_text() for text in scale.get_yticklabels()] == ["−4", "0", "4"]


def test_weights_that_are_all_zero_are_white(ax):
    weight_pictures(ax, np.zeros((4, 1)), (2, 2))
    image = ax.images[0]
    assert to_rgb(image.cmap(image.norm(0))) == pytest.approx((1, 1, 1), abs=0.01)


@pytest.mark.parametrize("draw", [images, weight_pictures])
@pytest.mark.parametrize(
    ("X", "rest", "words"),
    [
        (np.zeros((6, 2)), {"shape": (2, 2)}, "has 6 rows, but a picture of shape (2, 2) has 4"),
        (np.zeros(4), {"shape": (2, 2)}, "must have shape (features, examples)"),
        ([[np.nan]], {"shape": (1, 1)}, "must be finite, got nan"),
        (np.zeros((4, 2)), {"shape": 4}, "shape must be (height, width), got 4"),
        (np.zeros((4, 2)), {"shape": (2, 2), "titles": ["a"]}, "titles must have one entry for"),
        (np.zeros((4, 2)), {"shape": (2, 2), "columns": 0}, "columns must be at least 1, got 0"),
    ],
)
def test_what_is_no_picture_is_refused(ax, draw, X, rest, words):
    with pytest.raises(ValueError) as error:
        draw(ax, X, **rest)
    assert words in str(error.value)


def test_a_scale_that_is_not_above_zero_is_refused(ax):
    with pytest.raises(ValueError, match="largest must be greater than 0, got -1"):
        weight_pictures(ax, [[1.0]], (1, 1), largest=-1)
