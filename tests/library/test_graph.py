"""The graph engine, against JAX's autograd, finite differences and numbers worked by hand."""

import itertools
import math
import random
import subprocess
import sys

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from matplotlib import pyplot
from matplotlib.figure import Figure
from matplotlib.text import Annotation

from course_lib.graph import Variable, draw, topological_order
from course_lib.plots.graph import draw_graph, figure_size

# What a method is called here, and JAX's function for the same.
FUNCTIONS = {
    "exp": jnp.exp,
    "log": jnp.log,
    "sin": jnp.sin,
    "sigmoid": jax.nn.sigmoid,
    "tanh": jnp.tanh,
    "relu": jax.nn.relu,
}


@pytest.fixture(autouse=True)
def double_precision():
    with jax.enable_x64(True):
        yield


def e_to_the_sine(x):
    """The notes' example, lines 552-566."""
    return (x**2).sin().exp()


def neuron(w1=0.5, w2=-1.0, x1=1.0, x2=2.0, b=0.3, y=1.0):
    """The logistic neuron and its loss, the notes' lines 570-640, with its variables."""
    names = {"w1": w1, "w2": w2, "x1": x1, "x2": x2, "b": b, "y": y}
    v = {name: Variable(value, name) for name, value in names.items()}
    z = v["w1"] * v["x1"] + v["w2"] * v["x2"] + v["b"]
    a = z.sigmoid()
    a.name = "a"
    loss = -(v["y"] * a.log() + (1 - v["y"]) * (1 - a).log())
    return loss, v | {"a": a, "z": z}


# --- numbers worked by hand ------------------------------------------------------------------


def test_e_to_the_sine_of_x_squared_at_the_root_of_pi_third():
    # x² = π/3, sin = √3/2, cos = 1/2: y = e^(√3/2) and dy/dx = y · 1/2 · 2x = y √(π/3).
    x = Variable(math.sqrt(math.pi / 3), "x")
    y = e_to_the_sine(x)
    y.backward()
    expected = math.exp(math.sqrt(3) / 2)
    assert y.value == pytest.approx(expected, rel=1e-14)
    assert x.grad == pytest.approx(expected * math.sqrt(math.pi / 3), rel=1e-14)
    # The chain rule node by node, from the right: 1, y, y cos(x²), y cos(x²) 2x.
    sine, square = y.inputs[0], y.inputs[0].inputs[0]
    assert [y.grad, sine.grad, square.grad] == pytest.approx([1, expected, expected / 2])
    assert square.derivatives[0] == 2 * x.value


@pytest.mark.parametrize("y", [0.0, 1.0])
def test_the_logistic_neurons_gradients_are_a_minus_y_times_the_inputs(y):
    loss, v = neuron(y=y)
    loss.backward()
    a = 1 / (1 + math.exp(1.2))  # z = 0.5 · 1 - 1 · 2 + 0.3 = -1.2
    assert v["a"].value == pytest.approx(a, rel=1e-14)
    assert loss.value == pytest.approx(-math.log(a if y else 1 - a), rel=1e-14)
    assert v["a"].grad == pytest.approx((1 - y) / (1 - a) - y / a)  # notes, line 616
    assert v["z"].grad == pytest.approx(a - y)
    assert v["w1"].grad == pytest.approx((a - y) * 1)
    assert v["w2"].grad == pytest.approx((a - y) * 2)
    assert v["b"].grad == pytest.approx(a - y)


def test_a_node_that_is_used_twice_adds_up():
    x = Variable(3)
    (x * x + x).backward()
    assert x.grad == 2 * 3 + 1
    half = x / 2
    (half * half - half).backward()
    assert half.grad == 2 * 1.5 - 1
    assert x.grad == half.grad / 2


