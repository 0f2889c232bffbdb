"""What the pages of one event share: the event, its steps, saving so that it can be undone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import Request, Response

from api.http.sending import local_path
from api.language.texts import counted, translator
from api.language.values import day
from api.web.rendering import render
from api.web.site import see
from api.work.identity import Identity, tenant_of
from api.work.refusal import ConflictError
from api.work.service import Service
from data.clock import local, now
from data.events.event import Event, Interest
from data.events.plans import Plan
from matcher.meetings.rules import clock


@dataclass(frozen=True)
class Step:
    """One of the steps that an organiser goes through."""

    key: str
    path: str
    state: str
    """done, now, open."""
    said: str
    """How far it is, in a few words."""


def local_now() -> dt.datetime:
    """Return the time at the event, without a zone like all its times."""
    return local(now()).replace(tzinfo=None, microsecond=0)


def address(event_id: str, part: str = "") -> str:
    """Return where a part of an event is shown."""
    return f"/veranstaltungen/{event_id}" + (f"/{part}" if part else "")


def event_of(service: Service, identity: Identity, event_id: str) -> Event:
    """Return an event of the tenant; `NotFoundError` for those of others too."""
    return service.events.get(tenant_of(identity), event_id)


def state_of(begins: dt.datetime | None, ends: dt.datetime | None, planned: bool) -> str:
    """Return how far an event is: preparing, planned, running, over."""
    now = local_now()
    if ends is not None and planned and now > ends:
        return "over"
    if begins is not None and planned and now >= begins:
        return "running"
    return "planned" if planned else "preparing"


def times_of(event: Event) -> tuple[dt.datetime | None, dt.datetime | None]:
    """Return when an event begins and ends; None without slots."""
    if not event.slots:
        return None, None
    return min(s.start for s in event.slots), max(s.end for s in event.slots)


def missing(event: Event, language: str) -> list[tuple[str, str]]:
    """Return what an event still lacks before it can be planned: sentence and address."""
    t = translator(language)
    found = []
    if not event.slots:
        found.append((t("ev_miss_slots"), "angaben#zeiten"))
    if not any(table.capacity for table in event.tables):
        found.append((t("ev_miss_tables"), "angaben#tische"))
    if len(event.participants) < 2:
        found.append((t("ev_miss_people"), "teilnehmer"))
    for side in event.sides if len(event.participants) >= 2 else ():
        if not any(p.side == side for p in event.participants):
            found.append((t("ev_miss_side").format(side=side), "teilnehmer"))
    silent = [p for p in event.participants if not (p.profile_id or p.offers or p.needs)]
    if silent and len(silent) == len(event.participants):
        found.append((t("ev_miss_words"), "verknuepfen"))
    return found


def steps_of(event: Event, plan: Plan | None, language: str) -> list[Step]:
    """Return the steps with how far each is."""
    t = translator(language)
    begins, ends = times_of(event)
    state = state_of(begins, ends, plan is not None)
    people, wishes = len(event.participants), len(event.wishes)
    must = sum(w.interest is Interest.MUST for w in event.wishes)
    stale = plan is not None and plan.version != event.version
    said = {
        "teilnehmer": t("ev_n_people").format(count=people) if people else t("ev_nobody_yet"),
        "wuensche": counted(language, "ev_n_wishes", wishes, must=must)
        if wishes
        else t("ev_wish_no"),
        "plan": t("ev_plan_none")
        if plan is None
        else t("ev_plan_stale")
        if stale
        else counted(language, "ev_plan_n", len(plan.meetings)),
        "unterlagen": t("ev_papers_ready" if plan else "ev_after_plan"),
        "tag": t("ev_day_changes" if plan else "ev_after_plan"),
        "danach": t("ev_after_feedback" if state == "over" else "ev_after_event"),
    }
    done = {
        "teilnehmer": people > 1,
        "wuensche": wishes > 0,
        "plan": plan is not None and not stale,
        "unterlagen": state in ("running", "over"),
        "tag": state == "over",
        "danach": False,
    }
    now = _current(people, plan is not None and not stale, state)
    return [
        Step(key, key, "now" if key == now else "done" if done[key] else "open", said[key])
        for key in said
    ]


def _current(people: int, planned: bool, state: str) -> str:
    if state == "over":
        return "danach"
    if state == "running":
        return "tag"
    if people < 2:
        return "teilnehmer"
    return "unterlagen" if planned else "plan"


def event_page(
    request: Request,
    service: Service,
    event: Event,
    template: str,
    context: dict[str, object],
    *,
    step: str = "",
    language: str,
    status: int = 200,
) -> Response:
    """Return a page of an event, with its head and steps."""
    plan = service.events.plan(event.tenant, event.id, None)
    begins, ends = times_of(event)
    message = request.query_params.get("meldung", "")
    shared: dict[str, object] = {
        "event": event,
        "base": address(event.id),
        "steps": steps_of(event, plan, language),
        "step": step,
        "plan": plan,
        "stale": plan is not None and plan.version != event.version,
        "when": when(event, language),
        "several_days": len({slot.start.date() for slot in event.slots}) > 1,
        "state": state_of(begins, ends, plan is not None),
        "message": message if message in MESSAGES else "",
        "about": request.query_params.get("wer", "")[:200],
        "undone": request.query_params.get("stand", ""),
        "problems": {},
        "path": request.url.path,
        "missing": missing(event, language),
    }
    return render(request, f"events/{template}.html", shared | context, status)


MESSAGES = frozenset(
    "made saved undone added removed linked stock imported wished unwished applied copied "
    "restored day chosen locked unlocked moved dropped links".split()
)
"""What a page can be opened with, to say what was just done."""


def when(event: Event, language: str) -> str:
    """Return the day or days of an event with its hours."""
    begins, ends = times_of(event)
    if begins is None or ends is None:
        return ""
    if begins.date() == ends.date():
        return f"{day(begins.date(), language)}, {clock(begins, ends)}"
    return f"{day(begins.date(), language)} – {day(ends.date(), language)}"


def keep(
    service: Service, changed: Event, part: str, message: str, about: str = "", note: str = ""
) -> Response:
    """Keep a changed event and send the browser on; the page says what was done, to be undone."""
    after = service.events.save(changed, note)
    query = {"meldung": message}
    if after.version != changed.version:
        query["stand"] = str(after.version)
    if about:
        query["wer"] = about[:200]
    return on_to(after, part, query)


def on_to(event: Event, part: str, query: dict[str, str]) -> Response:
    """Send the browser to a part of an event after a form was accepted."""
    path, _, anchor = part.partition("#")
    joined = "&" if "?" in path else "?"
    tail = f"#{anchor}" if anchor else ""
    return see(f"{address(event.id, path)}{joined}{urlencode(query)}{tail}")


def check_version(event: Event, sent: object) -> None:
    """Refuse a form that was opened before somebody else saved the event.

    Raises:
        ConflictError: it was; what was typed is shown again and can be sent once more.
    """
    if str(sent) != str(event.version):
        raise ConflictError(
            "Die Veranstaltung wurde inzwischen an anderer Stelle geändert. Ihre Eingaben stehen "
            "noch hier: Bitte prüfen Sie sie und speichern Sie noch einmal.",
            "The event was changed elsewhere meanwhile. What you typed is still here: please look "
            "it over and save again.",
        )


def onward(sent: object, event: Event) -> str:
    """Return the page of this event that a form came from, without its message."""
    path = local_path(str(sent))
    return path if path.startswith(address(event.id)) else address(event.id)
