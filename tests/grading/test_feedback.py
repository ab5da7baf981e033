"""A feedback page shows a student what nbgrader's shows, and nothing in it can run or fetch."""

import re
from base64 import b64encode
from datetime import datetime

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from nbgrader.api import Gradebook

from grading import refusals
from grading.course import CourseError
from grading.feedback import write
from grading.formulas import Formulas
from grading.graded import Graded
from grading.record import Recorder
from grading.safe_files import LinkInTheWay
from grading.safe_html import SafeMarkdown

from .two_notebooks import NAME, SOLVED, course_directory, graded_notebook

PNG = b64encode(b"\x89PNG\r\n\x1a\n").decode()
HOST = "http://127.0.0.1:9"
CALL = "fetch('http://127.0.0.1:9/called');alert(1)"
HOSTILE_TEXTS = [
    f"<script>{CALL}</script>",
    f'<img src="x" onerror="{CALL}"> <img src="{HOST}/a.png"> ![x]({HOST}/b.png)',
    f'<svg><script>{CALL}</script></svg> <svg onload="{CALL}">',
    f'<math><mtext></table><mglyph><style><!--</style><img title="--><img src onerror={CALL}>">',
    f'<iframe src="{HOST}"></iframe><iframe srcdoc="<script>{CALL}</script>"></iframe>',
    f"<link rel=stylesheet href='{HOST}/a.css'><style>@import '{HOST}/b.css'; "
    f"body {{ background: url({HOST}/c.png) }}</style><base href='{HOST}'>",
    f"<meta http-equiv=refresh content='0;url={HOST}'><body onload=\"{CALL}\">",
    f'<details open ontoggle="{CALL}"><summary>a</summary></details>',
    f"<form action='{HOST}'><input autofocus onfocus=\"{CALL}\"></form><video src='{HOST}/v'>",
    f'<p style="background:url({HOST}/d.png)" onmouseover="{CALL}">x</p>',
    f"[a](javascript:{CALL}) [b](JaVaScRiPt&colon;{CALL}) <a href='java\nscript:{CALL}'>c</a>",
    f"[d](data:text/html,<script>{CALL}</script>) [e](vbscript:{CALL}) <javascript:{CALL}>",
    f"$\\href{{javascript:{CALL}}}{{x}}$ $\\text{{<script>{CALL}</script>}}$ $</math><script>{CALL}"
    f"</script>$ $$\\require{{html}}\\style{{background:url({HOST}/e.png)}}{{x}}$$",
    f'```html\n<script>{CALL}</script>\n```\n\n```mermaid\ngraph TD; A-->B; click A "{HOST}"\n```',
    f'![x](attachment:x.svg) \ue0000\ue001 ![y](" onerror="{CALL}) ![" onerror={CALL}](y)',
    f"</div></div></body><script>{CALL}</script> {{{{ 7 * 7 }}}} {{% raw %}} &lt;script&gt;",
]
HOSTILE_OUTPUTS = [
    new_output(
        "display_data", {"text/html": f"<script>{CALL}</script>", "text/plain": "<b>shown</b>"}
    ),
    new_output("display_data", {"application/javascript": CALL}),
    new_output("display_data", {"image/svg+xml": f'<svg onload="{CALL}"></svg>'}),
    new_output("display_data", {"text/markdown": f"<script>{CALL}</script>"}),
    new_output("display_data", {"text/latex": f"$\\href{{javascript:{CALL}}}{{x}}$"}),
    new_output("display_data", {"image/png": f'{PNG}" onerror="{CALL}'}),
    new_output("execute_result", {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}}),
    new_output(
        "stream", name="stdout", text=f"<script>{CALL}</script>\x1b]8;;javascript:{CALL}\x07x"
    ),
    new_output("error", ename="<script>", evalue=CALL, traceback=[f"<script>{CALL}</script>"]),
]


@pytest.fixture
def notebooks(root):
    return {name: graded_notebook(root, name, SOLVED) for name in ("code", "words")}


@pytest.fixture
def page(root, notebooks):
    """Return a function that records the notebooks, and gives the page of one as text."""

    def make(name="code", student="ada", when=None):
        with Recorder(course_directory(root), NAME) as recorder:
            recorder.record(Graded(student, when, notebooks))
        write(course_directory(root), NAME)
        return read(root, name, student)

    return make


def read(root, name="code", student="ada"):
    return (root / "feedback" / student / NAME / f"{name}.html").read_text(encoding="utf-8")


