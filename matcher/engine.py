"""The engine: the only file that knows the order of the steps.

request → read → constraints (allowed) → retrieve → features → rank → prove → diversify → explain
→ result
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from data import clock
from data.errors import NotFoundError
from data.places.regions import load_regions
from matcher.explain.proving import Pool, Proofs, SaidTexts, gather, prove_pool, prover_of, reorder
from matcher.explain.reasons import Explainer, hints
from matcher.explain.relaxation import relaxation
from matcher.ranking.background import background_of
from matcher.ranking.features import Context, Floats, Table, features, likeness_of
from matcher.ranking.ranker import DEFAULT, Ranked, RankingConfig, diversify, rank
from matcher.reading.question import Understood, understand
from matcher.request import Constraint, Goal, MatchRequest, Rule, Viewer
from matcher.result import FITTING, Claim, MatchResult, Suggestion, Versions
from matcher.search.catalog import points
from matcher.search.corpus import Corpus, RowRole
from matcher.search.data_version import data_version
from matcher.search.retrieval import Query, Seeker, channels, encode, retrieve, with_context
from matcher.search.rules import (
    Allowed,
    apply,
    can_be_kept,
    origin,
    seen,
    slot_of,
    with_ids,
    workable,
)
from matcher.search.vocabulary import Vocabularies
from matcher.visibility.veil import without_withheld
from models.encoder import Vectors
from models.questions.question_encoder import question_encoder_of

_PROGRAM = version("partnermatch")
MIN_DEPTH = 300
"""Candidates that each way of searching contributes at least."""


@dataclass(frozen=True)
class Ranking:
    """The best partners without explanations."""

    ids: tuple[str, ...]
    scores: tuple[float, ...]
    sums: tuple[float, ...]
    """Weighted sums before calibration."""
    fitting: tuple[bool, ...]
    """Whether each is called at least a good fit."""
    features: Mapping[str, Floats]
    """What the ranker saw, each float64 (ids,)."""


@dataclass(frozen=True)
class _Asked:
    """A request as it was understood, and who keeps its rules."""

    read: Understood
    goal: Goal
    seeker: Seeker
    allowed: Allowed


@dataclass(frozen=True)
class _Found:
    """What the steps up to the ranking produced."""

    request: MatchRequest
    asked: _Asked
    context: Context
    table: Table | None = None
    ranked: Ranked | None = None
    proofs: Proofs | None = None
    """None where no need was sought, or no prover is measured for the encoder."""
    chosen: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    """Positions in the table, best first."""


@dataclass(frozen=True)
class _Encoded:
    """What is sought, as vectors."""

    sought: str
    queries: list[Query]
    whole: Vectors
    field: csr_matrix
    """Sectors that the text speaks of, (1, classes)."""


_Answer = TypeVar("_Answer")


class Matcher:
    """Answers match requests over a corpus. Safe for threads."""

    def __init__(
        self,
        corpus: Corpus,
        config: RankingConfig = DEFAULT,
        today: Callable[[], dt.date] = clock.today,
    ) -> None:
        self.corpus = corpus
        self.config = config
        self._today = today
        self._background = background_of(corpus.encoder)
        self._prover = prover_of(corpus.encoder)
        self._questions = question_encoder_of(corpus.encoder)
        self._said = SaidTexts()
        self._words = Vocabularies()

    def suggest(
        self, request: MatchRequest, viewer: Viewer, within: Collection[str] | None = None
    ) -> MatchResult:
        """Answer a request with reasons, with profiles ``within`` alone if given.

        Raises:
            NotFoundError: the seeker does not exist for this viewer.
            RequestError: a rule or the seeker cannot be used.
        """
        return self._answer(request, viewer, within, self._result, claims=True)

    def rank(
        self, request: MatchRequest, viewer: Viewer, within: Collection[str] | None = None
    ) -> Ranking:
        """Return the ranking alone, among the profiles ``within`` if given."""
        return self._answer(
            request, viewer, within, lambda found: self._ranking(found, viewer), claims=False
        )

    def _ranking(self, found: _Found, viewer: Viewer) -> Ranking:
        if found.table is None or found.ranked is None:
            return Ranking((), (), (), (), {})
        chosen, ranked = found.chosen, found.ranked
        slots = found.table.slots[chosen].tolist()
        return Ranking(
            ids=self._ids(slots, viewer),
            scores=tuple(ranked.scores[chosen].tolist()),
            sums=tuple(ranked.sums[chosen].tolist()),
            fitting=_fitting(found),
            features={name: values[chosen] for name, values in found.table.values.items()},
        )

    def _ids(self, slots: Collection[int], viewer: Viewer) -> tuple[str, ...]:
        """Return the ids under which the viewer knows profiles."""
        return tuple(seen(self.corpus.catalog, int(slot), viewer).id for slot in slots)

    def allowed(self, request: MatchRequest, viewer: Viewer) -> list[str]:
        """Return the ids of all profiles that keep every hard rule of a request."""
        with self.corpus.lock:
            allowed = self._rules(request, viewer).allowed
            return list(self._ids(np.flatnonzero(allowed.allowed).tolist(), viewer))

    def sought(self, request: MatchRequest, viewer: Viewer) -> str:
        """Return the text that the request's seeker is searched by as a whole."""
        with self.corpus.lock:
            asked = self._rules(request, viewer)
            return asked.seeker.sought(asked.goal)

    def _answer(
        self,
        request: MatchRequest,
        viewer: Viewer,
        within: Collection[str] | None,
        made: Callable[[_Found], _Answer],
        *,
        claims: bool,
    ) -> _Answer:
        """Go through all steps. The models read outside the lock, so that nobody waits for them.

        If profiles changed meanwhile, all is done once more while nothing can change.
        """
        for waits in (nullcontext(), self.corpus.lock):
            with waits:
                with self.corpus.lock:
                    edition, asked = self.corpus.edition, self._rules(request, viewer)
                encoded = self._encode(asked)
                with self.corpus.lock:
                    if self.corpus.edition != edition:
                        continue
                    found = self._find(request, asked, encoded, viewer, within)
                    # A ranking alone claims nothing: it is proved only where that orders it.
                    pool = self._gather(found, viewer) if claims or _is_proved(found) else None
                proofs = prove_pool(self._prover, pool) if self._prover and pool else None
                with self.corpus.lock:
                    if self.corpus.edition != edition:
                        continue
                    return made(self._ordered(found, proofs))
        raise RuntimeError("nothing changes while the lock is held")

    def _encode(self, asked: _Asked) -> _Encoded:
        seeker, goal = asked.seeker, asked.goal
        name = seeker.profile.name if seeker.profile is not None else ""
        sought = seeker.sought(goal)
        found = channels(seeker, goal)
        questions = self._questions if seeker.profile is None and asked.read.asks else None
        queries, whole = encode(
            self.corpus, found, name, sought, seeker.context, seeker.situation, questions
        )
        sought = with_context(sought, seeker.context)
        field = self.corpus.predictor.predict([sought], whole, weighted=True)
        return _Encoded(sought, queries, whole, field)

    def _find(
        self,
        request: MatchRequest,
        asked: _Asked,
        encoded: _Encoded,
        viewer: Viewer,
        within: Collection[str] | None,
    ) -> _Found:
        corpus, seeker, allowed, goal = self.corpus, asked.seeker, asked.allowed, asked.goal
        rules = [rule.constraint for rule in allowed.rules]
        candidates = allowed.allowed
        if within is not None:
            candidates = candidates & with_ids(corpus.catalog, within, viewer)
        preferences = tuple(rule for rule in allowed.rules if not rule.is_must)
        examples = likeness_of(corpus.catalog, request, viewer)
        around = _origin(rules, seeker, asked.read.origin)
        context = Context(seeker, goal, around, _asked(rules), preferences, examples)
        if not candidates.any():
            return _Found(request, asked, context)
        queries, whole = encoded.queries, encoded.whole
        words = corpus.words(encoded.sought, allowed.seen)
        depth = max(MIN_DEPTH, 3 * request.k)
        slots = retrieve(corpus, queries, whole, words, candidates, depth)
        slots = examples.near(corpus, slots, candidates, depth)
        table = features(
            corpus, self._background, slots, queries, whole, words, encoded.field, context
        )
        names = list(self._ids(slots.tolist(), viewer))
        moved = examples.addends(corpus, self._background, slots)
        return _Found(request, asked, context, table, rank(table, names, goal, self.config, moved))

    def _gather(self, found: _Found, viewer: Viewer) -> Pool | None:
        """Return what the prover reads, None where nothing is proved."""
        if self._prover is None or found.table is None or found.ranked is None:
            return None
        said = self._said.of(self.corpus)
        return gather(self.corpus, said, found.asked.seeker, found.table, found.ranked, viewer)

    def _ordered(self, found: _Found, proofs: Proofs | None) -> _Found:
        """Return the candidates in their final order, with what was proved."""
        table, ranked, request = found.table, found.ranked, found.request
        if table is None or ranked is None:
            return found
        if proofs is not None and _is_proved(found):
            ranked = reorder(table, ranked, proofs, self.config)
        chosen = self._choose(request, table, ranked)
        return replace(found, ranked=ranked, proofs=proofs, chosen=chosen)

    def _rules(self, request: MatchRequest, viewer: Viewer) -> _Asked:
        read = understand(
            request,
            lambda word, others: self._words.of(self.corpus, viewer).meant_by(word, others),
        )
        catalog, goal = self.corpus.catalog, request.goal or read.goal or request.effective_goal
        if request.goal is None and not can_be_kept(catalog, goal, viewer):
            goal = request.effective_goal
        seeker = self._seeker(request, read, viewer)
        allowed = apply(
            catalog,
            (*request.constraints, *workable(catalog, read.rules, viewer)),
            seeker.profile,
            viewer,
            self._today(),
            request.language,
            goal,
        )
        return _Asked(read, goal, seeker, allowed)

    def _seeker(self, request: MatchRequest, read: Understood, viewer: Viewer) -> Seeker:
        if request.profile_id is None:
            question = read.question or None
            if request.profile is not None:
                return Seeker(request.profile, question, read.topic, read.needs)
            context = read.context, read.situation
            return Seeker(None, question, read.topic, read.needs, *context)
        catalog = self.corpus.catalog
        slot = slot_of(catalog, request.profile_id, viewer)
        if slot is None:
            raise NotFoundError(
                f"Das Profil '{request.profile_id}' gibt es nicht.",
                f"There is no profile '{request.profile_id}'.",
            )
        return Seeker(without_withheld(seen(catalog, slot, viewer)), None)

    def _choose(self, request: MatchRequest, table: Table, ranked: Ranked) -> NDArray[np.int64]:
        if request.diversity == 0 and request.max_per_kind is None:
            return ranked.order[: request.k]
        pool = ranked.order[: max(MIN_DEPTH, 3 * request.k)]
        rows = self.corpus.rows.of_slots(table.slots[pool])
        wholes = rows[self.corpus.rows.role[rows] == RowRole.WHOLE]
        vectors = self.corpus.vectors.vectors(wholes)
        similar = self._background.strength(vectors, vectors)
        kinds = [str(self.corpus.catalog.profile(int(s)).kind) for s in table.slots[pool]]
        return diversify(
            pool,
            ranked.scores,
            similar,
            kinds,
            request.k,
            request.diversity,
            request.max_per_kind,
        )

    def _result(self, found: _Found) -> MatchResult:
        asked, request = found.asked, found.request
        allowed = asked.allowed
        missing = request.k - int(allowed.allowed.sum())
        relax = None
        if missing > 0:
            relax = relaxation(
                self.corpus.catalog, allowed, asked.seeker.profile, missing, request.language
            )
        suggestions: tuple[Suggestion, ...] = ()
        considered = 0
        if found.table is not None and found.ranked is not None:
            explainer = Explainer(
                self.corpus,
                found.context,
                allowed,
                found.table,
                found.ranked,
                found.proofs,
                request.language,
            )
            suggestions = tuple(
                explainer.suggestion(place, int(candidate))
                for place, candidate in enumerate(found.chosen, start=1)
            )
            considered = len(found.table.slots)
        return MatchResult(
            suggestions=suggestions,
            visible=int(allowed.visible.sum()),
            allowed=int(allowed.allowed.sum()),
            considered=considered,
            constraints=tuple(rule.constraint for rule in allowed.rules),
            understood=len(allowed.rules) - len(request.constraints),
            goal=asked.goal,
            nothing_fits=found.proofs is not None and found.proofs.nothing_fits,
            needs=asked.read.needs if request.question else (),
            unsure=asked.read.unsure,
            rejected_by=allowed.rejected_by,
            relax=relax,
            hints=hints(
                asked.seeker,
                asked.goal,
                not any(s.is_fitting for s in suggestions),
                request.language,
            ),
            versions=self.versions(allowed.viewer),
        )

    def versions(self, viewer: Viewer) -> Versions:
        """Return what the results of a viewer are made with."""
        with self.corpus.lock:
            data = data_version(self.corpus.catalog, viewer)
        return Versions(
            program=_PROGRAM,
            encoder="+".join(
                [self.corpus.encoder.fingerprint]
                + ([self._questions.version] if self._questions else [])
            ),
            ranker=self.config.version,
            proof=self._prover.version if self._prover else None,
            data_version=data,
        )


