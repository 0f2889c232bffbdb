"""Advice sheets: compose one, compose it anew, add to it, finish it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace

from api.language.texts import translator
from api.work.identity import Identity, tenant_of
from api.work.pairs import handled, pair_views
from api.work.service import Service
from api.work.sheets.entries import chosen_entry, entry_of, firm_profile
from api.work.sheets.reading import going_out
from data.errors import PartnerMatchError
from data.feedback.outcomes import EventKind, MadeWith, Report, now
from data.office.sheets import MAX_ENTRIES, Author, Entry, Section, Sheet, SheetContent, SheetFirm
from data.places.regions import load_regions
from data.profiles import Profile
from data.sectors.trades import load_trades
from matcher.advice.asked import Asked
from matcher.advice.sections import Advice, Shown, advise
from matcher.request import Constraint, Viewer
from matcher.words import rule_label

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Order:
    """For whom partners are sought, for what, and under which rules."""

    firm: SheetFirm
    need: str
    constraints: tuple[Constraint, ...] = ()
    language: str = "de"

    @classmethod
    def of(cls, content: SheetContent) -> Order:
        """Return the order that a sheet was made for."""
        rules = tuple(Constraint.model_validate(rule) for rule in content.constraints)
        return cls(content.firm, content.need, rules, content.language)


def author_of(identity: Identity) -> Author:
    """Return who does something, as it is kept."""
    return Author(account=identity.account, name=identity.name, role=str(identity.role))


def stored_firm(profile: Profile, language: str = "de") -> SheetFirm:
    """Return a stored profile as the firm of a sheet."""
    place = profile.places[0] if profile.places else None
    return SheetFirm(
        profile_id=profile.id,
        name=profile.name,
        postcode=place.postcode if place else None,
        place=(place.name or "") if place else "",
        trade=Asked(profile, "", language="en" if language == "en" else "de").trade,
    )


def unstored_firm(name: str, postcode: str | None, trade: str | None) -> SheetFirm:
    """Return a firm that is not stored; ``trade`` is a code of the Handwerksordnung."""
    return SheetFirm(
        name=name,
        postcode=postcode,
        place=_town(postcode),
        trade=load_trades().get(trade).short if trade else "",
        trades=(trade,) if trade else (),
    )


def compose(service: Service, identity: Identity, order: Order) -> SheetContent:
    """Compose a sheet, and write down what it shows in the feedback log."""
    t = translator(order.language)
    entries, gaps, made_with = _composed(service, identity, order)
    return SheetContent(
        firm=order.firm,
        need=order.need,
        language="en" if order.language == "en" else "de",
        constraints=tuple(
            rule.model_dump(mode="json", exclude_defaults=True) for rule in order.constraints
        ),
        rules=tuple(rule_label(rule, order.language) for rule in order.constraints),
        headline=t("sheet_headline").format(firm=order.firm.name)[:300],
        introduction=t("sheet_introduction"),
        entries=entries,
        gaps=gaps,
        closing=t("sheet_closing"),
        adviser=identity.name,
        adviser_contact=_own_contact(service, identity),
        composed_at=now(),
        made_with=made_with,
    )


def recompose(service: Service, identity: Identity, content: SheetContent) -> SheetContent:
    """Search anew and keep what a person wrote: texts, and entries changed, added or left out.

    Raises:
        RequestError: a rule cannot be used any more.
    """
    entries, gaps, made_with = _composed(service, identity, Order.of(content))
    kept = [entry for entry in content.entries if _is_decided(entry)]
    known = {entry.profile_id for entry in kept if entry.profile_id is not None}
    fresh = [entry for entry in entries if entry.profile_id not in known]
    ordered = [
        entry
        for section in Section
        for group in (kept, fresh)
        for entry in group
        if entry.section is section
    ]
    changes = {
        "entries": tuple(ordered[:MAX_ENTRIES]),
        "gaps": gaps,
        "composed_at": now(),
        "made_with": made_with,
    }
    return content.model_copy(update=changes)


def _is_decided(entry: Entry) -> bool:
    """Say whether a person wrote, took in or left out an entry: composing anew keeps it."""
    return entry.edited or entry.agreed or entry.included is entry.near


def add_profile(
    service: Service,
    identity: Identity,
    content: SheetContent,
    profile_id: str,
    impression_id: str | None = None,
) -> tuple[SheetContent, Entry]:
    """Add a profile at the end of its section, with the reason the engine would give.

    A profile that is there already is taken in again and stays where it is.
    """
    for entry in content.entries:
        if entry.profile_id == profile_id:
            again = entry.model_copy(update={"included": True, "edited": True})
            return replaced(content, again), again
    profile = service.get(profile_id, identity.viewer)
    entry = chosen_entry(service, identity.viewer, content, profile)
    if impression_id is not None:
        entry = entry.model_copy(update={"impression_id": impression_id})
    return content.model_copy(update={"entries": (*content.entries, entry)}), entry


def replaced(content: SheetContent, changed: Entry) -> SheetContent:
    """Return the content with one entry changed."""
    entries = (changed if entry.id == changed.id else entry for entry in content.entries)
    return content.model_copy(update={"entries": tuple(entries)})


def finish(service: Service, identity: Identity, sheet_id: str, seen: int) -> Sheet:
    """Freeze a sheet, and write down that its partners were suggested.

    Raises:
        RequestError: somebody has saved since version ``seen``, or it is final already.
    """
    sheet = service.sheets.finish(tenant_of(identity), sheet_id, seen)
    content = going_out(service, sheet)
    for entry in content.entries:
        if entry.profile_id is not None:
            try:
                service.feedback.give(_suggested(content, entry), identity.viewer)
            except PartnerMatchError as error:
                # The sheet is final all the same: a profile may have been deleted meanwhile.
                _log.warning("sheet %s: %s is not noted: %s", sheet_id, entry.id, error.english)
    return sheet


def asked_of(service: Service, viewer: Viewer, order: Order) -> Asked:
    """Return what the engine is asked."""
    profile = firm_profile(service, viewer, order.firm)
    language = "en" if order.language == "en" else "de"
    return Asked(profile, order.need, order.constraints, language)  # type: ignore[arg-type]


def _composed(
    service: Service, identity: Identity, order: Order
) -> tuple[tuple[Entry, ...], dict[Section, str], MadeWith]:
    """Search, and write down what is shown."""
    asked = asked_of(service, identity.viewer, order)
    declined, marks = _before(service, identity, order)
    advice = advise(service.matcher, replace(asked, excluded=declined), identity.viewer)
    entries: list[Entry] = []
    for section, shown in advice.sections.items():
        impression_id = _record(service, identity, order, shown)
        for partner in (*shown.partners, *shown.near):
            mark = marks.get(partner.suggestion.profile_id, "")
            entry = entry_of(service, section, partner, impression_id, mark, order.language)
            if partner in shown.near:
                entry = entry.model_copy(update={"included": False, "near": True})
            entries.append(entry)
    gaps = {section: shown.gap for section, shown in advice.sections.items() if shown.gap}
    return tuple(entries), gaps, _made_with(advice)


def _before(
    service: Service, identity: Identity, order: Order
) -> tuple[tuple[str, ...], Mapping[str, str]]:
    """Return who was declined for this firm, and how it stands with others, by id."""
    seeker, question = _asker(order.firm, order.need)
    known = handled(service, identity.viewer, seeker, question)
    views = pair_views(service, identity, seeker, question, known, None, order.language)
    declined = tuple(id for id, view in views.items() if view.state is EventKind.DECLINED)
    return declined, {id: view.label for id, view in views.items() if id not in declined}


def _record(service: Service, identity: Identity, order: Order, shown: Shown) -> str | None:
    """Write down the list of a section, as seen on the sheet and for whom; return its id."""
    seeker, question = _asker(order.firm, order.need)
    asker = {"profile": None, "profile_id": seeker, "question": question}
    listed = tuple(
        partner.suggestion.model_copy(update={"rank": place})
        for place, partner in enumerate((*shown.partners, *shown.near), start=1)
    )
    return service.feedback.record(
        shown.request.model_copy(update=asker),
        shown.result.model_copy(update={"suggestions": listed}),
        identity.viewer,
        str(identity.role),
    )


def _asker(firm: SheetFirm, need: str) -> tuple[str | None, str | None]:
    """Return under whom feedback is kept: the firm, or for one not stored its need."""
    return (firm.profile_id, None) if firm.profile_id is not None else (None, need)


def _suggested(content: SheetContent, entry: Entry) -> Report:
    seeker, question = _asker(content.firm, content.need)
    if entry.impression_id is not None:
        seeker = question = None
    return Report(
        impression_id=entry.impression_id,
        seeker=seeker,
        question=question,
        profile_id=str(entry.profile_id),
        kind=EventKind.SUGGESTED,
    )


def _made_with(advice: Advice) -> MadeWith:
    return MadeWith.model_validate(advice.versions.model_dump())


def _own_contact(service: Service, identity: Identity) -> str:
    """Return how the tenant is reached, in one line."""
    tenant = service.people.tenant(tenant_of(identity))
    return " · ".join(way for way in (tenant.phone, tenant.email) if way)


def _town(postcode: str | None) -> str:
    if postcode is None:
        return ""
    return load_regions().resolve(postcode).name.removeprefix(postcode).strip()
