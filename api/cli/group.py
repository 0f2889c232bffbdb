"""`group`: a team for an idea, all trades of one job, and those with the same need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from api.cli.opening import find_profile, opened_service
from api.cli.options import Rules, as_sentence, with_rules
from api.cli.printing.output import (
    Command,
    Json,
    Lang,
    Language,
    language,
    out,
    pick,
    say,
    show_json,
)

if TYPE_CHECKING:
    from matcher.groups.request import PeersAnswer, RoleAsked, Team

Roles = Annotated[
    list[str] | None,
    typer.Option(
        "--role",
        metavar="ROLLE",
        help="eine Rolle, z. B. „2x Bildverarbeitung | Forschung | Brandenburg“; mehrfach möglich",
    ),
]
Include = Annotated[
    list[str] | None, typer.Option("--with", metavar="PROFIL", help="auf jeden Fall dabei")
]
Least = Annotated[int, typer.Option("--min", min=1, max=20, help="mindestens so viele Mitglieder")]
Most = Annotated[int, typer.Option("--max", min=1, max=20, help="höchstens so viele Mitglieder")]


@with_rules
def team(
    rules: Rules,
    idea: Annotated[str, typer.Argument(metavar="IDEE", help="das Vorhaben in Worten")] = "",
    roles: Roles = None,
    include: Include = None,
    least: Least = 1,
    most: Most = 20,
    each: Annotated[
        int, typer.Option("--each", min=1, max=12, help="so viele Rollen je Mitglied")
    ] = 1,
    as_json: Json = False,
    lang: Lang = Language.DE,
) -> None:
    """Ein Team für ein Vorhaben vorschlagen. / Propose a team for a project."""
    from matcher.groups.consortium import consortium
    from matcher.groups.request import ConsortiumRequest

    asked = [_role(text) for text in roles or ()]
    with opened_service() as service, as_sentence(""):
        request = ConsortiumRequest(
            idea=idea or None,
            roles=tuple(asked),
            constraints=rules.constraints,
            include=tuple(find_profile(service.store, text).id for text in include or ()),
            min_size=least,
            max_size=most,
            roles_per_member=each,
            language=_language(),
        )
        _show_team(consortium(service.matcher, request, *_who(service)), as_json)


@with_rules
def job(
    rules: Rules,
    text: Annotated[str, typer.Argument(metavar="AUFTRAG", help="der Auftrag in Worten")],
    trades: Annotated[
        list[str] | None,
        typer.Option("--trade", metavar="GEWERK", help="ein Gewerk; mehrfach möglich"),
    ] = None,
    place: Annotated[str | None, typer.Option("--at", metavar="ORT", help="Ort der Arbeit")] = None,
    km: Annotated[float, typer.Option("--km", min=1, max=1500, help="Umkreis in km")] = 50.0,
    most: Most = 12,
    as_json: Json = False,
    lang: Lang = Language.DE,
) -> None:
    """Alle Gewerke für einen Auftrag vorschlagen. / Propose all trades of one job."""
    from matcher.groups.bundle import bundle
    from matcher.groups.request import BundleRequest, RoleAsked

    with opened_service() as service, as_sentence(""):
        request = BundleRequest(
            job=text,
            trades=tuple(RoleAsked(text=trade) for trade in trades or ()),
            place=place,
            km=km,
            constraints=rules.constraints,
            max_size=min(most, 12),
            language=_language(),
        )
        _show_team(bundle(service.matcher, request, *_who(service)), as_json)


@with_rules
def same_need(
    rules: Rules,
    theme: Annotated[str, typer.Argument(metavar="THEMA", help="der Bedarf in Worten")] = "",
    profile: Annotated[
        str | None, typer.Option("--for", metavar="PROFIL", help="Gruppe mit diesem Profil")
    ] = None,
    km: Annotated[
        float | None, typer.Option("--km", min=1, max=1500, help="höchstens voneinander entfernt")
    ] = 50.0,
    anywhere: Annotated[
        bool, typer.Option("--anywhere", help="die Entfernung spielt keine Rolle")
    ] = False,
    least: Annotated[int, typer.Option("--min", min=2, max=15, help="mindestens so viele")] = 3,
    most: Annotated[int, typer.Option("--max", min=2, max=15, help="höchstens so viele")] = 8,
    count: Annotated[int, typer.Option("-n", min=1, max=20, help="so viele Gruppen")] = 5,
    as_json: Json = False,
    lang: Lang = Language.DE,
) -> None:
    """Gruppen mit demselben Bedarf vorschlagen. / Propose groups with the same need."""
    from matcher.groups.peers import peers
    from matcher.groups.request import PeersRequest

    with opened_service() as service, as_sentence(""):
        request = PeersRequest(
            theme=theme or None,
            profile_id=find_profile(service.store, profile).id if profile else None,
            km=None if anywhere else km,
            min_size=least,
            max_size=most,
            groups=count,
            constraints=rules.constraints,
            language=_language(),
        )
        _show_peers(peers(service.matcher, request, _who(service)[0]), as_json)


def _who(service: Any) -> tuple[Any, Any]:
    """Return for whom the command line asks, and who is known to work together."""
    from matcher.groups.team import known_pairs
    from matcher.request import Viewer

    tenant = service.settings.tenant
    known = known_pairs(service.feedback.log, tenant)
    return Viewer(everything=True, tenant=tenant), known


def _language() -> Literal["de", "en"]:
    return "en" if language() is Language.EN else "de"


def _role(text: str) -> RoleAsked:
    from matcher.groups.roles import role_of_line

    with as_sentence("--role: "):
        return role_of_line(text)


def _show_team(team: Team, as_json: bool) -> None:
    if as_json:
        show_json(team.model_dump(mode="json"))
        return
    console = out()
    for role in team.roles:
        console.print(role.label, style="bold")
        if role.member is None:
            console.print(f"  {pick('Lücke', 'Gap')}: {role.gap.text if role.gap else ''}")
            continue
        s = role.member.suggestion
        km = "" if s.distance_km is None else f", {s.distance_km:.0f} km"
        console.print(f"  → {s.name} ({s.profile_id}; {s.place}{km}) · {s.fit}")
        if s.evidence:
            console.print(f"    „{s.evidence[0].theirs}“")
        if role.alternatives:
            names = ", ".join(other.suggestion.name for other in role.alternatives)
            console.print(f"    {pick('sonst', 'else')}: {names}", style="dim")
    for link in team.links:
        console.print(" + ".join(link.members) + f": {link.text}", style="dim")
    for note in team.notes:
        say(note, note)
    say(
        f"{team.covered} von {len(team.roles)} Rollen besetzt, {team.size} Partner"
        + (f", im Mittel {team.mean_km:.0f} km voneinander" if team.mean_km is not None else ""),
        f"{team.covered} of {len(team.roles)} roles filled, {team.size} partners"
        + (f", {team.mean_km:.0f} km apart on average" if team.mean_km is not None else ""),
    )


def _show_peers(answer: PeersAnswer, as_json: bool) -> None:
    if as_json:
        show_json(answer.model_dump(mode="json"))
        return
    console = out()
    for number, group in enumerate(answer.groups, start=1):
        console.print(f"{number}. {group.name}", style="bold")
        console.print(f"   {group.text}", style="dim")
        for peer in group.members:
            console.print(f"   · {peer.name} ({peer.profile_id}; {peer.place}): „{peer.text}“")
    for note in answer.notes:
        say(note, note)


COMMANDS = (
    Command(
        "consortium",
        team,
        (
            'partnermatch group consortium "Elektroschrott zerlegen: Robotik, Bildverarbeitung"',
            'partnermatch group consortium --role "2x Laserschneiden | Handwerk" --in Brandenburg',
        ),
    ),
    Command(
        "bundle",
        job,
        (
            'partnermatch group bundle "Bad altersgerecht umbauen" --at Neuruppin --km 60',
            'partnermatch group bundle "Laden umbauen" --trade Tischler --trade Elektriker',
        ),
    ),
    Command(
        "peers",
        same_need,
        (
            "partnermatch group peers --km 50 --min 3",
            'partnermatch group peers "gemeinsam ausbilden" --in Brandenburg',
        ),
    ),
)
