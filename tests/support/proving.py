"""An engine that proves by shared letters, for tests of what follows from a proof."""

from __future__ import annotations

from collections.abc import Sequence

from data.profiles import Profile
from matcher.engine import Matcher
from matcher.proof import ProofModel, Prover, Rarity
from matcher.proof.model import Curve, Thresholds
from matcher.search.ingest import corpus_of
from models.pairs.testing import SharedLetters
from models.testing import HashingEncoder

ENCODER = HashingEncoder()


def proof_model() -> ProofModel:
    """Return a model that believes the pair scorer alone."""
    alone = Curve(columns=("covered",), centre=(0.0,), spread=(1.0,), weights=(2.0,), bias=-1.0)
    paired = Curve(columns=("pair",), centre=(0.0,), spread=(1.0,), weights=(1.0,), bias=0.0)
    anything = Curve(
        columns=("best", "mean"), centre=(0, 0), spread=(1, 1), weights=(1.0, 0.0), bias=0.0
    )
    return ProofModel(
        version="test",
        pair_model=None,
        paired=paired,
        alone=alone,
        anything=anything,
        thresholds=Thresholds(answers=0.7, touches=0.4, anything=0.3),
    )


def proving_matcher(profiles: Sequence[Profile]) -> Matcher:
    """Return an engine over profiles that claims what shares its letters."""
    matcher = Matcher(corpus_of(profiles, ENCODER))
    texts = (" ".join(s.text for s in profile.statements) for profile in profiles)
    matcher._prover = Prover(proof_model(), Rarity.of(texts), SharedLetters())
    return matcher
