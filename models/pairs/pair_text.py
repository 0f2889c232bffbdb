"""What the pair model reads: a need, then the partner's name and the statements nearest to it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sentencepiece import SentencePieceProcessor

from data.errors import ModelError

MAX_TOKENS = 80
"""Of the pair with its frame."""
MAX_NEED_TOKENS = 44
"""Of the need, which is cut first; nine of ten questions are shorter."""
MAX_CHARS = 420
"""Of the partner's text; graders saw about as much."""
_FRAME = 4
"""``<s> need </s></s> partner </s>``."""

Floats = NDArray[np.float64]


def partner_text(name: str, statements: Sequence[str], nearness: Floats) -> str:
    """Return the name and the statements, the nearest to the need first.

    Args:
        statements: distinct texts.
        nearness: of each statement to the need, (statements,); equal ones keep their order.
    """
    text = f"{name}."
    for position in np.argsort(-nearness, kind="stable").tolist():
        if len(text) > MAX_CHARS:
            break
        text += f" {statements[position].rstrip('. ')}."
    return text[:MAX_CHARS]


class PairTokenizer:
    """Token ids of pairs in the frame of XLM-RoBERTa. Safe for threads."""

    def __init__(self, pieces: Path) -> None:
        """Read the SentencePiece model ``pieces``; ModelError if it cannot be read."""
        try:
            self._pieces = SentencePieceProcessor(model_file=str(pieces))
        except Exception as error:  # the library raises several kinds
            raise ModelError(
                f"Die Wortstücke {pieces} lassen sich nicht laden ({error}).",
                f"The word pieces {pieces} cannot be loaded ({error}).",
            ) from error

    def pairs(self, need: str, partners: Sequence[str]) -> list[list[int]]:
        """Return the ids of the need beside each partner's text, at most `MAX_TOKENS` each."""
        first = self._pieces.encode(need)[:MAX_NEED_TOKENS]
        begin, end = self._pieces.bos_id(), self._pieces.eos_id()
        left = MAX_TOKENS - _FRAME - len(first)
        return [
            [begin, *first, end, end, *self._pieces.encode(partner)[:left], end]
            for partner in partners
        ]
