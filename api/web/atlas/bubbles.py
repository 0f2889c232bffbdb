"""The map of topics: bubbles and their names, laid out so that nothing covers anything."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

LINE = 1.18
"""Height of a line in sizes of type."""
AIR = 5.0
"""Pixels between any two bubbles with their names."""
ROUNDS = 300
DENSE = 0.72
"""Share of the picture that boxes cover at most."""
GROWTH = 1.06
"""By so much a map gets higher where its bubbles find no room."""
Array = NDArray[np.float64]
_NARROW, _WIDE = frozenset("fijlrtI.,:;-'|()! "), frozenset("mwMWÄÖÜGOQ@%&")


class Item(NamedTuple):
    """A topic to draw: its place (0..1) and how much it weighs (>= 0)."""

    key: str
    name: str
    x: float
    y: float
    weight: float


@dataclass(frozen=True)
class Bubble:
    """A circle with the lines of its name, in pixels of the map."""

    key: str
    x: float
    y: float
    r: float
    lines: tuple[tuple[float, str], ...]
    """Base line and text of each line, all centred on ``x``."""
    inside: bool
    """Whether the name stands in the circle."""


@dataclass(frozen=True)
class BubbleMap:
    """All bubbles, and how large the picture is."""

    width: int
    height: int
    size: float
    """Of the type."""
    bubbles: tuple[Bubble, ...]


class _Shape(NamedTuple):
    """Circle and name as one box around the circle's middle."""

    r: float
    lines: tuple[str, ...]
    inside: bool
    half: float
    """Half of the width."""
    above: float
    below: float


@lru_cache(maxsize=64)
def bubble_map(
    items: tuple[Item, ...], width: int, height: int, size: float = 13.0, filled: float = 0.28
) -> BubbleMap:
    """Lay bubbles out near their places; ``filled`` is the share of the map that circles take.

    The map gets higher than ``height`` where there is not enough room, and lower where there is
    too much.
    """
    if not items:
        return BubbleMap(width, height, size, ())
    shapes = _shapes(items, filled * width * height, width, size)
    boxes = _Boxes(
        np.array([shape.half for shape in shapes]),
        np.array([shape.above for shape in shapes]),
        np.array([shape.below for shape in shapes]),
    )
    places = np.array([(item.x, item.y) for item in items])
    high = max(boxes.area() / (DENSE * width), float(2 * boxes.tall.max() + 2 * AIR))
    while True:
        x, y = boxes.settled(_spread(places, width, high), width, high)
        if not boxes.overlap(x, y):
            break
        high *= GROWTH
    y -= float((y - boxes.above).min()) - AIR
    bubbles = [
        _bubble(item, shape, float(x[i]), float(y[i]), size)
        for i, (item, shape) in enumerate(zip(items, shapes, strict=True))
    ]
    return BubbleMap(width, round(float((y + boxes.below).max()) + AIR), size, tuple(bubbles))


def _shapes(items: Sequence[Item], area: float, width: float, size: float) -> list[_Shape]:
    total = sum(item.weight for item in items) or 1.0
    largest = width / 9
    shapes = []
    for item in items:
        r = min(largest, max(size * 0.7, float(np.sqrt(area * item.weight / total / np.pi))))
        lines = wrapped(item.name, min(width / 3, 10.5 * size), size)
        inside = _fits(lines, r, size)
        text = max(text_width(line, size) for line in lines)
        below = r if inside else r + len(lines) * LINE * size + 0.3 * size
        shapes.append(_Shape(r, lines, inside, r if inside else max(r, text / 2), r, below))
    return shapes


def _fits(lines: Sequence[str], r: float, size: float) -> bool:
    """Tell whether the lines fit into a circle, with a sign above them."""
    for i, line in enumerate(lines):
        far = max(abs(i - len(lines) / 2 + d) for d in (0, 1)) * LINE * size + 0.6 * size
        if far >= r or text_width(line, size) > 2 * float(np.sqrt(r * r - far * far)) - 4:
            return False
    return True


