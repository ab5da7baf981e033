"""Loss by epoch: what training achieves, and what the validation set says to it."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike, NDArray

from .labels import label_ends
from .style import COLORS, MARKERS, WORDS, ink, series_color

MARKS = 6  # about so many markers tell the curve of one run from those of others

Curve = tuple[NDArray[np.floating], str, str, str]  # losses, name, color, dashes


def learning_curves(ax: Axes, history: Any) -> None:
    """Draw training loss (solid) and validation loss (dashed) per epoch, named at their ends.

    The best epoch is ringed, and named if there is only one run.  Epochs count from 0, so that
    the picture agrees with ``history.best_epoch``.  A curve ends before its first loss that is
    not finite.  A scale or limits that the axes have been given are kept: call
    ``ax.set_yscale("log")`` first for a log scale.

    Parameters
    ----------
    ax : matplotlib Axes
    history : History, sequence of losses, or dict of named ones
        What `course_lib.train` returns, or any object with ``train_loss``, ``validation_loss``
        (may be empty) and ``best_epoch`` (may be None).

    Raises
    ------
    ValueError
        There is no run, or a run's losses are not one number per epoch.
    """
    runs = history if isinstance(history, Mapping) else {None: history}
    if not runs:
        raise ValueError("history must hold at least one run, got none")
    ends = []
    for place, (name, run) in enumerate(runs.items()):
        curves = _curves_of(run, name, place)
        for losses, text, color, dashes in curves:
            look = {"color": color, "linestyle": dashes, "linewidth": 1.8}
            ax.plot(losses, **look, **_markers(place, len(runs), len(losses)))
            ends.append((len(losses) - 1, losses[-1], text, color))
        best = getattr(run, "best_epoch", None)
        if best is not None and curves and best < len(curves[-1][0]):
            _mark_best(ax, best, curves[-1], named=len(runs) == 1)
    ax.set(xlabel=WORDS["epoch"], ylabel=WORDS["loss"])
    ax.xaxis.set_major_locator(MaxNLocator("auto", integer=True))
    ax.margins(x=0)
    if ax.get_autoscaley_on() and ax.get_yscale() == "linear" and ax.dataLim.y0 >= 0:
        ax.set_ylim(bottom=0)
    label_ends(ax, ends)


def _curves_of(run: Any, name: str | None, place: int) -> list[Curve]:
    """Return the training curve of a run, and the validation curve if it has one."""
    training = _losses(getattr(run, "train_loss", run))
    validation = _losses(getattr(run, "validation_loss", ()), may_be_empty=True)
    if name is None:
        texts = (WORDS["training"], WORDS["validation"])
        colors = (COLORS["training"], COLORS["validation"])
    else:
        texts = (str(name), WORDS["run_validation"].format(name))
        colors = (series_color(place),) * 2
    curves = zip((training, validation), texts, colors, ("-", "--"), strict=True)
    return [curve for curve in curves if curve[0].size]


def _losses(values: ArrayLike, may_be_empty: bool = False) -> NDArray[np.floating]:
    """Return losses up to the first that is not finite."""
    losses = np.asarray(values, dtype=float)
    if losses.ndim != 1 or (losses.size == 0 and not may_be_empty):
        raise ValueError(
            f"history must hold one loss per epoch, got losses of shape {losses.shape}"
        )
    finite = np.isfinite(losses)
    return losses if finite.all() else losses[: finite.argmin()]


def _markers(place: int, n_runs: int, n_epochs: int) -> dict[str, Any]:
    """Return the markers of one of several runs, at other epochs than those of the others."""
    if n_runs == 1:
        return {}
    step = max(1, n_epochs // MARKS)
    every = (step * place // n_runs, step)
    return {"marker": MARKERS[place % len(MARKERS)], "markersize": 4.5, "markevery": every}


def _mark_best(ax: Axes, epoch: int, curve: Curve, named: bool) -> None:
    """Put a ring around the best epoch, and a line with its number through it."""
    losses, _, color, _ = curve
    ring = {"markerfacecolor": "none", "markeredgecolor": color, "markeredgewidth": 2}
    clip = not ax.get_autoscaley_on()  # limits that were given may leave the place out
    ax.plot(epoch, losses[epoch], "o", markersize=10, zorder=4, clip_on=clip, **ring)
    if named:
        ax.axvline(epoch, color=COLORS["neutral"], linestyle=":", linewidth=1.4, zorder=1)
        left, right = ax.get_xlim()
        on_the_left = epoch < (left + right) / 2
        ax.annotate(
            WORDS["best_epoch"].format(epoch),
            xy=(epoch, 1),
            xycoords=("data", "axes fraction"),
            xytext=(5 if on_the_left else -5, -5),
            textcoords="offset points",
            ha="left" if on_the_left else "right",
            va="top",
            color=ink(COLORS["neutral"]),
        )
