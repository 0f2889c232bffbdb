"""Learning brings together what belongs together, and comes out the same each time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from data.errors import ModelError
from models.encoder import Vectors
from models.encoders.adapter import Adapter, load_adapter
from models.encoders.adapter_training import (
    GENERIC,
    MOST,
    Organisation,
    Pair,
    Recipe,
    fit,
    pairs_of,
)
from models.testing import HashingEncoder
from scripts.train_adapter import train

TRADES = (
    ("Fräsen von Gehäusen", "spanende Metallbearbeitung"),
    ("Brote und Brötchen", "Bäckerei mit Café"),
    ("Websites programmieren", "Internetagentur"),
    ("Dächer decken", "Zimmerei im Holzbau"),
    ("Autos lackieren", "Karosseriewerkstatt"),
    ("Etiketten drucken", "grafisches Gewerbe"),
    ("Brillen anpassen", "Augenoptik"),
    ("Hörgeräte einstellen", "Akustikmeister"),
)
"""Each trade in two wordings that have no letters to speak of in common."""
RECIPE = Recipe(strength=0.001, steps=120, batch=64, rate=0.01)
ENCODER = HashingEncoder(64)
Learnt = tuple[list[Pair], Vectors, Vectors]


def firms(count: int) -> list[Organisation]:
    """Firms that say both wordings of their trade, each with a number of its own."""
    return [
        Organisation(
            f"Firma {i}", tuple(f"{text}, Werk {i}" for text in TRADES[i % len(TRADES)]), "Land"
        )
        for i in range(count)
    ]


@pytest.fixture(scope="module")
def learnt() -> Learnt:
    pairs = pairs_of(firms(60))
    questions = ENCODER.encode([pair.question for pair in pairs])
    return pairs, questions, ENCODER.encode([pair.passage for pair in pairs])


def found_first(vectors: tuple[Vectors, Vectors]) -> float:
    """Share of trades whose second wording is the nearest to the first."""
    cosines = vectors[0] @ vectors[1].T
    return float((cosines.argmax(axis=1) == np.arange(len(TRADES))).mean())


def test_the_two_wordings_of_a_trade_come_together(learnt: Learnt) -> None:
    adapter = Adapter("new", "hashing/1", fit(*learnt, RECIPE))
    one, other = (ENCODER.encode([trade[i] for trade in TRADES]) for i in (0, 1))
    before, after = (
        found_first((one, other)),
        found_first((adapter.apply(one), adapter.apply(other))),
    )
    assert before < 0.5
    assert after > 0.9


def test_a_strong_pull_to_zero_leaves_the_vectors_alone(learnt: Learnt) -> None:
    weak, strong = (fit(*learnt, Recipe(s, steps=60, batch=64)) for s in (0.01, 100.0))
    assert np.linalg.norm(strong) < 0.2 * np.linalg.norm(weak)


def test_learning_again_gives_the_same_digits(learnt: Learnt) -> None:
    np.testing.assert_array_equal(fit(*learnt, RECIPE), fit(*learnt, RECIPE))


def test_another_seed_draws_other_batches(learnt: Learnt) -> None:
    other = Recipe(**{**vars(RECIPE), "seed": 1})
    assert not np.array_equal(fit(*learnt, RECIPE), fit(*learnt, other))


def test_another_machines_rounding_does_not_change_the_ranking(learnt: Learnt) -> None:
    pairs, questions, passages = learnt
    noise = np.random.default_rng(0).normal(scale=1e-6, size=questions.shape).astype(np.float32)
    slow = Recipe(steps=120, batch=64)
    here, there = fit(*learnt, slow), fit(pairs, questions + noise, passages - noise, slow)
    np.testing.assert_allclose(here, there, atol=1e-3)
    texts = ENCODER.encode([text for trade in TRADES for text in trade])
    orders = []
    for matrix in (here, there):
        moved = Adapter("new", "hashing/1", matrix).apply(texts)
        orders.append(np.argsort(-moved @ moved.T, axis=1)[:, :5])
    np.testing.assert_array_equal(orders[0], orders[1])


def test_texts_of_one_organisation_are_never_pushed_apart() -> None:
    pairs = pairs_of([Organisation("Institut", tuple(f"Vorhaben {i}" for i in range(30)))])
    asked = ENCODER.encode([pair.question for pair in pairs])
    found = ENCODER.encode([pair.passage for pair in pairs])
    assert not fit(pairs, asked, found, RECIPE).any()


def test_progress_counts_the_steps(learnt: Learnt) -> None:
    seen: list[tuple[int, int]] = []
    fit(*learnt, Recipe(steps=3), lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_too_little_to_learn_from_is_refused() -> None:
    pairs = pairs_of([Organisation("Firma", ("Fräsen",))])
    with pytest.raises(ModelError, match="gefunden: 2") as caught:
        fit(pairs, np.zeros((2, 8), np.float32), np.zeros((2, 8), np.float32), Recipe())
    assert "found: 2" in caught.value.english


def test_statements_are_paired_with_each_other_and_with_the_name() -> None:
    found = {
        (p.sort, p.question, p.passage) for p in pairs_of([Organisation("A", ("eins", "zwei"))])
    }
    assert found == {
        ("name", "eins", "A"),
        ("name", "A", "eins"),
        ("name", "zwei", "A"),
        ("name", "A", "zwei"),
        ("statements", "eins", "zwei"),
        ("statements", "zwei", "eins"),
    }


def test_what_many_say_and_what_has_no_word_is_left_out() -> None:
    many = [
        Organisation(f"Firma {i}", ("Innovation", "Fräsen " * (i + 1), "4711")) for i in range(20)
    ]
    texts = {text for pair in pairs_of(many) for text in (pair.question, pair.passage)}
    assert "Innovation" not in texts
    assert "4711" not in texts
    assert "Innovation" in {p.question for p in pairs_of(many[:GENERIC])}


def test_no_organisation_has_more_than_its_share() -> None:
    talker = Organisation("Institut", tuple(f"Vorhaben {i}" for i in range(30)))
    assert len(pairs_of([talker])) == MOST
    assert pairs_of([talker], seed=1) == pairs_of([talker], seed=1)


def test_a_set_of_organisations_becomes_an_adapter_on_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARTNERMATCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PARTNERMATCH_MODEL", "hashing")
    set_of = tmp_path / "set"
    set_of.mkdir()
    lines = [
        f'{{"_id": "o{i}", "title": "{firm.name}", "text": "{" | ".join(firm.statements)}"}}'
        for i, firm in enumerate(firms(12))
    ]
    (set_of / "corpus.jsonl").write_text("\n".join(lines), "utf-8")
    query = '{"_id": "q", "text": "Fräsen", "metadata": {"exclude": ["o1"]}}'
    (set_of / "queries.jsonl").write_text(query, "utf-8")
    (set_of / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq\to0\t1\n", "utf-8")
    made = [train([set_of], tmp_path / name, Recipe(steps=5)) for name in ("one", "two")]
    manifest = (tmp_path / "one" / f"{made[0].name}.json").read_text("utf-8")
    assert '"organisations": 10' in manifest
    assert '"left_out": 2' in manifest
    assert '"name": 40' in manifest
    assert load_adapter(made[1].name, tmp_path / "two").checksum == made[0].checksum
