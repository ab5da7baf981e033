"""Sources that a chapter shows are the library's own."""

import pytest

from course_lib import McCullochPitts, ThresholdLogicUnit, show_source


def test_source_is_the_librarys_own_without_docstrings():
    shown = show_source(ThresholdLogicUnit.net_input)
    assert shown.code.startswith("def net_input(self, X")
    assert "return self.W.T @ X + self.b" in shown.code
    assert '"""' not in shown.code
    assert '"""' in show_source(ThresholdLogicUnit.net_input, docstring=True).code
    bundle = shown._repr_mimebundle_()
    assert bundle["text/markdown"] == f"```python\n{shown.code}\n```"


def test_several_sources_stand_below_each_other():
    code = show_source(McCullochPitts.net_input, McCullochPitts.predict).code
    assert code.index("def net_input") < code.index("\n\ndef predict")


def test_what_has_no_source_is_refused():
    names = {}
    exec("def typed_in(): pass", names)
    for thing in (3, len, names["typed_in"]):
        with pytest.raises(TypeError, match="show_source expects functions"):
            show_source(thing)
