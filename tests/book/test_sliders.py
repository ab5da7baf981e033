"""Every slider of the book, moved in a browser without a network, shows what Python draws."""

import io
import itertools
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter

from book import ROOT
from book.execute import ENVIRONMENT
from book.pages import notebooks

WITH_SLIDERS = [page for page in notebooks() if "explore(" in page.read_text(encoding="utf-8")]
ALL_POSITIONS = 60  # a grid of so many pictures is tried completely
BLUR = 2.5  # pixels: Chromium and Matplotlib place an edge up to a pixel apart
SHARP = 1.0  # pixels: leaves a digit of a title to tell one picture from another
DIFFERENT = 48  # of 255: a blurred pixel that the eye tells from another
SHARE_ALLOWED = 0.005  # of such pixels
# Where pixels of the page and of the expected picture coincide: 600 and 9 for the frame, twice.
STILL = "position: fixed; top: 0; left: 0; z-index: 9999; width: 618px; box-sizing: border-box"

MOVE = """async ([figure, places]) => {
  const root = document.querySelectorAll('.explore')[figure];
  const image = root.querySelector('img'), before = image.src;
  const started = performance.now();
  const loaded = new Promise((done) => image.addEventListener('load', done, {once: true}));
  [...root.querySelectorAll('input')].forEach((input, i) => {
    if (input.type === 'checkbox') input.checked = places[i] === 1; else input.value = places[i];
  });
  root.querySelector('input').dispatchEvent(new Event('input', {bubbles: true}));
  await loaded;
  await image.decode();
  const inputs = [...root.querySelectorAll('input')];
  return {
    milliseconds: performance.now() - started,
    alt: image.alt,
    caption: root.querySelector('.explore-caption').textContent,
    readouts: inputs.map((i) => i.closest('.explore-control').querySelector('output').textContent),
    spoken: inputs.map((i) => i.getAttribute('aria-valuetext')),
    width: image.width, height: image.height,
  };
}"""


def inside(picture: Image.Image) -> Image.Image:
    """Return the picture without the padding (8 pixels) and border (1) of the style sheet."""
    return picture.crop((9, 9, picture.width - 9, picture.height - 9))


def seen(picture: Image.Image, size: tuple[int, int], blur: float = BLUR) -> np.ndarray:
    """Return a picture as numbers, blurred as by an eye that does not look for single pixels."""
    even = picture.convert("RGB").resize(size).filter(ImageFilter.GaussianBlur(blur))
    return np.asarray(even, dtype=np.int16)


def share_different(one: np.ndarray, other: np.ndarray) -> float:
    """Return the share of clearly differing pixels of two pictures."""
    return float((np.abs(one - other).max(axis=2) > DIFFERENT).mean())


def closest(picture: np.ndarray, among: dict[int, np.ndarray]) -> int:
    """Return which of the pictures is most like this one.

    The squares of two pictures differ only where the two do, however much else is a little off.
    """
    return min(among, key=lambda k: np.square(picture - among[k], dtype=np.int32).mean())


def positions_to_try(sizes: list[int], start: list[int]) -> list[tuple[int, ...]]:
    """Every combination of a small grid; of a large one each position once, and the corners."""
    grid = list(itertools.product(*map(range, sizes)))
    if len(grid) <= ALL_POSITIONS:
        return grid
    one_at_a_time = {
        (*start[:axis], place, *start[axis + 1 :])
        for axis, size in enumerate(sizes)
        for place in range(size)
    }
    corners = set(itertools.product(*((0, size - 1) for size in sizes)))
    return sorted(one_at_a_time | corners)


def open_page(page, site: Path, source: Path) -> None:
    page.goto((site / source.relative_to(ROOT)).with_suffix(".html").as_uri())
    page.wait_for_function("!document.querySelector('.explore-controls[hidden]')")


def expected_pictures(source: Path, folder: Path, wanted: list) -> None:
    subprocess.run(
        [sys.executable, "-m", "tests.book.recorder", source, folder],
        cwd=ROOT,
        env=os.environ | ENVIRONMENT,  # as in the build
        input=json.dumps(wanted),
        encoding="utf-8",
        check=True,
    )


