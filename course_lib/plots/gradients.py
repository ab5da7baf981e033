"""How large the gradient is in each layer: whether it vanishes or explodes on its way back."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import NullLocator
from numpy.typing import ArrayLike

from .._validation import finite_array
from .style import COLORS, WORDS, short


def gradient_norms(ax: Axes, norms: ArrayLike) -> None:
    """Draw the norm of the gradient of each layer as bars on a logarithmic axis.

    A norm of 0 has no bar, only its number.  Limits of the vertical axis that were given before
    are kept, so that pictures can be compared.

    Parameters
    ----------
    ax : matplotlib Axes
    norms : (L,) array
        Of layers 1 … L, for example the norms of ``dW[1]`` … ``dW[L]``.

    Raises
    ------
    ValueError
        The norms are not one finite number, 0 or more, for each layer.
    """
    norms = finite_array("norms", norms)
    if norms.ndim != 1 or norms.size == 0:
        raise ValueError(f"norms must have shape (layers,), got shape {norms.shape}")
    if norms.min() < 0:
        raise ValueError(f"norms must be 0 or more, got {norms.min():g}")
    keep = not ax.get_autoscaley_on()
    limits = ax.get_ylim()
    ax.set_yscale("log")
    above = norms[norms > 0] if norms.any() else np.ones(1)
    low, high = limits if keep else (above.min() / 10, above.max() * 10)
    ax.set_ylim(low, high)
    layers = np.arange(1, len(norms) + 1)
    edge = {"edgecolor": COLORS["model"], "linewidth": 0.8}
    ax.bar(layers, np.maximum(norms, low) - low, bottom=low, color=COLORS["gradient"], **edge)
    for layer, norm in zip(layers, norms, strict=True):
        ax.annotate(
            short(norm),
            xy=(layer, min(max(norm, low), high)),
            xytext=(0, 3),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=8.5,
        )
    ax.set_xticks(layers)
    ax.yaxis.set_minor_locator(NullLocator())
    ax.set(xlim=(0.4, len(norms) + 0.6), xlabel=WORDS["layer"], ylabel=WORDS["gradient_norm"])
