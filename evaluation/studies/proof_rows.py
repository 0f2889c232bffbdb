"""The features of every graded pair, as the engine would see it: what `fit_proof` learns from.

    python -m evaluation.studies.proof_rows --sets ../shared/eval --vectors vectors.npz
        --out rows.npz

Encodes 44,000 texts at the first run (ten minutes on one processor), later none: the vectors are
kept in the program's cache.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from data.profiles import Kind, Profile
from evaluation.datasets import load_dataset
from evaluation.studies.graded import SETS, Question, load_questions
from matcher.proof.candidates import Candidate
from matcher.proof.coverage import Rarity, Sought
from matcher.proof.features import compare, matrix
from matcher.ranking.background import background_of
from matcher.ranking.features import Context, Likeness, Table, features
from matcher.reading.question import Understood, understand
from matcher.request import Goal, MatchRequest
from matcher.search.corpus import Corpus
from matcher.search.ingest import corpus_of
from matcher.search.retrieval import Seeker, channels, encode, with_context
from models.encoder import Vectors
from models.encoders.vector_cache import default_cache
from models.indexes.german import fold
from models.loading import EncoderSettings, open_encoder


class Gatherer:
    """Turns the engine's features into candidates for the proof."""

    def __init__(self, corpus: Corpus, profiles: Sequence[Profile]) -> None:
        snapshot = self._snapshot = corpus.snapshot
        self._background = background_of(corpus.encoder)
        said = ({fold(s.text) for s in p.statements} for p in profiles)
        self._times = Counter(text for some in said for text in some)
        texts = (" ".join([p.name, *(s.text for s in p.statements)]) for p in profiles)
        self.rarity = Rarity.of(texts)
        self._slots = {snapshot.catalog.profile(s).id: s for s, _ in snapshot.rows.groups()}
        self._all = np.zeros(snapshot.catalog.capacity, dtype=np.bool_)
        self._all[list(self._slots.values())] = True

    def candidates(
        self, asked: Understood, ids: Sequence[str], vector: Vectors | None = None
    ) -> Iterator[Candidate]:
        """Yield the organisations as candidates for what is asked, in ascending order of slots.

        ``vector``: the question's, (dim,), by a question encoder that has not seen it.
        """
        snapshot, topic = self._snapshot, asked.topic
        seeker = Seeker(None, topic, topic)
        slots = np.sort([self._slots[id] for id in ids]).astype(np.int64)
        found = channels(seeker, Goal.SOLUTION)
        queries, whole = encode(snapshot.encoder, found, "", topic, asked.context)
        if vector is not None:
            whole = vector[None]
            queries = [replace(q, vectors=np.repeat(whole, len(q.vectors), 0)) for q in queries]
        text = with_context(topic, asked.context)
        words = snapshot.words(text, self._all)
        field = snapshot.predictor.predict([text], whole, weighted=True)
        context = Context(seeker, Goal.SOLUTION, None, frozenset(), (), Likeness())
        table = features(snapshot, self._background, slots, queries, whole, words, field, context)
        for row, slot in enumerate(slots.tolist()):
            yield self._candidate(table, row, snapshot.catalog.profile(slot))

    def _candidate(self, table: Table, row: int, profile: Profile) -> Candidate:
        offers = table.matches[0]
        rows = slice(table.starts[row], table.starts[row + 1] - 1)  # the whole comes last
        statements = tuple(s.text for s in profile.statements)
        return Candidate(
            id=profile.id,
            name=profile.name,
            statements=statements,
            strengths=offers.strengths[rows].max(axis=1),
            profile=float(table.values["profile"][row]),
            words=float(table.values["words"][row]),
            field=float(table.values["field"][row]),
            commonness=tuple(self._times[fold(text)] for text in statements),
            is_research=profile.kind is Kind.RESEARCH,
        )


def write_rows(sets: Path, out: Path, vectors: Path) -> None:
    """Write the features of all pairs that a system found."""
    with np.load(vectors, allow_pickle=False) as file:
        known = dict(zip(file["ids"].tolist(), file["vectors"], strict=True))
    profiles = [d.profile for d in load_dataset(sets / SETS[0]).documents]
    encoder = open_encoder(EncoderSettings.from_environment(), default_cache())
    gatherer = Gatherer(corpus_of(profiles, encoder), profiles)
    values, grades, folds, questions, organisations = [], [], [], [], []
    for question in load_questions(sets):
        for id, row in _rows(gatherer, question, known[question.id]):
            values.append(row)
            grades.append(question.pooled[id])
            folds.append(question.fold)
            questions.append(question.id)
            organisations.append(id)
    np.savez(
        out,
        values=np.array(values),
        grades=np.array(grades),
        folds=np.array(folds),
        questions=np.array(questions),
        organisations=np.array(organisations),
    )


def _rows(
    gatherer: Gatherer, question: Question, vector: Vectors
) -> Iterator[tuple[str, np.ndarray]]:
    asked = understand(MatchRequest(question=question.text))
    sought = Sought.read(with_context(asked.topic, asked.context), gatherer.rarity)
    found = list(gatherer.candidates(asked, list(question.pooled), vector))
    compared = [compare(sought, candidate) for candidate in found]
    rows = matrix(compared, np.zeros(len(found)))
    for candidate, row in zip(found, rows, strict=True):
        yield candidate.id, row


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--vectors", type=Path, required=True, help="of `train_questions`")
    given = parser.parse_args()
    write_rows(given.sets, given.out, given.vectors)


if __name__ == "__main__":
    main()
