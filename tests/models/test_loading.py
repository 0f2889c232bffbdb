from __future__ import annotations

from pathlib import Path

import pytest

from data.errors import ModelError
from models.encoders.sentence_encoder import SentenceEncoder
from models.loading import EncoderSettings, Runtime, load_default_encoder, load_encoder
from models.testing import HashingEncoder

VARIABLES = (
    "PARTNERMATCH_MODEL",
    "PARTNERMATCH_RUNTIME",
    "OMP_NUM_THREADS",
    "PARTNERMATCH_ADAPTER",
)


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


def test_nothing_set_means_the_bundled_model_in_int8() -> None:
    assert EncoderSettings.from_environment() == EncoderSettings(
        None, Runtime.ONNX_INT8, None, adapter=True
    )


def test_settings_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in zip(VARIABLES, (" /some/model ", "torch", "3", "off"), strict=True):
        monkeypatch.setenv(name, value)
    found = EncoderSettings.from_environment()
    assert found == EncoderSettings("/some/model", Runtime.TORCH, 3, adapter=False)


@pytest.mark.parametrize("value", ["0", "-1", "many", ""])
def test_senseless_thread_numbers_are_ignored(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", value)
    assert EncoderSettings.from_environment().threads is None


@pytest.mark.parametrize(
    ("name", "known"), [("RUNTIME", "onnx-int8, onnx, torch"), ("ADAPTER", "on, off")]
)
def test_an_unknown_value_is_refused(
    name: str, known: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"PARTNERMATCH_{name}", "gpu")
    with pytest.raises(ModelError, match=f"PARTNERMATCH_{name}.*gpu.*{known}") as caught:
        load_default_encoder()
    assert known in caught.value.english


def test_hashing_needs_no_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARTNERMATCH_MODEL", "hashing")
    assert isinstance(load_default_encoder(), HashingEncoder)


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.parametrize("name", ["no-such/model", "nichts da", "../nothing/here"])
def test_a_model_that_is_not_here_is_not_downloaded(name: str) -> None:
    with pytest.raises(ModelError, match="heruntergeladen wird nichts"):
        load_encoder(EncoderSettings(model=name))


@pytest.mark.model
@pytest.mark.slow
def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelError, match=tmp_path.name):
        load_encoder(EncoderSettings(model=str(tmp_path)))


@pytest.mark.model
@pytest.mark.slow
def test_any_other_model_brings_its_own_prompts(
    model_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARTNERMATCH_HOME", str(model_home))
    load_encoder(EncoderSettings())
    folder = model_home / "models" / "multilingual-e5-small-2"
    encoder = load_encoder(EncoderSettings(model=str(folder)))
    assert isinstance(encoder, SentenceEncoder)
    assert encoder.prompts.query == "query: "
    assert encoder.prompts.passage == "passage: "
    assert encoder.fingerprint.startswith("multilingual-e5-small-2/")
    assert encoder.encode(["Fräsen"]).shape == (1, 384)
