"""Offers of different profiles that nearly say the same: they may be bundled or told together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from data.profiles import Kind, Role
from matcher.atlas import Hit
from matcher.atlas_texts import clean, nouns
from matcher.atlas_view import AtlasView
from matcher.background import Background
from models.encoder import Progress

ALIKE = 0.6
"""Strength (`matcher.background`) from which two offers nearly say the same."""
COMMON = 5
"""A text that stands word for word at more profiles than this is a name of a programme."""
MOST = 12
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
    pairs = _pairs(shown, background, places, progress)
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


def _pairs(
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
        for column, row in zip(*np.nonzero(block.T >= ALIKE), strict=True):
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
        if i not in taken and hits[i].profile.id not in owners and len(members) < MOST:
            members.append(i)
            owners.add(hits[i].profile.id)
    if len(members) < 2:
        return None
    taken.update(members)
    likeness = float(np.mean([near[i] for i in members[1:]]))
    return Overlap(hits[seed].topic, tuple(hits[i] for i in members), round(likeness, 3))
