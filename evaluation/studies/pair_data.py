"""The graded questions as token ids of pairs, as the pair model reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from data.profiles import clean_text
from evaluation.studies.graded import (
    DEV_FOLD,
    Organisation,
    Question,
    load_organisations,
    load_questions,
)
from matcher.reading.question import understand
from matcher.request import MatchRequest
from models.bundled.folder import PIECES, bundled_model
from models.encoder import Vectors
from models.encoders.vector_cache import default_cache
from models.loading import EncoderSettings, open_encoder
from models.pairs.pair_text import PairTokenizer, partner_text

TARGETS = {0: 0.02, 1: 0.15, 2: 0.80, 3: 0.98}
"""What a grade asks of the probability."""
GOOD_WEIGHT = 2.0


@dataclass(frozen=True)
class Pair:
    """One question with one organisation."""

    question: str
    organisation: str
    fold: int
    kind: str
    """Letter of the question; ``+`` or ``-`` behind v and w: whether the meant one was found."""
    grade: int
    pooled: bool
    """Whether a system found the organisation."""
    original: bool
    """Whether the question is in its own words; else its topic alone."""
    ids: tuple[int, ...]

    @property
    def target(self) -> float:
        """The probability to be learnt."""
        return TARGETS[self.grade]

    @property
    def weight(self) -> float:
        """Good pairs are rare and count twice."""
        return GOOD_WEIGHT if self.grade >= 2 else 1.0

    def learns(self, kinds: str, fold: str) -> bool:
        """Whether a model of this fold ("0", "1", "2", "all") may learn from the pair."""
        if not self.pooled or (self.kind.endswith("-") and "-" not in kinds):
            return False
        return fold == "all" or self.fold not in (DEV_FOLD, int(fold))


def load_pairs(sets: Path) -> list[Pair]:
    """Return all graded pairs, each with the question as it is and, if other, with its topic."""
    questions, organisations = load_questions(sets), load_organisations(sets)
    nearness = _Nearness(questions, organisations)
    tokenizer = PairTokenizer(bundled_model([PIECES]) / PIECES)
    found: list[Pair] = []
    for question in questions:
        judged = [organisations[o] for o in question.grades]
        texts = [partner_text(o.name, o.statements, nearness(question, o)) for o in judged]
        for text in dict.fromkeys((question.text, topic_of(question))):
            ids = tokenizer.pairs(text, texts)
            original = text == question.text
            found += [
                _pair(question, o, original, tokens) for o, tokens in zip(judged, ids, strict=True)
            ]
    return found


def topic_of(question: Question) -> str:
    """Return what is searched for of a question: without its frame and places."""
    return understand(MatchRequest(question=question.text)).topic


def _pair(question: Question, one: Organisation, original: bool, ids: Sequence[int]) -> Pair:
    found = question.meant is not None and question.meant_was_found
    mark = "" if question.meant is None else "+" if found else "-"
    return Pair(
        question=question.id,
        organisation=one.id,
        fold=question.fold,
        kind=question.id[0] + mark,
        grade=question.grades[one.id],
        pooled=one.id in question.pooled,
        original=original,
        ids=tuple(ids),
    )


class _Nearness:
    """Cosines of the questions with the statements of the organisations graded."""

    def __init__(
        self, questions: Sequence[Question], organisations: Mapping[str, Organisation]
    ) -> None:
        encoder = open_encoder(EncoderSettings(threads=1), default_cache())
        asked = [question.text for question in questions]
        judged = {o for question in questions for o in question.grades}
        said = sorted({s for o in judged for s in organisations[o].statements})
        self._asked = dict(zip(asked, encoder.encode(asked, as_query=True), strict=True))
        cleaned = [str(clean_text(text)) for text in said]
        self._said: dict[str, Vectors] = dict(zip(said, encoder.encode(cleaned), strict=True))

    def __call__(self, question: Question, one: Organisation) -> np.ndarray:
        """Return the cosine of each statement, (statements,)."""
        vectors = np.array([self._said[text] for text in one.statements])
        if not len(vectors):
            return np.zeros(0)
        return np.asarray(vectors @ self._asked[question.text], dtype=np.float64)
