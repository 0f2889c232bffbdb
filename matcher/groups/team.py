"""The choice of a team from the candidates of its roles: numbers for the solver, and its answer.

Who is known to work together: pairs of profiles of whom a tenant wrote down that they did.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from data.feedback.outcomes import EventKind
from data.geo import distance_km
from data.profiles import Place, Role
from data.store.feedback import FeedbackStore
from matcher.engine import Matcher
from matcher.groups.candidates import Pool
from matcher.groups.request import Link
from matcher.groups.solver import Choice, Floats, Problem, choose
from matcher.ranking.background import background_of
from matcher.request import Viewer
from matcher.search.catalog import points
from matcher.search.rules import seen, slot_of
from matcher.words import CONVINCING, pick

Known = Mapping[frozenset[str], EventKind]
"""Two ids -> ``cooperation`` or ``met``."""
TELLING = (EventKind.MET, EventKind.COOPERATION)


def known_pairs(log: FeedbackStore, tenant: str | None) -> Known:
    """Return the pairs of which a tenant told that they met or cooperate.

    A tenant of None has told nothing. Questions in words are nobody, so they are in no pair.
    """
    found: dict[frozenset[str], EventKind] = {}
    if tenant is None:
        return found
    for event in log.events(tenant=tenant):
        if event.kind not in TELLING or event.seeker in (None, event.profile_id):
            continue
        pair = frozenset((event.seeker or "", event.profile_id))
        if found.get(pair) is not EventKind.COOPERATION:
            found[pair] = event.kind
    return found


FAR_KM = 300.0
"""From this distance on, farther is no worse: the members will not meet often."""
UNKNOWN_KM = 150.0
"""What an unknown place counts as."""
DISTANCE = 0.3
"""What the mean distance between members costs at `FAR_KM`, of a worth of 0..1.5. Judgement."""
TOGETHER: Mapping[EventKind, float] = {EventKind.COOPERATION: 0.25, EventKind.MET: 0.1}
"""What it is worth that two members worked together or met. Judgement."""
SYNERGY = 0.15
"""What it is worth, times its strength, that one has what another needs. Judgement."""


@dataclass(frozen=True)
class Size:
    """Bounds on a team."""

    least: int = 1
    most: int = 100
    each: int = 1
    """Roles that one member may take."""
    member_cost: float = 0.0


@dataclass(frozen=True)
class Chosen:
    """A team by ids."""

    taken: tuple[str | None, ...]
    """Member of each role."""
    members: tuple[str, ...]
    proven: bool
    within_bounds: bool
    """False if no team keeps the bounds on its size: then nobody is taken."""
    links: tuple[Link, ...]


def choose_team(
    matcher: Matcher,
    viewer: Viewer,
    pools: Sequence[Pool],
    copies: Sequence[int],
    include: Sequence[str],
    size: Size,
    known: Known,
    language: str,
) -> Chosen:
    """Return the best team of the candidates in ``pools``, one for each role."""
    ids = sorted({*include, *(m.suggestion.profile_id for pool in pools for m in pool.found)})
    at = {profile_id: i for i, profile_id in enumerate(ids)}
    value = np.zeros((len(pools), len(ids)))
    for r, pool in enumerate(pools):
        for member in pool.found:
            value[r, at[member.suggestion.profile_id]] = member.value
    pinned = {
        r: at[pool.role.member]
        for r, pool in enumerate(pools)
        if pool.role.member is not None and value[r, at[pool.role.member]] > 0
    }
    km = distances(matcher, viewer, ids)
    links = _links(matcher, viewer, ids, known, language)
    problem = Problem(
        value=value,
        pair=_pair_worths(km, links, ids, len(pools)),
        copies=tuple(copies),
        pinned=pinned,
        include=frozenset(at[profile_id] for profile_id in include),
        least=size.least,
        most=size.most,
        each=size.each,
        member_cost=size.member_cost,
    )
    found = choose(problem)
    if found is None:
        return Chosen((None,) * len(pools), (), True, False, ())
    return _by_ids(found, ids, links)


def _by_ids(found: Choice, ids: Sequence[str], links: Sequence[Link]) -> Chosen:
    members = tuple(ids[i] for i in found.members)
    return Chosen(
        tuple(None if i is None else ids[i] for i in found.taken),
        members,
        found.proven,
        True,
        tuple(link for link in links if set(link.members) <= set(members)),
    )


def distances(matcher: Matcher, viewer: Viewer, ids: Sequence[str]) -> Floats:
    """Return km between profiles, by the nearest of their places; NaN where one is unknown."""
    matcher = matcher.still()
    places = [_places(matcher, viewer, profile_id) for profile_id in ids]
    return distances_between([points(some) for some in places])


def distances_between(spots: Sequence[Sequence[tuple[float, float]]]) -> Floats:
    """Return km between the nearest of each one's points, (n, n), NaN where one has none."""
    count = len(spots)
    owner = np.array([i for i, some in enumerate(spots) for _ in some], dtype=np.int64)
    table = np.array([point for some in spots for point in some], dtype=float).reshape(-1, 2)
    nearest = np.full((count, count), np.inf)
    if len(table):
        km = distance_km(table[:, None, 0], table[:, None, 1], table[None, :, 0], table[None, :, 1])
        np.minimum.at(nearest, (owner[:, None], owner[None, :]), km)
    nearest[np.isinf(nearest)] = np.nan
    return nearest


