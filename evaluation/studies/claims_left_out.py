"""Whether the engine's claims are true, by weights and thresholds that have not seen the question.

    python -m evaluation.studies.claims_left_out --sets ../shared/eval --rows rows.npz
        --scores served_0.json

`fragen_dev` is asked in six parts; for each part weights, calibration and thresholds are fitted on
all other questions. The pair model has seen none of them. Pairs of grade 0 count as false claims;
what nobody judged is counted apart.
"""

from __future__ import annotations

import argparse
import sys
import time
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
from matcher.search.ingest import corpus_of
from models.encoders.vector_cache import default_cache
from models.loading import EncoderSettings, open_encoder
from models.pairs.pair_model import PairModel, open_pair_model

OUTER = "x"
"""Salt of the parts asked, other than that of the parts within the fit."""


def fitted_without(rows: Graded, part: int) -> ProofModel:
    """Return weights, calibration and thresholds of all questions but one part of them."""
    parts = np.array([part_of(question, OUTER) for question in rows.questions])
    return build(rows.only(parts != part), f"without {part}", "left out")[0]


def measure(sets: Path, rows: Graded, pairs: PairModel) -> Claims:
    """Ask all questions of `fragen_dev` with their Land as a rule."""
    dataset = load_dataset(sets / SETS[1])
    grades = {question.id: question.grades for question in load_questions(sets)}
    encoder = open_encoder(EncoderSettings.from_environment(), default_cache())
    matcher = Matcher(corpus_of([d.profile for d in dataset.documents], encoder))
    setting = Setting(dataset, Options(where_from="land"), matcher)
    rarity, told = load_rarity(), Claims()
    parts = {part_of(query.id, OUTER) for query in dataset.queries}
    models = {part: fitted_without(rows, part) for part in sorted(parts)}
    for query in dataset.queries:
        matcher._prover = Prover(models[part_of(query.id, OUTER)], rarity, pairs)
        start = time.perf_counter()
        result = matcher.suggest(setting.request(query, SHOWN), Viewer(everything=True))
        told.seconds.append(time.perf_counter() - start)
        told.add(result, grades[query.id])
    return told


def main() -> None:
    """Print the measures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=Path, required=True)
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("--scores", type=Path, nargs="+", required=True)
    parser.add_argument("--weights", type=Path, required=True, help="folder of the pair model")
    parser.add_argument("--pair-model", required=True, help="one that has seen none of them")
    given = parser.parse_args()
    pairs = open_pair_model(2, given.pair_model, given.weights)
    told = measure(given.sets, read_rows(given.rows, given.scores), pairs)
    sys.stdout.write("\n".join(lines(told)) + "\n")


if __name__ == "__main__":
    main()
