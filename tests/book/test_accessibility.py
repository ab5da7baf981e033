"""No page breaks a rule of WCAG 2.2 A or AA that axe-core can check."""

import pytest
from axe_playwright_python.sync_playwright import Axe

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


# All that pages have in common (navigation, boxes, code, sliders, tables) is on these; they are
# looked at in all four ways, the others in two: a page takes axe-core up to twenty seconds.
SHARED = {"index", "search", "04_training_the_perceptron", "notation"}


@pytest.mark.parametrize(
    "width, scheme, names",
    [(1200, "light", None), (390, "dark", None), (1200, "dark", SHARED), (390, "light", SHARED)],
)
def test_axe_finds_nothing(browser, html_pages, width, scheme, names):
    context = browser.new_context(
        offline=True, color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    found = []
    paths = [path for path in html_pages if names is None or path.stem in names]
    assert len(paths) >= len(SHARED)
    for path in paths:
        page.goto(path.as_uri())
        page.wait_for_load_state("networkidle")
        results = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
        found += [
            f"{path.name}: {violation['id']}: {node['html'][:160]} | {node['failureSummary'][:300]}"
            for violation in results.response["violations"]
            for node in violation["nodes"]
        ]
    context.close()
    assert not found, f"{len(found)} violations:\n" + "\n".join(found[:40])


@pytest.mark.parametrize("width", [1200, 390, 320])
def test_no_page_is_wider_than_its_window(browser, html_pages, width):
    context = browser.new_context(offline=True, viewport={"width": width, "height": 900})
    page = context.new_page()
    for path in html_pages:
        page.goto(path.as_uri())
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path.name
    context.close()
