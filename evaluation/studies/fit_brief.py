"""Fit how surely needs of a few words are answered, on short queries that were graded by hand.

The curve is fitted on all of them; the tables measure by leaving out one tenth of the queries after
the other. What it bounds was fitted before, on whole requests.

    python -m evaluation.studies.fit_brief evaluation/short/sample.tsv=data/sample
        --version proof-6 --out models/weights/proof-6.json

A line of a file is query, id of the organisation and grade (0 no, 1 related, 2 worth a call), apart
by tabs; behind ``=`` stands the folder with the organisations. Without ``--out`` it only measures,
with ``--held-out FILE=FOLDER`` on queries that nothing was fitted on.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from evaluation.claims import GOOD, Truth
from evaluation.datasets import load_dataset
from evaluation.studies.fit_proof import curve
from matcher.engine import Matcher
from matcher.proof import Candidate, Claim, ProofModel, Prover, load_proof_model, load_rarity
from matcher.proof.brief import COLUMNS, brief_values
from matcher.proof.coverage import Sought
from matcher.proof.features import Compared
from matcher.request import MatchRequest, Viewer
from matcher.search.ingest import corpus_of
from models.encoder import Encoder
from models.encoders.vector_cache import default_cache
from models.loading import EncoderSettings, open_encoder
from models.pairs.pair_model import open_pair_model

Floats = NDArray[np.float64]
USED = tuple(name for name in COLUMNS if name != "offer")
"""`telling_offer` says nearly the same."""
FOLDS = 10
DEPTH = 10


@dataclass
class Pairs:
    """Graded pairs of short queries."""

    queries: list[str] = field(default_factory=list)
    grades: list[int] = field(default_factory=list)
    values: list[Floats] = field(default_factory=list)
    """Each (COLUMNS,)."""
    chances: list[float] = field(default_factory=list)
    """Before they are bounded."""

    @property
    def good(self) -> NDArray[np.bool_]:
        """Whether each is worth a call."""
        return np.array(self.grades) >= GOOD


class _Watched(Prover):
    """A prover that remembers what it saw of brief needs, and bounds nothing."""

    def __init__(self) -> None:
        model = load_proof_model()
        if model.brief is None:
            model = model.model_copy(update={"brief": model.alone})  # something to watch
        super().__init__(model, load_rarity(), open_pair_model(threads=1))
        self.seen: dict[str, tuple[float, Floats]] = {}

    def _bounded(
        self,
        pairs: Sequence[tuple[str, Candidate]],
        sought: Mapping[str, Sought],
        found: Sequence[Compared],
        chances: Floats,
    ) -> tuple[Floats, NDArray[np.bool_]]:
        for (need, candidate), compared, chance in zip(pairs, found, chances, strict=True):
            row = brief_values(sought[need], [compared], np.array([chance]))[0]
            self.seen[candidate.id] = float(chance), row
        return chances, np.zeros(len(pairs), dtype=np.bool_)


def read_pairs(sources: Sequence[str], encoder: Encoder) -> Pairs:
    """Return the pairs of files as the engine sees them; those it does not propose are left out."""
    pairs = Pairs()
    for source in sources:
        file, _, folder = source.partition("=")
        profiles = [document.profile for document in load_dataset(Path(folder)).documents]
        prover = _Watched()
        matcher = Matcher(corpus_of(profiles, encoder), prover=prover)
        for query, grades in _graded(Path(file)).items():
            prover.seen.clear()
            matcher.suggest(MatchRequest(question=query, k=DEPTH), Viewer())
            for id, grade in grades.items():
                if id in prover.seen:
                    chance, row = prover.seen[id]
                    pairs.queries.append(query)
                    pairs.grades.append(grade)
                    pairs.values.append(row)
                    pairs.chances.append(chance)
    return pairs


def _graded(path: Path) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for query, id, grade in csv.reader(file, delimiter="\t"):
            found.setdefault(query, {})[id] = int(grade)
    return found


def left_out(pairs: Pairs) -> Floats:
    """Return each pair's probability by a curve that has not seen its query, (pairs,)."""
    values, chances = np.array(pairs.values), np.array(pairs.chances)
    bounded = chances.copy()
    for seen, out in GroupKFold(FOLDS).split(values, pairs.good, pairs.queries):
        model = _with(values[seen], pairs.good[seen])
        bounded[out] = model.brief_probabilities(chances[out], values[out])
    return bounded


def _with(values: Floats, good: NDArray[np.bool_]) -> ProofModel:
    fitted = curve(values, good, COLUMNS, USED)
    return load_proof_model().model_copy(update={"brief": fitted})


def table(pairs: Pairs, chances: Floats, *, bounded: bool) -> list[str]:
    """Return how true each claim is that follows from probabilities."""
    model, found = load_proof_model(), dict[Claim, Truth]()
    for chance, grade in zip(chances.tolist(), pairs.grades, strict=True):
        found.setdefault(model.claim(chance, read=not bounded), Truth()).add(grade)
    lines = [f"  {claim}: {truth}" for claim, truth in sorted(found.items())]
    return [*lines, f"  AUC {roc_auc_score(pairs.good, chances):.3f}"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and write the weights where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", nargs="+", metavar="FILE=FOLDER")
    parser.add_argument("--held-out", nargs="*", default=(), metavar="FILE=FOLDER")
    parser.add_argument("--version")
    parser.add_argument("--out", type=Path)
    given: Any = parser.parse_args(arguments)
    encoder = open_encoder(EncoderSettings.from_environment(), default_cache())
    pairs = read_pairs(given.sources, encoder)
    say = [f"{len(pairs.grades)} pairs of {len(set(pairs.queries))} queries"]
    say += ["as whole requests:", *table(pairs, np.array(pairs.chances), bounded=False)]
    say += ["bounded, queries left out:", *table(pairs, left_out(pairs), bounded=True)]
    model = _with(np.array(pairs.values), pairs.good)
    if given.held_out:
        others = read_pairs(given.held_out, encoder)
        before = np.array(others.chances)
        after = model.brief_probabilities(before, np.array(others.values))
        say += [f"held out, {len(others.grades)} pairs:", *table(others, before, bounded=False)]
        say += ["held out, bounded:", *table(others, after, bounded=True)]
    sys.stdout.write("\n".join(say) + "\n")
    if given.out is not None:
        written = model.model_copy(update={"version": given.version or model.version})
        given.out.write_text(written.model_dump_json(indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
