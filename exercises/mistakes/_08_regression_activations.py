"""What goes wrong in A08."""

from . import Mistake

MISTAKES = {
    "the square without its 2": Mistake(
        answers={
            "mse_gradients": """
def mse_gradients(W1, b1, W2, b2, X, Y):
    A1 = np.tanh(W1.T @ X + b1)
    error = W2.T @ A1 + b2 - Y
    dZ2 = error / error.size
    dZ1 = (W2 @ dZ2) * (1 - A1**2)
    return (
        (error**2).mean(),
        X @ dZ1.T,
        dZ1.sum(axis=1, keepdims=True),
        A1 @ dZ2.T,
        dZ2.sum(axis=1, keepdims=True),
    )
"""
        },
        loses=["test_mse_gradients", "more_mse_gradients"],
        hint="the square has the slope 2 (ŷ − y)",
    ),
    "the gradient divided by the examples only": Mistake(
        answers={
            "mse_gradients": """
def mse_gradients(W1, b1, W2, b2, X, Y):
    A1 = np.tanh(W1.T @ X + b1)
    error = W2.T @ A1 + b2 - Y
    dZ2 = 2 * error / X.shape[1]
    dZ1 = (W2 @ dZ2) * (1 - A1**2)
    return (
        (error**2).mean(),
        X @ dZ1.T,
        dZ1.sum(axis=1, keepdims=True),
        A1 @ dZ2.T,
        dZ2.sum(axis=1, keepdims=True),
    )
"""
        },
        loses=["test_mse_gradients", "more_mse_gradients"],
        hint="the mean is over all k · m numbers",
    ),
    "a slope of tanh at the output, where there is none": Mistake(
        answers={
            "mse_gradients": """
def mse_gradients(W1, b1, W2, b2, X, Y):
    A1 = np.tanh(W1.T @ X + b1)
    Y_hat = W2.T @ A1 + b2
    dZ2 = 2 * (Y_hat - Y) * (1 - Y_hat**2) / Y.size
    dZ1 = (W2 @ dZ2) * (1 - A1**2)
    return (
        ((Y_hat - Y) ** 2).mean(),
        X @ dZ1.T,
        dZ1.sum(axis=1, keepdims=True),
        A1 @ dZ2.T,
        dZ2.sum(axis=1, keepdims=True),
    )
"""
        },
        loses=["test_mse_gradients", "more_mse_gradients"],
        hint="the output layer has no activation",
    ),
    "the output stretched, its slope not": Mistake(
        answers={
            "bounded": """
def bounded(Z, low, high):
    return low + (high - low) / (1 + np.exp(-Z))


def bounded_dZ(Z, Y, low, high):
    a = 1 / (1 + np.exp(-Z))
    return 2 * (bounded(Z, low, high) - Y) / Y.size * a * (1 - a)
"""
        },
        loses=["test_bounded", "more_bounded"],
        hint="times the slope of the stretched sigmoid",
    ),
    "the slope forgotten, as with cross-entropy": Mistake(
        answers={
            "bounded": """
def bounded(Z, low, high):
    return low + (high - low) / (1 + np.exp(-Z))


def bounded_dZ(Z, Y, low, high):
    return 2 * (bounded(Z, low, high) - Y) / Y.size
"""
        },
        loses=["test_bounded", "more_bounded"],
        hint="times the slope of the stretched sigmoid",
    ),
    "multiplied with the upper bound instead of the width": Mistake(
        answers={
            "bounded": """
def bounded(Z, low, high):
    return low + high / (1 + np.exp(-Z))


def bounded_dZ(Z, Y, low, high):
    a = 1 / (1 + np.exp(-Z))
    return 2 * (bounded(Z, low, high) - Y) / Y.size * high * a * (1 - a)
"""
        },
        loses=["test_bounded", "more_bounded"],
        hint="stretch it by the width",
    ),
    "a slope that is not a number far out": Mistake(
        answers={
            "bounded": """
def bounded(Z, low, high):
    return low + (high - low) / (1 + np.exp(-Z))


def bounded_dZ(Z, Y, low, high):
    e = np.exp(-Z)
    slope = (high - low) * e / (1 + e) ** 2
    return 2 * (bounded(Z, low, high) - Y) / Y.size * slope
"""
        },
        loses=["more_bounded"],
        hint="far out the slope is 0",
    ),
    "softplus as in the formula": Mistake(
        answers={
            "soft": """
def softplus(Z):
    return np.log(1 + np.exp(Z))


def softplus_slope(Z):
    return 1 / (1 + np.exp(-Z))


def swish(Z):
    return Z * softplus_slope(Z)


def swish_slope(Z):
    a = softplus_slope(Z)
    return a + Z * a * (1 - a)
"""
        },
        loses=["test_soft", "more_soft"],
        hint="e to the 1000 is too large for a computer",
    ),
    "forgot that swish is a product": Mistake(
        answers={
            "soft": """
def softplus(Z):
    return np.logaddexp(0, Z)


def softplus_slope(Z):
    return 1 / (1 + np.exp(-Z))


def swish(Z):
    return Z * softplus_slope(Z)


def swish_slope(Z):
    a = softplus_slope(Z)
    return a * (1 - a)
"""
        },
        loses=["test_soft", "more_soft"],
        hint="plus z times the slope of σ(z)",
    ),
    "infinity divided by infinity": Mistake(
        answers={
            "soft": """
def softplus(Z):
    return np.logaddexp(0, Z)


def softplus_slope(Z):
    return np.exp(Z) / (1 + np.exp(Z))


def swish(Z):
    return Z / (1 + np.exp(-Z))


def swish_slope(Z):
    a = 1 / (1 + np.exp(-Z))
    return a + Z * a * (1 - a)
"""
        },
        loses=["test_soft", "more_soft"],
        hint="that is a function you know",
    ),
    "a unit at exactly 0 taken for alive": Mistake(
        answers={
            "dead_units": """
def dead_units(W, b, X):
    return (W.T @ X + b < 0).all(axis=1)


def dead_forever(W, b, low, high):
    largest = np.maximum(W * low, W * high).sum(axis=0) + b[:, 0]
    return largest <= 0
"""
        },
        loses=["test_dead_units", "more_dead_units"],
        hint="exactly 0 counts",
    ),
    "dead for some example": Mistake(
        answers={
            "dead_units": """
def dead_units(W, b, X):
    return (W.T @ X + b <= 0).any(axis=1)


def dead_forever(W, b, low, high):
    largest = np.maximum(W * low, W * high).sum(axis=0) + b[:, 0]
    return largest <= 0
"""
        },
        loses=["test_dead_units", "more_dead_units"],
        hint="for all examples",
    ),
    "all features at their upper ends": Mistake(
        answers={
            "dead_units": """
def dead_units(W, b, X):
    return (W.T @ X + b <= 0).all(axis=1)


def dead_forever(W, b, low, high):
    return (W.T @ high + b <= 0)[:, 0]
"""
        },
        loses=["test_dead_units", "more_dead_units"],
        hint="low where it is negative",
    ),
    "tried only the lowest and the highest input": Mistake(
        answers={
            "dead_units": """
def dead_units(W, b, X):
    return (W.T @ X + b <= 0).all(axis=1)


def dead_forever(W, b, low, high):
    return dead_units(W, b, np.hstack([low, high]))
"""
        },
        loses=["test_dead_units", "more_dead_units"],
        hint="the best input for them is (1, 0)",
    ),
    "raised every bias": Mistake(
        answers={
            "revive": """
def revive(W, b, X):
    return b + 1 - (W.T @ X + b).max(axis=1, keepdims=True)
"""
        },
        loses=["test_revive", "more_revive"],
        hint="nothing to the others",
    ),
    "raised all dead units by the same": Mistake(
        answers={
            "revive": """
def revive(W, b, X):
    largest = (W.T @ X + b).max(axis=1, keepdims=True)
    return np.where(largest <= 0, b + 1 - largest.min(), b)
"""
        },
        loses=["test_revive", "more_revive"],
        hint="add 1 minus the largest z",
    ),
    "put the new biases into the old array": Mistake(
        answers={
            "revive": """
def revive(W, b, X):
    largest = (W.T @ X + b).max(axis=1, keepdims=True)
    b[largest <= 0] += 1 - largest[largest <= 0]
    return b
"""
        },
        loses=["test_revive", "more_revive"],
        hint="the arguments were changed",
    ),
}
