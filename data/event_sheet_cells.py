"""Single cells of an event's spreadsheet as values: numbers, lists, words."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from data.errors import ProfileError
from data.event_sheet_notes import short, shown
from data.events import Interest
from data.importing.columns import plain
from data.importing.tables import as_text
from data.names import fold
from data.profiles import MAX_STATEMENT_CHARS, clean_text

_YES = frozenset(("ja", "yes", "j", "y", "x", "wahr", "true", "1", "richtig", "ok"))
_NO = frozenset(("nein", "no", "n", "falsch", "false", "0"))
INTERESTS: Mapping[Interest, tuple[str, str, str]] = {
    Interest.MUST: ("muss", "must", "pflicht, muss treffen, must meet, unbedingt, fest"),
    Interest.WOULD: ("möchte", "would", "wunsch, gern, gerne, moechte treffen, would meet, ja, x, "
                     "would like to meet, would like"),
    Interest.VETO: ("nicht", "not", "veto, nein, darf nicht, auf keinen fall, nicht treffen, "
                    "must not meet, never, no"),
}  # fmt: skip
_INTEREST = {
    plain(name): interest
    for interest, (german, english, others) in INTERESTS.items()
    for name in (german, english, *others.split(","))
}
_MARK = "\\"
_ITEM = re.compile(r"(?:\\[\\;]|[^;\r\n\v\f\u2028\u2029])+")
_BULLETS = "-–—*•▪●‣·"


def text_of(value: object, most: int = 200) -> str:
    """Return a cell as clean text of at most ``most`` characters."""
    text = str(clean_text(as_text(value)))
    if len(text) > most:
        raise ProfileError(
            f"Der Text '{short(text)}' hat {len(text)} Zeichen; erlaubt sind {most}.",
            f"the text '{short(text)}' has {len(text)} characters; {most} are allowed.",
        )
    return text


def items_of(value: object, most: int = 20, longest: int = MAX_STATEMENT_CHARS) -> tuple[str, ...]:
    r"""Return the items of a cell: between them are line breaks or semicolons.

    ``\;`` is a semicolon that separates nothing; bullets before an item are dropped.
    """
    parts = _ITEM.findall(as_text(value))
    items = [text_of(_unmarked(_without_bullet(part)), longest) for part in parts]
    kept = tuple(item for item in items if item)
    if len(kept) > most:
        raise ProfileError(
            f"Das sind {len(kept)} Einträge; erlaubt sind {most}.",
            f"these are {len(kept)} entries; {most} are allowed.",
        )
    return kept


def item_text(item: str) -> str:
    """Return an item as `items_of` reads it back."""
    text = item.replace(_MARK, _MARK * 2).replace(";", _MARK + ";")
    return _MARK + text if text[0] in _BULLETS else text


def _unmarked(text: str) -> str:
    return re.sub(r"\\([\\;])", r"\1", text)


def _without_bullet(part: str) -> str:
    text = part.strip()
    if text[:1] == _MARK and text[1:2] and text[1] in _BULLETS:
        return text[1:]
    return re.sub(rf"^(?:[{re.escape(_BULLETS)}]\s+|[•▪●‣]\s*)", "", text)


def number_of(value: object, least: int, most: int) -> int:
    """Return a whole number between two bounds."""
    text = as_text(value).strip()
    if re.fullmatch(r"[+-]?\d{1,12}(?:[.,]0+)?", text):
        number = int(re.split("[.,]", text)[0])
        if least <= number <= most:
            return number
    raise ProfileError(
        f"'{shown(value)}' passt hier nicht; erwartet wird eine ganze Zahl von {least} bis {most}.",
        f"'{shown(value)}' does not fit here; expected is a whole number from {least} to {most}.",
    )


def share_of(value: object) -> float:
    """Return a number from 0 to 1; ``30 %`` is 0.3."""
    text = str(value).strip().replace(",", ".")
    percent = text.endswith("%")
    try:
        number = float(text.rstrip("% ")) / (100 if percent else 1)
    except ValueError:
        number = -1.0
    if isinstance(value, bool) or not 0 <= number <= 1:
        raise ProfileError(
            f"'{shown(value)}' passt hier nicht; erwartet wird eine Zahl von 0 bis 1, z. B. 0,3.",
            f"'{shown(value)}' does not fit here; expected is a number from 0 to 1, e.g. 0.3.",
        )
    return number


def yes_of(value: object) -> bool:
    """Return yes or no."""
    if isinstance(value, bool):
        return value
    word = plain(as_text(value))
    if word in _YES or word in _NO:
        return word in _YES
    raise ProfileError(
        f"'{shown(value)}' passt hier nicht; erwartet wird 'ja' oder 'nein'.",
        f"'{shown(value)}' does not fit here; expected is 'yes' or 'no'.",
    )


def interest_of(value: object) -> Interest:
    """Return the interest a word names; nothing is a wish as most are."""
    word = plain(as_text(value))
    if not word:
        return Interest.WOULD
    if word in _INTEREST:
        return _INTEREST[word]
    raise ProfileError(
        f"'{shown(value)}' ist kein Wunsch; erwartet wird 'muss', 'möchte' oder 'nicht'.",
        f"'{shown(value)}' is not a wish; expected is 'must', 'would' or 'not'.",
    )


def one_of(value: object, known: Collection[str], what: tuple[str, str]) -> str:
    """Return the known name a cell means, whatever its case and accents."""
    text = text_of(value)
    names = {fold(name): name for name in known} | {name: name for name in known}
    if not text or text in names or fold(text) in names:
        return names.get(text) or names.get(fold(text), "")
    german, english = what
    choices = ", ".join(list(dict.fromkeys(names.values()))[:12]) or "–"
    raise ProfileError(
        f"'{short(text)}' ist nicht bekannt; erwartet wird {german}: {choices}.",
        f"'{short(text)}' is not known; expected is {english}: {choices}.",
    )
