"""One row of a table becomes a `Profile`, or says everything that is wrong with it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from data.exchange import values
from data.exchange.cells import Cells, cells_of
from data.exchange.fields import Fields
from data.exchange.values import derived_id, id_from
from data.exchange.values.codes import read_codes
from data.exchange.values.places import PlaceReader
from data.exchange.values.reaching import Reach
from data.places.regions import load_regions
from data.profiles import MAX_PLACES, Place, Profile, clean_text
from data.spreadsheet.cleaning import clean_cell
from data.spreadsheet.columns import LABELS
from data.spreadsheet.report import Note, error, note
from data.spreadsheet.tables import Row

_NEEDED = frozenset(("id", "name", "kind"))


class RowReader:
    """Reads rows; remembers resolved places and sectors, so that long files go fast."""

    def __init__(self, owner: str | None = None) -> None:
        self._owner = owner
        self._regions = load_regions()
        self._places = PlaceReader(self._regions)

    def read(self, row: Row) -> tuple[Profile | None, list[Note]]:
        """Return the profile, or None if one of the notes is an error."""
        fields = Fields(row)
        profile = self._exact(fields) or self._build(fields)
        return profile, fields.notes

    def _exact(self, fields: Fields) -> Profile | None:
        """Return the exactly exported profile, unless somebody has edited the row since."""
        exact = fields.cells("exact")
        if not exact:
            return None
        try:
            profile = Profile.model_validate_json("".join(cell.text for cell in exact))
        except ValidationError:
            profile = None
        if profile is not None and _same(cells_of(profile, self._regions), fields.texts()):
            return profile
        fields.notes.append(
            note(
                "Die Zeile wurde seit dem Export geändert; übernommen werden die sichtbaren "
                "Spalten, nicht die genaue Fassung.",
                "The row was edited since it was exported; the visible columns are imported, not "
                "the exact version.",
                column=exact[0].column,
            )
        )
        return None

    def _build(self, fields: Fields) -> Profile | None:
        name = fields.name()
        if not name:
            fields.notes.append(
                error(
                    "Der Name fehlt; erwartet wird der Name des Betriebs oder der Einrichtung.",
                    "The name is missing; expected is the name of the firm or institution.",
                    column=LABELS["name"],
                )
            )
        places, remarks = self._places.read(fields.row.cells)
        fields.soften(remarks)
        codes, unknown = read_codes(fields.row.cells)
        fields.soften(unknown)
        reach = Reach(fields.row)
        fields.notes.extend(reach.notes)
        content: dict[str, Any] = {
            "id": self._id(fields, name, places[0].postcode or places[0].name if places else None),
            "name": name,
            "kind": fields.kind(name, has_trade=bool(codes.trades)),
            "statements": fields.statements(),
            "places": _places(places, fields),
            "sectors": codes.sectors,
            "trades": codes.trades,
            "clusters": codes.clusters,
            "size": fields.size(),
            "languages": fields.languages(),
            "website": reach.website,
            "contact": reach.contact(),
            "owner": self._owner or fields.one("owner", str.strip, "default"),
            "valid_until": fields.one("valid_until", values.date_of, None),
            "source": fields.one("source", _clean, None),
        }
        if (visibility := fields.visibility()) is not None:
            content["visibility"] = visibility
        return None if fields.refused else _validated(content, fields)

    def _id(self, fields: Fields, name: str, place: str | None) -> str:
        cells = fields.cells("id")
        derived = derived_id(name, place or "", self._owner or "default")
        if not cells:
            return derived
        written = re.sub(r"^(\d+)[.,]0+$", r"\1", cells[0].text.strip())
        id = id_from(written)
        if id and id != written:
            fields.notes.append(
                note(
                    f"Die Kennung '{written}' enthält Zeichen, die nicht erlaubt sind; sie wird "
                    f"als '{id}' übernommen.",
                    f"The id '{written}' contains characters that are not allowed; it is imported "
                    f"as '{id}'.",
                    column=cells[0].column,
                    value=written,
                )
            )
        return id or derived


def _validated(content: dict[str, Any], fields: Fields) -> Profile | None:
    """Return the profile without the optional fields that do not fit, or None."""
    try:
        return Profile.model_validate(content)
    except ValidationError as problem:
        notes = list(validation_notes(problem))
        places = [entry["loc"] for entry in problem.errors(include_url=False)]
    needed = [
        entry for entry, loc in zip(notes, places, strict=True) if not loc or loc[0] in _NEEDED
    ]
    if needed:
        fields.notes.extend(needed)
        return None
    fields.soften(notes)
    kept = {f: v for f, v in content.items() if f not in {loc[0] for loc in places}}
    try:
        return Profile.model_validate(kept)
    except ValidationError as problem:
        fields.notes.extend(validation_notes(problem))
        return None


def validation_notes(problem: ValidationError) -> Iterator[Note]:
    """Tell what does not fit into a profile, field by field."""
    for entry in problem.errors(include_url=False):
        path = ".".join(str(part) for part in entry["loc"]) or "JSON"
        value = _shortened(entry["input"])
        label = LABELS.get(path, path)
        yield error(
            f"{value} passt nicht in das Feld '{label}' ({entry['msg']}).",
            f"{value} does not fit the field '{path}' ({entry['msg']}).",
            column=path,
            value=value,
        )


def _shortened(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 80 else f"{text[:77]}…"


def _clean(text: str) -> str:
    return str(clean_text(text))


def _places(places: list[Place], fields: Fields) -> list[Place]:
    unique = list(dict.fromkeys(places))
    if len(unique) > MAX_PLACES:
        fields.notes.append(
            note(
                f"Die Zeile hat {len(unique)} Orte; übernommen werden die ersten {MAX_PLACES}.",
                f"The row has {len(unique)} places; the first {MAX_PLACES} are imported.",
                column=LABELS["places"],
            )
        )
    return unique[:MAX_PLACES]


def _same(exported: Cells, found: Cells) -> bool:
    """Compare cells, whatever a spreadsheet or reading did to the characters in them."""

    def form(cells: Mapping[str, list[str]]) -> dict[str, list[str]]:
        form = {
            field: [re.sub(r"\r\n?", "\n", clean_cell(text)).strip() for text in texts]
            for field, texts in cells.items()
        }
        return {
            field: filled for field, texts in form.items() if (filled := [*filter(None, texts)])
        }

    return form(exported) == form(found)
