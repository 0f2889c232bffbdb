"""From a filled-in form to a `MatchRequest`, or to what is wrong, field by field."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

from api.language.texts import translator
from api.work.asking.form import DEFAULT_KM, MAX_VALUES, SearchForm, code_of
from api.work.asking.values import (
    profile_text,
    region_text,
    resolve_sector,
    sector_text,
    sector_value,
)
from api.work.lookup import sector_options
from api.work.service import Service
from data.errors import NotFoundError, RegionError, SectorError
from data.places.regions import load_regions
from data.profiles import MAX_STATEMENT_CHARS, Profile, clean_text
from matcher.request import Constraint, Goal, MatchRequest, Rule, Viewer

__all__ = ["Check", "Checked", "Choice", "FieldProblem", "profile_text", "region_text"]

MAX_KM = 1000.0
MAX_CHOICES = 5


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
    """What is wrong: the text as it was typed."""


@dataclass
class Checked:
    """A form that was understood, in part or in whole."""

    form: SearchForm
    problems: dict[str, FieldProblem] = field(default_factory=dict)
    seeker: Profile | None = None
    rules: list[Constraint] = field(default_factory=list)
    like: list[Profile] = field(default_factory=list)
    unlike: list[Profile] = field(default_factory=list)
    without: list[Profile] = field(default_factory=list)

    @property
    def question(self) -> str | None:
        """The question, where no stored profile asks."""
        return str(clean_text(self.form.question)) if self.seeker is None else None

    def request(self, language: str) -> MatchRequest:
        """Return the request; only for a form without problems."""
        return MatchRequest(
            profile_id=self.seeker.id if self.seeker else None,
            question=self.question,
            goal=Goal(self.form.goal) if self.form.goal else None,
            constraints=tuple(self.rules),
            k=self.form.k,
            read_question=self.form.read,
            unread=self.form.unread,
            language="en" if language == "en" else "de",
            like=tuple(profile.id for profile in self.like),
            unlike=tuple(profile.id for profile in self.unlike),
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
        self._add(checked, Rule.KIND, form.kinds)
        self._add(checked, Rule.SIZE, form.sizes)
        checked.like = self._seen(form.like)
        checked.unlike = self._seen(form.unlike)
        checked.without = self._seen(form.without)
        return checked

    def _add(
        self, checked: Checked, rule: Rule, values: tuple[str, ...], km: float | None = None
    ) -> None:
        """Add a rule that has values, as strict as the form asks for it."""
        strength: Literal["must", "prefer"] = "prefer" if rule in checked.form.wishes else "must"
        if values:
            made = Constraint(rule=rule, values=values, km=km, strength=strength)
            checked.rules.append(made)

    def _seen(self, ids: tuple[str, ...]) -> list[Profile]:
        """Return the profiles of ids; those that do not exist for the viewer are left out."""
        found = []
        for profile_id in ids:
            with suppress(NotFoundError):
                found.append(self._service.get(profile_id, self._viewer))
        return found

    def _read_seeker(self, checked: Checked) -> None:
        form = checked.form
        question = str(clean_text(form.question))
        if question and form.profile:
            ways = (
                Choice(self._t("find_only_question"), form.asking(form.question).address()),
                Choice(self._t("find_only_profile"), form.of_profile(form.profile).address()),
            )
            checked.problems["question"] = FieldProblem(self._t("err_both"), ways)
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
        checked.problems["profile"] = FieldProblem(message, tuple(choices), text)

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
                message = error.without_choices(self._language)
                problem = FieldProblem(message, _meant(error, changed), text)
                checked.problems.setdefault("region", problem)
        self._add(checked, Rule.REGION, tuple(dict.fromkeys(values)))

    def _read_radius(self, checked: Checked) -> None:
        form = checked.form
        if not form.place:
            if form.km and form.km != DEFAULT_KM:
                checked.problems["place"] = FieldProblem(self._t("err_place"))
            return
        km = _km(form.km or DEFAULT_KM)
        if km is None:
            message = self._t("err_km").format(text=form.km[:20])
            checked.problems["place"] = FieldProblem(message, value=f"{form.km[:20]} km")
            return
        try:
            around = f"{km:g} km um {region_text(load_regions().resolve(form.place[:200]))}"
            centre = load_regions().parse_radius(around).centre
        except RegionError as error:
            message = error.without_choices(self._language)
            checked.problems["place"] = FieldProblem(
                message, _meant(error, form.with_place), form.place
            )
            return
        self._add(checked, Rule.RADIUS, (region_text(centre),), km)

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
                message = error.without_choices(self._language)
                problem = FieldProblem(message, tuple(choices), text)
                checked.problems.setdefault("sector", problem)
        self._add(checked, Rule.SECTOR, tuple(dict.fromkeys(values)))

    def _too_many(self, field: str, values: tuple[str, ...], checked: Checked) -> bool:
        if len(values) <= MAX_VALUES:
            return False
        checked.problems[field] = FieldProblem(self._t("err_many").format(max=MAX_VALUES))
        return True


def _km(text: str) -> float | None:
    """Return a distance above 0 and up to `MAX_KM`, or None."""
    try:
        km = float(text.replace(",", "."))
    except ValueError:
        return None
    return km if 0 < km <= MAX_KM else None


def _meant(error: RegionError, changed: Callable[[str], SearchForm]) -> tuple[Choice, ...]:
    """Return the regions that may have been meant, each with its search."""
    choices: dict[str, Choice] = {}
    for name in error.choices:
        try:
            text = region_text(load_regions().resolve(name))
        except RegionError:
            continue
        choices[text] = Choice(name, changed(text).address())
    return tuple(choices.values())[:MAX_CHOICES]
