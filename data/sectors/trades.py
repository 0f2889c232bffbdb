"""Craft trades of the Handwerksordnung (HwO): Anlage A, B1 and B2, mapped to WZ 2008.

Ids are list and number, e.g. ``A-27``. Numbers no longer in force point to their successor, so
that older member lists can still be read: ``B1-1`` (Fliesenleger until 2020) is ``A-42`` today.

Typical jobs of end customers and the craft trades they take.

Our own compilation (`reference/jobs.csv`): a first proposal that whoever asks changes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from data.files import read_table, split_cell
from data.sectors.wz import load_sectors, unknown
from data.text import fold

TradeList = Literal["A", "B1", "B2"]

_ID = re.compile(
    r"^(?:hwo\s*)?(?:anl(?:age|\.)\s*)?(a|b\s*1|b\s*2)\s*[-,/]?\s*(?:nr\.?\s*)?(\d{1,2})$"
)
# What people add to the name of a trade: Tischlermeisterin, Malerbetrieb, Dachdeckerhandwerk.
_ADDED = re.compile(
    r"(?:(?:s)?(?:meisterbetrieb|meisterinnen|meisterin|meister|fachbetrieb|betriebe|betrieb"
    r"|handwerk|gewerbe)|innen|in|en|e|n)$"
)


@dataclass(frozen=True, slots=True)
class Trade:
    """One trade in force: ``short`` is what people say, ``wz`` the WZ 2008 codes it works in."""

    id: str
    de: str
    short: str
    en: str
    aliases: tuple[str, ...]
    wz: tuple[str, ...]

    @property
    def list(self) -> str:
        """The list of the statute: ``A`` (licence needed), ``B1`` or ``B2``."""
        return self.id.split("-")[0]

    @property
    def number(self) -> int:
        """The number in its list."""
        return int(self.id.split("-")[1])

    def label(self, language: str = "de") -> str:
        """Return the name in ``language`` (``"de"`` or ``"en"``)."""
        return self.en if language == "en" else self.de


class Trades:
    """All trades and the ways to find one. Use `load_trades`."""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        self._trades: dict[str, Trade] = {}
        self._successors: dict[str, str] = {}
        self._names: dict[str, str] = {}
        for row in rows:
            if row["successor"]:
                self._successors[row["id"]] = row["successor"]
            else:
                self._add(row)

    def _add(self, row: dict[str, str]) -> None:
        trade = Trade(
            row["id"],
            row["de"],
            row["short"],
            row["en"],
            split_cell(row["aliases"]),
            split_cell(row["wz"]),
        )
        self._trades[trade.id] = trade
        for name in (trade.de, trade.short, trade.en, *trade.aliases):
            self._names.setdefault(fold(name), trade.id)

    @property
    def in_force(self) -> tuple[Trade, ...]:
        """The trades of the statute as it stands, in its order."""
        return tuple(self._trades.values())

    @property
    def successors(self) -> dict[str, str]:
        """Numbers no longer in force, each with the id of the trade it became."""
        return dict(self._successors)

    def get(self, trade_id: str) -> Trade:
        """Return the trade of an id such as ``A-27``; a former id gives its successor."""
        trade = self._trades.get(self._successors.get(trade_id, trade_id))
        if trade is None:
            raise unknown(
                trade_id,
                "ein Gewerk wie A-1 bis A-53, B1-1 bis B1-56 oder B2-1 bis B2-57",
                "a trade such as A-1 to A-53, B1-1 to B1-56 or B2-1 to B2-57",
                (),
            )
        return trade

    def find(self, text: str) -> Trade | None:
        """Return the trade that an id or a name means, or None."""
        written = _ID.match(fold(text))
        if written:
            trade_id = f"{written[1].replace(' ', '').upper()}-{int(written[2])}"
            return self._trades.get(self._successors.get(trade_id, trade_id))
        name = fold(text)
        for candidate in (name, _ADDED.sub("", name), _ADDED.sub("", _ADDED.sub("", name))):
            if candidate in self._names:
                return self._trades[self._names[candidate]]
        return None

    def resolve(self, text: str) -> Trade:
        """Return the trade that an id or a name means. Raises SectorError with suggestions.

        Understood: ``A-27``, ``Anlage A Nr. 27``, ``Tischler``, ``Schreinerin``, ``SHK``.
        """
        trade = self.find(text)
        if trade is None:
            raise unknown(
                text,
                "ein Gewerk der Handwerksordnung",
                "a trade of the crafts code",
                self.suggest(text),
            )
        return trade

    def suggest(self, text: str, k: int = 3) -> tuple[str, ...]:
        """Return up to ``k`` trades, as "id name", spelt like ``text``."""
        from rapidfuzz import fuzz, process

        found = process.extract(
            fold(text), list(self._names), scorer=fuzz.ratio, limit=k, score_cutoff=65
        )
        ids = dict.fromkeys(self._names[name] for name, _, _ in found)
        return tuple(f"{trade_id} {self._trades[trade_id].short}" for trade_id in ids)

    def of_list(self, trade_list: TradeList) -> tuple[Trade, ...]:
        """Return the trades in force of one list, in the statute's order."""
        return tuple(trade for trade in self._trades.values() if trade.list == trade_list)

    def of_sector(self, code: str) -> tuple[Trade, ...]:
        """Return the trades that work in a sector: in it, above it or below it."""
        sectors = load_sectors()
        return tuple(
            trade
            for trade in self._trades.values()
            if any(sectors.covers(code, wz) or sectors.covers(wz, code) for wz in trade.wz)
        )


