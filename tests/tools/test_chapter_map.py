"""The map of the landing page puts every chapter below those it builds on."""

import re
from xml.etree import ElementTree

import pytest

from book import chapter_map
from book.chapter_map import arrange, draw


@pytest.fixture
def page(tmp_path, monkeypatch):
    monkeypatch.setattr(chapter_map, "ROOT", tmp_path)

    def make(number, builds_on):
        path = tmp_path / f"{number}_x.md"
        path.write_text(f"---\nbuilds_on: {builds_on}\n---\n\n# Chapter <{number}>\n")
        return path

    return make


def test_a_chapter_stands_below_the_lowest_it_builds_on(page):
    places = arrange(
        [page("01", []), page("02", ["01"]), page("03", ["01"]), page("04", ["02", "01"])]
    )
    assert [place.level for place in places] == [0, 1, 1, 2]
    assert places[1].x != places[2].x


def test_the_drawing_has_a_link_for_each_chapter_and_an_arrow_for_each_need(page):
    places = arrange([page("01", []), page("02", ["01"]), page("03", ["01", "02"])])
    drawing = ElementTree.fromstring(draw(places))
    assert [a.get("href") for a in drawing.iter("a")] == ["01_x.html", "02_x.html", "03_x.html"]
    assert len(re.findall('class="edge"', draw(places))) == 3
    assert "Chapter <01>" in "".join(drawing.itertext())


def test_a_chapter_says_what_it_builds_on_and_that_comes_before_it(page):
    with pytest.raises(ValueError, match=r"01_x.md: its front matter has no `builds_on`"):
        arrange([page("01", "")])
    with pytest.raises(ValueError, match=r"01_x.md builds on \['02'\], which do not come before"):
        arrange([page("01", ["02"]), page("02", [])])
