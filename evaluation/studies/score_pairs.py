"""The logits of the pair model as it is served (int8) on graded pairs it has not learnt from.

    python -m evaluation.studies.score_pairs --sets ../shared/eval --fold 0 --out scores.json

The calibration has to be fitted on these: int8 moves the logits of twelve layers by .4 on average.
"""

from __future__ import annotations

import argparse
import json
from itertools import groupby
from pathlib import Path

from evaluation.studies.pair_data import load_pairs
from models.bundled.layers import WEIGHTS
from models.pairs.pair_model import SHIPPED, open_pair_model


def main() -> None:
    """Write a row (question, organisation, grade, logit) for each pair."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--fold", default="0", help="the fold whose model is shipped")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="folder of the pair model")
    parser.add_argument("--pair-model", default=SHIPPED)
    parser.add_argument("--kinds", default="tuvw+", help="the kinds of questions it learnt from")
    given = parser.parse_args()
    model = open_pair_model(2, given.pair_model, given.weights)
    held = [
        pair
        for pair in load_pairs(given.sets)
        if pair.original and not pair.learns(given.kinds, given.fold)
    ]
    rows = []
    for _, group in groupby(held, key=lambda pair: pair.question):
        some = list(group)
        logits = model.logits_of([pair.ids for pair in some]).tolist()
        rows += [
            [pair.question, pair.organisation, pair.grade, logit]
            for pair, logit in zip(some, logits, strict=True)
        ]
    given.out.write_text(json.dumps(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
