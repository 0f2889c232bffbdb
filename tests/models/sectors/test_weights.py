"""Shipped directions spare the encoding of all sectors' words, and serve no other encoder."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from data.errors import ModelError
from data.files import sample_profiles
from models.encoder import Encoder, Progress, Vectors
from models.encoders.adapter import WEIGHTS, AdaptedEncoder, Adapter, load_adapter
from models.sectors import prediction as sector_prediction
from models.sectors.prediction import SectorPredictor, known_words
from models.sectors.weights import (
    SHIPPED,
    Meaning,
    learn_meaning,
    load_meaning,
    save_meaning,
    space_of,
)
from models.testing import HashingEncoder
from scripts.build_sector_directions import build

WORDS = ((0, "Fräsen"), (0, "Drehen"), (1, "Bäckerei"), (2, "Dächer decken"), (2, "Zimmerei"))
ENCODER = HashingEncoder(dim=32)
ARRAYS, MANIFEST = f"{SHIPPED}.npz", f"{SHIPPED}.json"


class Named(HashingEncoder):
    """Goes by the fingerprint of the bundled model and counts the texts it encodes."""

    def __init__(self, runtime: str = "onnx-int8") -> None:
        super().__init__(load_adapter().matrix.shape[0])
        self.count = 0
        self._name = f"{load_adapter().base}/{runtime}/query: |passage: /p1"

    @property
    def fingerprint(self) -> str:
        return self._name

    def encode(
        self, texts: Sequence[str], *, as_query: bool = False, progress: Progress | None = None
    ) -> Vectors:
        self.count += len(texts)
        return super().encode(texts, as_query=as_query, progress=progress)


@pytest.fixture
def learnt(tmp_path: Path) -> Meaning:
    """What was saved in ``tmp_path``."""
    meaning = learn_meaning(ENCODER, WORDS)
    save_meaning(tmp_path, ENCODER, WORDS, meaning)
    return meaning


@pytest.mark.parametrize("runtime", ["onnx-int8", "onnx", "torch"])
def test_the_bundled_model_encodes_no_words_of_sectors(runtime: str) -> None:
    inner = Named(runtime)
    SectorPredictor(AdaptedEncoder(inner, load_adapter()))
    assert inner.count == 0


def test_without_the_adapter_or_with_another_all_words_are_encoded() -> None:
    shipped = load_adapter()
    other = Adapter(shipped.name, shipped.base, shipped.matrix * np.float32(0.5))
    plain, adapted = Named(), Named()
    SectorPredictor(plain)
    SectorPredictor(AdaptedEncoder(adapted, other))
    assert plain.count == adapted.count == len(known_words())


def test_a_changed_word_of_a_sector_is_learnt(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = known_words()
    changed[100] = (changed[100][0], "ein neues Wort")
    monkeypatch.setattr(sector_prediction, "known_words", lambda: changed)
    inner = Named()
    SectorPredictor(AdaptedEncoder(inner, load_adapter()))
    assert inner.count == len(changed)


def test_saved_directions_come_back_but_for_rounding(learnt: Meaning, tmp_path: Path) -> None:
    loaded = load_meaning(ENCODER, WORDS, tmp_path)
    assert loaded is not None
    assert loaded.mean.dtype == loaded.directions.dtype == np.float32
    np.testing.assert_allclose(loaded.mean, learnt.mean, rtol=1e-3, atol=1e-6)
    np.testing.assert_allclose(loaded.directions, learnt.directions, rtol=1e-3, atol=1e-6)


@pytest.mark.parametrize(
    "words",
    [
        WORDS[:-1],
        (*WORDS[:-1], (2, "Zimmerer")),
        (*WORDS[:-1], (1, "Zimmerei")),
        (*WORDS, (3, "Zimmerei")),
    ],
    ids=["fewer", "changed", "owner", "class"],
)
@pytest.mark.usefixtures("learnt")
def test_other_words_are_not_served(words: Sequence[tuple[int, str]], tmp_path: Path) -> None:
    assert load_meaning(ENCODER, words, tmp_path) is None


@pytest.mark.usefixtures("learnt")
def test_another_encoder_is_not_served(tmp_path: Path) -> None:
    nothing = Adapter("nothing", space_of(ENCODER), np.zeros((32, 32), dtype=np.float32))
    for other in (HashingEncoder(dim=64), Named(), AdaptedEncoder(ENCODER, nothing)):
        assert load_meaning(other, WORDS, tmp_path) is None


@pytest.mark.usefixtures("learnt")
def test_another_shrinkage_is_not_served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.sectors.weights.SHRINKAGE", 1.0)
    assert load_meaning(ENCODER, WORDS, tmp_path) is None


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-100])


def _other_numbers(file: Path) -> None:
    np.savez(file, mean=np.zeros(32, np.float16), directions=np.zeros((32, 3), np.float16))


def _other_arrays(file: Path) -> None:
    np.savez(file, mean=np.zeros(32, np.float16))


def _turned(file: Path) -> None:
    with np.load(file) as arrays:
        np.savez(file, mean=arrays["mean"], directions=arrays["directions"].reshape(3, 32))


@pytest.mark.parametrize("harm", [_cut, _other_numbers, _other_arrays, _turned, Path.unlink])
@pytest.mark.usefixtures("learnt")
def test_damaged_arrays_are_refused(harm: Callable[[Path], None], tmp_path: Path) -> None:
    harm(tmp_path / ARRAYS)
    with pytest.raises(ModelError, match=r"sectors-1\.npz .* neu installieren") as caught:
        load_meaning(ENCODER, WORDS, tmp_path)
    assert "Index" not in str(caught.value)
    assert "install the program again" in caught.value.english


@pytest.mark.parametrize("content", ["", "{}", "[1", '{"space": "hashing/1"}'])
@pytest.mark.usefixtures("learnt")
def test_a_damaged_manifest_is_refused(content: str, tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text(content)
    with pytest.raises(ModelError, match=r"sectors-1\.json .* neu installieren") as caught:
        load_meaning(ENCODER, WORDS, tmp_path)
    assert "cannot be read" in caught.value.english


def test_the_script_writes_what_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARTNERMATCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PARTNERMATCH_MODEL", "hashing")
    assert build(tmp_path / "new") == tmp_path / "new" / ARRAYS
    assert load_meaning(HashingEncoder(), known_words(), tmp_path / "new") is not None


def test_the_shipped_directions_fit_the_shipped_adapter_and_tables() -> None:
    """Run `python -m scripts.build_sector_directions` when this fails."""
    manifest = json.loads((WEIGHTS / MANIFEST).read_text("utf-8"))
    assert manifest["encoder"].startswith(f"{load_adapter().base}/onnx-int8/")
    meaning = load_meaning(AdaptedEncoder(Named(), load_adapter()), known_words())
    assert meaning is not None
    assert meaning.directions.shape == (384, 615)
    assert np.isfinite(meaning.directions).all()


@pytest.mark.model
def test_shipped_directions_predict_what_learning_anew_predicts(
    encoder_of: Callable[[str], Encoder], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Run `python -m scripts.build_sector_directions` when this fails."""
    encoder = AdaptedEncoder(encoder_of("onnx-int8"), load_adapter())
    manifest = json.loads((WEIGHTS / MANIFEST).read_text("utf-8"))
    assert manifest["encoder"] == encoder.fingerprint
    texts = list(islice((s.text for p in sample_profiles() for s in p.statements), 200))
    vectors = encoder.encode(texts)
    shipped = SectorPredictor(encoder)
    monkeypatch.setattr(sector_prediction, "load_meaning", lambda *_: None)
    anew = SectorPredictor(encoder)

    def products() -> Vectors:
        one, other = (predictor.predict(texts, vectors) for predictor in (shipped, anew))
        found = np.asarray(one.multiply(other).sum(axis=1)).ravel()
        return np.asarray(found[(one + other).getnnz(axis=1) > 0])

    # Of two classes equally near, rounding may keep either as the last of a row.
    assert np.mean(products() > 0.999) > 0.95
    monkeypatch.setattr(sector_prediction, "KEPT", len(anew.classes))
    assert len(products()) > 150
    assert products().min() > 0.999
