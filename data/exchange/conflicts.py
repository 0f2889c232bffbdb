"""Whose id a row has: its own, that of another organisation, or of another tenant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from data.exchange.merging import is_other, name_key
from data.exchange.reading import Read
from data.exchange.values import derived_id
from data.profiles import RESERVED_ID_PREFIX, Profile
from data.spreadsheet.report import Note, error, note
from data.spreadsheet.unwanted import may_count


class Seen(NamedTuple):
    """Where an id stood first, and whose it is."""

    sheet: str | None
    row: int | None
    name: str
    """As `name_key` has it."""


def told_apart(
    read: Read, profile: Profile, stored: Mapping[str, Profile], seen: Mapping[str, Seen]
) -> tuple[Profile, list[Note]]:
    """Return the profile, under an id of its own where its id is that of another organisation.

    Two lists that number their rows, or a list that begins anew in every section, would overwrite
    each other otherwise.
    """
    known = stored.get(profile.id)
    if known is not None and known.owner == profile.owner and is_other(profile, known):
        whose = known.name
    elif _counts_anew(read, profile, seen):
        whose = seen[profile.id].name
    else:
        return profile, []
    place = profile.places[0].postcode or profile.places[0].name or "" if profile.places else ""
    other = profile.model_copy(update={"id": derived_id(profile.name, place, profile.owner)})
    told = note(
        f"Die Kennung '{profile.id}' gehört schon zu '{whose}'; '{profile.name}' wird als "
        f"eigenes Profil '{other.id}' übernommen.",
        f"The id '{profile.id}' already belongs to '{whose}'; '{profile.name}' is imported "
        f"as a profile of its own, '{other.id}'.",
        value=profile.id,
    )
    return other, [told]


def _counts_anew(read: Read, profile: Profile, seen: Mapping[str, Seen]) -> bool:
    """Tell whether a number under ``Nr.`` stood before, at another organisation."""
    if read.header is None or "id" not in read.header.fields or profile.id not in seen:
        return False
    counts = profile.id.isdecimal() and may_count(read.header.names[read.header.fields.index("id")])
    return counts and seen[profile.id].name != name_key(profile.name)


def conflicts(
    read: Read,
    profile: Profile,
    seen: Mapping[str, Seen],
    owners: Mapping[str, str],
    is_operator: bool,
) -> Iterator[Note]:
    """Tell whose id a row repeats: that of another organisation's row, or of another tenant.

    Only the operator of all tenants is told which one. An id that no profile can have is told too.
    """
    if profile.id.startswith(RESERVED_ID_PREFIX):
        yield error(
            f"Die Kennung '{profile.id}' ist nicht möglich: '{RESERVED_ID_PREFIX}' steht am Anfang "
            "der Kennungen vermittelter Profile.",
            f"The id '{profile.id}' is not possible: '{RESERVED_ID_PREFIX}' begins the ids of "
            "profiles behind an intermediary.",
            value=profile.id,
        )
    if profile.id in seen and seen[profile.id].name != name_key(profile.name):
        sheet, row, _ = seen[profile.id]
        first_de = f"Zeile {row}" + (f" (Blatt '{sheet}')" if sheet else "")
        first_en = f"row {row}" + (f" (sheet '{sheet}')" if sheet else "")
        yield error(
            f"Die Kennung '{profile.id}' von Zeile {read.row} steht schon in {first_de}; jede "
            "Kennung darf nur einmal vorkommen. Ohne Kennung zählen Name und Ort.",
            f"The id '{profile.id}' of row {read.row} is already in {first_en}; each id may "
            "occur only once. Without ids, name and place count.",
            value=profile.id,
        )
    if (other := owners.get(profile.id, profile.owner)) != profile.owner:
        whose_de, whose_en = "ist schon vergeben", "is already taken"
        if is_operator:
            whose_de = f"gehört schon dem Mandanten '{other}'"
            whose_en = f"already belongs to tenant '{other}'"
        yield error(
            f"Die Kennung '{profile.id}' {whose_de}; bitte eine andere wählen.",
            f"The id '{profile.id}' {whose_en}; please choose another.",
            value=profile.id,
        )
