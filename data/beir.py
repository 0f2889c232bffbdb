"""An organisation of an evaluation corpus (BEIR layout) as a `Profile`."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from data.importing.identity import id_from
from data.importing.places import PlaceReader
from data.importing.report import Note, Severity, note
from data.importing.tables import Cell
from data.profiles import (
    MAX_STATEMENT_CHARS,
    MAX_STATEMENTS,
    Kind,
    Place,
    Profile,
    Role,
    Statement,
    clean_text,
)
from data.regions import load_regions


def is_beir(row: Mapping[str, Any]) -> bool:
    """Tell whether a JSON object is a document of a corpus and not a profile."""
    return "_id" in row


def profile_from_beir(row: Mapping[str, Any]) -> tuple[Profile, list[Note]]:
    """Return the profile of a document and what could not be taken over.

    ``row`` has ``_id``, ``title``, ``text`` and ``metadata``. ``org_type`` research is a research
    institution, everything else a company. The text is split at `` | `` into ``about``
    statements. A place that cannot be resolved is a note; the row is kept.

    Raises:
        pydantic.ValidationError: id or title are missing or not text.
    """
    notes: list[Note] = []
    metadata = row.get("metadata")
    metadata = metadata if isinstance(metadata, Mapping) else {}
    id = row.get("_id")
    profile = Profile.model_validate(
        {
            "id": id_from(id) or id if isinstance(id, str) else id,
            "name": row.get("title") or row.get("_id"),
            "kind": Kind.RESEARCH if metadata.get("org_type") == "research" else Kind.COMPANY,
            "statements": _statements(str(row.get("text") or ""), notes),
            "places": _places(metadata, notes),
        }
    )
    return profile, notes


def _statements(text: str, notes: list[Note]) -> list[Statement]:
    parts = [str(clean_text(part)) for part in text.split(" | ")]
    # A statement is embedded as one; longer texts are cut at spaces.
    pieces = [piece for part in parts for piece in textwrap.wrap(part, MAX_STATEMENT_CHARS)]
    if len(pieces) > MAX_STATEMENTS:
        notes.append(
            note(
                f"Der Text hat {len(pieces)} Aussagen; übernommen werden die ersten "
                f"{MAX_STATEMENTS}.",
                f"The text has {len(pieces)} statements; the first {MAX_STATEMENTS} are imported.",
                column="text",
            )
        )
    return [Statement(role=Role.ABOUT, text=piece) for piece in pieces[:MAX_STATEMENTS]]


def _places(metadata: Mapping[str, Any], notes: list[Note]) -> list[Place]:
    """Resolve the lists ``plz``, ``place``, ``kreis`` and ``land``, which are not in parallel.

    The Land is the surest of them: a place outside the Länder named is left out, and each Land
    named is kept even if no place in it is known.
    """
    names = {"postcode": "plz", "place": "place", "kreis": "kreis", "land": "land"}
    cells = {
        field: [Cell(name, str(value)) for value in _listed(metadata.get(name))]
        for field, name in names.items()
    }
    if len(cells["postcode"]) != len(cells["place"]):
        cells["places"] = cells.pop("place")
    found, remarks = _reader().read(cells)
    notes.extend(replace(remark, severity=Severity.NOTE) for remark in remarks)
    lands = _reader().lands(cells["land"])
    places: list[Place] = []
    for place in found:
        if lands and place.land not in lands:
            notes.append(_outside(place, metadata))
        elif place not in places and place != Place():
            places.append(place)
    covered = {place.land for place in places}
    return places + [
        load_regions().complete(Place(land=land)) for land in lands if land not in covered
    ]


def _listed(value: object) -> Sequence[object]:
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def _outside(place: Place, metadata: Mapping[str, Any]) -> Note:
    shown = " ".join(part for part in (place.postcode, place.name) if part)
    lands = ", ".join(map(str, _listed(metadata.get("land"))))
    return note(
        f"Der Ort '{shown}' liegt nicht in {lands} und wird nicht übernommen.",
        f"The place '{shown}' is not in {lands} and is not imported.",
        column="place",
        value=shown,
    )


@cache
def _reader() -> PlaceReader:
    return PlaceReader(load_regions())
