"""`gaps`: needs that nobody answers, or offers that nobody asks for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.opening import opened_service
from api.cli.options import as_sentence
from api.cli.printing.output import (
    Command,
    Json,
    Lang,
    Language,
    number,
    out,
    pick,
    progress,
    say,
    show_json,
    table,
)
from data import clock
from data.errors import RequestError

if TYPE_CHECKING:
    from api.work.needs.scope import Looked, Scope
    from matcher.needs.gaps import Counterpart
    from matcher.search.catalog import Level, Reach

_KM = re.compile(r"(\d{1,4}(?:[.,]\d+)?)\s*km", re.IGNORECASE)
STANDINGS = {
    "nobody": ("niemand in Sicht", "nobody in sight"),
    "far": ("nur weiter weg", "only farther away"),
    "weak": ("bitte prüfen", "please check"),
}


def gaps(
    offers: Annotated[
        bool, typer.Option("--offers", help="Angebote, nach denen niemand fragt, statt Bedarfe")
    ] = False,
    region: Annotated[
        str | None, typer.Option("--in", metavar="REGION", help="Region des Betriebs")
    ] = None,
    sector: Annotated[
        str | None, typer.Option("--sector", metavar="BRANCHE", help="WZ-Code, Gewerk oder Cluster")
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="ART", help="z. B. Handwerk")
    ] = None,
    near: Annotated[
        str | None,
        typer.Option(
            "--near",
            metavar="NÄHE",
            help="wo das Gegenüber sein darf: kreis, land oder eine Entfernung wie 50km",
        ),
    ] = None,
    own: Annotated[
        bool, typer.Option("--own", help="nur Profile des eigenen Mandanten (PARTNERMATCH_TENANT)")
    ] = False,
    most: Annotated[int, typer.Option("-n", min=1, max=100_000, help="so viele zeigen")] = 20,
    as_json: Json = False,
    lang: Lang = Language.DE,
) -> None:
    """Bedarfe zeigen, auf die niemand antwortet. / Show needs that nobody answers."""
    scope = _scope(region, sector, kind, near)
    with opened_service() as service:
        whole, looked = _look(service, scope, own, offers)
    shown = looked[:most]
    if as_json:
        show_json([_document(one) for one in shown])
        return
    _show(shown)
    say(
        f"{number(len(looked))} von {number(whole)} ohne klares Gegenüber; "
        f"gezeigt: {number(len(shown))}.",
        f"{number(len(looked))} of {number(whole)} without a clear counterpart; "
        f"shown: {number(len(shown))}.",
    )


def _scope(region: str | None, sector: str | None, kind: str | None, near: str | None) -> Scope:
    from api.work.needs.scope import Scope
    from data.exchange import values
    from data.places.regions import load_regions
    from data.profiles import Kind
    from matcher.search.rules import sector_keys

    if region is not None:
        with as_sentence("--in: "):
            load_regions().resolve(region)
    with as_sentence("--sector: "):
        keys = tuple(sector_keys(sector)) if sector is not None else ()
    with as_sentence("--kind: "):
        meant = Kind(values.kind_of(kind)) if kind is not None else None
    return Scope(region=region, sectors=keys, kind=meant, reach=_reach(near))


def _reach(near: str | None) -> Reach:
    from matcher.search.catalog import Reach

    if near is None:
        return Reach()
    word = near.strip().lower()
    levels: dict[str, Level] = {"kreis": "kreis", "land": "land"}
    if word in levels:
        return Reach(level=levels[word])
    if match := _KM.fullmatch(word):
        return Reach(km=float(match[1].replace(",", ".")))
    raise RequestError(
        f"--near: „{near}“ ist nicht bekannt; erwartet wird kreis, land oder z. B. 50km.",
        f"--near: “{near}” is not known; expected is kreis, land or e.g. 50km.",
    )


def _look(service: Any, scope: Scope, own: bool, offers: bool) -> tuple[int, tuple[Looked, ...]]:
    """Return how many are meant, and those of them without a clear counterpart."""
    from dataclasses import replace

    from api.work.needs.scope import open_first
    from matcher.needs.gaps import survey
    from matcher.request import Viewer

    tenant = service.settings.tenant
    viewer = Viewer(everything=True, tenant=tenant)
    with progress("Bedarfe und Angebote werden verglichen", "Comparing needs and offers") as report:
        found = survey(service.matcher, viewer, clock.today(), report)
    if own:
        scope = replace(scope, owner=tenant or "")
    looked = scope.look(found.offers if offers else found.needs)
    return len(looked), open_first(looked)


def _show(shown: tuple[Looked, ...]) -> None:
    listed = table(
        pick("Wer", "Who"),
        pick("Aussage", "Statement"),
        pick("Einschätzung", "Judgement"),
        pick("Am nächsten kommt", "Nearest is"),
    )
    for one in shown:
        nearest = _nearest(one)
        listed.add_row(
            f"{one.gap.profile.name} ({one.gap.profile.id})",
            one.gap.text,
            pick(*STANDINGS[one.standing]),
            f"{nearest.profile.name}: {nearest.text}" if nearest else "–",
            end_section=True,
        )
    if shown:
        out().print(listed)


def _nearest(one: Looked) -> Counterpart | None:
    return one.far[0] if one.far else one.gap.nearest


def _document(one: Looked) -> dict[str, Any]:
    nearest = _nearest(one)
    return {
        "profile_id": one.gap.profile.id,
        "name": one.gap.profile.name,
        "role": one.gap.role,
        "text": one.gap.text,
        "standing": one.standing,
        "strength": round(one.gap.strength, 3),
        "nearest": nearest
        and {
            "profile_id": nearest.profile.id,
            "name": nearest.profile.name,
            "role": nearest.role,
            "text": nearest.text,
            "strength": round(nearest.strength, 3),
        },
        "answers_farther_away": len(one.far),
    }


COMMANDS = (
    Command(
        "gaps",
        gaps,
        (
            "partnermatch gaps --in Brandenburg --near 50km",
            "partnermatch gaps --offers --sector Optik --json",
        ),
    ),
)
