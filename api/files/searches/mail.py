"""What of saved searches goes elsewhere: e-mail files and feeds."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from api.files.searches.view import words
from api.language.texts import translator
from api.work.digest import Section

SENDER = "partnermatch@localhost"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML 1.0 does not allow."""


def _legal(value: Any) -> Any:
    return _ILLEGAL.sub("\ufffd", value) if type(value) is str else value


_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parents[1] / "templates"),
    autoescape=select_autoescape(("html", "atom", "rss")),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    finalize=_legal,
)


def text_of(template: str, language: str, **context: object) -> str:
    """Return a template of this part that is not a page."""
    shared = {"t": translator(language), "language": language, **words(language)}
    return _environment.get_template(template).render(shared | context)


def mail(
    sections: Sequence[Section],
    language: str,
    address: str,
    *,
    sender: str = SENDER,
    recipient: str | None = None,
    moment: dt.datetime,
) -> bytes:
    """Return a digest as an e-mail file (RFC 5322) with text and HTML.

    Args:
        sections: what there is to tell.
        language: ``"de"`` or ``"en"``.
        address: where the server is reached, without a slash at the end.
        sender: stands in the field From.
        recipient: stands in the field To, which is left out without one.
        moment: when it was written.
    """
    count = sum(len(section.suggestions) for section in sections)
    key = "search_mail_subject_one" if count == 1 else "search_mail_subject"
    context = {"sections": sections, "address": address, "count": count, "moment": moment}
    message = EmailMessage()
    message["Subject"] = translator(language)(key).format(count=count)
    message["From"] = sender
    if recipient:
        message["To"] = recipient
    message["Date"] = format_datetime(moment)
    message["Message-ID"] = make_msgid(domain=parseaddr(sender)[1].rpartition("@")[2] or None)
    message["Content-Language"] = language
    message.set_content(text_of("mail.txt", language, **context))
    message.add_alternative(text_of("mail.html", language, **context), subtype="html")
    return message.as_bytes()
