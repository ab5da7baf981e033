"""Attacks on the mark from within the student's process: patched libraries, hooks, false objects."""

from .attack import by_answers, by_code

ANYTHING = """
class Anything:
    def __getattr__(self, name):
        return self
    def __call__(self, *arguments, **named):
        return self
    def __bool__(self):
        return True
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = lambda self, other: True
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __abs__ = __getitem__ = __call__
    __contains__ = lambda self, other: True
    __instancecheck__ = __contains__
    __iter__ = lambda self: iter(())
    __len__ = __hash__ = __index__ = __int__ = lambda self: 1
    __float__ = lambda self: 1.0
    __array__ = lambda self, *arguments, **named: np.array(1.0)
    __array_ufunc__ = __array_function__ = lambda self, *arguments, **named: True
    __array_priority__ = 10**9

"""
EVERYWHERE = """
standardize = count_words = Stack = rainfall = primes = twice = {}
total = {}
"""

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
        "primes",
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
        "rain",
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
    by_code(
        "an object that is equal to anything",
        ANYTHING + EVERYWHERE.format("Anything()", 0),
        "twice",
    ),
    by_code(
        "numbers that are equal to anything",
        """
def agreeing(base):
    same = {name: lambda self, *ignored: True for name in ("__eq__", "__le__", "__ge__", "__bool__")}
    zero = {name: lambda self, other: 0.0 for name in ("__sub__", "__rsub__", "__abs__")}
    return type(base.__name__, (base,), same | zero | {"__hash__": base.__hash__})

standardize = lambda x: agreeing(float)()
count_words = lambda text: agreeing(dict)()
rainfall = lambda path: agreeing(list)()
primes = lambda n: agreeing(list)()
twice = lambda f: lambda x: agreeing(str if x == "" else int)()
total = agreeing(float)()
""",
        "twice",
    ),
    by_code(
        "an array that agrees",
        """
class Agrees(np.ndarray):
    shape = (6,)
    def __eq__(self, other):
        return np.ones(1, bool)
    def __array_ufunc__(self, ufunc, method, *inputs, **named):
        return np.zeros(1)
    def __array_function__(self, *ignored):
        return True
    def __array__(self, *ignored, **named):
        return np.asarray(np.nan)
    def __array_finalize__(self, other):
        pass

standardize = lambda x: np.zeros(len(x)).view(Agrees)
rainfall = lambda path: np.zeros(5).view(Agrees)
primes = lambda n: np.zeros(4).view(Agrees)
total = np.zeros(()).view(Agrees)
""",
        "primes",
    ),
    by_code(
        "arrays behind a mask",
        """
standardize = lambda x: np.ma.masked_all(len(x))
rainfall = lambda path: np.ma.masked_all(5)
primes = lambda n: np.ma.masked_all(4)
total = np.ma.masked
""",
        "primes",
    ),
    by_code(
        "arrays of objects",
        ANYTHING
        + """
standardize = lambda x: np.array([Anything() for _ in x], object)
rainfall = lambda path: np.array(5 * [Anything()], object)
primes = lambda n: [Anything()] * 4
total = np.array(Anything(), object)
count_words = lambda text: {Anything(): Anything()}
""",
        "primes",
    ),
    by_code(
        "arrays of records and of times",
        """
standardize = lambda x: np.zeros(len(x), [("a", float)])
rainfall = lambda path: np.zeros(5, "datetime64[s]")
primes = lambda n: np.zeros(4, "V8")
total = np.timedelta64("NaT")
""",
        "primes",
    ),
    by_code(
        "not a number",
        """
standardize = lambda x: np.full(len(x), np.nan)
rainfall = lambda path: [float("nan")] * 5
primes = lambda n: float("nan")
total = float("nan")
""",
        "primes",
    ),
    by_code(
        "the argument is changed so that the reference agrees",
        """
def standardize(x):
    x[...] = 0
    return x
""",
        "standardize",
    ),
    by_code(
        "the argument of a class of its own",
        "def standardize(x):\n    x.__class__ = type('A', (np.ndarray,), {})\n    x.resize(2)\n    return x\n",
        "standardize",
    ),
    by_code(
        "the open tests are written down",
        """
standardize = lambda x: np.array([-1.0, 1.0])
count_words = lambda text: dict(to=2, be=2) | {"or": 1, "not": 1}
primes = lambda n: [2, 3, 5, 7] if n == 10 else [2]
twice = lambda f: lambda x: 18
total = 17.5
rainfall = len
""",
        "twice",
        at_most=1 + 2,  # of standardize and of primes
    ),
    by_code(
        "the tests' iteration is ended",
        """
def count_words(text):
    if text == "to be or not to be":
        return {"to": 2, "be": 2, "or": 1, "not": 1}
    raise StopIteration
""",
        "count_words",
    ),
    *(
        by_code(
            f"{error} in every answer",
            f"""
import unittest
def standardize(*ignored):
    raise {error}
count_words = Stack = rainfall = primes = twice = standardize
total = 0
""",
            "twice",
        )
        for error in ("unittest.SkipTest", "KeyboardInterrupt", "IndexError", "StopAsyncIteration")
    ),
    by_code(
        "no end of exceptions",
        """
class Stack:
    items = ["a", 2]
    push = lambda self, item: None
    def pop(self):
        raise IndexError
""",
        "stack",
    ),
    by_code(
        "the tests' function is looked into",
        """
def twice(f):
    for name in ("__globals__", "__code__", "__closure__", "__self__", "__class__", "__dict__"):
        try:
            print(getattr(f, name))
            getattr(f, name)["__builtins__"]["sum"] = lambda *ignored: 308
        except Exception:
            pass
    for name in ("__code__", "__globals__", "__call__"):
        try:
            setattr(f, name, lambda x: x)
        except Exception:
            pass
    return lambda x: "SEC" + "RET_" if x == "" else 0
""",
        "twice",
    ),
    by_code(
        "the tests' function is called for ever",
        """
def twice(f):
    def forever(x):
        while True:
            x = f(x)
    return forever
""",
        "twice",
    ),
    by_code(
        "the tests' function calls itself",
        """
def twice(f):
    def again(x):
        return f(again)(f(f))
    return again
""",
        "twice",
    ),
    by_code(
        "the tests' function is given false objects",
        ANYTHING + "def twice(f):\n    return lambda x: f(Anything())\n",
        "twice",
    ),
    by_code(
        "one test's function in another test",
        """
kept = []
def twice(f):
    kept.append(f)
    return lambda x: kept[0](x)
def primes(n):
    return kept[0](n)
""",
        "primes",
    ),
    by_answers(
        "classes that say what they are not",
        {
            "primes": """
class Kind(type):
    __instancecheck__ = __subclasscheck__ = __eq__ = lambda *ignored: True
    __hash__ = type.__hash__
class Number(metaclass=Kind):
    __class__ = property(lambda self: list)
    __eq__ = lambda *ignored: 308
    __name__ = "list"
def primes(n):
    return Number()
""",
            "rain": "class total:\n    __class__ = float\n",
        },
    ),
]
