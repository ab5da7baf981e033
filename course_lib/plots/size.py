"""How large what is drawn becomes, where letters and drawn things must fit each other."""

from matplotlib.axes import Axes

POINTS_PER_INCH = 72


def points_per_unit(ax: Axes, width: float, height: float) -> float:
    """Return the points that one unit of data gets if so many must fit in both directions.

    The axes' size is that before the layout makes room for labels, so this is a little too much.
    """
    inches = min(ax.bbox.width / width, ax.bbox.height / height) / ax.figure.dpi
    return POINTS_PER_INCH * inches
