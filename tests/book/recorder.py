"""Draws, in a process of its own, what the sliders of a page should show.

``python -m tests.book.recorder PAGE FOLDER`` runs the code cells of a text notebook with
`explore` replaced by one that keeps the author's functions, and writes, for the positions listed
on standard input, what Matplotlib's ``savefig`` makes of them: ``FIGURE-K.png``.
"""

import itertools
import json
import os
import sys
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")

from matplotlib.figure import Figure

import course_lib.sliders
from book.pages import read_notebook
from course_lib.sliders.controls import read_controls


class Recorded:
    """One call of `explore`: the author's function and the values of each position."""

    def __init__(self, draw: Any, alt: Any, figsize: Any, controls: dict[str, Any]) -> None:
        self.draw, self.alt, self.figsize = draw, alt, figsize
        read = read_controls(controls)
        self.sizes = [len(control.values) for control in read]
        grid = itertools.product(*(control.values for control in read))
        names = [control.parameter for control in read]
        self.values = [dict(zip(names, values, strict=True)) for values in grid]

    def save(self, k: int, target: Path, width: int) -> None:
        figure = Figure(figsize=self.figsize, layout="constrained")
        self.draw(figure.add_subplot(), **self.values[k])
        figure.savefig(target, dpi=width / self.figsize[0])


def record(page: Path) -> list[Recorded]:
    """Run a page's cells and return its calls of `explore` that did not raise."""
    calls: list[Recorded] = []

    def explore(draw, *, alt, figsize=(6.0, 3.5), **controls):
        call = Recorded(draw, alt, figsize, controls)
        if len(call.values) > 200:
            raise ValueError("too many")  # a page may show this on purpose
        call.alt(**call.values[0])
        call.draw(Figure().add_subplot(), **call.values[0])
        calls.append(call)

    course_lib.sliders.explore = explore
    os.chdir(page.parent)
    names: dict[str, Any] = {"__name__": "__main__"}
    for cell in read_notebook(page).cells:
        tags = cell.metadata.get("tags", [])
        if cell.cell_type == "code" and "remove-cell" not in tags:
            try:
                exec(cell.source, names)
            except Exception:
                if "raises-exception" not in tags:
                    raise
    return calls


def main() -> None:
    page, folder = Path(sys.argv[1]), Path(sys.argv[2])
    wanted = json.load(sys.stdin)  # for each figure: positions and width in pixels
    for number, (call, (positions, width)) in enumerate(zip(record(page), wanted, strict=True)):
        for k in positions:
            call.save(k, folder / f"{number}-{k}.png", width)


if __name__ == "__main__":
    main()