@pytest.mark.parametrize(
    ("node", "value", "gradient"),
    [
        (lambda x: x + 3, 5, 1),
        (lambda x: 3 + x, 5, 1),
        (lambda x: x - 3, -1, 1),
        (lambda x: 3 - x, 1, -1),
        (lambda x: x * 3, 6, 3),
        (lambda x: 3 * x, 6, 3),
        (lambda x: x / 4, 0.5, 0.25),
        (lambda x: 4 / x, 2, -1),
        (lambda x: x**3, 8, 12),
        (lambda x: 3**x, 9, 9 * math.log(3)),
        (lambda x: -x, -2, -1),
        (lambda x: x**0, 1, 0),
        (lambda x: (x - 2) ** 2, 0, 0),
        (lambda x: (x - 2) ** 1, 0, 1),
        (lambda x: (x - 2) ** 0, 1, 0),
        (lambda x: (x - 5) ** 3, -27, 27),
        (lambda x: (x - 5) ** -2, 1 / 9, 2 / 27),
        (lambda x: 0**x, 0, 0),
        (lambda x: (x - 2).relu(), 0, 0),
        (lambda x: x.relu(), 2, 1),
        (lambda x: (-x).relu(), 0, 0),
        (lambda x: np.float64(3) * x, 6, 3),
        (lambda x: np.float32(3) ** x, 9, 9 * math.log(3)),
        (lambda x: np.int64(3) - x, 1, -1),
    ],
)
def test_plain_numbers_may_stand_on_either_side(node, value, gradient):
    x = Variable(2)
    result = node(x)
    result.backward()
    assert type(result) is Variable
    assert result.value == pytest.approx(value, rel=1e-15)
    assert x.grad == pytest.approx(gradient, rel=1e-15)


@pytest.mark.parametrize(("z", "a"), [(1e4, 1.0), (-1e4, 0.0), (-700, math.exp(-700)), (0, 0.5)])
def test_the_sigmoid_is_right_far_out(z, a):
    x = Variable(z)
    node = x.sigmoid()
    node.backward()
    assert node.value == pytest.approx(a, rel=1e-14)
    assert x.grad == pytest.approx(a * (1 - a), rel=1e-14)


# --- against others --------------------------------------------------------------------------


def random_expression(rng, depth):
    """Return a function of (variables, functions) that works out one random expression.

    ``functions`` is asked by name, so that the same tree is worked out here and by JAX.  Inputs
    of log, divisors and bases are made positive.
    """
    if depth == 0:
        if rng.random() < 0.2:
            constant = round(rng.uniform(-2, 2), 2)
            return lambda v, f: constant + 0 * v[0]
        i = rng.randrange(3)
        return lambda v, f: v[i]
    left, right = random_expression(rng, depth - 1), random_expression(rng, depth - 1)
    number = round(rng.uniform(0.5, 2), 2)
    return rng.choice(
        [
            lambda v, f: left(v, f) + right(v, f),
            lambda v, f: left(v, f) - right(v, f),
            lambda v, f: number - left(v, f) * right(v, f),
            lambda v, f: left(v, f) / (right(v, f) ** 2 + number),
            lambda v, f: number / f("exp", f("sin", left(v, f))),
            lambda v, f: f("sigmoid", left(v, f)) ** f("tanh", right(v, f)),
            lambda v, f: number ** f("sin", left(v, f)) + right(v, f),
            lambda v, f: f("log", left(v, f) ** 2 + number) * right(v, f),
            lambda v, f: f("exp", f("tanh", left(v, f))) - f("relu", right(v, f)),
            lambda v, f: -f("sin", left(v, f)) + number * right(v, f),
        ]
    )


