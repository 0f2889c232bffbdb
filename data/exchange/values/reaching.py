"""How to reach an organisation: e-mail, telephone, website, as they stand mixed in cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from data.errors import ProfileError
from data.profiles import clean_text
from data.spreadsheet.cleaning import LONGEST
from data.spreadsheet.report import Note, note
from data.spreadsheet.tables import Cell, Row
from data.text import fold

_EMAIL = re.compile(r"[^@\s,;<>()\[\]'\"]+@[^@\s,;<>()\[\]'\"]+\.[^@\s,;<>()\[\]'\".]+")
_AT = re.compile(r"\s*[(\[{]\s*(?:at|ät|@)\s*[)\]}]\s*", re.IGNORECASE)
_DOT = re.compile(r"\s*[(\[{]\s*(?:dot|punkt)\s*[)\]}]\s*", re.IGNORECASE)
_SITE = re.compile(r"https?://[^\s,;'\"<>]+|www\.[^\s,;'\"<>]+\.[^\s,;'\"<>]+", re.IGNORECASE)
_HOST = re.compile(
    r"(?<![\w@.])[a-z0-9äöüß](?:[a-z0-9äöüß-]{0,62}\.){1,4}"
    r"(?:de|com|eu|org|net|info|berlin|io|ai|at|ch|pl|example)(?:/[^\s,;'\"<>]*)?(?![\w@.-])",
    re.IGNORECASE,
)
"""An address without ``www.``."""
_LABEL = re.compile(
    r"(?:tel(?:efon)?|fon|phone|mail|e-?mail|web(?:site|seite)?|internet|homepage|url|www|t|e|m|w)"
    r"\s*[.:]+\s*(?=\S|$)|(?:tel(?:efon)?|e-?mail|web(?:site|seite)?)\s*(?=$|[,;|/])",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?:\+|\(?0)[\d\s()/.\-–]{4,}\d")
_FIELDS = ("email", "website", "phone", "office")
_LENGTHS = {"office": 200, "phone": 60}


def website_of(text: str) -> str:
    """Return an address with ``https://`` before it if it has no scheme."""
    address = text.strip()
    if not re.match(r"https?://", address, re.IGNORECASE):
        address = f"https://{address}"
    scheme, _, rest = address.partition("://")
    if len(address) > 300 or not re.fullmatch(r"[^\s/?#,;]*\w\.\w[^\s]*", rest):
        raise ProfileError(
            f"'{text}' ist keine Internetadresse; erwartet wird z. B. https://www.firma.de.",
            f"'{text}' is not a web address; expected is e.g. https://www.firm.de.",
        )
    return f"{scheme.lower()}://{rest}"


