"""What happens to a text before any encoder sees it: made safe, and split when long.

A long text is never cut off: it is split at the ends of sentences, else of clauses, else of
words, and its vector is the mean of the pieces' vectors weighted by their length. Beyond
`MAX_PIECES` pieces (about 45,000 characters) evenly spread pieces stand for the whole, so that
any text is encoded in bounded time.
"""

from __future__ import annotations

import re
import unicodedata

MAX_PIECE_CHARS = 900
"""About 200 tokens of German."""
MAX_PIECES = 50
_NORMALISE_AT_ONCE = 4000
_ENDS = (re.compile(r"[.!?…。！？](?=\s)"), re.compile(r"[,;:–—)](?=\s)|,"), re.compile(r"\s"))


def safe_text(text: str) -> str:
    """Return ``text`` in NFKC without NUL and control characters, spaces collapsed.

    Lone surrogates become U+FFFD. The text is normalised in slices because Unicode's reordering
    of combining marks takes quadratic time on hostile input.
    """
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    step = _NORMALISE_AT_ONCE
    slices = (text[i : i + step] for i in range(0, len(text), step))
    text = "".join(unicodedata.normalize("NFKC", part) for part in slices)
    text = "".join(" " if unicodedata.category(c) == "Cc" else c for c in text)
    return " ".join(text.split())


def split_text(text: str, limit: int = MAX_PIECE_CHARS) -> list[str]:
    """Split a safe text into pieces of 1 to ``limit`` characters; an empty text is one piece.

    Pieces of about equal length are wanted: a last piece of two words would get a vector of its
    own. Thus the text is halved until the parts fit, each time at the best end near the middle.
    """
    if len(text) <= limit:
        return [text]
    if len(text) > limit * MAX_PIECES:
        gap = (len(text) - limit) / (MAX_PIECES - 1)
        starts = (round(i * gap) for i in range(MAX_PIECES))
        return [text[start : start + limit].strip() or " " for start in starts]
    cut = _cut_near_middle(text)
    parts = text[:cut].strip(), text[cut:].strip()
    return [piece for part in parts if part for piece in split_text(part, limit)]


def _cut_near_middle(text: str) -> int:
    """Return where to cut: after the end of a sentence, clause or word in the middle half."""
    middle, quarter = len(text) // 2, len(text) // 4
    for pattern in _ENDS:
        ends = [match.end() for match in pattern.finditer(text, middle - quarter, middle + quarter)]
        if ends:
            return min(ends, key=lambda end: abs(end - middle))
    return middle
