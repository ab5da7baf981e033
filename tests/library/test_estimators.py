"""The estimators keep scikit-learn's conventions, and reach the minima that its models reach."""

import inspect
import pickle
import subprocess
import sys

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.datasets import load_breast_cancer, load_diabetes, load_digits, load_iris
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LogisticRegression, Ridge, RidgeCV
from sklearn.model_selection import GridSearchCV, cross_val_score, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import check_estimator

from course_lib import (
    Adam,
    GradientDescent,
    Momentum,
    NetworkClassifier,
    NetworkRegressor,
    RMSProp,
    TrainingDiverged,
    estimators,
)

RNG = np.random.default_rng(20)
X = RNG.normal(size=(60, 3))
LABELS = (X[:, 0] + 0.5 * X[:, 1] > 0.3).astype(int)
ANSWERS = X @ [3.0, -2.0, 0.5] + 7 + RNG.normal(scale=0.3, size=60)
BOTH = pytest.mark.parametrize(
    ("estimator", "y"), [(NetworkClassifier, LABELS), (NetworkRegressor, ANSWERS)]
)


def split_and_standardized(load, **sizes):
    data, y = load(return_X_y=True)
    train, test, y_train, y_test = train_test_split(data, y, random_state=0, **sizes)
    scaler = StandardScaler().fit(train)
    return scaler.transform(train), scaler.transform(test), y_train, y_test


@pytest.fixture
def given(monkeypatch):
    """What the estimators give to `train`, by name."""
    seen = {}

    def spy(*arguments, **named):
        seen.update(inspect.signature(real).bind(*arguments, **named).arguments)
        return real(*arguments, **named)

    real = estimators.train
    monkeypatch.setattr(estimators, "train", spy)
    return seen


# --- The conventions


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    "estimator",
    [
        NetworkClassifier(),
        NetworkRegressor(),
        # With a share from which the smallest of scikit-learn's sets gets every class.
        NetworkClassifier(early_stopping=True, validation_fraction=0.3),
        NetworkRegressor(early_stopping=True),
    ],
    ids=repr,
)
def test_scikit_learn_finds_nothing_wrong(estimator):
    check_estimator(estimator, on_skip=None)


@BOTH
def test_a_copy_by_pickle_answers_alike_and_a_clone_has_learned_nothing(estimator, y):
    model = estimator(hidden_layers=(4, 3), epochs=5, l2=0.1, random_state=1).fit(X, y)
    stored = pickle.loads(pickle.dumps(model))
    assert (stored.predict(X) == model.predict(X)).all()
    assert stored.history_ == model.history_
    assert clone(model).get_params() == model.get_params()
    with pytest.raises(NotFittedError):
        clone(model).predict(X)


def test_a_pipeline_and_a_grid_search_take_the_classifier():
    pipeline = make_pipeline(StandardScaler(), NetworkClassifier(epochs=30, random_state=0))
    grid = {"networkclassifier__learning_rate": [1e-7, 1e-2]}
    search = GridSearchCV(pipeline, grid, cv=3).fit(1000 * X, LABELS)
    assert search.best_params_ == {"networkclassifier__learning_rate": 1e-2}
    assert search.best_score_ > 0.9


def test_importing_the_library_does_not_import_scikit_learn():
    code = "import course_lib, sys; sys.exit('sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_without_scikit_learn_the_message_says_what_to_install():
    code = "import sys; sys.modules['sklearn'] = None; from course_lib import NetworkClassifier"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "ImportError: NetworkClassifier and NetworkRegressor are estimators of" in run.stderr
    assert "pip install 'scikit-learn>=1.6'" in run.stderr


# --- The minima of scikit-learn's models: a network without a hidden layer is one of them


def at_the_minimum(estimator, **settings):
    return estimator(
        hidden_layers=(),
        optimizer="momentum",
        learning_rate=0.5,
        epochs=3000,
        batch_size=None,
        random_state=0,
        **settings,
    )


def test_without_a_hidden_layer_two_classes_are_logistic_regression():
    theirs = LogisticRegression(C=1 / 2.5, tol=1e-10).fit(X, LABELS)
    ours = at_the_minimum(NetworkClassifier, l2=2.5).fit(X, LABELS)
    np.testing.assert_allclose(ours.predict_proba(X), theirs.predict_proba(X), atol=1e-6)
    np.testing.assert_allclose(ours.network_.W[1].T, theirs.coef_, atol=1e-6)


