"""The pages of the built book, in a browser without a network."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page


@pytest.fixture(scope="session")
def html_pages(site: Path) -> list[Path]:
    """Every page of the book; the theme's own search page too."""
    return sorted(page for page in site.rglob("*.html") if "_static" not in page.parts)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a browser that has no network."""
    context = browser.new_context(offline=True, viewport={"width": 1200, "height": 900})
    yield context.new_page()
    context.close()