def _places(matcher: Matcher, viewer: Viewer, profile_id: str) -> tuple[Place, ...]:
    catalog = matcher.snapshot.catalog
    slot = slot_of(catalog, profile_id, viewer)
    return () if slot is None else seen(catalog, slot, viewer).places


def _pair_worths(km: Floats, links: Sequence[Link], ids: Sequence[str], roles: int) -> Floats:
    """Return what two members are worth together.

    A team of n has n (n - 1) / 2 pairs: divided by n - 1, half the mean distance of each member
    to the others stands beside its worth.
    """
    apart = np.minimum(np.where(np.isnan(km), UNKNOWN_KM, km), FAR_KM) / FAR_KM
    worths: Floats = -DISTANCE / max(1, roles - 1) * apart
    at = {profile_id: i for i, profile_id in enumerate(ids)}
    for link in links:
        a, b = (at[profile_id] for profile_id in link.members)
        gain = SYNERGY if link.sort == "synergy" else TOGETHER[EventKind(link.sort)]
        worths[a, b] += gain
        worths[b, a] += gain
    return worths


def _links(
    matcher: Matcher, viewer: Viewer, ids: Sequence[str], known: Known, language: str
) -> list[Link]:
    """Return what speaks for two together: they worked together, or one helps the other."""
    together = {
        pair: pick(_TOLD[kind], language) for pair, kind in known.items() if pair <= set(ids)
    }
    found = [
        Link(
            members=_two(pair),
            sort="met" if known[pair] is EventKind.MET else "cooperation",
            text=t,
        )
        for pair, t in together.items()
    ]
    found += _synergies(matcher, viewer, ids, language)
    return sorted(found, key=lambda link: (link.members, link.sort))


def _two(pair: frozenset[str]) -> tuple[str, str]:
    first, second = sorted(pair)
    return first, second


_TOLD = {
    EventKind.COOPERATION: ("arbeiten schon zusammen", "work together already"),
    EventKind.MET: ("kennen sich schon", "have met already"),
}


def _synergies(matcher: Matcher, viewer: Viewer, ids: Sequence[str], language: str) -> list[Link]:
    """Return the pairs of which one plainly offers what the other needs, the best each way."""
    catalog = matcher.snapshot.catalog
    said = [
        (profile_id, statement.role, statement.text)
        for profile_id in ids
        if (slot := slot_of(catalog, profile_id, viewer)) is not None
        for statement in seen(catalog, slot, viewer).statements
        if statement.role is not Role.ABOUT
    ]
    needs = [(i, text) for i, role, text in said if role is Role.NEED]
    offers = [(i, text) for i, role, text in said if role is Role.OFFER]
    if not needs or not offers:
        return []
    encoder = matcher.corpus.encoder
    strength = background_of(encoder).strength(
        encoder.encode([t for _, t in offers]), encoder.encode([t for _, t in needs], as_query=True)
    )
    best: dict[frozenset[str], tuple[float, str]] = {}
    for o, n in np.argwhere(strength >= CONVINCING):
        (who, offer), (whom, need) = offers[o], needs[n]
        pair, value = frozenset((who, whom)), float(strength[o, n])
        if len(pair) == 2 and value > best.get(pair, (0.0, ""))[0]:
            best[pair] = (
                value,
                pick(
                    (
                        f"gesucht: „{need}“ – geboten: „{offer}“",
                        f"needed: “{need}” – offered: “{offer}”",
                    ),
                    language,
                ),
            )
    return [Link(members=_two(pair), sort="synergy", text=text) for pair, (_, text) in best.items()]


def spread(km: Floats) -> tuple[float | None, float | None]:
    """Return mean and largest of the known distances between different ones, (n, n)."""
    above = km[np.triu_indices(len(km), 1)]
    told = above[~np.isnan(above)]
    if not len(told):
        return None, None
    return round(float(told.mean()), 1), round(float(told.max()), 1)
