"""Skills that statements name: which, how many, sought or offered. What is not named is not told.

A sentence counts where it names an occupation or skill *and* says that people or training are
meant: „3 Zerspanungsmechaniker“, „Fachkräfte Schweißen“, „Lehrgänge Drehen und Fräsen“. „Wir
suchen einen Tischler als Partner“ asks for a firm and is left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from data.profiles import Role
from matcher.atlas.counts import Hit
from matcher.atlas.skill_words import (
    APPRENTICE,
    COURSE,
    ELSEWHERE,
    INFLECTED,
    NUMBERS,
    OCCUPATION,
    PARTNER,
    PEOPLE,
    QUANTITY,
    SEEKING,
    SKILLS,
    STAFF,
    UNIT,
)
from matcher.atlas.texts import clean
from matcher.atlas.view import AtlasView
from matcher.search.catalog import Level

_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[A-ZÄÖÜ„])")
_PLAIN = frozenset({"Fachkraft", "Fachmann", "Ausbilder"})
"""Of no occupation in particular."""
_LEFT = 60


Side = Literal["demand", "supply"]
Grade = Literal["apprentice", "skilled", "course"]
"""Apprentices and places for them, skilled workers, or further training."""


@dataclass(frozen=True)
class SkillMention:
    """A statement that names a skill."""

    skill: str
    """Name of the skill, e.g. ``Zerspanungsmechaniker``."""
    side: Side
    grade: Grade
    quantity: int | None
    """Number named with it, None where none is."""
    hit: Hit


@dataclass(frozen=True)
class SkillTally:
    """What is named of one skill; a mention without a number counts as at least one person."""

    demand: int = 0
    """People sought, as far as numbers are named, one each where none is."""
    supply: int = 0
    """Places or people offered, counted alike."""
    demand_mentions: int = 0
    supply_mentions: int = 0

    @property
    def gap(self) -> int:
        """How many more are sought than offered."""
        return self.demand - self.supply


@dataclass(frozen=True)
class SkillsMatrix:
    """Skill by region, from those statements alone that name a skill."""

    level: Level
    skills: tuple[str, ...]
    """Those with the largest gap first."""
    regions: tuple[str, ...]
    cells: Mapping[tuple[str, str], SkillTally]
    """By skill and region."""
    by_skill: Mapping[str, SkillTally]
    by_region: Mapping[str, SkillTally]
    total: SkillTally
    mentions: tuple[SkillMention, ...]
    read: int
    """Statements that were read for it."""


class Named(NamedTuple):
    """A skill as one sentence names it."""

    skill: str
    side: Side
    grade: Grade
    quantity: int | None


def named(text: str, role: Role) -> list[Named]:
    """Return the skills that a statement names, in its order, each with its number."""
    found: dict[tuple[str, Side, Grade], Named] = {}
    for sentence in _SENTENCE.split(clean(text)):
        for one in _in_sentence(sentence, role):
            known = found.get((one.skill, one.side, one.grade))
            if known is None or (one.quantity or 0) > (known.quantity or 0):
                found[one.skill, one.side, one.grade] = one
    return list(found.values())


def _in_sentence(sentence: str, role: Role) -> Iterator[Named]:
    side = _side(sentence, role)
    if side is None:
        return
    counted = UNIT.sub(lambda m: " " * len(m[0]), sentence)
    grade = _grade(sentence)
    jobs = [
        (skill, _quantity(counted[max(0, m.start() - _LEFT) : m.start()]))
        for m in OCCUPATION.finditer(counted)
        if (skill := base_of(m[0])) and skill not in _PLAIN
    ]
    people = grade != "skilled" or STAFF.search(sentence) is not None
    people |= any(quantity is not None for _, quantity in jobs)
    if not people or (grade == "skilled" and PARTNER.search(sentence)):
        return
    places = PEOPLE.search(counted)
    whole = _number(places[1]) if places else None
    for skill, quantity in jobs:
        yield Named(skill, side, grade, quantity if quantity is not None else whole)
    if not jobs:
        for skill, pattern in SKILLS.items():
            if pattern.search(counted):
                yield Named(skill, side, grade, whole)


def _side(sentence: str, role: Role) -> Side | None:
    """Say whether people or training are sought or offered; None where that is not said."""
    if role is Role.NEED:
        return "demand"
    if role is Role.OFFER:
        return "supply"
    if SEEKING.search(sentence) or ELSEWHERE.search(sentence):
        return "demand"
    return None


def _grade(sentence: str) -> Grade:
    if COURSE.search(sentence):
        return "course"
    return "apprentice" if APPRENTICE.search(sentence) else "skilled"


def base_of(word: str) -> str:
    """Return the basic form of an occupation: „Elektroniker:innen“ is „Elektroniker“."""
    bare = INFLECTED.sub("", word)
    bare = re.sub(r"kauf(?:frau|leute)$", "kaufmann", bare)
    bare = re.sub(r"fachkräften?$", "fachkraft", bare, flags=re.IGNORECASE)
    bare = re.sub(r"fachleute$", "fachmann", bare).replace("schweiss", "schweiß")
    return bare[:1].upper() + bare[1:]


def _quantity(before: str) -> int | None:
    match = QUANTITY.search(before)
    return _number(match[1]) if match else None


def _number(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS[word.lower()]


def mentions(hits: Iterable[Hit]) -> tuple[SkillMention, ...]:
    """Return every skill that the statements name."""
    return tuple(
        SkillMention(one.skill, one.side, one.grade, one.quantity, hit)
        for hit in hits
        for one in named(hit.text, hit.role)
    )


def skills(shown: AtlasView, level: Level) -> SkillsMatrix:
    """Count by skill and region. Who is in several regions is counted in each, once in all."""
    found = mentions(shown.hits)
    cells: dict[tuple[str, str], list[SkillMention]] = defaultdict(list)
    by_skill: dict[str, list[SkillMention]] = defaultdict(list)
    by_region: dict[str, list[SkillMention]] = defaultdict(list)
    for one in found:
        by_skill[one.skill].append(one)
        for region in shown.homes[one.hit.profile.id].regions[level]:
            cells[one.skill, region].append(one)
            by_region[region].append(one)
    tallies = {skill: _tally(some) for skill, some in by_skill.items()}
    in_region = {region: _tally(some) for region, some in by_region.items()}
    return SkillsMatrix(
        level=level,
        skills=tuple(sorted(tallies, key=lambda s: (-tallies[s].gap, -tallies[s].demand, s))),
        regions=tuple(
            sorted(in_region, key=lambda r: (not r, -in_region[r].demand - in_region[r].supply, r))
        ),
        cells={key: _tally(some) for key, some in cells.items()},
        by_skill=tallies,
        by_region=in_region,
        total=_tally(found),
        mentions=found,
        read=len(shown.hits),
    )


def _tally(some: Iterable[SkillMention]) -> SkillTally:
    sums = {"demand": 0, "supply": 0}
    counts = {"demand": 0, "supply": 0}
    for one in some:
        sums[one.side] += one.quantity or 1
        counts[one.side] += 1
    return SkillTally(sums["demand"], sums["supply"], counts["demand"], counts["supply"])
