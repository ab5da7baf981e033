"""One class for each assignment, graded by nbgrader once, that the tests then look at."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from exercises import names, text
from exercises.class_of import hand_in, solutions
from exercises.mistakes import mistakes
from exercises.release import api, release

from .by_nbgrader import grade, marks, reasons

SEED = 271828182  # not the instructor's: the tests neither need nor make `secret.toml`


@dataclass
class GradedClass:
    """What came out: the released notebook, marks and reasons by student."""

    name: str
    course: Path
    released: Path
    marks: dict[str, dict[str, tuple[float, float]]]
    reasons: dict[str, list[str]]
    feedback: dict[str, str]


def student(what: str) -> str:
    return re.sub(r"\W+", "-", what)


@pytest.fixture(scope="session", params=names())
def graded(request, tmp_path_factory) -> GradedClass:
    """The right solution, the untouched release, and every plausible mistake."""
    name = request.param
    course = tmp_path_factory.mktemp(name)
    (course / "secret.toml").write_text(f"seed = {SEED}\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text, "SECRET", course / "secret.toml")
        released = release(name, course)
    right = solutions(name)
    handed_in = {"right": right, "untouched": {}}
    handed_in |= {student(what): {**right, **one.answers} for what, one in mistakes(name).items()}
    nbgrader = api(course)
    for who, answers in handed_in.items():
        hand_in(released, course / "submitted" / who / name / f"{name}.ipynb", answers)
        grade(nbgrader, name, who)
    pages = {who: course / "feedback" / who / name / f"{name}.html" for who in handed_in}
    return GradedClass(
        name,
        course,
        released,
        marks(course, name),
        {who: reasons(course, name, who) for who in handed_in},
        {who: page.read_text(encoding="utf-8") for who, page in pages.items()},
    )
