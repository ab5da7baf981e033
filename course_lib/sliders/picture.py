"""One picture: drawn by the author's function, written as compact SVG, the same in every run."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

PRINT_DPI = 200
# Text as shapes needs no font of the reader's; a fixed salt gives the same ids in every run.
SVG_STYLE = {"svg.fonttype": "path", "svg.hashsalt": "explore"}


@dataclass
class Painter:
    """Calls ``draw`` and ``alt`` of `course_lib.explore` for given values."""

    draw: Callable[..., None]
    alt: Callable[..., str]
    figsize: tuple[float, float]

    @cached_property
    def _figure(self) -> Figure:
        return Figure(figsize=self.figsize, layout="constrained")

    def paint(self, values: dict[str, Any]) -> tuple[str, str]:
        """Return the picture as SVG and the sentence that says what is seen."""
        self._paint(values)
        text = self._call("alt", self.alt, values)
        if not isinstance(text, str) or not text.strip():
            raise ValueError(f"alt({_written(values)}) must return a sentence, got {text!r}")
        return _svg(self._figure), text

    def print(self, values: dict[str, Any]) -> bytes:
        """Return the picture as PNG, for paper."""
        self._paint(values)
        png = io.BytesIO()
        self._figure.savefig(png, format="png", dpi=PRINT_DPI)
        return png.getvalue()

    def _paint(self, values: dict[str, Any]) -> None:
        self._figure.clear()
        ax = self._figure.add_subplot()
        self._call("draw", lambda **now: self.draw(ax, **now), values)

    @staticmethod
    def _call(name: str, function: Callable[..., Any], values: dict[str, Any]) -> Any:
        try:
            return function(**values)
        except Exception as error:
            kind = type(error).__name__
            raise RuntimeError(f"{name}({_written(values)}) raised {kind}: {error}") from error


def _written(values: dict[str, Any]) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in values.items())


def _svg(figure: Figure) -> str:
    text = io.StringIO()
    with mpl.rc_context(SVG_STYLE):
        figure.savefig(text, format="svg", metadata={"Date": None})
    svg = text.getvalue()
    svg = svg[svg.index("<svg") :]
    # A hundredth of a point is finer than any screen; shorter paths make lighter pages.
    return re.sub(r' d="[^"]*"', lambda path: re.sub(r"(\.\d\d)\d+", r"\1", path[0]), svg)
