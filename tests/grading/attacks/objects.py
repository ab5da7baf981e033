"""Attacks on the mark by objects that are equal to anything."""

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
        "an object that is equal to anything",
        ANYTHING + EVERYWHERE.format("Anything()", 0),
        "standardize",
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
        "standardize",
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
        "standardize",
    ),
    by_code(
        "arrays behind a mask",
        """
standardize = lambda x: np.ma.masked_all(len(x))
rainfall = lambda path: np.ma.masked_all(5)
primes = lambda n: np.ma.masked_all(4)
total = np.ma.masked
""",
        "standardize",
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
        "standardize",
    ),
    by_code(
        "arrays of records and of times",
        """
standardize = lambda x: np.zeros(len(x), [("a", float)])
rainfall = lambda path: np.zeros(5, "datetime64[s]")
primes = lambda n: np.zeros(4, "V8")
total = np.timedelta64("NaT")
""",
        "standardize",
    ),
    by_code(
        "not a number",
        """
standardize = lambda x: np.full(len(x), np.nan)
rainfall = lambda path: [float("nan")] * 5
primes = lambda n: float("nan")
total = float("nan")
""",
        "standardize",
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
        "standardize",
        at_most=1 + 2,  # of standardize and of primes
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
