"""Changing what an event is: name, place, sides, times, tables, and the rules for everybody."""

from __future__ import annotations

from fastapi import Request, Response

from api.http.deps import LanguageDep, OrganiserDep, ServiceDep
from api.language.texts import translator
from api.web.events.common import check_version, event_of, event_page, keep
from api.web.events.fields import Fields
from api.web.events.form import (
    DEFAULTS,
    as_typed,
    attempted,
    typed_day,
    typed_slots,
    typed_tables,
    with_basics,
)
from api.web.events.slots import numbered_tables, with_slots, with_tables
from api.web.forms import FormDep
from api.web.site import page_router
from api.work.service import Service
from data.errors import PartnerMatchError
from data.events.event import MAX_SLOTS, MAX_TABLES, Event, Settings

router = page_router()
SPARE = 3
"""Empty rows to add something in."""


@router.get("/veranstaltungen/{event_id}/angaben")
def show_basics(
    request: Request,
    event_id: str,
    service: ServiceDep,
    identity: OrganiserDep,
    language: LanguageDep,
) -> Response:
    """Show name, place, sides, times and tables, to be changed."""
    event = event_of(service, identity, event_id)
    return _basics_page(request, service, event, language, {}, None)


@router.post("/veranstaltungen/{event_id}/angaben")
def change_basics(
    request: Request,
    event_id: str,
    service: ServiceDep,
    identity: OrganiserDep,
    language: LanguageDep,
    form: FormDep,
) -> Response:
    """Keep one part of it: ``teil`` says which."""
    event, fields = event_of(service, identity, event_id), Fields(form, language)
    part = str(form.get("teil", ""))
    changed = _changed(event, part, dict(form.items()), fields)
    if changed is not None:
        try:
            check_version(event, form.get("version"))
            return keep(service, changed, f"angaben#{part}", "saved")
        except PartnerMatchError as error:
            fields.refused(error)
    return _basics_page(request, service, event, language, dict(form.items()), fields)


@router.get("/veranstaltungen/{event_id}/regeln")
def show_rules(
    request: Request,
    event_id: str,
    service: ServiceDep,
    identity: OrganiserDep,
    language: LanguageDep,
) -> Response:
    """Show the rules for everybody."""
    event = event_of(service, identity, event_id)
    return _rules_page(request, service, event, language, _as_typed(event.settings), None)


@router.post("/veranstaltungen/{event_id}/regeln")
def change_rules(
    request: Request,
    event_id: str,
    service: ServiceDep,
    identity: OrganiserDep,
    language: LanguageDep,
    form: FormDep,
) -> Response:
    """Keep the rules for everybody."""
    event, fields = event_of(service, identity, event_id), Fields(form, language)
    settings = _settings(event.settings, fields)
    changed = attempted(event.model_copy(update={"settings": settings}), fields)
    if changed is not None:
        try:
            check_version(event, form.get("version"))
            return keep(service, changed, "regeln", "saved")
        except PartnerMatchError as error:
            fields.refused(error)
    typed = {name: str(value) for name, value in form.items()}
    return _rules_page(request, service, event, language, typed, fields)


def _changed(event: Event, part: str, sent: dict[str, object], fields: Fields) -> Event | None:
    if part == "zeiten-neu":
        return attempted(with_slots(event, typed_day(fields)), fields)
    if part == "zeiten":
        return attempted(with_slots(event, typed_slots(sent, fields)), fields)
    if part == "tische-neu":
        count = fields.whole("tische", 1, MAX_TABLES, 1) or 1
        word = translator(fields.language)("ev_table")
        return attempted(
            with_tables(event, numbered_tables(count, word, fields.text("raum"))), fields
        )
    if part == "tische":
        return attempted(with_tables(event, typed_tables(sent, fields)), fields)
    return with_basics(event, sent, fields)


def _basics_page(
    request: Request,
    service: Service,
    event: Event,
    language: str,
    sent: dict[str, object],
    fields: Fields | None,
) -> Response:
    t = translator(language)
    sides = {"seite-1": t("ev_side_startups"), "seite-2": t("ev_side_industry")}
    typed = DEFAULTS | sides | as_typed(event) | {"tische": str(len(event.tables)), "raum": ""}
    part = str(sent.get("teil", ""))
    if fields is not None and part in ("zeiten", "tische"):
        kept = ("tag-", "von-", "bis-") if part == "zeiten" else ("tisch-", "raum-", "plaetze-")
        typed = {name: text for name, text in typed.items() if not name.startswith(kept)}
    context: dict[str, object] = {
        "typed": typed | {name: str(value) for name, value in sent.items()},
        "problems": fields.problems if fields is not None else {},
        "part": part,
        "slot_rows": min(len(event.slots) + SPARE, MAX_SLOTS),
        "table_rows": min(len(event.tables) + SPARE, MAX_TABLES),
    }
    status = 422 if fields is not None else 200
    return event_page(request, service, event, "basics", context, language=language, status=status)


def _rules_page(
    request: Request,
    service: Service,
    event: Event,
    language: str,
    typed: dict[str, str],
    fields: Fields | None,
) -> Response:
    context: dict[str, object] = {
        "typed": typed,
        "problems": fields.problems if fields is not None else {},
    }
    status = 422 if fields is not None else 200
    return event_page(
        request,
        service,
        event,
        "rules",
        context,
        step="wuensche",
        language=language,
        status=status,
    )


def _settings(present: Settings, fields: Fields) -> Settings:
    percent = fields.whole("mindestens-passend", 0, 100, 0) or 0
    return present.model_copy(
        update={
            "at_most": fields.whole("hoechstens", 1, MAX_SLOTS),
            "at_least": fields.whole("mindestens", 0, MAX_SLOTS, 0) or 0,
            "in_a_row": fields.whole("am-stueck", 1, MAX_SLOTS),
            "same_firm": fields.chosen("gleiche-firma"),
            "competitors": fields.chosen("wettbewerber"),
            "weakest": percent / 100,
            "seconds": fields.whole("sekunden", 1, 600, 60) or 60,
        }
    )


def _as_typed(settings: Settings) -> dict[str, str]:
    def number(value: int | None) -> str:
        return "" if value is None else str(value)

    return {
        "hoechstens": number(settings.at_most),
        "mindestens": number(settings.at_least),
        "am-stueck": number(settings.in_a_row),
        "gleiche-firma": "1" if settings.same_firm else "",
        "wettbewerber": "1" if settings.competitors else "",
        "mindestens-passend": str(round(settings.weakest * 100)),
        "sekunden": str(settings.seconds),
    }
