"""The answer to a search: who is suggested, who was left out, and in which lists it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from api.work.asking.check import Check, Checked, FieldProblem
from api.work.asking.form import SearchForm
from api.work.identity import Identity
from api.work.pairs import PairView, handled, pair_views
from api.work.service import Service
from api.work.shown_lists import ShownLists
from data import clock
from data.errors import PartnerMatchError
from matcher.request import Constraint, MatchRequest, Rule
from matcher.result import MatchResult

MAX_LEFT_OUT = 1000
SOON = dt.timedelta(days=60)
"""A profile that ends within this time is shown with a warning."""


@dataclass(frozen=True)
class Answer:
    """A search as it was understood, with its result if it could be asked."""

    checked: Checked
    result: MatchResult | None = None
    left_out: int = 0
    """Partners that are not shown because something happened with them already."""
    pairs: Mapping[str, PairView] = field(default_factory=dict)
    """How the asker stands with each partner shown, by the partner's id."""
    ending: Mapping[str, dt.date] = field(default_factory=dict)
    """When a partner's profile ends, where that is soon, by id."""


@dataclass(frozen=True)
class Finder:
    """Answers searches of one person in one language."""

    service: Service
    identity: Identity
    language: str
    lists: ShownLists

    def answer(self, form: SearchForm) -> Answer:
        """Answer a search, and write down what is shown."""
        checked = Check(self.service, self.identity.viewer, self.language).run(form)
        if not form.sent:
            checked.problems.pop("question", None)
        if checked.problems or not form.sent:
            return Answer(checked)
        request = checked.request(self.language)
        dealt = self._dealt_with(checked)
        if out := (*(() if form.handled else dealt), *form.without):
            request = _leaving_out(request, out)
        try:
            result = self.service.suggest(request, self.identity.viewer)
        except PartnerMatchError as error:
            checked.problems["question"] = FieldProblem(error.text(self.language))
            return Answer(checked)
        lists = self.lists.record(self.service, self.identity, request, result)
        pairs = self._pairs(checked, result, lists)
        return Answer(checked, result, len(dealt), pairs, self._ending(result))

    def _dealt_with(self, checked: Checked) -> tuple[str, ...]:
        seeker = checked.seeker.id if checked.seeker else None
        return handled(self.service, self.identity.viewer, seeker, checked.question)

    def _pairs(
        self, checked: Checked, result: MatchResult, lists: Mapping[str, str]
    ) -> Mapping[str, PairView]:
        """Return how each pair stands; suggestions may stand in several written lists."""
        seeker = checked.seeker.id if checked.seeker else None
        groups: dict[str | None, list[str]] = {}
        for suggestion in result.suggestions:
            groups.setdefault(lists.get(suggestion.profile_id), []).append(suggestion.profile_id)
        found: dict[str, PairView] = {}
        for written, ids in groups.items():
            found |= pair_views(
                self.service, self.identity, seeker, checked.question, ids, written, self.language
            )
        return found

    def _ending(self, result: MatchResult) -> Mapping[str, dt.date]:
        soon = clock.today() + SOON
        ending = {}
        for suggestion in result.suggestions:
            until = self.service.get(suggestion.profile_id, self.identity.viewer).valid_until
            if until is not None and until <= soon:
                ending[suggestion.profile_id] = until
        return ending


def _leaving_out(request: MatchRequest, ids: tuple[str, ...]) -> MatchRequest:
    """Return the request without partners; a list of more than the engine takes is cut."""
    rule = Constraint(rule=Rule.EXCLUDE, values=ids[-MAX_LEFT_OUT:])
    return request.model_copy(update={"constraints": (*request.constraints, rule)})
