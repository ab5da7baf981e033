"""Attacks by a notebook with tests edited, moved or copied, and with forged metadata."""

from tests.grading.assignment import ANSWERS, POINTS

from .attack import by_notebook
from .changes import (
    POINTS_SHOWN,
    all_metadata,
    answered_twice,
    copied,
    crowded,
    deep_code,
    deleted,
    delimiters,
    each_nbgrader,
    each_test,
    each_test_nbgrader,
    every_cell,
    kinds_exchanged,
    long,
    moved,
    new_test,
    odd_attachments,
    one_name_for_all,
    renamed,
    tagged,
    whole,
    wide,
)

WITHOUT = {
    "the tag skip-execution on tests": tagged("skip-execution"),
    "the tag skip-execution and forged points": tagged("skip-execution", POINTS_SHOWN),
    "the tag raises-exception on tests": tagged("raises-exception"),
    "other tags of notebooks": tagged("remove-cell", POINTS_SHOWN),
    "tests edited": each_test(source="3"),
    "tests emptied": each_test(source=""),
    "tests deleted": deleted,
    "tests moved to the front": moved,
    "tests copied, the first is edited": copied("3", ""),
    "tests copied, the second is edited": copied("", "3"),
    "tests of a hundred points": each_test_nbgrader(points=100),
    "tests of negative and of no points": each_test_nbgrader(points=float("-inf")),
    "tests without grade": each_test_nbgrader(grade=False),
    "tests that are solutions": each_test_nbgrader(solution=True, locked=False),
    "tests that are tasks": each_test_nbgrader(task=True, grade=False),
    "tests of another schema": each_test_nbgrader(schema_version=1, checksum="0"),
    "tests of markdown": each_test(cell_type="markdown"),
    "tests that are raw": each_test(cell_type="raw"),
    "tests of an unknown kind": each_test(cell_type="evil"),
    "tests named like answers": renamed,
    "a test of its own": new_test,
    "one name for all cells": one_name_for_all,
    **{
        f"metadata that is {what!r}": all_metadata(what)
        for what in ("text", ["a", "list"], None, 31337, {}, {"grade_id": ["x"]}, {"grade_id": {}})
    },
    "all metadata of cells is text": every_cell(metadata="text"),
    "all metadata of cells is nothing": every_cell(metadata=None),
    "source that is nothing": every_cell(source=None),
    "source that is a number": every_cell(source=31337),
    "source that is a list of numbers": every_cell(source=[1, 2]),
    "source that is a dict": every_cell(source={"a": 1}),
    "outputs that are none": each_test(outputs={"a": [None]}, execution_count="x"),
    "cells that are nothing": whole(cells=None),
    "cells that are a dict": whole(cells={"a": 1}),
    "cells that are numbers": whole(cells=[1, None, "x", []]),
    "no cells": whole(cells=[]),
}
ODD = {
    **{
        f"schema version {version!r}": each_nbgrader(schema_version=version)
        for version in (1, 99, "x")
    },
    "no schema version": each_nbgrader(schema_version=None),
    "answers twice": answered_twice,
    "ten thousand cells": crowded,
    "a cell of four megabytes": wide,
    "half a million lines": long,
    "deeply nested code": deep_code,
    "code answers of markdown": kinds_exchanged,
    "nbgrader's own delimiters": delimiters,
    "odd attachments": odd_attachments,
    "cell ids that are all the same": every_cell(id="x"),
    "cell ids that are paths": every_cell(id="../../" * 20),
    "a kernel of another language": whole(
        metadata={"kernelspec": {"name": "ir", "language": "R", "display_name": "R"}}
    ),
    "a kernel that is a path": whole(metadata={"kernelspec": {"name": "../../evil"}}),
    "a kernel that is text": whole(metadata={"kernelspec": "python3", "language_info": "python"}),
    "a language that is code": whole(
        metadata={
            "language_info": {
                "name": "<script>alert(31337)</script>",
                "pygments_lexer": "../../evil",
                "nbconvert_exporter": "os.system",
                "file_extension": "/../../evil",
                "codemirror_mode": {"name": 31337},
            }
        }
    ),
    "metadata that is a list": whole(metadata=["x"]),
    "metadata of megabytes": whole(metadata={"x": [[0]] * 10**6}),
    "titles and authors": whole(metadata={"title": "<script>alert(31337)</script>", "authors": 1}),
    "a minor version of the future": whole(nbformat_minor=99),
    "a minor version that is text": whole(nbformat_minor="x"),
    **{f"nbformat {version!r}": whole(nbformat=version) for version in (99, -1, 2, None, "4", 4.5)},
}

ATTACKS = [
    *(by_notebook(name, change, status="graded|refused") for name, change in WITHOUT.items()),
    *(
        by_notebook(name, change, ANSWERS, at_most=POINTS, status="graded|refused")
        for name, change in ODD.items()
    ),
    # What is not an answer is the release's, whatever the student did to it.
    *(
        by_notebook(
            f"right answers, {name}", WITHOUT[name], ANSWERS, at_most=POINTS, at_least=POINTS
        )
        for name in (
            "tests edited",
            "tests deleted",
            "tests moved to the front",
            "tests without grade",
        )
    ),
]
