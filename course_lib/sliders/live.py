"""The sliders in Jupyter: ipywidgets controls, and a picture redrawn at every move."""

import html
from base64 import b64encode

import ipywidgets

from .controls import Control
from .picture import Painter


def show(painter: Painter, controls: list[Control]) -> ipywidgets.VBox:
    """Return a box with the controls above the picture and its caption."""
    picture = ipywidgets.HTML()

    def update(_change: object = None) -> None:
        try:
            svg, text = painter.paint({c.parameter: c.value() for c in controls})
        except (RuntimeError, ValueError) as error:
            # An exception in a widget's callback is lost in a log; here the author sees it.
            picture.value = f'<p role="alert"><strong>{html.escape(str(error))}</strong></p>'
        else:
            picture.value = figure_html(svg, text)

    for control in controls:
        control.widget.observe(update, "value")
    update()
    return ipywidgets.VBox([*(_row(control) for control in controls), picture])


def figure_html(svg: str, text: str) -> str:
    """Return the picture and its caption, for a widget."""
    source = b64encode(svg.encode()).decode()
    caption = html.escape(text)
    return (
        f'<figure><img style="max-width:100%;background:#fff" alt="{caption}" '
        f'src="data:image/svg+xml;base64,{source}"><figcaption>{caption}</figcaption></figure>'
    )


def _row(control: Control) -> ipywidgets.Widget:
    """Return the control as it is shown: named, and for a Play button with a slider beside it."""
    widget = control.widget
    if control.play_interval is None:
        widget.description = control.name
        if hasattr(widget.style, "description_width"):
            widget.style.description_width = "initial"  # as wide as the name
        return widget
    slider = ipywidgets.IntSlider(
        value=widget.value,
        min=widget.min,
        max=widget.max,
        step=widget.step,
        description=control.name,
    )
    ipywidgets.link((widget, "value"), (slider, "value"))
    return ipywidgets.HBox([widget, slider])