def _spread(places: Array, width: float, height: float) -> Array:
    """Return the places in pixels, spread over the whole picture with neighbours kept near.

    What is learned lies in dense spots with much room between them: here each row of the picture
    holds as many as any other, and each place in a row is taken once.
    """
    count = len(places)
    rows = max(1, round(float(np.sqrt(count * height / width))))
    rank = places[:, 1].argsort(kind="stable").argsort(kind="stable")
    row = rank * rows // count
    x = np.empty(count)
    for number in range(rows):
        here = np.flatnonzero(row == number)
        x[here] = (places[here, 0].argsort(kind="stable").argsort(kind="stable") + 0.5) / max(
            1, len(here)
        )
    even = np.stack([x, (rank + 0.5) / count], axis=1)
    first = (places - places.min(axis=0)) / np.maximum(np.ptp(places, axis=0), 1e-9)
    spread: Array = (0.85 * even + 0.15 * first) * np.array([width, height])
    return spread


@dataclass(frozen=True)
class _Boxes:
    """Boxes around points: half their width, and how far they reach up and down."""

    half: Array
    above: Array
    below: Array

    @property
    def tall(self) -> Array:
        """Half of their height."""
        return (self.above + self.below) / 2

    def area(self) -> float:
        """Return the pixels they cover, with the air around them."""
        return float(((2 * self.half + AIR) * (2 * self.tall + AIR)).sum())

    def settled(self, places: Array, width: float, height: float) -> tuple[Array, Array]:
        """Let the boxes grow at their places, pushing each other away, and return the points."""
        x, y = places[:, 0].copy(), places[:, 1].copy()
        for round_ in range(ROUNDS):
            part = min(1.0, 0.3 + 0.9 * round_ / ROUNDS)
            x = np.clip(x, self.half + AIR, width - self.half - AIR)
            y = np.clip(y, self.above + AIR, height - self.below - AIR)
            over_x, over_y, dx, dy = self._overlaps(x, y, part)
            hit = (over_x > 0) & (over_y > 0)
            if part == 1 and not hit.any():
                break
            sideways = hit & (over_x <= over_y)
            x -= 0.4 * (np.where(sideways, over_x, 0) * _sign(dx)).sum(axis=1)
            y -= 0.4 * (np.where(hit & ~sideways, over_y, 0) * _sign(dy)).sum(axis=1)
        return x, y

    def overlap(self, x: Array, y: Array) -> bool:
        """Tell whether any two cover the same spot."""
        over_x, over_y, _, _ = self._overlaps(x, y, 1.0)
        return bool(((over_x > AIR - 1) & (over_y > AIR - 1)).any())

    def _overlaps(self, x: Array, y: Array, part: float) -> tuple[Array, ...]:
        """Return by how much each pair overlaps sideways and upright, and the ways between them.

        ``part`` is how large the boxes are yet.
        """
        middle, tall, half = y + (self.below - self.above) / 2, self.tall * part, self.half * part
        dx, dy = x[None, :] - x[:, None], middle[None, :] - middle[:, None]
        over_x = half[:, None] + half[None, :] + AIR - np.abs(dx)
        over_y = tall[:, None] + tall[None, :] + AIR - np.abs(dy)
        np.fill_diagonal(over_x, 0)
        return over_x, over_y, dx, dy


def _sign(way: Array) -> Array:
    """Return the direction; of two at the same place the later one is to the right."""
    order = np.triu(np.ones(way.shape)) * 2 - 1
    return np.where(way == 0, order, np.sign(way))


def _bubble(item: Item, shape: _Shape, x: float, y: float, size: float) -> Bubble:
    step = LINE * size
    first = (
        y - (len(shape.lines) - 1) * step / 2 + 0.65 * size
        if shape.inside
        else (y + shape.r + size)
    )
    lines = tuple((round(first + i * step, 1), line) for i, line in enumerate(shape.lines))
    return Bubble(item.key, round(x, 1), round(y, 1), round(shape.r, 1), lines, shape.inside)


def wrapped(name: str, width: float, size: float) -> tuple[str, ...]:
    """Return a name in lines that are hardly wider than ``width``, broken at spaces and hyphens."""
    lines: list[str] = []
    for part in re.findall(r"[^\s-]+-?|-", name):
        joint = "" if lines and lines[-1].endswith("-") else " "
        if lines and text_width(lines[-1] + joint + part, size) <= width:
            lines[-1] += joint + part
        else:
            lines.append(part)
    return tuple(lines) or ("",)


def text_width(text: str, size: float) -> float:
    """Return about how wide a text is, as in the widest of the usual types."""
    units = sum(
        0.4 if c in _NARROW else 0.95 if c in _WIDE else 0.72 if c.isupper() else 0.63 for c in text
    )
    return units * size