def test_without_a_hidden_layer_more_classes_are_multinomial_logistic_regression():
    flowers, species = load_iris(return_X_y=True)
    flowers = StandardScaler().fit_transform(flowers)
    theirs = LogisticRegression(C=1 / 4, tol=1e-10, max_iter=1000).fit(flowers, species)
    ours = at_the_minimum(NetworkClassifier, l2=4).fit(flowers, species)
    np.testing.assert_allclose(
        ours.predict_proba(flowers), theirs.predict_proba(flowers), atol=1e-5
    )


@pytest.mark.parametrize("k", [1, 2])
def test_without_a_hidden_layer_regression_is_ridge_regression(k):
    Y = np.column_stack([ANSWERS, 100 * X[:, 2] ** 2])[:, :k]
    theirs = Ridge(alpha=6 * k / 2).fit(X, Y)  # J times k m, which has Σ (ŷ - y)²
    ours = at_the_minimum(NetworkRegressor, l2=6).fit(X, Y)
    np.testing.assert_allclose(ours.predict(X), theirs.predict(X).reshape(-1, k), rtol=1e-6)


# --- Classes and probabilities


@pytest.mark.parametrize(
    ("names", "dtype"),
    [
        (["no", "yes"], "<U3"),
        ([False, True], bool),
        ([-1, 7], int),
        ([2.0, 3.0], float),
        (["c", "a", "b"], object),
    ],
)
def test_classes_may_have_any_names(names, dtype):
    labels = np.digitize(X[:, 0], [-0.5, 0.5]) if len(names) == 3 else LABELS
    y = np.array(names, dtype=dtype)[labels]
    model = NetworkClassifier(learning_rate=0.01, random_state=0).fit(X, y)
    assert model.classes_.tolist() == sorted(names)
    assert model.predict(X).dtype == y.dtype
    assert (model.predict(X) == y).mean() > 0.95


@pytest.mark.parametrize("names", ["ba", "cab"])
def test_probabilities_are_those_of_the_network_in_the_order_of_the_classes(names):
    y = np.array(list(names))[np.arange(60) % len(names)]
    model = NetworkClassifier(epochs=3, random_state=0).fit(X, y)
    P, Y_hat = model.predict_proba(X), model.network_.forward(X.T)
    assert P.shape == (60, len(names))
    np.testing.assert_allclose(P.sum(axis=1), 1, rtol=1e-14)
    assert (P[:, -1] == Y_hat[-1]).all()
    assert (model.predict(X) == np.array(sorted(names))[P.argmax(axis=1)]).all()


def test_two_classes_share_one_sigmoid_output_and_more_have_a_softmax(given):
    NetworkClassifier((5,), epochs=1).fit(X, LABELS)
    assert repr(given["network"]) == "Network([3, 5, 1], hidden=['relu'], output='sigmoid')"
    NetworkClassifier((), epochs=1).fit(X, np.arange(60) % 4)
    assert repr(given["network"]) == "Network([3, 4], hidden=[], output='softmax')"


# --- Continuous answers


@pytest.mark.parametrize("shape", [(60,), (60, 1), (60, 2)])
def test_predictions_have_the_shape_of_the_answers_and_are_the_networks(shape):
    Y = np.resize(ANSWERS, shape)
    model = NetworkRegressor(epochs=2, random_state=0).fit(X, Y)
    assert model.predict(X).shape == shape
    assert model.predict(X[:1]).shape == (1, *shape[1:])
    assert (model.predict(X).reshape(60, -1) == model.network_.forward(X.T).T).all()


def test_the_unit_of_the_answers_changes_nothing_but_the_unit():
    def predictions(y):
        return NetworkRegressor(epochs=20, l2=1, random_state=0).fit(X, y).predict(X)

    np.testing.assert_allclose(
        predictions(1000 * ANSWERS - 4e5), 1000 * predictions(ANSWERS) - 4e5, rtol=1e-9
    )


