"""Pictures in one common look.  Each function draws on the axes it is given.

The same colors stand for the same things through the whole book (`COLORS`), and never alone: a
marker, a sign or a word says the same.
"""

from .boolean import cube, truth_table
from .diagrams import draw_network, draw_neuron
from .regions import boundary_line, decision_regions, points
from .style import COLORS, WORDS

__all__ = [
    "COLORS",
    "WORDS",
    "boundary_line",
    "cube",
    "decision_regions",
    "draw_network",
    "draw_neuron",
    "points",
    "truth_table",
]
