"""Names in the form in which they are compared, and ids for rows that have none."""

from __future__ import annotations

import hashlib
import re

from data.exchange.values.institutions import written_out
from data.text import fold

_LEGAL = frozenset(
    "gmbh mbh ggmbh ag kg kgaa ug haftungsbeschraenkt co ohg gbr eg ev e v ek k se inc ltd "
    "stiftung partg partgmbb und u and".split()
)


_LONG_FORMS = (
    (re.compile(r"gesellschaft mit beschraenkter haftung|ges\.?\s?m\.?\s?b\.?\s?h\.?"), " gmbh "),
    (re.compile(r"\baktiengesellschaft\b"), " ag "),
    (re.compile(r"\bkommanditgesellschaft\b"), " kg "),
    (re.compile(r"\beingetragene[rs]? (verein|kauf(mann|frau)|genossenschaft)\b"), " ev "),
    (re.compile(r"\be\.?\s?kf[mr]\b\.?"), " ek "),
    (re.compile(r"[,(]?\s*\binh(aber(in)?)?\b\.?:?\s.*$"), " "),
    (re.compile(r"\bgebr\."), "gebrueder "),
    (re.compile(r"\bst\."), "sankt "),
)


def words_of(name: str) -> list[str]:
    """Return the folded words of a name without legal forms, in alphabetical order.

    ``Gesellschaft mit beschränkter Haftung``, ``e. Kfm.`` and ``Inh. …`` are legal forms too;
    ``BTU`` is written out.
    """
    text = written_out(name)
    for form, instead in _LONG_FORMS:
        text = form.sub(instead, text)
    words = re.findall(r"[^\W_]+", text)
    return sorted(word for word in words if word not in _LEGAL) or sorted(words)


def id_from(text: str) -> str:
    """Return ``text`` as an id: what an id may not contain becomes a hyphen; may be empty."""
    return re.sub(r"[^A-Za-z0-9._:\-]+", "-", text.strip()).strip("-._:")[:100]


def derived_id(name: str, place: str, owner: str) -> str:
    """Return the same id each time for the same name, place and tenant."""
    key = "\n".join((fold(name), fold(place), owner))
    digest = hashlib.sha256(key.encode()).hexdigest()[:8]
    slug = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:60].strip("-")
    return f"{slug}-{digest}" if slug else f"p-{digest}"
