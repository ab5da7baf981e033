"""The reference page of the book has an entry for everything public."""

import pydoc
import re

import pytest

import course_lib
from book import ROOT
from course_lib import plots

PAGE = (ROOT / "chapters" / "library.md").read_text(encoding="utf-8")
ENTRIES = set(re.findall(r"^\.\. auto\w+:: course_lib\.([\w.]+)$", PAGE, re.MULTILINE))
CONSTANTS = {"COLORS", "WORDS"}


@pytest.mark.parametrize("name", course_lib.__all__)
def test_a_public_name_has_its_entry_and_its_text(name):
    assert {name, f"{course_lib._MODULE_OF[name]}.{name}"} & ENTRIES
    assert getattr(course_lib, name).__doc__


@pytest.mark.parametrize("name", sorted(set(plots.__all__) - CONSTANTS))
def test_a_picture_has_its_entry(name):
    assert f"plots.{name}" in ENTRIES


@pytest.mark.parametrize("entry", sorted(ENTRIES))
def test_an_entry_names_what_is_there(entry):
    assert pydoc.locate(f"course_lib.{entry}") is not None
