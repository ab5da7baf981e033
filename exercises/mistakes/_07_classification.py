"""What goes wrong in A07."""

from . import Mistake

MISTAKES = {
    "softmax as in the formula": Mistake(
        answers={
            "softmax": """
def softmax(Z):
    return np.exp(Z) / np.exp(Z).sum(axis=0, keepdims=True)
"""
        },
        # Its gradient overflows too.
        loses=["test_softmax", "more_softmax", "test_loss", "more_loss"],
        hint="subtract the largest score of each column first",
    ),
    "softmax along the rows": Mistake(
        answers={
            "softmax": """
def softmax(Z):
    t = np.exp(Z - Z.max(axis=1, keepdims=True))
    return t / t.sum(axis=1, keepdims=True)
"""
        },
        loses=["test_softmax", "more_softmax", "test_loss", "more_loss"],
        hint="each column is an example",
    ),
    "subtracted the largest of all scores": Mistake(
        answers={
            "softmax": """
def softmax(Z):
    t = np.exp(Z - Z.max())
    return t / t.sum(axis=0)
""",
            "loss_and_gradient": """
def loss_and_gradient(Z, Y):
    shifted = Z - Z.max(axis=0)
    t = np.exp(shifted)
    J = (np.log(t.sum(axis=0)) - (Y * shifted).sum(axis=0)).mean()
    return J, (t / t.sum(axis=0) - Y) / Z.shape[1]
""",
        },
        loses=["more_softmax"],
        hint="not the largest of all",
    ),
    "classes counted from 0": Mistake(
        answers={
            "one_hot": """
def one_hot(labels, k):
    return np.eye(k + 1)[labels].T[:k]
"""
        },
        loses=["test_one_hot", "more_one_hot"],
        hint="classes count from 1 here",
    ),
    "one row per example": Mistake(
        answers={
            "one_hot": """
def one_hot(labels, k):
    return np.eye(k)[np.asarray(labels) - 1]
"""
        },
        loses=["test_one_hot", "more_one_hot"],
        hint="one column per example",
    ),
    "forgot the mean in the gradient": Mistake(
        answers={
            "loss_and_gradient": """
def loss_and_gradient(Z, Y):
    shifted = Z - Z.max(axis=0)
    J = (np.log(np.exp(shifted).sum(axis=0)) - (Y * shifted).sum(axis=0)).mean()
    return J, softmax(Z) - Y
"""
        },
        loses=["test_loss", "more_loss"],
        hint="divide by m, the gradient too",
    ),
    "the logarithm of rounded probabilities": Mistake(
        answers={
            "loss_and_gradient": """
def loss_and_gradient(Z, Y):
    Y_hat = softmax(Z)
    return -(Y * np.log(Y_hat + 1e-12)).sum() / Z.shape[1], (Y_hat - Y) / Z.shape[1]
"""
        },
        loses=["test_loss", "more_loss"],
        hint="start from the scores",
    ),
    "the accuracy": Mistake(
        answers={
            "macro_f1": """
def macro_f1(C):
    return np.trace(C) / C.sum()
"""
        },
        loses=["test_macro_f1", "more_macro_f1"],
        hint="an F1 for each class",
    ),
    "weighted by the size of the classes": Mistake(
        answers={
            "macro_f1": """
def macro_f1(C):
    rows, columns = C.sum(axis=1), C.sum(axis=0)
    f1 = 2 * np.diag(C) / np.maximum(rows + columns, 1)
    return (rows * f1).sum() / rows.sum()
"""
        },
        loses=["test_macro_f1", "more_macro_f1"],
        hint="then their plain mean",
    ),
    "divided by zero for an empty class": Mistake(
        answers={
            "macro_f1": """
def macro_f1(C):
    return np.mean(2 * np.diag(C) / (C.sum(axis=0) + C.sum(axis=1)))
"""
        },
        loses=["more_macro_f1"],
        hint="mind the division by 0",
    ),
    "the mean over the questions too": Mistake(
        answers={
            "several": """
def several(Z, Y):
    J = (np.logaddexp(0, Z) - Y * Z).mean()
    probability = np.exp(-np.logaddexp(0, -Z))
    return J, (probability - Y) / Z.size
"""
        },
        loses=["test_several", "more_several"],
        hint="take the mean over the examples only",
    ),
    "softmax where all may apply": Mistake(
        answers={
            "several": """
def several(Z, Y):
    return loss_and_gradient(Z, Y)
"""
        },
        loses=["test_several", "more_several"],
        hint="add up over the questions",
    ),
    "rounded the answers first": Mistake(
        answers={
            "best_class": """
def best_class(Y_hat, table):
    answers = (Y_hat >= 0.5).astype(int)
    wrong = (answers[:, None, :] != table[:, :, None]).sum(axis=0)
    return wrong.argmin(axis=0)
"""
        },
        loses=["test_best_class", "more_best_class"],
        hint="do not round first",
    ),
    "counted only the yeses": Mistake(
        answers={
            "best_class": """
def best_class(Y_hat, table):
    return (table.T @ np.log(Y_hat + 1e-300)).argmax(axis=0)
"""
        },
        loses=["test_best_class", "more_best_class"],
        hint="1 − ŷ where it has a 0",
    ),
    "the logarithm of a certain answer": Mistake(
        answers={
            "best_class": """
def best_class(Y_hat, table):
    chances = table.T @ np.log(Y_hat) + (1 - table.T) @ np.log(1 - Y_hat)
    return chances.argmax(axis=0)
"""
        },
        loses=["more_best_class"],
        hint="multiply instead",
    ),
}
