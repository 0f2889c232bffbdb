"""A free question taken apart: what is sought, who asks, where, which kinds, what for."""

from matcher.reading.model import (
    Asker,
    Doubt,
    DoubtCode,
    Need,
    Owner,
    Phrase,
    Polarity,
    Reading,
    ReadKind,
    ReadPlace,
    Span,
)
from matcher.reading.reader import read

__all__ = [
    "Asker",
    "Doubt",
    "DoubtCode",
    "Need",
    "Owner",
    "Phrase",
    "Polarity",
    "ReadKind",
    "ReadPlace",
    "Reading",
    "Span",
    "read",
]
