"""What a feedback page may show of a test: its open part, and one sentence of what failed.

nbgrader's own page shows hidden tests, a traceback shows the lines around an error, and a student's
function can show what it was called with.  A course whose settings name this preprocessor has it
also in nbgrader's own `generate_feedback`.
"""

from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import ClearHiddenTests
from traitlets import List


def told(error: NotebookNode) -> str:
    """Return the sentence that a student reads of an error in a test cell."""
    if error.ename in ("KeyboardInterrupt", "CellTimeoutError"):
        return "This took too long and was stopped. Is there a loop without an end?"
    return error.evalue if error.ename == "CheckFailed" else f"{error.ename}: {error.evalue}"


class HideTests(ClearHiddenTests):
    """Removes hidden tests with what they show, and leaves one sentence of an error."""

    display_data_priority = List().tag(config=True)  # nbgrader sets it, and warns where it is not

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], cell_index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade"):
            hidden = self._remove_hidden_test_region(cell)
            errors = {told(one): one for one in cell.outputs if one.output_type == "error"}
            for sentence, error in errors.items():
                error.traceback = [sentence]
            others = [one for one in cell.outputs if one.output_type != "error" and not hidden]
            cell.outputs = [*others, *errors.values()]
        return cell, resources

    def preprocess(
        self, notebook: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        for index, cell in enumerate(notebook.cells):
            notebook.cells[index], resources = self.preprocess_cell(cell, resources, index)
        return notebook, resources
