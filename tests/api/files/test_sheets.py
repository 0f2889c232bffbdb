"""A sheet as it goes out: PDF, Word file, e-mail."""

from __future__ import annotations

import email
import io
from email.policy import default
from typing import Any

import pytest
from docx import Document
from PIL import Image
from pypdf import PdfReader

from api.files.sheets.mail import MAX_LINK, eml, mail_text, mailto
from api.files.sheets.pdf import pdf
from api.files.sheets.view import Printed, printed
from api.files.sheets.word import docx
from data.feedback.outcomes import now
from data.office.people import Tenant
from data.office.sheets import Section, Sheet, SheetState
from tests.support.sheets import ADVISER, content, entry

CHAMBER = Tenant(
    id="hwk",
    name="Handwerkskammer Musterregion",
    letterhead="Beratungsstelle\nMusterstraße 1 · 14467 Potsdam",
    phone="0331 1",
    email="bit@hwk.example",
)
LETTERS = "Łódź, Škoda, Třebíč, Größe, Ñandú"


def out(*entries: dict[str, Any], tenant: Tenant = CHAMBER, **fields: Any) -> Printed:
    """Return a sheet ready to print; ``final`` makes it one that is finished."""
    final = now() if fields.pop("final", False) else None
    made = Sheet(
        id="b1",
        tenant="hwk",
        state=SheetState.FINAL if final else SheetState.DRAFT,
        version=1,
        created_at=now(),
        created_by=ADVISER,
        updated_at=now(),
        updated_by=ADVISER,
        final_at=final,
        content=content(*entries, **fields),
    )
    return printed(made, made.content.going_out(()), tenant)


def pages(sheet: Printed) -> list[str]:
    """Return the text of each page, blanks as one."""
    reader = PdfReader(io.BytesIO(pdf(sheet)))
    return [" ".join(page.extract_text().replace("\xa0", " ").split()) for page in reader.pages]


def full() -> list[dict[str, Any]]:
    """Return as many entries as are composed at most, with statements as long as they get."""
    long = "Messung " * 17
    counts = {"research": 4, "startups": 3, "firms": 4, "peers": 3, "cluster": 2}
    return [
        entry(
            f"Einrichtung für angewandte Beispiele Nummer {section} {place}",
            section,
            reason=f"Bietet: „{long}“",
            evidence=long,
            next_step="Transferstelle (0331 12345, transfer@einrichtung.example) ansprechen; "
            "vorstellen könnte „Netzwerk der Beispiele Brandenburg“: Geschäftsstelle (0331 1).",
        )
        for section, count in counts.items()
        for place in range(count)
    ]


def test_the_pdf_says_all_that_goes_out() -> None:
    left_out = entry("Verschwiegenes Institut", included=False)
    sheet = out(entry(f"Institut {LETTERS}"), left_out, gaps={"startups": "Kein Startup passt."})
    text = " ".join(pages(sheet))
    for said in (
        "Handwerkskammer Musterregion",
        "Musterstraße 1 · 14467 Potsdam",
        "Partner für Metallbau Müller",
        "„Weniger Verzug beim Schweißen“",
        LETTERS,
        "Forschungseinrichtung · 03046 Cottbus · 143 km",
        "Was der Partner davon hat: Die Forschung gewinnt",
        "Nächster Schritt: Transferstelle",
        "Kein Startup passt.",
        "Ihre Beratung: A. Beraterin",
        "verantwortet hat die Vorschläge ein Mensch (A. Beraterin)",
        "Entwurf: noch nicht geprüft",
        "Seite 1 von 1",
    ):
        assert said in text
    assert "Verschwiegenes" not in text
    assert "Entwurf" not in " ".join(pages(out(entry("A"), final=True)))


def test_the_pdf_tells_its_language_title_and_type() -> None:
    reader = PdfReader(io.BytesIO(pdf(out(entry("A")))))
    assert reader.metadata is not None
    assert reader.metadata.title == "Beratungsbogen: Partner für Metallbau Müller"
    assert str(reader.root_object["/Lang"]) == "de-DE"
    assert [round(float(x)) for x in reader.pages[0].mediabox[2:]] == [595, 842]
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    }
    assert fonts
    assert all("Roboto" in font for font in fonts), fonts


def test_as_many_suggestions_as_are_composed_fit_on_two_pages() -> None:
    found = pages(out(*full(), rules=["Umkreis bis 50 km um Potsdam"]))
    assert len(found) == 2
    assert "Seite 2 von 2" in found[1]
    assert all(f"Nummer cluster {place}" in " ".join(found) for place in range(2))


def test_long_words_and_texts_stay_on_the_page() -> None:
    word = "Donaudampfschifffahrtsgesellschaft" * 8
    sheet = out(
        entry(word, place=word, fit=word[:300], reason=word * 3, next_step=word),
        entry("Lang", reason="Satz mit Wörtern. " * 200),
        need="Wir brauchen Hilfe. " * 190,
        headline=word[:300],
        firm={"name": word[:300]},
        tenant=CHAMBER.model_copy(update={"name": "Kammer " * 28, "phone": "0" * 60}),
    )
    found = "".join(pages(sheet)).replace(" ", "")
    assert word[-60:] in found.replace("-", "")
    reader = PdfReader(io.BytesIO(pdf(sheet)))
    for page in reader.pages:
        right: list[float] = []

        def note(_t: str, _cm: Any, matrix: Any, _f: Any, _s: Any, to: list[float] = right) -> None:
            to.append(matrix[4])

        page.extract_text(visitor_text=note)
        assert max(right) < 595


