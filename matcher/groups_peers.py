"""Groups with the same need: close by, within bounds on their size, every two of them alike.

Without a theme the needs that are stated are compared with each other. With one, those whose
sentence deals with it: needs first, and where too few state one, what profiles do or offer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from data.errors import NotFoundError, RequestError
from matcher.answering import Side, standing
from matcher.catalog import Mask
from matcher.constraints import apply, slot_of
from matcher.engine import Matcher
from matcher.groups_field import ALIKE, Field, field_of, first, together
from matcher.groups_peers_view import Picked, answer_of
from matcher.groups_request import PeersRequest
from matcher.groups_results import PeersAnswer
from matcher.groups_solver import Floats, best_clique, best_disjoint
from matcher.question import understand
from matcher.request import Constraint, Goal, MatchRequest, Rule, Viewer
from matcher.rows import RowRole

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
    corpus = matcher.corpus
    with corpus.lock:
        allowed, rules, theme = _allowed(matcher, request, viewer, today or dt.date.today())
        side = Side.of(corpus, viewer, allowed, RowRole.NEED)
        others = Side.of(corpus, viewer, allowed, *OTHER_ROLES) if theme else None
        musts = _musts(matcher, request, viewer, allowed)
    side = first(side, MOST_NEEDS)
    field = field_of(matcher, side, theme, request)
    if others is not None and len(set(field.owners.tolist())) < request.min_size:
        field = field_of(matcher, together(side, others), theme, request)
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
        matcher.versions(),
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
    corpus = matcher.corpus
    kept = apply(corpus.catalog, rules, None, viewer, today, request.language, Goal.PEERS)
    mask = np.asarray(kept.allowed & standing(corpus, viewer, today))
    return mask, rules, read.topic if request.theme else ""


def _musts(
    matcher: Matcher, request: PeersRequest, viewer: Viewer, allowed: Mask
) -> tuple[int, ...]:
    """Return the slots of those who must be members together."""
    found = []
    ids = [*([request.profile_id] if request.profile_id else []), *request.include]
    for profile_id in dict.fromkeys(ids):
        slot = slot_of(matcher.corpus.catalog, profile_id, viewer)
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
