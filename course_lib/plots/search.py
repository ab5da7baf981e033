"""What a search for hyperparameters found (chapter 20)."""

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from .._validation import finite_array
from .labels import label_ends
from .style import COLORS, MARKERS, WORDS, ink, series_color, written

SMALLEST, LARGEST = 25, 150  # markers of the worst and the best trial, in square points


def search_progress(ax: Axes, scores: Mapping[str, ArrayLike], maximize: bool = True) -> None:
    """Draw the best score so far of each method as steps, and its trials as pale points.

    Trials count from 1.  Limits that the axes have been given are kept; else they show the steps,
    and trials that are worse than all of them lie outside.

    Parameters
    ----------
    ax : matplotlib Axes
    scores : dict
        From a method's name to the scores of its trials, in the order in which they were made; a
        trial that failed is NaN.
    maximize : bool
        Whether the largest score is the best (accuracy), or else the smallest (loss).

    Raises
    ------
    ValueError
        There is no method, or one has no trial, or none that did not fail.
    """
    if not scores:
        raise ValueError("scores must hold at least one method, got none")
    better = np.fmax if maximize else np.fmin
    ends, steps = [], []
    for place, (name, given) in enumerate(scores.items()):
        trials = np.asarray(given, dtype=float)
        if trials.ndim != 1 or not np.isfinite(trials).any():
            raise ValueError(f"scores[{name!r}] must hold one score per trial, got {given!r}")
        best = better.accumulate(trials)
        number = np.arange(1, len(trials) + 1)
        color = series_color(place)
        marker = {"marker": MARKERS[place % len(MARKERS)], "color": color}
        pale = {"linestyle": "none", "markersize": 4, "alpha": 0.35}
        ax.plot(number, trials, **marker, **pale)
        ax.step(
            number,
            best,
            where="post",
            **marker,
            linewidth=1.8,
            markersize=5,
            markevery=[-1],
        )
        steps.append(best)
        ends.append((len(trials), best[-1], str(name), color))
    ax.set(xlabel=WORDS["trial"], ylabel=WORDS["best_so_far"])
    ax.xaxis.set_major_locator(MaxNLocator("auto", integer=True))
    if ax.get_autoscaley_on():
        low, high = np.nanmin(np.hstack(steps)), np.nanmax(np.hstack(steps))
        margin = 0.05 * (high - low) or 0.05 * abs(high) or 1
        ax.set_ylim(low - margin, high + margin)
    ax.margins(x=0)
    label_ends(ax, ends)


def search_space(
    ax: Axes,
    first: ArrayLike,
    second: ArrayLike,
    scores: ArrayLike,
    names: tuple[str, str],
    maximize: bool = True,
    log: tuple[bool, bool] = (True, True),
) -> None:
    """Draw trials in the plane of two hyperparameters, good ones dark and large, the best starred.

    Parameters
    ----------
    ax : matplotlib Axes
    first, second : (trials,) arrays
        The two hyperparameters of each trial.
    scores : (trials,) array
    names : two str
        What the hyperparameters are called.
    maximize : bool
        Whether the largest score is the best (accuracy), or else the smallest (loss).
    log : two bool
        Which axes are logarithmic.

    Raises
    ------
    ValueError
        The three are not of one length, hold NaN or infinity, or are not above 0 on a logarithmic
        axis.
    """
    trials = {"first": first, "second": second, "scores": scores}
    first, second, scores = (finite_array(name, values) for name, values in trials.items())
    if not (first.shape == second.shape == scores.shape == (scores.size,)) or scores.size == 0:
        raise ValueError(
            f"first, second and scores must have one number for each trial, got shapes "
            f"{first.shape}, {second.shape} and {scores.shape}"
        )
    for name, values, is_log in zip(trials, (first, second), log, strict=False):
        if is_log and values.min() <= 0:
            raise ValueError(f"{name} must be above 0 on a logarithmic axis, got {values.min():g}")
    merit = scores if maximize else -scores
    share = (merit - merit.min()) / (np.ptp(merit) or 1)
    size = SMALLEST + (LARGEST - SMALLEST) * share
    colors = "viridis_r" if maximize else "viridis"
    dots = ax.scatter(first, second, s=size, c=scores, cmap=colors, edgecolor="white", zorder=2)
    best = merit.argmax()
    star = {"markersize": 20, "markerfacecolor": "white", "markeredgecolor": COLORS["model"]}
    ax.plot(first[best], second[best], "*", **star, zorder=3)
    for set_scale, is_log in zip((ax.set_xscale, ax.set_yscale), log, strict=True):
        set_scale("log" if is_log else "linear")
    ax.margins(0.1)
    ax.set(xlabel=names[0], ylabel=names[1])
    ax.set_title(WORDS["best"].format(written(scores[best], 4)), color=ink(COLORS["model"]))
    scale = ax.figure.colorbar(dots, cax=ax.inset_axes([1.02, 0, 0.03, 1]))
    scale.set_label(WORDS["score"])
