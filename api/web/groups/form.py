"""What the pages of groups ask for, as it stands in the address, and what it means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from data.profiles import Kind, clean_text

CONSORTIUM, BUNDLE, PEERS = "", "auftrag", "gleicher-bedarf"
TABS = (CONSORTIUM, BUNDLE, PEERS)
PATH = "/gruppen"
MAX_ROWS = 12
MAX_IDS = 20
MAX_TEXT = 4000
ANYWHERE = "egal"
KMS = ("", "10", "25", "50", "60", "80", "100", "150", "200")


@dataclass(frozen=True)
class Row:
    """One role or trade as it was filled in."""

    text: str = ""
    kind: str = ""
    count: str = "1"
    member: str = ""
    """Id of the profile that was chosen for it."""


@dataclass(frozen=True)
class GroupForm:
    """The fields of all three tabs; nothing is checked yet."""

    tab: str = CONSORTIUM
    text: str = ""
    """The idea, the job, or the theme."""
    rows: tuple[Row, ...] = ()
    region: str = ""
    place: str = ""
    km: str = ""
    sector: str = ""
    least: str = ""
    most: str = ""
    fewer: bool = False
    """Whether one member may take several roles."""
    profile: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    sent: bool = False

    @classmethod
    def of(cls, tab: str, query: QueryParams) -> GroupForm:
        """Read the form from an address; what cannot be meant is left out."""
        return cls(
            tab=tab,
            text=_lines(query.get("text", "")),
            rows=() if query.get("lesen") == "neu" else _rows(query),
            region=_line(query.get("region", "")),
            place="" if tab == PEERS else _line(query.get("ort", "")),
            km=_one_of(query.get("km", ""), (*KMS, ANYWHERE) if tab == PEERS else KMS),
            sector=_line(query.get("branche", "")),
            least=_number(query.get("min", "")),
            most=_number(query.get("max", "")),
            fewer=query.get("mehrere") == "ja",
            profile=_line(query.get("profil", "")),
            include=_ids(query.getlist("mit")),
            exclude=_ids(query.getlist("ohne")),
            sent=bool({"text", "rolle", "profil"} & query.keys()),
        )

    @property
    def path(self) -> str:
        """Address of the tab without any field."""
        return f"{PATH}/{self.tab}" if self.tab else PATH

    def address(self, end: str = "") -> str:
        """Return the address of this request."""
        sent = [(name, value) for name, value in self._fields() if value]
        rows = [pair for row in self.rows for pair in _row_fields(row)]
        return f"{self.path}{end}?{urlencode([*sent, *rows])}"

    def with_rows(self, rows: Iterable[Row]) -> GroupForm:
        """Return the form with other rows."""
        return replace(self, rows=tuple(rows))

    def choosing(self, row: int, profile_id: str) -> GroupForm:
        """Return the form with somebody set for a row; nobody where the id is empty."""
        changed = [
            replace(r, member=profile_id)
            if i == row
            else replace(r, member="" if profile_id and r.member == profile_id else r.member)
            for i, r in enumerate(self.rows)
        ]
        return replace(self, rows=tuple(changed))

    def leaving_out(self, profile_id: str) -> GroupForm:
        """Return the form with a profile excluded."""
        rows = tuple(
            replace(r, member="" if r.member == profile_id else r.member) for r in self.rows
        )
        kept = tuple(i for i in self.include if i != profile_id)
        ids = tuple(dict.fromkeys((*self.exclude, profile_id)))[-MAX_IDS:]
        return replace(self, rows=rows, include=kept, exclude=ids)

    def taking_back(self, profile_id: str) -> GroupForm:
        """Return the form in which a profile is neither set nor excluded."""
        return replace(
            self,
            include=tuple(i for i in self.include if i != profile_id),
            exclude=tuple(i for i in self.exclude if i != profile_id),
        )

    def _fields(self) -> list[tuple[str, str]]:
        return [
            ("text", self.text),
            ("region", self.region),
            ("ort", self.place),
            ("km", self.km),
            ("branche", self.sector),
            ("min", self.least),
            ("max", self.most),
            ("mehrere", "ja" if self.fewer else ""),
            ("profil", self.profile),
            *(("mit", i) for i in self.include),
            *(("ohne", i) for i in self.exclude),
        ]


def _rows(query: QueryParams) -> tuple[Row, ...]:
    texts, kinds = query.getlist("rolle"), query.getlist("rollenart")
    counts, members = query.getlist("anzahl"), query.getlist("fest")
    rows = (
        Row(
            _line(text)[:300],
            _one_of(_at(kinds, i), Kind),
            _number(_at(counts, i)) or "1",
            _line(_at(members, i))[:100],
        )
        for i, text in enumerate(texts)
    )
    return tuple(row for row in rows if len(row.text) >= 2)[:MAX_ROWS]


def _row_fields(row: Row) -> list[tuple[str, str]]:
    """Return all four fields, the empty ones too: they are told apart by their order."""
    return [
        ("rolle", row.text),
        ("rollenart", row.kind),
        ("anzahl", row.count),
        ("fest", row.member),
    ]


def _at(values: list[str], i: int) -> str:
    return values[i] if i < len(values) else ""


def _lines(text: str) -> str:
    """Return a text with its line breaks, but no other control characters."""
    return "\n".join(str(clean_text(line)) for line in text.splitlines()).strip()[:MAX_TEXT]


def _line(text: str) -> str:
    return " ".join(str(clean_text(text)).split())[:300]


def _number(text: str) -> str:
    return text.strip() if text.strip().isascii() and text.strip().isdecimal() else ""


def _ids(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(v for value in values if (v := _line(value)[:100])))[:MAX_IDS]


def _one_of(text: str, known: Iterable[str]) -> str:
    return text if text in set(known) else ""
