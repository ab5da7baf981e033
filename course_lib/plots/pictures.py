"""Columns of numbers seen as pictures: images of a data set, weights of a first layer."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.image import AxesImage
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike, NDArray

from .._validation import examples, positive, whole
from .size import points_per_unit
from .style import COLORS, WORDS, written

GAP = 0.15  # between two pictures, as a share of the width of one
TITLE_ROOM = 0.3  # above a picture, as a share of its height
FONT_SIZE = 9
SCALE_ROOM = 60  # points on the right for what the colors mean
DIVERGING = LinearSegmentedColormap.from_list(
    "sign", [COLORS["negative"], "white", COLORS["positive"]]
)


def images(
    ax: Axes,
    X: ArrayLike,
    shape: tuple[int, int],
    titles: Sequence[str] | None = None,
    columns: int | None = None,
) -> None:
    """Draw the columns of X as gray pictures, side by side.

    White is 0, or the smallest value if that is negative; black is 1, or the largest value if
    that is larger.

    Parameters
    ----------
    ax : matplotlib Axes
    X : (n, m) array
        One picture per column, its pixels row by row.
    shape : (int, int)
        Height and width of a picture in pixels.
    titles : m str or None
        What stands above the pictures.
    columns : int or None
        Pictures in a row; None: as many as fill the axes best.

    Raises
    ------
    ValueError
        ``X`` is not (n, m), n is not height × width, or there are not m titles.
    """
    X = examples("X", X)
    look = {"cmap": "gray_r", "vmin": min(0, X.min()), "vmax": max(1, X.max())}
    _mosaic(ax, _tiles("X", X, shape), titles, columns, look)


def weight_pictures(
    ax: Axes,
    W: ArrayLike,
    shape: tuple[int, int],
    titles: Sequence[str] | None = None,
    columns: int | None = None,
    largest: float | None = None,
) -> None:
    """Draw the weights of a first layer, one picture for what each unit looks for.

    White is 0; positive and negative weights have colors of their own, and a minus stands in the
    pixels of the negative half of the scale.

    Parameters
    ----------
    ax : matplotlib Axes
    W : (n, k) array
        One column of weights per unit.
    shape : (int, int)
        Height and width in pixels of the pictures that the units see.
    titles : k str or None
        What stands above the pictures.
    columns : int or None
        Pictures in a row; None: as many as fill the axes best.
    largest : float or None
        The size of weight that has the full color, the same for pictures that are compared;
        None: the largest in ``W``.

    Raises
    ------
    ValueError
        ``W`` is not (n, k), n is not height × width, there are not k titles, or ``largest`` is
        not above 0.
    """
    W = examples("W", W)
    if largest is None:
        largest = float(np.abs(W).max()) or 1.0
    largest = positive("largest", largest)
    look = {"cmap": DIVERGING, "vmin": -largest, "vmax": largest}
    image = _mosaic(ax, _tiles("W", W, shape), titles, columns, look)
    rows, places = np.nonzero(image.get_array().filled(0) < -largest / 2)
    size = 0.6 * points_per_unit(ax, *image.get_array().shape[::-1])
    ax.plot(places, rows, "_", color=COLORS["model"], markersize=size, markeredgewidth=0.8)
    _draw_scale(ax, image, largest)


def _draw_scale(ax: Axes, image: AxesImage, largest: float) -> None:
    """Draw what the colors mean on the right, within the axes: its letters move no picture."""
    height, width = image.get_array().shape
    point = 1 / points_per_unit(ax, width, height)
    ax.set_xlim(right=width + SCALE_ROOM * point)
    place = (width + 10 * point, 0.1 * height, 10 * point, 0.7 * height)
    scale = ax.figure.colorbar(image, cax=ax.inset_axes(place, transform=ax.transData))
    scale.set_ticks([-largest, 0, largest], labels=[written(w, 2) for w in (-largest, 0, largest)])
    scale.ax.tick_params(labelsize=FONT_SIZE)
    scale.ax.set_title(WORDS["weight"], fontsize=FONT_SIZE)


def _tiles(name: str, X: NDArray[np.floating], shape: tuple[int, int]) -> NDArray[np.floating]:
    """Return the columns of X (n, k) as pictures (k, height, width)."""
    if np.shape(shape) != (2,):
        raise ValueError(f"shape must be (height, width), got {shape}")
    height, width = (whole("shape", side, at_least=1) for side in shape)
    if len(X) != height * width:
        raise ValueError(
            f"{name} has {len(X)} rows, but a picture of shape {(height, width)} has "
            f"{height * width} pixels: {name}.shape == {X.shape}"
        )
    return X.T.reshape(-1, height, width)


def _mosaic(
    ax: Axes,
    tiles: NDArray[np.floating],
    titles: Sequence[str] | None,
    columns: int | None,
    look: dict[str, Any],
) -> AxesImage:
    """Draw all tiles as one image, in which a pixel is 1 wide; frame them and write the titles."""
    k, height, width = tiles.shape
    if titles is not None and len(titles) != k:
        raise ValueError(f"titles must have one entry for each of {k} pictures, got {len(titles)}")
    head = 0 if titles is None else math.ceil(TITLE_ROOM * height)
    gap = math.ceil(GAP * width)
    columns, rows = _arrange(ax, k, columns, width + gap, head + height + gap)
    canvas = np.full((rows * (head + height + gap) - gap, columns * (width + gap) - gap), np.nan)
    frames = []
    for place, tile in enumerate(tiles):
        row, column = divmod(place, columns)
        top, left = row * (head + height + gap) + head, column * (width + gap)
        canvas[top : top + height, left : left + width] = tile
        frames.append(Rectangle((left - 0.5, top - 0.5), width, height))
        if titles is not None:
            middle = left + (width - 1) / 2
            ax.text(middle, top - 0.8, titles[place], ha="center", va="bottom", fontsize=FONT_SIZE)
    frame = {"facecolor": "none", "edgecolor": COLORS["neutral"], "linewidth": 0.6}
    ax.add_collection(PatchCollection(frames, **frame), autolim=False)
    # The browser draws the pixels; interpolating them here would make heavier pages.
    image = ax.imshow(canvas, interpolation="none", **look)
    ax.set(xlim=(-1, canvas.shape[1]), ylim=(len(canvas), -1))
    ax.axis("off")
    return image


def _arrange(ax: Axes, k: int, columns: int | None, width: float, height: float) -> tuple[int, int]:
    """Return columns and rows for k cells: as given, or those that make the cells largest."""
    if columns is None:
        columns = max(
            range(1, k + 1),
            key=lambda count: points_per_unit(ax, count * width, math.ceil(k / count) * height),
        )
    columns = whole("columns", columns, at_least=1)
    return columns, math.ceil(k / columns)
