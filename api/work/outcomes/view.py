"""Figures of outcomes in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.language.texts import translator
from api.language.values import day, whole
from api.work.outcomes.parts import FEWEST, HIDDEN, QUESTION, STEPS, UNKNOWN, Attention, Group, rate
from api.work.outcomes.period import Period
from api.work.outcomes.traits import Dimension
from data.feedback.outcomes import EVENTS, EventKind
from data.places.regions import load_regions
from data.profiles import Kind, SizeClass
from data.sectors.names import load_clusters
from data.sectors.wz import load_sectors
from matcher.words import KINDS, SIZES, pick

CONTACTED = STEPS.index(EventKind.CONTACTED) + 1
SMALL = (SizeClass.MICRO, SizeClass.SMALL)
FAIR = 0.8
"""A part of the attention below this share of the part of profiles is called less."""


@dataclass(frozen=True)
class Step:
    """One line of the funnel."""

    label: str
    pairs: int
    of_shown: float | None
    of_previous: float | None


def funnel(reached: Sequence[int], language: str) -> list[Step]:
    """Return the steps from shown to cooperation."""
    labels = [translator(language)("outcome_shown"), *(pick(EVENTS[k], language) for k in STEPS)]
    before = (None, *reached)
    return [
        Step(
            label,
            pairs,
            rate(pairs, reached[0]) if previous is not None else None,
            rate(pairs, previous) if previous is not None else None,
        )
        for label, pairs, previous in zip(labels, reached, before, strict=False)
    ]


def group_label(dimension: Dimension, group: str, language: str) -> str:
    """Return the name of a group of a dimension."""
    special = {UNKNOWN: "unknown", HIDDEN: "hidden", QUESTION: "question"}
    if group in special:
        return translator(language)(f"outcome_{special[group]}")
    match dimension:
        case Dimension.LAND | Dimension.KREIS:
            region = load_regions().get(f"{dimension}:{group}")
            return pick((region.name, region.name_en), language)
        case Dimension.SECTION | Dimension.DIVISION:
            return f"{load_sectors().label(group, language)} ({group})"
        case Dimension.CLUSTER:
            return load_clusters().get(group).label(language)
        case Dimension.SIZE:
            return pick(SIZES[SizeClass(group)], language)
        case Dimension.KIND:
            return pick(KINDS[Kind(group)], language)


def contacted_rate(group: Group) -> float | None:
    """Return which part of a group's pairs was contacted at least."""
    return rate(group.reached[CONTACTED], group.reached[0])


def sentences(
    kinds: Sequence[Attention], sizes: Sequence[Attention], language: str
) -> tuple[str, ...]:
    """Return how much is seen of craft and of small firms, as a person would say it.

    Nothing is said of groups with fewer than `FEWEST` profiles.
    """
    t = translator(language)
    craft = [share for share in kinds if share.key == Kind.CRAFT]
    small = [share for share in sizes if share.key in SMALL]
    found = []
    for key, shares in (("outcome_craft", craft), ("outcome_small", small)):
        if sum(share.profiles for share in shares) >= FEWEST:
            profiles = sum(share.of_profiles for share in shares)
            seen = sum(share.of_attention for share in shares)
            said = t(key).format(profiles=percent(profiles, language), seen=percent(seen, language))
            found.append(f"{said} {t(f'outcome_{_verdict(seen, profiles)}')}")
    return tuple(found)


def _verdict(seen: float, profiles: float) -> str:
    if seen < FAIR * profiles:
        return "less"
    return "more" if seen * FAIR > profiles else "even"


def percent(value: float | None, language: str) -> str:
    """Return a share as it is written in the language; a dash for none."""
    if value is None:
        return "–"
    text = f"{value * 100:.1f}" if 0 < value < 0.1 else f"{value * 100:.0f}"
    return f"{text}%" if language == "en" else f"{text.replace('.', ',')} %"


def period_text(period: Period, language: str) -> str:
    """Return the days of a period."""
    between = " to " if language == "en" else " bis "
    return between.join(day(date, language) for date in (period.first, period.last))


def words(language: str) -> dict[str, object]:
    """Return what the templates of this part use."""
    return {
        "percent": lambda value: percent(value, language),
        "whole": lambda value: whole(value, language),
        "group_label": lambda dimension, key: group_label(dimension, key, language),
        "contacted_rate": contacted_rate,
        "event_word": lambda kind: pick(EVENTS[kind], language),
    }
