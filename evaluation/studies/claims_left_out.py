"""Whether the engine's claims are true, by weights and thresholds that have not seen the question.

    python -m evaluation.studies.claims_left_out --sets ../shared/eval --rows rows.npz
        --scores served_0.json --vectors vectors.npz --weights DIR --pair-model pairs-0

`fragen_dev` is asked in six parts; for each part weights, calibration and thresholds are fitted on
all other questions. Pair model and question encoder have seen none of them. Pairs of grade 0 count
as false claims; what nobody judged is counted apart.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import numpy as np

from evaluation.claims import SHOWN, Claims, lines
from evaluation.datasets import load_dataset
from evaluation.setting import Options, Setting
from evaluation.studies.fit_proof import build, part_of, read_rows
from evaluation.studies.graded import SETS, load_questions
from evaluation.studies.proof_tables import Graded
from matcher.engine import Matcher
from matcher.proof import ProofModel, Prover, load_rarity
from matcher.request import Viewer
from matcher.result import MatchResult
from matcher.search.ingest import corpus_of
from models.encoder import Vectors
from models.encoders.vector_cache import default_cache
from models.loading import EncoderSettings, open_encoder
from models.pairs.pair_model import PairModel, open_pair_model

OUTER = "x"
"""Salt of the parts asked, other than that of the parts within the fit."""
DEEPEST = 100


def fitted_without(rows: Graded, part: int) -> ProofModel:
    """Return weights, calibration and thresholds of all questions but one part of them."""
    parts = np.array([part_of(question, OUTER) for question in rows.questions])
    return build(rows.only(parts != part), f"without {part}", "left out")[0]


class Known:
    """Stands for the question encoder: the vector of the question at hand, made by others."""

    version = "left out"

    def __init__(self, vector: Vectors) -> None:
        self._vector = vector

    def encode(self, questions: Sequence[str]) -> Vectors:
        """Return the vector once a text, (questions, dim)."""
        return np.repeat(self._vector[None], len(questions), axis=0)


class Asking:
    """The engine, set anew for each question so that no part of it has seen the question."""

    def __init__(self, sets: Path, rows: Graded, pairs: PairModel, vectors: Path) -> None:
        with np.load(vectors, allow_pickle=False) as file:
            self._vectors = dict(zip(file["ids"].tolist(), file["vectors"], strict=True))
        self.questions = {question.id: question for question in load_questions(sets)}
        self._datasets = {name: load_dataset(sets / name) for name in SETS}
        encoder = open_encoder(EncoderSettings.from_environment(), default_cache())
        profiles = [document.profile for document in self._datasets[SETS[1]].documents]
        self._matcher = Matcher(corpus_of(profiles, encoder))
        self._rarity, self._pairs = load_rarity(), pairs
        parts = sorted({part_of(id, OUTER) for id in self.questions})
        self._models = {part: fitted_without(rows, part) for part in parts}

    def results(self, name: str, ids: Collection[str], k: int) -> Iterator[tuple[str, MatchResult]]:
        """Yield the answer to each of the questions of a set, with its Land as a rule."""
        dataset = self._datasets[name]
        setting = Setting(dataset, Options(where_from="land"), self._matcher)
        for query in dataset.queries:
            if query.id in ids:
                model = self._models[part_of(query.id, OUTER)]
                self._matcher._prover = Prover(model, self._rarity, self._pairs)
                self._matcher._questions = Known(self._vectors[query.id])  # type: ignore[assignment]
                request = setting.request(query, k)
                yield query.id, self._matcher.suggest(request, Viewer(everything=True))


def claims(asking: Asking) -> Claims:
    """Ask all questions of `fragen_dev`."""
    told = Claims()
    ids = [id for id in asking.questions if id.startswith("f")]
    start = time.perf_counter()
    for id, result in asking.results(SETS[1], ids, SHOWN):
        told.seconds.append(time.perf_counter() - start)
        told.add(result, asking.questions[id].grades)
        start = time.perf_counter()
    return told


def meant(asking: Asking) -> tuple[int, dict[int, float]]:
    """Return how many questions name an organisation, and how often it is among the first n.

    Only those that the pair model has not learnt from: fold 0, and those whose organisation no
    system found.
    """
    known = [q for q in asking.questions.values() if q.meant and not (q.meant_was_found and q.fold)]
    ids = {q.id: q.meant for q in known}
    places = []
    for id, result in asking.results(SETS[0], ids, DEEPEST):
        found = [s.profile_id for s in result.suggestions]
        places.append(found.index(str(ids[id])) if ids[id] in found else DEEPEST)
    return len(places), {n: float(np.mean([place < n for place in places])) for n in (10, 30, 100)}


def main() -> None:
    """Print the measures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=Path, required=True)
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("--scores", type=Path, nargs="+", required=True)
    parser.add_argument("--weights", type=Path, required=True, help="folder of the pair model")
    parser.add_argument("--pair-model", required=True, help="one that has seen none of them")
    parser.add_argument("--vectors", type=Path, required=True, help="of `train_questions`")
    given = parser.parse_args()
    pairs = open_pair_model(2, given.pair_model, given.weights)
    asking = Asking(given.sets, read_rows(given.rows, given.scores), pairs, given.vectors)
    number, shares = meant(asking)
    told = ", ".join(f"first {n} {share:.2f}" for n, share in shares.items())
    said = [*lines(claims(asking)), f"the organisation meant, of {number} questions: {told}"]
    sys.stdout.write("\n".join(said) + "\n")


if __name__ == "__main__":
    main()
