"""One entrance for everything a person may call a sector, a trade or a cluster.

The nine clusters: five of Berlin and Brandenburg together (InnoBB), four of Brandenburg.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from data.errors import SectorError
from data.files import read_table, split_cell
from data.sectors.codes import WrittenCode, read_code
from data.sectors.trades import Trade, load_trades
from data.sectors.wz import Sector, load_sectors, unknown
from data.text import fold

_AROUND = re.compile(r"\b(cluster|in|der|the|und|and|innobb|berlin|brandenburg)\b|[^a-z0-9 ]")


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster: the area it covers, the WZ 2008 prefixes and the craft trades counted to it."""

    id: str
    de: str
    en: str
    area: str
    aliases: tuple[str, ...]
    wz: tuple[str, ...]
    trades: tuple[str, ...]

    def label(self, language: str = "de") -> str:
        """Return the name in ``language`` (``"de"`` or ``"en"``)."""
        return self.en if language == "en" else self.de


def _key(text: str) -> str:
    return " ".join(_AROUND.sub(" ", fold(text)).split())


class Clusters:
    """All clusters and the ways to find them. Use `load_clusters`."""

    def __init__(self, clusters: Iterable[Cluster]) -> None:
        self.all = tuple(clusters)
        self._names = {
            _key(name): cluster
            for cluster in self.all
            for name in (cluster.id, cluster.de, cluster.en, *cluster.aliases)
        }

    def get(self, cluster_id: str) -> Cluster:
        """Return the cluster of an id such as ``optics``. Raises SectorError."""
        for cluster in self.all:
            if cluster.id == cluster_id:
                return cluster
        raise unknown(
            cluster_id,
            "ein Cluster: " + ", ".join(c.id for c in self.all),
            "a cluster: " + ", ".join(c.id for c in self.all),
            (),
        )

    def find(self, text: str) -> Cluster | None:
        """Return the cluster that a name means ("Cluster Metall", "optics"), or None."""
        return self._names.get(_key(text))

    def resolve(self, text: str) -> Cluster:
        """Return the cluster that a name means. Raises SectorError with suggestions."""
        cluster = self.find(text)
        if cluster is None:
            raise unknown(text, "ein Cluster", "a cluster", self.suggest(text))
        return cluster

    def suggest(self, text: str, k: int = 3) -> tuple[str, ...]:
        """Return up to ``k`` cluster names spelt like ``text``."""
        from rapidfuzz import fuzz, process

        found = process.extract(
            _key(text), list(self._names), scorer=fuzz.ratio, limit=k, score_cutoff=65
        )
        return tuple(dict.fromkeys(self._names[name].de for name, _, _ in found))

    def of(self, sectors: Iterable[str] = (), trades: Iterable[str] = ()) -> tuple[str, ...]:
        """Return the ids of the clusters that these sectors and trades belong to.

        A sector counts if one of the cluster's prefixes covers it; one coarser than every prefix
        (``C``) says nothing.
        """
        tree = load_sectors()
        codes, crafts = tuple(sectors), frozenset(trades)
        return tuple(
            cluster.id
            for cluster in self.all
            if crafts.intersection(cluster.trades)
            or any(tree.covers(prefix, code) for prefix in cluster.wz for code in codes)
        )


@lru_cache(maxsize=1)
def load_clusters() -> Clusters:
    """Load the clusters once per process (a few ms)."""
    return Clusters(
        Cluster(
            row["id"],
            row["de"],
            row["en"],
            row["area"],
            split_cell(row["aliases"]),
            split_cell(row["wz"]),
            split_cell(row["trades"]),
        )
        for row in read_table("clusters.csv")
    )


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
