"""`explore`: the same pictures in Jupyter and in a page, and a clear word where there are none."""

import base64
import html
import json
import re
import subprocess
import sys
import zlib

import ipywidgets
import numpy as np
import pytest

from course_lib import explore
from course_lib.sliders.controls import read_controls
from course_lib.sliders.packed import BUILD_FLAG
from course_lib.sliders.picture import Painter


def draw(ax, theta):
    ax.plot([0, theta], [0, 1])
    ax.set_title(f"θ = {theta}")


def describe(theta):
    return f"A line to {theta}."


@pytest.fixture
def in_a_book(monkeypatch):
    monkeypatch.setenv(BUILD_FLAG, "book")


@pytest.fixture
def in_jupyter(monkeypatch):
    monkeypatch.delenv(BUILD_FLAG, raising=False)


def control(**given):
    return read_controls(given)[0]


def unpack(page: str) -> list[str]:
    """Return the pictures of a page, by another way than the script's."""
    packed = re.search(r'class="explore-pictures">([^<]+)<', page)[1]
    tags, rows = json.loads(zlib.decompress(base64.b64decode(packed)))
    return ["".join(tags[i] for i in row) for row in rows]


@pytest.mark.parametrize(
    ("given", "values", "labels"),
    [
        ((0, 3), [0, 1, 2, 3], ["0", "1", "2", "3"]),
        ((0, 10, 5), [0, 5, 10], ["0", "5", "10"]),
        (
            (-0.5, 0.5, 0.25),
            [-0.5, -0.25, 0.0, 0.25, 0.5],
            ["−0.50", "−0.25", "0.00", "0.25", "0.50"],
        ),
        ([2, 4], [2, 4], ["2", "4"]),
        ({"few": 2, "many": 9}, [2, 9], ["few", "many"]),
        (True, [False, True], ["off", "on"]),
        (
            ipywidgets.FloatLogSlider(value=0.1, min=-2, max=-1, step=0.5),
            [0.01, 0.0316, 0.1],
            ["0.01", "0.0316", "0.1"],
        ),
        (ipywidgets.Play(min=0, max=4, step=2), [0, 2, 4], ["0", "2", "4"]),
        (ipywidgets.SelectionSlider(options=["a", "b"]), ["a", "b"], ["a", "b"]),
        (ipywidgets.RadioButtons(options=[("one", 1), ("two", 2)]), [1, 2], ["one", "two"]),
    ],
)
def test_a_control_has_these_positions(given, values, labels):
    read = control(x=given)
    assert read.values == values
    assert read.labels == labels


def test_no_position_shows_the_noise_of_binary_fractions():
    labels = control(eta=(0.0, 1.0, 0.2)).labels
    assert labels == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]
    assert control(eta=(0.0, 1.0, 0.2)).values[3] == 0.6


def test_a_page_holds_for_every_value_the_picture_that_python_draws(in_a_book):
    pictures = unpack(explore(draw, alt=describe, theta=(1, 4)).html)
    fresh = [Painter(draw, describe, (6, 3.5)).paint({"theta": theta})[0] for theta in range(1, 5)]
    assert pictures == fresh


def test_two_controls_vary_the_last_one_fastest(in_a_book):
    packed = explore(
        lambda ax, a, b: ax.set_title(f"{a}{b}"), alt=lambda a, b: f"{a}{b}", a=(1, 2), b=["x", "y"]
    )
    spec = re.search(r'class="explore-spec">(.*?)</script>', packed.html)[1]
    assert json.loads(spec)["texts"] == ["1x", "1y", "2x", "2y"]


def test_a_page_is_the_same_in_another_process(in_a_book):
    code = (
        "from course_lib import explore\n"
        "from tests.library.test_sliders import draw, describe\n"
        "print(explore(draw, alt=describe, theta=(1, 3)).html)"
    )
    other = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert other.strip() == explore(draw, alt=describe, theta=(1, 3)).html