@pytest.mark.parametrize("seed", range(40))
def test_random_expressions_have_the_values_and_gradients_of_autograd(seed):
    rng = random.Random(seed)
    expression = random_expression(rng, depth=2 + seed % 4)
    at = [rng.uniform(-2, 2) for _ in range(3)]
    variables = [Variable(value) for value in at]
    node = expression(variables, lambda name, x: getattr(x, name)())
    node.backward()
    value, gradients = jax.value_and_grad(
        lambda v: expression(v, lambda name, x: FUNCTIONS[name](x))
    )([jnp.float64(x) for x in at])
    assert node.value == pytest.approx(float(value), rel=1e-12, abs=1e-12)
    ours = [variable.grad for variable in variables]
    assert ours == pytest.approx([float(g) for g in gradients], rel=1e-10, abs=1e-12)
    assert any(ours)


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("x", [0.001, 0.7, 3.0, 25.0])
def test_every_function_agrees_with_autograd(name, x):
    for sign in (1, -1) if name != "log" else (1,):
        variable = Variable(sign * x)
        node = getattr(variable, name)()
        node.backward()
        value, gradient = jax.value_and_grad(FUNCTIONS[name])(jnp.float64(sign * x))
        assert node.value == pytest.approx(float(value), rel=1e-14)
        assert variable.grad == pytest.approx(float(gradient), rel=1e-14, abs=1e-16)


def test_gradients_agree_with_finite_differences():
    at = {"w1": 0.4, "w2": -0.7, "x1": 1.3, "x2": 0.2, "b": -0.1, "y": 1.0}
    loss, v = neuron(**at)
    loss.backward()
    step = 1e-6
    for name in at:
        above, _ = neuron(**at | {name: at[name] + step})
        below, _ = neuron(**at | {name: at[name] - step})
        slope = (above.value - below.value) / (2 * step)
        assert v[name].grad == pytest.approx(slope, rel=1e-7)


# --- backward --------------------------------------------------------------------------------


def test_gradients_are_0_before_backward():
    loss, v = neuron()
    assert [node.grad for node in (loss, *v.values())] == [0.0] * 9


def test_backward_computes_afresh_each_time():
    loss, v = neuron()
    loss.backward()
    first = [node.grad for node in topological_order(loss)]
    loss.backward()
    assert [node.grad for node in topological_order(loss)] == first
    v["a"].backward()
    assert v["a"].grad == 1
    assert v["b"].grad == pytest.approx(v["a"].value * (1 - v["a"].value))


def test_results_of_one_variable_do_not_disturb_each_other():
    x = Variable(2)
    square, triple = x**2, 3 * x
    square.backward()
    triple.backward()
    assert x.grad == 3
    assert square.grad == 1


def test_the_gradient_of_an_input_by_itself_is_1():
    x = Variable(7)
    x.backward()
    assert x.grad == 1


@pytest.mark.parametrize("depth", [5_000, 100_000])
def test_a_graph_may_be_deeper_than_python_can_call(depth):
    assert depth > sys.getrecursionlimit()
    x = Variable(1)
    node = x
    for _ in range(depth):
        node = node + x
    node.backward()
    assert node.value == x.grad == depth + 1


def test_a_wide_graph_visits_a_shared_node_once():
    # Along 2⁶⁰ paths: to follow each of them would take years.
    x = node = Variable(1)
    for _ in range(60):
        node = node + node
    node.backward()
    assert x.grad == 2.0**60


def test_nodes_stand_after_their_inputs():
    loss, _ = neuron()
    order = topological_order(loss)
    assert len(set(order)) == len(order) == 21
    for i, node in enumerate(order):
        assert all(order.index(source) < i for source in node.inputs)


# --- what is refused -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (math.nan, "value must be finite, got nan"),
        (-math.inf, "value must be finite, got -inf"),
        (np.float64("nan"), "value must be finite, got nan"),
        ("3", "value must be one number, got '3'"),
        (1j, "value must be one number, got 1j"),
        (None, "value must be one number, got None"),
        ([1.0], r"value must be one number, got [1.0]"),
        (np.ones(2), "value must be one number, got array([1., 1.])"),
        (Variable(2, "x"), "value must be one number, got Variable(2, 'x', grad=0)"),
    ],
)
def test_what_is_no_finite_number_is_refused(value, words):
    with pytest.raises(ValueError) as error:
        Variable(value)
    assert words in str(error.value)


def test_a_name_is_a_str():
    with pytest.raises(ValueError, match="name must be a str, got 2"):
        Variable(1, 2)