@pytest.mark.parametrize("source", WITH_SLIDERS, ids=lambda source: source.stem)
def test_a_moved_slider_shows_what_python_draws(page, site, source, tmp_path, record_property):
    open_page(page, site, source)
    figures = page.locator(".explore")
    shown, wanted, first, later = {}, [], [], []
    for number in range(figures.count()):
        figure = figures.nth(number)
        inputs = figure.locator("input").all()
        sizes = [
            2 if i.get_attribute("type") == "checkbox" else int(i.get_attribute("max")) + 1
            for i in inputs
        ]
        start = [
            int(i.is_checked()) if i.get_attribute("type") == "checkbox" else int(i.input_value())
            for i in inputs
        ]
        tried, said = [], set()
        figure.locator("img").evaluate("(image, style) => { image.style = style }", STILL)
        for places in positions_to_try(sizes, start):
            k = int(np.ravel_multi_index(places, sizes))
            state = page.evaluate(MOVE, [number, list(places)])
            (later if tried else first).append(state["milliseconds"])
            assert state["alt"] == state["caption"]
            for readout, spoken in zip(state["readouts"], state["spoken"], strict=True):
                assert spoken in (None, readout)  # a check box speaks for itself
            said.add(state["alt"])
            png = figure.locator("img").screenshot()
            shown[number, k] = inside(Image.open(io.BytesIO(png)))
            tried.append(k)
        figure.locator("img").evaluate("image => image.removeAttribute('style')")
        assert len(said) == len(tried), "two positions are described alike"
        wanted.append([tried, shown[number, tried[0]].width])
    expected_pictures(source, tmp_path, wanted)
    for number, (tried, _) in enumerate(wanted):
        size = shown[number, tried[0]].size
        files = {k: Image.open(tmp_path / f"{number}-{k}.png") for k in tried}
        expected = {k: seen(file, size, SHARP) for k, file in files.items()}
        for k in tried:
            picture = shown[number, k]
            share = share_different(seen(picture, size), seen(files[k], size))
            assert share <= SHARE_ALLOWED, f"figure {number}, picture {k}: {share:.2%} differ"
            found = closest(seen(picture, size, SHARP), expected)
            assert found == k, f"figure {number}: picture {found} rather than {k}"
    record_property("milliseconds", {"first": max(first), "later": float(np.median(later))})
    print(f"{source.stem}: first move {max(first):.0f} ms, later {np.median(later):.0f} ms")


def test_the_comparison_tells_pictures_apart(tmp_path):
    source = ROOT / "chapters" / "03_perceptron.md"
    expected_pictures(source, tmp_path, [[[0, 1, 36], 700]])
    pictures = {k: seen(Image.open(tmp_path / f"0-{k}.png"), (700, 466)) for k in (0, 1, 36)}
    assert share_different(pictures[0], pictures[36]) > SHARE_ALLOWED
    for k, picture in pictures.items():
        others = {other: pictures[other] for other in pictures if other != k}
        assert closest(picture, others) != k
        assert closest(picture, pictures) == k
        noisy = picture + np.random.default_rng(k).integers(-9, 10, picture.shape)
        assert closest(noisy, pictures) == k


@pytest.mark.parametrize("source", WITH_SLIDERS, ids=lambda source: source.stem)
def test_no_two_pictures_of_a_page_are_described_alike_at_rest(page, site, source):
    open_page(page, site, source)
    alts = [image.get_attribute("alt") for image in page.locator("article img").all()]
    assert len(alts) == len(set(alts))


def test_keys_move_a_slider_and_the_move_is_announced(page, site):
    open_page(page, site, ROOT / "chapters" / "02_mcculloch_pitts.md")
    figure = page.locator(".explore").first
    slider = figure.locator("input[type=range]").first
    before = figure.locator(".explore-caption").text_content()
    slider.focus()
    slider.press("ArrowRight")
    page.wait_for_function(
        "before => document.querySelector('.explore-caption').textContent !== before", arg=before
    )
    assert figure.locator(".explore-caption").get_attribute("aria-live") == "polite"
    assert figure.locator("output").first.text_content() == slider.get_attribute("aria-valuetext")


def test_a_play_button_plays_to_the_end_and_stops(page, site):
    open_page(page, site, ROOT / "chapters" / "sliders_in_your_own_book.md")
    button = page.locator(".explore-play")
    slider = button.locator("xpath=..").locator("input")
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    page.wait_for_function(
        "() => document.querySelector('.explore-play').getAttribute('aria-pressed') === 'false'"
    )
    assert slider.input_value() == slider.get_attribute("max")


def test_without_javascript_the_picture_at_rest_is_shown_and_no_controls(browser, site):
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto((site / "chapters" / "02_mcculloch_pitts.html").as_uri())
    assert page.locator(".explore img").first.is_visible()
    assert not page.locator(".explore input").first.is_visible()
    context.close()


def test_the_script_is_on_pages_with_sliders_only_and_once(site):
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        expected = 1 if '<div class="explore"' in text else 0
        assert text.count("sliders.js") == expected, page
        assert "widget-state" not in text
