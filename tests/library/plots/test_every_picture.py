"""What all pictures promise: the same frame each time, untouched data, words that translate."""

import re
from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib import pyplot
from matplotlib.text import Text

from course_lib import plots
from course_lib.activations import heaviside
from course_lib.graph import Variable
from course_lib.plots.style import COLORS, WORDS, ink, short, tint, written
from course_lib.sliders.picture import Painter

RNG = np.random.default_rng(0)
X, LABELS = RNG.normal(size=(2, 12)), np.arange(12) % 3
TABLE = np.array([[5, 1], [2, 7]])
PIXELS = RNG.normal(size=(6, 5))
RATES = np.geomspace(1e-5, 1, 40)
HISTORY = SimpleNamespace(train_loss=[3.0, 2, 1], validation_loss=[3.0, 2, 4], best_epoch=1)
BITS = np.array([[0, 0, 1, 1], [0, 1, 0, 1]])

# Words that are the caller's begin with §, as do those that the test puts into WORDS.
PICTURES = {
    "activation_curve": [(heaviside, 0.5)],
    "boundary_line": [([1, 2], 0.5)],
    "class_regions": [(lambda P: np.vstack([P, P[:1] - P[1:]]),)],
    "confusion_matrix": [(TABLE, ["§cat", "§dog"])],
    "cube": [([[0, 0, 0, 1]], [1, 1], 2)],
    "decision_regions": [(lambda P: P[:1],)],
    "draw_graph": [(Variable(2.0, "§x") * Variable(3.0, "§y"),)],
    "draw_network": [
        ([2, 12, 2],),
        ([2, 3, 1], [X[:, 0], None, [1e-5]], None, None, ["§in", "", "§out"], True, [[1, 0, 1]]),
    ],
    "draw_neuron": [(["§a", "§b"], [1, -2])],
    "gradient_norms": [([0.1, 0],)],
    "images": [(PIXELS, (2, 3), [f"§{i}" for i in range(5)])],
    "learning_curves": [(HISTORY,), ({"§run": HISTORY, "§other": [1, 2]},)],
    "loss_contours": [
        (lambda P: (P**2).sum(axis=0), (-3, 3), (-3, 3), np.array([[1, 0], [1, 0]])),
        (lambda P: (P**2).sum(axis=0), (-3, 3), (-3, 3), {"§run": np.array([[1, 9], [1, 9]])}),
    ],
    "points": [(X, LABELS, ["§a", "§b", "§c"])],
    "range_test": [(RATES, 1 / (1 + 100 * RATES))],
    "search_progress": [({"§grid": [1, 3, 2], "§random": [2, np.nan, 4]},)],
    "search_space": [([1, 10], [1, 10], [0.5, 0.6], ("§η", "§λ"))],
    "truth_table": [(BITS, BITS[:1], BITS[1:])],
    "weight_pictures": [(PIXELS, (2, 3))],
}
CASES = [
    pytest.param(name, given, id=f"{name}-{place}")
    for name, cases in PICTURES.items()
    for place, given in enumerate(cases)
]


def arrays_in(value):
    if isinstance(value, np.ndarray):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return [a for one in value for a in arrays_in(one)] if isinstance(value, list | tuple) else []


def test_every_picture_is_tried_here():
    assert set(PICTURES) == set(plots.__all__) - {"COLORS", "WORDS"}


@pytest.mark.parametrize(("name", "given"), CASES)
def test_a_picture_is_the_same_each_time_and_leaves_its_data_and_pyplot_alone(name, given):
    before = [array.copy() for array in arrays_in(given)]

    def frame(painter):
        return painter.paint({"again": 0})[0]

    def draw(ax, again):
        getattr(plots, name)(ax, *given)

    painter = Painter(draw, lambda again: "seen", (6, 3.5))
    first = frame(painter)
    assert frame(painter) == first  # on axes that were used before
    assert frame(Painter(draw, lambda again: "seen", (6, 3.5))) == first
    for array, copy in zip(arrays_in(given), before, strict=True):
        np.testing.assert_array_equal(array, copy)
    assert pyplot.get_fignums() == []


@pytest.mark.parametrize(("name", "given"), CASES)
def test_every_word_that_is_drawn_stands_in_one_place(ax, monkeypatch, name, given):
    for key, words in WORDS.items():
        monkeypatch.setitem(WORDS, key, "§" + words)
    getattr(plots, name)(ax, *given)
    ax.figure.draw_without_rendering()
    for text in ax.figure.findobj(Text):
        plain = re.sub(r"\$.*?\$", "", text.get_text())
        is_sign = re.fullmatch(r"[−\d.,e() ×⋮]*", plain)
        assert is_sign or plain.startswith("§"), plain


@pytest.mark.parametrize("color", sorted(set(COLORS.values())))
def test_colored_text_has_contrast_enough(color):
    def luminance(rgb):
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
        return np.dot([0.2126, 0.7152, 0.0722], linear)

    assert 1.05 / (luminance(ink(color)) + 0.05) >= 4.5


def test_a_tint_lies_between_white_and_the_color():
    assert tint("#0080ff", 0) == (1, 1, 1)
    assert tint("#0080ff", 1) == (0, 128 / 255, 1)
    assert tint("#0080ff", 0.5) == pytest.approx((0.5, 0.5 + 64 / 255, 1))


@pytest.mark.parametrize(
    ("number", "text"), [(2, "2"), (-0.25, "−0.25"), (1e-5, "1e−5"), (1.5e12, "1.5e12")]
)
def test_numbers_are_written_with_a_real_minus_and_short_exponents(number, text):
    assert written(number) == text


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0"), (0.4999, "0.5"), (-0.0099, "−1e−2"), (999, "999"), (1e3, "1e3")]
)
def test_short_numbers_have_about_five_characters(number, text):
    assert short(number) == text
