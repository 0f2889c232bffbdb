"""What a column is by its values, where its name does not say it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_LEGAL = re.compile(
    r"\b(g?GmbH|mbH|AG|KGaA|KG|OHG|GbR|UG|SE|eG|PartG|Ltd|Inc|e\.\s?V\.|e\.\s?K\.)(?!\w)|"
    r"\b(Universität|Hochschule|Institut|Stiftung)\b"
)
_FORMS = (
    ("name", _LEGAL, 0.5),
    ("website", re.compile(r"^(https?://|www\.)\S+\.\S+$"), 0.7),
    ("postcode", re.compile(r"^(D[\s-]*)?\d{5}$"), 0.9),
    ("sectors", re.compile(r"^\d\d\.\d{1,2}(\.\d)?$"), 0.9),
)
"""Field, form of a value, and the least share of values of this form."""
_SENTENCE = 40
"""Characters: a column whose values are longer on the whole describes something."""
_SPEAKING = frozenset(("offer", "need", "about"))
_LEAST = 2


def guessed(
    free: Sequence[int], known: set[str], below: Sequence[Sequence[str]]
) -> Iterator[tuple[int, str]]:
    """Yield position and field of columns whose values tell what they are; each field once.

    Args:
        free: positions of the columns that are not known and that nobody decided about.
        known: the fields that have a column already.
        below: the first rows under the headings.
    """
    taken: set[int] = set()
    values = {i: [r[i].strip() for r in below if i < len(r) and r[i].strip()] for i in free}
    for field, form, least in _FORMS:
        if field in known or (field == "postcode" and "places" in known):
            continue
        shares = {i: _share(values[i], form) for i in free if i not in taken}
        best = max(shares, key=lambda i: shares[i], default=None)
        if best is not None and shares[best] >= least:
            taken.add(best)
            yield best, field
    if not known & _SPEAKING:
        for i in free:
            if i not in taken and _speaks(values[i]):
                yield i, "about"


def _share(values: Sequence[str], form: re.Pattern[str]) -> float:
    if len(values) < _LEAST:
        return 0.0
    return sum(bool(form.search(value)) for value in values) / len(values)


def _speaks(values: Sequence[str]) -> bool:
    letters = sum(len(value) for value in values if " " in value)
    return len(values) >= _LEAST and letters / len(values) > _SENTENCE