def test_a_constant_answer_is_learned_at_once():
    model = NetworkRegressor(epochs=0, random_state=0).fit(X, np.full(60, 7.25))
    assert (model.predict(X) == 7.25).all()


# --- Arguments


@BOTH
def test_every_argument_reaches_its_place(estimator, y, given):
    estimator(
        hidden_layers=[6, 5],
        hidden=("tanh", "sigmoid"),
        learning_rate=0.03,
        epochs=4,
        batch_size=20,
        l1=0.1,
        l2=0.2,
        dropout=(0.3, 0.4),
    ).fit(X, y)
    network = given["network"]
    assert network.sizes == [3, 6, 5, 1]
    assert [a.name for a in network.activations[1:-1]] == ["tanh", "sigmoid"]
    assert (network.l1, network.l2, network.dropout) == (0.1, 0.2, [0.3, 0.4])
    assert (given["epochs"], given["batch_size"]) == (4, 20)
    assert given["optimizer"].learning_rate == 0.03
    assert given["validation"] is given["early_stopping"] is None
    assert given["X"].shape == (3, 60)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("adam", Adam),
        ("rmsprop", RMSProp),
        ("momentum", Momentum),
        ("gradient_descent", GradientDescent),
    ],
)
def test_an_optimizer_has_its_name(name, kind, given):
    NetworkClassifier(optimizer=name, epochs=1).fit(X, LABELS)
    assert type(given["optimizer"]) is kind


@BOTH
def test_the_same_random_state_gives_the_same_network(estimator, y):
    def parameters(random_state):
        model = estimator(epochs=2, dropout=0.2, early_stopping=True, random_state=random_state)
        return model.fit(X, y).network_.parameters.tolist()

    assert parameters(3) == parameters(3) == parameters(np.random.RandomState(3))
    assert parameters(3) != parameters(4)
    assert parameters(None) != parameters(None)


@BOTH
def test_first_weights_and_the_course_of_training_depend_on_the_random_state(estimator, y, given):
    def drawn(random_state):
        model = estimator(epochs=0, random_state=random_state).fit(X, y)
        return model.network_.parameters[0], given["seed"].random()

    assert drawn(3)[0] != drawn(4)[0]
    assert drawn(3)[1] != drawn(4)[1]


@BOTH
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_network_computes_in_the_precision_of_the_data(estimator, y, dtype):
    model = estimator(epochs=3).fit(X.astype(dtype), y)
    assert model.network_.dtype == dtype
    answers = getattr(model, "predict_proba", model.predict)(X)
    assert answers.dtype == dtype
    assert estimator(epochs=1).fit((10 * X).astype(int), y).network_.dtype == np.float64


@BOTH
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"optimizer": "sgd"}, "optimizer must be one of 'adam', 'rmsprop', .*, got 'sgd'"),
        ({"optimizer": Adam}, "optimizer must be one of 'adam', 'rmsprop'"),
        ({"learning_rate": 0}, "learning_rate must be greater than 0, got 0"),
        ({"hidden_layers": 32}, r"hidden_layers must be a sequence such as \(32,\), got 32"),
        ({"hidden_layers": (8, 0)}, r"hidden_layers\[1\] must be at least 1, got 0"),
        ({"hidden_layers": (8.5,)}, r"hidden_layers\[0\] must be a whole number, got 8.5"),
        ({"hidden": "gelu"}, "hidden must be one of .*'relu'.*, got 'gelu'"),
        ({"epochs": -1}, "epochs must be at least 0, got -1"),
        ({"batch_size": 0}, "batch_size must be at least 1, got 0"),
        ({"l2": -1}, "l2 must not be negative, got -1"),
        ({"dropout": 1}, "dropout must be from 0 to below 1, got 1"),
        (
            {"early_stopping": True, "validation_fraction": 0.004},
            "validation_fraction=0.004 makes no validation set: .* of n_samples=60",
        ),
        (
            {"early_stopping": True, "validation_fraction": 1.5},
            "validation_fraction=1.5 makes no validation set: .* below 1, got 1.5",
        ),
    ],
)
def test_a_senseless_argument_is_refused_by_fit_and_not_before(estimator, y, arguments, words):
    model = estimator(**arguments)
    with pytest.raises(ValueError, match=words):
        model.fit(X, y)
    assert not hasattr(model, "network_")