def outputs(notebooks, grade_id):
    cells = [cell for notebook in notebooks.values() for cell in notebook.cells]
    return next(one for one in cells if one.metadata.nbgrader.grade_id == grade_id).outputs


def test_points_and_comments_stand_on_the_page(root, page):
    page()
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "doubles") as book:
        grade = book.find_grade("essay", "words", NAME, "ada")
        grade.manual_score, grade.extra_credit = 3, 0.25
        book.find_comment("essay", "words", NAME, "ada").manual_comment = "Well **said**, $x^2$."
        book.db.commit()
    write(course_directory(root), NAME)
    assert "code (Score: 5.0 / 5.0)" in read(root)
    assert "words (Score: 3.25 / 10.0)" in read(root, "words")
    assert "Well <strong>said</strong>, <math><msup>" in read(root, "words")


def test_what_lateness_costs_stands_on_the_page(page):
    late = page(when=datetime(2030, 2, 1))
    assert "code (Score: 2.5 / 5.0)" in late
    assert "Late submission penalty (Score: -2.5)" in late


def test_of_a_hidden_test_a_sentence_is_shown(notebooks, page):
    error = new_output("error", ename="Wrong answer", evalue="too small", traceback=["secret"])
    outputs(notebooks, "test_double").append(error)
    made = page()
    assert "Wrong answer: too small" in made
    assert "secret" not in made
    assert "14" not in re.sub(r"<style.*?</style>", "", made, flags=re.DOTALL)


def test_text_and_pictures_of_outputs_are_shown(notebooks, page):
    outputs(notebooks, "plot")[:] = [
        new_output("display_data", {"image/png": PNG, "text/plain": "<Figure>"}),
        new_output("stream", name="stdout", text="a < b"),
    ]
    made = page("words")
    assert f'src="data:image/png;base64,{PNG}"' in made
    assert "a &lt; b" in made


def test_formulas_and_pictures_of_the_release_are_shown_without_a_network(root, notebooks, page):
    (root / "release" / NAME / "figures").mkdir()
    (root / "release" / NAME / "figures" / "net.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    text = new_markdown_cell("$a_1$ ![A net](figures/net.png) ![other](../../gradebook.db)")
    attached = new_markdown_cell("![attached](attachment:i.png)")
    attached["attachments"] = {"i.png": {"image/png": PNG + "QQ=="}}
    notebooks["code"].cells += [text, attached]
    made = page()
    assert "<math><msub><mi>a</mi><mn>1</mn></msub></math>" in made
    assert f'<img alt="A net" src="data:image/png;base64,{PNG}"' in made
    assert f'<img alt="attached" src="data:image/png;base64,{PNG}QQ=="' in made
    assert '<img alt="other"/>' in made


@pytest.mark.parametrize("forbidden", [True, False], ids=["as it is", "without its policy"])
def test_nothing_runs_or_is_fetched_in_a_browser(root, notebooks, page, browser, forbidden):
    code = notebooks["code"]
    hostile = [new_markdown_cell(text) for text in HOSTILE_TEXTS]
    hostile += [new_code_cell(text, outputs=HOSTILE_OUTPUTS) for text in HOSTILE_TEXTS]
    for number, cell in enumerate(hostile):
        attack = f"<svg xmlns='http://www.w3.org/2000/svg' onload=\"{CALL}\"/>"
        cell["attachments"] = {"x.svg": {"image/svg+xml": b64encode(attack.encode()).decode()}}
        cell.metadata.tags = [f'x" onclick="{CALL}']
        cell["id"] = f'{number}" onclick="{CALL}'
    code.cells += hostile
    code.metadata["title"] = f"</title><script>{CALL}</script>"
    code.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {}}}
    code.metadata["language_info"] = {"name": f"<script>{CALL}"}
    file = root / "page.html"
    made = page()
    file.write_text(made if forbidden else made.replace("Content-Security-Policy", "x"), "utf-8")
    happened = []
    tab = browser.new_page()
    tab.on("dialog", lambda dialog: happened.append(dialog.message) or dialog.dismiss())
    tab.on("request", lambda request: happened.append(request.url))
    tab.on("pageerror", lambda error: happened.append(str(error)))
    tab.goto(file.as_uri())
    for element in tab.query_selector_all("details, [onclick], [onmouseover]"):
        element.click(force=True)
    tab.wait_for_timeout(300)
    fetched = [one for one in happened if not one.startswith(("file:", "data:image/png"))]
    assert fetched == []
    attributes = "[...document.querySelectorAll('*')].flatMap(e => [...e.attributes])"
    handlers = tab.evaluate(f"{attributes}.filter(a => a.name.startsWith('on')).map(a => a.name)")
    assert handlers == []
    schemes = tab.evaluate(f"{attributes}.map(a => a.value.trim().toLowerCase())")
    bad = ("javascript:", "vbscript:", "data:text")
    assert [one for one in schemes if one.startswith(bad)] == []
    dangerous = "script, iframe, object, embed, form, input, base, link, svg, video, template"
    assert tab.query_selector_all(dangerous) == []
    assert "<b>shown</b>" in tab.inner_text("body")
    tab.close()


