"""A01 by four people who worked alone, by `grade_id`."""

ALONE = {
    "ann": {
        "net_input": '''def net_input(X, inhibitory):
    """Return the net input, shape (1, m), of binary inputs X, shape (n, m)."""
    weights = np.ones((1, X.shape[0]))
    for i in inhibitory:
        weights[0, i] = -1
    return weights @ X
''',
        "fires": '''def fires(X, threshold, inhibitory):
    """Return 0 or 1, shape (1, m): the answer of a neuron with the veto of 1943."""
    n, m = X.shape
    out = np.zeros((1, m), dtype=int)
    for j in range(m):
        total = 0
        veto = False
        for i in range(n):
            if i in inhibitory:
                if X[i, j] == 1:
                    veto = True
            else:
                total += X[i, j]
        if total >= threshold and not veto:
            out[0, j] = 1
    return out
''',
        "thresholds": """def theta_and(n):
    return n


def theta_or(n):
    return 1


def theta_at_least(k, n):
    return k


def theta_at_most(k, n):
    return -k
""",
        "is_one_neuron": '''def is_one_neuron(table):
    """Return whether one neuron with subtracting inhibition computes the truth table."""
    size = len(table)
    n = 0
    while 2**n < size:
        n += 1
    for mask in range(2**n):
        sums = []
        for row in range(size):
            s = 0
            for bit in range(n):
                x = (row >> (n - 1 - bit)) & 1
                if (mask >> bit) & 1:
                    s -= x
                else:
                    s += x
            sums.append(s)
        for theta in range(-n, n + 2):
            if [int(s >= theta) for s in sums] == list(table):
                return True
    return False
''',
        "networks": """def xor_network():
    hidden = [(1, []), (2, [])]
    output = (1, [1])
    return hidden, output


def odd_network():
    hidden = [(1, []), (2, []), (3, [])]
    output = (1, [1])
    return hidden, output
""",
    },
    "ben": {
        "net_input": '''def net_input(X, inhibitory):
    """Return the net input, shape (1, m), of binary inputs X, shape (n, m)."""
    signs = np.array([-1 if i in inhibitory else 1 for i in range(len(X))])
    return (signs[:, None] * X).sum(axis=0)[None, :]
''',
        "fires": '''def fires(X, threshold, inhibitory):
    """Return 0 or 1, shape (1, m): the answer of a neuron with the veto of 1943."""
    excite = [i for i in range(len(X)) if i not in inhibitory]
    inhibit = list(inhibitory)
    enough = np.sum(X[excite, :], axis=0) >= threshold
    stopped = np.sum(X[inhibit, :], axis=0) > 0
    return np.where(enough & (stopped == False), 1, 0).reshape(1, -1)
''',
        "thresholds": '''def theta_and(n):
    """Return the threshold of AND with n exciting inputs."""
    return n


def theta_or(n):
    """Return the threshold of OR with n exciting inputs."""
    return 0.5


def theta_at_least(k, n):
    """Return the threshold of 'at least k of n' with n exciting inputs."""
    return k - 0.5


def theta_at_most(k, n):
    """Return the threshold of 'at most k of n' with n inhibitory inputs."""
    return -k - 0.5
''',
        "is_one_neuron": '''def is_one_neuron(table):
    """Return whether one neuron with subtracting inhibition computes the truth table."""
    from itertools import combinations, product
    n = len(table).bit_length() - 1
    corners = np.array(list(product([0, 1], repeat=n))).reshape(-1, n).T
    for count in range(n + 1):
        for chosen in combinations(range(n), count):
            z = net_input(corners, list(chosen))[0]
            if any(((z >= t).astype(int) == np.array(table)).all() for t in np.arange(-n, n + 2)):
                return True
    return False
''',
        "networks": '''def xor_network():
    """Return (hidden, output): a list of (threshold, inhibitory), and one such pair."""
    return [(1, [0]), (1, [1])], (1, [])


def odd_network():
    """Return (hidden, output) for 'an odd number of three inputs is 1'."""
    return [(1, []), (2, []), (3, [])], (1, [1])
''',
    },
    "cem": {
        "net_input": '''def net_input(X, inhibitory):
    """Return the net input, shape (1, m), of binary inputs X, shape (n, m)."""
    result = np.zeros((1, X.shape[1]))
    for i, row in enumerate(X):
        if i in inhibitory:
            result = result - row
        else:
            result = result + row
    return result
''',
        "fires": '''def fires(X, threshold, inhibitory):
    """Return 0 or 1, shape (1, m): the answer of a neuron with the veto of 1943."""
    answers = []
    for column in X.T:
        active = [i for i, x in enumerate(column) if x == 1]
        if set(active) & set(inhibitory):
            answers.append(0)
        elif len(active) >= threshold:
            answers.append(1)
        else:
            answers.append(0)
    return np.array([answers])
''',
        "thresholds": '''def theta_and(n):
    """Return the threshold of AND with n exciting inputs."""
    return n


def theta_or(n):
    """Return the threshold of OR with n exciting inputs."""
    return 1


def theta_at_least(k, n):
    """Return the threshold of 'at least k of n' with n exciting inputs."""
    return k


def theta_at_most(k, n):
    """Return the threshold of 'at most k of n' with n inhibitory inputs."""
    return -k
''',
        "is_one_neuron": '''import itertools

def is_one_neuron(table):
    """Return whether one neuron with subtracting inhibition computes the truth table."""
    n = int(np.log2(len(table)))
    inputs = list(itertools.product([0, 1], repeat=n))
    for signs in itertools.product([-1, 1], repeat=n):
        sums = [sum(s * x for s, x in zip(signs, case)) for case in inputs]
        ones = [z for z, t in zip(sums, table) if t == 1]
        zeros = [z for z, t in zip(sums, table) if t == 0]
        if not ones or not zeros or min(ones) > max(zeros):
            return True
    return False
''',
        "networks": '''def xor_network():
    """Return (hidden, output): a list of (threshold, inhibitory), and one such pair."""
    return [(1, []), (2, [])], (1, [1])


def odd_network():
    """Return (hidden, output) for 'an odd number of three inputs is 1'."""
    return [(1, []), (2, []), (3, [])], (1, [1])
''',
    },
    "dee": {
        "net_input": '''def net_input(X, inhibitory):
    """Return the net input, shape (1, m), of binary inputs X, shape (n, m)."""
    X = np.asarray(X, dtype=float)
    everything = X.sum(axis=0)
    against = X[list(inhibitory)].sum(axis=0)
    return (everything - 2 * against).reshape(1, -1)
''',
        "fires": '''def fires(X, threshold, inhibitory):
    """Return 0 or 1, shape (1, m): the answer of a neuron with the veto of 1943."""
    inhibitory = list(inhibitory)
    veto = X[inhibitory].sum(axis=0) > 0
    rest = np.delete(X, inhibitory, axis=0)
    z = rest.sum(axis=0)
    y = (z >= threshold).astype(int)
    y[veto] = 0
    return y.reshape(1, -1)
''',
        "thresholds": '''def theta_and(n):
    """Return the threshold of AND with n exciting inputs."""
    # all of them
    theta = n
    return theta


def theta_or(n):
    """Return the threshold of OR with n exciting inputs."""
    theta = 1
    return theta


def theta_at_least(k, n):
    """Return the threshold of 'at least k of n' with n exciting inputs."""
    theta = k
    return theta


def theta_at_most(k, n):
    """Return the threshold of 'at most k of n' with n inhibitory inputs."""
    theta = -k
    return theta
''',
        "is_one_neuron": '''def is_one_neuron(table):
    """Return whether one neuron with subtracting inhibition computes the truth table."""
    table = np.array(table)
    n = int(round(np.log2(table.size)))
    X = np.array([[int(b) for b in format(i, f"0{n}b")] for i in range(table.size)]).T
    for subset in range(2**n):
        inhibitory = [i for i in range(n) if subset & (1 << i)]
        z = net_input(X, inhibitory).ravel()
        for theta in range(-n, n + 2):
            y = (z >= theta).astype(int)
            if np.all(y == table):
                return True
    return False
''',
        "networks": '''def xor_network():
    """Return (hidden, output): a list of (threshold, inhibitory), and one such pair."""
    # or and not and
    return [(1, []), (2, [])], (1, [1])


def odd_network():
    """Return (hidden, output) for 'an odd number of three inputs is 1'."""
    at_least_1 = (1, [])
    at_least_2 = (2, [])
    at_least_3 = (3, [])
    return [at_least_1, at_least_2, at_least_3], (1, [1])
''',
    },
}