@pytest.mark.parametrize("operator", ["+", "-", "*", "/", "**"])
@pytest.mark.parametrize("bad", [math.nan, math.inf, "a", 1j, None, [2], np.ones(2)], ids=repr)
def test_an_operator_takes_nothing_but_numbers_on_either_side(operator, bad):
    for written in (f"x {operator} bad", f"bad {operator} x"):
        with pytest.raises(ValueError) as error:
            eval(written, {"x": Variable(2), "bad": bad})
        assert f"the operand of {operator} must be" in str(error.value)


@pytest.mark.parametrize(
    ("x", "node", "words"),
    [
        (1000, lambda x: x.exp(), "exp(1000) is undefined or too large for a float"),
        (1e300, lambda x: x * x, "1e+300 * 1e+300 is undefined or too large for a float"),
        (1e308, lambda x: x + x, "1e+308 + 1e+308 is undefined"),
        (-1e308, lambda x: x - 1e308, "(-1e+308) - 1e+308 is undefined"),
        (1e300, lambda x: x / 1e-300, "1e+300 / 1e-300 is undefined"),
        (0, lambda x: x**-1, "0 ** (-1) is undefined"),
        (-8, lambda x: x**0.5, "(-8) ** 0.5 is undefined"),
        (2, lambda x: x**2000, "2 ** 2000 is undefined"),
        (0, lambda x: x.log(), "log(x) needs x > 0, got log(0)"),
        (-2, lambda x: x.log(), "log(x) needs x > 0, got log(-2)"),
    ],
)
def test_a_result_that_is_no_finite_number_names_the_operation_and_its_values(x, node, words):
    with pytest.raises(ValueError) as error:
        node(Variable(x))
    assert words in str(error.value)


@pytest.mark.parametrize(
    "node", [lambda x: 3 / x, lambda x: Variable(3) / x, lambda x: (3 + x) / x]
)
@pytest.mark.parametrize("zero", [0, -0.0])
def test_division_by_0_says_so(node, zero):
    with pytest.raises(ZeroDivisionError, match="3 / 0 is not defined"):
        node(Variable(zero))


@pytest.mark.parametrize(
    ("x", "node", "words"),
    [
        (0, lambda x: x**0.5, "0 ** 0.5"),  # the slope of a root at 0 is infinite
        (-2, lambda x: x ** Variable(2), "(-2) ** 2"),  # beside 2 there is no real power
        (0, lambda x: x**x, "0 ** 0"),
        (1e-320, lambda x: x.log(), "log(9.99989e-321)"),
        (1e-300, lambda x: x * 1e300 * 1e300, "1e-300 * 1e+300"),
    ],
)
def test_a_gradient_that_is_no_finite_number_names_the_operation(x, node, words):
    result = node(Variable(x, "x"))
    assert math.isfinite(result.value)
    with pytest.raises(ValueError, match="the gradient of Variable") as error:
        result.backward()
    assert f"is not finite; it comes through {words}" in str(error.value)


# --- drawings --------------------------------------------------------------------------------

SYMBOLS = {"-": "−", "*": "×", "**": "^", "sigmoid": "σ", "relu": "ReLU"}


def with_gradients(node):
    node.backward()
    return node


def hidden_layer(x1=0.5):
    x = [Variable(x1, "$x_1$"), Variable(-1, "$x_2$")]
    h = [(0.3 * x[0] + Variable(w, f"w{w}") * x[1]).relu() for w in (0.5, -0.4)]
    return h[0] * h[0] - h[1] / 3 + x[1]


def chain(depth):
    node = Variable(-0.00123, "x")
    for _ in range(depth):
        node = node.sin()
    return node


def fibonacci(steps):
    """Every node is used in the next two: the long arrows must pass on alternating sides."""
    before, last = Variable(1, "a"), Variable(2, "b")
    for _ in range(steps):
        before, last = last, before + last
    return last


