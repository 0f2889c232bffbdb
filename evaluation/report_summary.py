"""A report in five sentences, for readers who never heard of nDCG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evaluation.exposure import Exposure
from evaluation.metrics import HEADLINE
from evaluation.report_figures import Against, SliceFigures
from evaluation.report_texts import Speech
from evaluation.slices import ALL

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
