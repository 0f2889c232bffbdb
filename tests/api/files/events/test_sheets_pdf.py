"""The sheets that participants take along, read again as text."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from api.files.events.sheets_pdf import sheets_pdf
from data.events.event import Event, Participant, Table
from data.events.plans import Meeting, Plan, Reason, pair_key
from tests.support.planned import PROOF, event, plan, slot

LINKS = {"s1": "https://partner.example/termine/geheim-s1"}


def read(content: bytes) -> list[str]:
    """Return the text of each page with single spaces."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


def busy(meetings: int, words: int) -> tuple[Event, Plan]:
    """Return an event in which one participant meets many, with long reasons."""
    slots = tuple(slot(25 * n) for n in range(meetings))
    names = tuple(Participant(id=f"i{n}", name=f"Industriebetrieb {n} " + "lang " * 20)
                  for n in range(meetings))  # fmt: skip
    people = (Participant(id="s1", name="Lötwerk UG"), *names)
    made = event(slots=slots, participants=people, sides=(), wishes=(), tables=(Table(name="1"),))
    text = "Zusammenarbeit " * words
    reason = Reason(score=1, text=text, said_by_a=text, said_by_b=text)
    met = tuple(Meeting(a="s1", b=f"i{n}", slot=n, table=0) for n in range(meetings))
    reasons = {pair_key("s1", f"i{n}"): reason for n in range(meetings)}
    return made, Plan(event=made.id, version=1, meetings=met, proof=PROOF, reasons=reasons)


def test_a_sheet_says_who_when_where_with_whom_and_why() -> None:
    (text,) = read(sheets_pdf(event(), plan(), ["s1"], LINKS))
    for said in (
        "Startups treffen Industrie",
        "Lötwerk UG",
        "Mittwoch, 17. Juni 2026 · Kulturhaus, Potsdam",
        "09:00–09:20",
        "Tisch 1 · Saal A",
        "Stahlbau Öder",
        "Lötwerk prüft Lötstellen, Stahlbau Öder sucht eine Prüfung.",
        "Fragen Sie nach: „Wir suchen eine Prüfung für Lötstellen“",
        "Dazu passt bei Ihnen: „Wir prüfen Lötstellen; mit Kamera, in Sekunden“",
        "Platz für Notizen",
        "Plan Nr. 1",
        LINKS["s1"],
    ):
        assert said in text
    assert "Ein erster Kunde" not in text


def test_the_code_leads_to_the_page() -> None:
    (page,) = PdfReader(io.BytesIO(sheets_pdf(event(), plan(), ["s1"], LINKS))).pages
    links = [note.get_object() for note in page["/Annots"]]  # type: ignore[attr-defined]
    assert [link["/A"]["/URI"] for link in links] == [LINKS["s1"]]


def test_breaks_are_named() -> None:
    (text,) = read(sheets_pdf(event(), plan(), ["i1"]))
    for said in ("09:25–09:45 Ihre Pause", "09:45–10:15 Pause", "10:40–11:00 Kein Termin"):
        assert said in text


def test_all_sheets_come_in_the_order_asked_for_each_on_a_page_of_its_own() -> None:
    content = sheets_pdf(event(), plan(), ["i2", "s1", "s2"], LINKS)
    reader = PdfReader(io.BytesIO(content))
    assert [item["/Title"] for item in reader.outline] == [  # type: ignore[call-overload]
        "Kühne & Söhne",
        "Lötwerk UG",
        "=Formel GmbH",
    ]
    assert len(reader.pages) == 3
    assert "termine/geheim-s1" not in read(content)[0]


def test_only_the_typeface_in_the_file_is_used() -> None:
    (page,) = PdfReader(io.BytesIO(sheets_pdf(event(), plan(), ["s1"], LINKS))).pages
    fonts = page["/Resources"]["/Font"].values()  # type: ignore[index]
    assert all("Roboto" in font.get_object()["/BaseFont"] for font in fonts)


@pytest.mark.parametrize(("meetings", "words"), [(1, 120), (12, 120), (12, 5)])
def test_twelve_meetings_fit_on_a_page_however_much_is_said(meetings: int, words: int) -> None:
    (text,) = read(sheets_pdf(*busy(meetings, words), ["s1"], LINKS))
    assert all(f"Industriebetrieb {n} " in text for n in range(meetings))
    assert text.count("Fragen Sie nach") == meetings


def test_more_take_a_second_page_which_names_whose_it_is() -> None:
    first, second = read(sheets_pdf(*busy(24, 20), ["s1"]))
    assert "Lötwerk UG – Fortsetzung" in second
    assert "Seite 1 von 2" in first
    assert "Platz für Notizen" not in first
    assert all(f"Industriebetrieb {n} " in first + second for n in range(24))


def test_sixty_take_as_many_pages_as_they_need() -> None:
    pages = read(sheets_pdf(*busy(60, 20), ["s1"]))
    assert len(pages) == 4
    assert all(f"Industriebetrieb {n} " in " ".join(pages) for n in range(60))


def test_markup_in_names_is_text() -> None:
    people = (Participant(id="a", name="<b>A & B</b>"), Participant(id="b", name="</para>"))
    made = event(participants=people, sides=(), wishes=())
    first, second = read(sheets_pdf(made, plan(("a", "b", 0, 0)), ["a", "b"]))
    assert "<b>A & B</b>" in first
    assert "</para>" in second


def test_who_has_no_meeting_is_told_so() -> None:
    (text,) = read(sheets_pdf(event(language="en"), plan(("s1", "i1", 0, 0)), ["s2"]))
    assert "No meetings are planned for you so far." in text
