"""One feedback page: nbgrader's template, filled with what a student may see, loading nothing.

Tests are hidden, outputs reduced to text and pictures, texts cleaned, formulas converted.  The page
forbids the browser to run or fetch anything, should all of that have missed something.
"""

import html
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from jinja2 import DictLoader, pass_context
from nbconvert.exporters import HTMLExporter
from nbconvert.filters import Highlight2HTML
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbformat import NotebookNode
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory

from . import clean
from .assignment import Sheet
from .formulas import Formulas
from .hide_tests import HideTests
from .recorded import Recorded
from .safe_html import LONGEST, SafeMarkdown

MOST_TEXT = 500_000  # characters of all cells of a page
SHOWN = ("image/png", "text/plain")
POLICY = (
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">"
    '<meta name="referrer" content="no-referrer">'
)
# nbgrader's page loads MathJax from another host at the place where this stands.
NO_MATHJAX = f"{{%- macro mathjax(url='') -%}}{POLICY}{{%- endmacro -%}}"
REFUSED = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
{policy}
<title>{name}</title>
<style>
body {{ font-family: sans-serif; margin: 2em; max-width: 40em }}
p {{ white-space: pre-wrap }}
</style>
</head>
<body><h1>{name} was not graded</h1><p>{reason}</p></body>
</html>
"""


class Pages:
    """Makes the pages of an assignment, one after another.

    Parameters
    ----------
    course : nbgrader.coursedir.CourseDirectory
    formulas : Formulas
    files : mapping
        The other files of the release: pictures that its texts show.
    """

    def __init__(
        self, course: CourseDirectory, formulas: Formulas, files: Mapping[str, bytes]
    ) -> None:
        markdown = SafeMarkdown(formulas, files)
        highlight = lru_cache(maxsize=1000)(Highlight2HTML(pygments_lexer="ipython3"))

        @pass_context
        def markdown2html(context: Any, source: str) -> str:
            attachments = context.get("cell", {}).get("attachments", {})
            return markdown.convert(source, _pictures(attachments))

        self._formulas = formulas
        self._hide_tests = HideTests(parent=course)
        self._exporter = HTMLExporter(
            config=GenerateFeedback(coursedir=course).config,
            extra_loaders=[DictLoader({"mathjax.html.j2": NO_MATHJAX})],
            filters={
                "markdown2html": markdown2html,
                "highlight_code": lambda source, metadata=None: highlight(source),
            },
        )
        self._exporter.register_preprocessor(CSSHTMLHeaderPreprocessor, enabled=True)

    def graded(self, notebook: NotebookNode, sheet: Sheet, recorded: Recorded) -> str:
        """Return the page of a graded notebook; the notebook is changed."""
        self._formulas.new_page()
        self._hide_tests.preprocess(notebook, {})
        notebook.metadata = NotebookNode()
        left = MOST_TEXT
        for number, cell in enumerate(notebook.cells):
            cell["id"] = f"cell-{number}"
            _reduce(cell, min(left, LONGEST))
            left -= len(cell.source)
            _add_marks(cell, sheet, recorded)
        penalty = recorded.penalties.get(sheet.id) or 0
        about = {
            "notebook": html.escape(sheet.name),
            "score": recorded.scores[sheet.id] - penalty,
            "max_score": sum(sheet.points.values()),
            "late_penalty": penalty,
        }
        page, _ = self._exporter.from_notebook_node(notebook, {"nbgrader": about})
        return page

    @staticmethod
    def refused(name: str, reason: str) -> str:
        """Return the page of a notebook that was not graded."""
        said = html.escape(clean.text(reason))
        return REFUSED.format(policy=POLICY, name=html.escape(name), reason=said)


def _reduce(cell: NotebookNode, most: int) -> None:
    """Leave text and pictures of a cell."""
    cell.source = clean.text(cell.source, max(most, 1))
    nbgrader = cell.metadata.get("nbgrader")
    cell.metadata = NotebookNode({"nbgrader": nbgrader} if nbgrader else {})
    if cell.cell_type == "code":
        cell.outputs = [output for output in map(_reduced, cell.outputs) if output]


def _reduced(output: NotebookNode) -> NotebookNode | None:
    output.metadata = NotebookNode()
    if "data" not in output:
        return output
    output.data = NotebookNode({k: v for k, v in output.data.items() if k in SHOWN})
    return output if output.data else None


def _add_marks(cell: NotebookNode, sheet: Sheet, recorded: Recorded) -> None:
    """Tell the template the points of a cell and what was said of it."""
    nbgrader = cell.metadata.get("nbgrader")
    if not nbgrader:
        return
    grade_id = nbgrader.get("grade_id")
    marked = {name: one for one, name in (sheet.graded | sheet.tasks).items()}
    commented = {name: one for one, name in sheet.commented.items()}
    if grade_id not in marked.keys() | commented.keys():
        del cell.metadata["nbgrader"]  # an older release's, or nothing is graded here
        return
    nbgrader["score"] = recorded.cell_scores.get(marked.get(grade_id), 0.0)
    nbgrader["points"] = sheet.points.get(marked.get(grade_id), 0.0)
    nbgrader["comment"] = recorded.comments.get(commented.get(grade_id))


def _pictures(attachments: Mapping[str, Mapping[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (f"attachment:{name}", f"data:{kind};base64,{content}")
        for name, kinds in attachments.items()
        for kind, content in kinds.items()
    )