GRAPHS = {
    "e^sin(x²)": lambda: with_gradients(e_to_the_sine(Variable(0.5, "x"))),
    "neuron": lambda: with_gradients(neuron()[0]),
    "neuron before backward": lambda: neuron()[0],
    "neuron with long numbers": lambda: with_gradients(neuron(w1=-1234.5, x1=-1.234e-3, y=0)[0]),
    "hidden layer": lambda: with_gradients(hidden_layer()),
    "chain": lambda: with_gradients(chain(20)),
    "one node": lambda: Variable(1, "x"),
}
drawings = pytest.mark.parametrize("make", GRAPHS.values(), ids=GRAPHS)


def texts(figure):
    return [text for text in figure.axes[0].texts if not isinstance(text, Annotation)]


def words(figure):
    return [text.get_text().replace("\N{THIN SPACE}", " ") for text in texts(figure)]


def boxes(figure):
    """Return, in pixels, the rectangle of every box, and what stands in it."""
    inside = [text for text in texts(figure) if text.get_position() == (0, 0)]
    patches = figure.axes[0].patches
    return [(p.get_window_extent(), t.get_text()) for p, t in zip(patches, inside, strict=True)]


def curves(figure):
    """Return start and end, in pixels, and the path of every curve between two columns."""
    for note in figure.axes[0].texts:
        if isinstance(note, Annotation):
            start, end = note.anncoords.transform(note.xyann), note.xycoords.transform(note.xy)
            yield tuple(start.round(3)), tuple(end.round(3)), note.arrow_patch.get_path()


def drawn_edges(figure):
    """Return what stands in the boxes at both ends of every arrow, followed through the columns."""
    steps = [(start, end) for start, end, _ in curves(figure)]
    onward = dict(steps)
    passed = {end for _, end in steps}
    for start, end in steps:
        if start not in passed:
            assert start[0] < end[0]
            while end in onward:
                end = onward[end]
            yield at(figure, start, "x1"), at(figure, end, "x0")


def at(figure, point, edge):
    """Return what stands in the box whose right (x1) or left (x0) edge a point touches."""
    x, y = point
    (text,) = (t for r, t in boxes(figure) if abs(getattr(r, edge) - x) < 1 and r.y0 < y < r.y1)
    return text


def cross(one, other):
    """Tell whether two curves, each with one height for every x, change sides."""
    t = np.linspace(0, 1, 50)[:, np.newaxis]
    share = np.hstack([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3])
    (x1, y1), (x2, y2) = ((share @ path.vertices[:4]).T for path in (one, other))
    x = np.linspace(max(x1[0], x2[0]), min(x1[-1], x2[-1]), 50)
    if x[0] >= x[-1]:
        return False
    above = np.interp(x, x1, y1) - np.interp(x, x2, y2)
    return above.min() < -0.5 and above.max() > 0.5


def test_a_drawing_shows_names_operations_and_values():
    figure = draw(e_to_the_sine(Variable(0.5, "x")))
    assert isinstance(figure, Figure)
    assert words(figure) == ["x", "0.5", "2", "^", "0.25", "sin", "0.247", "exp", "1.28"]


def test_after_backward_a_drawing_shows_gradients_but_not_of_constants():
    y = 3 - 4 * Variable(-2e-5, "x")
    y.name = "y"
    y.backward()
    expected = ["3", "4", "x", "−2.0e−5", "∂ −4", "×", "−8.0e−5", "∂ −1", "y = −", "3", "∂ 1"]
    assert sorted(words(draw(y))) == sorted(expected)


def test_local_derivatives_stand_on_the_arrows_if_asked_for():
    x = Variable(3, "x")
    written = words(draw(x * x - 2 * x, derivatives=True))
    on_arrows = [word for word in written if word[0] == "×" and word != "×"]
    assert sorted(on_arrows) == ["×1", "×2", "×3", "×3", "×−1"]


@drawings
def test_an_arrow_leads_from_every_input_to_what_is_made_of_it(make):
    node = make()
    figure = draw(node)
    figure.draw_without_rendering()

    def written(node):
        made = SYMBOLS.get(node.operation, node.operation) if node.inputs else ""
        return " = ".join(filter(None, [node.name, made])) or f"{node.value:g}"

    nodes = topological_order(node)
    edges = [(written(source), written(target)) for target in nodes for source in target.inputs]
    assert sorted(drawn_edges(figure)) == sorted(edges)
    assert sorted(label for _, label in boxes(figure)) == sorted(map(written, nodes))