@pytest.mark.parametrize(
    ("y", "words"),
    [
        (np.zeros(60), "at least two classes, got 1 class: "),
        (ANSWERS, "Unknown label type: continuous"),
        (LABELS[:-1], "inconsistent numbers of samples"),
    ],
)
def test_answers_that_are_no_classes_are_refused(y, words):
    with pytest.raises(ValueError, match=words):
        NetworkClassifier().fit(X, y)


def test_a_class_too_small_to_validate_is_refused():
    y = np.array([0] * 30 + [1] * 29 + [2])
    with pytest.raises(ValueError, match=r"validation_fraction=0\.1 .* smallest class of Y has 1"):
        NetworkClassifier(early_stopping=True).fit(X, y)


def test_a_divergence_is_no_secret():
    with pytest.raises(TrainingDiverged, match="learning rate 1000 is too large"):
        NetworkRegressor(optimizer="gradient_descent", learning_rate=1000.0).fit(X, ANSWERS)


# --- Early stopping


def test_the_validation_set_has_its_share_of_every_class(given):
    y = np.array([0] * 30 + [1] * 20 + [2] * 10)
    NetworkClassifier(early_stopping=True, validation_fraction=0.2, epochs=1).fit(X, y)
    examples, answers = given["validation"]
    assert answers.sum(axis=1).tolist() == [6, 4, 2]
    assert given["Y"].sum(axis=1).tolist() == [24, 16, 8]
    both = np.hstack([examples, given["X"]])
    assert sorted(both.T.tolist()) == sorted(X.tolist())


def test_answers_to_validate_with_have_no_say_in_the_unit_of_training(given):
    NetworkRegressor(early_stopping=True, validation_fraction=0.3, epochs=1).fit(X, ANSWERS)
    np.testing.assert_allclose([given["Y"].mean(), given["Y"].std()], [0, 1], atol=1e-12)
    # The standardized answers of validation belong to the same line through the raw ones.
    known = {tuple(x): y for x, y in zip(X, ANSWERS, strict=True)}
    standardized = np.hstack([given["Y"], given["validation"][1]])[0]
    raw = [known[tuple(x)] for x in np.hstack([given["X"], given["validation"][0]]).T]
    np.testing.assert_allclose(np.corrcoef(standardized, raw)[0, 1], 1, rtol=1e-12)
    assert given["validation"][1].shape == (1, 18)


@BOTH
def test_early_stopping_ends_before_the_last_epoch_with_the_best_parameters(estimator, y, given):
    noisy = RNG.permutation(y)  # nothing to learn: validation gets worse soon
    model = estimator(early_stopping=True, learning_rate=0.02, random_state=0).fit(X, noisy)
    losses = model.history_.validation_loss
    best = int(np.argmin(losses))
    assert model.history_.best_epoch == best
    assert len(losses) == best + 11 < 200
    if estimator is NetworkClassifier:  # a regressor's network has its unit back
        np.testing.assert_allclose(model.network_.loss(*given["validation"]), losses[best])


# --- The defaults learn


def test_the_defaults_learn_breast_cancer():
    train, test, y_train, y_test = split_and_standardized(load_breast_cancer)
    assert NetworkClassifier(random_state=0).fit(train, y_train).score(test, y_test) > 0.93


@pytest.mark.parametrize("early_stopping", [False, True])
def test_the_defaults_learn_digits_from_900_pictures(early_stopping):
    train, test, y_train, y_test = split_and_standardized(load_digits, train_size=900)
    model = NetworkClassifier(early_stopping=early_stopping, random_state=0).fit(train, y_train)
    assert model.score(test, y_test) > 0.93


def test_regression_of_diabetes_beats_the_mean_and_comes_near_to_ridge_regression():
    data, y = load_diabetes(return_X_y=True)
    data = StandardScaler().fit_transform(data)

    def score(model):  # 1 for right answers, 0 for the mean
        return cross_val_score(model, data, y, cv=5).mean()

    ridge = score(RidgeCV(np.logspace(-2, 3)))
    assert ridge > 0.4
    assert abs(score(NetworkRegressor(random_state=0)) - ridge) < 0.1