def email_of(text: str) -> str:
    """Return an e-mail address; ``info(at)firma.de`` is one."""
    address = re.sub(r"^mailto:([^?]*)(\?.*)?$", r"\1", text.strip(), flags=re.IGNORECASE)
    address = _DOT.sub(".", _AT.sub("@", address))
    if len(address) > 200 or not re.fullmatch(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+", address):
        raise ProfileError(
            f"'{text}' ist keine E-Mail-Adresse; erwartet wird z. B. kontakt@firma.de.",
            f"'{text}' is not an e-mail address; expected is e.g. contact@firm.de.",
        )
    return address


class Reach:
    """What the cells of a row say about how to reach it, wherever it stands in them."""

    def __init__(self, row: Row) -> None:
        self.notes: list[Note] = []
        self._found: dict[str, str] = {}
        parts = [
            (kind != field, kind, value, cell)
            for field in _FIELDS
            for cell in row.cells.get(field, ())
            for kind, value in _parts(field, str(clean_text(cell.text)))
        ]
        parts += [(True, "website", *found) for found in _behind_name(row)]
        # What stands in the column of its name counts before what is mixed into another.
        for _, kind, value, cell in sorted(parts, key=lambda part: part[0]):
            self._keep(kind, value, cell)

    @property
    def website(self) -> str | None:
        """Return the first website that can be opened."""
        return self._found.get("website")

    def contact(self) -> dict[str, Any] | None:
        """Return the fields of a contact, None if there are none."""
        found = {f: self._found.get(f) for f in ("office", "email", "phone")}
        return found if any(found.values()) else None

    def _keep(self, kind: str, value: str, cell: Cell) -> None:
        try:
            read = _READERS[kind](value)
        except ProfileError as problem:
            self.notes.append(_left(problem.german, problem.english, cell))
            return
        if self._found.setdefault(kind, read) != read:
            kept = self._found[kind]
            self.notes.append(
                _left(
                    f"'{value}' steht neben '{kept}'; ein Profil hat nur eine Angabe davon.",
                    f"'{value}' stands beside '{kept}'; a profile has only one of it.",
                    cell,
                )
            )


def _parts(field: str, text: str) -> Iterator[tuple[str, str]]:
    """Yield what a cell holds as kind and value; some may be of another kind than its column."""
    if len(text) > LONGEST:
        yield field, text
        return
    if field == "email":
        text = _DOT.sub(".", _AT.sub("@", re.sub(r"(?i)mailto:([^\s?]*)(\?\S*)?", r"\1", text)))
    emails, sites = _EMAIL.findall(text), _SITE.findall(_EMAIL.sub(" ", text))
    rest = " ".join(_SITE.sub(" ", _EMAIL.sub(" ", text)).split()).strip(" ,;/|()")
    if field == "office":
        yield from _contact(text, emails, sites, rest)
        return
    yield from (("email", email) for email in emails)
    yield from (("website", site) for site in sites)
    if field == "phone" and rest:
        yield field, rest
    elif rest and not (emails or sites):
        yield field, text
    elif phone := _PHONE.search(rest):
        yield "phone", phone[0]


def _behind_name(row: Row) -> Iterator[tuple[str, Cell]]:
    """Yield where the name links to, if that is the organisation's own site by a word of its name.

    Links to pages of whoever made the list are not.
    """
    for cell in row.cells.get("name", ()):
        target = getattr(cell.text, "target", "")
        host = re.match(r"https?://([^/?#:]+)", target, re.IGNORECASE)
        words = re.findall(r"[a-z0-9]{4,}", fold(cell.text))
        if host and any(word in fold(host[1]).replace("-", "") for word in words):
            yield target, cell


def _contact(
    text: str, emails: list[str], sites: list[str], rest: str
) -> Iterator[tuple[str, str]]:
    """Yield what stands in a cell for contacts: ways to reach somebody, else who it is."""
    sites = [*sites, *_HOST.findall(rest)]
    rest = _HOST.sub(" ", rest)
    phone = _PHONE.search(rest)
    if not (emails or sites or phone):
        yield "office", text
        return
    yield from (("email", email) for email in emails[:1])
    yield from (("website", site) for site in sites[:1])
    if phone:
        yield "phone", phone[0]
    left = _LABEL.sub(" ", rest.replace(phone[0], " ") if phone else rest)
    left = " ".join(left.split()).strip(" ,;/|():.-–")
    if re.search(r"[^\W\d_]{3}", left):
        yield "office", left


def _fitting(kind: str, text: str) -> str:
    if len(text) > _LENGTHS[kind]:
        raise ProfileError(
            f"Die Angabe hat {len(text)} Zeichen; erlaubt sind {_LENGTHS[kind]}.",
            f"The entry has {len(text)} characters; {_LENGTHS[kind]} are allowed.",
        )
    return text


_READERS: dict[str, Callable[[str], str]] = {
    "email": email_of,
    "website": website_of,
    "phone": lambda text: _fitting("phone", text),
    "office": lambda text: _fitting("office", text),
}


def _left(german: str, english: str, cell: Cell) -> Note:
    return note(
        f"{german} Die Angabe wird nicht übernommen.",
        f"{english} It is not imported.",
        cell.column,
        cell.text,
    )
