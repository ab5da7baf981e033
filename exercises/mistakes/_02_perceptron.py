"""What goes wrong in A02."""

from . import Mistake

MISTAKES = {
    "forgot to transpose the weights": Mistake(
        answers={
            "forward": """
def forward(W, b, X):
    return (W @ X[: W.shape[1]] + b >= 0).astype(int)
"""
        },
        loses=["test_forward", "more_forward"],
        hint="W needs a transpose",
    ),
    "silent at a net input of 0": Mistake(
        answers={
            "forward": """
def forward(W, b, X):
    return (W.T @ X + b > 0).astype(int)
"""
        },
        loses=["test_forward", "more_forward"],
        hint="at a net input of exactly 0 too",
    ),
    "the error with the wrong sign": Mistake(
        answers={
            "step": """
def step(W, b, x, y, learning_rate):
    error = (W.T @ x + b >= 0) - y
    return W + learning_rate * x @ error.T, b + learning_rate * error
"""
        },
        loses=["test_step", "more_step", "test_train", "more_train", "test_pocket", "more_pocket"],
        hint="η (y − ŷ)",
    ),
    "forgot the bias": Mistake(
        answers={
            "step": """
def step(W, b, x, y, learning_rate):
    error = y - (W.T @ x + b >= 0)
    return W + learning_rate * x @ error.T, b
"""
        },
        loses=["test_step", "more_step", "test_train", "more_train", "test_pocket", "more_pocket"],
        hint="the bias by η (y − ŷ)",
    ),
    "changed the parameters in place": Mistake(
        answers={
            "step": """
def step(W, b, x, y, learning_rate):
    error = y - (W.T @ x + b >= 0)
    W += learning_rate * x @ error.T
    b += learning_rate * error
    return W, b
"""
        },
        # Its own `pocket` keeps arrays that go on changing.
        loses=["test_step", "more_step", "test_pocket", "more_pocket"],
        hint="the arguments were changed",
    ),
    "counted the mistakes after learning from them": Mistake(
        answers={
            "train": """
def train(X, Y, learning_rate, max_epochs):
    W, b, mistakes = np.zeros((len(X), len(Y))), np.zeros((len(Y), 1)), []
    for _ in range(max_epochs):
        for i in range(X.shape[1]):
            W, b = step(W, b, X[:, [i]], Y[:, [i]], learning_rate)
        mistakes.append(int(np.any((W.T @ X + b >= 0) != Y, axis=0).sum()))
        if mistakes[-1] == 0:
            break
    return W, b, mistakes
"""
        },
        loses=["test_train", "more_train"],
        hint="count an example before you learn from it",
    ),
    "left the bias out of margin and radius": Mistake(
        answers={
            "mistake_bound": """
def mistake_bound(w, b, X, Y):
    gamma = ((2 * Y - 1) * (w.T @ X + b)).min() / np.linalg.norm(w)
    if gamma <= 0:
        return None
    R = np.linalg.norm(X, axis=0).max()
    return gamma, R, (R / gamma) ** 2
"""
        },
        loses=["test_mistake_bound", "more_mistake_bound"],
        hint="add a row of ones to X first",
    ),
    "kept the last parameters": Mistake(
        answers={
            "pocket": """
def pocket(X, Y, learning_rate, epochs):
    W, b = np.zeros((len(X), 1)), np.zeros((1, 1))
    for _ in range(epochs):
        for i in range(X.shape[1]):
            W, b = step(W, b, X[:, [i]], Y[:, [i]], learning_rate)
    return W, b
"""
        },
        loses=["test_pocket", "more_pocket"],
        hint="keep copies of the best",
    ),
    "replaced the best by later equally good ones": Mistake(
        answers={
            "pocket": """
def pocket(X, Y, learning_rate, epochs):
    W, b = np.zeros((len(X), 1)), np.zeros((1, 1))
    fewest, best = X.shape[1], (W, b)
    for epoch in range(epochs + 1):
        wrong = int(((W.T @ X + b >= 0) != Y).sum())
        if wrong <= fewest:
            fewest, best = wrong, (W, b)
        for i in range(X.shape[1]):
            W, b = step(W, b, X[:, [i]], Y[:, [i]], learning_rate)
    return best
"""
        },
        loses=["more_pocket"],
        hint="keep the earliest",
    ),
    "forgot the zero start": Mistake(
        answers={
            "pocket": """
def pocket(X, Y, learning_rate, epochs):
    W, b = np.zeros((len(X), 1)), np.zeros((1, 1))
    fewest, best = X.shape[1] + 1, (W, b)
    for _ in range(epochs):
        for i in range(X.shape[1]):
            W, b = step(W, b, X[:, [i]], Y[:, [i]], learning_rate)
        wrong = int(((W.T @ X + b >= 0) != Y).sum())
        if wrong < fewest:
            fewest, best = wrong, (W, b)
    return best
"""
        },
        loses=["more_pocket"],
        hint="the zero start counts too",
    ),
}
