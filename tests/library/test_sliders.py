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


def repr_of(x):
    return f"x is {x!r}."


def move(widget, place):
    """Put a widget on a position as a browser does, with the noise of binary fractions."""
    if isinstance(widget, ipywidgets.Dropdown):
        widget.index = place
    elif isinstance(widget, ipywidgets.FloatLogSlider):
        widget.value = widget.base ** (widget.min + place * widget.step)
    else:
        widget.value = widget.min + place * widget.step


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
            [0.01, 0.0316227766017, 0.1],
            ["0.01", "0.0316", "0.1"],
        ),
        (
            ipywidgets.FloatLogSlider(value=1, base=2, min=8, max=10, step=1),
            [256, 512, 1024],
            ["256", "512", "1024"],
        ),
        (
            ipywidgets.FloatLogSlider(value=1, min=0, max=0.002, step=0.001),
            [1, 1.00230523808, 1.00461579028],
            ["1", "1.002", "1.005"],
        ),
        ((0.0, 2e-6, 1e-6), [0, 1e-6, 2e-6], ["0.000000", "0.000001", "0.000002"]),
        ((0.0, 3e-11, 1e-11), [0, 1e-11, 2e-11, 3e-11], ["0", "1e−11", "2e−11", "3e−11"]),
        ((0.0, 1.0, 1 / 3), [0, 0.33333333333, 0.66666666667, 1], ["0", "0.333", "0.667", "1"]),
        ((-0.9, 0.0, 0.3), [-0.9, -0.6, -0.3, 0], ["−0.9", "−0.6", "−0.3", "0.0"]),
        ((12345678901, 12345678902), [12345678901, 12345678902], ["12345678901", "12345678902"]),
        ([1e-11, 2e-11], [1e-11, 2e-11], ["1e-11", "2e-11"]),
        ([1, 2, "all", None], [1, 2, "all", None], ["1", "2", "all", "None"]),
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


@pytest.mark.parametrize(
    ("given", "start"),
    [
        ((0, 4), 2),
        (ipywidgets.Dropdown(options=[("none", None), ("one", 1)], value=1), 1),
        (ipywidgets.Dropdown(options=[("one", 1), ("none", None)], value=None), 1),
        (ipywidgets.Dropdown(options=[("a", 1), ("b", 1), ("c", 2)], index=1), 1),
        (ipywidgets.Dropdown(options=[1e-11, 2e-11], value=2e-11), 1),
        (ipywidgets.ToggleButton(value=True), 1),
        (ipywidgets.FloatLogSlider(value=0.3, min=-2, max=0, step=0.5), 3),
    ],
)
def test_a_control_rests_where_its_widget_stands(given, start):
    assert control(x=given).start == start


@pytest.mark.parametrize(
    "make",
    [
        lambda: ipywidgets.IntSlider(value=5, min=0, max=9, step=3),  # 5 is no position
        lambda: ipywidgets.FloatLogSlider(value=32, base=2, min=0, max=10, step=1),
        lambda: ipywidgets.FloatSlider(value=0, min=0, max=1e-10, step=1e-11),
        lambda: ipywidgets.FloatSlider(value=0.3, min=-0.9, max=0.9, step=0.3),
        lambda: ipywidgets.Dropdown(options=[1e-11, 2e-11]),
    ],
)
def test_the_page_and_jupyter_draw_the_same_values(make, monkeypatch):
    drawn = []

    def see(ax, x):
        drawn.append(x)
        ax.set_title(repr(x))

    monkeypatch.setenv(BUILD_FLAG, "book")
    explore(see, alt=repr_of, x=make())
    *in_page, at_rest = drawn  # the last one is for paper
    monkeypatch.delenv(BUILD_FLAG)
    widget = explore(see, alt=repr_of, x=make()).children[0]
    assert drawn[-1] == at_rest
    in_jupyter = []
    for place in range(len(in_page)):
        move(widget, place)
        in_jupyter.append(drawn[-1])
    assert in_jupyter == in_page


def test_a_page_holds_for_every_value_the_picture_that_python_draws(in_a_book):
    pictures = unpack(explore(draw, alt=describe, theta=(1, 4)).html)
    fresh = [Painter(draw, describe, (6, 3.5)).paint({"theta": theta})[0] for theta in range(1, 5)]
    assert pictures == fresh


