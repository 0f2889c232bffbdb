"""Gathering what is to be proved of a request: needs, and the texts that may answer them.

A claim always has the same form, whichever way it points: somebody's need, and what somebody else
offers or needs. For a solution the need is the asker's, for customers it is the partner's, and
peers need the same: then their needs stand beside the asker's.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from data.profiles import Kind, Role, Visibility
from matcher.proof import Candidate, says_only
from matcher.proof.succession import Side, sides_of, sought_sides
from matcher.ranking.features import RowMatch, Table
from matcher.ranking.ranker import Ranked
from matcher.request import Goal, Viewer
from matcher.search.retrieval import Seeker
from matcher.search.rows import RowRole
from matcher.search.rules import is_veiled, seen
from matcher.search.snapshot import Snapshot

SOUGHT = "their_offer"
"""The channel in which a need is answered by what others offer or describe."""
WANTED = "their_need"
"""The channel in which the needs of others are answered by what the asker offers or describes."""
SHARED = "same_need"
"""The channel in which others need the same."""
POOL = 60
"""So many of the best candidates are proved."""
SAYING = {"profile": 0.9, "words": 0.45, "field": 0.4}
CHANNEL = 0.35
"""Features by which candidates are chosen to be proved, with their weights, and the weight of the
channel: what the texts say. Kind, record and distance say nothing of whether a need is answered
(``docs/proof.md``)."""
MOST_NEEDS = 4
"""Needs of a profile that are proved; the others are searched all the same."""
THEIR_NEEDS = 2
"""Needs of each partner that the asker's offers are held beside, the nearest."""


@dataclass(frozen=True)
class Asking:
    """One question to the prover."""

    term: str
    """The channel it comes from."""
    positions: tuple[int, ...]
    """Whom each pair is about, by position in the table."""
    pairs: tuple[tuple[str, Candidate], ...]
    """Needs beside the texts that may answer them, the likeliest first."""
    in_full: str | None = None
    """The question as it was put, where it asks for one solution."""
    context: str = ""
    """What it says beside that."""


def gather(
    snapshot: Snapshot,
    seeker: Seeker,
    goal: Goal,
    table: Table,
    ranked: Ranked,
    viewer: Viewer,
) -> list[Asking]:
    """Return what is to be proved; nothing where nobody states a need."""
    by_term = {match.query.channel.term: match for match in table.matches}
    texts = _Texts(snapshot, seeker, table, ranked, viewer)
    askings: list[Asking] = []
    for term in (SOUGHT, SHARED):
        if term in by_term:
            askings += texts.of_my_needs(by_term[term])
    if WANTED in by_term and goal in (Goal.PARTNER, Goal.CUSTOMER):
        askings += texts.of_their_needs(by_term[WANTED])
    return askings


def by_texts(table: Table, ranked: Ranked, term: str) -> NDArray[np.int64]:
    """Return all candidates by what their texts say, equal ones in the ranker's order."""
    weights = SAYING | {term: CHANNEL}
    sums = np.sum([weight * table.values[name] for name, weight in weights.items()], axis=0)
    return ranked.order[np.argsort(-sums[ranked.order], kind="stable")]


