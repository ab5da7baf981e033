"""One picture: drawn by the author's function, written as compact SVG, the same in every run."""

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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

    def paint(self, values: dict[str, Any]) -> tuple[str, str]:
        """Return the picture as SVG and the sentence that says what is seen."""
        with _named("draw", values):
            svg = _svg(self._figure(values))
        with _named("alt", values):
            text = self.alt(**values)
        if not isinstance(text, str) or not text.strip():
            raise ValueError(f"alt({_written(values)}) must return a sentence, got {text!r}")
        return svg, text

    def print(self, values: dict[str, Any]) -> bytes:
        """Return the picture as PNG, for paper."""
        png = io.BytesIO()
        with _named("draw", values):
            self._figure(values).savefig(png, format="png", dpi=PRINT_DPI)
        return png.getvalue()

    def _figure(self, values: dict[str, Any]) -> Figure:
        """Draw on a new figure, so that a picture keeps nothing of the one before."""
        figure = Figure(figsize=self.figsize, layout="constrained")
        self.draw(figure.add_subplot(), **values)
        return figure


@contextmanager
def _named(name: str, values: dict[str, Any]) -> Iterator[None]:
    """Let an error say for which values it came; Matplotlib finds some only when it saves."""
    try:
        yield
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
