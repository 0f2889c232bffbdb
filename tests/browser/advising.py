"""What an adviser does, on the sample and on real organisations alike; each step is looked at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from io import BytesIO

from docx import Document
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from data.feedback.outcomes import EventKind
from data.profiles import Visibility
from tests.browser.desk import CHAMBER, CHAMBER_NAME, Desk, choose, file_of, look

NEAREST = "Zeigen, was am nächsten liegt"
REASON = "Dort wurde so etwas schon einmal für einen Betrieb erprobt."


@dataclass(frozen=True)
class Changes:
    """What was changed on a sheet before it went out."""

    need: str
    left_out: str
    reason: str = REASON


def compose(page: Page, firm: str, need: str) -> None:
    """From the page of the day to a composed sheet for a stored firm."""
    page.get_by_role("link", name="Neuer Beratungsbogen").click()
    choose(page.get_by_label("Betrieb aus dem Bestand"), firm)
    page.get_by_label("Was braucht der Betrieb?").fill(need)
    look(page, "bit02_neu")
    page.get_by_role("button", name="Bogen zusammenstellen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(firm)
    expect(page.get_by_text("Der Bogen ist zusammengestellt.")).to_be_visible()
    look(page, "bit03_bogen")


def entries(page: Page) -> Locator:
    """The suggestions of a sheet that go out unless a person takes them out."""
    boxed = page.get_by_role("listitem").filter(has=page.get_by_label("kommt auf den Bogen"))
    return boxed.filter(has_not_text="nur am nächsten")


def revise(page: Page, need: str) -> Changes:
    """Leave one suggestion out, change the reason of another, and undo a mistake."""
    first, second = entries(page).nth(0), entries(page).nth(1)
    left_out = second.get_by_role("heading").inner_text()
    second.get_by_label("kommt auf den Bogen").uncheck()
    first.get_by_text("Text ändern").click()
    first.get_by_label("Warum er passt").fill(REASON)
    page.get_by_role("button", name="Speichern").first.click()
    expect(page.get_by_text("Gespeichert.")).to_be_visible()
    expect(first.get_by_text("von Ihnen geändert")).to_be_visible()
    look(page, "bit04_geaendert")
    page.get_by_label("Einleitung").fill("Ein Versehen")
    page.get_by_role("button", name="Speichern").first.click()
    expect(page.get_by_label("Einleitung")).to_have_value("Ein Versehen")
    page.get_by_role("button", name="Rückgängig").click()
    expect(page.get_by_label("Einleitung")).to_have_value(re.compile("^Guten Tag"))
    expect(second.get_by_label("kommt auf den Bogen")).not_to_be_checked()
    return Changes(need, left_out)


def finish(page: Page) -> None:
    """Freeze the sheet."""
    page.get_by_role("button", name="Fertigstellen").first.click()
    expect(page.get_by_text("Der Bogen ist fertig.")).to_be_visible()
    look(page, "bit05_fertig")


def check_files(page: Page, firm: str, made: Changes) -> None:
    """Take the sheet along in all three forms: each says what the page says."""
    letter = message_from_bytes(
        file_of(page, page.get_by_role("link", name="E-Mail mit PDF")), policy=policy.default
    )
    body = letter.get_body(("plain",))
    assert body is not None
    assert [part.get_content_type() for part in letter.iter_attachments()] == ["application/pdf"]
    for text in (
        said_in_pdf(file_of(page, page.get_by_role("link", name="PDF", exact=True))),
        _words(file_of(page, page.get_by_role("link", name="Word"))),
        f"{letter['subject']} {body.get_content()}",
    ):
        said = " ".join(text.split())
        for expected in (firm, made.need, made.reason, CHAMBER_NAME):
            assert expected in said, (expected, said)
        assert made.left_out not in said


def said_in_pdf(pdf: bytes) -> str:
    """Return all a PDF of at most two pages says."""
    pages = PdfReader(BytesIO(pdf)).pages
    assert len(pages) <= 2
    return " ".join(" ".join(one.extract_text() for one in pages).split())


def _words(docx: bytes) -> str:
    """Return all a Word file says."""
    document = Document(BytesIO(docx))
    return "\n".join(
        "".join(node.itertext()) for node in document.element.iter() if node.tag.endswith("}p")
    )


def check_log(desk: Desk, page: Page, firm_id: str, made: Changes) -> None:
    """See that it is kept who asked for whom, and whom the firm was told of."""
    kept = desk.service.sheets.get(CHAMBER, page.url.rpartition("/")[2].partition("?")[0])
    assert (kept.created_by.name, kept.created_by.role) == ("Bit", "adviser")
    assert kept.content.firm.profile_id == firm_id
    log = desk.service.feedback.log
    lists = [shown for shown in log.impressions(tenant=CHAMBER) if shown.seeker == firm_id]
    assert {(shown.who, shown.tenant) for shown in lists} == {("adviser", CHAMBER)}
    of_firm = {shown.id for shown in lists}
    told = [event for event in log.events(tenant=CHAMBER) if event.impression_id in of_firm]
    assert {event.kind for event in told} == {EventKind.SUGGESTED}
    on_sheet = {e.profile_id for e in kept.content.entries if e.included}
    profiles = {id: desk.service.store.record(id).profile for id in on_sheet if id is not None}
    public = {id for id, p in profiles.items() if p and p.visibility is Visibility.PUBLIC}
    assert public
    assert {event.profile_id for event in told} == public, (on_sheet, profiles)
    assert made.left_out not in {e.name for e in kept.content.entries if e.included}


def results(page: Page) -> Locator:
    """The suggestions of a search, the best first."""
    return page.get_by_role("main").get_by_role("article")


def unfold(page: Page) -> None:
    """Open what lies nearest, where the page says that nobody fits clearly."""
    nearest = page.get_by_text(NEAREST)
    expect(page.get_by_role("form", name="Suche")).to_be_visible()
    if nearest.is_visible():
        nearest.click()


def search(page: Page, question: str, region: str) -> None:
    """Ask under a rule."""
    page.get_by_role("link", name="Partner finden").click()
    look(page, "bit11_suche")
    page.get_by_label("Wen suchen Sie?").fill(question)
    choose(page.get_by_role("combobox", name="Region"), region)
    page.get_by_role("button", name="Partner vorschlagen").click()
    expect(page.get_by_role("heading", name="Vorschläge", exact=True)).to_be_visible()
    expect(results(page).first).to_be_visible()
    look(page, "bit12_vorschlaege")


def relax(page: Page, place: str) -> None:
    """Ask for too much, and take the way out that the page offers."""
    page.get_by_label("Umkreis in Kilometern").fill("10")
    page.get_by_role("combobox", name="um", exact=True).fill(place)
    page.get_by_role("checkbox", name="Forschungseinrichtung").check()
    page.get_by_role("button", name="Regeln anwenden").click()
    way_out = page.get_by_role("link", name=re.compile(r": [1-9]\d* weitere$"))
    expect(way_out).to_be_visible()
    unfold(page)
    few = results(page).count()
    look(page, "bit13_wenige")
    before = page.url
    way_out.click()
    expect(page).not_to_have_url(before)
    unfold(page)
    expect(results(page).nth(few)).to_be_visible()
    look(page, "bit14_gelockert")


def tell(page: Page) -> None:
    """Say that the first was contacted, note something, and take the contact back."""
    first = results(page).first
    first.get_by_role("button", name="Kontaktiert").click()
    expect(first.get_by_text(re.compile(r"^kontaktiert am \d"))).to_be_visible()
    first.get_by_text("Notiz", exact=True).first.click()
    first.get_by_label("Notiz", exact=True).fill("Ruft nach der Messe an")
    first.get_by_role("button", name="Notiz festhalten").click()
    expect(first.get_by_text("Verlauf (2)")).to_be_visible()
    look(page, "bit15_kontaktiert")
    first.get_by_role("button", name="Rückgängig: kontaktiert").first.click()
    expect(first.get_by_text(re.compile(r"^kontaktiert am \d"))).to_have_count(0)
    first.get_by_text("Verlauf (1)").click()
    expect(first.get_by_text("Ruft nach der Messe an")).to_be_visible()


def more_like_the_first(page: Page) -> None:
    """Ask for more like the first, which moves the list and keeps the question."""
    question = page.get_by_label("Wen suchen Sie?").input_value()
    results(page).first.get_by_role("link", name="Mehr Vorschläge wie").click()
    expect(page).to_have_url(re.compile(r"[?&]wie="))
    expect(page.get_by_label("Wen suchen Sie?")).to_have_value(question)
    look(page, "bit16_mehr_davon")


def compare_two(page: Page) -> None:
    """See the first two side by side and come back."""
    names = [results(page).nth(i).get_by_role("heading").inner_text() for i in range(2)]
    for place in range(2):
        results(page).nth(place).get_by_label("zum Vergleich").check()
    page.get_by_role("button", name="Vergleichen").click()
    expect(page.get_by_role("columnheader")).to_have_text(names)
    look(page, "bit17_vergleich")
    page.get_by_role("link", name="Zurück zur Liste").click()


def onto_a_sheet(page: Page) -> str:
    """Put the second suggestion on a sheet; return its name."""
    second = results(page).nth(1)
    name = second.get_by_role("heading").inner_text()
    second.get_by_role("button", name="In Beratungsbogen").click()
    expect(page.get_by_text(f"„{name}“ steht jetzt auf dem Bogen.")).to_be_visible()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    look(page, "bit18_uebernommen")
    return name
