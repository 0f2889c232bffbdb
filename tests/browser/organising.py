"""What an organiser does, from an empty page to the printed sheets; each step is looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from data.profiles import Kind, Profile
from tests.browser.desk import file_of, look

SIDES = ("Startups", "Industrie")
STARTUP_KINDS = frozenset((Kind.STARTUP, Kind.RESEARCH))


def seats_of(profiles: Iterable[Profile], young: int, firms: int) -> list[tuple[str, str]]:
    """Return name and side of an event's participants: so many startups and so many firms."""
    sides: tuple[list[tuple[str, str]], list[tuple[str, str]]] = ([], [])
    for profile in profiles:
        side = 0 if profile.kind in STARTUP_KINDS else 1
        sides[side].append((profile.name, SIDES[side]))
    return sides[0][:young] + sides[1][:firms]


def guest_list(
    folder: Path,
    seats: Iterable[tuple[str, str]],
    wishes: Iterable[tuple[str, str, str]] = (),
) -> Path:
    """Write the spreadsheet that an organiser might have: who comes, and who wants what."""
    book = Workbook()
    people = book.create_sheet("Teilnehmer", 0)
    people.append(("Name", "Seite"))
    for seat in seats:
        people.append(seat)
    wanted = book.create_sheet("Wünsche", 1)
    wanted.append(("Wer", "Wen", "Wunsch"))
    for wish in wishes:
        wanted.append(wish)
    path = folder / "Gaesteliste.xlsx"
    book.save(path)
    return path


def set_up(page: Page, name: str) -> None:
    """Set up an event from the empty list; times and tables make themselves."""
    page.get_by_role("link", name="Veranstaltungen", exact=True).first.click()
    expect(page.get_by_role("heading", name="In drei Schritten zum Gesprächsplan")).to_be_visible()
    look(page, "org01_leer")
    page.get_by_role("link", name="Neue Veranstaltung").click()
    page.get_by_label("Name der Veranstaltung").fill(name)
    page.get_by_label("Ort", exact=True).fill("Cottbus, Messehalle")
    page.get_by_label("Tag", exact=True).fill("2099-03-10")
    page.get_by_label("Zahl der Tische").fill("26")
    look(page, "org02_neu")
    page.get_by_role("button", name="Veranstaltung anlegen").click()
    expect(page.get_by_text("Die Veranstaltung ist angelegt.")).to_be_visible()
    expect(page.get_by_role("main").get_by_text("Es fehlen Teilnehmer.")).to_be_visible()


def bring_guests(page: Page, path: Path, count: int) -> None:
    """Have the spreadsheet looked through, and take it over."""
    page.get_by_role("link", name="Teilnehmer eintragen").click()
    page.get_by_role("link", name="Tabelle einlesen").first.click()
    page.get_by_label("Tabelle auswählen").set_input_files(path)
    page.get_by_role("button", name="Tabelle prüfen").click()
    expect(page.get_by_text("Alle Zellen sind in Ordnung.")).to_be_visible()
    look(page, "org04_geprueft")
    page.get_by_role("button", name="Übernehmen").click()
    expect(page.get_by_text("ist übernommen")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"({count})")


def link_all(page: Page, count: int) -> None:
    """Link all participants to the profiles of their names, at once."""
    page.get_by_role("link", name="Profile verknüpfen").click()
    page.get_by_role("button", name="Angekreuzte verknüpfen").click()
    expect(page.get_by_text(f"{count} Profile verknüpft.")).to_be_visible()
    expect(page.get_by_text("Alle Teilnehmer sind verknüpft.")).to_be_visible()


def plan_in_vain(page: Page, who: str) -> None:
    """Ask for a plan that cannot be: somebody must meet more than there are times."""
    step(page, "Plan")
    expect(page.get_by_text("Mehr feste Wünsche als die 13 Zeiten")).to_be_visible()
    page.get_by_role("button", name="Plan erstellen").click()
    expect(page.get_by_role("heading", name="Kein Plan kann alle Regeln einhalten")).to_be_visible(
        timeout=30_000
    )
    expect(page.get_by_role("alert")).to_contain_text(who)
    look(page, "org07_konflikt")


