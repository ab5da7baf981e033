"""Attacks on the mark by patched libraries, hooks, and names taken from the tests."""

from .attack import by_code
from .objects import ANYTHING, EVERYWHERE

ATTACKS = [
    by_code(
        "numpy.testing patched",
        """
import numpy as np, numpy.testing
for module in (np.testing, np.testing._private.utils):
    for name in dir(module):
        if name.startswith("assert"):
            setattr(module, name, lambda *arguments, **named: None)
np.allclose = np.isclose = np.array_equal = lambda *arguments, **named: True
"""
        + ANYTHING
        + EVERYWHERE.format("Anything()", "Anything()"),
    ),
    by_code(
        "builtins patched",
        """
import builtins
for name in ("all", "any", "isinstance", "len", "abs", "sum", "map", "bool", "min", "max"):
    setattr(builtins, name, lambda *arguments, **named: True)
builtins.AssertionError = Warning
""",
    ),
    by_code(
        "asserts dropped from the syntax tree",
        """
import ast
class Drop(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.copy_location(ast.Pass(), node)
    def visit_Expr(self, node):
        return ast.copy_location(ast.parse("3").body[0], node)
    def visit_Import(self, node):
        return ast.copy_location(ast.Pass(), node)
get_ipython().ast_transformers.append(Drop())
""",
    ),
    by_code(
        "tests replaced before they run",
        "get_ipython().input_transformers_post.append(lambda lines: ['3\\n'])\n",
    ),
    by_code(
        "IPython patched",
        """
shell = get_ipython()
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell

def nothing(self, *arguments, **named):
    result = ExecutionResult(None)
    result.result = 3
    return result

async def nothing_later(self, *arguments, **named):
    return nothing(self)

InteractiveShell.run_cell = nothing
InteractiveShell.run_cell_async = InteractiveShell._run_cell = nothing_later
type(shell).run_cell = nothing
""",
    ),
    by_code(
        "errors are not shown",
        """
shell = get_ipython()
shell.showtraceback = shell._showtraceback = shell.showsyntaxerror = lambda *a, **k: None
shell.set_custom_exc((BaseException,), lambda *arguments, **named: None)
sys.excepthook = lambda *ignored: None
""",
    ),
    by_code(
        "no code is code",
        """
import builtins
shell = get_ipython()
nothing = compile("3", "", "exec")
builtins.compile = lambda *arguments, **named: nothing
builtins.exec = builtins.eval = lambda *arguments, **named: 3
shell.compile = lambda *arguments, **named: nothing
shell.run_ast_nodes = shell.run_code = lambda *arguments, **named: False
""",
    ),
    by_code(
        "points by a hook of the display",
        """
shell = get_ipython()
shell.displayhook = lambda value: print("308")
sys.displayhook = shell.displayhook
def points(*ignored):
    from IPython.display import publish_display_data
    publish_display_data({"text/plain": "308"})
shell.events.register("post_run_cell", points)
shell.events.register("post_execute", points)
308
""",
    ),
    by_code(
        "a trace that skips",
        """
def skip(frame, event, argument):
    if event == "exception":
        frame.f_trace_lines = False
    return skip
sys.settrace(skip)
import threading
threading.settrace(skip)
sys.setprofile(lambda *ignored: None)
""",
    ),
    by_code(
        "the reference is imported",
        """
try:
    import judge
    find(open(judge.__file__).read())
    standardize = judge.standardized
    escaped("the reference")
except ImportError:
    pass
""",
    ),
    by_code(
        "the reference is replaced",
        """
import types
fake = types.ModuleType("judge")
fake.CASES = []
fake.draw = lambda: np.array([1.0])
fake.standardized = lambda x: x
sys.modules["judge"] = fake
for folder in {".", "/tmp", *sys.path}:
    for name in ("judge", "numpy", "sitecustomize", "usercustomize", "json", "socket", "grading"):
        try:
            with open(os.path.join(folder, f"{name}.py"), "w") as file:
                file.write("CASES = []\\ndef draw(): return 0\\ndef standardized(x): return x\\n")
        except OSError:
            pass

def standardize(x):
    return x if len(x) != 2 else np.array([-1.0, 1.0])
""",
        "standardize",
        at_most=1,  # the answer to the open test is written down
    ),
    by_code(
        "the reference is found by its users",
        """
import builtins
honest = builtins.__import__

class Fake:
    CASES = ()
    draw = staticmethod(lambda: np.array([1.0, 3.0]))
    standardized = staticmethod(lambda x: x)

builtins.__import__ = lambda name, *more: Fake if name == "judge" else honest(name, *more)
""",
    ),
    by_code(
        "names of the tests are taken",
        """
close = assert_allclose = right = lambda *arguments, **named: True
np = judge = stack = column = passed = seen = x = answer = None
sum = lambda *ignored: 3
abs = lambda x: 0
all = map = lambda *ignored: [True]
__builtins__ = {}
"""
        + ANYTHING
        + EVERYWHERE.format("Anything()", "Anything()"),
        "standardize",
    ),
    by_code(
        "a namespace that knows every name",
        """
import builtins
class Known(dict):
    def __missing__(self, name):
        return lambda *arguments, **named: True
shell = get_ipython()
shell.user_module.__dict__.update(AssertionError=Warning)
shell.user_ns = Known(shell.user_ns)
""",
    ),
]
