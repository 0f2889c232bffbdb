"""An advice sheet as a Word file, with real styles and headings, to be edited further."""

from __future__ import annotations

import io
from typing import Any

from api.files.sheets.view import Printed, PrintedEntry
from api.language.texts import translator

ACCENT, QUIET = "0F4C5C", "51626A"


def docx(sheet: Printed) -> bytes:
    """Return the sheet as DOCX."""
    from docx import Document
    from docx.shared import Mm

    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    page.top_margin, page.bottom_margin = Mm(15), Mm(18)
    _styles(document, sheet.language)
    _properties(document, sheet)
    _head(document, sheet)
    _body(document, sheet)
    _foot(document, sheet)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _styles(document: Any, language: str) -> None:
    """Set type, sizes and spaces of the styles, and the language of spelling."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    sizes = (("Normal", 10, "1D2A30"), ("Title", 20, "1D2A30"), ("Heading 1", 13, ACCENT))
    for name, size, color in (*sizes, ("Heading 2", 10.5, "1D2A30"), ("Quote", 10.5, "1D2A30")):
        style = document.styles[name]
        style.font.name, style.font.size = "Calibri", Pt(size)
        style.font.color.rgb = RGBColor.from_string(color)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in [k for k in fonts.attrib if k.endswith("Theme")]:
            del fonts.attrib[key]
        style.paragraph_format.space_after = Pt(3)
        style.paragraph_format.space_before = Pt({"Heading 1": 12, "Heading 2": 7}.get(name, 0))
    for name in ("Heading 1", "Heading 2"):
        document.styles[name].font.bold = True
        document.styles[name].paragraph_format.keep_with_next = True
    small = document.styles.add_style("Sheet Small", WD_STYLE_TYPE.PARAGRAPH)
    small.base_style = document.styles["Normal"]
    small.font.size, small.font.color.rgb = Pt(8.5), RGBColor.from_string(QUIET)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), "en-GB" if language == "en" else "de-DE")
    document.styles["Normal"].element.get_or_add_rPr().append(spoken)


def _properties(document: Any, sheet: Printed) -> None:
    t = translator(sheet.language)
    about = document.core_properties
    about.title = f"{t('sheet_title')}: {sheet.headline}"[:255]
    about.author = sheet.tenant.name[:255]
    about.subject = sheet.need[:255]
    about.comments = ""
    about.language = "en-GB" if sheet.language == "en" else "de-DE"


def _head(document: Any, sheet: Printed) -> None:
    """Write logo and sender, each in a paragraph of its own."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    if sheet.tenant.logo is not None:
        line = document.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        try:
            line.add_run().add_picture(io.BytesIO(sheet.tenant.logo), height=Mm(16))
        except Exception:  # a broken picture must not cost the sheet
            line._p.getparent().remove(line._p)
    document.add_paragraph().add_run(sheet.tenant.name).bold = True
    for text in filter(None, sheet.letterhead):
        document.add_paragraph(text, style="Sheet Small")


def _body(document: Any, sheet: Printed) -> None:
    t = translator(sheet.language)
    opening, closing = ("“", "”") if sheet.language == "en" else ("„", "“")
    document.add_paragraph(f"{t('sheet_title')} · {sheet.date}", style="Sheet Small")
    document.add_paragraph(sheet.headline, style="Title")
    document.add_paragraph(sheet.firm)
    _labelled(document, t("sheet_need"), f"{opening}{sheet.need}{closing}", "Quote")
    if sheet.rules:
        _labelled(document, t("sheet_rules"), sheet.rules, "Sheet Small")
    _paragraphs(document, sheet.introduction)
    for section in sheet.sections:
        document.add_heading(section.title, level=1)
        for entry in section.entries:
            _entry(document, entry, sheet.language)
        _paragraphs(document, section.gap)
    document.add_paragraph()
    _paragraphs(document, sheet.closing)
    adviser = " · ".join(part for part in (sheet.adviser, sheet.adviser_contact) if part)
    if adviser:
        _labelled(document, t("sheet_adviser"), adviser)
    origin = " ".join(part for part in (sheet.draft, sheet.origin) if part)
    document.add_paragraph(origin, style="Sheet Small")


def _entry(document: Any, entry: PrintedEntry, language: str) -> None:
    t = translator(language)
    document.add_heading(entry.name, level=2)
    facts = " · ".join(part for part in (entry.facts, entry.fit) if part)
    if facts:
        document.add_paragraph(facts, style="Sheet Small")
    _paragraphs(document, entry.reason)
    if entry.evidence:
        _labelled(document, t("sheet_evidence"), entry.evidence, "Sheet Small")
    if entry.gain:
        _labelled(document, t("sheet_gain"), entry.gain, "Sheet Small")
    if entry.next_step:
        _labelled(document, t("sheet_next"), entry.next_step)


def _labelled(document: Any, label: str, text: str, style: str = "Normal") -> None:
    paragraph = document.add_paragraph(style=style)
    paragraph.add_run(f"{label}: ").bold = True
    paragraph.add_run(text)


def _paragraphs(document: Any, text: str) -> None:
    for line in filter(None, text.splitlines()):
        document.add_paragraph(line)


def _foot(document: Any, sheet: Printed) -> None:
    """Write the foot with the number of the page, which Word fills in."""
    t = translator(sheet.language)
    line = document.sections[0].footer.paragraphs[0]
    line.style = document.styles["Sheet Small"]
    before, rest = t("sheet_page").split("{page}")
    between, after = rest.split("{pages}")
    line.add_run(f"{sheet.tenant.name} · {sheet.date} · {before}")
    _field(line, "PAGE")
    line.add_run(between)
    _field(line, "NUMPAGES")
    line.add_run(after)


def _field(paragraph: Any, name: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._p.append(field)
