"""Saved searches: keeping one, running it when profiles changed, telling what is new."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import QueryParams

from api.work.asking.check import Check, Checked, FieldProblem
from api.work.asking.form import SearchForm
from api.work.identity import RIGHTS, Identity, Right, tenant_of
from api.work.pairs import handled
from api.work.service import Service
from data import clock
from data.errors import NotFoundError, PartnerMatchError, RequestError
from data.feedback.outcomes import now
from data.office.searches import MAX_NAME_CHARS, Match, Owner, SavedSearch
from matcher.needs.crossing import Watched, state, watch
from matcher.request import Constraint, MatchRequest, Rule, Viewer
from matcher.result import MatchResult, Suggestion

MAX_EXCLUDED = 1000
MAX_MADE_NAME = 80
UNNAMED = "–"


@dataclass(frozen=True)
class Asked:
    """A saved search as it is understood today."""

    search: SavedSearch
    checked: Checked
    viewer: Viewer
    """On whose behalf it is run."""
    handled: frozenset[str] = frozenset()
    """Partners that were dealt with already, or are left out: neither listed nor announced."""

    @property
    def problem(self) -> FieldProblem | None:
        """Why it cannot be run any more, if that is so."""
        return next(iter(self.checked.problems.values()), None)

    def request(self, language: str) -> MatchRequest:
        """Return the request; only without a problem."""
        request = self.checked.request(language)
        if not self.handled:
            return request
        values = tuple(sorted(self.handled)[:MAX_EXCLUDED])
        rule = Constraint(rule=Rule.EXCLUDE, values=values)
        return request.model_copy(update={"constraints": (*request.constraints, rule)})


@dataclass(frozen=True)
class Standing:
    """A search and what it has to tell."""

    asked: Asked
    matches: tuple[Match, ...]

    @property
    def search(self) -> SavedSearch:
        """The search."""
        return self.asked.search

    @property
    def new(self) -> tuple[Match, ...]:
        """Matches that nobody has seen, best first."""
        return tuple(m for m in self.matches if m.is_new and m.profile not in self.asked.handled)

    @property
    def lost(self) -> tuple[Match, ...]:
        """Matches that are gone, as long as nobody took note of it."""
        return tuple(match for match in self.matches if match.is_lost)


def owner_of(identity: Identity) -> Owner:
    """Return whose searches somebody has; `ForbiddenError` without a tenant."""
    return Owner(tenant_of(identity), identity.account)


def is_open(service: Service, search: SavedSearch) -> bool:
    """Say whether a search's owner may still have it run: accounts can be closed."""
    if search.account is None:
        return True
    try:
        account = service.people.accounts.get(search.account, search.tenant)
    except NotFoundError:
        return False
    return not account.disabled and Right.ADVISE in RIGHTS[account.role]


def ask(
    service: Service, search: SavedSearch, language: str, viewer: Viewer | None = None
) -> Asked:
    """Read a saved search as of today; what is wrong is told in ``language``.

    It is run for its tenant. A ``viewer`` of the same tenant may know some partners by name that
    are nameless to others.
    """
    viewer = viewer or Viewer(tenant=search.tenant)
    checked = Check(service, viewer, language).run(_form(search.address))
    if checked.problems:
        return Asked(search, checked, viewer)
    seeker = checked.seeker.id if checked.seeker else None
    known = handled(service, viewer, seeker, checked.question)
    return Asked(search, checked, viewer, frozenset((*checked.form.without, *known)))


def keep(
    service: Service, owner: Owner, name: str, address: str, language: str
) -> tuple[SavedSearch, bool]:
    """Save a search; return it, and whether it is new.

    Without a name it is called by what it asks. A search that the owner has saved already is
    returned as it is.

    Raises:
        RequestError: the search cannot be run, or the owner has too many.
    """
    form = _form(address)
    for present in service.searches.mine(owner):
        if present.address == form.address():
            return present, False
    moment = now()
    search = SavedSearch(
        created=moment,
        looked=moment,
        tenant=owner.tenant,
        account=owner.account,
        name=" ".join(name.split())[:MAX_NAME_CHARS] or UNNAMED,
        address=form.address(),
        language="en" if language == "en" else "de",
    )
    asked = ask(service, search, language)
    if asked.problem:
        raise RequestError(asked.problem.message, asked.problem.message)
    fields = {"checked": _state(service, asked)}
    if search.name == UNNAMED:
        fields["name"] = _name(asked.checked)
    watched = _run(service, asked)
    saved = search.model_copy(update=fields)
    service.searches.add(saved, watched.listed, watched.near)
    return saved, True


def is_fresh(service: Service, asked: Asked) -> bool:
    """Say whether what is known of a search is what a run would find now."""
    idle = asked.search.paused or asked.problem is not None
    return idle or asked.search.checked == _state(service, asked)


def standing(service: Service, asked: Asked) -> Standing:
    """Return what a search has to tell, after running it if that is needed."""
    if not is_fresh(service, asked):
        # The state is read first: a change that comes meanwhile makes the next run.
        checked = _state(service, asked)
        try:
            watched = _run(service, asked)
        except PartnerMatchError as error:
            problem = FieldProblem(error.text(asked.search.language))
            asked.checked.problems["question"] = problem
        else:
            allowed = watched.standing | asked.handled
            service.searches.note(asked.search.id, checked, watched.listed, allowed)
    return Standing(asked, service.searches.matches(asked.search.id))


def shown(service: Service, found: Standing, language: str) -> MatchResult | None:
    """Return the suggestions of a search, new ones first; None if it cannot be run."""
    if found.asked.problem:
        return None
    result = service.suggest(found.asked.request(language), found.asked.viewer)
    new = {match.profile for match in found.new}
    ordered = sorted(result.suggestions, key=lambda s: s.profile_id not in new)
    placed = (s.model_copy(update={"rank": at}) for at, s in enumerate(ordered, start=1))
    return result.model_copy(update={"suggestions": tuple(placed)})


def suggestions_of(
    service: Service, found: Standing, wanted: Iterable[str], language: str
) -> tuple[Suggestion, ...]:
    """Return those of the ``wanted`` profiles that are proved to fit the search now, best first."""
    ids = set(wanted)
    if not ids or found.asked.problem:
        return ()
    result = service.suggest(found.asked.request(language), found.asked.viewer)
    return tuple(s for s in result.suggestions if s.profile_id in ids and s.is_fitting)


def lost_names(service: Service, found: Standing) -> tuple[tuple[str, ...], int]:
    """Return the names of lost matches that may still be seen, and how many others there are."""
    names = []
    for match in found.lost:
        try:
            names.append(service.get(match.profile, found.asked.viewer).name)
        except NotFoundError:
            continue
    return tuple(names), len(found.lost) - len(names)


def _form(address: str) -> SearchForm:
    return SearchForm.of(QueryParams(urlsplit(address).query))


def _name(checked: Checked) -> str:
    """Return what a search asks, as a name."""
    text = checked.seeker.name if checked.seeker else checked.form.question
    text = " ".join(text.split())
    return text if len(text) <= MAX_MADE_NAME else f"{text[: MAX_MADE_NAME - 2].rstrip()} …"


def _run(service: Service, asked: Asked) -> Watched:
    return watch(service.matcher, asked.request(asked.search.language), asked.viewer)


def _state(service: Service, asked: Asked) -> str:
    """Return in what state of everything a run is made."""
    excluded = hashlib.sha256("\n".join(sorted(asked.handled)).encode()).hexdigest()[:12]
    return f"{state(service.matcher, clock.today(), asked.viewer)} {excluded}"
