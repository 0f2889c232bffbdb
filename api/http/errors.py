"""Every error becomes a problem (or, for a browser, a page), once and here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api.http.languages import language_of, wants_page
from api.http.problems import Problem, answer, problem
from api.http.sending import to_sign_in
from api.http.validation import field_errors, sentence
from api.security.identity import API_PREFIX
from api.security.oidc import ExternalError
from api.security.sign_in import TooOftenError
from api.work.refusal import ConflictError, ForbiddenError, SignInNeededError
from api.work.running import NotOpenedError, NotReadyError
from data.errors import (
    ModelError,
    NotFoundError,
    OutdatedError,
    PartnerMatchError,
    ProfileError,
    RegionError,
    RequestError,
    SectorError,
    StoreError,
)

STATUS: tuple[tuple[type[PartnerMatchError], int], ...] = (
    (NotReadyError, 503),
    (NotOpenedError, 503),
    (SignInNeededError, 401),
    (TooOftenError, 429),
    (ExternalError, 503),
    (ConflictError, 409),
    (ForbiddenError, 403),
    (RegionError, 422),
    (SectorError, 422),
    (OutdatedError, 409),
    (RequestError, 422),
    (ProfileError, 422),
    (NotFoundError, 404),
    (StoreError, 503),
    (ModelError, 503),
)
"""The first class that fits counts; any other error of the product is a 400."""

DETAILS: dict[int, tuple[str, str]] = {
    404: ("Unter dieser Adresse gibt es nichts.", "There is nothing under this address."),
    405: (
        "Bitte eine der Methoden verwenden, die im Kopf 'Allow' stehen.",
        "Please use one of the methods named in the header 'Allow'.",
    ),
    400: ("Der Inhalt der Anfrage ist nicht lesbar.", "The body of the request cannot be read."),
}
RETRY_SECONDS = "5"


ErrorPage = Callable[[Request, str, str, int, dict[str, str] | None], Response]
"""Makes the page of an error: title, detail, status, headers."""


def install(app: FastAPI, page: ErrorPage) -> None:
    """Make the app answer errors as problems, and browsers with ``page``."""
    app.state.error_page = page
    app.add_exception_handler(PartnerMatchError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


def status_of(error: PartnerMatchError) -> int:
    """Return the HTTP status of an error of the product."""
    return next((status for kind, status in STATUS if isinstance(error, kind)), 400)


def respond(request: Request, found: Problem, headers: dict[str, str] | None = None) -> Response:
    """Answer a browser with a page and everyone else with the problem itself."""
    if wants_page(request):
        page: ErrorPage = request.app.state.error_page
        return page(request, found.title, found.detail, found.status, headers)
    return answer(found, headers)


async def _ours(request: Request, error: Exception) -> Response:
    if not isinstance(error, PartnerMatchError):
        raise error
    language, status = language_of(request), status_of(error)
    if isinstance(error, SignInNeededError) and not request.url.path.startswith(API_PREFIX):
        return to_sign_in(request)
    headers = None
    if isinstance(error, NotReadyError):
        headers = {"Retry-After": RETRY_SECONDS}
    elif isinstance(error, SignInNeededError):
        headers = {"WWW-Authenticate": "Bearer"}
    return respond(request, problem(status, error.text(language), language), headers)


async def _invalid(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    language = language_of(request)
    found: list[dict[str, Any]] = list(error.errors())
    errors = field_errors(found, language)
    return respond(request, problem(422, sentence(errors, language), language, errors))


async def _http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    language = language_of(request)
    german, english = DETAILS.get(error.status_code, (error.detail, error.detail))
    detail = english if language == "en" else german
    headers = dict(error.headers) if error.headers else None
    return respond(request, problem(error.status_code, detail, language), headers)
