"""What goes wrong in A03."""

from . import Mistake

MISTAKES = {
    "flattened column after column": Mistake(
        answers={
            "flatten": """
def to_column(picture):
    return picture.T.reshape(-1, 1) / 255


def pixel_of(i, width):
    return (i - 1) // width, (i - 1) % width
"""
        },
        loses=["test_flatten", "more_flatten"],
        hint="row after row",
    ),
    "flattened to one axis": Mistake(
        answers={
            "flatten": """
def to_column(picture):
    return picture.flatten() / 255


def pixel_of(i, width):
    return (i - 1) // width, (i - 1) % width
"""
        },
        loses=["test_flatten", "more_flatten"],
        hint="shape (6, 1) expected, got (6,)",
    ),
    "divided by the largest level there is": Mistake(
        answers={
            "flatten": """
def to_column(picture):
    return picture.reshape(-1, 1) / picture.max()


def pixel_of(i, width):
    return (i - 1) // width, (i - 1) % width
"""
        },
        loses=["more_flatten"],
        hint="whether or not it occurs in the picture",
    ),
    "counted inputs from 0": Mistake(
        answers={
            "flatten": """
def to_column(picture):
    return picture.reshape(-1, 1) / 255


def pixel_of(i, width):
    return i // width, i % width
"""
        },
        loses=["test_flatten", "more_flatten"],
        hint="i counts from 1",
    ),
    "added the bias for every input": Mistake(
        answers={
            "neuron": """
def neuron(x, w, b):
    z = 0
    for x_i, w_i in zip(x, w):
        z += x_i * w_i + b
    return 1 / (1 + np.exp(-z))
"""
        },
        loses=["test_neuron", "more_neuron"],
        hint="the net input is 0",
    ),
    "a sigmoid that overflows": Mistake(
        answers={
            "neuron": """
def neuron(x, w, b):
    import math

    z = sum(x_i * w_i for x_i, w_i in zip(x, w)) + b
    return 1 / (1 + math.exp(-z))
"""
        },
        loses=["test_neuron", "more_neuron"],
        hint="1 / infinity is 0",
    ),
    "transposed only where NumPy complained": Mistake(
        answers={
            "forward": """
def forward(parameters, X):
    layers, A = [], X
    for W, b in parameters:
        Z = W @ A if W.shape[1] == len(A) else W.T @ A
        A = 1 / (1 + np.exp(-(Z + b)))
        layers.append(A)
    return layers
"""
        },
        loses=["test_forward", "more_forward"],
        hint="through the transpose of its W",
    ),
    "no activation at the output": Mistake(
        answers={
            "forward": """
def forward(parameters, X):
    layers, A = [], X
    for W, b in parameters[:-1]:
        A = 1 / (1 + np.exp(-(W.T @ A + b)))
        layers.append(A)
    W, b = parameters[-1]
    return layers + [W.T @ A + b]
"""
        },
        loses=["test_forward", "more_forward"],
        hint="applied to the output layer too",
    ),
    "returned the output alone": Mistake(
        answers={
            "forward": """
def forward(parameters, X):
    A = X
    for W, b in parameters:
        A = 1 / (1 + np.exp(-(W.T @ A + b)))
    return [A]
"""
        },
        loses=["test_forward", "more_forward"],
        hint="return all of them",
    ),
    "forgot the biases": Mistake(
        answers={
            "count": """
def count(sizes):
    return sum(n * k for n, k in zip(sizes, sizes[1:]))


def widest(n, k, budget):
    h = 0
    while count([n, h + 1, h + 1, k]) <= budget:
        h += 1
    return h
"""
        },
        loses=["test_count", "more_count"],
        hint="and one bias",
    ),
    "did not spend the whole budget": Mistake(
        answers={
            "count": """
def count(sizes):
    return sum((n + 1) * k for n, k in zip(sizes, sizes[1:]))


def widest(n, k, budget):
    h = 0
    while count([n, h + 1, h + 1, k]) < budget:
        h += 1
    return h
"""
        },
        loses=["test_count", "more_count"],
        hint="25 are allowed",
    ),
    "odds the wrong way round": Mistake(
        answers={
            "input_for": """
def input_for(x, w, b, j, wanted):
    if w[j] == 0:
        return None
    rest = b + sum(x[i] * w[i] for i in range(len(x)) if i != j)
    return (np.log((1 - wanted) / wanted) - rest) / w[j]
"""
        },
        loses=["test_input_for", "more_input_for"],
        hint="the log-odds of the answer",
    ),
    "left the present value in the sum": Mistake(
        answers={
            "input_for": """
def input_for(x, w, b, j, wanted):
    if w[j] == 0:
        return None
    rest = b + sum(x[i] * w[i] for i in range(len(x)))
    return (np.log(wanted / (1 - wanted)) - rest) / w[j]
"""
        },
        loses=["test_input_for", "more_input_for"],
        hint="the present value of input j does not matter",
    ),
    "divided by a weight of 0": Mistake(
        answers={
            "input_for": """
def input_for(x, w, b, j, wanted):
    rest = b + sum(x[i] * w[i] for i in range(len(x)) if i != j)
    return float(np.log(wanted / (1 - wanted)) - rest) / w[j]
"""
        },
        loses=["more_input_for"],
        hint="with the weight 0 nothing changes",
    ),
    "took the neurons as they are listed": Mistake(
        answers={
            "evaluate": """
def evaluate(neurons, inputs):
    known = dict(inputs)
    for name, (bias, weights) in neurons.items():
        z = bias + sum(known[source] * weight for source, weight in weights.items())
        known[name] = 1 / (1 + np.exp(-z))
    return {name: known[name] for name in neurons}
"""
        },
        loses=["test_evaluate", "more_evaluate"],
        hint="compute whatever has all it needs",
    ),
    "took what is not known yet for 0": Mistake(
        answers={
            "evaluate": """
def evaluate(neurons, inputs):
    known = dict(inputs)
    for name, (bias, weights) in neurons.items():
        z = bias + sum(known.get(source, 0) * weight for source, weight in weights.items())
        known[name] = 1 / (1 + np.exp(-z))
    return {name: known[name] for name in neurons}
"""
        },
        loses=["test_evaluate", "more_evaluate"],
        hint="compute whatever has all it needs",
    ),
    "repeated until it looked settled": Mistake(
        answers={
            "evaluate": """
def evaluate(neurons, inputs):
    known = {**dict.fromkeys(neurons, 0.0), **inputs}
    for _ in range(len(neurons)):
        for name, (bias, weights) in neurons.items():
            z = bias + sum(known[source] * weight for source, weight in weights.items())
            known[name] = 1 / (1 + np.exp(-z))
    return {name: known[name] for name in neurons}
"""
        },
        loses=["test_evaluate", "more_evaluate"],
        hint="when nothing more can be computed and something is missing: None",
    ),
}
