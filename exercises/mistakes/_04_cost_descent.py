"""What goes wrong in A04."""

from . import Mistake

MISTAKES = {
    "took the logarithm of a rounded answer": Mistake(
        answers={
            "cross_entropy": """
def cross_entropy(z, Y):
    Y_hat = 1 / (1 + np.exp(-z))
    return -(Y * np.log(Y_hat) + (1 - Y) * np.log(1 - Y_hat)).mean()
"""
        },
        loses=["test_cross_entropy", "more_cross_entropy"],
        hint="compute from z",
    ),
    "clipped the answers away from 0 and 1": Mistake(
        answers={
            "cross_entropy": """
def cross_entropy(z, Y):
    Y_hat = np.clip(1 / (1 + np.exp(-z)), 1e-15, 1 - 1e-15)
    return -(Y * np.log(Y_hat) + (1 - Y) * np.log(1 - Y_hat)).mean()
"""
        },
        loses=["test_cross_entropy", "more_cross_entropy"],
        hint="compute from z",
    ),
    "added up over the examples instead of the mean": Mistake(
        answers={
            "gradient": """
def gradient(w, b, X, Y):
    E = 1 / (1 + np.exp(-(w.T @ X + b))) - Y
    return X @ E.T, E.sum()
"""
        },
        loses=["test_gradient", "more_gradient", "test_descend", "more_descend"],
        hint="the mean over the examples",
    ),
    "answered 0 or 1 as the perceptron does": Mistake(
        answers={
            "gradient": """
def gradient(w, b, X, Y):
    E = (w.T @ X + b >= 0) - Y
    return X @ E.T / X.shape[1], E.mean()
"""
        },
        loses=["test_gradient", "more_gradient", "test_descend", "more_descend"],
        hint="ŷ = σ(z) between 0 and 1",
    ),
    "the error with the wrong sign": Mistake(
        answers={
            "gradient": """
def gradient(w, b, X, Y):
    E = Y - 1 / (1 + np.exp(-(w.T @ X + b)))
    return X @ E.T / X.shape[1], E.mean()
"""
        },
        loses=["test_gradient", "more_gradient", "test_descend", "more_descend"],
        hint="(ŷ − y)",
    ),
    "left the bias out of the length of the gradient": Mistake(
        answers={
            "descend": """
def descend(w, b, X, Y, learning_rate, tolerance, max_steps):
    for steps in range(max_steps + 1):
        dw, db = gradient(w, b, X, Y)
        if np.linalg.norm(dw) <= tolerance or steps == max_steps:
            return w, b, steps
        w, b = w - learning_rate * dw, b - learning_rate * db
"""
        },
        loses=["test_descend", "more_descend"],
        hint="counts dw and db together",
    ),
    "stopped when the weights hardly moved": Mistake(
        answers={
            "descend": """
def descend(w, b, X, Y, learning_rate, tolerance, max_steps):
    for steps in range(max_steps + 1):
        dw, db = gradient(w, b, X, Y)
        change = learning_rate * np.sqrt((dw**2).sum() + db**2)
        if change <= tolerance or steps == max_steps:
            return w, b, steps
        w, b = w - learning_rate * dw, b - learning_rate * db
"""
        },
        loses=["test_descend", "more_descend"],
        hint="not the change of the weights",
    ),
    "took a step before looking": Mistake(
        answers={
            "descend": """
def descend(w, b, X, Y, learning_rate, tolerance, max_steps):
    steps = 0
    while steps < max_steps:
        dw, db = gradient(w, b, X, Y)
        w, b = w - learning_rate * dw, b - learning_rate * db
        steps += 1
        if np.sqrt((dw**2).sum() + db**2) <= tolerance:
            break
    return w, b, steps
"""
        },
        loses=["test_descend", "more_descend"],
        hint="look at the gradient before the first step",
    ),
    "changed the weights in place": Mistake(
        answers={
            "descend": """
def descend(w, b, X, Y, learning_rate, tolerance, max_steps):
    for steps in range(max_steps + 1):
        dw, db = gradient(w, b, X, Y)
        if np.sqrt((dw**2).sum() + db**2) <= tolerance or steps == max_steps:
            return w, b, steps
        w -= learning_rate * dw
        b -= learning_rate * db
"""
        },
        loses=["test_descend", "more_descend"],
        hint="work on copies",
    ),
    "let the flattest direction decide": Mistake(
        answers={
            "rates": """
def rate_limit(w, g, v, h):
    return 2 / ((g - h) / (w - v)).min()


def one_diverges(c):
    limits = np.sort(2 / c)
    if len(limits) > 1 and limits[0] == limits[1]:
        return None
    return (limits[0] + limits[1]) / 2 if len(limits) > 1 else 2 * limits[0]
"""
        },
        loses=["test_rate_limit"],
        hint="the most curved direction diverges first",
    ),
    "between the smallest and the largest limit": Mistake(
        answers={
            "rates": """
def rate_limit(w, g, v, h):
    return 2 / ((g - h) / (w - v)).max()


def one_diverges(c):
    if len(c) > 1 and c.min() == c.max():
        return None
    return (2 / c.max() + 2 / c.min()) / 2 if len(c) > 1 else 3 / c[0]
"""
        },
        loses=["test_one_diverges"],
        hint="the second largest curvature must still converge",
    ),
    "multiplied every error by α": Mistake(
        answers={
            "weighted": """
def weighted_gradient(w, b, X, Y, alpha):
    E = alpha * (1 / (1 + np.exp(-(w.T @ X + b))) - Y)
    return X @ E.T / X.shape[1], E.mean()
"""
        },
        loses=["test_weighted", "more_weighted"],
        hint="one with y = 1 as before",
    ),
    "multiplied the error of labels below ½ by α": Mistake(
        answers={
            "weighted": """
def weighted_gradient(w, b, X, Y, alpha):
    E = np.where(Y < 0.5, alpha, 1) * (1 / (1 + np.exp(-(w.T @ X + b))) - Y)
    return X @ E.T / X.shape[1], E.mean()
"""
        },
        loses=["test_weighted", "more_weighted"],
        hint="both terms count",
    ),
}
