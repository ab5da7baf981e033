"""Colors with a fixed meaning, and the words that are drawn: one place to change or translate."""

# The color-blind safe palette of Okabe and Ito, with three more for the last classes.
COLORS = {
    "class0": "#0072B2",
    "class1": "#D55E00",
    "class2": "#009E73",
    "class3": "#CC79A7",
    "class4": "#E69F00",
    "class5": "#56B4E9",
    "class6": "#000000",
    "class7": "#882255",
    "class8": "#767676",
    "class9": "#B8A500",
    "model": "#000000",
    "truth": "#009E73",
    "error": "#CC79A7",
    "gradient": "#E69F00",
    "positive": "#0072B2",
    "negative": "#D55E00",
    "training": "#0072B2",
    "validation": "#D55E00",
    "neutral": "#767676",
}
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*", "<", ">")  # of classes 0, 1, 2, …
MARKER_SIZES = (5.5, 5.5, 6, 5, 6, 7, 7, 9, 6, 6)  # which look equally large
WORDS = {
    "class": "class {}",
    "fires": "fires",
    "silent": "silent",
    "units": "{} units",
    "epoch": "epoch",
    "loss": "loss",
    "training": "training",
    "validation": "validation",
    "run_validation": "{}, validation",
    "best_epoch": "best epoch: {}",
    "start": "start",
    "end": "end",
    "leaves": "leaves the picture",
    "weight": "weight",
    "truth": "truth",
    "answer": "answer",
    "trial": "trial",
    "best_so_far": "best so far",
    "score": "score",
    "best": "best: {}",
    "learning_rate": "learning rate",
    "steepest": "falls fastest",
    "layer": "layer",
    "gradient_norm": "norm of the gradient",
    "activation_at": "{name}: a({z}) = {value}, a′({z}) = {slope}",
}


def tint(color: str, share: float) -> tuple[float, float, float]:
    """Return a color mixed with white: share 1 is the color itself, 0 is white."""
    red, green, blue = _channels(color)
    return (1 - share * (1 - red), 1 - share * (1 - green), 1 - share * (1 - blue))


def ink(color: str) -> tuple[float, float, float]:
    """Return a color dark enough for text on white (contrast of 4.5 to 1 and more)."""
    red, green, blue = _channels(color)
    return (0.62 * red, 0.62 * green, 0.62 * blue)


def series_color(place: int) -> str:
    """Return the color of the place-th named run: those of the classes, from the first again."""
    return COLORS[f"class{place % len(MARKERS)}"]


def written(value: float, digits: int = 6) -> str:
    """Write a number in at most so many significant digits: −0.25, 1e−5."""
    return _tidy(f"{value:.{digits}g}")


def short(value: float) -> str:
    """Write a number in about five characters: −0.25, 12, 3e−4."""
    if value == 0 or 0.01 <= abs(value) < 1000:
        return written(round(float(value), 2), 3)
    return _tidy(f"{value:.0e}")


def weight_look(weight: float | None) -> tuple[str, float]:
    """Return color and width of a line: black for no weight, else by its sign and size."""
    if weight is None:
        return COLORS["model"], 1.4
    return COLORS["positive" if weight >= 0 else "negative"], 0.8 + 1.2 * min(abs(weight), 3)


def _tidy(number: str) -> str:
    """Write a real minus, and no zeros before an exponent."""
    mantissa, _, exponent = number.partition("e")
    return (f"{mantissa}e{int(exponent)}" if exponent else mantissa).replace("-", "−")


def _channels(color: str) -> tuple[float, ...]:
    return tuple(int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
