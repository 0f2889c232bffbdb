"""What single cells mean: kinds, sizes, places, codes, dates, names, statements."""

from data.exchange.values.dates import date_of
from data.exchange.values.names import derived_id, id_from, words_of
from data.exchange.values.statements import fitting, join, split
from data.exchange.values.words import (
    KINDS,
    SIZES,
    VISIBILITIES,
    choose,
    kind_of,
    known_size,
    language_of,
    visibility_of,
)

__all__ = [
    "KINDS",
    "SIZES",
    "VISIBILITIES",
    "choose",
    "date_of",
    "derived_id",
    "fitting",
    "id_from",
    "join",
    "kind_of",
    "known_size",
    "language_of",
    "split",
    "visibility_of",
    "words_of",
]
