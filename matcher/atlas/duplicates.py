"""Profiles that may be the same organisation twice. It is a guess, and a person decides.

Profiles behind an intermediary take no part: to say that one resembles another would tell who
it is.

Offers of different profiles that nearly say the same: they may be bundled or told together.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from data.profiles import Kind, Profile, Role
from data.text import fold
from matcher.atlas.counts import Hit
from matcher.atlas.texts import clean, nouns
from matcher.atlas.view import AtlasView
from matcher.ranking.background import Background
from matcher.search.catalog import region_keys
from matcher.visibility.veil import nameless
from models.encoder import Progress

_LEGAL = re.compile(
    r"\b(?:g?gmbh|mbh|ag|se|ug|kg|kgaa|ohg|gbr|eg|e k|e v|ek|ev|inc|ltd|co|haftungsbeschraenkt|"
    r"partg|inh|inhaber|fa|firma|gesellschaft mit beschraenkter haftung|und|u)\b"
)
LONG = 60
"""Letters from which a text is unlikely to be written twice by chance."""
MOST = 40
"""So many profiles of one name are branches or a common name, not duplicates."""
ALIKE = 70
"""Likeness of spelling, 0 to 100, from which two names may mean the same organisation."""
SAME, NAMED, TOLD = 0.95, 0.8, 0.7


@dataclass(frozen=True)
class Duplicate:
    """Two profiles that may be the same organisation; a person decides."""

    first: Profile
    second: Profile
    german: str
    """Why, in a sentence."""
    english: str
    likeness: float
    """0..1; from 0.95 on name and texts agree."""


def name_key(name: str) -> str:
    """Return a name without legal form, signs and spelling: the same for „Müller & Co. KG“."""
    return _words(name).replace(" ", "")


def _words(name: str) -> str:
    words = " ".join(re.findall(r"[a-z0-9]+", fold(name)))
    return " ".join(_LEGAL.sub(" ", words).split()) or words


def duplicates(shown: AtlasView) -> tuple[Duplicate, ...]:
    """Return pairs of profiles that may be the same, the surest first."""
    profiles = {h.profile.id: h.profile for h in shown.hits if not nameless(h.profile)}
    texts: dict[str, set[str]] = defaultdict(set)
    for hit in shown.hits:
        texts[hit.profile.id].add(fold(clean(hit.text)))
    owners = Counter(text for some in texts.values() for text in some)
    telling = {id: {t for t in texts[id] if len(t) >= LONG and owners[t] <= 3} for id in profiles}
    found = [
        duplicate
        for first, second in _pairs(profiles, telling)
        if (duplicate := _judge(profiles[first], profiles[second], texts, telling))
    ]
    return tuple(sorted(found, key=lambda d: (-d.likeness, d.first.id, d.second.id)))


def _pairs(
    profiles: Mapping[str, Profile], telling: Mapping[str, set[str]]
) -> list[tuple[str, str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for id in sorted(profiles):
        groups[f"name {name_key(profiles[id].name)}"].append(id)
        for text in telling[id]:
            groups[f"text {text}"].append(id)
    pairs = {
        pair for some in groups.values() if len(some) <= MOST for pair in combinations(some, 2)
    }
    return sorted(pairs)


def _judge(
    first: Profile,
    second: Profile,
    texts: Mapping[str, set[str]],
    telling: Mapping[str, set[str]],
) -> Duplicate | None:
    named = name_key(first.name) == name_key(second.name)
    told = bool(telling[first.id] & telling[second.id])
    shared = bool(texts[first.id] & texts[second.id])
    here = [
        region_keys(profile, "kreis") or region_keys(profile, "land") for profile in (first, second)
    ]
    near = not here[0].isdisjoint(here[1]) or not (here[0] and here[1])
    if named and (near or shared):
        why = ("derselbe Name", "the same name"), ("und derselbe Ort", "and the same place")
        if shared:
            why = why[0], ("und dieselbe Aussage", "and the same statement")
        return _duplicate(first, second, why, SAME)
    if named:
        why = ("derselbe Name", "the same name"), ("an verschiedenen Orten", "in different places")
        return _duplicate(first, second, why, NAMED)
    if told and near and _alike(first.name, second.name):
        why = (
            ("dieselbe Aussage", "the same statement"),
            (
                "am selben Ort unter ähnlichem Namen",
                "in the same place under a similar name",
            ),
        )
        return _duplicate(first, second, why, TOLD)
    return None


def _alike(first: str, second: str) -> bool:
    """Say whether two names are spelt alike; partners in a project share a statement, too."""
    from rapidfuzz import fuzz

    return fuzz.token_set_ratio(_words(first), _words(second)) >= ALIKE


def _duplicate(
    first: Profile, second: Profile, why: Iterable[tuple[str, str]], likeness: float
) -> Duplicate:
    german, english = (" ".join(words) for words in zip(*why, strict=True))
    return Duplicate(
        first,
        second,
        f"Möglicherweise dieselbe Einrichtung: {german}. Bitte prüfen.",
        f"Possibly the same organisation: {english}. Please check.",
        likeness,
    )


NEARLY_SAME = 0.6
"""Strength (`matcher.ranking.background`) from which two offers nearly say the same."""
COMMON = 5
"""A text that stands word for word at more profiles than this is a name of a programme."""
MOST_OFFERS = 12
"""Offers of a group at most."""
BLOCK = 512


@dataclass(frozen=True)
class Overlap:
    """Offers of different profiles that nearly say the same, and might be bundled."""

    topic: str | None
    offers: tuple[Hit, ...]
    """One of each profile, the one nearest to all others first."""
    likeness: float
    """Mean cosine of the first offer with the others, 0..1."""


def overlaps(
    shown: AtlasView, background: Background, progress: Progress | None = None
) -> tuple[Overlap, ...]:
    """Return groups of offers that nearly say the same, the largest first.

    What research describes counts as its offer. Each statement is in one group at most, each
    profile once in a group. ``progress`` counts offers.
    """
    owners = Counter(text for _, text in {(h.profile.id, clean(h.text)) for h in shown.hits})
    places = [
        i
        for i, hit in enumerate(shown.hits)
        if _is_offer(hit) and hit.topic is not None and owners[clean(hit.text)] <= COMMON
    ]
    hits = [shown.hits[i] for i in places]
    pairs = _near_offers(shown, background, places, progress)
    taken: set[int] = set()
    groups = []
    for seed in sorted(pairs, key=lambda i: (-len(pairs[i]), -sum(pairs[i].values()), i)):
        group = _group(seed, pairs[seed], hits, taken)
        if group is not None:
            groups.append(group)
    return tuple(sorted(groups, key=lambda g: (-len(g.offers), -g.likeness)))


def _is_offer(hit: Hit) -> bool:
    described = hit.role is Role.ABOUT and hit.profile.kind is Kind.RESEARCH
    return hit.role is Role.OFFER or described


def _near_offers(
    shown: AtlasView, background: Background, places: list[int], progress: Progress | None
) -> dict[int, dict[int, float]]:
    """Return for each offer those of other profiles that nearly say the same, with the strength.

    They share topic and a noun: short titles of projects are near to each other by their form.
    """
    vectors = shown.vectors[places]
    owner = np.array([shown.hits[i].profile.id for i in places])
    topics = [shown.hits[i].topic for i in places]
    words = [{noun.stem for noun in nouns(shown.hits[i].text)} for i in places]
    found: dict[int, dict[int, float]] = {}
    for start in range(0, len(places), BLOCK):
        block = background.strength(vectors, vectors[start : start + BLOCK], hubs=True)
        block[owner[:, None] == owner[None, start : start + BLOCK]] = 0
        for column, row in zip(*np.nonzero(block.T >= NEARLY_SAME), strict=True):
            seed, other = start + int(column), int(row)
            if topics[seed] == topics[other] and not words[seed].isdisjoint(words[other]):
                found.setdefault(seed, {})[other] = float(block[row, column])
        if progress is not None:
            progress(min(start + BLOCK, len(places)), len(places))
    return found


def _group(seed: int, near: dict[int, float], hits: list[Hit], taken: set[int]) -> Overlap | None:
    if seed in taken:
        return None
    members, owners = [seed], {hits[seed].profile.id}
    for i in sorted(near, key=lambda i: (-near[i], i)):
        if i not in taken and hits[i].profile.id not in owners and len(members) < MOST_OFFERS:
            members.append(i)
            owners.add(hits[i].profile.id)
    if len(members) < 2:
        return None
    taken.update(members)
    likeness = float(np.mean([near[i] for i in members[1:]]))
    return Overlap(hits[seed].topic, tuple(hits[i] for i in members), round(likeness, 3))
