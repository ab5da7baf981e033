"""What a control offers: its name, its positions, and the widget it came from."""

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import ipywidgets
from traitlets import TraitError

GREEK = {"theta": "θ", "eta": "η", "beta": "β", "beta1": "β₁", "beta2": "β₂", "gamma": "γ"}
DIGITS = 12  # of a value: what lies beyond is the noise of binary fractions
LABEL_DECIMALS = 6  # of a label at most; with more it is cut to significant digits,
LABEL_DIGITS = 3  # so many, or as many as tell it from the others
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
        start=_rest(parameter, widget, values),
    )


def _positions(parameter: str, widget: ipywidgets.Widget) -> tuple[list[Any], list[str]]:
    """Every value the widget can take, in its order, and the label of each."""
    match widget:
        case ipywidgets.Checkbox() | ipywidgets.ToggleButton():
            return [False, True], ["off", "on"]
        case _ if hasattr(widget, "_options_labels") and hasattr(widget, "index"):
            if not isinstance(widget.index, tuple):  # a tuple: several may be chosen at once
                return list(widget._options_values), list(widget._options_labels)
        case _ if all(hasattr(widget, bound) for bound in ("min", "max", "step")):
            if isinstance(widget.value, int | float):  # not a pair, nor a date
                values = _steps(parameter, widget)
                is_log = isinstance(widget, ipywidgets.FloatLogSlider)
                return values, _short(values) if is_log else _equally_long(values)
    raise TypeError(f"control {parameter}: expected {SUPPORTED}, got {type(widget).__name__}")


def _steps(parameter: str, widget: ipywidgets.Widget) -> list[float]:
    """Every value of a slider."""
    low, high, step = widget.min, widget.max, widget.step
    if not step or not 0 < step < math.inf or not math.isfinite((high - low) / step):
        raise ValueError(
            f"control {parameter} goes from {low} to {high} in steps of {step}, "
            f"expected finite numbers and a step greater than 0"
        )
    count = math.floor((high - low) / step + 1e-9) + 1
    places = [low + i * step for i in range(count)]
    if isinstance(widget, ipywidgets.FloatLogSlider):
        places = [widget.base**exponent for exponent in places]
    values = [clean(widget, place) for place in places]
    if len(set(values)) < count:
        raise ValueError(
            f"control {parameter} goes from {values[0]} to {values[-1]} in {count} positions, "
            f"expected a step that {DIGITS} digits can show"
        )
    return values


def _equally_long(values: list[float]) -> list[str]:
    """Write numbers with as many decimals as the longest needs: 0.00, 0.25, 0.50."""
    exact = [Decimal(str(value)) for value in values]
    decimals = max(0, *(-number.normalize().as_tuple().exponent for number in exact))
    if decimals > LABEL_DECIMALS:
        return _short(values)
    return [f"{number:.{decimals}f}".replace("-", "−") for number in exact]


def _short(values: list[float]) -> list[str]:
    """Write each number with few digits, but no two alike; exactly where that is no longer."""
    for digits in range(LABEL_DIGITS, DIGITS + 1):
        labels = [min(f"{v:.{DIGITS}g}", f"{v:.{digits}g}", key=len) for v in values]
        if len(set(labels)) == len(values):
            break
    return [label.replace("-", "−") for label in labels]


def clean(widget: ipywidgets.Widget, value: Any) -> Any:
    """Take off what binary fractions add to a slider's value: 0.6000000000000001 is 0.6."""
    if not isinstance(value, float) or not hasattr(widget, "max"):
        return value
    is_log = isinstance(widget, ipywidgets.FloatLogSlider)
    # Near 0, too, the noise of an even scale is as large as at its ends.
    largest = abs(value) if is_log else max(abs(widget.min), abs(widget.max))
    magnitude = math.floor(math.log10(largest)) if largest else 0
    return round(value, DIGITS - 1 - magnitude) + 0.0  # no −0.0


def _rest(parameter: str, widget: ipywidgets.Widget, values: list[Any]) -> int:
    """Return the position at rest; a slider between two positions is put on the nearer one."""
    if hasattr(widget, "index"):
        if widget.index is not None:
            return widget.index
        is_none = [value is None for value in values]  # a choice that ipywidgets gives no index
        if not any(is_none):
            raise ValueError(f"control {parameter} has no value, expected one of {values}")
        return is_none.index(True)
    value = clean(widget, widget.value)
    nearest = min(range(len(values)), key=lambda i: abs(values[i] - value))
    widget.value = values[nearest]
    return nearest
