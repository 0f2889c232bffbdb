"""An advice sheet as an e-mail: its text, a file to open with the PDF attached, a link."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from textwrap import fill
from urllib.parse import quote as percent

from api.files.sheets.view import Printed, PrintedEntry
from api.language.texts import translator

WIDTH = 76
MAX_LINK = 1800
"""Some programs cut longer links."""


def subject(sheet: Printed) -> str:
    """Return the subject of the e-mail, in one line."""
    text = translator(sheet.language)("sheet_mail_subject").format(firm=sheet.firm_name)
    return " ".join(text.split())


def mail_text(sheet: Printed) -> str:
    """Return the whole sheet as plain text."""
    t = translator(sheet.language)
    blocks = [_filled(sheet.introduction)]
    blocks.append(f"{t('sheet_need')}:\n{_filled(sheet.need)}")
    for section in sheet.sections:
        blocks.append(f"{section.title}\n{'-' * len(section.title)}")
        blocks += [_entry(entry, sheet.language) for entry in section.entries]
        blocks.append(_filled(section.gap))
    blocks += [_filled(sheet.closing), _signature(sheet), _filled(sheet.draft)]
    return "\n\n".join(block for block in blocks if block) + "\n"


def short_text(sheet: Printed) -> str:
    """Return the names alone, for a link that begins an e-mail."""
    blocks = [sheet.introduction]
    for section in sheet.sections:
        if section.entries:
            names = "\n".join(f"- {entry.name}" for entry in section.entries)
            blocks.append(f"{section.title}:\n{names}")
    blocks += [sheet.closing, _signature(sheet)]
    return "\n\n".join(block for block in blocks if block)


def mailto(sheet: Printed) -> str:
    """Return the link that begins an e-mail; a long text loses its end."""
    start = f"mailto:?subject={percent(subject(sheet))}&body="
    body = short_text(sheet).replace("\n", "\r\n")
    while len(start) + len(percent(body)) > MAX_LINK:
        body = body[: int(len(body) * 0.9)].rstrip() + " …"
    return start + percent(body)


def eml(sheet: Printed, document: bytes, filename: str) -> bytes:
    """Return an e-mail with the PDF attached, to be opened, addressed and sent by a person."""
    t = translator(sheet.language)
    message = EmailMessage(policy=SMTP.clone(max_line_length=78))
    message["Subject"] = subject(sheet)
    message["X-Unsent"] = "1"
    if sheet.tenant.email:
        message["From"] = sheet.tenant.email
    message.set_content(f"{mail_text(sheet)}\n{t('sheet_mail_attached')}\n", charset="utf-8")
    message.add_attachment(document, maintype="application", subtype="pdf", filename=filename)
    return message.as_bytes()


def _entry(entry: PrintedEntry, language: str) -> str:
    t = translator(language)
    facts = " · ".join(part for part in (entry.facts, entry.fit) if part)
    lines = [entry.name, facts, entry.reason, entry.evidence, entry.gain]
    if entry.next_step:
        lines.append(f"{t('sheet_next')}: {entry.next_step}")
    first, *rest = (line for line in lines if line)
    filled = (_wrapped(line, "  ") for line in rest)
    return "\n".join((f"* {first}", *filled))


def _signature(sheet: Printed) -> str:
    t = translator(sheet.language)
    lines = (t("sheet_mail_bye"), sheet.adviser, sheet.adviser_contact, sheet.tenant.name)
    return "\n".join(line for line in lines if line)


def _filled(text: str) -> str:
    return "\n".join(_wrapped(line) for line in text.splitlines())


def _wrapped(line: str, indent: str = "") -> str:
    """Break a line at spaces alone, so that addresses stay in one piece."""
    return fill(
        line,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_on_hyphens=False,
        break_long_words=False,
    )
