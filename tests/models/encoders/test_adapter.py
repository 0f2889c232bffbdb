"""The adapter: vectors stay unit vectors, it fits one model alone, and damage is noticed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from data.errors import ModelError
from data.files import sample_profiles
from models.bundled.folder import NAME, WEIGHTS_SHA256
from models.encoder import Encoder, Progress, Vectors
from models.encoders.adapter import (
    AdaptedEncoder,
    Adapter,
    base_of,
    load_adapter,
    save_adapter,
    without_adapter,
)
from models.encoders.vector_cache import CachedEncoder, VectorCache
from models.loading import EncoderSettings, Runtime, open_encoder
from models.testing import HashingEncoder

DIM = 32
TEXTS = ["Fräsen", "Wir suchen einen Partner für Laserschweißen.", "", "Bäckerei"]
BASE = base_of(HashingEncoder(DIM))


def some_adapter(seed: int = 0, name: str = "test") -> Adapter:
    matrix = np.random.default_rng(seed).normal(scale=0.05, size=(DIM, DIM))
    return Adapter(name, BASE, matrix.astype(np.float32))


class Counting(HashingEncoder):
    """Counts the texts it encodes."""

    def __init__(self) -> None:
        super().__init__(DIM)
        self.count = 0

    def encode(
        self, texts: Sequence[str], *, as_query: bool = False, progress: Progress | None = None
    ) -> Vectors:
        self.count += len(texts)
        return super().encode(texts, as_query=as_query, progress=progress)


def test_vectors_are_moved_and_keep_length_one() -> None:
    plain = HashingEncoder(DIM)
    vectors = AdaptedEncoder(plain, some_adapter()).encode(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), DIM)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert not np.allclose(vectors, plain.encode(TEXTS), atol=1e-3)


def test_no_texts_give_no_rows() -> None:
    assert AdaptedEncoder(HashingEncoder(DIM), some_adapter()).encode([]).shape == (0, DIM)


def test_a_matrix_of_zeros_changes_nothing() -> None:
    nothing = Adapter("nothing", BASE, np.zeros((DIM, DIM), dtype=np.float32))
    adapted = AdaptedEncoder(HashingEncoder(DIM), nothing)
    np.testing.assert_allclose(adapted.encode(TEXTS), HashingEncoder(DIM).encode(TEXTS), atol=1e-6)


def test_the_map_is_x_plus_x_times_the_matrix() -> None:
    swap = Adapter("swap", "b", np.array([[0, 0.5], [0, 0]], dtype=np.float32))
    moved = swap.apply(np.array([[1, 0], [0, 1]], dtype=np.float32))
    expected = np.array([[2 / 5**0.5, 1 / 5**0.5], [0, 1]])
    np.testing.assert_allclose(moved, expected, atol=1e-6)


def test_each_matrix_has_a_fingerprint_of_its_own() -> None:
    plain = HashingEncoder(DIM)
    made = [AdaptedEncoder(plain, some_adapter(seed)).fingerprint for seed in (0, 1, 0)]
    assert len({plain.fingerprint, *made}) == 3
    assert made[0] == made[2]
    assert made[0].startswith(plain.fingerprint)


def test_an_adapter_of_another_model_is_refused() -> None:
    other = Adapter("test", "other/model", some_adapter().matrix)
    with pytest.raises(ModelError, match="other/model") as caught:
        AdaptedEncoder(HashingEncoder(DIM), other)
    assert "does not fit" in caught.value.english


def test_an_adapter_of_another_size_is_refused() -> None:
    with pytest.raises(ModelError, match="64 Dimensionen"):
        AdaptedEncoder(HashingEncoder(64), some_adapter())


def test_all_adapters_share_the_cached_vectors_of_the_plain_model(tmp_path: Path) -> None:
    inner = Counting()
    cached = CachedEncoder(inner, VectorCache(tmp_path / "vectors.sqlite"))
    for seed in range(3):
        AdaptedEncoder(cached, some_adapter(seed)).encode(TEXTS)
    cached.encode(TEXTS)
    assert inner.count == len(TEXTS)


def test_the_plain_encoder_can_be_had_back() -> None:
    plain = HashingEncoder(DIM)
    assert AdaptedEncoder(plain, some_adapter()).plain is plain
    assert without_adapter(AdaptedEncoder(plain, some_adapter())) is plain
    assert without_adapter(plain) is plain


def test_a_saved_adapter_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    made = some_adapter(name="mine")
    saved = save_adapter(tmp_path, "mine", made.base, made.matrix, {"seed": 0})
    loaded = load_adapter("mine", tmp_path)
    assert (loaded.name, loaded.base, loaded.checksum) == ("mine", BASE, saved.checksum)
    np.testing.assert_array_equal(loaded.matrix, saved.matrix)
    np.testing.assert_allclose(loaded.matrix, made.matrix, rtol=1e-3, atol=1e-6)
    assert loaded.matrix.dtype == np.float32


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-100])


def _other(file: Path) -> None:
    np.savez(file, matrix=np.zeros((DIM, DIM), dtype=np.float16))


def _wrong_array(file: Path) -> None:
    np.savez(file, vectors=np.zeros((DIM, DIM), dtype=np.float16))


@pytest.mark.parametrize("harm", [_cut, _other, _wrong_array, Path.unlink])
def test_a_damaged_matrix_is_refused_and_says_what_to_do(
    harm: Callable[[Path], None], tmp_path: Path
) -> None:
    save_adapter(tmp_path, "mine", BASE, some_adapter().matrix, {})
    harm(tmp_path / "mine.npz")
    with pytest.raises(ModelError, match=r"mine\.npz.*PARTNERMATCH_ADAPTER=off") as caught:
        load_adapter("mine", tmp_path)
    assert "PARTNERMATCH_ADAPTER=off" in caught.value.english


@pytest.mark.parametrize("content", ["", "{}", '{"name": "mine"}', "[1"])
def test_a_damaged_manifest_is_refused(content: str, tmp_path: Path) -> None:
    save_adapter(tmp_path, "mine", BASE, some_adapter().matrix, {})
    (tmp_path / "mine.json").write_text(content)
    with pytest.raises(ModelError, match=r"mine\.json"):
        load_adapter("mine", tmp_path)


def test_an_adapter_under_another_name_is_refused(tmp_path: Path) -> None:
    save_adapter(tmp_path, "mine", BASE, some_adapter().matrix, {})
    for suffix in ("npz", "json"):
        (tmp_path / f"mine.{suffix}").rename(tmp_path / f"yours.{suffix}")
    with pytest.raises(ModelError, match="mine"):
        load_adapter("yours", tmp_path)


def test_the_shipped_adapter_fits_the_bundled_model_and_loses_no_direction() -> None:
    shipped = load_adapter()
    assert shipped.base == f"{NAME}/{WEIGHTS_SHA256[:16]}"
    assert shipped.matrix.shape == (384, 384)
    assert np.linalg.norm(shipped.matrix, 2) < 1  # so x + x A is never 0


def test_the_encoder_without_a_model_is_never_adapted() -> None:
    assert isinstance(open_encoder(EncoderSettings(model="hashing"), None), HashingEncoder)


@pytest.mark.model
def test_the_bundled_model_is_adapted_unless_switched_off(
    model_home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PARTNERMATCH_HOME", str(model_home))
    cache = VectorCache(tmp_path / "vectors.sqlite")
    plain = open_encoder(EncoderSettings(adapter=False), cache)
    assert isinstance(plain, CachedEncoder)
    for runtime in (Runtime.ONNX_INT8, Runtime.ONNX):
        adapted = open_encoder(EncoderSettings(runtime=runtime), cache)
        assert isinstance(adapted, AdaptedEncoder)
        assert adapted.fingerprint.endswith(load_adapter().checksum[:16])
    cache.close()


@pytest.mark.model
def test_a_statement_and_the_name_of_its_profile_come_nearer_than_before(
    encoder_of: Callable[[str], Encoder],
) -> None:
    """Names found by a statement, on the sample, which taught nothing: MRR .366 -> .395."""
    profiles = [p for p in sample_profiles() if p.statements][::4]
    plain = encoder_of("onnx-int8")

    def found(encoder: Encoder) -> float:
        asked = encoder.encode([p.statements[0].text for p in profiles], as_query=True)
        cosines = asked @ encoder.encode([p.name for p in profiles]).T
        ranks = (cosines > np.diag(cosines)[:, None]).sum(axis=1) + 1
        return float((1 / ranks).mean())

    assert found(AdaptedEncoder(plain, load_adapter())) > found(plain) + 0.01