@drawings
@pytest.mark.parametrize("derivatives", [False, True])
def test_nothing_that_is_written_covers_another_thing(make, derivatives):
    figure = draw(make(), derivatives)
    figure.draw_without_rendering()
    around = [text for text in texts(figure) if text.get_position() != (0, 0)]
    inside = [text for text in texts(figure) if text.get_position() == (0, 0)]
    for (box, _), text in zip(boxes(figure), inside, strict=True):
        letters = text.get_window_extent()
        assert box.x0 < letters.x0
        assert letters.x1 < box.x1
    areas = [box for box, _ in boxes(figure)] + [text.get_window_extent() for text in around]
    for one, other in itertools.combinations(areas, 2):
        assert not one.padded(-0.5).overlaps(other)  # they may touch


@pytest.mark.parametrize(
    "node",
    [e_to_the_sine(Variable(0.5)), neuron()[0], fibonacci(8)],
    ids=["e^sin(x²)", "neuron", "fibonacci"],
)
def test_no_arrows_cross_that_need_not(node):
    figure = draw(node)
    figure.draw_without_rendering()
    paths = [path for _, _, path in curves(figure)]
    assert not any(cross(one, other) for one, other in itertools.combinations(paths, 2))


def test_inputs_stand_in_the_order_of_the_formula():
    figure = draw(neuron()[0])
    figure.draw_without_rendering()
    height = {label: box.y0 for box, label in boxes(figure)}
    assert height["w1"] > height["x1"] > height["w2"] > height["x2"]


def test_a_result_stands_midway_between_its_inputs():
    figure = draw((Variable(1, "x") * Variable(2, "y")).sin())
    figure.draw_without_rendering()
    height = {label: (box.y0 + box.y1) / 2 for box, label in boxes(figure)}
    assert height["×"] == height["sin"] == pytest.approx((height["x"] + height["y"]) / 2)
    assert height["x"] > height["×"] > height["y"]


@pytest.mark.parametrize("derivatives", [False, True])
def test_other_values_leave_every_box_where_it_is(derivatives):
    nodes = [GRAPHS[name]() for name in ("neuron", "neuron with long numbers")]
    assert_drawn_in_the_same_places(*nodes, derivatives=derivatives)


def test_other_constants_leave_every_box_where_it_is():
    x = Variable(1, "x")
    assert_drawn_in_the_same_places(2 * x + 1, -0.00123 * x + 0.25, derivatives=False)


def assert_drawn_in_the_same_places(one, other, derivatives):
    assert figure_size(one, derivatives) == figure_size(other, derivatives)
    middles = []
    for node in (one, other):
        figure = draw(node, derivatives)
        figure.draw_without_rendering()
        middles.append([(box.x0 + box.x1, box.y0 + box.y1) for box, _ in boxes(figure)])
    np.testing.assert_allclose(*middles, atol=0.01)


def test_a_frame_of_a_slider_is_drawn_on_given_axes():
    ax = Figure(figsize=(6, 4)).add_subplot()
    draw_graph(ax, neuron()[0])
    assert words(ax.figure) == words(draw(neuron()[0]))


def test_a_figure_is_shown_once():
    assert draw(Variable(1)).number not in pyplot.get_fignums()


def test_what_cannot_be_drawn_is_refused():
    with pytest.raises(ValueError, match="node must be a Variable, got 3"):
        draw(3)
    node = Variable(1)
    for _ in range(100):
        node = -node
    with pytest.raises(ValueError, match="room for 100 nodes, the graph has 101"):
        draw(node)


def test_a_drawing_without_matplotlib_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ImportError, match="draw needs Matplotlib: pip install matplotlib"):
        draw(Variable(1))


def test_the_engine_loads_without_matplotlib():
    code = "import sys, course_lib.graph; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