def test_a_picture_keeps_nothing_of_the_one_before(in_a_book):
    def first_one_large_and_gray(ax, theta):
        if theta == 1:
            ax.figure.set_size_inches(9, 9)
            ax.figure.set_facecolor("gray")
            ax.figure.set_layout_engine("none")
        draw(ax, theta)

    packed = explore(first_one_large_and_gray, alt=describe, theta=(1, 3))
    painter = Painter(first_one_large_and_gray, describe, (6, 3.5))
    fresh = [painter.paint({"theta": theta})[0] for theta in (3, 2, 1)]
    assert unpack(packed.html) == fresh[::-1]
    assert fresh[0] == Painter(draw, describe, (6, 3.5)).paint({"theta": 3})[0]


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
        [sys.executable, "-c", code],
        capture_output=True,
        encoding="utf-8",
        check=True,
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
        ({"theta": ipywidgets.FloatSlider(step=0)}, "theta goes from 0.0 to 100.0 in steps of 0.0"),
        (
            {"theta": ipywidgets.FloatSlider(step=-0.1)},
            "expected finite numbers and a step greater",
        ),
        ({"theta": ipywidgets.BoundedFloatText()}, "in steps of None"),
        ({"theta": ipywidgets.FloatSlider(max=np.inf)}, "goes from 0.0 to inf"),
        ({"theta": (1.0, 1.0 + 1e-13, 1e-14)}, "expected a step that 12 digits can show"),
        ({"theta": ipywidgets.Dropdown(options=[1, 2], value=None)}, "theta has no value"),
        ({}, "at least one control"),
    ],
)
def test_controls_that_show_nothing_are_refused(in_a_book, given, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        explore(draw, alt=describe, **given)


@pytest.mark.parametrize(
    "given",
    [
        "text",
        3j,
        ipywidgets.SelectMultiple(options=[1, 2]),
        ipywidgets.Button(),
        ipywidgets.IntRangeSlider(),
        ipywidgets.DatePicker(),
    ],
)
def test_controls_that_cannot_be_stepped_through_are_refused(in_a_book, given):
    with pytest.raises(TypeError, match="control theta: expected numbers"):
        explore(draw, alt=describe, theta=given)


@pytest.mark.parametrize("name", ["draw", "alt"])
def test_an_error_of_the_author_names_the_values(in_a_book, name):
    functions = {"draw": draw, "alt": describe, name: lambda *ax, theta: str(1 / (theta - 2))}
    with pytest.raises(RuntimeError, match=rf"{name}\(theta=2\) raised ZeroDivisionError"):
        explore(functions["draw"], alt=functions["alt"], theta=(1, 3))


def test_an_error_that_matplotlib_finds_late_names_the_values_too(in_a_book):
    def misspell(ax, theta):
        ax.set_title("$" if theta < 2 else r"$\fraction$")

    with pytest.raises(RuntimeError, match=r"draw\(theta=2\) raised ValueError: \s*\\fraction"):
        explore(misspell, alt=describe, theta=(1, 3))


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


def test_a_page_of_another_book_asks_no_other_host_for_widgets(tmp_path):
    (tmp_path / "conf.py").write_text(
        "extensions = ['myst_nb', 'course_lib.sliders.extension']\nnb_execution_mode = 'force'\n",
        encoding="utf-8",
    )
    start = "---\nfile_format: mystnb\nkernelspec: {name: python3}\n---\n\n# A page\n\n"
    slider = (
        "from course_lib import explore\n"
        "explore(lambda ax, n: ax.set_title(n), alt=lambda n: f'The number {n}.', n=(1, 3))\n"
    )
    live = "from ipywidgets import IntSlider\nIntSlider()\n"
    for name, cells in {"index": [slider], "both": [slider, live]}.items():
        text = "\n".join(f"```{{code-cell}}\n{cell}```\n" for cell in cells)
        (tmp_path / f"{name}.md").write_text(start + text, encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", str(tmp_path), str(tmp_path / "html")]
    subprocess.run(command, check=True)
    pages = {
        name: (tmp_path / "html" / f"{name}.html").read_text(encoding="utf-8")
        for name in ("index", "both")
    }
    assert 'class="explore"' in pages["index"]
    assert not re.search(r'<script[^>]+src="https?:', pages["index"])
    assert "widget-state" not in pages["index"]
    assert "html-manager" in pages["both"]  # a live widget needs its manager
    assert "widget-state" in pages["both"]
