"""What goes wrong in A06."""

from . import Mistake

MISTAKES = {
    "a flat list of biases": Mistake(
        answers={
            "layer": """
def layer(table, X):
    return table[:, :-1] @ X + table[:, -1]
"""
        },
        # One neuron can have its bias in any shape: the check for loops is passed.
        loses=["test_layer", "more_layer"],
        hint="keep the biases a column",
    ),
    "took the rows for columns": Mistake(
        answers={
            "layer": """
def layer(table, X):
    return table[:, :-1].T @ X + table[:, -1:]
"""
        },
        loses=["test_layer", "more_layer"],
        hint="a row of the table belongs to one neuron",
    ),
    "still a loop over the examples": Mistake(
        answers={
            "layer": """
def layer(table, X):
    Z = np.empty((len(table), X.shape[1]))
    for i in range(X.shape[1]):
        Z[:, [i]] = table[:, :-1] @ X[:, [i]] + table[:, -1:]
    return Z
"""
        },
        loses=["no_loop_layer"],
        hint="there is a loop, `for`, in `for i in range(X.shape[1]):`",
    ),
    "called the slow program": Mistake(
        answers={
            "gradient": """
def gradient(A, Delta, s):
    return slow_gradient(A, Delta, s)
"""
        },
        loses=["no_loop_gradient"],
        hint="the sum over the examples is inside a product",
    ),
    "divided by the number of examples": Mistake(
        answers={
            "gradient": """
def gradient(A, Delta, s):
    m = A.shape[1]
    return (A * s) @ Delta.T / m, (Delta * s).sum(axis=1, keepdims=True) / m
"""
        },
        loses=["test_gradient", "no_loop_gradient", "more_gradient"],
        hint="divide by the sum of the factors",
    ),
    "counted in both factors": Mistake(
        answers={
            "gradient": """
def gradient(A, Delta, s):
    A, Delta = A * s, Delta * s
    return A @ Delta.T / s.sum(), Delta.sum(axis=1, keepdims=True) / s.sum()
"""
        },
        # Where every factor is 0 or 1 it makes no difference.
        loses=["test_gradient", "more_gradient"],
        hint="every column gets its own factor",
    ),
    "a sum that drops its axis": Mistake(
        answers={
            "gradient": """
def gradient(A, Delta, s):
    share = s / s.sum()
    return (A * share) @ Delta.T, (Delta * share).sum(axis=1)
"""
        },
        loses=["test_gradient", "no_loop_gradient", "more_gradient"],
        hint="db keeps its second axis",
    ),
    "scaled Delta in place": Mistake(
        answers={
            "gradient": """
def gradient(A, Delta, s):
    Delta *= s / s.sum()
    return A @ Delta.T, Delta.sum(axis=1, keepdims=True)
"""
        },
        loses=["test_gradient", "no_loop_gradient", "more_gradient"],
        hint="the arguments were changed",
    ),
    "np.vectorize over the centers": Mistake(
        answers={
            "distances": """
def distances(C, X):
    one = lambda h, i: ((C[:, h] - X[:, i]) ** 2).sum()
    rows, columns = np.indices((C.shape[1], X.shape[1]))
    return np.vectorize(one, otypes=[float])(rows, columns)
"""
        },
        loses=["no_loop_distances"],
        hint="there is a loop, `vectorize`",
    ),
    "a row for each example": Mistake(
        answers={
            "distances": """
def distances(C, X):
    difference = X[:, :, None] - C[:, None, :]
    return (difference**2).sum(axis=0)
"""
        },
        loses=["test_distances", "no_loop_distances", "more_distances"],
        hint="a row for each center",
    ),
    "negative by rounding": Mistake(
        answers={
            "distances": """
def distances(C, X):
    return (C * C).sum(axis=0)[:, None] - 2 * C.T @ X + (X * X).sum(axis=0)
"""
        },
        loses=["not_negative"],
        hint="nothing below 0 may be returned",
    ),
    "the distance, not its square": Mistake(
        answers={
            "distances": """
def distances(C, X):
    return np.linalg.norm(C[:, :, None] - X[:, None, :], axis=0)
"""
        },
        loses=["test_distances", "no_loop_distances", "more_distances"],
        hint="squared 25",
    ),
    "forgot the single neuron": Mistake(
        answers={
            "flat_bias": """
def flat_bias(k, m):
    if m == 1:
        return "shape"
    return "numbers" if m == k else "refused"
"""
        },
        loses=["more_flat_bias"],
        hint="one bias is the same for all",
    ),
}
