"""From a filled-in form to a `MatchRequest`, or to what is wrong, field by field."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from api.lookup import SectorOption, sector_options
from api.service import Service
from api.web.form import DEFAULT_KM, MAX_VALUES, SearchForm, code_of
from api.web.texts import translator
from data.clusters import Cluster
from data.errors import NotFoundError, PartnerMatchError, RegionError, SectorError
from data.profiles import MAX_STATEMENT_CHARS, Profile, clean_text
from data.region_catalog import Region
from data.regions import load_regions
from data.sector_names import resolve_any
from data.sectors import Sector
from data.trades import Trade
from matcher.request import Constraint, Goal, MatchRequest, Rule, Viewer

MAX_KM = 1000.0
MAX_CHOICES = 5
_HINT = re.compile(r" (Meinten Sie|Did you mean|Bitte genauer|Please say which)\b.*")
_QUOTED = re.compile(r"'([^']+)'")


@dataclass(frozen=True)
class Choice:
    """What may have been meant, and the address of the search with it."""

    label: str
    address: str


@dataclass(frozen=True)
class FieldProblem:
    """What is wrong in one field of the form."""

    message: str
    choices: tuple[Choice, ...] = ()
    value: str = ""
    """What is wrong, where the field has several values."""


@dataclass
class Checked:
    """A form that was understood, in part or in whole."""

    form: SearchForm
    problems: dict[str, FieldProblem] = field(default_factory=dict)
    seeker: Profile | None = None
    rules: list[Constraint] = field(default_factory=list)

    def request(self, language: str) -> MatchRequest:
        """Return the request; only for a form without problems."""
        return MatchRequest(
            profile_id=self.seeker.id if self.seeker else None,
            question=None if self.seeker else self.form.question,
            goal=Goal(self.form.goal) if self.form.goal else None,
            constraints=tuple(self.rules),
            k=self.form.k,
            read_question=self.form.read,
            language="en" if language == "en" else "de",
        )


class Check:
    """Reads one form in one language for one viewer."""

    def __init__(self, service: Service, viewer: Viewer, language: str) -> None:
        self._service = service
        self._viewer = viewer
        self._language = language
        self._t = translator(language)

    def run(self, form: SearchForm) -> Checked:
        """Return what the form means and what is wrong with it."""
        checked = Checked(form)
        self._read_seeker(checked)
        self._read_regions(checked)
        self._read_radius(checked)
        self._read_sectors(checked)
        if form.kinds:
            checked.rules.append(Constraint(rule=Rule.KIND, values=form.kinds))
        return checked

    def _read_seeker(self, checked: Checked) -> None:
        form = checked.form
        question = str(clean_text(form.question))
        if question and form.profile:
            checked.problems["question"] = FieldProblem(self._t("err_both"))
        elif form.profile:
            self._read_profile(checked)
        elif not question:
            checked.problems["question"] = FieldProblem(self._t("err_empty"))
        elif len(question) > MAX_STATEMENT_CHARS:
            message = self._t("err_long").format(max=MAX_STATEMENT_CHARS, found=len(question))
            checked.problems["question"] = FieldProblem(message)

    def _read_profile(self, checked: Checked) -> None:
        text = checked.form.profile[:400]
        for profile_id in filter(None, (code_of(text), text)):
            try:
                checked.seeker = self._service.get(profile_id, self._viewer)
                return
            except NotFoundError:
                continue
        found = self._service.find(self._viewer, text=text, limit=MAX_CHOICES)
        if found.total == 1:
            checked.seeker = found.profiles[0]
            return
        message = self._t("err_profiles" if found.total else "err_profile").format(text=text)
        choices = [
            Choice(p.name, checked.form.of_profile(profile_text(p)).address())
            for p in found.profiles
        ]
        checked.problems["profile"] = FieldProblem(message, tuple(choices))

    def _read_regions(self, checked: Checked) -> None:
        form = checked.form
        if self._too_many("region", form.regions, checked):
            return
        values: list[str] = []
        for text in form.regions:
            try:
                values.append(region_text(load_regions().resolve(text)))
            except RegionError as error:
                changed = partial(form.with_region, text)
                message = _without_hint(error.text(self._language))
                problem = FieldProblem(message, _meant(error, changed), text)
                checked.problems.setdefault("region", problem)
        if values:
            checked.rules.append(Constraint(rule=Rule.REGION, values=tuple(values)))

    def _read_radius(self, checked: Checked) -> None:
        form = checked.form
        if not form.place:
            if form.km and form.km != DEFAULT_KM:
                checked.problems["place"] = FieldProblem(self._t("err_place"))
            return
        km = _km(form.km or DEFAULT_KM)
        if km is None:
            checked.problems["place"] = FieldProblem(self._t("err_km").format(text=form.km[:20]))
            return
        try:
            around = f"{km:g} km um {region_text(load_regions().resolve(form.place[:200]))}"
            centre = load_regions().parse_radius(around).centre
        except RegionError as error:
            message = _without_hint(error.text(self._language))
            checked.problems["place"] = FieldProblem(message, _meant(error, form.with_place))
            return
        rule = Constraint(rule=Rule.RADIUS, values=(region_text(centre),), km=km)
        checked.rules.append(rule)

    def _read_sectors(self, checked: Checked) -> None:
        form = checked.form
        if self._too_many("sector", form.sectors, checked):
            return
        values: list[str] = []
        for text in form.sectors:
            try:
                values.append(sector_value(resolve_sector(text)))
            except SectorError as error:
                options = sector_options(text, self._language, MAX_CHOICES)
                choices = [
                    Choice(label, form.with_sector(text, label).address())
                    for label in map(sector_text, options)
                ]
                message = _without_hint(error.text(self._language))
                problem = FieldProblem(message, tuple(choices), text)
                checked.problems.setdefault("sector", problem)
        if values:
            rule = Constraint(rule=Rule.SECTOR, values=tuple(dict.fromkeys(values)))
            checked.rules.append(rule)

    def _too_many(self, field: str, values: tuple[str, ...], checked: Checked) -> bool:
        if len(values) <= MAX_VALUES:
            return False
        checked.problems[field] = FieldProblem(self._t("err_many").format(max=MAX_VALUES))
        return True


def profile_text(profile: Profile) -> str:
    """Return what stands in the form for a profile."""
    return f"{profile.name} ({profile.id})"


def region_text(region: Region) -> str:
    """Return what a person reads and `Regions.resolve` understands as just this region.

    It is the name, where several share it with the Kreis, and where even that fails the id.
    """
    regions = load_regions()
    names = [region.name]
    if region.nuts is not None:
        names.append(f"{region.name}, {regions.resolve(region.nuts).name}")
    for name in names:
        try:
            if regions.resolve(name).id == region.id:
                return name
        except RegionError:
            continue
    return region.id


def sector_text(option: SectorOption) -> str:
    """Return what stands in the form for a sector, trade or cluster."""
    return (
        f"Cluster {option.label}" if option.type == "cluster" else f"{option.label} ({option.code})"
    )


def resolve_sector(text: str) -> Sector | Trade | Cluster:
    """Return what a text means, as typed or as `sector_text` gives it."""
    code = code_of(text)
    if code:
        try:
            return resolve_any(code)
        except SectorError:
            pass
    return resolve_any(text)


def sector_value(found: Sector | Trade | Cluster) -> str:
    """Return what the engine understands, and a reader of the rule too where there is a name."""
    if isinstance(found, Sector):
        return found.code
    name = found.short if isinstance(found, Trade) else f"Cluster {found.de}"
    try:
        return name if resolve_any(name) == found else found.id
    except SectorError:
        return found.id


def _km(text: str) -> float | None:
    """Return a distance above 0 and up to `MAX_KM`, or None."""
    try:
        km = float(text.replace(",", "."))
    except ValueError:
        return None
    return km if 0 < km <= MAX_KM else None


def _without_hint(message: str) -> str:
    """Return an error's sentence without its proposals: the page shows them as links."""
    return _HINT.sub("", message)


def _meant(error: PartnerMatchError, changed: Callable[[str], SearchForm]) -> tuple[Choice, ...]:
    """Return the regions that the error's sentence proposes, each with its search."""
    choices: dict[str, Choice] = {}
    for name in _QUOTED.findall(error.german):
        try:
            text = region_text(load_regions().resolve(name))
        except RegionError:
            continue
        choices[text] = Choice(name, changed(text).address())
    return tuple(choices.values())[:MAX_CHOICES]
