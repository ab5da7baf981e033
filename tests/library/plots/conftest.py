"""What the tests of pictures share: empty axes, and the texts that were drawn."""

import pytest
from matplotlib.figure import Figure


@pytest.fixture
def ax():
    return Figure(figsize=(6, 3.5), layout="constrained").add_subplot()


@pytest.fixture
def texts(ax):
    """Return a function: the texts on the axes, in the order in which they were drawn."""
    return lambda: [text.get_text() for text in ax.texts]
