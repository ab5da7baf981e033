"""The HTML itself: links lead somewhere, headings are in order, pictures speak, pages are light."""

import gzip
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest

from book import ROOT
from book.chapter_map import chapters
from book.extension import STATIC

WEIGHT = 1_500_000  # bytes of a chapter's page, compressed


class Seen(HTMLParser):
    """What a page holds: links, ids, headings, pictures, language, title."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links, self.ids, self.headings, self.alts = [], set(), [], []
        self.lang, self.title, self._in_title = None, "", False
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        if "id" in named:
            self.ids.add(named["id"])
        if tag in ("a", "link", "script", "img") and (named.get("href") or named.get("src")):
            self.links.append(named.get("href") or named["src"])
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.headings.append(int(tag[1]))
        if tag == "img":
            self.alts.append(named.get("alt"))
        if tag == "html":
            self.lang = named.get("lang")
        self._in_title = tag == "title"

    def handle_data(self, data):
        if self._in_title:
            self.title += data


@pytest.fixture(scope="module")
def seen(html_pages):
    return {path: Seen(path) for path in html_pages}


def test_every_link_inside_the_book_leads_somewhere(seen):
    broken = []
    for path, page in seen.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            there = target.exists()
            if parts.fragment and target in seen:
                there = unquote(parts.fragment) in seen[target].ids
            if not there:
                broken.append(f"{path.name}: {link}")
    assert broken == []


def test_every_page_has_a_language_a_title_and_headings_in_order(seen):
    for path, page in seen.items():
        assert page.lang == "en", path
        assert page.title.strip(), path
        if path.name in ("search.html", "index.html"):
            continue
        assert page.headings.count(1) == 1, path
        for before, after in zip(page.headings, page.headings[1:], strict=False):
            assert after <= before + 1, (path, page.headings)


def test_every_page_has_the_books_own_style_and_script(seen):
    own = {path.name for path in STATIC.iterdir() if path.suffix in (".css", ".js")}
    for path, page in seen.items():
        loaded = {Path(urlsplit(link).path).name for link in page.links}
        assert own <= loaded, path


def test_every_picture_has_a_text(seen):
    for path, page in seen.items():
        for alt in page.alts:
            assert alt and not alt.startswith("../") and "_images" not in alt, (path, alt)


@pytest.mark.parametrize("source", chapters(), ids=lambda source: source.stem)
def test_a_chapter_offers_itself_as_a_notebook(site, source):
    page = (site / source.relative_to(ROOT)).with_suffix(".html")
    assert f'href="{source.stem}.ipynb"' in page.read_text(encoding="utf-8")
    notebook = nbformat.read(page.with_suffix(".ipynb"), as_version=4)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"


@pytest.mark.parametrize("source", chapters(), ids=lambda source: source.stem)
def test_a_chapter_is_light_enough_for_a_phone(site, source):
    page = (site / source.relative_to(ROOT)).with_suffix(".html")
    own = [page, *(page.parent / link for link in Seen(page).links if "_images" in link)]
    weight = sum(len(gzip.compress(path.read_bytes())) for path in own)
    print(f"{source.stem}: {weight / 1000:.0f} kB")
    assert weight <= WEIGHT


def test_every_erratum_that_a_page_names_has_its_entry(seen, site):
    errata = seen[site / "chapters" / "errata.html"]
    named = {
        urlsplit(link).fragment
        for page in seen.values()
        for link in page.links
        if "#erratum-" in link
    }
    assert named
    assert named <= errata.ids
