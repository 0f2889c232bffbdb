"""`accounts`: who may sign in. Passwords are asked for, or read from stdin; never an argument."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.people import known_tenant, opened_people
from api.cli.printing.output import Command, Json, Lang, Language, pick, say, show, show_json, table
from data.errors import NotFoundError, RequestError

if TYPE_CHECKING:
    from api.work.settings import Settings
    from data.office.people import Account, UserRole
    from data.store.people import PeopleStore

ROLES = {
    "reader": ("Lesen", "reader"),
    "adviser": ("Beratung", "adviser"),
    "manager": ("Clustermanagement", "cluster manager"),
    "organiser": ("Veranstaltungen", "event organiser"),
    "admin": ("Verwaltung", "administrator"),
}
Login = Annotated[
    str, typer.Argument(metavar="ANMELDENAME", help="oder die E-Mail-Adresse des Kontos")
]
TenantOption = Annotated[
    str | None, typer.Option("--tenant", metavar="MANDANT", help="Vorgabe: PARTNERMATCH_TENANT")
]
RoleText = "reader, adviser, manager, organiser oder admin"


def role_of(text: str) -> UserRole:
    """Return the role of its name, English or German. `RequestError` lists all of them."""
    from data.office.people import UserRole
    from data.text import fold

    for role, words in ROLES.items():
        if fold(text) in (role, fold(words[0])):
            return UserRole(role)
    raise RequestError(
        f"„{text}“ ist keine Rolle. Möglich sind: {', '.join(ROLES)}.",
        f"“{text}” is no role. Possible are: {', '.join(ROLES)}.",
    )


def add(
    login: Login,
    role: Annotated[str, typer.Option("--role", metavar="ROLLE", help=RoleText)],
    tenant: TenantOption = None,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="wie er erscheint")] = "",
    link: Annotated[
        bool, typer.Option("--link", help="statt eines Passworts einen Einmal-Link ausgeben")
    ] = False,
    external: Annotated[
        bool, typer.Option("--external", help="ohne Passwort: Anmeldung nur beim Anmeldedienst")
    ] = False,
    lang: Lang = Language.DE,
) -> None:
    """Ein Konto anlegen. / Add an account.

    Das Passwort wird verdeckt abgefragt oder aus der Standardeingabe gelesen.
    """
    from api.security.tokens import hash_password

    chosen = role_of(role)
    with opened_people() as (people, settings):
        owner = known_tenant(people, settings, tenant)
        asks = not (link or external) and people.accounts.find(login) is None
        hashed = hash_password(ask_password()) if asks else None
        account = people.accounts.add(login, owner, chosen, name=name, language=str(lang))
        if hashed is not None:
            people.accounts.set_password(account.id, hashed)
        say(
            f"Angelegt: {account.login} ({pick(*ROLES[chosen])}, {owner}).",
            f"Added: {account.login} ({pick(*ROLES[chosen])}, {owner}).",
            "green",
        )
        if link:
            _show_link(people, settings, account)


def list_(tenant: TenantOption = None, as_json: Json = False, lang: Lang = Language.DE) -> None:
    """Alle Konten zeigen, oder die eines Mandanten. / List the accounts."""
    with opened_people() as (people, _):
        accounts = people.accounts.list(tenant)
    if as_json:
        show_json([account.model_dump(mode="json") for account in accounts])
        return
    rows = table(
        pick("Anmeldename", "Login"),
        "Name",
        pick("Mandant", "Tenant"),
        pick("Rolle", "Role"),
        pick("Stand", "State"),
    )
    for account in accounts:
        rows.add_row(
            account.login,
            account.name,
            account.tenant,
            pick(*ROLES[account.role]),
            _state(account),
        )
    show(rows)


def change_role(
    login: Login,
    role: Annotated[str, typer.Argument(metavar="ROLLE", help=RoleText)],
    lang: Lang = Language.DE,
) -> None:
    """Einem Konto eine andere Rolle geben. / Change the role of an account."""
    chosen = role_of(role)
    with opened_people() as (people, _):
        people.accounts.change(_account(people, login).id, role=chosen)
    say(f"{login}: {ROLES[chosen][0]}.", f"{login}: {ROLES[chosen][1]}.", "green")


def disable(login: Login, lang: Lang = Language.DE) -> None:
    """Ein Konto sperren; es wird überall abgemeldet. / Disable an account."""
    with opened_people() as (people, _):
        people.accounts.change(_account(people, login).id, disabled=True)
    say(f"{login} ist gesperrt.", f"{login} is disabled.", "green")


def enable(login: Login, lang: Lang = Language.DE) -> None:
    """Ein gesperrtes Konto freigeben. / Enable an account."""
    with opened_people() as (people, _):
        people.accounts.change(_account(people, login).id, disabled=False)
    say(f"{login} ist freigegeben.", f"{login} is enabled.", "green")


def password(login: Login, lang: Lang = Language.DE) -> None:
    """Ein neues Passwort setzen; überall wird abgemeldet. / Set a new password."""
    from api.security.tokens import hash_password

    with opened_people() as (people, _):
        account = _account(people, login)
        people.accounts.set_password(account.id, hash_password(ask_password()))
    say(f"Neues Passwort für {login}.", f"New password for {login}.", "green")


def reset_link(login: Login, lang: Lang = Language.DE) -> None:
    """Einen Link ausgeben, mit dem das Passwort einmal gesetzt wird. / Print a one-time link."""
    with opened_people() as (people, settings):
        account = _account(people, login)
        if account.disabled:
            raise RequestError(f"{login} ist gesperrt.", f"{login} is disabled.")
        _show_link(people, settings, account)


def ask_password() -> str:
    """Return a password from the terminal, hidden and twice, or else the first line of stdin."""
    if sys.stdin.isatty():
        asked: str = typer.prompt(
            pick("Passwort", "Password"),
            hide_input=True,
            confirmation_prompt=pick("Noch einmal", "Once more"),
        )
        return asked
    return sys.stdin.readline().rstrip("\r\n")


def _account(people: PeopleStore, login: str) -> Account:
    account = people.accounts.find(login)
    if account is None:
        raise NotFoundError(
            f"Es gibt kein Konto „{login}“. Alle zeigt: partnermatch accounts list",
            f"There is no account “{login}”. For all: partnermatch accounts list",
        )
    return account


def _show_link(people: PeopleStore, settings: Settings, account: Account) -> None:
    from api.security.sign_in import LINK_LIFE, invite

    own = settings.public_url or f"http://{settings.host}:{settings.port}"
    typer.echo(own.rstrip("/") + invite(people, account))
    say(
        f"Der Link gilt {LINK_LIFE.days} Tage und nur einmal.",
        f"The link is valid for {LINK_LIFE.days} days, and only once.",
        "dim",
    )


def _state(account: Account) -> str:
    if account.disabled:
        return pick("gesperrt", "disabled")
    if account.subject:
        return pick("aktiv, Anmeldedienst", "active, sign-in service")
    return pick("aktiv", "active") if account.has_password else pick("ohne Passwort", "no password")


COMMANDS = (
    Command(
        "list", list_, ("partnermatch accounts list", "partnermatch accounts list --tenant optik")
    ),
    Command(
        "add",
        add,
        (
            "partnermatch accounts add eva@kammer.example --role admin",
            "partnermatch accounts add max@kammer.example --role adviser --link",
        ),
    ),
    Command("role", change_role, ("partnermatch accounts role max@kammer.example manager",)),
    Command("disable", disable, ("partnermatch accounts disable max@kammer.example",)),
    Command("enable", enable, ("partnermatch accounts enable max@kammer.example",)),
    Command("password", password, ("partnermatch accounts password max@kammer.example",)),
    Command("reset-link", reset_link, ("partnermatch accounts reset-link max@kammer.example",)),
)
