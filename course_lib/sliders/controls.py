"""What a control offers: its name, its positions, and the widget it came from."""

from dataclasses import dataclass
from typing import Any

import ipywidgets
import numpy as np
from traitlets import TraitError

GREEK = {"theta": "θ", "eta": "η", "beta": "β", "beta1": "β₁", "beta2": "β₂", "gamma": "γ"}
SIGNIFICANT_DIGITS = 3  # of a position on a logarithmic scale
SUPPORTED = (
    "numbers (low, high) or (low, high, step), a list or dict of choices, True or False, "
    "or a slider, selection, check box or Play widget"
)


@dataclass(frozen=True)
class Control:
    """One parameter of a picture.

    Attributes
    ----------
    parameter : str
        Its name in ``draw``.
    name : str
        What the reader sees.
    widget : ipywidgets.Widget
        The live control.
    values, labels : list
        Every position, and how each is written.
    start : int
        The position at rest.
    """

    parameter: str
    name: str
    widget: ipywidgets.Widget
    values: list[Any]
    labels: list[str]
    start: int

    @property
    def is_check_box(self) -> bool:
        return isinstance(self.widget, ipywidgets.Checkbox | ipywidgets.ToggleButton)

    @property
    def play_interval(self) -> int | None:
        """Milliseconds between two steps of a ``Play`` control, else None."""
        return self.widget.interval if isinstance(self.widget, ipywidgets.Play) else None

    def value(self) -> Any:
        """The widget's value now, as free of rounding noise as in the page."""
        return clean(self.widget, self.widget.value)


def read_controls(controls: dict[str, Any]) -> list[Control]:
    """Turn ipywidgets abbreviations or widgets into controls; refuse what cannot be stepped."""
    return [_read(parameter, given) for parameter, given in controls.items()]


def _read(parameter: str, given: Any) -> Control:
    try:
        widget = ipywidgets.interactive.widget_from_abbrev(given)
    except (TypeError, ValueError, IndexError, OverflowError, TraitError) as error:
        raise ValueError(
            f"control {parameter}: {given!r} gives no positions ({error}); expected {SUPPORTED}"
        ) from error
    if widget is None:
        raise TypeError(f"control {parameter}: expected {SUPPORTED}, got {given!r}")
    values, labels = _positions(parameter, widget)
    if len(values) < 2:
        raise ValueError(
            f"control {parameter} has {len(values)} position(s) {labels}, expected two or more: "
            f"a value that does not change belongs in draw"
        )
    return Control(
        parameter=parameter,
        name=widget.description or GREEK.get(parameter, parameter.replace("_", " ")),
        widget=widget,
        values=values,
        labels=labels,
        start=_position_of(clean(widget, widget.value), values),
    )


def _positions(parameter: str, widget: ipywidgets.Widget) -> tuple[list[Any], list[str]]:
    """Every value the widget can take, in its order, and the label of each."""
    match widget:
        case ipywidgets.Checkbox() | ipywidgets.ToggleButton():
            return [False, True], ["off", "on"]
        case _ if hasattr(widget, "_options_labels") and hasattr(widget, "index"):
            if not isinstance(widget.index, tuple):  # a tuple: several may be chosen at once
                return list(widget._options_values), list(widget._options_labels)
        case ipywidgets.FloatLogSlider():
            exponents = _steps(widget.min, widget.max, widget.step)
            values = [clean(widget, widget.base**exponent) for exponent in exponents]
            return values, [f"{value:.{SIGNIFICANT_DIGITS}g}" for value in values]
        case _ if all(hasattr(widget, bound) for bound in ("min", "max", "step")):
            values = [
                clean(widget, type(widget.value)(value))
                for value in _steps(widget.min, widget.max, widget.step)
            ]
            return values, _equally_long(values)
    raise TypeError(f"control {parameter}: expected {SUPPORTED}, got {type(widget).__name__}")


def _steps(low: float, high: float, step: float) -> list[float]:
    count = int(np.floor((high - low) / step + 1e-9)) + 1
    return [round(low + i * step, 10) for i in range(count)]


def _equally_long(values: list[float]) -> list[str]:
    """Write numbers with as many decimals as the longest needs: 0.00, 0.25, 0.50."""
    decimals = max(len(f"{value:.10g}".partition(".")[2]) for value in values)
    return [f"{value:.{decimals}f}".replace("-", "−") for value in values]


def clean(widget: ipywidgets.Widget, value: Any) -> Any:
    """Take off what binary fractions add: 0.6000000000000001 is 0.6."""
    if isinstance(widget, ipywidgets.FloatLogSlider):
        return float(f"{value:.{SIGNIFICANT_DIGITS}g}")
    return round(value, 10) if isinstance(value, float) else value


def _position_of(value: Any, values: list[Any]) -> int:
    if isinstance(value, int | float):
        return int(np.argmin([abs(value - other) for other in values]))
    return values.index(value)
