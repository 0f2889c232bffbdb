"""What is asked: a request as it is understood, who keeps its rules, and what is sought."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from scipy.sparse import csr_matrix

from data.errors import NotFoundError
from matcher.reading.question import Understood, understand
from matcher.request import Goal, MatchRequest, Viewer
from matcher.search.retrieval import Query, Seeker, channels, encode, with_context
from matcher.search.rules import Allowed, apply, can_be_kept, seen, slot_of, workable
from matcher.search.snapshot import Snapshot
from matcher.search.vocabulary import vocabulary_of
from matcher.visibility.veil import without_withheld
from models.encoder import Vectors
from models.questions.question_encoder import QuestionEncoder


@dataclass(frozen=True)
class Asked:
    """A request as it was understood, and who keeps its rules."""

    read: Understood
    goal: Goal
    seeker: Seeker
    allowed: Allowed


@dataclass(frozen=True)
class Encoded:
    """What is sought, as vectors."""

    sought: str
    queries: list[Query]
    whole: Vectors
    field: csr_matrix
    """Sectors that the text speaks of, (1, classes)."""


def read_request(
    snapshot: Snapshot, request: MatchRequest, viewer: Viewer, today: dt.date
) -> Asked:
    """Understand a request and apply its rules.

    Raises:
        NotFoundError: the seeker does not exist for this viewer.
        RequestError: a rule or the seeker cannot be used.
    """
    read = understand(
        request, lambda word, others: vocabulary_of(snapshot, viewer).meant_by(word, others)
    )
    catalog, goal = snapshot.catalog, request.goal or read.goal or request.effective_goal
    if request.goal is None and not can_be_kept(catalog, goal, viewer):
        goal = request.effective_goal
    seeker = _seeker(snapshot, request, read, viewer)
    allowed = apply(
        catalog,
        (*request.constraints, *workable(catalog, read.rules, viewer)),
        seeker.profile,
        viewer,
        today,
        request.language,
        goal,
    )
    return Asked(read, goal, seeker, allowed)


def _seeker(snapshot: Snapshot, request: MatchRequest, read: Understood, viewer: Viewer) -> Seeker:
    if request.profile_id is None:
        question = read.question or None
        if request.profile is not None:
            return Seeker(request.profile, question, read.topic, read.needs)
        context = read.context, read.situation
        return Seeker(None, question, read.topic, read.needs, *context)
    slot = slot_of(snapshot.catalog, request.profile_id, viewer)
    if slot is None:
        raise NotFoundError(
            f"Das Profil '{request.profile_id}' gibt es nicht.",
            f"There is no profile '{request.profile_id}'.",
        )
    return Seeker(without_withheld(seen(snapshot.catalog, slot, viewer)), None)


def encode_asked(snapshot: Snapshot, asked: Asked, questions: QuestionEncoder | None) -> Encoded:
    """Turn what is sought into vectors; ``questions`` reads a question as a whole."""
    seeker, goal = asked.seeker, asked.goal
    name = seeker.profile.name if seeker.profile is not None else ""
    sought = seeker.sought(goal)
    queries, whole = encode(
        snapshot.encoder,
        channels(seeker, goal),
        name,
        sought,
        seeker.context,
        seeker.situation,
        questions if seeker.profile is None and asked.read.asks else None,
    )
    sought = with_context(sought, seeker.context)
    field = snapshot.predictor.predict([sought], whole, weighted=True)
    return Encoded(sought, queries, whole, field)
