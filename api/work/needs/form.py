"""`NeedsForm`: the filters of the page of needs as they stand in the address, and their meaning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from api.work.asking.values import region_text, resolve_sector, sector_value
from api.work.needs.scope import Scope, Standing
from data.errors import RegionError, SectorError
from data.places.regions import load_regions
from data.profiles import Kind
from matcher.search.catalog import Level, Reach
from matcher.search.rules import sector_keys

PATH = "/bedarfe"
OWN, ALL = "eigene", "alle"
REACHES: Mapping[str, Reach] = {
    "": Reach(),
    "kreis": Reach(level="kreis"),
    "land": Reach(level="land"),
    "25": Reach(km=25.0),
    "50": Reach(km=50.0),
    "100": Reach(km=100.0),
}
STANDINGS: Mapping[str, Standing] = {"niemand": "nobody", "fern": "far", "nah": "weak"}
LEVELS: Mapping[str, Level] = {"kreis": "kreis", "land": "land"}
MAX_TEXT = 200
MAX_PAGE = 10_000
PER_PAGE = 25


@dataclass(frozen=True)
class NeedsForm:
    """The fields as a person filled them in; nothing is checked yet."""

    tab: str = ""
    """Last part of the path."""
    region: str = ""
    sector: str = ""
    kind: str = ""
    whose: str = ""
    """`OWN`, `ALL`, or nothing: whatever suits the number of members."""
    reach: str = ""
    standing: str = ""
    """One of `STANDINGS`; nothing shows all."""
    level: str = ""
    what: str = ""
    """What the overview's cells show: needs, or "angebote"."""
    page: int = 1

    @classmethod
    def of(cls, tab: str, query: QueryParams) -> NeedsForm:
        """Read the form from an address; what cannot be meant is left out."""
        page = query.get("seite", "")
        return cls(
            tab=tab,
            region=" ".join(query.get("region", "").split())[:MAX_TEXT],
            sector=" ".join(query.get("branche", "").split())[:MAX_TEXT],
            kind=_one_of(query.get("art", ""), Kind),
            whose=_one_of(query.get("wer", ""), (OWN, ALL)),
            reach=_one_of(query.get("umkreis", ""), REACHES),
            standing=_one_of(query.get("stand", ""), STANDINGS),
            level=_one_of(query.get("ebene", ""), LEVELS),
            what=_one_of(query.get("was", ""), ("angebote",)),
            page=min(int(page), MAX_PAGE) if page.isdecimal() and page.isascii() and page else 1,
        )

    def address(self, tab: str | None = None) -> str:
        """Return the address of this page, or of another tab with the same filters."""
        return f"{_path(self.tab if tab is None else tab)}{self._query()}"

    @property
    def path(self) -> str:
        """Address of this tab without any filter."""
        return _path(self.tab)

    @property
    def export_address(self) -> str:
        """Address of the spreadsheet with the same filters."""
        return f"{PATH}/export.xlsx{replace(self, page=1)._query()}"

    def at(self, page: int) -> str:
        """Return the address of another page of the list."""
        return replace(self, page=page).address()

    def showing(self, tab: str, **changes: str) -> str:
        """Return the address of a tab with some filters changed, from its first page."""
        return replace(self, page=1, **changes).address(tab)

    @property
    def narrowed(self) -> bool:
        """Whether any filter leaves somebody out."""
        return bool(self.region or self.sector or self.kind)

    def _query(self) -> str:
        fields = [
            ("region", self.region),
            ("branche", self.sector),
            ("art", self.kind),
            ("wer", self.whose),
            ("umkreis", self.reach),
            ("stand", self.standing),
            ("ebene", self.level),
            ("was", self.what),
            ("seite", str(self.page) if self.page > 1 else ""),
        ]
        sent = [(name, value) for name, value in fields if value]
        return f"?{urlencode(sent)}" if sent else ""


@dataclass(frozen=True)
class CheckedNeeds:
    """A form that was understood, in part or in whole."""

    form: NeedsForm
    scope: Scope
    problems: Mapping[str, str]
    """Field -> what is wrong with it."""


def check(form: NeedsForm, tenant: str, own: bool, language: str) -> CheckedNeeds:
    """Return what a form means; ``own`` is what counts where it does not say whose."""
    problems: dict[str, str] = {}
    region: str | None = None
    sectors: tuple[str, ...] = ()
    if form.region:
        try:
            region = region_text(load_regions().resolve(form.region))
        except RegionError as error:
            problems["region"] = error.text(language)
    if form.sector:
        try:
            sectors = tuple(sector_keys(sector_value(resolve_sector(form.sector))))
        except SectorError as error:
            problems["sector"] = error.text(language)
    scope = Scope(
        owner=tenant if (own if not form.whose else form.whose == OWN) else None,
        region=region,
        sectors=sectors,
        kind=Kind(form.kind) if form.kind else None,
        reach=REACHES[form.reach],
    )
    return CheckedNeeds(form, scope, problems)


def _path(tab: str) -> str:
    return f"{PATH}/{tab}" if tab else PATH


def _one_of(text: str, known: Iterable[str]) -> str:
    return text if text in set(known) else ""
