"""What a column is by its values, where its name does not say it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from data.places.regions import load_regions
from data.profiles import Place

_LEGAL = re.compile(
    r"\b(g?GmbH|mbH|AG|KGaA|KG|OHG|GbR|UG|SE|eG|PartG|Ltd|Inc|e\.\s?V\.|e\.\s?K\.)(?!\w)|"
    r"\b(Universität|Hochschule|Institut|Stiftung)\b"
)
_KINDS = re.compile(
    r"^(unternehmen|firma|betrieb|kmu|industrie|mittelstand|handwerks?(betrieb|unternehmen)?|start-?\s?ups?|"
    r"forschung(seinrichtung|sinstitut)?|(fach)?hochschule|universität|institut|wissenschaft|cluster|"
    r"netzwerk|verband|verein|reallabor|testfeld|makerspace|company|sme|university|research.*|network)$",
    re.IGNORECASE,
)
_SIZES = re.compile(
    r"^(0|1)\s?[-–]\s?(9|10)$|^1[01]?\s?[-–]\s?(49|50)$|^5[01]\s?[-–]\s?(249|250)$|^\W?\s?250\s?\+?$|^[<>]\s?\d+$"
)
_FORMS = (
    ("name", _LEGAL, 0.5),
    ("website", re.compile(r"^(https?://|www\.)\S+\.\S+$"), 0.7),
    ("postcode", re.compile(r"^(D[\s-]*)?\d{5}$"), 0.9),
    ("sectors", re.compile(r"^\d\d\.\d{1,2}(\.\d)?$"), 0.9),
    ("kind", _KINDS, 0.8),
    ("size", _SIZES, 0.8),
)
"""Field, form of a value, and the least share of values of this form."""
_NAMELESS_FORMS = (
    ("email", re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s.]+$"), 0.7),
    ("phone", re.compile(r"^(\+\d\d|\(?0)[\d\s()/.–-]{5,20}$"), 0.8),
)
"""Only without a heading: under one, it may be a private address or a fax number."""
_SENTENCE = 40
"""Characters: a column whose values are longer on the whole describes something."""
_SPEAKING = frozenset(("offer", "need", "about"))
_LEAST = 2


def guessed(
    free: Sequence[int], nameless: set[int], known: set[str], below: Sequence[Sequence[str]]
) -> Iterator[tuple[int, str]]:
    """Yield position and field of columns whose values tell what they are; each field once.

    Args:
        free: positions of the columns that are not known and that nobody decided about.
        nameless: those of them that have no heading.
        known: the fields that have a column already.
        below: the first rows under the headings.
    """
    taken: set[int] = set()
    values = {i: [r[i].strip() for r in below if i < len(r) and r[i].strip()] for i in free}
    for field, form, least in (*_FORMS, *_NAMELESS_FORMS):
        if field in known or (field == "postcode" and "places" in known):
            continue
        among = free if (field, form, least) in _FORMS else sorted(nameless)
        shares = {i: _share(values[i], form) for i in among if i not in taken}
        best = max(shares, key=lambda i: shares[i], default=None)
        if best is not None and shares[best] >= least:
            taken.add(best)
            yield best, field
    if "place" not in known | {"places"} & known:
        for i in sorted(nameless - taken):
            if _lies_somewhere(values[i]):
                taken.add(i)
                yield i, "place"
                break
    if not known & _SPEAKING:
        for i in free:
            if i not in taken and _speaks(values[i]):
                yield i, "about"


def _share(values: Sequence[str], form: re.Pattern[str]) -> float:
    if len(values) < _LEAST:
        return 0.0
    return sum(bool(form.search(value)) for value in values) / len(values)


def _lies_somewhere(values: Sequence[str]) -> bool:
    """Tell whether nearly all values are towns."""
    if len(values) < _LEAST:
        return False
    found = sum(_is_town(value) for value in values)
    return found >= 0.8 * len(values)


def _is_town(text: str) -> bool:
    place = load_regions().complete(Place(name=text)) if len(text) <= 60 else None
    return place is not None and place.kreis is not None


def _speaks(values: Sequence[str]) -> bool:
    letters = sum(len(value) for value in values if " " in value)
    return len(values) >= _LEAST and letters / len(values) > _SENTENCE
