"""From the form of a page of groups to the request it means."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from api.web.groups.form import ANYWHERE, BUNDLE, CONSORTIUM, PEERS, GroupForm, Row
from api.work.asking.form import code_of
from api.work.asking.values import region_text, resolve_sector, sector_value
from data.errors import RegionError, SectorError
from data.places.regions import load_regions
from data.sectors.trades import load_trades
from matcher.groups.request import (
    MAX_PEERS,
    MAX_PLACES,
    MAX_THEME,
    MIN_THEME,
    BundleRequest,
    ConsortiumRequest,
    PeersRequest,
    RoleAsked,
)
from matcher.request import Constraint, Rule

Problems = dict[str, str]
DEFAULT_KM = 50.0


@dataclass
class Asking:
    """A form that was read; ``problems`` say what is wrong, field by field."""

    form: GroupForm
    language: Literal["de", "en"]
    problems: Problems = field(default_factory=dict)

    def request(self) -> ConsortiumRequest | BundleRequest | PeersRequest | None:
        """Return what the form asks for; None where nothing is asked or something is wrong."""
        if not self.form.sent:
            return None
        make = {CONSORTIUM: self._consortium, BUNDLE: self._bundle, PEERS: self._peers}
        made = make[self.form.tab]()
        return None if self.problems else made

    def _consortium(self) -> ConsortiumRequest | None:
        if not self.form.text and not self.form.rows:
            self._wrong("text", "Bitte die Idee oder eine Rolle nennen.", "Please name an idea.")
        rules = self._rules(with_radius=True)
        least, most = self._bounds(1, MAX_PLACES, 1, MAX_PLACES)
        roles = self._roles()
        if sum(role.count for role in roles) > MAX_PLACES:
            german = f"Zusammen sind höchstens {MAX_PLACES} Mitglieder möglich."
            self._wrong("rows", german, f"At most {MAX_PLACES} members are possible.")
        if self.problems:
            return None
        return ConsortiumRequest(
            idea=self.form.text or None,
            roles=roles,
            constraints=rules,
            include=self.form.include,
            exclude=self.form.exclude,
            min_size=least,
            max_size=most,
            roles_per_member=3 if self.form.fewer else 1,
            language=self.language,
        )

    def _bundle(self) -> BundleRequest | None:
        if not self.form.text:
            self._wrong("text", "Bitte den Auftrag nennen.", "Please name the job.")
        for row in self.form.rows:
            try:
                load_trades().resolve(row.text)
            except SectorError as error:
                self.problems["rows"] = error.text(self.language)
        rules = self._rules(with_radius=False)
        _, most = self._bounds(1, 12, 1, 12)
        if self.problems:
            return None
        return BundleRequest(
            job=self.form.text,
            trades=self._roles(),
            place=self.form.place or None,
            km=float(self.form.km or DEFAULT_KM),
            constraints=rules,
            include=self.form.include,
            exclude=self.form.exclude,
            max_size=most,
            language=self.language,
        )

    def _peers(self) -> PeersRequest | None:
        if self.form.text and not MIN_THEME <= len(self.form.text) <= MAX_THEME:
            german = f"Bitte {MIN_THEME} bis {MAX_THEME} Zeichen ({len(self.form.text)} gefunden)."
            english = (
                f"Please use {MIN_THEME} to {MAX_THEME} characters, not {len(self.form.text)}."
            )
            self._wrong("text", german, english)
        rules = self._rules(with_radius=False)
        least, most = self._bounds(3, 8, 2, MAX_PEERS)
        if self.problems:
            return None
        return PeersRequest(
            theme=self.form.text or None,
            profile_id=code_of(self.form.profile) or self.form.profile or None,
            km=None if self.form.km == ANYWHERE else float(self.form.km or DEFAULT_KM),
            min_size=least,
            max_size=most,
            constraints=rules,
            include=self.form.include,
            exclude=self.form.exclude,
            language=self.language,
        )

    def _roles(self) -> tuple[RoleAsked, ...]:
        return tuple(_role(row) for row in self.form.rows)

    def _rules(self, *, with_radius: bool) -> tuple[Constraint, ...]:
        rules = []
        if self.form.region and (region := self._region("region", self.form.region)):
            rules.append(Constraint(rule=Rule.REGION, values=(region,)))
        place = self._region("place", self.form.place) if self.form.place else None
        if with_radius and place:
            km = float(self.form.km or DEFAULT_KM)
            rules.append(Constraint(rule=Rule.RADIUS, values=(place,), km=km))
        if self.form.sector:
            try:
                value = sector_value(resolve_sector(self.form.sector))
                rules.append(Constraint(rule=Rule.SECTOR, values=(value,)))
            except SectorError as error:
                self.problems["sector"] = error.text(self.language)
        return tuple(rules)

    def _region(self, name: str, text: str) -> str | None:
        try:
            region = load_regions().resolve(text)
        except RegionError as error:
            self.problems[name] = error.text(self.language)
            return None
        if name == "place" and load_regions().point(region) is None:
            german = "Bitte einen Ort oder eine Postleitzahl nennen."
            self._wrong(name, german, "Please name a town or postcode.")
        return region_text(region)

    def _bounds(self, least: int, most: int, low: int, high: int) -> tuple[int, int]:
        """Return the bounds on the size, or those given where the form names none."""
        first = int(self.form.least[:4] or least)
        last = int(self.form.most[:4] or max(most, first))
        if not low <= first <= last <= high:
            german = f"Erwartet werden zwei Zahlen von {low} bis {high}, die kleinere zuerst."
            english = f"Expected are two numbers from {low} to {high}, the smaller first."
            self._wrong("size", german, english)
        return first, last

    def _wrong(self, name: str, german: str, english: str) -> None:
        self.problems[name] = english if self.language == "en" else german


def _role(row: Row) -> RoleAsked:
    rules = (Constraint(rule=Rule.KIND, values=(row.kind,)),) if row.kind else ()
    count = min(5, max(1, int(row.count[:3] or 1)))
    return RoleAsked(text=row.text, constraints=rules, count=count, member=row.member or None)