def test_markup_in_a_text_is_text() -> None:
    text = " ".join(pages(out(entry("A", reason="<b>fett</b> & <para> 3 < 4"))))
    assert "<b>fett</b> & <para> 3 < 4" in text


def test_the_logo_is_printed_and_a_broken_one_left_out() -> None:
    picture = io.BytesIO()
    Image.new("RGB", (300, 100), "red").save(picture, "PNG")
    good = CHAMBER.model_copy(update={"logo": picture.getvalue()})
    broken = CHAMBER.model_copy(update={"logo": b"\x89PNG\r\n\x1a\nkaputt"})
    assert len(PdfReader(io.BytesIO(pdf(out(entry("A"), tenant=good)))).pages[0].images) == 1
    assert len(PdfReader(io.BytesIO(pdf(out(entry("A"), tenant=broken)))).pages[0].images) == 0
    assert len(Document(io.BytesIO(docx(out(entry("A"), tenant=good)))).inline_shapes) == 1
    assert docx(out(entry("A"), tenant=broken))


def test_evidence_is_shown_once_a_reason_no_longer_quotes_it() -> None:
    quoted = out(entry("Institut"))
    rewritten = out(entry("Institut", reason="Kennt das Problem."))
    assert quoted.sections[0].entries[0].evidence == ""
    assert rewritten.sections[0].entries[0].evidence == "Institut prüft Schweißnähte"


def test_an_empty_section_without_words_is_left_out() -> None:
    sheet = out(entry("A"), gaps={"startups": "", "firms": "Niemand."})
    assert [section.title for section in sheet.sections] == [
        "Forschung und Testfelder",
        "Firmen, die helfen können",
    ]


def test_the_word_file_has_headings_and_the_same_words() -> None:
    made = Document(io.BytesIO(docx(out(entry(f"Institut {LETTERS}"), *full()[4:]))))
    by_style: dict[str, list[str]] = {}
    for paragraph in made.paragraphs:
        by_style.setdefault(str(paragraph.style and paragraph.style.name), []).append(
            paragraph.text
        )
    assert by_style["Title"] == ["Partner für Metallbau Müller"]
    assert by_style["Heading 1"][:2] == ["Forschung und Testfelder", "Startups"]
    assert by_style["Heading 2"][0] == f"Institut {LETTERS}"
    assert any("Nächster Schritt: Transferstelle" in text for text in by_style["Normal"])
    assert made.core_properties.language == "de-DE"
    assert "PAGE" in made.sections[0].footer._element.xml


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_sheet_speaks_its_own_language(language: str) -> None:
    sheet = out(entry("A"), language=language)
    text = " ".join(pages(sheet))
    assert ("Nächster Schritt" in text) == (language == "de")
    assert ("Next step" in text) == (language == "en")
    assert ("Page 1 of 1" in text) == (language == "en")
    assert sheet.sections[0].title in mail_text(sheet)


def test_the_mail_has_the_text_and_the_pdf() -> None:
    sheet = out(entry("Institut"))
    message = email.message_from_bytes(eml(sheet, b"%PDF-1.7 x", "bogen.pdf"), policy=default)
    assert message["Subject"] == "Partner für Metallbau Müller"
    assert message["From"] == "bit@hwk.example"
    body = message.get_body(("plain",))
    assert body is not None
    assert "Nächster Schritt: Transferstelle" in body.get_content()
    attached = next(iter(message.iter_attachments()))
    assert attached.get_filename() == "bogen.pdf"
    assert attached.get_content() == b"%PDF-1.7 x"


def test_the_text_of_a_mail_breaks_no_address() -> None:
    step = "Geschäftsstelle (geschaeftsstelle@industrie-und-klinik-netzwerk-der-region.example)."
    text = mail_text(out(entry("A", next_step=step)))
    assert "geschaeftsstelle@industrie-und-klinik-netzwerk-der-region.example" in text
    assert all(len(line) <= 76 for line in text.splitlines() if "@" not in line)


def test_the_link_to_a_mail_never_gets_too_long() -> None:
    short, long = mailto(out(entry("A"))), mailto(out(*full(), closing="Bis bald. " * 200))
    assert short.startswith("mailto:?subject=Partner%20f%C3%BCr%20Metallbau")
    assert "A.%20Beraterin" in short
    assert len(long) <= MAX_LINK
    assert "%20%E2%80%A6" in long
    assert "%0A" not in mailto(out(entry("A"), firm={"name": "A\nB"})).split("&body")[0]


def test_all_sections_are_printed_in_their_order() -> None:
    sheet = out(*full())
    assert len(sheet.sections) == len(Section)
    assert [len(section.entries) for section in sheet.sections] == [4, 3, 4, 3, 2]
