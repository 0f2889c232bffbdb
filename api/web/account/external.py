"""Signing in at a service outside (OpenID Connect): away and back."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request, Response

from api.http.deps import CsrfDep, ServiceDep
from api.http.sending import SIGN_IN, local_path
from api.security.oidc import ANSWER_PATH, ExternalError, Started, finish, start
from api.security.oidc_accounts import account_for
from api.security.tokens import EXTERNAL_COOKIE, get_cookie, set_cookie
from api.web.account.pages import enter, sign_in_page
from api.web.site import door_router, see
from api.work.service import Service
from data.errors import RequestError

AWAY_SECONDS = 600
router = door_router()


@router.get("/anmelden/extern")
def go_out(
    request: Request,
    service: ServiceDep,
    csrf: CsrfDep,
    weiter: Annotated[str, Query(max_length=4000)] = "/",
) -> Response:
    """Send the browser to the service. A link and no form: `form-action` stays this site."""
    settings = service.settings
    if settings.sign_in != "oidc":
        return see(SIGN_IN)
    try:
        address, started = start(settings, _own_address(request, service), local_path(weiter))
    except ExternalError as error:
        return sign_in_page(request, service, csrf, weiter, error=error)
    response = see(address)
    set_cookie(response, request, settings, EXTERNAL_COOKIE, started.pack(), AWAY_SECONDS)
    return response


@router.get(ANSWER_PATH)
def come_back(request: Request, service: ServiceDep, csrf: CsrfDep) -> Response:
    """Sign somebody in who comes back from the service."""
    settings = service.settings
    if settings.sign_in != "oidc":
        return see(SIGN_IN)
    started = Started.unpack(get_cookie(request, settings, EXTERNAL_COOKIE))
    after = started.after if started else "/"
    try:
        own = _own_address(request, service)
        claims = finish(settings, own, request.query_params, started)
        account = account_for(claims, settings, service.people)
        response = enter(request, service, account, after)
    except (ExternalError, RequestError) as error:
        response = sign_in_page(request, service, csrf, after, error=error)
    set_cookie(response, request, settings, EXTERNAL_COOKIE, "")  # an answer counts once
    return response


def _own_address(request: Request, service: Service) -> str:
    return (service.settings.public_url or str(request.base_url)).rstrip("/")