class _Texts:
    """The candidates of one request as the prover reads them."""

    def __init__(
        self,
        snapshot: Snapshot,
        seeker: Seeker,
        table: Table,
        ranked: Ranked,
        viewer: Viewer,
    ) -> None:
        self._snapshot, self._said, self._viewer = snapshot, said_texts(snapshot), viewer
        self._seeker, self._table, self._ranked = seeker, table, ranked

    def of_my_needs(self, match: RowMatch) -> list[Asking]:
        """Return each need of the asker with the statements of others in the channel's roles."""
        channel = match.query.channel
        needs = [(i, text) for i, (role, text) in enumerate(channel.mine) if role is Role.NEED]
        roles = (RowRole.NEED,) if channel.term == SHARED else channel.roles
        positions = self._best(channel.term)
        askings = []
        for column, need in needs[:MOST_NEEDS]:
            sides = self._sides(channel.term, need)
            found = [(p, self._theirs(match, p, column, roles, sides)) for p in positions]
            # Who states no need of its own cannot have the same.
            told = [(p, c) for p, c in found if c.statements or channel.term != SHARED]
            pairs = tuple((need, candidate) for _, candidate in told)
            in_full = self._seeker.question if channel.term == SOUGHT and len(needs) == 1 else None
            about = tuple(position for position, _ in told)
            askings.append(Asking(channel.term, about, pairs, in_full, self._seeker.context))
        return askings

    def _sides(self, term: str, need: str) -> frozenset[Side]:
        """Return on which sides of a succession partners must stand; empty if it is none."""
        return frozenset() if term == SHARED else sought_sides(self._seeker.question or need)

    def of_their_needs(self, match: RowMatch) -> list[Asking]:
        """Return the needs of others with the statements of the asker."""
        found = [
            (position, pair)
            for position in self._best(match.query.channel.term)
            for pair in self._mine(match, position)
        ]
        positions = tuple(position for position, _ in found)
        pairs = tuple(pair for _, pair in found)
        return [Asking(match.query.channel.term, positions, pairs)] if pairs else []

    def _best(self, term: str) -> list[int]:
        scores, order = self._ranked.scores, by_texts(self._table, self._ranked, term)
        return [p for p in order[:POOL].tolist() if scores[p] > 0]

    def _rows(self, position: int) -> range:
        return range(*(int(x) for x in self._table.starts[position : position + 2]))

    def _theirs(
        self,
        match: RowMatch,
        position: int,
        column: int,
        roles: tuple[RowRole, ...],
        sides: frozenset[Side],
    ) -> Candidate:
        """Return the candidate at a position of the table, for the need of a column."""
        catalog, rows = self._snapshot.catalog, self._snapshot.rows
        slot = int(self._table.slots[position])
        profile = seen(catalog, slot, self._viewer)
        nearest: dict[str, float] = {}
        for row in self._rows(position):
            if RowRole(int(rows.role[match.rows[row]])) in roles:
                text = profile.statements[int(rows.position[match.rows[row]])].text
                if says_only(text, profile.name):
                    continue
                strength = float(match.strengths[row, column])
                nearest[text] = max(nearest.get(text, 0.0), strength)
        unnamed = is_veiled(catalog, slot, self._viewer) or match.query.channel.term == SHARED
        name = "" if unnamed else profile.name  # says what a firm does, and not what it needs
        found = self._candidate(position, name, nearest, profile.kind is Kind.RESEARCH)
        return replace(found, is_other_side=not sides & sides_of(profile)) if sides else found

    def _mine(self, match: RowMatch, position: int) -> list[tuple[str, Candidate]]:
        """Return the nearest needs of a candidate, each with what the asker has for it."""
        catalog, rows = self._snapshot.catalog, self._snapshot.rows
        theirs = seen(catalog, int(self._table.slots[position]), self._viewer)
        asker = self._seeker.profile
        mine = [text for _, text in match.query.channel.mine]
        stated = [
            row
            for row in self._rows(position)
            if RowRole(int(rows.role[match.rows[row]])) is RowRole.NEED
        ]
        stated.sort(key=lambda row: -float(match.strengths[row].max()))
        return [
            (
                theirs.statements[int(rows.position[match.rows[row]])].text,
                self._candidate(
                    position,
                    asker.name if asker is not None else "",
                    dict(zip(mine, match.strengths[row].tolist(), strict=True)),
                    asker is not None and asker.kind is Kind.RESEARCH,
                ),
            )
            for row in stated[:THEIR_NEEDS]
        ]

    def _candidate(
        self, position: int, name: str, nearest: dict[str, float], is_research: bool
    ) -> Candidate:
        values, catalog = self._table.values, self._snapshot.catalog
        return Candidate(
            id=seen(catalog, int(self._table.slots[position]), self._viewer).id,
            name=name,
            statements=tuple(nearest),
            strengths=np.array(list(nearest.values())),
            profile=float(values["profile"][position]),
            words=float(values["words"][position]),
            field=float(values["field"][position]),
            commonness=tuple(max(self._said[text], 1) for text in nearest),
            is_research=is_research,
        )


def said_texts(snapshot: Snapshot) -> Counter[str]:
    """Return how many public profiles say each text word for word; counted once for a snapshot.

    What only some may see is not counted.
    """

    def counted() -> Counter[str]:
        public = snapshot.catalog.with_facet(f"visibility:{Visibility.PUBLIC}")
        return Counter(
            text
            for slot in np.flatnonzero(public).tolist()
            for text in {s.text for s in snapshot.catalog.profile(slot).statements}
        )

    return snapshot.once("said texts", counted)
