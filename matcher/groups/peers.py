"""Groups with the same need: close by, within bounds on their size, every two of them alike.

Without a theme the needs that are stated are compared with each other. With one, those whose
sentence deals with it: needs first, and where too few state one, what profiles do or offer.

Statements that may be grouped, compared with each other: the ground of groups of peers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data import clock
from data.errors import NotFoundError, RequestError
from data.profiles import Role
from data.text import fold
from matcher.engine import Matcher
from matcher.groups.peers_view import Picked, answer_of
from matcher.groups.request import PeersAnswer, PeersRequest
from matcher.groups.solver import Floats, best_clique, best_disjoint
from matcher.groups.team import distances_between
from matcher.needs.answering import Side, standing
from matcher.ranking.background import background_of
from matcher.ranking.features import WORDS_FULL
from matcher.reading.question import understand
from matcher.request import Constraint, Goal, MatchRequest, Rule, Viewer
from matcher.search.catalog import Mask, points
from matcher.search.rows import RowRole
from matcher.search.rules import apply, slot_of, visible_to

ALIKE = 0.3
"""Least likeness of two needs in one group. Judgement, by reading pairs of the sample."""
ALIKE_THEME = 0.15
"""The same where all deal with a theme that was typed."""
THEME = 0.25
"""Least nearness to the theme: the mean of meaning and of words shared with the whole profile."""
TELLING_WORDS = 4
"""A shorter sentence, such as "Neue Kunden.", is near to every theme and says nothing of it."""
MOST = 72
"""So many statements at most that deal with a theme are compared."""


@dataclass(frozen=True)
class Field:
    """The statements that may be grouped; each array over them."""

    side: Side
    alike: Floats
    """(n, n), 0..1, symmetric."""
    theme: Floats
    """(n,), 0..1: nearness to the theme; 0 without one."""
    km: Floats
    """(n, n), NaN where unknown."""
    may: NDArray[np.bool_]
    """(n, n): which two may be in one group."""
    owners: NDArray[np.int64]


def field_of(
    matcher: Matcher, side: Side, theme: str, request: PeersRequest, viewer: Viewer
) -> Field:
    """Compare statements with each other, and with a theme if there is one."""
    background = background_of(matcher.corpus.encoder)
    near = np.zeros(len(side))
    if theme and len(side):
        near = _nearness(matcher, side, theme, viewer)
        kept = np.flatnonzero(near >= THEME)
        kept = np.sort(kept[np.argsort(-near[kept], kind="stable")[:MOST]])
        side, near = _only(side, kept), near[kept]
    strength = background.strength(side.vectors, side.vectors) if len(side) else np.zeros((0, 0))
    alike = np.round((strength + strength.T) / 2, 4)
    km = _distances(side)
    may = alike >= (ALIKE_THEME if theme else ALIKE)
    if request.km is not None:
        may &= km <= request.km
    may &= side.slots[:, None] != side.slots[None, :]
    # What several describe word for word is one project that they share already.
    texts = np.array([fold(s.text) for s in side.statements], dtype=object)
    said = np.array([s.role is not Role.NEED for s in side.statements], dtype=bool)
    may &= ~((texts[:, None] == texts[None, :]) & said[:, None])
    return Field(side, alike, near, km, may, side.slots)


def _nearness(matcher: Matcher, side: Side, theme: str, viewer: Viewer) -> Floats:
    """Return how near each statement is to the theme, (n,), 0..1; 0 where it is too short."""
    snapshot = matcher.snapshot
    asked = snapshot.encoder.encode([theme])
    meaning = background_of(snapshot.encoder).strength(side.vectors, asked)[:, 0]
    visible = visible_to(snapshot.catalog, viewer)
    words = snapshot.words(theme, visible)[side.slots] / WORDS_FULL
    telling = np.array([len(s.text.split()) >= TELLING_WORDS for s in side.statements])
    return np.asarray((meaning + np.minimum(words, 1.0)) / 2 * telling)


def _distances(side: Side) -> Floats:
    """Return km between the profiles of statements, (n, n); each profile is measured once."""
    slots, first, back = np.unique(side.slots, return_index=True, return_inverse=True)
    spots = [points(side.profiles[i].places) for i in first]
    km = distances_between(spots) if len(slots) else np.zeros((0, 0))
    return km[np.ix_(back, back)] if len(slots) else km


def _only(side: Side, kept: NDArray[np.int64]) -> Side:
    return Side(
        side.slots[kept],
        tuple(side.profiles[i] for i in kept),
        tuple(side.statements[i] for i in kept),
        tuple(side.texts[i] for i in kept),
        side.vectors[kept],
    )


def first(side: Side, most: int) -> Side:
    """Return the first statements."""
    return side if len(side) <= most else _only(side, np.arange(most))


def together(one: Side, other: Side) -> Side:
    """Return the statements of both."""
    return Side(
        np.concatenate([one.slots, other.slots]),
        (*one.profiles, *other.profiles),
        (*one.statements, *other.statements),
        (*one.texts, *other.texts),
        np.concatenate([one.vectors, other.vectors]),
    )


MARGIN = 0.05
"""What a pair that is just alike enough is worth."""
THEME_MEAN = 0.3
"""Least mean nearness to the theme of a group. Both are judgement, by reading groups."""
MOST_NEEDS = 3000
"""So many needs are compared with each other."""
AROUND = 18
"""So many of those most alike are looked at around each need."""
CENTRES, CENTRES_THEME = 60, 12
"""Around so many needs a group is looked for; with a theme nearly all go together."""
KM_COST = 0.15
"""What a pair at the largest distance allowed costs, of a likeness of 0..1. Judgement."""
OTHER_ROLES = (RowRole.ABOUT, RowRole.OFFER)


def peers(
    matcher: Matcher, request: PeersRequest, viewer: Viewer, today: dt.date | None = None
) -> PeersAnswer:
    """Return groups with the same need.

    Raises:
        NotFoundError: a profile that was named does not exist for this viewer.
        RequestError: a profile that must be a member states no need or breaks a rule, or a rule
            cannot be used.
    """
    matcher = matcher.still()
    snapshot = matcher.snapshot
    allowed, rules, theme = _allowed(matcher, request, viewer, today or clock.today())
    side = Side.of(snapshot, viewer, allowed, RowRole.NEED)
    others = Side.of(snapshot, viewer, allowed, *OTHER_ROLES) if theme else None
    musts = _musts(matcher, request, viewer, allowed)
    side = first(side, MOST_NEEDS)
    field = field_of(matcher, side, theme, request, viewer)
    if others is not None and len(set(field.owners.tolist())) < request.min_size:
        field = field_of(matcher, together(side, others), theme, request, viewer)
    groups, proven = _groups(field, request, musts)
    return answer_of(
        [
            Picked(
                [field.side.profiles[i] for i in members],
                [field.side.statements[i] for i in members],
                field.alike[np.ix_(members, members)],
                field.km[np.ix_(members, members)],
                field.theme[list(members)],
                sure,
            )
            for members, sure in groups
        ],
        request,
        rules,
        len(field.side),
        int(np.isnan(np.diag(field.km)).sum()),
        proven,
        matcher.versions(viewer),
    )


def _allowed(
    matcher: Matcher, request: PeersRequest, viewer: Viewer, today: dt.date
) -> tuple[Mask, tuple[Constraint, ...], str]:
    """Return who may be a member, the rules that say so, and the theme without its place."""
    # As a search, so that a place in it is a rule: "Sanierung von Gebäuden in Brandenburg".
    said = f"gesucht: {request.theme}" if request.theme else "-"
    read = understand(MatchRequest(question=said, constraints=request.constraints))
    rules = (*request.constraints, *read.rules)
    if request.exclude:
        rules = (*rules, Constraint(rule=Rule.EXCLUDE, values=request.exclude))
    snapshot = matcher.snapshot
    kept = apply(snapshot.catalog, rules, None, viewer, today, request.language, Goal.PEERS)
    mask = np.asarray(kept.allowed & standing(snapshot, viewer, today))
    return mask, rules, read.topic if request.theme else ""


def _musts(
    matcher: Matcher, request: PeersRequest, viewer: Viewer, allowed: Mask
) -> tuple[int, ...]:
    """Return the slots of those who must be members together."""
    found = []
    ids = [*([request.profile_id] if request.profile_id else []), *request.include]
    for profile_id in dict.fromkeys(ids):
        slot = slot_of(matcher.snapshot.catalog, profile_id, viewer)
        if slot is None:
            raise NotFoundError(
                f"Das Profil '{profile_id}' gibt es nicht.", f"There is no profile '{profile_id}'."
            )
        if not allowed[slot]:
            raise RequestError(
                f"'{profile_id}' soll dabei sein, hält aber eine Regel nicht ein.",
                f"'{profile_id}' shall be a member but breaks a rule.",
            )
        found.append(slot)
    return tuple(found)


def _groups(
    field: Field, request: PeersRequest, musts: Sequence[int]
) -> tuple[list[tuple[tuple[int, ...], bool]], bool]:
    """Return groups of statements, and whether no better set of the groups found exists.

    Each group stands with whether it is proven best around its centre.
    """
    # Each pair must earn its place, so that none joins only to fill the group.
    worth = field.alike - ALIKE + MARGIN - KM_COST * _far(field, request)
    np.fill_diagonal(worth, field.theme)
    candidates: list[tuple[frozenset[int], float, bool]] = []
    for centre in _centres(field, worth, request, musts):
        around = _around(field, worth, centre, musts)
        found = best_clique(
            worth[np.ix_(around, around)],
            field.may[np.ix_(around, around)],
            field.owners[around],
            request.min_size,
            request.max_size,
            centre=int(np.flatnonzero(around == centre)[0]),
        )
        if found is not None:
            members = tuple(int(around[i]) for i in found[0])
            near = not field.theme.any() or field.theme[list(members)].mean() >= THEME_MEAN
            if near and set(musts) <= {int(field.owners[i]) for i in members}:
                candidates.append((frozenset(members), found[1], found[2]))
    candidates.sort(key=lambda c: (-c[1], sorted(c[0])))
    once = {c[0]: c for c in reversed(candidates)}
    kept = sorted(once.values(), key=lambda c: (-c[1], sorted(c[0])))
    if not kept:
        return [], True
    owners = [frozenset(int(field.owners[i]) for i in members) for members, _, _ in kept]
    picked, proven = best_disjoint(owners, [w for _, w, _ in kept], 1 if musts else request.groups)
    return [(tuple(sorted(kept[i][0])), kept[i][2]) for i in picked], proven


def _far(field: Field, request: PeersRequest) -> Floats:
    most = request.km or 300.0
    return np.asarray(np.minimum(np.where(np.isnan(field.km), most, field.km) / most, 1.0))


def _centres(field: Field, worth: Floats, request: PeersRequest, musts: Sequence[int]) -> list[int]:
    """Return the statements around which a group may be worth most, the most promising first."""
    bound = np.where(field.may, np.maximum(worth, 0), 0.0)
    top = np.sort(bound, axis=1)[:, ::-1][:, : request.max_size - 1].sum(axis=1)
    enough = np.flatnonzero(field.may.sum(axis=1) >= request.min_size - 1)
    order = enough[np.argsort(-top[enough], kind="stable")]
    if musts:
        return [int(i) for i in order if field.owners[i] == musts[0]]
    return [int(i) for i in order[: CENTRES_THEME if field.theme.any() else CENTRES]]


def _around(field: Field, worth: Floats, centre: int, musts: Sequence[int]) -> NDArray[np.int64]:
    """Return the centre and those most alike to it that may be in its group, ascending."""
    others = np.flatnonzero(field.may[centre])
    needed = np.isin(field.owners[others], np.array(musts, dtype=np.int64))
    rank = np.lexsort((others, -worth[centre, others], ~needed))
    return np.sort(np.append(others[rank[:AROUND]], centre))
