"""`Printed`: what of a sheet goes out, the same for PDF, Word file, e-mail and the page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from api.language.texts import translator
from data import clock
from data.office.people import Tenant
from data.office.sheets import Entry, Section, Sheet, SheetContent
from matcher.explain.phrases import quote
from matcher.words import KINDS, pick

MAX_EVIDENCE = 300
NO_BREAK = "\u00a0"


@dataclass(frozen=True)
class PrintedEntry:
    """One suggestion, ready to print."""

    name: str
    facts: str
    """Kind, place and distance."""
    fit: str
    reason: str
    gain: str
    evidence: str
    """Empty where the reason quotes it already."""
    next_step: str


@dataclass(frozen=True)
class PrintedSection:
    """One part: its suggestions, or what is said instead."""

    title: str
    entries: tuple[PrintedEntry, ...]
    gap: str


@dataclass(frozen=True)
class Printed:
    """A whole sheet in its language, ready to print."""

    language: str
    tenant: Tenant
    date: str
    headline: str
    firm: str
    """Name, place and trade in one line."""
    firm_name: str
    need: str
    rules: str
    introduction: str
    sections: tuple[PrintedSection, ...]
    closing: str
    adviser: str
    adviser_contact: str
    origin: str
    draft: str
    """That it is a draft; empty for a final sheet."""

    @property
    def letterhead(self) -> tuple[str, ...]:
        """The lines of the address, then how the institution is reached."""
        ways = (self.tenant.phone, self.tenant.email, self.tenant.website)
        reached = " · ".join(way for way in ways if way)
        return (*(line for line in self.tenant.letterhead.splitlines() if line), reached)


def printed(
    sheet: Sheet, content: SheetContent, tenant: Tenant, language: str | None = None
) -> Printed:
    """Return a sheet as it goes out, in its own language or the one asked for.

    ``content`` is what its reader gets of it: `api.work.sheets.reading.going_out`.
    """
    language = language or content.language
    t = translator(language)
    firm = content.firm
    town = " ".join(part for part in (firm.postcode, firm.place) if part)
    return Printed(
        language=language,
        tenant=tenant,
        date=day(sheet.final_at or sheet.updated_at, language),
        headline=content.headline,
        firm=" · ".join(part for part in (firm.name, town, firm.trade) if part),
        firm_name=firm.name,
        need=content.need,
        rules=", ".join(content.rules),
        introduction=content.introduction,
        sections=tuple(
            one for one in (_section(content, section, language) for section in Section) if one
        ),
        closing=content.closing,
        adviser=content.adviser,
        adviser_contact=content.adviser_contact,
        origin=t("sheet_origin").format(
            program=content.made_with.program,
            ranker=content.made_with.ranker,
            date=day(content.composed_at, language),
            who=f" ({content.adviser})" if content.adviser else "",
        ),
        draft="" if sheet.final_at else t("sheet_origin_draft"),
    )


def day(time: dt.datetime, language: str) -> str:
    """Return a date as it is written, in the time zone of this machine."""
    local = clock.local(time)
    return f"{local.day} {local:%B %Y}" if language == "en" else f"{local:%d.%m.%Y}"


def facts_of(entry: Entry, language: str) -> str:
    """Return kind, place and distance of an entry in one line."""
    kind = pick(KINDS[entry.kind], language) if entry.kind is not None else ""
    far = ""
    if entry.distance_km is not None:
        under = translator(language)("sheet_under_km")
        far = f"{entry.distance_km:.0f} km" if entry.distance_km >= 1 else under
    parts = (part.replace(" ", NO_BREAK) for part in (kind, entry.place, far) if part)
    return " · ".join(parts)


def _section(content: SheetContent, section: Section, language: str) -> PrintedSection | None:
    entries = tuple(_entry(entry, language) for entry in content.of(section))
    gap = "" if entries else content.gaps.get(section, "")
    if not entries and not gap:
        return None
    return PrintedSection(translator(language)(f"sheet_section_{section}"), entries, gap)


def _entry(entry: Entry, language: str) -> PrintedEntry:
    said = quote(entry.evidence).removesuffix(" …")
    proof = "" if not said or said in entry.reason else entry.evidence
    if len(proof) > MAX_EVIDENCE:
        proof = f"{proof[:MAX_EVIDENCE].rsplit(' ', 1)[0]} …"
    return PrintedEntry(
        name=entry.name,
        facts=facts_of(entry, language),
        fit=entry.fit,
        reason=entry.reason,
        gain=entry.gain,
        evidence=proof,
        next_step=entry.next_step,
    )
