"""The engine: the only file that knows the order of the steps.

request → read → constraints (allowed) → encode → retrieve → features → rank → prove → diversify
→ explain → result

Each answer reads one snapshot of the profiles from beginning to end and waits for nobody.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from copy import copy
from dataclasses import replace
from importlib.metadata import version
from itertools import islice
from typing import Self

import numpy as np

from data import clock
from matcher.explain.answer import Found, Ranking, ranking_of, result_of, shown_ids
from matcher.explain.gathering import Asking, gather
from matcher.explain.proving import prove_all, prover_of, reorder
from matcher.proof import Prover
from matcher.ranking.background import background_of
from matcher.ranking.context import context_of
from matcher.ranking.features import features
from matcher.ranking.ranker import DEFAULT, RankingConfig, choose, rank
from matcher.ranking.twins import once
from matcher.reading.asked import Asked, Encoded, encode_asked, read_request
from matcher.request import MatchRequest, Viewer
from matcher.result import MatchResult, Versions
from matcher.search.corpus import Corpus
from matcher.search.data_version import data_version
from matcher.search.retrieval import retrieve
from matcher.search.rules import seen, with_ids
from matcher.search.snapshot import Snapshot
from models.questions.question_encoder import question_encoder_of

_PROGRAM = version("partnermatch")
MIN_DEPTH = 300
"""Candidates that each way of searching contributes at least."""


class Matcher:
    """Answers match requests over a corpus. Safe for threads; nobody waits for a change."""

    def __init__(
        self,
        corpus: Corpus,
        config: RankingConfig = DEFAULT,
        today: Callable[[], dt.date] = clock.today,
        prover: Prover | None = None,
    ) -> None:
        """Without ``prover`` claims are proved by the one that is shipped for the encoder."""
        self.corpus = corpus
        self.config = config
        self._today = today
        self._held: Snapshot | None = None
        self._background = background_of(corpus.encoder)
        self._prover = prover or prover_of(corpus.encoder)
        self._questions = question_encoder_of(corpus.encoder)

    @property
    def snapshot(self) -> Snapshot:
        """The profiles that the next answer reads."""
        return self._held or self.corpus.snapshot

    def still(self, snapshot: Snapshot | None = None) -> Self:
        """Return this engine over the profiles as they are now, for several answers that agree.

        Changes of profiles do not reach it. With a ``snapshot`` it reads that one.
        """
        other = copy(self)
        other._held = snapshot or self.snapshot
        return other

    def suggest(
        self, request: MatchRequest, viewer: Viewer, within: Collection[str] | None = None
    ) -> MatchResult:
        """Answer a request with reasons, with profiles ``within`` alone if given.

        Raises:
            NotFoundError: the seeker does not exist for this viewer.
            RequestError: a rule or the seeker cannot be used.
        """
        engine = self.still()
        found = engine._answer(request, viewer, within, claims=True)
        return result_of(found, engine.versions(viewer))

    def rank(
        self,
        request: MatchRequest,
        viewer: Viewer,
        within: Collection[str] | None = None,
        *,
        claims: bool = False,
    ) -> Ranking:
        """Return the ranking alone, among the profiles ``within`` if given.

        Without ``claims`` nothing is proved but what the order rests on, and `Ranking.fitting` may
        rest on likeness.
        """
        return ranking_of(self._answer(request, viewer, within, claims=claims))

    @property
    def is_proving(self) -> bool:
        """Whether claims are proved; otherwise they rest on likeness alone."""
        return self._prover is not None

    def allowed(self, request: MatchRequest, viewer: Viewer) -> list[str]:
        """Return the ids of all profiles that keep every hard rule of a request."""
        snapshot = self.snapshot
        allowed = read_request(snapshot, request, viewer, self._today()).allowed.allowed
        return list(shown_ids(snapshot.catalog, np.flatnonzero(allowed).tolist(), viewer))

    def sought(self, request: MatchRequest, viewer: Viewer) -> str:
        """Return the text that the request's seeker is searched by as a whole."""
        asked = read_request(self.snapshot, request, viewer, self._today())
        return asked.seeker.sought(asked.goal)

    def _answer(
        self,
        request: MatchRequest,
        viewer: Viewer,
        within: Collection[str] | None,
        *,
        claims: bool,
    ) -> Found:
        """Go through all steps.

        A ranking alone claims nothing: without ``claims`` it is proved only where that orders it.
        """
        snapshot = self.snapshot
        asked = read_request(snapshot, request, viewer, self._today())
        encoded = encode_asked(snapshot, asked, self._questions)
        found = self._ranked(self._begun(snapshot, request, asked), encoded, within)
        if self._prover is not None and (claims or found.is_proved):
            proofs = prove_all(self._prover, self._askings(found), typed=asked.read.asks)
            found = replace(found, proofs=proofs)
        return self._ordered(found)

    def _begun(self, snapshot: Snapshot, request: MatchRequest, asked: Asked) -> Found:
        seat, catalog = asked.read.origin, snapshot.catalog
        context = context_of(catalog, request, asked.seeker, asked.goal, asked.allowed, seat)
        return Found(snapshot, request, asked, context)

    def _ranked(self, found: Found, encoded: Encoded, within: Collection[str] | None) -> Found:
        """Retrieve the candidates and rank them; nothing happens where nobody is allowed."""
        snapshot, context, allowed = found.snapshot, found.context, found.asked.allowed
        queries, whole, examples = encoded.queries, encoded.whole, context.likeness
        candidates = allowed.allowed
        if within is not None:
            candidates = candidates & with_ids(snapshot.catalog, within, allowed.viewer)
        if not candidates.any():
            return found
        words = snapshot.words(encoded.sought, allowed.seen)
        depth = max(MIN_DEPTH, 3 * found.request.k)
        slots = retrieve(snapshot, queries, whole, words, candidates, depth)
        slots = examples.near(snapshot, slots, candidates, depth)
        table = features(
            snapshot, self._background, slots, queries, whole, words, encoded.field, context
        )
        ids = list(shown_ids(snapshot.catalog, slots.tolist(), allowed.viewer))
        moved = examples.addends(snapshot, self._background, slots)
        return replace(
            found, table=table, ranked=rank(table, ids, context.goal, self.config, moved)
        )

    def _askings(self, found: Found) -> list[Asking]:
        """Return what the prover reads, nothing where nobody is allowed."""
        if found.table is None or found.ranked is None:
            return []
        asked = found.asked
        viewer = asked.allowed.viewer
        return gather(found.snapshot, asked.seeker, asked.goal, found.table, found.ranked, viewer)

    def _ordered(self, found: Found) -> Found:
        """Return the candidates in their final order."""
        table, ranked, request = found.table, found.ranked, found.request
        if table is None or ranked is None:
            return found
        if found.proofs is not None and found.is_proved:
            ranked = reorder(table, ranked, found.proofs, self.config)
        catalog, viewer = found.snapshot.catalog, found.asked.allowed.viewer
        each = ((p, seen(catalog, int(table.slots[p]), viewer)) for p in ranked.order.tolist())
        is_mixed = request.diversity > 0 or request.max_per_kind is not None
        depth = max(MIN_DEPTH, 3 * request.k) if is_mixed else request.k
        pool = np.array(list(islice(once(each), depth)), dtype=np.int64)
        chosen = choose(found.snapshot, self._background, table, ranked, pool, request)
        return replace(found, ranked=ranked, chosen=chosen)

    def versions(self, viewer: Viewer) -> Versions:
        """Return what the results of a viewer are made with."""
        encoders = [self.corpus.encoder.fingerprint]
        if self._questions is not None:
            encoders.append(self._questions.version)
        return Versions(
            program=_PROGRAM,
            encoder="+".join(encoders),
            ranker=self.config.version,
            proof=self._prover.version if self._prover else None,
            data_version=data_version(self.snapshot.catalog, viewer),
        )
