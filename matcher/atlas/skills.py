"""Skills that statements name: which, how many, sought or offered. What is not named is not told.

A sentence counts where it names an occupation or skill *and* says that people or training are
meant: „3 Zerspanungsmechaniker“, „Fachkräfte Schweißen“, „Lehrgänge Drehen und Fräsen“. „Wir
suchen einen Tischler als Partner“ asks for a firm and is left out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from data.profiles import Role
from matcher.atlas.counts import Hit
from matcher.atlas.skill_words import (
    APPRENTICE,
    COURSE,
    ELSEWHERE,
    EMPLOYED,
    INFLECTED,
    LACKING,
    LENT,
    NUMBERS,
    OCCUPATION,
    OWN_COURSE,
    PARTNER,
    PEOPLE,
    QUANTITY,
    SEEKING,
    SKILLS,
    STAFF,
    TRAINED,
    UNIT,
)
from matcher.atlas.texts import clean
from matcher.atlas.view import AtlasView
from matcher.search.catalog import Level

_SENTENCE = re.compile(
    r"(?<=[.!?])\s+(?=[A-ZÄÖÜ„])|;\s+"
    r"|\s+und\s+(?=ein\w{0,2}\s+(?:\w+\s+)?(?:Kurs|Lehrgang|Schulung|Seminar)\b)"
)
_PLAIN = frozenset({"Fachkraft", "Fachmann", "Ausbilder"})
"""Of no occupation in particular."""
_LEFT = 60


Side = Literal["demand", "supply"]
Grade = Literal["apprentice", "skilled", "course"]
"""Apprentices and places for them, skilled workers, or further training."""
GRADES: tuple[Grade, ...] = ("skilled", "apprentice", "course")


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


class SkillLine(NamedTuple):
    """What is counted by itself: an apprentice, a skilled worker and a course are three things."""

    name: str
    """E.g. ``Zerspanungsmechaniker``."""
    grade: Grade


@dataclass(frozen=True)
class SkillsMatrix:
    """Skill by region, from those statements alone that name a skill."""

    level: Level
    skills: tuple[SkillLine, ...]
    """Those with the largest gap first."""
    regions: tuple[str, ...]
    cells: Mapping[tuple[SkillLine, str], SkillTally]
    """By skill and region."""
    by_skill: Mapping[SkillLine, SkillTally]
    totals: Mapping[Grade, SkillTally]
    """A course counts once, whatever it teaches."""
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
        if (skill := base_of(m[0]))
        and skill not in _PLAIN
        and _is_meant(m.start(), sentence, grade)
    ]
    numbered = any(quantity is not None for _, quantity in jobs)
    if not _speaks_of_people(sentence, grade, numbered):
        return
    places = PEOPLE.search(counted)
    whole = _number(places[1]) if places else None
    for skill, quantity in jobs:
        yield Named(skill, side, grade, quantity if quantity is not None else whole)
    if not jobs:
        for skill, pattern in SKILLS.items():
            if pattern.search(counted):
                yield Named(skill, side, grade, whole)


def _speaks_of_people(sentence: str, grade: Grade, numbered: bool) -> bool:
    """Say whether people or training are meant, not a firm and not those there are."""
    if grade != "skilled" or LENT.search(sentence):
        return True
    if PARTNER.search(sentence) or EMPLOYED.search(sentence):
        return False
    return numbered or bool(STAFF.search(sentence) or LACKING.search(sentence))


def _is_meant(start: int, sentence: str, grade: Grade) -> bool:
    """Say whether training is for an occupation: it follows the course, or is of one's own people.

    „Tischler bieten Sanierung an, Schulung zu Naturfaser“ trains no joiners.
    """
    if grade != "course" or TRAINED.search(sentence):
        return True
    course = COURSE.search(sentence)
    return course is None or course.start() < start or " unser" in f" {sentence[:start].lower()}"


def _side(sentence: str, role: Role) -> Side | None:
    """Say whether people or training are sought or offered; None where that is not said."""
    if role is Role.NEED:
        gives = LENT.search(sentence) or OWN_COURSE.search(sentence)
        return "supply" if gives else "demand"
    if role is Role.OFFER:
        return "supply"
    if SEEKING.search(sentence) or ELSEWHERE.search(sentence):
        return "demand"
    return None


def _grade(sentence: str) -> Grade:
    if LENT.search(sentence):
        return "skilled"
    if COURSE.search(sentence) or TRAINED.search(sentence):
        return "course"
    return "apprentice" if APPRENTICE.search(sentence) else "skilled"


def base_of(word: str) -> str:
    """Return the basic form of an occupation: „Elektroniker:innen“ is „Elektroniker“."""
    bare = re.sub(r"technolog(?:en|in|innen)$", "technologe", word)
    bare = re.sub(r"(?<=eur)(?:en|e)$", "", INFLECTED.sub("", bare))
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
    cells: dict[tuple[SkillLine, str], list[SkillMention]] = defaultdict(list)
    by_skill: dict[SkillLine, list[SkillMention]] = defaultdict(list)
    by_grade: dict[Grade, list[SkillMention]] = defaultdict(list)
    said_in: Counter[str] = Counter()
    for one in found:
        line = SkillLine(one.skill, one.grade)
        by_skill[line].append(one)
        by_grade[one.grade].append(one)
        for region in shown.homes[one.hit.profile.id].regions[level]:
            cells[line, region].append(one)
            said_in[region] += one.quantity or 1
    tallies = {line: _tally(some) for line, some in by_skill.items()}
    return SkillsMatrix(
        level=level,
        skills=tuple(sorted(tallies, key=lambda s: (-tallies[s].gap, -tallies[s].demand, s))),
        regions=tuple(sorted(said_in, key=lambda r: (not r, -said_in[r], r))),
        cells={key: _tally(some) for key, some in cells.items()},
        by_skill=tallies,
        totals={grade: _tally(_each_once(by_grade[grade])) for grade in GRADES if by_grade[grade]},
        mentions=found,
        read=len(shown.hits),
    )


def _each_once(some: Iterable[SkillMention]) -> list[SkillMention]:
    """Return mentions with each course once: "Drehen und Fräsen, 36 Plätze" has 36, not 72."""
    courses: dict[tuple[str, int, Side], SkillMention] = {}
    others = []
    for one in some:
        key = one.hit.profile.id, one.hit.position, one.side
        if one.grade != "course":
            others.append(one)
        elif key not in courses or (one.quantity or 0) > (courses[key].quantity or 0):
            courses[key] = one
    return [*others, *courses.values()]


def _tally(some: Iterable[SkillMention]) -> SkillTally:
    sums = {"demand": 0, "supply": 0}
    counts = {"demand": 0, "supply": 0}
    for one in some:
        sums[one.side] += one.quantity or 1
        counts[one.side] += 1
    return SkillTally(sums["demand"], sums["supply"], counts["demand"], counts["supply"])
