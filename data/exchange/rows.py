"""One row of a table becomes a `Profile`, or says everything that is wrong with it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from pydantic import ValidationError

from data.errors import PartnerMatchError
from data.exchange import values
from data.exchange.cells import Cells, cells_of, read_codes
from data.exchange.places import PlaceReader
from data.exchange.values import derived_id, id_from
from data.places.regions import load_regions
from data.profiles import Contact, Kind, Profile, Role, Statement, clean_text
from data.spreadsheet.columns import LABELS
from data.spreadsheet.report import Note, Severity, error, note
from data.spreadsheet.tables import Cell, Row

_T = TypeVar("_T")
_D = TypeVar("_D")
_WORDS = re.compile(r"[;,\n|/]| und | and ")


class RowReader:
    """Reads rows; remembers resolved places and sectors, so that long files go fast."""

    def __init__(self, owner: str | None = None) -> None:
        self._owner = owner
        self._regions = load_regions()
        self._places = PlaceReader(self._regions)

    def read(self, row: Row) -> tuple[Profile | None, list[Note]]:
        """Return the profile, or None if one of the notes is an error."""
        fields = _Fields(row)
        profile = self._exact(fields) or self._build(fields)
        return profile, fields.notes

    def _exact(self, fields: _Fields) -> Profile | None:
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

    def _build(self, fields: _Fields) -> Profile | None:
        name = fields.one("name", _clean, "")
        if not name:
            fields.notes.append(
                error(
                    "Der Name fehlt; erwartet wird der Name des Betriebs oder der Einrichtung.",
                    "The name is missing; expected is the name of the firm or institution.",
                    column=LABELS["name"],
                )
            )
        places, remarks = self._places.read(fields.row.cells)
        fields.notes.extend(remarks)
        codes, unknown = read_codes(fields.row.cells)
        fields.notes.extend(unknown)
        owner = self._owner or fields.one("owner", str.strip, "default")
        content = {
            "id": self._id(fields, name, places[0].postcode or places[0].name if places else None),
            "name": name,
            "kind": fields.kind(has_trade=bool(codes.trades)),
            "statements": fields.statements(),
            "places": places,
            "sectors": codes.sectors,
            "trades": codes.trades,
            "clusters": codes.clusters,
            "size": fields.one("size", values.size_of, None),
            "languages": _languages(fields),
            "website": fields.one("website", values.website_of, None),
            "contact": _contact(fields),
            "visibility": fields.one("visibility", values.visibility_of, "public"),
            "owner": owner,
            "valid_until": fields.one("valid_until", values.date_of, None),
            "source": fields.one("source", _clean, None),
        }
        if fields.refused:
            return None
        try:
            return Profile.model_validate(content)
        except ValidationError as problem:
            fields.notes.extend(validation_notes(problem))
            return None

    def _id(self, fields: _Fields, name: str, place: str | None) -> str:
        cells = fields.cells("id")
        if not cells:
            return derived_id(name, place or "", self._owner or "default")
        written = cells[0].text.strip()
        id = id_from(written)
        if not id:
            return derived_id(name, place or "", self._owner or "default")
        if id != written:
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
        return id


class _Fields:
    """The cells of one row by field, and what there is to tell about them."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.notes: list[Note] = []

    @property
    def refused(self) -> bool:
        return any(entry.severity is Severity.ERROR for entry in self.notes)

    def cells(self, field: str) -> list[Cell]:
        return self.row.cells.get(field, [])

    def texts(self) -> Cells:
        return {f: [c.text for c in cells] for f, cells in self.row.cells.items() if f != "exact"}

    def one(self, field: str, parse: Callable[[str], _T], default: _D) -> _T | _D:
        """Return the value of a field that has one; the first column with content counts."""
        cells = self.cells(field)
        if not cells:
            return default
        for other in cells[1:]:
            if other.text.strip() != cells[0].text.strip():
                self.notes.append(_second(other, cells[0]))
        found = list(self._parsed(cells[0], lambda text: [parse(text)]))
        return found[0] if found else default

    def many(self, field: str, parse: Callable[[str], list[_T]]) -> list[_T]:
        """Return the values of a field that may have several, in one cell or in many."""
        return [value for cell in self.cells(field) for value in self._parsed(cell, parse)]

    def kind(self, has_trade: bool) -> Kind:
        if self.cells("kind"):
            return self.one("kind", values.kind_of, Kind.COMPANY)
        kind = Kind.CRAFT if has_trade else Kind.COMPANY
        label = values.KINDS[kind]
        self.notes.append(
            note(
                f"Die Art fehlt; übernommen wird '{label}'.",
                f"The kind is missing; '{kind.value}' is taken.",
                column=LABELS["kind"],
            )
        )
        return kind

    def statements(self) -> list[Statement]:
        return [
            Statement(role=role, text=text)
            for role in (Role.OFFER, Role.NEED, Role.ABOUT)
            for text in self.many(role.value, _statements)
        ]

    def _parsed(self, cell: Cell, parse: Callable[[str], list[_T]]) -> Iterator[_T]:
        try:
            yield from parse(cell.text)
        except PartnerMatchError as problem:
            self.notes.append(error(problem.german, problem.english, cell.column, cell.text))


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


def _statements(text: str) -> list[str]:
    return [values.fitting(statement) for statement in values.split(text)]


def _languages(fields: _Fields) -> list[str]:
    if not fields.cells("languages"):
        return ["de"]
    return fields.many(
        "languages",
        lambda text: [values.language_of(p.strip()) for p in _WORDS.split(text) if p.strip()],
    )


def _contact(fields: _Fields) -> Contact | None:
    office = fields.one("office", _clean, None)
    email = fields.one("email", values.email_of, None)
    phone = fields.one("phone", _clean, None)
    if not (office or email or phone):
        return None
    return Contact.model_validate({"office": office, "email": email, "phone": phone})


def _same(exported: Cells, found: Cells) -> bool:
    """Compare cells, whatever a spreadsheet did to line ends and spaces around them."""

    def form(cells: Cells) -> dict[str, list[str]]:
        return {
            field: [re.sub(r"\r\n?", "\n", text).strip() for text in texts]
            for field, texts in cells.items()
        }

    return form(exported) == form(found)


def _second(other: Cell, first: Cell) -> Note:
    return note(
        f"'{other.text}' wird nicht übernommen: Die Spalte '{first.column}' sagt dasselbe Feld "
        f"schon mit '{first.text}'.",
        f"'{other.text}' is not imported: column '{first.column}' already gives this field as "
        f"'{first.text}'.",
        column=other.column,
        value=other.text,
    )
