"""The computational graph: every operation is a node that knows its value and its derivatives.

Calculating with `Variable` builds the graph from left to right, `Variable.backward` walks it from
right to left with the chain rule (reverse-mode automatic differentiation), `draw` shows it::

    x = Variable(0.5, "x")
    y = (x**2).sin().exp()
    y.backward()
    x.grad                     # dy/dx = e^sin(x²) · cos(x²) · 2x

Chapter 09, the notes' lines 548-650; chapter 10 checks backpropagation with it.

References
----------
D. E. Rumelhart, G. E. Hinton and R. J. Williams, Learning representations by back-propagating
errors, Nature 323, 1986.
"""

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from ._validation import number

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Variable:
    """A number in a graph: an input, or the result of an operation on other nodes.

    Plain numbers may stand on either side of an operator; they become nodes too, but constants:
    no gradient is worked out for them.

    Parameters
    ----------
    value : float
        The number.
    name : str
        What it is called in drawings; results may be named later.

    Attributes
    ----------
    value : float
        The number.  An input may be given a new one; what was made of it must be worked out anew.
    grad : float
        ∂(result)/∂(this node), after ``result.backward()``; 0.0 before.
    name : str
        As given.
    operation : str
        What made the number: ``"+"``, ``"exp"``, ...; ``"input"`` or ``"constant"`` if nothing did.
    inputs : tuple of Variable
        The nodes that the operation was applied to.
    derivatives : tuple of float
        The local derivatives ∂(this node)/∂(input), one per input; NaN or infinite where there
        is none, as for √x at 0.

    Raises
    ------
    ValueError
        A value, also that of any operation, that is not one finite real number; the logarithm of
        x ≤ 0.
    ZeroDivisionError
        x / 0.
    """

    __array_ufunc__ = None  # makes NumPy's numbers leave operators to those below

    def __init__(self, value: float, name: str = "") -> None:
        if not isinstance(name, str):
            raise ValueError(f"name must be a str, got {name!r}")
        self.value = number("value", value)
        self.grad = 0.0
        self.name = name
        self.operation = "input"
        self.inputs: tuple[Variable, ...] = ()
        self.derivatives: tuple[float, ...] = ()

    # Each operation: its value, then for each input the local derivative.

    def __add__(self, other: "Variable | float") -> "Variable":
        x, y = self, _operand("+", other)
        return _result("+", x.value + y.value, (x, 1.0), (y, 1.0))

    def __sub__(self, other: "Variable | float") -> "Variable":
        x, y = self, _operand("-", other)
        return _result("-", x.value - y.value, (x, 1.0), (y, -1.0))

    def __mul__(self, other: "Variable | float") -> "Variable":
        x, y = self, _operand("*", other)
        return _result("*", x.value * y.value, (x, y.value), (y, x.value))

    def __truediv__(self, other: "Variable | float") -> "Variable":
        x, y = self, _operand("/", other)
        if y.value == 0:
            raise ZeroDivisionError(f"{x.value:g} / 0 is not defined")
        q = x.value / y.value
        # -q / y is -x / y², but y² could underflow to 0.
        return _result("/", q, (x, 1 / y.value), (y, -q / y.value))

    def __pow__(self, other: "Variable | float") -> "Variable":
        x, y = self, _operand("**", other)
        p = _call(math.pow, x.value, y.value)
        by_base, by_exponent = _power_derivatives(x.value, y.value, p)
        return _result("**", p, (x, by_base), (y, by_exponent))

    def __neg__(self) -> "Variable":
        return _result("-", -self.value, (self, -1.0))

    def exp(self) -> "Variable":
        """Return eˣ."""
        y = _call(math.exp, self.value)
        return _result("exp", y, (self, y))

    def log(self) -> "Variable":
        """Return the natural logarithm of x > 0."""
        x = self.value
        if x <= 0:
            raise ValueError(f"log(x) needs x > 0, got log({x:g})")
        return _result("log", math.log(x), (self, 1 / x))

    def sin(self) -> "Variable":
        """Return the sine of x, in radians."""
        x = self.value
        return _result("sin", math.sin(x), (self, math.cos(x)))

    def sigmoid(self) -> "Variable":
        """Return σ(x) = 1 / (1 + e⁻ˣ)."""
        x = self.value
        e = math.exp(-abs(x))  # at most 1: it cannot overflow
        a = 1 / (1 + e) if x >= 0 else e / (1 + e)
        return _result("sigmoid", a, (self, a * (1 - a)))

    def tanh(self) -> "Variable":
        """Return the hyperbolic tangent of x."""
        a = math.tanh(self.value)
        return _result("tanh", a, (self, 1 - a**2))

    def relu(self) -> "Variable":
        """Return max(0, x); the derivative at 0 is taken to be 0."""
        x = self.value
        return _result("relu", max(0.0, x), (self, 1.0 if x > 0 else 0.0))

    def backward(self) -> None:
        """Set ``.grad`` of every node below to ∂(this node)/∂(that node), whatever it was before.

        Raises
        ------
        ValueError
            A gradient is not finite: it is too large, or a local derivative does not exist.
        """
        nodes = topological_order(self)
        for node in nodes:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(nodes):
            for source, local in zip(node.inputs, node.derivatives, strict=True):
                if source.operation != "constant":
                    # The chain rule; a node used twice adds up both ways.
                    source.grad += node.grad * local
                    _refuse_infinite_gradient(source, node)

    def __radd__(self, other: float) -> "Variable":
        return _operand("+", other) + self

    def __rsub__(self, other: float) -> "Variable":
        return _operand("-", other) - self

    def __rmul__(self, other: float) -> "Variable":
        return _operand("*", other) * self

    def __rtruediv__(self, other: float) -> "Variable":
        return _operand("/", other) / self

    def __rpow__(self, other: float) -> "Variable":
        return _operand("**", other) ** self

    def __repr__(self) -> str:
        name = f"{self.name!r}, " if self.name else ""
        return f"Variable({self.value:.6g}, {name}grad={self.grad:.6g})"


