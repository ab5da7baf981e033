"""Where a browser cannot unpack the pictures, no slider moves beside a picture that stays."""

import pytest

MISSING = "delete window.DecompressionStream"
FAILING = "window.DecompressionStream = class { constructor() { throw new Error('no'); } }"
SENTENCE = "(This browser cannot unpack the other pictures of this figure: it stays as it is.)"


@pytest.fixture
def figure(page, site, request):
    page.add_init_script(request.param)
    page.goto((site / "chapters" / "03_perceptron.html").as_uri())
    return page.locator(".explore").first


def at_rest(figure) -> str:
    """What the page itself says of the picture at rest."""
    return figure.locator("img").get_attribute("alt")


@pytest.mark.parametrize("figure", [MISSING], indirect=True)
def test_a_browser_that_never_could_shows_no_controls_and_says_so(figure):
    said = figure.locator(".explore-caption").text_content()
    assert said == f"{at_rest(figure)} {SENTENCE}"
    assert not figure.locator("input").first.is_visible()
    assert figure.locator("img").is_visible()


@pytest.mark.parametrize("figure", [FAILING], indirect=True)
def test_a_failure_at_the_first_move_takes_the_controls_away(figure):
    before = at_rest(figure)
    slider = figure.locator("input").first
    slider.press("End")
    slider.wait_for(state="hidden")
    said = figure.locator(".explore-caption").text_content()
    assert said == f"{before} {SENTENCE}"
    assert at_rest(figure) == before
