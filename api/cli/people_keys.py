"""`keys`: with what programs use the API."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from api.cli.people import known_tenant, opened_people
from api.cli.people_accounts import ROLES, RoleText, TenantOption, role_of
from api.cli.printing.output import Command, Json, Lang, Language, pick, say, show, show_json, table
from data import clock


def add(
    label: Annotated[str, typer.Argument(metavar="WOFÜR", help="z. B. Mitgliederdatenbank")],
    role: Annotated[str, typer.Option("--role", metavar="ROLLE", help=RoleText)] = "reader",
    tenant: TenantOption = None,
    days: Annotated[
        int, typer.Option("--days", min=0, max=3650, metavar="TAGE", help="0: ohne Ende")
    ] = 365,
    lang: Lang = Language.DE,
) -> None:
    """Einen Schlüssel anlegen; er wird nur dieses eine Mal gezeigt. / Add a key."""
    from api.security.tokens import digest, new_key

    chosen, made = role_of(role), new_key()
    until = clock.now() + dt.timedelta(days=days) if days else None
    with opened_people() as (people, settings):
        owner = known_tenant(people, settings, tenant)
        key = people.keys.add(digest(made), owner, chosen, label.strip(), until)
    typer.echo(made)
    say(
        f"Schlüssel {key.id} für {owner}, {ROLES[chosen][0]}. Bitte jetzt kopieren.",
        f"Key {key.id} for {owner}, {ROLES[chosen][1]}. Please copy it now.",
        "green",
    )


def list_(tenant: TenantOption = None, as_json: Json = False, lang: Lang = Language.DE) -> None:
    """Alle Schlüssel zeigen, oder die eines Mandanten. / List the keys."""
    with opened_people() as (people, _):
        keys = people.keys.list(tenant)
    if as_json:
        show_json([key.model_dump(mode="json") for key in keys])
        return
    rows = table(
        pick("Kennung", "Id"),
        pick("Wofür", "What for"),
        pick("Mandant", "Tenant"),
        pick("Rolle", "Role"),
        pick("Stand", "State"),
    )
    now = clock.now()
    for key in keys:
        if key.revoked_at is not None:
            state = pick("widerrufen", "revoked")
        elif not key.valid(now):
            state = pick("abgelaufen", "expired")
        elif key.expires_at is not None:
            state = pick("gilt bis ", "valid until ") + f"{key.expires_at:%Y-%m-%d}"
        else:
            state = pick("gilt ohne Ende", "valid without end")
        rows.add_row(key.id, key.label, key.tenant, pick(*ROLES[key.role]), state)
    show(rows)


def revoke(
    key: Annotated[str, typer.Argument(metavar="KENNUNG", help="wie in keys list")],
    lang: Lang = Language.DE,
) -> None:
    """Einen Schlüssel widerrufen. / Revoke a key."""
    with opened_people() as (people, _):
        ended = people.keys.revoke(key, clock.now())
    say(f"Widerrufen: {ended.label}.", f"Revoked: {ended.label}.", "green")


COMMANDS = (
    Command("list", list_, ("partnermatch keys list", "partnermatch keys list --json")),
    Command(
        "add",
        add,
        ('partnermatch keys add "Mitgliederdatenbank" --role manager --days 365',),
    ),
    Command("revoke", revoke, ("partnermatch keys revoke k1a2b3c4",)),
)