def test_text_cannot_break_out_of_the_page(in_a_book):
    packed = explore(
        draw,
        alt=lambda theta: f'</script><b a="{theta}">',
        theta=ipywidgets.IntSlider(max=1, description="<i>"),
    )
    assert "<b" not in packed.html.replace("<\\/script><b", "")
    assert "<i>" not in packed.html


def test_what_is_shown_without_a_browser_is_the_picture_at_rest(in_a_book):
    shown = explore(draw, alt=describe, theta=(1, 3))._repr_mimebundle_()
    assert shown["image/png"].startswith(b"\x89PNG")
    assert shown["text/plain"] == "[interactive figure, θ = 2: A line to 2.]"


def test_in_jupyter_a_moved_slider_draws_anew(in_jupyter):
    box = explore(draw, alt=describe, theta=(1, 3))
    slider, picture = box.children
    assert "A line to 2." in picture.value
    slider.value = 3
    assert 'alt="A line to 3."' in picture.value
    svg = base64.b64decode(re.search(r"base64,([^\"]+)", picture.value)[1]).decode()
    assert svg == Painter(draw, describe, (6, 3.5)).paint({"theta": 3})[0]


def test_in_jupyter_a_play_button_moves_a_slider_with_it(in_jupyter):
    row, picture = explore(draw, alt=describe, theta=ipywidgets.Play(min=1, max=5)).children
    play, slider = row.children
    play.value = 4
    assert slider.value == 4
    assert "A line to 4." in picture.value


def test_in_jupyter_a_drawing_that_fails_says_so_where_the_picture_was(in_jupyter):
    slider, picture = explore(
        lambda ax, theta: ax.plot(1 / theta), alt=describe, theta=(0, 2)
    ).children
    slider.value = 0
    assert html.unescape(picture.value).count("draw(theta=0) raised ZeroDivisionError") == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"theta": (0, 200)}, "201 of theta make 201 pictures, expected at most 200"),
        ({"theta": [3]}, "control theta has 1 position"),
        ({"theta": (2, 2)}, "control theta has 1 position"),
        ({"theta": (3, 1)}, "control theta"),
        ({}, "at least one control"),
    ],
)
def test_controls_that_show_nothing_are_refused(in_a_book, given, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        explore(draw, alt=describe, **given)


@pytest.mark.parametrize(
    "given", ["text", 3j, ipywidgets.SelectMultiple(options=[1, 2]), ipywidgets.Button()]
)
def test_controls_that_cannot_be_stepped_through_are_refused(in_a_book, given):
    with pytest.raises(TypeError, match="control theta: expected numbers"):
        explore(draw, alt=describe, theta=given)


@pytest.mark.parametrize("name", ["draw", "alt"])
def test_an_error_of_the_author_names_the_values(in_a_book, name):
    functions = {"draw": draw, "alt": describe, name: lambda *ax, theta: str(1 / (theta - 2))}
    with pytest.raises(RuntimeError, match=rf"{name}\(theta=2\) raised ZeroDivisionError"):
        explore(functions["draw"], alt=functions["alt"], theta=(1, 3))


def test_a_slider_that_would_move_while_the_picture_stays_is_refused(in_a_book):
    with pytest.raises(ValueError, match="same picture for theta = 0 and 1"):
        explore(lambda ax, theta: ax.plot([0, 1]), alt=describe, theta=(0, 2))


@pytest.mark.parametrize("said", ["", "  ", None, 3])
def test_a_picture_without_words_is_refused(in_a_book, said):
    with pytest.raises(ValueError, match="must return a sentence"):
        explore(draw, alt=lambda theta: said, theta=(1, 3))


def test_functions_are_expected(in_a_book):
    with pytest.raises(TypeError, match="alt must be a function"):
        explore(draw, alt="a line", theta=(1, 3))


def test_21_line_charts_weigh_less_than_60_kilobytes(in_a_book):
    xs = np.linspace(0, 10, 200)

    def step(ax, theta):
        ax.plot(xs, xs >= theta)
        ax.set(title=f"θ = {theta:.1f}", xlabel="input", ylabel="output")

    page = explore(step, alt=lambda theta: f"A step at {theta}.", theta=(0.0, 10.0, 0.5)).html
    assert len(page.encode()) < 60_000
