"""What the pictures of the atlas show: the map of topics, and the heat map of a matrix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log1p
from typing import Literal

from api.web.atlas.bubbles import Bubble, BubbleMap, Item, bubble_map, text_width
from api.web.atlas.common import SIGNS, GapKind, gap_of
from matcher.atlas.browse import label_of
from matcher.atlas.counts import AtlasSummary, Matrix, Tally, ThemeLine, TopicLine

NARROW_MOST = 40
"""Topics on the map of a phone, the largest."""
COLOURS = 14
"""Colours of themes before they repeat; the number of the theme stands in the bubble."""
STEPS = 6
"""Shades of the heat map on each side of nothing."""
What = Literal["alle", "angebote", "bedarfe", "luecke", "veraenderung"]
Colouring = Literal["thema", "luecke"]


@dataclass(frozen=True)
class DrawnTopic:
    """A bubble with what it says."""

    bubble: Bubble
    line: TopicLine
    colour: str
    """Class of its colour."""
    sign: str
    """Says the same as the colour."""


@dataclass(frozen=True)
class DrawnMap:
    """A map for one width of screen."""

    name: Literal["wide", "narrow"]
    plan: BubbleMap
    topics: tuple[DrawnTopic, ...]


def colouring_of(asked: str, total: Tally) -> Colouring:
    """Return what colours mean: the gap where offers and needs are stated, else the theme."""
    if asked in ("thema", "luecke"):
        return "thema" if asked == "thema" else "luecke"
    return "luecke" if 5 * (total.offers + total.needs) >= total.statements else "thema"


def maps_of(summary: AtlasSummary, colouring: Colouring) -> tuple[DrawnMap, ...]:
    """Return the map of all topics for wide and for narrow screens."""
    lines = [line for theme in summary.themes for line in theme.topics if line.tally.statements]
    number = {theme.theme.id: i for i, theme in enumerate(summary.themes, start=1)}
    largest = sorted(lines, key=lambda line: -line.tally.statements)[:NARROW_MOST]
    return (
        _map("wide", lines, number, colouring, 1200, 640, 13.0),
        _map("narrow", largest, number, colouring, 400, 700, 14.0),
    )


def theme_maps(theme: ThemeLine) -> tuple[DrawnMap, ...]:
    """Return the map of one theme's topics, coloured by their gaps."""
    lines = [line for line in theme.topics if line.tally.statements]
    number = {theme.theme.id: 1}
    return (
        _map("wide", lines, number, "luecke", 1200, 300, 14.0),
        _map("narrow", lines, number, "luecke", 400, 400, 14.0),
    )


def _map(
    name: Literal["wide", "narrow"],
    lines: Sequence[TopicLine],
    number: Mapping[str, int],
    colouring: Colouring,
    width: int,
    height: int,
    size: float,
) -> DrawnMap:
    items = tuple(
        Item(line.topic.id, line.topic.name, line.topic.x, line.topic.y, line.tally.statements)
        for line in lines
    )
    plan = bubble_map(items, width, height, size)
    topics = []
    for bubble, line in zip(plan.bubbles, lines, strict=True):
        if colouring == "thema":
            place = number[line.topic.theme]
            colour, sign = f"theme-{(place - 1) % COLOURS + 1}", str(place)
        else:
            kind: GapKind = gap_of(line.tally)
            colour, sign = f"gap-{kind}", SIGNS[kind]
        topics.append(DrawnTopic(bubble, line, colour, sign))
    return DrawnMap(name, plan, tuple(topics))


@dataclass(frozen=True)
class HeatCell:
    """One cell: where it is, its number, its shade."""

    x: int
    y: int
    text: str
    shade: str
    """Class of its colour."""


