"""How a report speaks: numbers, names and sentences in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from data.profiles import Kind
from evaluation.slices import SLICES
from matcher.request import Goal
from matcher.words import KINDS, SIZES, Two

Language = Literal["de", "en"]
Interval = tuple[float, float] | None
LEAST_P = 0.001
"""Smaller ones are not told apart."""
NONE = "–"

SYSTEMS: dict[str, Two] = {
    "popularity": ("Bekanntheit", "popularity"),
    "bm25": ("Wörter (BM25)", "words (BM25)"),
    "char_tfidf": ("Wortteile (TF-IDF)", "parts of words (TF-IDF)"),
    "dense": ("Bedeutung (Encoder)", "meaning (encoder)"),
    "dense+char": ("Bedeutung + Wortteile", "meaning + parts of words"),
    "naive ranker": ("sorglos gelernt", "naive ranker"),
}
"""Plain systems in words; a ranker keeps the name of its version."""
METRIC_NAMES: dict[str, Two] = {
    "ndcg@10": ("nDCG@10", "nDCG@10"),
    "recall@100": ("Recall@100", "Recall@100"),
}
GOALS: dict[Goal, Two] = {
    Goal.PARTNER: ("sucht Partner", "looks for partners"),
    Goal.SOLUTION: ("sucht eine Lösung", "looks for a solution"),
    Goal.CUSTOMER: ("sucht Kunden", "looks for customers"),
    Goal.PEERS: ("sucht Betriebe mit gleichem Bedarf", "looks for firms with the same need"),
    Goal.CLUSTER: ("sucht ein Netzwerk", "looks for a network"),
}
KNOWN: dict[str, Two] = {
    "long_tail": ("höchstens 3 Projekte", "at most 3 projects"),
    "hub": ("mehr als 3 Projekte", "more than 3 projects"),
}


@dataclass(frozen=True)
class Speech:
    """Words and numbers as the reader writes them."""

    language: Language = "de"

    def pick(self, german: str, english: str) -> str:
        """Return the text in the reader's language."""
        return english if self.language == "en" else german

    def number(self, value: float | None, digits: int = 0) -> str:
        """Return 18.415 or 18,415; a dash for None."""
        if value is None:
            return NONE
        text = f"{value:,.{digits}f}".replace("-", "−")
        return text if self.language == "en" else text.translate(str.maketrans(",.", ".,"))

    def percent(self, share: float | None, digits: int = 0) -> str:
        """Return a share 0..1 as per cent, with a space that does not break."""
        return NONE if share is None else f"{self.number(100 * share, digits)}\u00a0%"

    def change(self, ratio: float) -> str:
        """Return how far a ratio lies from 1: "42 % über" or "above"."""
        side = self.pick("über", "above") if ratio >= 1 else self.pick("unter", "below")
        return f"{self.percent(abs(ratio - 1))} {side}"

    def interval(self, found: Interval, digits: int = 3) -> str:
        """Return both ends; a dash where there is none."""
        if found is None:
            return NONE
        return " … ".join(self.number(end, digits) for end in found)

    def signed(self, value: float, digits: int = 3) -> str:
        """Return a difference with its sign."""
        sign = "+" if value > 0 else "−" if value < 0 else "±"
        return sign + self.number(abs(value), digits)

    def p(self, value: float) -> str:
        """Return ``p = 0,012`` or ``p < 0,001``."""
        small = value < LEAST_P
        sign, least = ("<", LEAST_P) if small else ("=", value)
        return f"p\u00a0{sign}\u00a0{self.number(least, 3)}"

    def rank(self, rank: int | None, depth: int) -> str:
        """Return a rank, or that it is not among so many."""
        if rank is None:
            return self.pick(f"nicht unter {depth}", f"not in {depth}")
        return str(rank)

    def system(self, name: str) -> str:
        """Return a system's name."""
        return self.pick(*SYSTEMS.get(name, (name, name)))

    def metric(self, name: str) -> str:
        """Return a metric's name."""
        return self.pick(*METRIC_NAMES.get(name, (name, name)))

    def part(self, name: str) -> str:
        """Return a slice's name."""
        return self.pick(SLICES[name].german, SLICES[name].english)

    def kind(self, name: str) -> str:
        """Return the name of a kind of organisation."""
        return self.pick(*KINDS[Kind(name)])

    def size(self, name: str) -> str:
        """Return a class of size in words; "unknown" is not a class."""
        known = {str(size): words for size, words in SIZES.items()}
        return self.pick(*known.get(name, ("nicht bekannt", "not known")))

    def known(self, name: str) -> str:
        """Return how well known an organisation is, in words."""
        return self.pick(*KNOWN[name])
