"""The wishes of an event: who wants, or must not, meet whom."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request, Response

from api.http.deps import LanguageDep, OrganiserDep, ServiceDep
from api.language.texts import translator
from api.web.events.common import event_of, event_page, keep, onward
from api.web.forms import FormDep
from api.web.site import page_router
from api.work.events.naming import named, texts_of
from api.work.service import Service
from data.events.event import Event, Interest, Wish, checked
from data.text import fold

router = page_router()
ORDER = tuple(Interest)
Typed = Annotated[str, Query(max_length=200)]


@router.get("/veranstaltungen/{event_id}/wuensche")
def list_wishes(
    request: Request,
    event_id: str,
    service: ServiceDep,
    identity: OrganiserDep,
    language: LanguageDep,
    q: Typed = "",
    wer: Typed = "",
) -> Response:
    """Show all wishes, and whether the plan keeps them."""
    event = event_of(service, identity, event_id)
    typed = {"wie": Interest.WOULD.value, "wer": wer if named(event, wer) else ""}
    return _page(request, service, event, language, {"q": q, "typed": typed})


@router.post("/veranstaltungen/{event_id}/wuensche")
def add_wish(
    request: Request,
    event_id: str,
    service: ServiceDep,
    identity: OrganiserDep,
    language: LanguageDep,
    form: FormDep,
) -> Response:
    """Enter a wish, in place of another about the same two."""
    event, t = event_of(service, identity, event_id), translator(language)
    typed = {name: str(form.get(name, ""))[:300] for name in ("wer", "wen", "wie")}
    problems = {}
    found = {name: named(event, typed[name]) for name in ("wer", "wen")}
    for name, people in found.items():
        if len(people) != 1:
            said = t("ev_err_nobody").format(found=typed[name])
            problems[name] = said if typed[name].strip() else t("ev_err_missing")
    if not problems and found["wer"] == found["wen"]:
        problems["wen"] = t("ev_err_self")
    if problems:
        return _page(request, service, event, language, {"typed": typed, "problems": problems}, 422)
    who, whom = found["wer"][0], found["wen"][0]
    how = typed["wie"] if typed["wie"] in set(Interest) else Interest.WOULD
    wish = Wish(who=who.id, whom=whom.id, interest=Interest(how))
    others = tuple(w for w in event.wishes if (w.who, w.whom) != (who.id, whom.id))
    changed = checked(event.model_copy(update={"wishes": (*others, wish)}))
    about = f"{who.name} – {whom.name}, {t(f'ev_wish_{wish.interest}')}"
    part = onward(form.get("weiter", ""), event).removeprefix(f"/veranstaltungen/{event.id}/")
    part = part.partition("?")[0] if part.startswith("starke-paare") else "wuensche"
    return keep(service, changed, part, "wished", about)


@router.post("/veranstaltungen/{event_id}/wuensche/entfernen")
def remove_wish(
    event_id: str, service: ServiceDep, identity: OrganiserDep, form: FormDep
) -> Response:
    """Take a wish back."""
    event = event_of(service, identity, event_id)
    pair = (str(form.get("wer", "")), str(form.get("wen", "")))
    left = tuple(w for w in event.wishes if (w.who, w.whom) != pair)
    texts = texts_of(event)
    about = " – ".join(texts.get(id, id) for id in pair)
    return keep(service, event.model_copy(update={"wishes": left}), "wuensche", "unwished", about)


def _page(
    request: Request,
    service: Service,
    event: Event,
    language: str,
    more: dict[str, object],
    status: int = 200,
) -> Response:
    texts = texts_of(event)
    plan = service.events.plan(event.tenant, event.id)
    met = {m.pair for m in plan.meetings} if plan is not None else set()
    words = fold(str(more.get("q", ""))).split()
    rows = sorted(
        (
            (texts[w.who], texts[w.whom], w, frozenset((w.who, w.whom)) in met)
            for w in event.wishes
            if all(x in fold(f"{texts[w.who]} {texts[w.whom]}") for x in words)
        ),
        key=lambda row: (ORDER.index(row[2].interest), fold(row[0]), fold(row[1])),
    )
    context: dict[str, object] = {
        "rows": rows,
        "names": sorted(texts.values(), key=fold),
        "typed": {"wie": Interest.WOULD.value},
        "q": "",
    }
    return event_page(
        request,
        service,
        event,
        "wishes",
        context | more,
        step="wuensche",
        language=language,
        status=status,
    )