@dataclass(frozen=True)
class HeatMap:
    """A grid of cells with the labels of its rows and columns, in pixels."""

    width: int
    height: int
    left: int
    """Where the cells begin."""
    top: int
    cell: tuple[int, int]
    """Width and height."""
    rows: tuple[tuple[int, str], ...]
    """Middle of each row and its label."""
    columns: tuple[tuple[int, str], ...]
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True)
class Grid:
    """What a heat map and its table show: keys, labels, values."""

    regions: tuple[str, ...]
    fields: tuple[str, ...]
    row_labels: tuple[str, ...]
    column_labels: tuple[str, ...]
    values: tuple[tuple[int, ...], ...]
    signed: bool
    """Whether values may be below nothing."""
    warm: bool = False
    """Whether what is more than nothing has the warm colours, as needs have everywhere."""


def grid_of(
    matrix: Matrix, what: What, regions: Sequence[str], fields: Sequence[str], language: str
) -> Grid:
    """Return the values of some regions and fields."""
    empty = Tally()

    def value(region: str, field: str) -> int:
        if what == "veraenderung":
            return matrix.growth.get(f"{region}|{field}", 0)
        tally = matrix.cells.get((region, field), empty)
        return {
            "alle": tally.statements,
            "angebote": tally.offers,
            "bedarfe": tally.needs,
            "luecke": tally.gap,
        }[what]

    return Grid(
        regions=tuple(regions),
        fields=tuple(fields),
        row_labels=tuple(label_of(key, language) for key in regions),
        column_labels=tuple(label_of(key, language) for key in fields),
        values=tuple(tuple(value(region, field) for field in fields) for region in regions),
        signed=what in ("luecke", "veraenderung"),
        warm=what == "luecke",
    )


def heat_map(grid: Grid) -> HeatMap:
    """Draw a grid; the darker a cell, the larger its number."""
    rows = [_cut(label.replace("Landkreis ", "LK "), 26) for label in grid.row_labels]
    columns = [_cut(label, 24) for label in grid.column_labels]
    left = round(max([text_width(label, 13) for label in rows] or [0]) + 14)
    top = round(0.71 * max([text_width(label, 13) for label in columns] or [0]) + 22)
    wide, high = max(34, min(64, (1180 - left) // max(1, len(columns)))), 28
    known = [
        (bool(region and field), left + j * wide, top + i * high, grid.values[i][j])
        for i, region in enumerate(grid.regions)
        for j, field in enumerate(grid.fields)
    ]
    # Those of whom nothing is known would be the darkest and tell nothing.
    largest = max([abs(value) for is_known, _, _, value in known if is_known] or [0])
    cells = [
        HeatCell(
            x, y, _short(value), _shade(value, largest, grid.warm) if is_known else "heat-unknown"
        )
        for is_known, x, y, value in known
    ]
    beyond = round(0.71 * text_width(columns[-1], 13)) if columns else 0
    return HeatMap(
        width=left + wide * len(columns) + max(8, beyond - wide // 2),
        height=top + high * len(rows) + 4,
        left=left,
        top=top,
        cell=(wide, high),
        rows=tuple((top + i * high + high // 2, label) for i, label in enumerate(rows)),
        columns=tuple((left + j * wide + wide // 2, label) for j, label in enumerate(columns)),
        cells=tuple(cells),
    )


def shades_of(grid: Grid) -> tuple[str, ...]:
    """Return the classes of all shades, from the least value to the largest."""
    above, below = ("cold", "heat") if grid.warm else ("heat", "cold")
    least = tuple(f"{below}-{step}" for step in range(STEPS, 0, -1)) if grid.signed else ()
    return (*least, "heat-0", *(f"{above}-{step}" for step in range(1, STEPS + 1)))


def _shade(value: int, largest: int, warm: bool) -> str:
    """Return the class of a value: logarithmic, for a few cells hold most."""
    if not value or not largest:
        return "heat-0"
    step = max(1, round(STEPS * log1p(abs(value)) / log1p(largest)))
    return f"cold-{step}" if (value > 0) == warm else f"heat-{step}"


def _short(value: int) -> str:
    if not value:
        return ""
    text = f"{abs(value) / 1000:.0f}k" if abs(value) >= 100_000 else str(abs(value))
    return f"−{text}" if value < 0 else text


def _cut(label: str, most: int) -> str:
    return label if len(label) <= most else label[: most - 1].rstrip(" ,-") + "…"
