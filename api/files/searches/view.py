"""Saved searches as the pages show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from api.language.marking import mark_pair
from api.language.texts import names, translator
from api.language.values import distance, fit_class, split_evidence
from api.work.asking.check import Checked
from api.work.asking.chips import label_of
from api.work.searches import Asked, Standing
from data import clock
from data.office.searches import SavedSearch
from data.profiles import Role
from matcher.words import KINDS, pick


@dataclass(frozen=True)
class SearchView:
    """One saved search in words."""

    search: SavedSearch
    asks: str
    """The question, or the name of the profile that partners are sought for."""
    has_seeker: bool
    rules: tuple[str, ...]
    problem: str | None
    new: int | None = None
    """New matches; None as long as nobody counted them."""
    lost: int = 0


def search_view(asked: Asked, language: str, found: Standing | None = None) -> SearchView:
    """Return a search in words, with what it found if that is known."""
    checked = asked.checked
    seeker = checked.seeker
    form = checked.form
    return SearchView(
        search=asked.search,
        asks=seeker.name if seeker else form.question or form.profile,
        has_seeker=bool(form.profile),
        rules=rules_in_words(checked, language),
        problem=asked.problem.message if asked.problem else None,
        new=len(found.new) if found else None,
        lost=len(found.lost) if found else 0,
    )


def rules_in_words(checked: Checked, language: str) -> tuple[str, ...]:
    """Return the rules of a search as a person would say them, the goal first."""
    goal = checked.form.goal
    asked = (translator(language)(f"goal_name_{goal}"),) if goal else ()
    t = translator(language)
    rules = (
        label_of(rule, language)
        if rule.strength == "must"
        else t("search_wish").format(rule=label_of(rule, language))
        for rule in checked.rules
    )
    return (*asked, *rules)


def lost_sentences(names: Sequence[str], others: int, language: str) -> tuple[str, ...]:
    """Return what is to be said of matches that are gone: those with a name, and the others."""
    t = translator(language)
    said = []
    if names:
        said.append(t("search_expired").format(names=", ".join(names)))
    if others:
        key = "search_vanished_one" if others == 1 else "search_vanished"
        said.append(t(key).format(count=others))
    return tuple(said)


def written(moment: dt.datetime, language: str) -> str:
    """Return a moment in the time of this machine, as it is written in the language."""
    local = clock.local(moment)
    return f"{local:%d %b %Y, %H:%M}" if language == "en" else f"{local:%d.%m.%Y, %H:%M}"


def plain(moment: dt.datetime) -> str:
    """Return a moment as it stands in an address."""
    return f"{clock.utc(moment):%Y-%m-%dT%H:%M:%S.%fZ}"


def aware(moment: dt.datetime) -> dt.datetime:
    """Return a moment that came without a time zone as one in UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def words(language: str) -> dict[str, object]:
    """Return what all templates of this part use."""
    return {
        "kinds": {kind: pick(pair, language) for kind, pair in KINDS.items()},
        "mine": names(language, "mine", Role),
        "theirs": names(language, "theirs", Role),
        "mark_pair": mark_pair,
        "split_evidence": split_evidence,
        "fit_class": fit_class,
        "distance": distance,
        "written": lambda moment: written(moment, language),
        "lost_of": lambda s: lost_sentences(s.lost, s.lost_others, language),
        "search_view": lambda asked: search_view(asked, language),
    }
