"""Whole training runs are Keras's, from the same weights and the same batches, in float64."""

import os
from itertools import product

import jax
import numpy as np
import pytest

from course_lib import Adam, GradientDescent, Momentum, Network, RMSProp, train

os.environ.setdefault("KERAS_BACKEND", "jax")
import keras

# Keras asks JAX's arrays for NumPy's in a way that NumPy is about to change.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

M, BATCH, EPOCHS = 48, 16, 10  # 30 steps
SIZES = [4, 7, 5, 3]
EPSILON = 1e-15  # Keras adds it to the root before the correction, we after: too small to matter


@pytest.fixture(autouse=True)
def double_precision():
    before = keras.config.floatx()
    keras.config.set_floatx("float64")
    with jax.enable_x64(True):
        yield
    keras.config.set_floatx(before)


def examples(output):
    rng = np.random.default_rng(31)
    X = rng.normal(size=(4, M))
    Z = rng.normal(size=(3, 4)) @ np.sin(2 * X) + 0.3 * rng.normal(size=(3, M))
    if output == "softmax":
        return X, np.eye(3)[:, Z.argmax(axis=0)]
    return X, (Z[:1] > 0).astype(float) if output == "sigmoid" else Z


# On JAX, Keras's mean and its tanh (and so its squared error and binary cross-entropy) compute in
# float32 whatever comes; sums, JAX's own tanh and the rest keep float64.
def summed(cost):
    return lambda Y, Z: keras.ops.sum(cost(Y, Z), axis=-1)


LOSSES = {
    "sigmoid": summed(lambda Y, Z: keras.ops.binary_crossentropy(Y, Z, from_logits=True)),
    "softmax": lambda Y, Z: keras.ops.categorical_crossentropy(Y, Z, from_logits=True),
    "linear": summed(lambda Y, Y_hat: keras.ops.square(Y - Y_hat) / 3),  # of three outputs
}
ACTIVATIONS = {"relu": "relu", "sigmoid": "sigmoid", "tanh": jax.numpy.tanh}


def keras_twin(network, hidden, output, optimizer):
    """Return Keras's network with the same weights, penalties and loss."""
    # Keras adds λ Σw² to a batch's mean loss, we λ/(2m) Σw²; and λ Σ|w|, we λ/m Σ|w|.
    penalty = keras.regularizers.L1L2(network.l1 / BATCH, network.l2 / (2 * BATCH))
    activations = [*(ACTIVATIONS[name] for name in hidden), None]
    layers = [
        keras.layers.Dense(n, activation=activation, kernel_regularizer=penalty)
        for n, activation in zip(network.sizes[1:], activations, strict=True)
    ]
    model = keras.Sequential([keras.Input((network.sizes[0],)), *layers])
    for layer, W, b in zip(layers, network.W[1:], network.b[1:], strict=True):
        layer.set_weights([W, b[:, 0]])
    model.compile(optimizer=optimizer, loss=LOSSES[output])
    return model


def keras_losses(model, X, Y, seed):
    """Return the mean loss of each epoch, over our order of the examples."""
    rng, losses = np.random.default_rng(seed), []
    for _ in range(EPOCHS):
        seen = []
        for batch in rng.permutation(M).reshape(-1, BATCH):
            seen.append(float(model.train_on_batch(X[:, batch].T, Y[:, batch].T)))
        losses.append(np.mean(seen))
    return losses


RULES = {
    "descent": (lambda: GradientDescent(0.2), lambda: keras.optimizers.SGD(0.2)),
    "momentum": (
        lambda: Momentum(0.2, 0.9),
        lambda: keras.optimizers.SGD(0.2 * (1 - 0.9), momentum=0.9),
    ),
    "rmsprop": (
        lambda: RMSProp(0.01, 0.9, EPSILON),
        lambda: keras.optimizers.RMSprop(0.01, rho=0.9, epsilon=EPSILON),
    ),
    "adam": (
        lambda: Adam(0.01, epsilon=EPSILON),
        lambda: keras.optimizers.Adam(0.01, epsilon=EPSILON),
    ),
}


NETWORKS = {
    "softmax": (("relu", "tanh"), {}),
    "sigmoid": (("tanh", "sigmoid"), {"l2": 0.5}),
    "linear": (("sigmoid", "relu"), {"l1": 0.2, "l2": 0.1}),
}


@pytest.mark.parametrize(
    ("output", "rule"),
    [
        *product(NETWORKS, ("descent", "adam")),
        ("softmax", "momentum"),
        ("linear", "rmsprop"),
    ],
)
def test_thirty_steps_give_the_same_losses_and_weights(output, rule):
    hidden, penalty = NETWORKS[output]
    X, Y = examples(output)
    network = Network([*SIZES[:-1], len(Y)], list(hidden), output, seed=32, **penalty)
    ours, theirs = RULES[rule]
    model = keras_twin(network, hidden, output, theirs())
    expected = keras_losses(model, X, Y, seed=33)
    history = train(network, X, Y, ours(), EPOCHS, BATCH, seed=33)
    np.testing.assert_allclose(history.train_loss, expected, rtol=1e-9)
    assert history.train_loss[-1] < 0.99 * history.train_loss[0]
    for layer, W, b in zip(model.layers, network.W[1:], network.b[1:], strict=True):
        theirs_W, theirs_b = layer.get_weights()
        assert theirs_W.dtype == np.float64
        np.testing.assert_allclose(W, theirs_W, rtol=1e-7, atol=1e-9)
        np.testing.assert_allclose(b[:, 0], theirs_b, rtol=1e-7, atol=1e-9)
