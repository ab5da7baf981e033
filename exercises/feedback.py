"""What a feedback page may show of a test: its open part, and one sentence of what failed.

nbgrader's own page shows hidden tests, and a traceback shows the lines around an error.
"""

from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import ClearHiddenTests


class HideTests(ClearHiddenTests):
    """Removes hidden tests, and shortens the errors of test cells to their last line."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], cell_index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            self._remove_hidden_test_region(cell)
            for output in cell.get("outputs", []):
                if output.output_type == "error":
                    output.traceback = [f"{output.ename}: {output.evalue}"]
        return cell, resources

    def preprocess(
        self, notebook: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        for index, cell in enumerate(notebook.cells):
            notebook.cells[index], resources = self.preprocess_cell(cell, resources, index)
        return notebook, resources
