"""JSONL: one profile, or one document of an evaluation corpus, per line.

An organisation of an evaluation corpus (BEIR layout) as a `Profile`.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from data.errors import ProfileError
from data.exchange.rows import validation_notes
from data.exchange.values import id_from
from data.exchange.values.places import PlaceReader
from data.places.regions import load_regions
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
from data.spreadsheet.characters import encoding_of, opened
from data.spreadsheet.report import Note, Severity, error, note
from data.spreadsheet.tables import Cell


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


MAX_LINE = 10_000_000
"""Characters; a longer line is no profile and is not read into memory whole."""


def read_jsonl(
    path: Path, corrected: Mapping[int, str] | None = None
) -> Iterator[tuple[int, str, Profile | None, list[Note]]]:
    """Yield line number, line, profile (None if refused) and notes; empty lines give no notes.

    ``corrected`` holds by line number what stands there instead.
    """
    instead = corrected or {}
    with opened(path, encoding_of(path)) as file:
        number = 0
        while line := file.readline(MAX_LINE):
            number += 1
            if len(line) >= MAX_LINE:
                raise ProfileError(
                    f"Zeile {number}: Die Zeile hat mehr als {MAX_LINE} Zeichen; "
                    "erwartet wird ein Profil je Zeile.",
                    f"row {number}: the line has more than {MAX_LINE} characters; "
                    "expected is one profile per line.",
                )
            line = instead.get(number, line)
            yield number, line, *(parsed(line) if line.strip() else (None, []))


def of_objects(
    objects: Sequence[Mapping[str, Any]], corrected: Mapping[int, str] | None = None
) -> Iterator[tuple[int, str, Profile | None, list[Note]]]:
    """Yield the objects of a JSON list as `read_jsonl` yields lines, counted from 1."""
    for number, entry in enumerate(objects, start=1):
        line = (corrected or {}).get(number, json.dumps(entry, ensure_ascii=False))
        yield number, line, *parsed(line)


def parsed(line: str) -> tuple[Profile | None, list[Note]]:
    """Return the profile of one line, or None and what is wrong with it."""
    try:
        content = json.loads(line)
    except (ValueError, RecursionError) as problem:
        place = f" (Spalte {problem.colno})" if isinstance(problem, json.JSONDecodeError) else ""
        return None, [
            error(
                f"Die Zeile ist kein gültiges JSON{place}: {line.strip()[:60]}… Erwartet wird ein "
                "Profil je Zeile in geschweiften Klammern.",
                f"The line is not valid JSON: {line.strip()[:60]}… Expected is one profile per "
                "line in curly brackets.",
                value=line.strip()[:200],
            )
        ]
    if not isinstance(content, dict):
        return None, [
            error(
                f"Erwartet wird ein Profil in geschweiften Klammern, gefunden: {line.strip()[:60]}",
                f"Expected is a profile in curly brackets, found: {line.strip()[:60]}",
                value=line.strip()[:200],
            )
        ]
    try:
        if is_beir(content):
            return profile_from_beir(content)
        return Profile.model_validate_json(line), []
    except ValidationError as problem:
        return None, list(validation_notes(problem))
