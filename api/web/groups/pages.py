"""Groups: a team for an idea, all trades of one job, and those with the same need."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import Request, Response

from api.http.deps import AdviserDep, LanguageDep, ServiceDep
from api.language.values import distance, fit_class
from api.web.groups.finding import find, left_out
from api.web.groups.form import BUNDLE, CONSORTIUM, KMS, PATH, PEERS, TABS, GroupForm, Row
from api.web.map import Map, map_of
from api.web.rendering import render
from api.web.site import page_router
from api.work.identity import Identity
from api.work.service import Service
from api.work.settings import Language
from data.errors import PartnerMatchError
from data.profiles import Kind, Role
from matcher.groups.request import (
    FilledRole,
    Team,
)
from matcher.groups.team import known_pairs
from matcher.result import MatchResult, Suggestion
from matcher.words import KINDS, pick, rule_label

router = page_router()
SPARE_ROWS = 2
EXAMPLES: dict[str, tuple[tuple[str, str], ...]] = {
    CONSORTIUM: (
        (
            "Wir wollen Elektroschrott automatisch zerlegen: Robotik, Bildverarbeitung, ein "
            "Recycler, der die Fraktionen abnimmt, und jemand für die Steuerung",
            "",
        ),
        (
            "Wasserstofftankstelle für Busse. Dazu brauchen wir einen Elektrolyseur-Hersteller, "
            "Druckbehälterbau, Mess- und Regeltechnik und eine Spedition als Nutzer.",
            "",
        ),
    ),
    BUNDLE: (
        ("Bad altersgerecht umbauen", "Neuruppin"),
        ("Dach erneuern und Solaranlage mit Speicher", "Cottbus"),
    ),
    PEERS: (("Ausbildungsplätze gemeinsam besetzen", ""), ("Abwärme nutzen", "")),
}


@router.get("/gruppen")
def show_consortium(
    request: Request, service: ServiceDep, identity: AdviserDep, language: LanguageDep
) -> Response:
    """Show the best team for an idea."""
    return _page(request, service, identity, language, CONSORTIUM)


@router.get("/gruppen/auftrag")
def show_bundle(
    request: Request, service: ServiceDep, identity: AdviserDep, language: LanguageDep
) -> Response:
    """Show the firms that do a job out of one hand."""
    return _page(request, service, identity, language, BUNDLE)


@router.get("/gruppen/gleicher-bedarf")
def show_peers(
    request: Request, service: ServiceDep, identity: AdviserDep, language: LanguageDep
) -> Response:
    """Show groups with the same need."""
    return _page(request, service, identity, language, PEERS)


def _page(
    request: Request, service: Service, identity: Identity, language: Language, tab: str
) -> Response:
    found = find(
        GroupForm.of(tab, request.query_params),
        service,
        identity.viewer,
        language,
        known_pairs(service.feedback.log, identity.tenant),
    )
    form = found.form
    context: dict[str, object] = {
        "form": form,
        "tab": tab,
        "tabs": [(one, f"{PATH}/{one}" if one else PATH) for one in TABS],
        "problems": found.problems,
        "rows": [*form.rows, *([Row()] * SPARE_ROWS)] if form.rows else [],
        "kms": KMS,
        "kinds": {str(kind): pick(KINDS[kind], language) for kind in Kind},
        "examples": [
            (text, GroupForm(tab=tab, text=text, place=place).address())
            for text, place in EXAMPLES[tab]
        ],
        "answer": found.answer,
        "kept_back": left_out(service, identity.viewer, found.answer),
        "names": _names(service, identity, (*form.include, *form.exclude)),
        "distance": lambda km: distance(km, language),
        "fit_class": fit_class,
        "rule_label": lambda rule: rule_label(rule, language),
        "need": Role.NEED,
    }
    if isinstance(found.answer, Team):
        context |= _team(found.answer, form)
    return render(request, "groups/page.html", context, 422 if found.problems else 200)


def _team(team: Team, form: GroupForm) -> dict[str, object]:
    at = {row.text: i for i, row in reversed(list(enumerate(form.rows)))}
    cards = [(role, at.get(role.asked.text, -1), n) for n, role in enumerate(team.roles, start=1)]
    return {
        "cards": [card for card in cards if card[0].member is not None],
        "gaps": [role for role in team.roles if role.gap is not None],
        "map": _map(team, [role for role, _, _ in cards]),
        "rank_of": _ranks(team.roles),
        "first": _firsts(team.roles),
        "member_names": _member_names(team),
    }


def _ranks(roles: Sequence[FilledRole]) -> dict[str, int]:
    """Return a number for each member, in the order of their first roles."""
    ids = [role.member.suggestion.profile_id for role in roles if role.member is not None]
    return {profile_id: n for n, profile_id in enumerate(dict.fromkeys(ids), start=1)}


def _firsts(roles: Sequence[FilledRole]) -> frozenset[int]:
    """Return the numbers of the cards that a member's mark on the map leads to."""
    seen: dict[str, int] = {}
    for number, role in enumerate(roles, start=1):
        if role.member is not None:
            seen.setdefault(role.member.suggestion.profile_id, number)
    return frozenset(seen.values())


def _member_names(team: Team) -> dict[str, str]:
    members = [role.member.suggestion for role in team.roles if role.member is not None]
    return {s.profile_id: s.name for s in (*members, *team.others)}


def _map(team: Team, roles: Sequence[FilledRole]) -> Map | None:
    """Return the map of the members, numbered as their cards are."""
    ranks = _ranks(roles)
    by_id: dict[str, Suggestion] = {}
    for role in roles:
        if role.member is not None:
            s = role.member.suggestion
            by_id.setdefault(s.profile_id, s.model_copy(update={"rank": ranks[s.profile_id]}))
    drawn = MatchResult(
        suggestions=tuple(by_id.values()),
        visible=0,
        allowed=0,
        considered=0,
        constraints=team.constraints,
        understood=0,
        rejected_by=(),
        relax=None,
        hints=(),
        versions=team.versions,
    )
    return map_of(drawn, None)


def _names(service: Service, identity: Identity, ids: Sequence[str]) -> dict[str, str]:
    """Return the names of profiles that were set or left out, the id where there is none."""
    names = {}
    for profile_id in ids:
        try:
            names[profile_id] = service.get(profile_id, identity.viewer).name
        except PartnerMatchError:
            names[profile_id] = profile_id
    return names
