"""Retrieval: from a request to candidates, in both directions and by words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from data.profiles import Profile, Role
from matcher.request import Goal
from matcher.search.rows import RowRole, parts
from matcher.search.snapshot import Snapshot
from models.encoder import Encoder, Vectors
from models.questions.question_encoder import QuestionEncoder

Mask = NDArray[np.bool_]
Slots = NDArray[np.int64]
Gain = Literal["mine", "theirs", "shared"]


@dataclass(frozen=True)
class Seeker:
    """Who asks: a profile, or a question taken as one need."""

    profile: Profile | None
    question: str | None
    """As it was put."""
    topic: str | None = None
    """What of it is searched for; the whole question if None."""
    needs: tuple[str, ...] = ()
    """The same, need by need; each is searched by itself."""
    context: str = ""
    """What a question says beside its one need: it counts as much as the need itself."""
    situation: str = ""
    """The same with what the asker does, for an encoder that was trained on questions."""

    def texts(self, role: Role) -> tuple[str, ...]:
        """Return the seeker's statements in a role; a question is a need."""
        if self.profile is not None:
            return self.profile.texts(role)
        return (self.needs or (self.whole,)) if role is Role.NEED else ()

    def asked(self, text: str) -> str:
        """Return a statement as the asker knows it: of a single need the whole question."""
        return text if len(self.needs) > 1 else self.question or text

    @property
    def whole(self) -> str:
        """All that is known of the seeker, as one text."""
        if self.profile is not None:
            return parts(self.profile)[-1].text
        return self.topic or self.question or ""

    def sought(self, goal: Goal) -> str:
        """What is looked for as one text: the needs, the offers, or all that is known.

        Who asks for a solution is not helped by those who resemble what it does itself.
        """
        roles = {Goal.SOLUTION: Role.NEED, Goal.PEERS: Role.NEED, Goal.CUSTOMER: Role.OFFER}
        if self.profile is None or goal not in roles:
            return self.whole
        return ". ".join(self.texts(roles[goal])) or self.whole


@dataclass(frozen=True)
class Channel:
    """One way two profiles can fit: statements of mine searched among roles of theirs."""

    term: str
    gain: Gain
    mine: tuple[tuple[Role, str], ...]
    roles: tuple[RowRole, ...]


@dataclass(frozen=True)
class Query:
    """A channel with the vectors of its statements, float32 (len(mine), dim)."""

    channel: Channel
    vectors: Vectors


THEIR_OFFERS = (RowRole.OFFER, RowRole.ABOUT)


def channels(seeker: Seeker, goal: Goal) -> list[Channel]:
    """Return the ways of fitting that the goal asks for and the seeker's statements allow.

    A seeker without a need (or offer) of its own is searched by its descriptions: many sources
    hold nothing else.
    """
    about = _mine(seeker, Role.ABOUT)
    needs = _mine(seeker, Role.NEED)
    offers = _mine(seeker, Role.OFFER)
    solution = Channel("their_offer", "mine", needs or about or offers, THEIR_OFFERS)
    customer = Channel("their_need", "theirs", offers or about, (RowRole.NEED,))
    if goal is Goal.SOLUTION:
        # Who looks for users of just this offers it too: "we seek firms that need deep bores".
        wanted = [solution, Channel("their_need", "theirs", solution.mine, (RowRole.NEED,))]
    elif goal is Goal.CUSTOMER:
        wanted = [Channel("their_need", "theirs", offers or about or needs, (RowRole.NEED,))]
    elif goal is Goal.PEERS:
        wanted = [Channel("same_need", "shared", needs or about, (RowRole.NEED, RowRole.ABOUT))]
    elif goal is Goal.CLUSTER:
        wanted = [
            Channel("their_offer", "mine", (*needs, *about, *offers), THEIR_OFFERS),
            customer,
        ]
    else:
        wanted = [solution, customer]
    return [channel for channel in wanted if channel.mine]


def _mine(seeker: Seeker, role: Role) -> tuple[tuple[Role, str], ...]:
    return tuple((role, text) for text in seeker.texts(role))


def with_context(text: str, context: str) -> str:
    """Return a text with what the request says beside it."""
    return f"{text}. {context}" if context else text


def encode(
    encoder: Encoder,
    found: list[Channel],
    name: str,
    sought: str,
    context: str = "",
    situation: str = "",
    questions: QuestionEncoder | None = None,
) -> tuple[list[Query], Vectors]:
    """Encode all statements of the channels and the whole text sought in one go.

    A description is searched together with the seeker's name, which often says what it is about.
    The same text is encoded once: a question is need, offer and whole in one. With a ``context``
    each vector is the middle between the text's and the context's: half of the questions that were
    graded say what they are about before they ask. An encoder of ``questions`` was trained on
    whole requests and reads the ``situation`` instead.
    Returns the queries and the vector of the whole text, float32 (1, dim).
    """
    texts = [
        f"{name}. {text}" if role is Role.ABOUT else text
        for channel in found
        for role, text in channel.mine
    ]
    asked = [*texts, sought, *([context] if context else [])]
    if questions is not None:
        asked = [situation or text for text in (*texts, sought)]
        context = ""
    distinct = {text: row for row, text in enumerate(dict.fromkeys(asked))}
    if questions is not None:
        encoded = questions.encode(list(distinct))
    else:
        encoded = encoder.encode(list(distinct), as_query=True)
    vectors = encoded[[distinct[text] for text in asked]]
    if context:
        middle = vectors[:-1] + vectors[-1]
        vectors = middle / np.linalg.norm(middle, axis=1, keepdims=True)
    queries, start = [], 0
    for channel in found:
        queries.append(Query(channel, vectors[start : start + len(channel.mine)]))
        start += len(channel.mine)
    return queries, vectors[-1:]


def retrieve(
    snapshot: Snapshot,
    queries: list[Query],
    whole: Vectors,
    words: NDArray[np.float32],
    allowed: Mask,
    depth: int,
) -> Slots:
    """Return the slots worth ranking, ascending: the best ``depth`` of each way of searching.

    Args:
        words: lexical score of each slot, float32 (capacity,).
        allowed: slots that keep every hard rule. Where no more than ``depth`` are allowed, all
            are returned: nobody who could be shown is lost.
    """
    slots = np.flatnonzero(allowed)
    if len(slots) <= depth:
        return slots
    found = [_nearest(snapshot, whole, (RowRole.WHOLE,), allowed, depth)]
    found += [_nearest(snapshot, q.vectors, q.channel.roles, allowed, depth) for q in queries]
    best = slots[np.argpartition(-words[slots], depth)[:depth]]
    found.append(best[words[best] > 0])
    return np.unique(np.concatenate(found))


def _nearest(
    snapshot: Snapshot, vectors: Vectors, roles: tuple[RowRole, ...], allowed: Mask, depth: int
) -> Slots:
    hits = snapshot.vectors.search(vectors, depth, snapshot.rows.mask(allowed, *roles))
    rows = np.concatenate(hits.ids) if hits.ids else np.zeros(0, dtype=np.int64)
    return snapshot.rows.slot[rows].astype(np.int64)
