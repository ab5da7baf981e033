"""The pages need nothing from elsewhere: no other host, no error, formulas rendered."""

import functools
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def address(site):
    handler = functools.partial(Quiet, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def visit(page, urls, own):
    """Open pages one after the other; return foreign requests and what the console said."""
    foreign, said = [], []
    page.on("request", lambda r: None if r.url.startswith(own) else foreign.append(r.url))
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    for url in urls:
        page.goto(url)
        page.wait_for_load_state("networkidle")
    return foreign, said


def test_opened_as_files_the_pages_ask_nobody_and_complain_of_nothing(page, html_pages):
    urls = [path.as_uri() for path in html_pages]
    foreign, said = visit(page, urls, ("file:", "data:", "blob:"))
    assert foreign == []
    assert said == []


def test_from_a_web_server_the_pages_ask_nobody_else(browser, html_pages, site, address):
    context = browser.new_context()
    urls = [address + path.relative_to(site).as_posix() for path in html_pages]
    foreign, said = visit(context.new_page(), urls, (address, "data:", "blob:"))
    context.close()
    assert foreign == []
    assert said == []


def test_every_formula_is_rendered(page, html_pages):
    for path in html_pages:
        page.goto(path.as_uri())
        written = page.locator(".math").count()
        page.wait_for_function(
            "n => document.querySelectorAll('.math mjx-container').length >= n", arg=written
        )
        assert page.locator("mjx-merror, [data-mjx-error]").count() == 0
        # The Tab key stops at a formula only if it must be scrolled to be read.
        assert page.locator("mjx-container[tabindex]").evaluate_all(
            "all => all.every(one => one.scrollWidth > one.clientWidth)"
        )
        if written:
            assert page.locator("mjx-assistive-mml").count() >= written
        text = page.locator("article").inner_text() if page.locator("article").count() else ""
        assert "$$" not in text
        assert "\\(" not in text
