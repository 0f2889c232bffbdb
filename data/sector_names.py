"""One entrance for everything a person may call a sector, a trade or a cluster."""

from __future__ import annotations

from functools import lru_cache

from data.clusters import Cluster, load_clusters
from data.errors import SectorError
from data.names import fold
from data.reference_tables import read_table, split_cell
from data.sector_codes import WrittenCode, read_code
from data.sectors import Sector, load_sectors, unknown
from data.trades import Trade, load_trades


@lru_cache(maxsize=1)
def sector_words() -> dict[str, tuple[str, ...]]:
    """Return the everyday and trade words of each WZ 2008 class, as people write them."""
    return {row["code"]: split_cell(row["words"]) for row in read_table("sector_words.csv")}


@lru_cache(maxsize=1)
def _classes_of_word() -> dict[str, list[str]]:
    classes: dict[str, list[str]] = {}
    for code, words in sector_words().items():
        for word in words:
            classes.setdefault(fold(word), []).append(code)
    return classes


def resolve_any(text: str) -> Sector | Trade | Cluster:
    """Return the sector, craft trade or cluster that ``text`` means.

    Read in this order: a sector's code (``25``), a trade's id or name (``A-27``, ``Tischler``), a
    cluster (``optik``), a sector's full label, a word that belongs to one class alone
    (``Zerspanung``). Raises SectorError with suggestions of all kinds.
    """
    written = read_code(text)
    trade = load_trades().find(text)
    # "A27" is a trade, "A01" a sector: section A ends with division 03.
    if written is not None and (trade is None or _fits(written)):
        return load_sectors().resolve(text)
    named = trade or load_clusters().find(text)
    if named is not None:
        return named
    try:
        return load_sectors().resolve(text)
    except SectorError:
        return _by_word(text)


def _fits(written: WrittenCode) -> bool:
    sectors = load_sectors()
    return written.code in sectors and (
        written.section is None or sectors.covers(written.section, written.code)
    )


def _by_word(text: str) -> Sector:
    sectors = load_sectors()
    codes = _classes_of_word().get(fold(text), [])
    if len(codes) == 1:
        return sectors.get(codes[0])
    hints = [f"{code} {sectors.label(code)}" for code in codes[:4]] or [
        *load_trades().suggest(text, 2),
        *load_clusters().suggest(text, 1),
        *sectors.suggest(text, 2),
    ]
    raise unknown(
        text,
        "eine Branche (WZ 2008), ein Gewerk oder ein Cluster",
        "a sector (WZ 2008), a craft trade or a cluster",
        hints,
    )
