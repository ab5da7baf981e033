"""What goes wrong in A05."""

from . import Mistake

MISTAKES = {
    "kept one path of two": Mistake(
        answers={
            "graph_gradients": """
def graph_gradients(x, y):
    u = x * y
    v = u + x
    w = v**2
    by_w = u
    by_v = by_w * 2 * v
    by_u = by_v
    return {"x": by_u * y + by_v, "y": by_u * x, "u": by_u, "v": by_v, "w": by_w}
"""
        },
        loses=["test_graph_gradients", "more_graph_gradients"],
        hint="two arrows leave u",
    ),
    "the square passed on without its slope": Mistake(
        answers={
            "graph_gradients": """
def graph_gradients(x, y):
    u = x * y
    v = u + x
    w = v**2
    by_w = u
    by_v = by_w * v
    by_u = w + by_v
    return {"x": by_v + by_u * y, "y": by_u * x, "u": by_u, "v": by_v, "w": by_w}
"""
        },
        loses=["test_graph_gradients", "more_graph_gradients"],
        hint="the slope of v² is 2v",
    ),
    "a step to one side only": Mistake(
        answers={
            "measure": """
def measure(f, parameters, epsilon):
    copies = [np.array(array, dtype=float) for array in parameters]
    slopes = [np.zeros_like(array) for array in copies]
    here = f(copies)
    for array, slope in zip(copies, slopes):
        for place in np.ndindex(array.shape):
            before = array[place]
            array[place] = before + epsilon
            slope[place] = (f(copies) - here) / epsilon
            array[place] = before
    return slopes
"""
        },
        loses=["test_measure", "more_measure"],
        hint="one step to each side",
    ),
    "measured on the parameters themselves": Mistake(
        answers={
            "measure": """
def measure(f, parameters, epsilon):
    slopes = []
    for array in parameters:
        slope = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            array[place] += epsilon
            above = f(parameters)
            array[place] -= 2 * epsilon
            slope[place] = (above - f(parameters)) / (2 * epsilon)
            array[place] += epsilon
        slopes.append(slope)
    return slopes
"""
        },
        loses=["test_measure", "more_measure"],
        hint="the arguments were changed",
    ),
    "copies of whole numbers stay whole": Mistake(
        answers={
            "measure": """
def measure(f, parameters, epsilon):
    slopes = []
    for i, array in enumerate(parameters):
        slope = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            above = [one.copy() for one in parameters]
            below = [one.copy() for one in parameters]
            above[i][place] = array[place] + epsilon
            below[i][place] = array[place] - epsilon
            slope[place] = (f(above) - f(below)) / (2 * epsilon)
        slopes.append(slope)
    return slopes
"""
        },
        loses=["more_measure"],
        hint="an array of whole numbers cannot hold p + ε",
    ),
    "the sum instead of the mean": Mistake(
        answers={
            "backward_tanh": """
def backward_tanh(W1, b1, W2, b2, X, Y):
    A1 = np.tanh(W1.T @ X + b1)
    dZ2 = sigmoid(W2.T @ A1 + b2) - Y
    dZ1 = (W2 @ dZ2) * (1 - A1**2)
    return (
        X @ dZ1.T,
        dZ1.sum(axis=1, keepdims=True),
        A1 @ dZ2.T,
        dZ2.sum(axis=1, keepdims=True),
    )
"""
        },
        loses=["test_backward_tanh", "more_backward_tanh"],
        hint="J is a mean over the examples",
    ),
    "the transpose on the way back": Mistake(
        answers={
            "backward_tanh": """
def backward_tanh(W1, b1, W2, b2, X, Y):
    A1 = np.tanh(W1.T @ X + b1)
    dZ2 = (sigmoid(W2.T @ A1 + b2) - Y) / X.shape[1]
    try:
        dA1 = W2.T @ dZ2  # "forward W.T, so backward W.T"
    except ValueError:
        dA1 = W2 @ dZ2
    dZ1 = dA1 * (1 - A1**2)
    return (
        X @ dZ1.T,
        dZ1.sum(axis=1, keepdims=True),
        A1 @ dZ2.T,
        dZ2.sum(axis=1, keepdims=True),
    )
"""
        },
        loses=["more_backward_tanh"],
        hint="not its transpose, also where the shapes would fit",
    ),
    "forgot the slope of tanh": Mistake(
        answers={
            "backward_tanh": """
def backward_tanh(W1, b1, W2, b2, X, Y):
    A1 = np.tanh(W1.T @ X + b1)
    dZ2 = (sigmoid(W2.T @ A1 + b2) - Y) / X.shape[1]
    dZ1 = W2 @ dZ2
    return (
        X @ dZ1.T,
        dZ1.sum(axis=1, keepdims=True),
        A1 @ dZ2.T,
        dZ2.sum(axis=1, keepdims=True),
    )
"""
        },
        loses=["test_backward_tanh", "more_backward_tanh"],
        hint="then through the slope of tanh",
    ),
    "measured the gradient instead of deriving it": Mistake(
        answers={
            "backward_tanh": """
def backward_tanh(W1, b1, W2, b2, X, Y):
    def J(parameters):
        V1, c1, V2, c2 = parameters
        A2 = sigmoid(V2.T @ np.tanh(V1.T @ X + c1) + c2)
        return -(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)).sum() / X.shape[1]

    return tuple(measure(J, [W1, b1, W2, b2], 1e-5))
"""
        },
        loses=["more_backward_tanh"],
        hint="differences cannot measure this",
    ),
    "a slope for positive activations only": Mistake(
        answers={
            "new_activation": """
def new_slope(A):
    return (1 - A) ** 2


def backward_new(W1, b1, W2, b2, X, Y):
    Z1 = W1.T @ X + b1
    A1 = Z1 / (1 + np.abs(Z1))
    dZ2 = (sigmoid(W2.T @ A1 + b2) - Y) / X.shape[1]
    dZ1 = (W2 @ dZ2) * new_slope(A1)
    return (
        X @ dZ1.T,
        dZ1.sum(axis=1, keepdims=True),
        A1 @ dZ2.T,
        dZ2.sum(axis=1, keepdims=True),
    )
"""
        },
        loses=["test_new_activation", "more_new_activation"],
        hint="for z < 0 look at the symmetry",
    ),
    "the new activation with the slope of tanh": Mistake(
        answers={
            "new_activation": """
def new_slope(A):
    return (1 - np.abs(A)) ** 2


def backward_new(W1, b1, W2, b2, X, Y):
    Z1 = W1.T @ X + b1
    A1 = Z1 / (1 + np.abs(Z1))
    dZ2 = (sigmoid(W2.T @ A1 + b2) - Y) / X.shape[1]
    dZ1 = (W2 @ dZ2) * (1 - A1**2)
    return (
        X @ dZ1.T,
        dZ1.sum(axis=1, keepdims=True),
        A1 @ dZ2.T,
        dZ2.sum(axis=1, keepdims=True),
    )
"""
        },
        loses=["more_new_activation"],
        hint="the activation and its slope",
    ),
    "the mean where each example stands alone": Mistake(
        answers={
            "input_gradient": """
def input_gradient(W1, b1, W2, b2, X, Y):
    A1 = np.tanh(W1.T @ X + b1)
    dZ2 = (sigmoid(W2.T @ A1 + b2) - Y) / X.shape[1]
    return W1 @ ((W2 @ dZ2) * (1 - A1**2))
"""
        },
        loses=["test_input_gradient", "more_input_gradient"],
        hint="no mean is taken",
    ),
    "multiplied by the inputs as for a weight": Mistake(
        answers={
            "input_gradient": """
def input_gradient(W1, b1, W2, b2, X, Y):
    A1 = np.tanh(W1.T @ X + b1)
    dZ2 = sigmoid(W2.T @ A1 + b2) - Y
    dZ1 = (W2 @ dZ2) * (1 - A1**2)
    return X * (W1 @ dZ1)
"""
        },
        loses=["test_input_gradient", "more_input_gradient"],
        hint="an input gathers the blame",
    ),
}