def test_the_reason_of_a_refusal_stands_on_a_page(root, notebooks, page):
    page()
    (root / "feedback" / "ada" / NAME / "older.html").write_text("of another release")
    why = {"ada": {"code": "code.ipynb is <b>empty</b>"}, "b&<i>": "no\nnotebook"}
    refusals.write(root, NAME, why)
    assert write(course_directory(root), NAME) == 4
    assert "<p>code.ipynb is &lt;b&gt;empty&lt;/b&gt;</p>" in read(root)
    assert "words (Score:" in read(root, "words")
    assert "<p>no\nnotebook</p>" in read(root, "code", "b&<i>")
    assert not (root / "feedback" / "ada" / NAME / "older.html").exists()


def test_a_second_run_writes_only_what_has_changed(root, notebooks, page):
    page(student="ada")
    page(student="bea")
    folder = root / "feedback" / "bea" / NAME
    before = {name: (folder / name).stat().st_ino for name in ("code.html", "words.html")}
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "doubles") as book:
        book.find_grade("essay", "words", NAME, "bea").manual_score = 1
        book.db.commit()
    assert write(course_directory(root), NAME, ["bea"]) == 2
    assert (folder / "code.html").stat().st_ino == before["code.html"]
    assert (folder / "words.html").stat().st_ino != before["words.html"]


def test_the_files_that_releasing_feedback_needs_lie_beside_the_pages(root, page, tmp_path_factory):
    desk = root / "submitted" / "ada" / NAME
    desk.mkdir(parents=True)
    (desk / "submission_secret.txt").write_text("abc")
    (desk / "timestamp.txt").symlink_to(root / "gradebook.db")
    page()
    files = sorted(one.name for one in (root / "feedback" / "ada" / NAME).iterdir())
    assert files == ["code.html", "submission_secret.txt", "words.html"]


def test_no_page_is_written_through_a_link(root, page, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (root / "feedback").mkdir()
    (root / "feedback" / "ada").symlink_to(elsewhere)
    with pytest.raises(LinkInTheWay):
        page()
    assert list(elsewhere.iterdir()) == []


def test_an_assignment_that_is_not_there_is_told(root):
    with pytest.raises(CourseError, match="no release of 'other'"):
        write(course_directory(root), "other")


@pytest.mark.parametrize(
    "latex",
    ["(" * 60, "{" * 1999, r"\sqrt" * 390, "x" * 3000, r"\href{https://a.b}{x}", r"\nothing"],
    ids=["endless", "deep", "deeper", "long", "link", "unknown"],
)
def test_a_formula_that_cannot_be_shown_stands_as_it_was_written(latex, monkeypatch):
    monkeypatch.setattr("grading.formulas.SECONDS", 0.5)
    with Formulas() as formulas:
        assert formulas.convert(latex, display=False) == f"<code>${latex}$</code>"
        assert formulas.convert("x < 1", display=True) == (
            '<math display="block"><mi>x</mi><mo>&lt;</mo><mn>1</mn></math>'
        )


def test_one_page_cannot_keep_the_others_waiting_for_its_formulas(monkeypatch):
    monkeypatch.setattr("grading.formulas.SECONDS", 0.2)
    with Formulas() as formulas:
        for number in range(3):
            formulas.convert("(" * 60 + f"{number}", display=False)
        monkeypatch.setattr("grading.formulas.SECONDS", 60)
        assert formulas.convert("(" * 60, display=False).startswith("<code>")
        assert formulas.convert("y", display=False) == "<code>$y$</code>"
        formulas.new_page()
        assert formulas.convert("y", display=False) == "<math><mi>y</mi></math>"


@pytest.mark.parametrize(
    "text", ["> " * 10_000, "[" * 100_000, "*a_*" * 5000, "<b>" * 7000, "$" * 20_000]
)
def test_no_text_takes_long(text):
    with Formulas() as formulas:
        assert len(SafeMarkdown(formulas, {}).convert(text)) < 200_000
