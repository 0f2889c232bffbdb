"""Sector prediction: rows that make two wordings of one trade meet."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import ModelError
from models.sectors import prediction as sector_prediction
from models.sectors.prediction import KEPT, SectorPredictor, sector_predictor_of
from models.testing import HashingEncoder

ENCODER = HashingEncoder(dim=128)
PARTS = (
    "Spenglerarbeiten am Steildach",
    "CNC-Fräsen",
    "Großhandel mit",
    "Reparatur von",
    "Pumpen",
    "Wir suchen eine Fachkraft",
    "für die Steuerberatung",
    "aus Brandenburg",
    "2024",
    "?!",
    "Яблоко",
    "\U0001f600",
)
TEXTS = st.lists(st.sampled_from(PARTS) | st.text(max_size=12), max_size=5).map(" ".join)
SEVERAL = st.lists(TEXTS, min_size=1, max_size=5)


@pytest.fixture(scope="module")
def letters() -> SectorPredictor:
    return SectorPredictor()


@pytest.fixture(scope="module")
def predictor() -> SectorPredictor:
    return SectorPredictor(ENCODER)


def nearness(predictor: SectorPredictor, one: str, other: str) -> float:
    rows = predictor.predict([one, other])
    return float((rows[0] @ rows[1].T).sum())


def best(predictor: SectorPredictor, text: str) -> str:
    return predictor.classes[int(predictor.predict([text]).toarray().argmax())].code


@pytest.mark.parametrize(
    ("one", "other", "stranger"),
    [
        ("Spenglerarbeiten", "Bauklempnerei am Steildach", "Steuerberatung"),
        ("Zahnersatz", "Dentaltechnik", "Zahnräder"),
        ("Zerspanung", "Lohndreherei", "Großhandel mit Werkzeugmaschinen"),
        ("Tischlerei", "Schreinerarbeiten im Innenausbau", "Elektroinstallation"),
    ],
)
def test_two_wordings_of_one_trade_meet(
    letters: SectorPredictor, one: str, other: str, stranger: str
) -> None:
    assert nearness(letters, one, other) > 0.5
    assert nearness(letters, one, stranger) < 0.3


def test_the_craft_trades_are_known_by_their_names(letters: SectorPredictor) -> None:
    assert best(letters, "Feintäschner") == "15.12"


def test_what_is_done_counts_as_well_as_with_what(letters: SectorPredictor) -> None:
    assert best(letters, "Großhandel mit Schuhen").startswith("46.")
    assert best(letters, "Herstellung von Schuhen").startswith("15.")
    assert best(letters, "Reparatur von Schuhen").startswith("95.")


def test_a_sector_is_found_in_a_text_of_several_sentences(letters: SectorPredictor) -> None:
    text = (
        "Unser Familienbetrieb besteht seit vielen Jahren und legt Wert auf Qualität. Wir backen "
        "Brot und Brötchen in der eigenen Backstube und beliefern Hotels in der Region."
    )
    assert best(letters, text) == "10.71"


@settings(deadline=None, max_examples=60)
@given(texts=SEVERAL, with_vectors=st.booleans(), weighted=st.booleans())
def test_rows_are_short_unit_vectors(
    predictor: SectorPredictor, texts: list[str], with_vectors: bool, weighted: bool
) -> None:
    vectors = ENCODER.encode(texts) if with_vectors else None
    rows = predictor.predict(texts, vectors, weighted=weighted)
    assert rows.shape == (len(texts), len(predictor.classes))
    assert rows.dtype == np.float32
    assert np.all(rows.data > 0)
    assert np.all(np.diff(rows.indptr) <= KEPT)
    lengths = np.linalg.norm(rows.toarray(), axis=1)
    if weighted:
        assert np.all((lengths >= 0) & (lengths <= 1 + 1e-5))
    else:
        assert np.all(np.isclose(lengths, 1, atol=1e-5) | (lengths == 0))
    similar = (rows @ predictor.predict(texts, vectors).T).toarray()
    assert np.all((similar >= 0) & (similar <= 1 + 1e-5))


@settings(deadline=None, max_examples=60)
@given(texts=SEVERAL, with_vectors=st.booleans())
def test_many_texts_are_predicted_like_each_alone(
    predictor: SectorPredictor, texts: list[str], with_vectors: bool
) -> None:
    vectors = ENCODER.encode(texts)
    together = predictor.predict(texts, vectors if with_vectors else None).toarray()
    for row, text in enumerate(texts):
        own = vectors[row : row + 1] if with_vectors else None
        alone = predictor.predict([text], own).toarray()[0]
        np.testing.assert_allclose(together[row], alone, atol=1e-4)


@settings(deadline=None, max_examples=60)
@given(text=TEXTS)
def test_a_weighted_row_is_the_row_made_shorter(predictor: SectorPredictor, text: str) -> None:
    row = predictor.predict([text]).toarray()[0]
    shorter = predictor.predict([text], weighted=True).toarray()[0]
    np.testing.assert_allclose(shorter, row * np.linalg.norm(shorter), atol=1e-5)


def test_a_vague_question_weighs_less_than_a_plain_one(letters: SectorPredictor) -> None:
    plain, vague = letters.predict(
        ["Gerüstbau", "Wer unterstützt uns bei einem neuen Vorhaben in der Region?"],
        weighted=True,
    )
    assert np.linalg.norm(plain.data) == pytest.approx(1, abs=1e-5)
    assert np.linalg.norm(vague.data) < 0.6


@pytest.mark.parametrize("text", ["", "   ", "?!", "Яблоко", "東京", "\U0001f600", "qqxxqq"])
def test_an_unknown_text_gets_no_sector(predictor: SectorPredictor, text: str) -> None:
    assert predictor.predict([text]).nnz == 0
    assert predictor.predict([text], ENCODER.encode([text])).nnz == 0
    assert predictor.predict([text], weighted=True).nnz == 0


def test_no_texts_give_no_rows(predictor: SectorPredictor) -> None:
    assert predictor.predict([]).shape == (0, 615)
    assert predictor.predict([], ENCODER.encode([])).shape == (0, 615)


def test_blocks_do_not_show(predictor: SectorPredictor, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"{part} {other}" for part in PARTS[:5] for other in PARTS[:6]]
    vectors = ENCODER.encode(texts)
    whole = predictor.predict(texts, vectors).toarray()
    monkeypatch.setattr(sector_prediction, "_BLOCK", 7)
    np.testing.assert_allclose(predictor.predict(texts, vectors).toarray(), whole, atol=1e-4)


def test_another_predictor_says_the_same(predictor: SectorPredictor) -> None:
    texts = list(PARTS)
    vectors = ENCODER.encode(texts)
    again = SectorPredictor(ENCODER).predict(texts, vectors)
    assert (again != predictor.predict(texts, vectors)).nnz == 0


def test_the_vector_has_a_say(predictor: SectorPredictor) -> None:
    vague = "Wir sind ein Betrieb"
    meant = ENCODER.encode(["Einzelhandel mit Schuhen und Lederwaren"])
    for vectors, found in ((meant, True), (None, False)):
        row = predictor.predict([vague], vectors).toarray()[0]
        assert (predictor.classes[int(row.argmax())].code == "47.72") is found


def test_no_class_is_near_to_every_vector(predictor: SectorPredictor) -> None:
    """Over the words of all classes each class is a favourite of few."""
    labels = [sector.de for sector in predictor.classes]
    best = np.asarray(predictor.predict(labels, ENCODER.encode(labels)).argmax(axis=1)).ravel()
    assert np.bincount(best).max() <= 5
    assert np.mean(best == np.arange(len(labels))) > 0.9


def test_vectors_need_the_encoder_they_belong_to(
    letters: SectorPredictor, predictor: SectorPredictor
) -> None:
    with pytest.raises(ModelError, match="ohne Encoder"):
        letters.predict(["Gerüstbau"], ENCODER.encode(["Gerüstbau"]))
    other = HashingEncoder(dim=64).encode(["Gerüstbau"])
    with pytest.raises(ModelError, match=r"\(1, 64\), erwartet \(1, 128\)"):
        predictor.predict(["Gerüstbau"], other)
    with pytest.raises(ModelError, match=r"\(1, 128\), erwartet \(2, 128\)"):
        predictor.predict(["Gerüstbau", "Dach"], ENCODER.encode(["Gerüstbau"]))


def test_one_predictor_per_encoder() -> None:
    small = HashingEncoder(dim=64)
    assert sector_predictor_of(small) is sector_predictor_of(HashingEncoder(dim=64))
    assert sector_predictor_of(small) is not sector_predictor_of(HashingEncoder(dim=32))
