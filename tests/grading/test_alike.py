"""A copy stands above the work of those who worked alone, however it is disguised."""

import io
import json
import re
import shutil
import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from rich.console import Console

from exercises.mistakes import mistakes
from exercises.text import read_assignment
from grading.alike import LEAST_CODE, MOST_CODE, MOST_PAIRS, alike, as_json, compare, table
from grading.course import CourseError, open_course

from ..conftest import ROOT
from .worked_alone import ALONE

NAME = "01_mcculloch_pitts"
TEST = "\n".join(f"assert right({i}, {i + 1}) == sum([{i}, abs(-{i}), 1])" for i in range(1000))
SOLUTION = re.compile(r" *### BEGIN SOLUTION.*?### END SOLUTION", re.DOTALL)


def code(answers):
    return "\n\n".join(answers.values())


@pytest.fixture(scope="module")
def given():
    """The code of the release."""
    cells = [cell.source for cell in read_assignment(NAME).cells if cell.cell_type == "code"]
    return SOLUTION.sub("    raise NotImplementedError", "\n\n".join(cells))


@pytest.fixture(scope="module")
def class_of_four():
    return {student: code(answers) for student, answers in ALONE.items()}


def disguised(answers, words):
    """Return code with other names, comments, spaces and docstrings, in another order."""
    text = code(dict(reversed(answers.items())))
    text = re.sub('""".*?"""', '"""In my own words."""', text)
    for number, word in enumerate(words.split()):
        text = re.sub(rf"\b{word}\b", f"my_{number}", text)
    text = text.replace(", ", ",").replace(" = ", "  =  ")
    return text.replace("\n    ", "\n    # I thought long about this line\n    ")


def pairs(report):
    return [(pair.one, pair.other) for pair in report.pairs]


def test_those_who_worked_alone_are_not_listed(class_of_four, given):
    report = compare(class_of_four, given)
    assert report.pairs == []
    assert report.compared == 4


@pytest.mark.parametrize("what", mistakes(NAME))
def test_nor_are_those_who_make_a_known_mistake_by_themselves(class_of_four, given, what):
    answers = mistakes(NAME)[what].answers
    own = {**ALONE["ann"], **answers}
    others = {name: text for name, text in class_of_four.items() if name != "ann"}
    assert compare({**others, "mistaken": code(own)}, given).pairs == []


def test_a_disguised_copy_heads_the_list(class_of_four, given):
    words = "signs excite inhibit enough stopped corners count chosen z t i X n"
    copy = disguised(ALONE["ben"], words)
    report = compare({**class_of_four, "copycat": copy}, given)
    assert pairs(report) == [("ben", "copycat")]
    assert report.pairs[0].rating > 0.8
    assert min(report.pairs[0].shares) > 0.9


def test_one_copied_function_of_six_is_listed(class_of_four, given):
    stolen = disguised({"fires": ALONE["ann"]["fires"]}, "total veto out n m i j X")
    mixed = code({**ALONE["cem"], "fires": stolen})
    others = {name: text for name, text in class_of_four.items() if name != "cem"}
    assert pairs(compare({**others, "mixed": mixed}, given)) == [("ann", "mixed")]


def test_a_copy_within_much_else_is_listed_and_whole_on_one_side(class_of_four, given):
    padding = "\n".join(f"table_{i} = [{i}, {i} * {i}, '{i}', {i} ** 3]" for i in range(100))
    copy = code({**ALONE["ben"], "more": padding})
    (pair,) = compare({**class_of_four, "copycat": copy}, given).pairs
    assert (pair.one, pair.other) == ("ben", "copycat")
    assert pair.shares[0] > 0.9 > 0.5 > pair.shares[1]
    assert pair.letters[1] > 2 * pair.letters[0]


def test_what_all_wrote_weighs_less_than_what_two_wrote(class_of_four, given):
    idiom = "def helper(X):\n    return np.concatenate([X, np.ones((1, X.shape[1]))], axis=0)\n"

    def rating(who):
        codes = {name: text + idiom * (name in who) for name, text in class_of_four.items()}
        found = {(pair.one, pair.other): pair for pair in compare(codes, given, 0).pairs}
        return found["ann", "ben"].rating

    assert rating("") < rating(ALONE) < 0.9 * rating(("ann", "ben"))


def test_a_whole_class_of_copies_is_listed(given):
    text = code(ALONE["dee"])
    report = compare({f"student {i}": f"{text}\nmine_{i} = {i}\n" for i in range(12)}, given)
    assert len(report.pairs) == 66
    assert min(pair.rating for pair in report.pairs) > 0.9


def test_of_very_many_pairs_the_first_are_listed_and_the_others_counted(given):
    text = code(ALONE["dee"])
    report = compare({f"{i:02}": text for i in range(25)}, given)
    assert len(report.pairs) == MOST_PAIRS == 200
    assert report.left_out == 25 * 24 // 2 - 200
    assert pairs(report)[:2] == [("00", "01"), ("00", "02")]


