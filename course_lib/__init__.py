"""Neural networks that read like their formulas: the library of "From the Neuron to Adam".

Examples are columns everywhere: ``X`` is (n, m), n features of m examples, and ``Y`` is (k, m).
Everything public is importable from here; a part is loaded when it is first asked for, so that
``import course_lib`` costs no more than NumPy.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

WHERE = {
    "activations": [
        "heaviside",
        "leaky_relu",
        "linear",
        "relu",
        "sigmoid",
        "sign",
        "softmax",
        "tanh",
    ],
    "data": ["Standardizer", "minibatches", "split"],
    "datasets": [
        "Dataset",
        "augment_images",
        "load_breast_cancer",
        "load_clock",
        "load_diabetes",
        "load_digits",
        "load_emails",
        "load_linnerud",
        "load_temperatures",
        "load_wine",
        "make_blobs",
        "make_moons",
        "make_spirals",
        "make_xor",
        "one_hot",
    ],
    "estimators": ["NetworkClassifier", "NetworkRegressor"],
    "graph": ["Variable", "draw"],
    "losses": ["binary_cross_entropy", "categorical_cross_entropy", "mean_squared_error"],
    "network": ["Network"],
    "neurons": ["McCullochPitts", "Perceptron", "ThresholdLogicUnit"],
    "optimizers": ["Adam", "GradientDescent", "Momentum", "RMSProp", "ewma"],
    "sliders": ["explore"],
    "source": ["show_source"],
    "training": ["EarlyStopping", "History", "TrainingDiverged", "gradient_check", "train"],
    "tuning": ["learning_rate_range_test"],
}
_MODULE_OF = {name: module for module, names in WHERE.items() for name in names}

__all__ = sorted(_MODULE_OF)


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"course_lib has no {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(f"course_lib.{_MODULE_OF[name]}"), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