def topological_order(node: Variable) -> list[Variable]:
    """Return the node and all nodes below it, each after its inputs.

    A stack of its own takes the place of recursion, so that a graph may be deeper than Python's
    limit on nested calls.
    """
    order, seen = [], set()
    stack = [(node, False)]
    while stack:
        current, inputs_are_done = stack.pop()
        if inputs_are_done:
            order.append(current)
        elif current not in seen:
            seen.add(current)
            stack.append((current, True))
            stack.extend((source, False) for source in reversed(current.inputs))
    return order


def draw(node: Variable, derivatives: bool = False) -> "Figure":
    """Return a figure of the graph: values run forward, to the right, and gradients backward.

    In each box stands an operation or the name of an input, above it the value and, after
    ``node.backward()``, below it the gradient, marked ∂.

    Parameters
    ----------
    node : Variable
        The result; it stands at the right.
    derivatives : bool
        Also write the local derivatives on the edges.  The gradient at the left end of an edge
        is that at its right end times the edge's number, summed over the edges that leave.

    Raises
    ------
    ValueError
        ``node`` is not a Variable, or the graph has too many nodes to be read.
    ImportError
        Matplotlib is not installed.
    """
    try:
        from matplotlib import pyplot
    except ImportError as error:
        raise ImportError("draw needs Matplotlib: pip install matplotlib") from error
    from .plots.graph import draw_graph, figure_size

    figure = pyplot.figure(figsize=figure_size(node, derivatives), layout="constrained")
    pyplot.close(figure)  # a notebook shows what a cell returns, and would show it once more
    draw_graph(figure.add_subplot(), node, derivatives)
    return figure


def _operand(operation: str, value: Variable | float) -> Variable:
    """Return what stands beside an operator as a node; a plain number becomes a constant."""
    if isinstance(value, Variable):
        return value
    node = Variable(number(f"the operand of {operation}", value))
    node.operation = "constant"
    return node


def _result(operation: str, value: float, *inputs: tuple[Variable, float]) -> Variable:
    """Return the node of a result; every input comes with its local derivative."""
    sources, derivatives = zip(*inputs, strict=True)
    if not math.isfinite(value):
        written = _written(operation, sources)
        raise ValueError(f"{written} is undefined or too large for a float")
    node = Variable(value)
    node.operation, node.inputs, node.derivatives = operation, sources, derivatives
    return node


def _power_derivatives(x: float, y: float, p: float) -> tuple[float, float]:
    """Return y xʸ⁻¹ and p log x, the derivatives of p = xʸ; NaN where there is none.

    With a negative x the power exists for whole y only, so it has no derivative by y.
    """
    by_base = y * _call(math.pow, x, y - 1) if y else 0.0
    if x > 0:
        return by_base, p * math.log(x)
    return by_base, 0.0 if x == 0 and y > 0 else math.nan


def _call(function: Callable[..., float], *values: float) -> float:
    """Return function(*values), with infinity and NaN for what Python raises errors for."""
    try:
        return function(*values)
    except OverflowError:
        return math.inf
    except ValueError:
        return math.nan


def _refuse_infinite_gradient(source: Variable, node: Variable) -> None:
    if not math.isfinite(source.grad):
        written = _written(node.operation, node.inputs)
        raise ValueError(f"the gradient of {source!r} is not finite; it comes through {written}")


def _written(operation: str, inputs: tuple[Variable, ...]) -> str:
    """Write an operation with its numbers: ``(-8) ** 0.5``, ``exp(1000)``."""
    numbers = [f"{node.value:g}" for node in inputs]
    if operation.isalpha():
        return f"{operation}({numbers[0]})"
    return f" {operation} ".join(f"({n})" if n.startswith("-") else n for n in numbers)