@lru_cache(maxsize=1)
def load_trades() -> Trades:
    """Load the trades once per process (a few ms)."""
    return Trades(read_table("trades.csv"))


MIN_WORD = 4
"""Shorter words are looked for whole: "Bad" stands in many others."""


@dataclass(frozen=True, slots=True)
class Job:
    """One job: words by which it is known, folded, and its trades, the main one first."""

    name: str
    words: tuple[str, ...]
    trades: tuple[Trade, ...]

    def score(self, text: str) -> int:
        """Return how many letters of a folded text are words of this job."""
        return sum(len(word) for word in self.words if _holds(text, word))


def _holds(text: str, word: str) -> bool:
    whole = len(word) < MIN_WORD
    return re.search(rf"\b{re.escape(word)}\b" if whole else re.escape(word), text) is not None


@lru_cache(maxsize=1)
def load_jobs() -> tuple[Job, ...]:
    """Load the jobs once per process."""
    trades = load_trades()
    return tuple(
        Job(
            row["job"],
            tuple(fold(word) for word in split_cell(row["words"])),
            tuple(trades.get(trade) for trade in split_cell(row["trades"])),
        )
        for row in read_table("jobs.csv")
    )


def job_of(text: str) -> Job | None:
    """Return the job that a text speaks of most plainly, or None."""
    folded = fold(text)
    named = next((job for job in load_jobs() if fold(job.name) == folded), None)
    best = named or max(load_jobs(), key=lambda job: job.score(folded))
    return best if named or best.score(folded) else None


def trades_named(text: str) -> tuple[Trade, ...]:
    """Return the trades that a text names, in its order, each once."""
    words = re.findall(r"[A-ZÄÖÜ][\w-]{3,}", text)
    found = (load_trades().find(word) for word in words)
    return tuple(dict.fromkeys(trade for trade in found if trade is not None))


_PLURAL = re.compile(r"(?:en|e|n|s)$")
_MAKER = r"(?:en|n|s|es)?(?:macher|bauer|er|leger|setzer|schmied|schneider)$"


def trades_made_for(text: str) -> tuple[Trade, ...]:
    """Return the trades that are named after a thing in a text: a "Segel" takes a "Segelmacher".

    In the text's order, each once; none where a thing names no trade.
    """
    found: dict[Trade, None] = {}
    for word in re.findall(r"[A-ZÄÖÜ]\w{2,}", text):
        whole = fold(word)
        forms = [form for form in (whole, _PLURAL.sub("", whole)) if len(form) >= MIN_WORD - 1]
        sought = re.compile(rf"^(?:{'|'.join(map(re.escape, forms))}){_MAKER}") if forms else None
        for trade in load_trades().in_force:
            names = (fold(name) for name in (trade.short, *trade.aliases))
            if sought is not None and any(sought.match(name) for name in names):
                found[trade] = None
    return tuple(found)
