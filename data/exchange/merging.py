"""One organisation once: rows of one file put together, a table laid over what is stored."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from rapidfuzz import fuzz

from data.exchange.values import words_of
from data.profiles import MAX_PLACES, MAX_STATEMENTS, Contact, Profile, Role, Statement, Visibility
from data.text import fold

_OPENNESS = (Visibility.OWN, Visibility.INTERMEDIARY, Visibility.NETWORK, Visibility.PUBLIC)
_ALIKE = 60
"""Names less alike than this, 0 to 100, in places that differ are those of two organisations."""
_PLACE_COLUMNS = frozenset(("places", "postcode", "place", "kreis", "land"))
_CODE_COLUMNS = ("sectors", "trades", "clusters")
_SINGLE_COLUMNS = ("kind", "size", "valid_until", "source", "languages")


def name_key(name: str) -> str:
    """Return a name in the form in which two rows are compared: its words without legal forms."""
    return " ".join(words_of(name))


def place_keys(profile: Profile) -> set[str]:
    """Return the postcodes and names of a profile's places, for comparing."""
    keys = {place.postcode for place in profile.places if place.postcode}
    return keys | {fold(place.name) for place in profile.places if place.name}


def kept_closed(profile: Profile, stored: Profile | None, default: Visibility) -> Profile:
    """Return the profile of a row with who may see it; an import never shows it to more than now.

    ``default`` counts for a new profile of which its row does not say it.
    """
    said = profile.visibility if "visibility" in profile.model_fields_set else None
    if stored is None:
        visibility = said or default
    else:
        visibility = min(said or stored.visibility, stored.visibility, key=_OPENNESS.index)
    return profile.model_copy(update={"visibility": visibility})


def is_other(profile: Profile, stored: Profile) -> bool:
    """Tell whether two profiles of one id are plainly two organisations, by name and place."""
    mine, theirs = place_keys(profile), place_keys(stored)
    if not mine or not theirs or mine & theirs:
        return False
    return fuzz.ratio(name_key(profile.name), name_key(stored.name)) < _ALIKE


def merged(first: Profile, second: Profile) -> Profile:
    """Return both rows of one organisation as one profile; where they differ the first counts.

    Statements, places and codes of both are kept as far as a profile holds them; who may see it
    follows the more careful of the two.
    """
    changes: dict[str, Any] = {
        "statements": _union(first.statements, second.statements)[:MAX_STATEMENTS],
        "places": _union(first.places, second.places)[:MAX_PLACES],
        "visibility": min(first.visibility, second.visibility, key=_OPENNESS.index),
        "contact": _contact(first.contact, second.contact),
    }
    for field in (*_CODE_COLUMNS, "languages"):
        changes[field] = _union(getattr(first, field), getattr(second, field))
    for field in ("size", "website", "valid_until", "source"):
        changes[field] = getattr(first, field) or getattr(second, field)
    return first.model_copy(update=changes)


def laid_over(profile: Profile, stored: Profile, columns: Collection[str | None]) -> Profile:
    """Return a row of a table with what is stored wherever the table has no column for it.

    ``columns`` are the fields of the table. A column that is not there says nothing.
    """
    if "exact" in columns:
        return profile
    changes: dict[str, Any] = {
        "statements": tuple(_statements(profile, stored, columns)),
        "contact": _kept_contact(profile.contact, stored.contact, columns),
    }
    for field in _SINGLE_COLUMNS:
        if field not in columns:
            changes[field] = getattr(stored, field)
    for field in _CODE_COLUMNS:
        if field not in columns:
            changes[field] = _union(getattr(profile, field), getattr(stored, field))
    if not _PLACE_COLUMNS & set(columns):
        changes["places"] = stored.places
    if "website" not in columns:
        changes["website"] = profile.website or stored.website
    return profile.model_copy(update=changes)


def _statements(
    profile: Profile, stored: Profile, columns: Collection[str | None]
) -> Iterable[Statement]:
    """Return the statements by role, each as the table says it if it has a column for the role."""
    if all(role.value in columns for role in Role):
        return profile.statements
    absent = [s for s in stored.statements if s.role.value not in columns]
    return _union(profile.statements, tuple(absent))[:MAX_STATEMENTS]


def _kept_contact(
    new: Contact | None, old: Contact | None, columns: Collection[str | None]
) -> Contact | None:
    if old is None:
        return new
    fields = {
        field: getattr(new, field, None) or (None if field in columns else getattr(old, field))
        for field in ("office", "email", "phone")
    }
    return Contact.model_validate(fields) if any(fields.values()) else None


def _contact(first: Contact | None, second: Contact | None) -> Contact | None:
    if first is None or second is None:
        return first or second
    fields = ("office", "email", "phone")
    return Contact.model_validate({f: getattr(first, f) or getattr(second, f) for f in fields})


def _union(first: tuple[Any, ...], second: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys((*first, *second)))
