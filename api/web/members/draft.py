"""`Draft`: a member's profile as it stands in the form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from starlette.datastructures import FormData

from api.work.asking.values import sector_text
from api.work.lookup import option_of
from data.errors import SectorError
from data.exchange.values.place_notes import name_of
from data.places.regions import load_regions
from data.profiles import MAX_STATEMENTS, Place, Profile, Role, clean_text
from data.sectors.names import load_clusters
from data.sectors.trades import load_trades
from data.sectors.wz import load_sectors

MAX_TYPED = 20_000
_STATEMENT = re.compile(r"(rolle|text)-(\d{1,3})")
_SINGLE = ("id", "name", "art", "groesse", "website", "stelle", "email", "telefon", "sichtbar")


@dataclass(frozen=True)
class Line:
    """A statement as typed."""

    role: str
    text: str


@dataclass(frozen=True)
class Draft:
    """The fields as a person filled them in; nothing is checked yet."""

    id: str = ""
    name: str = ""
    art: str = "company"
    orte: tuple[str, ...] = ()
    branchen: tuple[str, ...] = ()
    groesse: str = ""
    sprachen: tuple[str, ...] = ("de",)
    website: str = ""
    stelle: str = ""
    email: str = ""
    telefon: str = ""
    sichtbar: str = "public"
    gueltig: str = ""
    quelle: str = ""
    lines: tuple[Line, ...] = ()
    stand: str = ""
    """`stand_of` the profile when the form was opened; empty for a new one."""

    @classmethod
    def of_form(cls, form: FormData) -> Draft:
        """Read the fields of a form."""
        single = {name: _typed(form.get(name)) for name in (*_SINGLE, "gueltig", "quelle")}
        fields: dict[int, dict[str, str]] = {}
        for name, value in form.items():
            if isinstance(value, str) and (match := _STATEMENT.fullmatch(name)):
                fields.setdefault(int(match[2]), {})[match[1]] = value
        lines = [line for i in sorted(fields) for line in _lines(fields[i])]
        return cls(
            **single,
            orte=_several(form, "ort"),
            branchen=_several(form, "branche"),
            sprachen=_several(form, "sprache"),
            lines=tuple(lines[:MAX_STATEMENTS]),
            stand=_typed(form.get("stand")),
        )

    @classmethod
    def of_profile(cls, profile: Profile, stand: str, language: str) -> Draft:
        """Return the form of a stored profile."""
        contact = profile.contact
        return cls(
            id=profile.id,
            name=profile.name,
            art=profile.kind,
            orte=tuple(map(place_text, profile.places)),
            branchen=tuple(code_texts(profile, language)),
            groesse=profile.size or "",
            sprachen=profile.languages,
            website=profile.website or "",
            stelle=(contact and contact.office) or "",
            email=(contact and contact.email) or "",
            telefon=(contact and contact.phone) or "",
            sichtbar=profile.visibility,
            gueltig=profile.valid_until.isoformat() if profile.valid_until else "",
            quelle=profile.source or "",
            lines=tuple(Line(s.role, s.text) for s in profile.statements),
            stand=stand,
        )

    def with_line(self, role: str) -> Draft:
        """Return the form with one more statement."""
        return replace(self, lines=(*self.lines, Line(role, "")))

    def without_line(self, position: int) -> Draft:
        """Return the form without a statement."""
        return replace(self, lines=self.lines[:position] + self.lines[position + 1 :])

    def moved(self, position: int, by: int) -> Draft:
        """Return the form with a statement moved up (-1) or down (1)."""
        other = position + by
        if not (0 <= position < len(self.lines) and 0 <= other < len(self.lines)):
            return self
        lines = list(self.lines)
        lines[position], lines[other] = lines[other], lines[position]
        return replace(self, lines=tuple(lines))


def place_text(place: Place) -> str:
    """Return what stands in the form for a place."""
    written = " ".join(part for part in (place.postcode, place.name) if part)
    return written or name_of(place, load_regions())


def code_texts(profile: Profile, language: str) -> dict[str, tuple[str, str]]:
    """Return field and code of each sector, trade and cluster by what stands in the form."""
    sources: tuple[tuple[str, Sequence[str], Callable[[str], Any]], ...] = (
        ("sectors", profile.sectors, load_sectors().get),
        ("trades", profile.trades, load_trades().get),
        ("clusters", profile.clusters, load_clusters().get),
    )
    texts: dict[str, tuple[str, str]] = {}
    for name, codes, get in sources:
        for code in codes:
            try:
                text = sector_text(option_of(get(code), language))
            except SectorError:
                text = code
            texts[text] = (name, code)
    return texts


def _lines(fields: dict[str, str]) -> Iterator[Line]:
    """Yield the statements of one text field: several lines are several statements."""
    role = fields.get("rolle", "")
    texts = [_typed(text) for text in re.split(r"[\r\n]+", fields.get("text", ""))]
    for text in [text for text in texts if text] or [""]:
        yield Line(role if role in set(Role) else Role.OFFER, text)


def _typed(value: object) -> str:
    text = value[:MAX_TYPED] if isinstance(value, str) else ""
    return str(clean_text(text))


def _several(form: FormData, name: str) -> tuple[str, ...]:
    typed = (_typed(value) for value in form.getlist(name))
    return tuple(dict.fromkeys(text for text in typed if text))
