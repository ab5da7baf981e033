"""The confusion matrix shows each count in its cell."""

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from course_lib.plots import COLORS, confusion_matrix

C = np.array([[50, 0, 2], [3, 40, 4], [1, 10, 30]])


def test_row_i_column_j_holds_how_many_of_class_i_were_answered_j(ax):
    confusion_matrix(ax, C)
    counts = {text.get_position(): text.get_text() for text in ax.texts}
    assert counts == {(j, i): str(C[i, j]) for i in range(3) for j in range(3)}
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("answer", "truth")
    bottom, top = ax.get_ylim()
    assert top < bottom  # row 0 is the uppermost


def test_right_answers_are_bold_framed_and_of_another_color(ax):
    confusion_matrix(ax, C)
    cells = np.array(ax.patches).reshape(3, 3)
    words = np.array(ax.texts).reshape(3, 3)
    for i in range(3):
        for j in range(3):
            assert (words[i, j].get_fontweight() == "bold") == (i == j)
            assert (cells[i, j].get_linewidth() > 1) == (i == j)
    full = np.array(to_rgb(COLORS["truth"]))
    np.testing.assert_allclose(
        cells[0, 0].get_facecolor()[:3], 1 - 0.6 * 50 / 52 * (1 - full), atol=1e-12
    )


def test_the_largest_share_of_mistakes_is_the_darkest_and_none_is_white(ax):
    confusion_matrix(ax, C)
    cells = np.array([patch.get_facecolor()[:3] for patch in ax.patches]).reshape(3, 3, 3)
    np.testing.assert_allclose(cells[2, 1], 1 - 0.6 * (1 - np.array(to_rgb(COLORS["error"]))))
    np.testing.assert_allclose(cells[0, 1], 1)
    assert cells[1, 2].sum() > cells[2, 1].sum()


def test_classes_are_named_on_both_axes(ax):
    confusion_matrix(ax, C, ["car", "motorcycle", "bicycle"])
    for labels in (ax.get_xticklabels(), ax.get_yticklabels()):
        assert [label.get_text() for label in labels] == ["car", "motorcycle", "bicycle"]


def test_a_class_that_never_occurs_has_a_white_row(ax):
    confusion_matrix(ax, [[0, 0], [0, 3]])
    np.testing.assert_allclose([patch.get_facecolor()[:3] for patch in ax.patches[:2]], 1)


@pytest.mark.parametrize(
    ("table", "names", "words"),
    [
        ([[1, 2]], None, r"C must have shape \(k, k\).*got \(1, 2\)"),
        ([1, 2], None, r"C must have shape \(k, k\).*got \(2,\)"),
        (np.zeros((0, 0)), None, r"C must have shape \(k, k\)"),
        ([[1, -1], [0, 1]], None, "C must hold counts"),
        ([[0.5, 0], [0, 1]], None, "C must hold counts"),
        ([[np.nan, 0], [0, 1]], None, "C must be finite"),
        ([[1, 0], [0, 1]], ["a"], "names must name 2 classes"),
    ],
)
def test_what_is_no_table_of_counts_is_refused(ax, table, names, words):
    with pytest.raises(ValueError, match=words):
        confusion_matrix(ax, table, names)
