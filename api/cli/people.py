"""`tenants`: the institutions that use an installation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import as_sentence
from api.cli.printing.output import Command, Json, Lang, Language, pick, say, show, show_json, table
from data.errors import NotFoundError, RequestError

if TYPE_CHECKING:
    from api.work.settings import Settings
    from data.office.people import Tenant
    from data.store.people import PeopleStore

KINDS = {
    "cluster": ("Cluster", "cluster"),
    "chamber": ("Kammer", "chamber"),
    "event": ("Veranstalter", "event organiser"),
    "other": ("Andere", "other"),
}
TenantId = Annotated[str, typer.Argument(metavar="MANDANT", help="Kennung, z. B. hwk-ostbb")]


@contextmanager
def opened_people() -> Iterator[tuple[PeopleStore, Settings]]:
    """Open the store of people of the installation; no model is loaded."""
    from api.work.settings import load_settings
    from data.store.database import open_database
    from data.store.people import PeopleStore

    settings = load_settings()
    with PeopleStore(open_database(settings.store_url)) as people:
        yield people, settings


def known_tenant(people: PeopleStore, settings: Settings, tenant: str | None) -> str:
    """Return the tenant that is meant, by default that of the settings.

    Raises:
        NotFoundError: nobody has described it, so it may be mistyped.
    """
    known = sorted({known.id for known in people.tenants()} | {settings.tenant or ""} - {""})
    meant = tenant or settings.tenant
    if meant is None or meant not in known:
        named = ", ".join(known) or pick("keiner", "none")
        raise NotFoundError(
            f"Es gibt keinen Mandanten „{meant or ''}“. Bekannt: {named}. Ein neuer: "
            "partnermatch tenants add",
            f"There is no tenant “{meant or ''}”. Known: {named}. A new one: "
            "partnermatch tenants add",
        )
    return meant


def add(
    tenant: TenantId,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="wie er heißt")],
    kind: Annotated[
        str, typer.Option("--kind", metavar="ART", help="cluster, chamber, event oder other")
    ] = "other",
    cluster: Annotated[
        str | None, typer.Option("--cluster", metavar="CLUSTER", help="z. B. Optik")
    ] = None,
    region: Annotated[
        list[str] | None,
        typer.Option("--region", metavar="REGION", help="sein Gebiet; mehrfach möglich"),
    ] = None,
    lang: Lang = Language.DE,
) -> None:
    """Eine Einrichtung anlegen: ein Cluster, eine Kammer. / Add a tenant."""
    from data.office.people import Tenant
    from data.sectors.names import load_clusters

    code = load_clusters().resolve(cluster).id if cluster else None
    with as_sentence("tenants add: "):
        made = Tenant.model_validate(
            {"id": tenant, "name": name, "kind": kind, "cluster": code, "regions": region or ()}
        )
    with opened_people() as (people, _):
        if tenant in {known.id for known in people.tenants()}:
            raise RequestError(
                f"Den Mandanten '{tenant}' gibt es schon.", f"The tenant '{tenant}' exists already."
            )
        people.save_tenant(made)
    say(f"Angelegt: {made.name} ({tenant}).", f"Added: {made.name} ({tenant}).", "green")
    say(
        f"Das erste Konto: partnermatch accounts add NAME --tenant {tenant} --role admin",
        f"The first account: partnermatch accounts add NAME --tenant {tenant} --role admin",
        "dim",
    )


def list_(as_json: Json = False, lang: Lang = Language.DE) -> None:
    """Alle Einrichtungen zeigen. / List the tenants."""
    with opened_people() as (people, settings):
        known = {tenant.id: tenant for tenant in people.tenants()}
        if settings.tenant is not None:
            known.setdefault(settings.tenant, people.tenant(settings.tenant))
        counts = [len(people.accounts.list(tenant)) for tenant in known]
    if as_json:
        show_json([tenant.model_dump(mode="json", exclude={"logo"}) for tenant in known.values()])
        return
    rows = table(
        pick("Mandant", "Tenant"), "Name", pick("Art", "Kind"), pick(">Konten", ">Accounts")
    )
    for tenant, count in zip(known.values(), counts, strict=True):
        rows.add_row(tenant.id, tenant.name, pick(*KINDS[tenant.kind]), str(count))
    show(rows)


def show_(tenant: TenantId, as_json: Json = False, lang: Lang = Language.DE) -> None:
    """Eine Einrichtung zeigen. / Show a tenant."""
    with opened_people() as (people, settings):
        found = people.tenant(known_tenant(people, settings, tenant))
    if as_json:
        shown = found.model_dump(mode="json", exclude={"logo"})
        show_json(shown | {"logo_bytes": len(found.logo or b"")})
        return
    rows = table(found.id, found.name)
    for label, value in _facts(found):
        if value:
            rows.add_row(label, value)
    show(rows)


def _facts(tenant: Tenant) -> list[tuple[str, str | None]]:
    from data.sectors.names import load_clusters

    spoken = pick("de", "en")
    cluster = load_clusters().get(tenant.cluster).label(spoken) if tenant.cluster else None
    logo = f"{len(tenant.logo) / 1000:.0f} kB" if tenant.logo else None
    return [
        (pick("Art", "Kind"), pick(*KINDS[tenant.kind])),
        ("Cluster", cluster),
        (pick("Gebiet", "Area"), ", ".join(tenant.regions)),
        (pick("Anschrift", "Address"), tenant.letterhead),
        ("E-Mail", tenant.email),
        (pick("Telefon", "Phone"), tenant.phone),
        (pick("Webseite", "Website"), tenant.website),
        ("Logo", logo),
    ]


COMMANDS = (
    Command("list", list_, ("partnermatch tenants list", "partnermatch tenants list --json")),
    Command(
        "add",
        add,
        (
            'partnermatch tenants add hwk-ostbb --name "Handwerkskammer" --kind chamber',
            'partnermatch tenants add optik --name "Cluster Optik" --kind cluster --cluster Optik',
        ),
    ),
    Command("show", show_, ("partnermatch tenants show hwk-ostbb",)),
)