def solve_by_a_button(page: Page) -> None:
    """Take the first change that helps; the plan is made with it."""
    page.get_by_role("alert").get_by_role("button").first.click()
    expect(page.get_by_text("Nachweislich")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("feste Wünsche erfüllt")).to_be_visible()
    look(page, "org08_plan")


def look_around(page: Page, who: str) -> None:
    """See the plan by time, by table and by participant."""
    for view in ("Nach Zeit", "Nach Tisch", "Nach Teilnehmer"):
        page.get_by_role("link", name=view, exact=True).click()
        expect(page.get_by_role("link", name=view, exact=True)).to_have_attribute(
            "aria-current", "page"
        )
        expect(page.get_by_role("main").get_by_text(who).first).to_be_visible()


def hold_a_meeting(page: Page, who: str) -> None:
    """Read why two meet, and lock their meeting."""
    card = page.get_by_role("region", name=re.compile(rf"^{re.escape(who)} \("))
    card.get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="Warum diese beiden?")).to_be_visible()
    page.get_by_role("button", name="Festhalten").click()
    expect(page.get_by_text("Festgehalten:")).to_be_visible()
    look(page, "org09_gespraech")


def somebody_is_missing(page: Page, who: str) -> None:
    """On the day: somebody does not come, and as little as possible changes."""
    step(page, "Am Tag")
    page.get_by_label("Wer hat sich gemeldet?").fill(who)
    page.get_by_role("button", name="Suchen").click()
    page.get_by_role("button", name="Ist nicht da").click()
    expect(page.get_by_role("listitem").filter(has_text=f"{who} ist nicht da")).to_be_visible()
    page.get_by_role("button", name="Plan anpassen").click()
    expect(page.get_by_role("heading", name="Das würde sich ändern")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("heading", name="Wem etwas zu sagen ist")).to_be_visible()
    look(page, "org10_aenderungen")
    page.get_by_role("button", name="Änderungen übernehmen").click()
    expect(page.get_by_text("Der geänderte Plan gilt jetzt.")).to_be_visible()
    expect(page.get_by_role("button", name="Rückgängig: zum vorigen Plan")).to_be_visible()


def hand_out(page: Page, name: str, who: str) -> str:
    """Take the files along, look into them, and return the personal link of one participant."""
    step(page, "Unterlagen")
    expect(page.get_by_role("heading", name="Persönliche Links")).to_be_visible()
    look(page, "org11_unterlagen")
    link = page.get_by_role("link", name="Herunterladen Terminzettel (PDF)")
    # Sixty sheets with their codes take a while on a busy machine.
    answer = page.request.get(link.get_attribute("href") or "", timeout=60_000)
    assert answer.headers["content-type"] == "application/pdf"
    sheets = PdfReader(BytesIO(answer.body()))
    text = " ".join(" ".join(found.extract_text() for found in sheets.pages).split())
    assert name in text
    assert " ".join(who.split()) in text
    page.set_default_timeout(60_000)
    link = page.get_by_role("link", name="Herunterladen Plan als Tabelle (Excel)")
    book = load_workbook(BytesIO(file_of(page, link)))
    cells = {str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row}
    assert who in cells
    with ZipFile(BytesIO(file_of(page, page.get_by_role("link", name="Kalender (ZIP)")))) as files:
        calendars = [files.read(one).decode() for one in files.namelist()]
    assert len(calendars) > 50
    assert all("BEGIN:VEVENT" in calendar for calendar in calendars)
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=who, exact=True))
    return row.get_by_role("link").first.get_attribute("href") or ""


def open_on_a_phone(browser: Browser, address: str, link: str, who: str) -> None:
    """Open the participant's own page as its owner does: no account, a small screen."""
    context = browser.new_context(base_url=address, viewport={"width": 360, "height": 740})
    phone = context.new_page()
    phone.goto(link)
    expect(phone.get_by_role("main").get_by_text(who).first).to_be_visible()
    look(phone, "org12_handy")
    context.close()


def look_back(page: Page) -> None:
    """See that nobody has told anything yet."""
    step(page, "Danach")
    expect(page.get_by_text("Noch keine Rückmeldung.")).to_be_visible()
    look(page, "org13_danach")


def step(page: Page, name: str) -> None:
    """Go to one of the steps of the event."""
    steps = page.get_by_role("navigation", name="Schritte der Veranstaltung")
    steps.get_by_role("link", name=re.compile(f"^{name}")).click()