def test_the_code_of_the_release_counts_for_nobody(given):
    report = compare({"ann": given, "ben": given}, given)
    assert report.pairs == []
    assert report.too_short == ["ann", "ben"]
    assert len(compare({"ann": given, "ben": given}).pairs) == 1


def test_repeated_code_is_not_taken_for_given_code():
    lines = "\n".join(f"first = second[third].fourth({i % 3}, fifth)" for i in range(40))
    (pair,) = compare({"ann": lines, "ben": lines}, given="import numpy as np\n").pairs
    assert pair.rating == 1
    assert pair.letters == (520, 520)


def test_little_code_is_told_and_not_compared(given):
    little = "def theta_and(n):\n    return n\n"
    much = code(ALONE["ann"])
    report = compare({"ann": little, "ben": little, "cem": much, "dee": "\n"}, given)
    assert report.too_short == ["ann", "ben", "dee"]
    assert (report.pairs, report.compared) == ([], 1)
    assert LEAST_CODE < 200


def test_an_empty_class_gives_an_empty_report():
    assert compare({}).pairs == []


def test_two_runs_say_the_same():
    program = (
        "from grading.alike import compare\n"
        "from tests.grading.worked_alone import ALONE\n"
        "print(compare({name: '\\n'.join(a.values()) for name, a in ALONE.items()}, threshold=0))"
    )
    shown = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(shown) == 1
    assert "Pair(one='ann'" in shown.pop()


# --- A course


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course into which nobody has handed in."""
    root = tmp_path_factory.mktemp("course")
    cells = [new_code_cell("import numpy as np"), new_code_cell("# Write your code here.")]
    cells.append(new_code_cell(TEST))
    path = root / "release" / "a" / "a.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(new_notebook(cells=cells), path)
    return root


@pytest.fixture
def hand_in(course, tmp_path):
    """Return a function that hands in a notebook with this code, or any bytes."""
    shutil.copytree(course, tmp_path, dirs_exist_ok=True)

    def write(student, content):
        path = tmp_path / "submitted" / student / "a" / "a.ipynb"
        path.parent.mkdir(parents=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            cells = [new_code_cell("import numpy as np"), new_code_cell(content)]
            nbformat.write(new_notebook(cells=[*cells, new_code_cell(TEST)]), path)
        return open_course(tmp_path)

    return write


def test_submissions_of_a_course_are_compared_without_what_was_released(hand_in):
    for student, answers in ALONE.items():
        hand_in(student, code(answers))
    hand_in("empty", "# Write your code here.")
    report = alike(hand_in("copycat", code(ALONE["cem"])), "a")
    assert pairs(report) == [("cem", "copycat")]
    assert report.pairs[0].letters[0] < 700
    assert (report.compared, report.too_short) == (5, ["empty"])
    assert len(TEST) > MOST_CODE  # it leaves room for the students' own
    assert report.too_long == []


def test_hostile_submissions_are_passed_over_and_told(hand_in, tmp_path):
    hand_in("ann", code(ALONE["ann"]))
    hand_in("broken", b"{")
    hand_in("huge", b" " * (6 << 20))
    hand_in("empty", b"")
    (tmp_path / "submitted" / "linked").symlink_to("ann")
    course = hand_in("copycat", code(ALONE["ann"]))
    report = alike(course, "a")
    assert pairs(report) == [("ann", "copycat")]
    assert report.refused.keys() == {"broken", "huge", "empty", "linked"}
    assert all(report.refused.values())


def test_only_the_beginning_of_long_work_is_compared_and_that_is_told(hand_in):
    garbage = "".join(chr(33 + (i * i + i // 7) % 9000) for i in range(1_000_000))
    hand_in("ann", garbage)
    hand_in("ben", "\0(" * 10**5)
    report = alike(hand_in("cem", garbage + "1"), "a")
    assert pairs(report) == [("ann", "cem")]
    assert max(report.pairs[0].letters) <= MOST_CODE
    assert report.too_long == ["ann", "ben", "cem"]


def test_an_unknown_assignment_is_told(hand_in):
    with pytest.raises(CourseError, match="Released: a"):
        alike(hand_in("ann", ""), "b")


def test_names_are_harmless_in_table_and_json():
    evil = "\x1b[2J[red]x\n"
    text = code(ALONE["ann"])
    report = compare({evil: text, "ben": text, "\x1b[31mshort": ""})
    screen = Console(file=io.StringIO(), width=120)
    screen.print(table(report))
    shown = screen.file.getvalue()
    assert "\x1b" not in shown
    assert "[red]x" in shown
    assert "100%" in shown
    assert "1 with too little code" in shown
    written = json.dumps(as_json(report), ensure_ascii=False)
    assert "\\u001b" not in written
    assert json.loads(written)["pairs"][0]["shares"] == [1, 1]
    assert "Alike is not copied" in written


def test_nothing_that_takes_long_is_loaded_before_it_is_needed():
    program = "import sys, grading.alike; print(sys.modules.keys() & {'copydetect', 'matplotlib'})"
    shown = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert shown == "set()\n"
