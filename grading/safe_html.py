"""Markdown becomes HTML in which nothing runs and nothing is fetched, whoever has written it."""

import base64
import html
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import PurePosixPath

from bleach.sanitizer import ALLOWED_TAGS, Cleaner
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from .formulas import Formulas

LONGEST = 20_000  # characters of one text; some take quadratic time
LARGEST = 1 << 20  # bytes of a picture
PICTURES = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".gif": "gif", ".webp": "webp"}
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TABLES = ("table", "thead", "tbody", "tfoot", "tr", "th", "td", "dl", "dt", "dd")
_OTHERS = ("p", "br", "hr", "pre", "div", "span", "img", "del", "s", "u", "sub", "sup", "kbd")
TAGS = {*ALLOWED_TAGS, *_HEADINGS, *_TABLES, *_OTHERS, "details", "summary", "small"}
# Formulas wait outside of the text between these two while it is cleaned.
_OPEN, _CLOSE = "\ue000", "\ue001"
_PLACE = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")

_LINK = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)


class SafeMarkdown:
    """The conversion for a whole run; texts that were seen before are remembered.

    Parameters
    ----------
    formulas : Formulas
    files : mapping
        What may be shown as pictures, by the names that stand in the text.
    """

    def __init__(self, formulas: Formulas, files: Mapping[str, bytes]) -> None:
        self._formulas = formulas
        self._files = files
        attributes = {"a": _a, "img": _img, "ol": ["start"], "code": ["class"]}
        attributes |= {"span": ["class"], "pre": ["class"], "div": ["class"], "details": ["open"]}
        self._clean = Cleaner(
            TAGS, attributes, protocols=["http", "https", "mailto", "data"], strip=True
        )
        self.convert = lru_cache(maxsize=1000)(self._convert)

    def _convert(self, source: str, attachments: tuple[tuple[str, str], ...] = ()) -> str:
        """Return a text as HTML; ``attachments`` are (name, data) of pictures it brings along."""
        text = source if len(source) <= LONGEST else source[: LONGEST - 1] + "…"
        text = text.translate({ord(_OPEN): None, ord(_CLOSE): None})
        renderer = _Renderer(self._formulas, self._files, dict(attachments))
        try:
            unsafe = MarkdownWithMath(renderer=renderer).render(text)
            clean = self._clean.clean(unsafe)
        except RecursionError:  # thousands of quotations within quotations
            return f"<pre>{html.escape(text)}</pre>"
        return _PLACE.sub(lambda place: renderer.converted[int(place[1])], clean)


class _Renderer(IPythonRenderer):
    """nbconvert's, with a place for each formula, and pictures of known files only."""

    def __init__(
        self, formulas: Formulas, files: Mapping[str, bytes], attached: Mapping[str, str]
    ) -> None:
        super().__init__(escape=False, exclude_anchor_links=True)
        self._formulas = formulas
        self._files = files
        self._attached = attached
        self.converted: list[str] = []

    def _place(self, latex: str, display: bool) -> str:
        self.converted.append(self._formulas.convert(latex, display))
        return f"{_OPEN}{len(self.converted) - 1}{_CLOSE}"

    def inline_math(self, body: str) -> str:
        return self._place(body, display=False)

    def block_math(self, body: str) -> str:
        return self._place(body, display=True)

    def latex_environment(self, name: str, body: str) -> str:
        return self._place(rf"\begin{{{name}}}{body}\end{{{name}}}", display=True)

    def image(self, text: str, url: str, title: str | None = None) -> str:
        content = self._files.get(str(PurePosixPath(url)))
        kind = PICTURES.get(PurePosixPath(url).suffix.lower())
        if content is not None and kind and len(content) <= LARGEST:
            source = f"data:image/{kind};base64,{base64.b64encode(content).decode()}"
        else:
            source = self._attached.get(url, url)
        return f'<img src="{html.escape(source)}" alt="{html.escape(text)}">'


def _a(tag: str, name: str, value: str) -> bool:
    return name == "title" or (name == "href" and _LINK.match(value) is not None)


def _img(tag: str, name: str, value: str) -> bool:
    if name == "src":
        return _PICTURE.fullmatch(value) is not None
    return name in ("alt", "title", "width", "height")
