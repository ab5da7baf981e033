"""The sliders in a published page: every picture drawn beforehand and packed into the HTML.

The pictures of one figure are much alike, so each SVG is split into its tags, equal tags are kept
once, and the whole is compressed.  The browser inflates it at the reader's first move.
"""

import html
import itertools
import json
import math
import os
import re
import zlib
from base64 import b64encode
from dataclasses import dataclass
from typing import Any

from .controls import Control
from .picture import Painter

MAX_PICTURES = 200
BUILD_FLAG = "COURSE_LIB_EXPLORE"  # set to "book" for the kernels of a book that is being built


def building_a_book() -> bool:
    return os.environ.get(BUILD_FLAG) == "book"


@dataclass(frozen=True)
class PackedFigure:
    """What a page shows: HTML in browsers, PNG on paper, a line of text elsewhere."""

    html: str
    png: bytes
    text: str

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {"text/html": self.html, "image/png": self.png, "text/plain": self.text}


def show(painter: Painter, controls: list[Control]) -> PackedFigure:
    """Draw every combination of positions and pack the pictures."""
    _refuse_too_many(controls)
    grid = list(itertools.product(*(range(len(control.values)) for control in controls)))
    pictures, texts = [], []
    for place in grid:
        svg, text = painter.paint(_values(controls, place))
        pictures.append(svg)
        texts.append(text)
    _refuse_equal_neighbors(controls, dict(zip(grid, pictures, strict=True)))

    start = tuple(control.start for control in controls)
    at_rest = grid.index(start)
    said = ", ".join(f"{c.name} = {c.labels[c.start]}" for c in controls)
    page = _page(controls, pictures, texts, at_rest)
    for control in controls:
        control.widget.close()
    text = f"[interactive figure, {said}: {texts[at_rest]}]"
    return PackedFigure(page, painter.print(_values(controls, start)), text)


def _values(controls: list[Control], place: tuple[int, ...]) -> dict[str, Any]:
    return {c.parameter: c.values[i] for c, i in zip(controls, place, strict=True)}


def _refuse_too_many(controls: list[Control]) -> None:
    count = math.prod(len(control.values) for control in controls)
    if count > MAX_PICTURES:
        grid = " × ".join(f"{len(c.values)} of {c.parameter}" for c in controls)
        raise ValueError(
            f"{grid} make {count} pictures, expected at most {MAX_PICTURES}: "
            f"use a coarser step or fewer choices"
        )


def _refuse_equal_neighbors(controls: list[Control], pictures: dict[tuple[int, ...], str]) -> None:
    """A slider that moves while the picture stays misleads: the drawing must mark the value."""
    for place, picture in pictures.items():
        for axis, control in enumerate(controls):
            neighbor = (*place[:axis], place[axis] + 1, *place[axis + 1 :])
            if pictures.get(neighbor) == picture:
                here, there = (control.labels[p[axis]] for p in (place, neighbor))
                raise ValueError(
                    f"draw shows the same picture for {control.parameter} = {here} and {there} "
                    f"(at {_values(controls, place)}), expected a visible difference: "
                    f"mark the value in the drawing"
                )


def _pack(pictures: list[str]) -> str:
    """Return the pictures as base64 of deflated JSON: [tags, one list of tag numbers each]."""
    numbers: dict[str, int] = {}
    rows = [
        [numbers.setdefault(tag, len(numbers)) for tag in re.split(r"(?=<)", picture)]
        for picture in pictures
    ]
    packed = json.dumps([list(numbers), rows], separators=(",", ":")).encode()
    return b64encode(zlib.compress(packed, 9)).decode()


def _page(controls: list[Control], pictures: list[str], texts: list[str], at_rest: int) -> str:
    names = html.escape(", ".join(control.name for control in controls))
    rows = "".join(_control(control) for control in controls)
    picture = b64encode(pictures[at_rest].encode()).decode()
    caption = html.escape(texts[at_rest])
    spec = {"labels": [control.labels for control in controls], "texts": texts}
    # "</" would end the script element early.
    spec_json = json.dumps(spec, ensure_ascii=False).replace("</", "<\\/")
    return (
        f'<div class="explore" role="group" aria-label="Interactive figure: {names}">'
        f'<div class="explore-controls" hidden>{rows}</div>'
        f'<img src="data:image/svg+xml;base64,{picture}" alt="{caption}">'
        f'<p class="explore-caption" aria-live="polite">{caption}</p>'
        f'<script type="application/json" class="explore-spec">{spec_json}</script>'
        f'<script type="text/plain" class="explore-pictures">{_pack(pictures)}</script>'
        f"</div>"
    )


def _control(control: Control) -> str:
    name, label = html.escape(control.name), html.escape(control.labels[control.start])
    if control.is_check_box:
        checked = "checked " if control.start else ""
        entry = f'<input type="checkbox" {checked}autocomplete="off">'
    else:
        entry = (
            f'<input type="range" min="0" max="{len(control.values) - 1}" '
            f'value="{control.start}" aria-valuetext="{label}" autocomplete="off">'
        )
    play = (
        f'<button type="button" class="explore-play" data-interval="{control.play_interval}" '
        f'aria-label="Play {name}" aria-pressed="false">▶</button>'
        if control.play_interval
        else ""
    )
    return (
        f'<div class="explore-control"><label><span>{name}</span>{entry}</label>'
        f"<output>{label}</output>{play}</div>"
    )