def _is_proved(found: _Found) -> bool:
    """Say whether the order follows the proofs: for questions that ask for somebody who can."""
    asked = found.asked
    sought = asked.goal is Goal.SOLUTION or (
        asked.goal is Goal.PARTNER and asked.seeker.profile is None
    )
    return asked.read.asks and bool(found.request.question) and sought


def _fitting(found: _Found) -> tuple[bool, ...]:
    """Return of which candidates it is said that they fit at least."""
    if found.proofs is None:
        scores = found.ranked.scores[found.chosen] if found.ranked is not None else np.zeros(0)
        return tuple((scores >= FITTING).tolist())
    proofs = (found.proofs.by_candidate.get(position) for position in found.chosen.tolist())
    return tuple(proof is not None and proof.claim is not Claim.NEAR for proof in proofs)


def _origin(
    rules: Sequence[Constraint], seeker: Seeker, seat: str | None
) -> tuple[float, float] | None:
    """Return where distances are measured from: a radius rule's place, else the seeker's seat."""
    for constraint in rules:
        if constraint.rule is Rule.RADIUS and constraint.match != "none":
            return origin(constraint)
    if seat is not None:
        return load_regions().point(load_regions().resolve(seat))
    found = points(seeker.profile.places) if seeker.profile is not None else []
    return found[0] if found else None


def _asked(rules: Sequence[Constraint]) -> frozenset[str]:
    """Return the keys of the regions that partners are wanted in."""
    wanted = (r for r in rules if r.rule is Rule.REGION and r.match != "none")
    regions = (load_regions().resolve(value) for rule in wanted for value in rule.values)
    return frozenset(key for region in regions for key in region.keys)
