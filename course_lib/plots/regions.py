"""Examples in a plane, and what a model answers at every point of it."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from .._validation import examples, number, shaped
from .grid import Function, on_grid, single
from .style import COLORS, MARKER_SIZES, MARKERS, WORDS, tint

MANY_CLASSES = 4  # of more the legend stands beside the picture
PALE = 0.18  # share of a class's color in its region


def points(ax: Axes, X: ArrayLike, Y: ArrayLike, names: Sequence[str] | None = None) -> None:
    """Draw two-dimensional examples, classes told apart by color and by marker.

    Parameters
    ----------
    ax : matplotlib Axes
    X : (2, m) array
    Y : (1, m) or (m,) array of labels 0 … k-1, or (k, m) array with one 1 in each column
    names : k str or None
        What the legend calls the classes; None: no legend.

    Raises
    ------
    ValueError
        ``X`` is not (2, m), ``Y`` does not hold one label below 10 for each example, or there
        are fewer names than classes.
    """
    X = examples("X", X, n_features=2)
    labels = _labels(Y, n_examples=X.shape[1])
    n_classes = max(2, np.ndim(Y) > 1 and len(Y), labels.max() + 1)
    if names is not None and len(names) < n_classes:
        raise ValueError(f"names must name {n_classes} classes, got {list(names)}")
    for label in range(n_classes):
        ax.plot(
            *X[:, labels == label],
            linestyle="none",
            marker=MARKERS[label],
            markersize=MARKER_SIZES[label],
            color=COLORS[f"class{label}"],
            markeredgecolor="white",
            markeredgewidth=0.6,
            label=WORDS["class"].format(label) if names is None else names[label],
        )
    if names is not None and n_classes <= MANY_CLASSES:
        ax.legend(loc="best", framealpha=0.9)
    elif names is not None:
        ax.legend(loc="center left", bbox_to_anchor=(1, 0.5), frameon=False)


def decision_regions(
    ax: Axes,
    function: Function,
    level: float = 0.5,
    xlim: tuple[float, float] = (-3.0, 3.0),
    ylim: tuple[float, float] = (-3.0, 3.0),
    steps: int = 61,
) -> None:
    """Shade the plane where a model answers 0 and where it answers 1.

    Parameters
    ----------
    ax : matplotlib Axes
    function : callable
        From points (2, m) to numbers (1, m).  The answer is 1 where the number reaches ``level``.
        The net input with level 0 gives an exact line; 0/1 answers give a line of small steps.
    level : float
        Where the answer changes.
    xlim, ylim : (float, float)
        The part of the plane.
    steps : int
        Points of the grid in each direction.

    Raises
    ------
    ValueError
        The function does not return one number for each point.
    """
    x1, x2, heights = on_grid(function, xlim, ylim, steps)
    height = single(heights)
    # A band of contourf holds its upper edge, and the answer at ``level`` itself is 1.
    edge = np.nextafter(level, -np.inf)
    low, high = min(height.min(), edge) - 1, max(height.max(), edge) + 1
    shades = [tint(COLORS["class0"], PALE), tint(COLORS["class1"], PALE)]
    ax.contourf(x1, x2, height, levels=[low, edge, high], colors=shades)
    if height.min() <= edge < height.max():
        ax.contour(x1, x2, height, levels=[edge], colors=COLORS["model"], linewidths=1.6)
    ax.set(xlim=xlim, ylim=ylim)


def class_regions(
    ax: Axes,
    function: Function,
    xlim: tuple[float, float] = (-3.0, 3.0),
    ylim: tuple[float, float] = (-3.0, 3.0),
    steps: int = 61,
) -> None:
    """Shade the plane by the class that a model answers, with a line where the answer changes.

    Parameters
    ----------
    ax : matplotlib Axes
    function : callable
        From points (2, m) to scores (k, m), of which the largest is the answer (probabilities or
        logits: smooth lines), or to labels 0 … k-1 of shape (m,) or (1, m) (lines of small
        steps).
    xlim, ylim : (float, float)
        The part of the plane.
    steps : int
        Points of the grid in each direction.

    Raises
    ------
    ValueError
        The function returns neither, or more than ten classes.
    """
    x1, x2, scores = on_grid(function, xlim, ylim, steps)
    if len(scores) == 1:
        labels = _labels(scores.reshape(-1), n_examples=steps**2)
        scores = (labels == np.arange(labels.max() + 1)[:, None]).reshape(-1, steps, steps) * 1.0
    elif len(scores) > len(MARKERS):
        raise ValueError(f"function must tell at most {len(MARKERS)} classes, got {len(scores)}")
    winner = scores.argmax(axis=0)
    for label in np.unique(winner):
        lead = scores[label] - np.delete(scores, label, axis=0).max(axis=0, initial=-np.inf)
        shade = tint(COLORS[f"class{label}"], PALE)
        if (winner == label).all():
            ax.set_facecolor(shade)
            break
        # From a little below 0, so that no seam is left between two regions.
        edge = -1e-3 * np.ptp(lead)
        ax.contourf(x1, x2, lead, levels=[edge, lead.max() + 1], colors=[shade])
        ax.contour(x1, x2, lead, levels=[0], colors=COLORS["model"], linewidths=1.2)
    ax.set(xlim=xlim, ylim=ylim)


def _labels(Y: ArrayLike, n_examples: int) -> NDArray[np.int_]:
    """Return labels (m,) of labels (m,) or (1, m), or of one-hot columns (k, m)."""
    Y = np.asarray(Y)
    if Y.ndim not in (1, 2) or Y.shape[-1] != n_examples:
        raise ValueError(
            f"Y must have one label for each of the {n_examples} examples, shape (1, m), (m,) or "
            f"(k, m), got shape {Y.shape}"
        )
    if Y.ndim == 2 and len(Y) > 1:
        if not (np.isin(Y, (0, 1)).all() and (Y.sum(axis=0) == 1).all()):
            raise ValueError("Y of shape (k, m) must have one 1 in each column and 0 elsewhere")
        Y = Y.argmax(axis=0)
    labels = np.ravel(Y)
    if not np.isin(labels, np.arange(len(MARKERS))).all():
        raise ValueError(
            f"Y must hold labels, whole numbers from 0 to {len(MARKERS) - 1}, "
            f"got {np.unique(labels)[:5]}"
        )
    return labels.astype(int)


def boundary_line(ax: Axes, w: ArrayLike, b: float, **style: object) -> None:
    """Draw the line w₁x₁ + w₂x₂ + b = 0 across the axes' present limits.

    Parameters
    ----------
    ax : matplotlib Axes
    w : two numbers
    b : float
    **style
        As for ``ax.plot``.

    Raises
    ------
    ValueError
        ``w`` is not two finite numbers, or ``b`` not one.
    """
    w1, w2 = shaped("w", np.ravel(w), inputs=2)
    b = number("b", b)
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    look = {"color": COLORS["model"], "linewidth": 1.6, "scalex": False, "scaley": False, **style}
    if abs(w2) * (right - left) >= abs(w1) * (top - bottom) and w2 != 0:
        x1 = np.array([left, right])
        ax.plot(x1, -(w1 * x1 + b) / w2, **look)
    elif w1 != 0:
        x2 = np.array([bottom, top])
        ax.plot(-(w2 * x2 + b) / w1, x2, **look)
