"""Type-ahead: what a person may mean by the beginning of a region, sector or profile name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from data.sectors.names import Cluster, load_clusters
from data.sectors.search import search_sectors
from data.sectors.trades import Trade, load_trades
from data.sectors.wz import Sector, load_sectors
from data.text import fold

SectorType = Literal["sector", "trade", "cluster"]
MIN_TEXT = 2
"""From so many characters on, words are searched and not only codes."""


@dataclass(frozen=True)
class SectorOption:
    """A sector, trade or cluster to choose; ``code`` is what `resolve_any` understands."""

    type: SectorType
    code: str
    label: str


def option_of(found: Sector | Trade | Cluster, language: str) -> SectorOption:
    """Return a found sector, trade or cluster as an option."""
    if isinstance(found, Sector):
        return SectorOption("sector", found.code, found.label(language))
    if isinstance(found, Trade):
        label = found.short if language == "de" else found.en
        return SectorOption("trade", found.id, label)
    return SectorOption("cluster", found.id, found.label(language))


def sector_options(text: str, language: str, n: int = 12) -> list[SectorOption]:
    """Return up to ``n`` options: clusters, trades, codes, then classes found by their words."""
    options = dict.fromkeys(option_of(found, language) for found in _matches(text))
    return list(islice(options, n))


def _matches(text: str) -> Iterator[Sector | Trade | Cluster]:
    wanted = fold(text)
    if not wanted:
        return
    named = [c for c in load_clusters().all if _begins(wanted, (c.id, c.de, c.en, *c.aliases))]
    yield from named
    trades = load_trades().in_force
    yield from [t for t in trades if _begins(wanted, (t.id, t.short, t.de, t.en, *t.aliases))][:5]
    if wanted[:1].isdecimal() or len(wanted) == 1:
        codes = [s for s in load_sectors() if fold(s.code).startswith(wanted)]
        yield from sorted(codes, key=lambda sector: (sector.level, sector.code))
    elif len(wanted) >= MIN_TEXT:
        found = [hit.sector for hit in search_sectors(text, 8)]
        yield from found[:1]
        yield from _related(found[:1])
        yield from found[1:]


def _related(found: Sequence[Sector]) -> Iterator[Trade | Cluster]:
    """Yield the trades and clusters that work in a sector found by plain words."""
    for sector in found:
        yield from load_trades().of_sector(sector.code)[:2]
        yield from [load_clusters().get(name) for name in load_clusters().of((sector.code,))]


def _begins(wanted: str, names: tuple[str, ...]) -> bool:
    """Say whether any word of the names begins as ``wanted`` does."""
    return any(f" {wanted}" in f" {fold(name)}" for name in names)
