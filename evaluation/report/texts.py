"""How a report speaks: numbers, names and sentences in the reader's language.

A report in five sentences, for readers who never heard of nDCG.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from data.profiles import Kind
from evaluation.datasets import ALL, SLICES
from evaluation.exposure import Exposure
from evaluation.metrics import HEADLINE
from evaluation.report.figures import Against, SliceFigures
from matcher.request import Goal
from matcher.result import Fit
from matcher.words import FITS, KINDS, SIZES, Two

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

    def fit(self, name: str) -> str:
        """Return the word for how well a suggestion fits."""
        return self.pick(*FITS[Fit(name)])

    def size(self, name: str) -> str:
        """Return a class of size in words; "unknown" is not a class."""
        known = {str(size): words for size, words in SIZES.items()}
        return self.pick(*known.get(name, ("nicht bekannt", "not known")))

    def known(self, name: str) -> str:
        """Return how well known an organisation is, in words."""
        return self.pick(*KNOWN[name])


LEVEL = 0.05
"""From this p on a difference may well be chance."""
HEADLINES = ("firms", "long_tail")
"""Slices that the product is for."""


def sentences(
    ranker: str,
    documents: int,
    slices: Sequence[SliceFigures],
    means: Mapping[str, float],
    shown: Exposure,
    violations: int,
    speech: Speech,
) -> tuple[str, ...]:
    """Return what a reader must know.

    Args:
        ranker: the system that is told of.
        documents: size of the corpus.
        slices: "all" first.
        means: metric -> the ranker's mean among all.
        shown: who is shown by the ranker.
        violations: suggestions that break a rule.
        speech: the reader's language.
    """
    by_part = {figures.part: figures for figures in slices}
    queries, profiles = speech.number(by_part[ALL].queries), speech.number(documents)
    n, pick = speech.number, speech.pick
    success, recall = n(100 * means["success@10"]), n(100 * means["recall@100"])
    told = [
        pick(
            f"Gemessen wurde mit {queries} Anfragen, deren richtige Antworten bekannt sind, über "
            f"{profiles} Profile: wie weit vorn stehen die richtigen Antworten?",
            f"{queries} queries whose right answers are known were put to {profiles} profiles: "
            "how far to the front do the right answers stand?",
        ),
        _whole(ranker, by_part[ALL].against[ranker][HEADLINE], speech),
        *_parts(ranker, by_part, speech),
        pick(
            f"In {success} von 100 Anfragen steht mindestens eine richtige Antwort unter den "
            f"ersten zehn Vorschlägen; von allen richtigen stehen im Mittel {recall} % unter den "
            "ersten hundert.",
            f"In {success} of 100 queries at least one right answer is among the first ten "
            f"suggestions; of all right ones {recall}% are among the first hundred on average.",
        ),
        _shown(shown, violations, speech),
    ]
    return tuple(told)


def _whole(ranker: str, found: Against, speech: Speech) -> str:
    versus = _versus(found, speech)
    return speech.pick(
        f"Über alles gesehen liegt „{ranker}“ {versus}.",
        f"All in all “{ranker}” lies {versus}.",
    )


def _parts(ranker: str, by_part: Mapping[str, SliceFigures], speech: Speech) -> list[str]:
    """Return one sentence on the slices that the product is for; none if the set has none."""
    told = {
        "firms": speech.pick("Nur unter Firmen liegt er", "Among firms alone it lies"),
        "long_tail": speech.pick(
            "nur unter wenig Bekannten (höchstens drei Projekte) liegt er",
            "among little known ones alone (at most three projects) it lies",
        ),
    }
    parts = [
        f"{told[part]} {_versus(by_part[part].against[ranker][HEADLINE], speech)}"
        for part in HEADLINES
        if part in by_part
    ]
    if not parts:
        return []
    text = " – ".join(parts)
    return [f"{text[0].upper()}{text[1:]}."]


def _versus(found: Against, speech: Speech) -> str:
    """Return "42 % über dem besten einfachen Verfahren …; Zufall ist das kaum (p …)"."""
    other, p = speech.system(found.other), speech.p(found.p_holm)
    chance = (
        speech.pick(f"das kann Zufall sein ({p})", f"that may be chance ({p})")
        if found.p_holm >= LEVEL
        else speech.pick(f"Zufall ist das kaum ({p})", f"that is hardly chance ({p})")
    )
    how = speech.pick("über", "above") if found.ratio is None else speech.change(found.ratio)
    best = speech.pick(
        f"dem besten einfachen Verfahren („{other}“)", f"the best plain system (“{other}”)"
    )
    return f"{how} {best}; {chance}"


def _shown(shown: Exposure, violations: int, speech: Speech) -> str:
    coverage = speech.percent(shown.coverage)
    broken = speech.number(violations) if violations else speech.pick("keine", "none")
    text = speech.pick(
        f"{coverage} aller Profile kommen mindestens einmal unter die ersten zehn",
        f"{coverage} of all profiles come among the first ten at least once",
    )
    if len(shown.known) > 1:
        share = shown.known["long_tail"]
        mine, judged = speech.percent(share.exposure), speech.percent(share.judged)
        text += speech.pick(
            f", wenig Bekannte stellen {mine} des Gezeigten ({judged} der richtigen Antworten)",
            f", little known ones make up {mine} of what is shown ({judged} of right answers)",
        )
    return text + speech.pick(f"; gebrochene Regeln: {broken}.", f"; broken rules: {broken}.")


def claims_told(told: Mapping[str, Any], speech: Speech) -> str:
    """Return what a ranker's claims amount to: coverage, the first places, "nothing fits"."""
    n, none = speech.number, told["nothing_fits"]
    first, three = (speech.percent(told[key]) for key in ("first_good", "one_of_three_good"))
    called, good = n(told["good_called_fitting"]), n(told["good_shown"])
    right, without = n(none["right"]), n(none["where_nothing_does"])
    wrong, fitting = n(none["wrong"]), n(none["where_something_does"])
    return speech.pick(
        f"Von {good} Guten unter den ersten zehn heißen {called} mindestens „passend“. Wo es eine "
        f"gute Antwort gibt, ist der erste Vorschlag gut bei {first}, einer der ersten drei bei "
        f"{three}. „Nichts passt“ gesagt: {right} von {without} Mal zu Recht, {wrong} von "
        f"{fitting} Mal zu Unrecht.",
        f"Of {good} good ones among the first ten {called} are called at least “good fit”. Where "
        f"there is a good answer, the first suggestion is good in {first}, one of the first three "
        f"in {three}. “Nothing fits” said: rightly {right} of {without} times, wrongly {wrong} of "
        f"{fitting} times.",
    )
