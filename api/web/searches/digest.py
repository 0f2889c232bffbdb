"""What is new in all saved searches: a page to read and print, and an e-mail file."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import Form, Query, Request, Response

from api.files.searches.mail import mail
from api.files.searches.view import aware, plain, words
from api.http.deps import AdviserDep, LanguageDep, ServiceDep
from api.web.rendering import render
from api.web.site import page_router, see
from api.work.digest import news
from api.work.searches import owner_of
from data import clock
from data.feedback.outcomes import now

router = page_router()


@router.get("/suchen/neues")
def show_news(
    request: Request,
    service: ServiceDep,
    identity: AdviserDep,
    language: LanguageDep,
    gesehen: Annotated[str, Query(max_length=60)] = "",
) -> Response:
    """Show the new matches of all searches."""
    sections = news(service, service.searches.mine(owner_of(identity)), language, identity.viewer)
    context: dict[str, object] = {
        "sections": sections,
        "count": sum(len(section.suggestions) for section in sections),
        "now": clock.local(clock.now()),
        "until": plain(now()),
        "seen": gesehen,
    }
    return render(request, "searches/news.html", words(language) | context)


@router.get("/suchen/neues.eml")
def download_mail(
    request: Request, service: ServiceDep, identity: AdviserDep, language: LanguageDep
) -> Response:
    """Return the new matches as an e-mail file. It marks nothing as seen."""
    sections = news(service, service.searches.mine(owner_of(identity)), language, identity.viewer)
    moment = clock.local(clock.now())
    address = str(request.base_url).rstrip("/")
    headers = {"Content-Disposition": f'attachment; filename="partnermatch-{moment:%Y-%m-%d}.eml"'}
    content = mail(sections, language, address, moment=moment)
    return Response(content, media_type="message/rfc822", headers=headers)


@router.post("/suchen/neues/gesehen")
def mark_all_seen(
    service: ServiceDep, identity: AdviserDep, bis: Annotated[dt.datetime, Form()]
) -> Response:
    """Mark what was new in all searches when the page was made as seen."""
    moment = now()
    for search in service.searches.mine(owner_of(identity)):
        if not search.paused:
            service.searches.see(search, aware(bis), moment)
    return see(f"/suchen/neues?gesehen={plain(moment)}")


@router.post("/suchen/neues/ungesehen")
def unmark_all_seen(
    service: ServiceDep, identity: AdviserDep, um: Annotated[dt.datetime, Form()]
) -> Response:
    """Take back that everything was marked as seen."""
    for search in service.searches.mine(owner_of(identity)):
        service.searches.unsee(search, aware(um))
    return see("/suchen/neues")
