"""What the pages of accounts and administration call things."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from api.language.texts import translator
from api.language.values import day
from api.work.identity import UserRole
from data import clock
from data.office.people import Session

BROWSERS = (
    ("Firefox", "Firefox"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
"""Beginning of a name in ``User-Agent``, and what people call the browser; the first counts."""
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class SessionRow:
    """A browser as its owner recognises it."""

    id: str
    device: str
    seen: str
    since: str
    here: bool


def session_rows(sessions: Sequence[Session], token: str, language: str) -> list[SessionRow]:
    """Return sessions for the page; ``token`` is the hash of the one that asks."""
    t = translator(language)
    return [
        SessionRow(
            id=session.id,
            device=device_name(session.device) or t("account_device_unknown"),
            seen=moment(session.seen_at, language),
            since=moment(session.created_at, language),
            here=token.startswith(session.id),
        )
        for session in sessions
    ]


def device_name(agent: str) -> str:
    """Return browser and system of a ``User-Agent`` header, as far as they are known."""
    browser = next((name for start, name in BROWSERS if re.search(rf"{start}\w*/", agent)), "")
    system = next((name for part, name in SYSTEMS if part in agent), "")
    return ", ".join(part for part in (browser, system) if part)


def moment(time: dt.datetime, language: str) -> str:
    """Return a time of this machine's time zone: 04.05.2026, 08:30."""
    local = clock.local(time)
    return f"{day(local.date(), language)}, {local:%H:%M}"


def account_words(language: str) -> dict[str, object]:
    """Return what templates call roles and times."""
    t = translator(language)
    return {
        "roles": {role: t(f"account_role_{role}") for role in UserRole},
        "role_hints": {role: t(f"account_role_{role}_hint") for role in UserRole},
        "moment": lambda time: moment(time, language),
        "day": lambda time: day(clock.local(time).date(), language),
    }
