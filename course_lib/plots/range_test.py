"""The learning-rate range test: the loss while the learning rate grows step by step."""

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from .._validation import finite_array
from .style import COLORS, WORDS, ink, tint

STEEP = 10.0  # within the shaded region the learning rate grows by about this factor


def range_test(ax: Axes, rates: ArrayLike, losses: ArrayLike) -> None:
    """Draw loss against learning rate on a logarithmic axis, and shade where it falls fastest.

    The shaded region spans a factor of about 10 in the learning rate.  The picture ends at twice
    the first loss, unless the axes have been given limits: what explodes leaves it.

    Parameters
    ----------
    ax : matplotlib Axes
    rates, losses : (steps,) arrays
        As `course_lib.learning_rate_range_test` returns them: the rates grow by the same factor
        at each step.  The last losses may be infinite or NaN.

    Raises
    ------
    ValueError
        The two are not of one length, the rates do not grow from above 0, or the first loss is
        not finite.

    References
    ----------
    L. N. Smith, Cyclical learning rates for training neural networks, WACV 2017.
    """
    rates, losses = finite_array("rates", rates), np.asarray(losses, dtype=float)
    if rates.ndim != 1 or rates.shape != losses.shape or rates.size == 0:
        raise ValueError(
            f"rates and losses must have one number for each step, got shapes {rates.shape} "
            f"and {losses.shape}"
        )
    if rates[0] <= 0 or (np.diff(rates) <= 0).any():
        raise ValueError(f"rates must grow from above 0, got {rates[:3]} … {rates[-1]:g}")
    finite = np.isfinite(losses)
    if not finite[0]:
        raise ValueError(f"losses must start finite, got {losses[0]} at losses[0]")
    if not finite.all():
        rates, losses = rates[: finite.argmin()], losses[: finite.argmin()]
    ax.set_xscale("log")
    ax.plot(rates, losses, color=COLORS["training"], linewidth=1.6, zorder=2)
    if ax.get_autoscaley_on():
        low, high = losses.min(), min(losses.max(), 2 * losses[0])
        ax.set_ylim(low - 0.05 * (high - low), high + 0.05 * (high - low))
    ax.set(xlabel=WORDS["learning_rate"], ylabel=WORDS["loss"])
    region = _steepest(rates, losses)
    if region is not None:
        ax.axvspan(*region, color=tint(COLORS["truth"], 0.2), linewidth=0, zorder=0)
        ax.annotate(
            WORDS["steepest"],
            xy=(np.sqrt(region[0] * region[1]), 1),
            xycoords=("data", "axes fraction"),
            xytext=(0, -5),
            textcoords="offset points",
            ha="center",
            va="top",
            color=ink(COLORS["truth"]),
        )


def _steepest(
    rates: NDArray[np.floating], losses: NDArray[np.floating]
) -> tuple[float, float] | None:
    """Return the ends of the region where the loss falls most, None if it falls nowhere.

    The fall within a region is the mean loss of its first half less that of its second half, so
    that single noisy losses do not decide.
    """
    half = int(np.searchsorted(rates, rates[0] * STEEP) + 1) // 2
    if half == 0 or len(rates) < 2 * half:
        return None
    falls = np.convolve(losses, np.repeat([-1, 1], half), mode="valid") / half
    start = int(falls.argmax())
    return (rates[start], rates[start + 2 * half - 1]) if falls[start] > 0 else None
