"""The parts of a search as chips: what each says, and the search without it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from api.language.doubts import doubt_sentence
from api.language.texts import translator
from api.work.asking.check import Checked
from api.work.asking.form import DEFAULT_KM, SearchForm
from data.errors import SectorError
from data.profiles import Kind, SizeClass
from data.sectors.names import resolve_any
from data.sectors.wz import Sector
from matcher.request import Constraint, Rule
from matcher.result import MatchResult, Relaxation
from matcher.words import KINDS, SIZES, pick, rule_label

DROPPED = Relaxation(text="", constraint=0, gain=0, values=())


@dataclass(frozen=True)
class Chip:
    """One part of the search."""

    label: str
    address: str
    """The search without it."""
    wish: bool = False
    """Whether it only moves the order."""


@dataclass(frozen=True)
class RuleCost:
    """What one rule that must hold excludes, and the ways around it."""

    label: str
    count: int
    only: int
    dropped: str | None
    """The search without the rule; None for what is no rule of the form."""
    wished: str | None
    """The search with the rule as a wish."""


def chips(checked: Checked, language: str) -> list[Chip]:
    """Return everything that narrows or moves a search, in the order of the form."""
    return [
        *_place_chips(checked.form),
        *_partner_chips(checked.form, language),
        *_example_chips(checked, language),
    ]


def _place_chips(form: SearchForm) -> Iterator[Chip]:
    for region in form.regions:
        yield Chip(region, form.with_region(region, "").address(), Rule.REGION in form.wishes)
    if form.place:
        label = f"{form.place}, {form.km or DEFAULT_KM} km"
        yield Chip(label, form.with_place("").address(), Rule.RADIUS in form.wishes)


def _partner_chips(form: SearchForm, language: str) -> Iterator[Chip]:
    for sector in form.sectors:
        yield Chip(sector, form.with_sector(sector, "").address(), Rule.SECTOR in form.wishes)
    for kind in form.kinds:
        label = pick(KINDS[Kind(kind)], language)
        yield Chip(label, form.without_kind(kind).address(), Rule.KIND in form.wishes)
    for size in form.sizes:
        label = pick(SIZES[SizeClass(size)], language)
        yield Chip(label, form.without_size(size).address(), Rule.SIZE in form.wishes)
    if form.goal:
        yield Chip(translator(language)(f"goal_name_{form.goal}"), replace(form, goal="").address())


def _example_chips(checked: Checked, language: str) -> Iterator[Chip]:
    t, form = translator(language), checked.form
    groups = ("find_like", checked.like), ("find_unlike", checked.unlike)
    for key, profiles in (*groups, ("find_without", checked.without)):
        for profile in profiles:
            label = t(key).format(name=profile.name)
            yield Chip(label, form.forgetting(profile.id).address())


def costs(form: SearchForm, result: MatchResult, language: str) -> list[RuleCost]:
    """Return what each rule excludes, without the list of those that were dealt with."""
    read = result.constraints[len(result.constraints) - result.understood :]
    found = []
    for rejection in result.rejected_by:
        at = rejection.constraint
        rule = result.constraints[at] if at is not None else None
        if (rule.rule is Rule.EXCLUDE) if rule is not None else rejection.only == 0:
            continue
        dropped = form.relaxed(rule.rule, DROPPED).address() if rule else None
        wished = form.wishing(rule.rule).address() if rule and rule not in read else None
        label = label_of(rule, language) if rule else rejection.rule
        found.append(RuleCost(label, rejection.count, rejection.only, dropped, wished))
    return found


def read_chips(form: SearchForm, result: MatchResult, language: str) -> list[Chip]:
    """Return what was read from the question as rules, each with the search without it."""
    read = result.constraints[len(result.constraints) - result.understood :]
    return [
        Chip(
            label_of(rule, language),
            form.unreading(rule.rule).address(),
            rule.strength == "prefer",
        )
        for rule in read
    ]


PLACES = frozenset({"which_place", "is_place", "talked_of"})
"""Doubts whose candidates are places that a click makes a rule."""


@dataclass(frozen=True)
class Doubt:
    """A question to the asker, with searches that answer it."""

    sentence: str
    choices: tuple[tuple[str, str], ...]
    """What may be meant, and the search in which it is."""


def doubts(form: SearchForm, result: MatchResult, language: str) -> list[Doubt]:
    """Return what could not be read surely from the question."""
    return [
        Doubt(
            doubt_sentence(unsure, language),
            tuple(
                (name, form.with_regions(name).address())
                for name in unsure.candidates
                if unsure.code in PLACES
            ),
        )
        for unsure in result.unsure
    ]


def label_of(rule: Constraint, language: str) -> str:
    """Return a rule as a person says it, sectors by their names and not by their codes alone."""
    if rule.rule is Rule.SECTOR:
        named = tuple(_sector(value, language) for value in rule.values)
        rule = rule.model_copy(update={"values": named})
    return rule_label(rule, language)


def labels_of(rules: Sequence[Constraint], language: str) -> dict[str, str]:
    """Return what to print for each label of the engine; what nobody asked for is missing."""
    shown = (rule for rule in rules if rule.rule is not Rule.EXCLUDE)
    return {rule_label(rule, language): label_of(rule, language) for rule in shown}


def _sector(value: str, language: str) -> str:
    try:
        found = resolve_any(value)
    except SectorError:
        return value
    return f"{found.label(language)} ({found.code})" if isinstance(found, Sector) else value
