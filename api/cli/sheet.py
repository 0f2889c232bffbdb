"""`sheet`: an advice sheet for a firm, as PDF, Word file, e-mail or text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.opening import opened_service
from api.cli.options import Rules, with_rules
from api.cli.printing.output import Command, Lang, Language, language, say
from data.errors import NotFoundError, RequestError

if TYPE_CHECKING:
    from api.files.sheets.view import Printed
    from api.work.identity import Identity
    from api.work.service import Service
    from api.work.sheets.compose import Order
    from data.office.sheets import Entry
    from data.profiles import Profile

ENDINGS = (".pdf", ".docx", ".eml", ".txt")
FIRM = "Betrieb"
Need = Annotated[
    str,
    typer.Option("--need", metavar="TEXT", help="was der Betrieb braucht, in eigenen Worten"),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="DATEI", help=".pdf, .docx, .eml oder .txt"),
]
Postcode = Annotated[
    str | None,
    typer.Option(
        "--postcode",
        metavar="PLZ",
        help="wenn der Betrieb nicht im Bestand ist: seine Postleitzahl",
        rich_help_panel=FIRM,
    ),
]
Trade = Annotated[
    str | None,
    typer.Option(
        "--trade",
        metavar="GEWERK",
        help="wenn der Betrieb nicht im Bestand ist: sein Gewerk, z. B. Metallbauer",
        rich_help_panel=FIRM,
    ),
]
Adviser = Annotated[
    str, typer.Option("--adviser", metavar="NAME", help="wer berät, wie es auf dem Bogen steht")
]


@with_rules
def sheet(
    firm: Annotated[
        str, typer.Argument(metavar="BETRIEB", help="Kennung oder Name", rich_help_panel=FIRM)
    ],
    need: Need,
    rules: Rules,
    output: Output = None,
    postcode: Postcode = None,
    trade: Trade = None,
    adviser: Adviser = "",
    lang: Lang = Language.DE,
) -> None:
    """Einen Beratungsbogen zusammenstellen, als Entwurf ablegen und ausgeben. / Advice sheet."""
    from api.files.sheets.view import printed
    from api.work.identity import Identity, UserRole, tenant_of
    from api.work.sheets.compose import author_of, compose
    from api.work.sheets.reading import going_out, kept_back_of
    from data.profiles import MAX_STATEMENT_CHARS
    from matcher.request import Viewer

    _check(output, need, MAX_STATEMENT_CHARS)
    with opened_service() as service:
        viewer = Viewer(tenant=service.settings.tenant)
        identity = Identity(viewer=viewer, role=UserRole.ADVISER, name=adviser)
        order = _order(service, identity, firm, need, rules, postcode, trade)
        content = compose(service, identity, order)
        tenant = tenant_of(identity)
        kept = service.sheets.create(tenant, author_of(identity), content)
        out = printed(kept, going_out(service, kept), service.people.tenant(tenant))
        back = kept_back_of(service, kept)
    _write(out, output)
    _say_kept_back([entry for entry in content.entries if entry.id in back])
    say(f"Entwurf abgelegt: {kept.id}", f"Draft kept: {kept.id}")


def _say_kept_back(entries: list[Entry]) -> None:
    """Tell the maker, and not the reader, who is left out of what was written."""
    if entries:
        names = ", ".join(entry.name for entry in entries)
        say(
            f"Nicht ausgegeben, weil nicht öffentlich: {names}",
            f"Left out, as not public: {names}",
        )


def _check(output: Path | None, need: str, most: int) -> None:
    if output is not None and output.suffix.lower() not in ENDINGS:
        known = ", ".join(ENDINGS)
        raise RequestError(
            f"„{output.name}“ hat keine bekannte Endung; möglich sind {known}.",
            f"“{output.name}” has no known ending; possible are {known}.",
        )
    if not 0 < len(need.strip()) <= most:
        raise RequestError(
            f"--need hat {len(need.strip())} Zeichen; erwartet werden 1 bis {most}.",
            f"--need has {len(need.strip())} characters; expected are 1 to {most}.",
        )


def _order(
    service: Service,
    identity: Identity,
    firm: str,
    need: str,
    rules: Rules,
    postcode: str | None,
    trade: str | None,
) -> Order:
    from api.work.sheets.compose import Order, stored_firm, unstored_firm
    from data.places.regions import load_regions
    from data.sectors.names import resolve_any
    from data.sectors.trades import Trade as Craft

    spoken = str(language())
    if postcode is None and trade is None:
        found = service.find(identity.viewer, text=firm, limit=6)
        known = [found.profiles[0]] if found.total == 1 else _named(service, identity, firm)
        if not known:
            raise _unknown(firm, [f"{p.name} ({p.id})" for p in found.profiles])
        return Order(stored_firm(known[0], spoken), need, rules.constraints, spoken)
    craft = resolve_any(trade) if trade is not None else None
    if craft is not None and not isinstance(craft, Craft):
        raise RequestError(
            f"--trade: „{trade}“ ist kein Gewerk der Handwerksordnung.",
            f"--trade: “{trade}” is no trade of the crafts code.",
        )
    if postcode is not None:
        load_regions().resolve(postcode)
    made = unstored_firm(firm, postcode, craft.id if craft is not None else None)
    return Order(made, need, rules.constraints, spoken)


def _named(service: Service, identity: Identity, firm: str) -> list[Profile]:
    """Return the profile that has this very id, as a list of one or none."""
    try:
        return [service.get(firm, identity.viewer)]
    except NotFoundError:
        return []


def _unknown(firm: str, several: list[str]) -> NotFoundError:
    listed = f": {', '.join(several)}" if several else ""
    return NotFoundError(
        f"„{firm}“ ist nicht eindeutig im Bestand{listed}. Für einen anderen Betrieb bitte "
        "--postcode und --trade angeben.",
        f"“{firm}” is not clearly on record{listed}. For another firm please give --postcode "
        "and --trade.",
    )


def _write(out: Printed, output: Path | None) -> None:
    from api.files.sheets.mail import eml, mail_text

    if output is None:
        typer.echo(mail_text(out), nl=False)
        return
    ending = output.suffix.lower()
    if ending == ".txt":
        data = mail_text(out).encode()
    elif ending == ".docx":
        from api.files.sheets.word import docx

        data = docx(out)
    else:
        from api.files.sheets.pdf import pdf

        data = pdf(out)
        if ending == ".eml":
            data = eml(out, data, f"{output.stem}.pdf")
    try:
        output.write_bytes(data)
    except OSError as error:
        raise RequestError(
            f"„{output}“ kann nicht geschrieben werden: {error.strerror}.",
            f"“{output}” cannot be written: {error.strerror}.",
        ) from error
    say(f"Geschrieben: {output}", f"Written: {output}")


COMMANDS = (
    Command(
        "sheet",
        sheet,
        (
            'partnermatch sheet mhw-001 --need "Werkstattzeichnungen vom Handy" -o bogen.pdf',
            'partnermatch sheet "Bäckerei Kornblume" --postcode 17291 --trade Bäcker '
            '--need "Nachts fehlen uns Leute am Ofen" -o bogen.docx',
        ),
    ),
)
