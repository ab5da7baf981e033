"""Pictures in one common look.  Each function draws on the axes it is given.

The same colors stand for the same things through the whole book (`COLORS`), and never alone: a
marker, a sign or a word says the same.
"""

from .boolean import cube, truth_table
from .confusion import confusion_matrix
from .contours import loss_contours
from .curves import learning_curves
from .functions import activation_curve
from .gradients import gradient_norms
from .graph import draw_graph
from .network import draw_network
from .neuron import draw_neuron
from .pictures import images, weight_pictures
from .range_test import range_test
from .regions import boundary_line, class_regions, decision_regions, points
from .search import search_progress, search_space
from .style import COLORS, WORDS

__all__ = [
    "COLORS",
    "WORDS",
    "activation_curve",
    "boundary_line",
    "class_regions",
    "confusion_matrix",
    "cube",
    "decision_regions",
    "draw_graph",
    "draw_network",
    "draw_neuron",
    "gradient_norms",
    "images",
    "learning_curves",
    "loss_contours",
    "points",
    "range_test",
    "search_progress",
    "search_space",
    "truth_table",
    "weight_pictures",
]
