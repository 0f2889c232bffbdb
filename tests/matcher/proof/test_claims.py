from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from matcher.proof import Candidate, Claim, ProofModel, Proved, Prover, Rarity
from matcher.proof.coverage import Sought, content_words, parts_of, runs
from matcher.proof.features import FEATURES, compare, matrix
from matcher.proof.generic import commonness, phrase_share, says_only
from matcher.proof.model import NAME_ALONE, Curve, Thresholds
from models.pairs.testing import SharedLetters

TEXTS = [
    "Elektropolieren von Edelstahl",
    "Erweiterung einer Betriebsstätte",
    "Entwicklung eines Verfahrens",
    "Entwicklung einer Software",
    "Sensoren für Feuchte in Gebäuden",
]
NEED = "Wer kann Edelstahlgeländer elektropolieren?"


@pytest.fixture
def rarity() -> Rarity:
    return Rarity.of(TEXTS)


def candidate(id: str, name: str, *statements: str, common: int = 1) -> Candidate:
    return Candidate(
        id=id,
        name=name,
        statements=statements,
        strengths=np.full(len(statements), 0.5),
        profile=0.5,
        words=0.2,
        field=0.1,
        commonness=(common,) * len(statements),
    )


def prove(prover: Prover, need: str, candidates: list[Candidate], **more: Any) -> Proved:
    return prover.prove_pairs([(need, one) for one in candidates], **more)


def model(**thresholds: float) -> ProofModel:
    alone = Curve(columns=("covered",), centre=(0.0,), spread=(1.0,), weights=(2.0,), bias=-1.0)
    paired = Curve(
        columns=("pair", "covered"), centre=(0, 0), spread=(1, 1), weights=(1.0, 1.0), bias=0.0
    )
    anything = Curve(
        columns=("best", "mean"), centre=(0, 0), spread=(1, 1), weights=(1.0, 0.0), bias=0.0
    )
    levels = {"answers": 0.7, "touches": 0.4, "anything": 0.3} | thresholds
    return ProofModel(
        version="test",
        pair_model=None,
        paired=paired,
        alone=alone,
        anything=anything,
        thresholds=Thresholds(**levels),
    )


def test_words_that_only_frame_a_request_are_left_out() -> None:
    assert content_words(NEED) == ("edelstahlgelaender", "elektropolieren")
    assert content_words("Who can help us with welding?") == ("welding",)


def test_a_compound_is_taken_up_by_its_part(rarity: Rarity) -> None:
    need = Sought.read(NEED, rarity)
    covered = need.word_coverage(parts_of("Elektropolieren von Edelstahl"))
    assert covered[1] == pytest.approx(1.0)
    assert 0 < covered[0] < 1
    assert need.taken_up(covered) == ("elektropolieren",)


def test_short_words_are_compared_whole_or_as_the_beginning_of_a_word() -> None:
    assert runs("stahl") == [" stahl "]
    assert " stahl " in parts_of("Stahlbau")
    assert " bau " not in parts_of("Stahlbau")


def test_rare_words_weigh_more(rarity: Rarity) -> None:
    assert rarity.of_word("elektropolieren") > rarity.of_word("entwicklung")
    need = Sought.read("Entwicklung elektropolieren", rarity)
    assert need.weights[1] > need.weights[0]


def test_a_need_without_content_is_covered_by_nothing(rarity: Rarity) -> None:
    need = Sought.read("Wer kann uns helfen?", rarity)
    assert need.coverage(need.word_coverage(parts_of("helfen"))) == 0.0
    assert need.strongest(need.word_coverage(parts_of("helfen"))) == 0.0


def test_generic_phrases_and_common_statements_are_told() -> None:
    assert phrase_share("Erweiterung einer Betriebsstätte") > 0.8
    assert phrase_share("Elektropolieren von Edelstahl") == 0.0
    assert commonness(1) == 0.0
    assert commonness(1000) == 1.0


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("Sägewerk Herold GbR", True),
        ("Sägewerk, Herold", True),
        ("Erweiterung des Sägewerks Herold", False),
        ("", False),
    ],
)
def test_the_own_name_is_no_work(text: str, only: bool) -> None:
    assert says_only(text, "Sägewerk Herold GbR") is only


def test_a_telling_statement_is_quoted_rather_than_a_generic_one(rarity: Rarity) -> None:
    one = candidate("a", "Nord GmbH", "Erweiterung einer Betriebsstätte", "Härten von Stahl")
    assert compare(Sought.read(NEED, rarity), one).best == 1


def test_the_matrix_has_a_column_for_each_feature(rarity: Rarity) -> None:
    compared = compare(Sought.read(NEED, rarity), candidate("a", "Nord GmbH"))
    values = matrix([compared], np.array([3.0]))
    assert values.shape == (1, len(FEATURES))
    assert values[0, FEATURES.index("pair")] == 3.0
    assert matrix([], np.zeros(0)).shape == (0, len(FEATURES))


