"""What goes wrong in A01."""

from . import Mistake

MISTAKES = {
    "forgot that inhibitory inputs subtract": Mistake(
        answers={
            "net_input": """
def net_input(X, inhibitory):
    return X.sum(axis=0, keepdims=True)
"""
        },
        loses=["test_net_input", "more_net_input"],
        hint="an inhibitory input subtracts 1",
    ),
    "added along the wrong axis": Mistake(
        answers={
            "net_input": """
def net_input(X, inhibitory):
    effect = np.ones(len(X))
    effect[list(inhibitory)] = -1
    return (X.T * effect).sum(axis=1)
"""
        },
        loses=["test_net_input", "more_net_input"],
        hint="shape",
    ),
    "changed the inputs in place": Mistake(
        answers={
            "net_input": """
def net_input(X, inhibitory):
    X[list(inhibitory)] *= -1
    return X.sum(axis=0, keepdims=True)
"""
        },
        loses=["test_net_input", "more_net_input"],
        hint="the arguments were changed",
    ),
    "more than the threshold instead of at least": Mistake(
        answers={
            "fires": """
def fires(X, threshold, inhibitory):
    exciting = [i for i in range(len(X)) if i not in inhibitory]
    z = X[exciting].sum(axis=0, keepdims=True)
    vetoed = X[list(inhibitory)].any(axis=0, keepdims=True)
    return ((z > threshold) & ~vetoed).astype(int)
"""
        },
        loses=["test_fires", "more_fires"],
        hint="2 included",
    ),
    "subtracted instead of the veto": Mistake(
        answers={
            "fires": """
def fires(X, threshold, inhibitory):
    effect = np.ones((len(X), 1))
    effect[list(inhibitory)] = -1
    return (effect.T @ X >= threshold).astype(int)
"""
        },
        loses=["test_fires", "more_fires"],
        hint="an active inhibitory input forbids firing",
    ),
    "threshold of OR grows with the inputs": Mistake(
        answers={
            "thresholds": """
def theta_and(n):
    return n


def theta_or(n):
    return n - 1


def theta_at_least(k, n):
    return k


def theta_at_most(k, n):
    return n - k
"""
        },
        loses=["more_thresholds", "more_at_most"],
        hint="with j active inputs the net input is −j",
    ),
    "never tried inhibitory inputs": Mistake(
        answers={
            "is_one_neuron": """
def is_one_neuron(table):
    n = int(np.log2(len(table)))
    counts = np.array([bin(i).count("1") for i in range(2**n)])
    return any(np.array_equal(counts >= theta, np.array(table) == 1) for theta in range(n + 2))
"""
        },
        loses=["test_is_one_neuron", "more_is_one_neuron"],
        hint="try inhibitory inputs too",
    ),
    "exactly one instead of an odd number": Mistake(
        answers={
            "networks": """
def xor_network():
    return [(1, []), (2, [])], (1, [1])


def odd_network():
    return [(1, []), (2, [])], (1, [1])
"""
        },
        loses=["test_odd"],
        hint="one neuron for each",
    ),
}
