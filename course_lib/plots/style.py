"""Colors with a fixed meaning, and the words that are drawn: one place to change or translate."""

# The color-blind safe palette of Okabe and Ito.
COLORS = {
    "class0": "#0072B2",
    "class1": "#D55E00",
    "model": "#000000",
    "truth": "#009E73",
    "error": "#CC79A7",
    "gradient": "#E69F00",
    "positive": "#0072B2",
    "negative": "#D55E00",
    "neutral": "#767676",
}
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*", "<", ">")  # of classes 0, 1, 2, …
WORDS = {
    "class": "class {}",
    "fires": "fires",
    "silent": "silent",
}


def tint(color: str, share: float) -> tuple[float, float, float]:
    """Return a color mixed with white: share 1 is the color itself, 0 is white."""
    red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return (1 - share * (1 - red), 1 - share * (1 - green), 1 - share * (1 - blue))
