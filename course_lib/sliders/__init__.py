"""Sliders that move a figure, in Jupyter and in a published page without a kernel.

One call, two worlds::

    explore(draw, theta=(0, 4), n=[2, 3, 4], alt=describe)

In Jupyter the controls are ordinary ipywidgets and ``draw`` runs at every move.  While a book is
being built (`course_lib.sliders.extension`) the call draws every combination once and packs the
pictures into the page, where a small script shows the right one: no kernel, no network.

How it is used in any Jupyter Book: the page "Sliders in your own book".
"""

from collections.abc import Callable
from typing import Any

from . import live, packed
from .controls import read_controls
from .picture import Painter

__all__ = ["explore"]


def explore(
    draw: Callable[..., None],
    *,
    alt: Callable[..., str],
    figsize: tuple[float, float] = (6.0, 3.5),
    **controls: Any,
) -> Any:
    """Show ``draw(ax, **values)`` with one control for each of its parameters.

    Parameters
    ----------
    draw : callable
        ``draw(ax, **values)`` paints one picture on empty Matplotlib axes.  It must depend on
        nothing but its arguments, so that the page and the notebook show the same.
    alt : callable
        ``alt(**values)`` says in words what is seen for these values.  It is the picture's text
        for those who do not see it, and its caption.
    figsize : (float, float)
        Width and height in inches.
    **controls
        One for each parameter of ``draw``, as ipywidgets abbreviates them: ``(0, 4)`` and
        ``(0, 4, 2)`` integers, ``(0.0, 1.0, 0.1)`` numbers, ``[2, 3, 4]`` or ``{"label": value}``
        a choice, ``True`` a check box; or a widget: ``IntSlider``, ``FloatSlider``,
        ``FloatLogSlider``, ``SelectionSlider``, ``Dropdown``, ``RadioButtons``,
        ``ToggleButtons``, ``Checkbox``, ``ToggleButton``, ``Play``.

    Returns
    -------
    object
        Something that the notebook displays: a box of widgets, or the packed pictures.

    Raises
    ------
    TypeError
        ``draw`` or ``alt`` is not callable, or a control cannot be stepped through.
    ValueError
        There is no control, one has a single value, or (in a book) the grid has more than 200
        pictures or two neighboring positions show the same one.
    RuntimeError
        In a book: ``draw`` or ``alt`` raised; the message names the values it was called with.
        In Jupyter it stands where the picture would be, since the next move may mend it.
    """
    for name, function in (("draw", draw), ("alt", alt)):
        if not callable(function):
            raise TypeError(f"{name} must be a function, got {function!r}")
    if not controls:
        raise ValueError("explore needs at least one control, for example theta=(0, 4)")
    painter = Painter(draw, alt, figsize)
    show = packed.show if packed.building_a_book() else live.show
    return show(painter, read_controls(controls))
