"""No page breaks a rule of WCAG 2.2 A or AA that axe-core can check."""

import pytest
from axe_playwright_python.sync_playwright import Axe

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 390])
def test_axe_finds_nothing(browser, html_pages, scheme, width):
    context = browser.new_context(
        offline=True, color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    found = []
    for path in html_pages:
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
