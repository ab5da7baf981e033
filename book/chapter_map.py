"""The map of the landing page: which chapter builds on which, drawn from their front matter."""

import html
import textwrap
from dataclasses import dataclass
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from . import ROOT
from .pages import front_matter, pages

WIDTH, BOX_WIDTH, BOX_HEIGHT, ROW = 480, 210, 56, 96  # of the drawing, in its own units
LETTERS_IN_A_LINE = 22


@dataclass(frozen=True)
class Place:
    """A chapter in the map: its number, title, file, what it builds on, and its box."""

    number: str
    title: str
    page: Path
    builds_on: tuple[str, ...]
    level: int
    x: float
    y: float


class ChapterMap(SphinxDirective):
    """``{chapter-map}``: a drawing in which every chapter is a link."""

    def run(self) -> list[nodes.Node]:
        for page in chapters():
            self.env.note_dependency(str(page))
        try:
            drawing = draw(arrange(chapters()))
        except ValueError as error:
            raise self.error(str(error)) from error
        return [nodes.raw("", drawing, format="html")]


def chapters() -> list[Path]:
    """Return the numbered chapters, in order."""
    return [page for page in pages() if page.stem[:2].isdigit()]


def arrange(chapters: list[Path]) -> list[Place]:
    """Put every chapter one row below the lowest of those it builds on.

    Raises
    ------
    ValueError
        A chapter builds on one that does not come before it, or does not say what it builds on.
    """
    levels: dict[str, int] = {}
    for page in chapters:
        below = front_matter(page).get("builds_on")
        if below is None:
            raise ValueError(f"{page.name}: its front matter has no `builds_on`")
        unknown = [number for number in below if number not in levels]
        if unknown:
            raise ValueError(f"{page.name} builds on {unknown}, which do not come before it")
        levels[page.stem[:2]] = 1 + max((levels[number] for number in below), default=-1)
    rows: dict[int, list[Path]] = {}
    for page in chapters:
        rows.setdefault(levels[page.stem[:2]], []).append(page)
    return [
        Place(
            number=page.stem[:2],
            title=_title(page),
            page=page,
            builds_on=tuple(front_matter(page)["builds_on"]),
            level=level,
            x=WIDTH * (i + 1) / (len(row) + 1),
            y=ROW * level + BOX_HEIGHT / 2 + 2,
        )
        for level, row in rows.items()
        for i, page in enumerate(row)
    ]


def draw(places: list[Place]) -> str:
    """Return the map as SVG with links."""
    at = {place.number: place for place in places}
    edges = "".join(_edge(at[below], place) for place in places for below in place.builds_on)
    boxes = "".join(_box(place) for place in places)
    height = ROW * max(place.level for place in places) + BOX_HEIGHT + 4
    return (
        f'<svg class="chapter-map" viewBox="0 0 {WIDTH} {height}" role="group" '
        f'aria-label="Map of the chapters: an arrow leads from a chapter to those that build on '
        f'it"><defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" '
        f'markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>'
        f"{edges}{boxes}</svg>"
    )


def _edge(start: Place, end: Place) -> str:
    y1, y2 = start.y + BOX_HEIGHT / 2, end.y - BOX_HEIGHT / 2 - 2
    middle = (y1 + y2) / 2
    path = f"M{start.x} {y1}C{start.x} {middle} {end.x} {middle} {end.x} {y2}"
    return f'<path class="edge" d="{path}" marker-end="url(#tip)"/>'


def _box(place: Place) -> str:
    left, top = place.x - BOX_WIDTH / 2, place.y - BOX_HEIGHT / 2
    lines = textwrap.wrap(f"{place.number} {place.title}", LETTERS_IN_A_LINE)
    first = place.y + 5 - 9 * (len(lines) - 1)
    text = "".join(
        f'<tspan x="{place.x}" y="{first + 18 * i}">{html.escape(line)}</tspan>'
        for i, line in enumerate(lines)
    )
    link = place.page.relative_to(ROOT).with_suffix(".html").as_posix()
    return (
        f'<a href="{link}"><rect x="{left}" y="{top}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" '
        f'rx="8"/><text text-anchor="middle">{text}</text></a>'
    )


def _title(page: Path) -> str:
    lines = page.read_text(encoding="utf-8").split("\n")
    return next(line.removeprefix("# ") for line in lines if line.startswith("# "))
