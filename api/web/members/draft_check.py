"""What a member's form means, or what is wrong with it, field by field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from api.language.texts import translator
from api.web.members.draft import Draft, code_texts, place_text
from api.work.asking.values import resolve_sector
from data.errors import PartnerMatchError, SectorError
from data.exchange import values
from data.exchange.rows import validation_notes
from data.exchange.values import derived_id, id_from
from data.exchange.values.places import PlaceReader
from data.exchange.values.reaching import email_of, website_of
from data.places.regions import load_regions
from data.profiles import MAX_STATEMENT_CHARS, Place, Profile
from data.sectors.names import Cluster
from data.sectors.wz import Sector
from data.spreadsheet.report import Severity
from data.spreadsheet.tables import Cell


@dataclass
class CheckedDraft:
    """What a form means, and what is wrong with it by field."""

    profile: Profile | None = None
    problems: dict[str, str] = field(default_factory=dict)


def check_draft(draft: Draft, base: Profile | None, tenant: str, language: str) -> CheckedDraft:
    """Return the profile that a form means.

    ``base`` is what is stored: what stands in the form as it was written there is kept exactly,
    and so is all that no form shows.
    """
    check = _Check(draft, base, language)
    content: dict[str, Any] = base.model_dump() if base else {"owner": tenant}
    places = check.places()
    content |= {
        "name": check.name(),
        "kind": draft.art,
        "places": places,
        "size": draft.groesse or None,
        "languages": draft.sprachen,
        "website": check.one("website", draft.website, website_of),
        "visibility": draft.sichtbar,
        "valid_until": check.one("gueltig", draft.gueltig, values.date_of),
        "source": draft.quelle or None,
        "contact": check.contact(),
        "statements": check.statements(),
        **check.codes(),
    }
    content["id"] = base.id if base else _new_id(draft, places, tenant)
    checked = CheckedDraft(problems=check.problems)
    if not checked.problems:
        try:
            checked.profile = Profile.model_validate(content)
        except ValidationError as error:
            note = next(validation_notes(error))
            checked.problems["form"] = note.english if language == "en" else note.german
    return checked


def places_in(draft: Draft) -> tuple[Place, ...]:
    """Return the places of a form as far as they are known."""
    return tuple(_Check(draft, None, "de").places())


class _Check:
    """Reads the fields of one form and collects what is wrong."""

    def __init__(self, draft: Draft, base: Profile | None, language: str) -> None:
        self._draft = draft
        self._base = base
        self._language = language
        self._t = translator(language)
        self.problems: dict[str, str] = {}

    def one(self, name: str, text: str, parse: Callable[[str], Any]) -> Any:
        """Return the value of a field, None if it is empty or wrong."""
        if not text:
            return None
        try:
            return parse(text)
        except PartnerMatchError as error:
            self.problems[name] = error.text(self._language)
            return None

    def name(self) -> str:
        if not self._draft.name:
            self.problems["name"] = self._t("edit_name_missing")
        return self._draft.name

    def contact(self) -> dict[str, Any] | None:
        draft = self._draft
        email = self.one("email", draft.email, email_of)
        office, phone = draft.stelle or None, draft.telefon or None
        if not (office or email or phone):
            return None
        return {"office": office, "email": email, "phone": phone}

    def places(self) -> list[Place]:
        stored = {place_text(place): place for place in self._base.places} if self._base else {}
        reader, found = PlaceReader(load_regions()), list[Place]()
        for text in self._draft.orte:
            if text in stored:
                found.append(stored[text])
                continue
            places, notes = reader.read({"places": [Cell("Orte", text)]})
            unknown = [place for place in places if place.kreis is None and place.land is None]
            errors = [note for note in notes if note.severity is Severity.ERROR]
            for note in errors or (notes if unknown else []):
                sentence = note.english if self._language == "en" else note.german
                self.problems.setdefault("ort", sentence)
            found += places
        return found

    def codes(self) -> dict[str, list[str]]:
        codes: dict[str, list[str]] = {"sectors": [], "trades": [], "clusters": []}
        stored = code_texts(self._base, self._language) if self._base else {}
        for text in self._draft.branchen:
            if text in stored:
                kind, code = stored[text]
                codes[kind].append(code)
                continue
            try:
                found = resolve_sector(text)
            except SectorError as error:
                self.problems.setdefault("branche", error.text(self._language))
                continue
            if isinstance(found, Sector):
                codes["sectors"].append(found.code)
            else:
                codes["clusters" if isinstance(found, Cluster) else "trades"].append(found.id)
        return codes

    def statements(self) -> list[dict[str, str]]:
        for i, line in enumerate(self._draft.lines):
            if len(line.text) > MAX_STATEMENT_CHARS:
                said = self._t("edit_too_long").format(
                    found=len(line.text), max=MAX_STATEMENT_CHARS
                )
                self.problems[f"text-{i}"] = said
        return [{"role": line.role, "text": line.text} for line in self._draft.lines if line.text]


def _new_id(draft: Draft, places: Sequence[Place], tenant: str) -> str:
    written = id_from(draft.id)
    if written:
        return written
    place = places[0].postcode or places[0].name or "" if places else ""
    return derived_id(draft.name, place, tenant)
