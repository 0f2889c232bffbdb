"""What the pages say: every text in German and English, one module for each part of the site."""

from __future__ import annotations

from collections.abc import Callable

from api.language.texts import (
    account,
    atlas,
    common,
    event_sheets,
    events,
    find,
    groups,
    introductions,
    members,
    needs,
    outcomes,
    pairs,
    searches,
    seats,
    sheets,
    today,
)

Texts = dict[str, tuple[str, str]]


def _merged(*parts: Texts) -> Texts:
    """Return all texts; a key that two parts of the site use is a mistake."""
    merged: Texts = {}
    for part in parts:
        if twice := merged.keys() & part.keys():
            raise ValueError(f"texts defined twice: {sorted(twice)}")
        merged |= part
    return merged


TEXTS = _merged(
    common.TEXTS,
    find.TEXTS,
    pairs.TEXTS,
    account.TEXTS,
    introductions.TEXTS,
    sheets.TEXTS,
    members.TEXTS,
    needs.TEXTS,
    searches.TEXTS,
    outcomes.TEXTS,
    today.TEXTS,
    events.TEXTS,
    event_sheets.TEXTS,
    seats.TEXTS,
    groups.TEXTS,
    atlas.TEXTS,
)


def translator(language: str) -> Callable[[str], str]:
    """Return the function that gives a text of `TEXTS` in ``language``."""
    half = 1 if language == "en" else 0
    return lambda key: TEXTS[key][half]


def counted(language: str, key: str, count: int, **more: object) -> str:
    """Return a text about so many things; of a single one the text ``{key}_one`` speaks."""
    t = translator(language)
    return t(f"{key}_one" if count == 1 else key).format(count=count, **more)