def test_claims_follow_the_probability(rarity: Rarity) -> None:
    prover = Prover(model(), rarity, SharedLetters())
    good = candidate("good", "Nord GmbH", "Wer kann Edelstahlgeländer elektropolieren")
    bad = candidate("bad", "Süd GmbH", "Backwaren")
    found = prove(prover, NEED, [bad, good])
    assert [proof.partner for proof in found.proofs] == ["bad", "good"]
    assert found.proofs[1].claim is Claim.ANSWERS
    assert found.proofs[0].claim is Claim.NEAR
    assert found.proofs[1].covered == ("edelstahlgelaender", "elektropolieren")
    assert found.proofs[0].missing == ("edelstahlgelaender", "elektropolieren")
    assert not found.nothing_fits


def test_of_a_few_words_nothing_answers_and_a_curve_of_their_own_bounds_them(
    rarity: Rarity,
) -> None:
    bound = Curve(columns=("taken",), centre=(0.0,), spread=(1.0,), weights=(2.0,), bias=-1.5)
    prover = Prover(model().model_copy(update={"brief": bound}), rarity, SharedLetters())
    both = candidate("both", "Nord GmbH", "Edelstahlgeländer elektropolieren")
    half = candidate("half", "Süd GmbH", "Edelstahlgeländer nach Maß")
    found = prove(prover, NEED, [both, half], typed=True)
    assert found.brief
    assert [p.probability for p in found.proofs] == pytest.approx([0.6225, 0.3775], abs=1e-3)
    assert [p.claim for p in found.proofs] == [Claim.TOUCHES, Claim.NEAR]
    assert found.proofs[0].order > 0.7
    longer = f"{NEED} Wir bauen Treppen aus Edelstahl für Krankenhäuser."
    told = prove(prover, longer, [both, half], typed=True)
    assert not told.brief
    assert told.proofs[0].claim is Claim.ANSWERS
    assert prove(prover, NEED, [both, half]).proofs[0].claim is Claim.ANSWERS  # not typed


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("KI für die Pflege", ("ki", "pflege")),
        ("VR und 3D in der Schule", ("vr", "3d", "schule")),
        ("Er ist im Bau", ("bau",)),
    ],
)
def test_abbreviations_in_capitals_are_content(text: str, words: tuple[str, ...]) -> None:
    assert content_words(text) == words


def test_without_the_pair_model_nothing_answers(rarity: Rarity) -> None:
    prover = Prover(model(), rarity)
    good = candidate("good", "Nord GmbH", "Edelstahlgeländer elektropolieren")
    assert prove(prover, NEED, [good]).proofs[0].claim is Claim.TOUCHES


def test_only_as_many_as_asked_are_read_by_the_pair_model(rarity: Rarity) -> None:
    prover = Prover(model(), rarity, SharedLetters())
    good = candidate("good", "Nord GmbH", "Edelstahlgeländer elektropolieren")
    bad = candidate("bad", "Süd GmbH", "Backwaren")
    deep, shallow = prove(prover, NEED, [bad, good]), prove(prover, NEED, [bad, good], depth=1)
    assert shallow.proofs[1] == deep.proofs[1]
    assert shallow.proofs[0].probability != deep.proofs[0].probability


def test_a_name_alone_is_no_statement(rarity: Rarity) -> None:
    prover = Prover(model(), rarity, SharedLetters())
    named = candidate("a", "Elektropolieren Schmidt", "Erweiterung einer Betriebsstätte")
    proof = prove(prover, NEED, [named]).proofs[0]
    assert proof.name_only
    assert proof.statement == -1


def test_nothing_fits_without_candidates_and_where_all_are_far(rarity: Rarity) -> None:
    prover = Prover(model(), rarity, SharedLetters())
    assert prove(prover, NEED, []).nothing_fits
    assert prove(prover, NEED, [candidate("bad", "Süd GmbH", "Backwaren")]).nothing_fits


def test_probabilities_are_calibrated() -> None:
    sharper = model().model_copy(update={"slope": 2.0, "offset": 1.0})
    said = np.zeros((1, len(FEATURES)))
    assert sharper.probabilities(np.array([-0.5]), said)[0] == pytest.approx(0.5)
    surer, sure = (m.probabilities(np.array([1.0]), said)[0] for m in (sharper, model()))
    assert surer > sure


def test_a_name_that_names_little_proves_nothing(rarity: Rarity) -> None:
    logits = np.full(2, 3.0)
    thin, telling = np.zeros((2, 1, len(FEATURES)))
    thin[0, FEATURES.index("covered_name")] = 0.3
    telling[0, FEATURES.index("covered_name")] = 0.7
    chances = model().probabilities(logits, np.concatenate([thin, telling]))
    assert chances[0] == NAME_ALONE
    assert chances[1] > 0.9


def test_words_of_the_context_count_as_well(rarity: Rarity) -> None:
    prover, sensor = Prover(model(), rarity), candidate("a", "Alpha", "Sensoren für Feuchte")
    need = "etwas zum Messen"
    (alone,) = prove(prover, need, [sensor]).proofs
    (beside,) = prove(prover, need, [sensor], context="Feuchte in Gebäuden").proofs
    assert "feuchte" in beside.covered
    assert beside.probability > alone.probability
    assert beside.need == need
