"""What a cluster manager does, on the sample and on real organisations; each step is looked at."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page, expect

from tests.browser.advising import results, unfold
from tests.browser.desk import file_of, look

MEMBERS = (
    ("Mitgliedsnummer", "Firma", "Art", "PLZ", "Branche", "Angebot", "Bedarf"),
    ("M-1", "Zerspanung Spreetal", "Unternehmen", "15230", "25.62", "Aluminium bis 2 m drehen und "
     "fräsen, auch Einzelteile", "Wir suchen ein Eloxalwerk für lange Profile"),
    ("M-2", "", "Handwerk", "17235", "25.12", "Tore und Zäune aus Stahl", ""),
    ("M-1", "Gießerei am Kanal", "Unternehmen", "15517", "24.51", "Grauguss bis 4 t", ""),
    ("M-4", "Blechwerk Stille", "Unternehmen", "", "", "", ""),
)  # fmt: skip
"""A list with a firm without a name, a number given twice, and a firm that says nothing."""

CORRECTIONS = (
    ("Firma, Zeile 3 (Mitglieder)", "Metallbau Nordtor"),
    ("Mitgliedsnummer, Zeile 4 (Mitglieder)", "M-3"),
)
"""What is wrong in it, by label, and what is right."""


def hand_in(page: Page, folder: Path) -> None:
    """Give the list to the page of imports and have it checked."""
    page.get_by_role("link", name="Mitglieder", exact=True).first.click()
    look(page, "clu02_mitglieder")
    page.get_by_role("link", name="Tabelle einlesen").click()
    look(page, "clu03_einlesen")
    page.get_by_label("Datei hierher ziehen").set_input_files(member_list(folder))
    page.get_by_role("button", name="Datei prüfen").click()
    expect(page.get_by_role("heading", name="Ergebnis der Prüfung")).to_be_visible()
    look(page, "clu04_geprueft")


def member_list(folder: Path) -> Path:
    """Write the spreadsheet that a cluster might have."""
    book = Workbook()
    sheet = book.create_sheet("Mitglieder", 0)
    for row in MEMBERS:
        sheet.append(row)
    path = folder / "Mitgliederliste 2026.xlsx"
    book.save(path)
    return path


def put_right(page: Page) -> None:
    """Correct what the page complains about, where it does, and take everything over."""
    for label, right in CORRECTIONS:
        page.get_by_label(label).fill(right)
    page.get_by_role("button", name="Korrigierte Zeilen erneut prüfen").click()
    expect(page.get_by_text("Alle Zeilen sind in Ordnung.")).to_be_visible()
    look(page, "clu05_berichtigt")
    page.get_by_role("button", name="Übernehmen").click()
    expect(page.get_by_role("heading", name="Übernommen")).to_be_visible()
    look(page, "clu06_uebernommen")


def fill_a_gap(page: Page, need: str) -> None:
    """Find the member that says nothing, and write down its need while seeing whom it finds."""
    page.get_by_role("link", name="Sehen, welchen Mitgliedern").click()
    gaps = page.get_by_label("Was fehlt")
    gaps.select_option(gaps.get_by_role("option", name="Bedarf").inner_text())
    row = page.get_by_role("row", name=re.compile("Blechwerk Stille"))
    expect(row).to_contain_text("Es fehlt:")
    look(page, "clu07_was_fehlt")
    row.get_by_role("link", name="Blechwerk Stille").click()
    page.get_by_role("button", name="Bedarf hinzufügen").click()
    last = page.get_by_role("group", name=re.compile("^Aussage")).last
    last.get_by_label("In einem Satz").press_sequentially(need, delay=5)
    expect(last.get_by_role("listitem").first).to_be_visible()
    look(page, "clu08_bearbeiten")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Gespeichert.")).to_be_visible()
    look(page, "clu09_gespeichert")


def from_need_to_search(page: Page, need: str, name: str) -> None:
    """See that nobody answers the need, look for partners for it, and keep the search."""
    page.get_by_role("link", name="Bedarfe & Angebote").click()
    page.get_by_text("Eingrenzen:").click()
    page.get_by_label("Wessen Profile").select_option("nur eigene Mitglieder")
    page.get_by_role("button", name="Anzeigen").click()
    gap = page.get_by_role("article").filter(has_text=need)
    expect(gap).to_be_visible(timeout=60_000)
    look(page, "clu10_bedarfe")
    gap.get_by_role("link", name="Mit diesem Bedarf suchen").click()
    expect(page.get_by_label("Wen suchen Sie?")).to_have_value(need)
    expect(page.get_by_text("ohne Blechwerk Stille")).to_be_visible()
    unfold(page)
    partners = results(page)
    expect(partners).to_have_count(10)
    expect(partners.filter(has_text="Blechwerk Stille")).to_have_count(0)
    look(page, "clu11_partner")
    keep_search(page, name)


def keep_search(page: Page, name: str) -> None:
    """Save the search in front."""
    page.get_by_text("Suche merken").click()
    page.get_by_label("Name der Suche").fill(name)
    page.get_by_role("button", name="Merken", exact=True).click()
    expect(page.get_by_text(f"„{name}“ ist gemerkt")).to_be_visible()


def follow_news(page: Page, name: str, partner: str) -> None:
    """Hear in the morning of the one who came, call, and meet."""
    page.get_by_role("link", name="Heute").click()
    news = page.get_by_role("listitem").filter(has_text=name)
    expect(news.get_by_text("1 neuer Treffer")).to_be_visible()
    look(page, "clu12_heute")
    news.get_by_role("link", name=name).click()
    match = page.get_by_role("article").filter(has_text=partner)
    look(page, "clu13_neu")
    for button, done in (("Kontaktiert", "kontaktiert"), ("Getroffen", "getroffen")):
        match.get_by_role("button", name=button, exact=True).click()
        expect(match.get_by_text(re.compile(rf"^{done} am \d"))).to_be_visible()
    look(page, "clu14_getroffen")


def check_outcomes(page: Page) -> None:
    """See the meeting counted, on the page and in the file."""
    page.get_by_role("link", name="Ergebnisse").click()
    funnel = page.get_by_role("region", name="Was aus den Vorschlägen dieses")
    for step, pairs in (("kontaktiert", "1"), ("getroffen", "1"), ("Kooperation", "0")):
        row = funnel.get_by_role("row", name=re.compile(f"^{step}"))
        expect(row.get_by_role("cell").first).to_have_text(pairs)
    look(page, "clu15_ergebnisse")
    book = load_workbook(BytesIO(file_of(page, page.get_by_role("link", name="Als Excel-Datei"))))
    rows = [row[:2] for row in book.worksheets[0].iter_rows(values_only=True)]
    assert ("kontaktiert", 1) in rows
    assert ("getroffen", 1) in rows
    assert ("Kooperation", 0) in rows


def take_back(page: Page, kept: str, gone: str) -> None:
    """Undo the import: what was imported goes, what a person changed since stays."""
    page.get_by_role("link", name="Mitglieder", exact=True).first.click()
    page.get_by_role("link", name="Tabelle einlesen").click()
    page.get_by_role("link", name="Mitgliederliste 2026.xlsx").first.click()
    page.get_by_role("button", name="Ganze Einlesung rückgängig machen").click()
    expect(page.get_by_text("Die Einlesung wurde rückgängig gemacht.")).to_be_visible()
    look(page, "clu16_rueckgaengig")
    page.get_by_role("link", name="Zu den Mitgliedern").click()
    expect(page.get_by_role("link", name=kept)).to_be_visible()
    expect(page.get_by_role("link", name=gone)).to_have_count(0)
