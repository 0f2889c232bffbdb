"""Spelling of German place names: one key for the ways people write the same name."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_ABBREVIATIONS = {"st": "sankt", "b": "bei", "lkr": "landkreis", "lk": "landkreis"}
_PHRASES = (
    (" a d ", " an der "),
    (" i d ", " in der "),
    (" o d ", " ob der "),
    (" v d ", " vor der "),
)
_NON_WORD = re.compile(r"[\W_]+")
_ADDITION = re.compile(r"\s*(\(|/|,|\s(an|am|auf|bei|beim|im|in|ob|unter|vor|zu|zur)\s).*$")


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """Return ``text`` in lower case, umlauts as ae/oe/ue/ss, only words, one space between.

    "Frankfurt/Oder", "FRANKFURT (Oder)" and "frankfurt  oder" share the key "frankfurt oder";
    "a. d." reads "an der", "St." reads "sankt". Other accents are dropped.
    """
    text = unicodedata.normalize("NFC", text).lower().translate(_UMLAUTS)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in text if not unicodedata.combining(c))
    words = _NON_WORD.sub(" ", text).split()
    joined = f" {' '.join(words)} "
    for written, meant in _PHRASES:
        joined = joined.replace(written, meant)
    return " ".join(_ABBREVIATIONS.get(word, word) for word in joined.split())


def short(name: str) -> str:
    """Return the name without what tells it from its namesakes.

    "Fürstenwalde/Spree" and "Werder (Havel)" become "Fürstenwalde" and "Werder", "Neuenhagen
    bei Berlin" becomes "Neuenhagen".
    """
    return _ADDITION.sub("", name) or name


def spellings(name: str) -> set[str]:
    """Return the keys under which a name is found: as given, short, and without its linking words.

    "Frankfurt (Oder)" is also "frankfurt an der oder", "Brandenburg an der Havel" also
    "brandenburg havel". A name may be given in two languages, "Cottbus/Chóśebuz".
    """
    keys = {key(name), key(short(name))}
    bracket = re.fullmatch(r"(.+?)(?:\s*\(|/)(\w+)\)?", name)
    if bracket:
        keys |= {key(f"{bracket[1]} {link} {bracket[2]}") for link in ("an der", "am", "in der")}
    linked = re.fullmatch(r"(.+?) (?:an der|am|an dem) (\w+)", name)
    if linked:
        keys.add(key(f"{linked[1]} {linked[2]}"))
    return keys


def slug(name: str) -> str:
    """Return the name as part of an id: "Fürstenwalde/Spree" becomes "fuerstenwalde-spree"."""
    return key(name).replace(" ", "-")
