"""`Problem`: every error of the API, as RFC 9457 problem details."""

from __future__ import annotations

from typing import Any

from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:partnermatch:problem:"

TITLES: dict[int, tuple[str, str, str]] = {
    400: ("bad-request", "Die Anfrage ist nicht lesbar", "The request cannot be read"),
    401: ("sign-in", "Dafür ist eine Anmeldung nötig", "This needs signing in"),
    403: ("forbidden", "Das ist nicht erlaubt", "This is not allowed"),
    404: ("not-found", "Das gibt es nicht", "There is no such thing"),
    405: ("method", "Diese Adresse kennt die Methode nicht", "The method is not known here"),
    409: ("conflict", "Das steht im Widerspruch zum Bestand", "This conflicts with what exists"),
    413: ("too-large", "Die Anfrage ist zu groß", "The request is too large"),
    415: ("media-type", "Dieses Format wird nicht angenommen", "This format is not accepted"),
    421: ("host", "Dieser Server trägt den Namen nicht", "This server does not bear that name"),
    422: ("invalid", "Die Angaben passen nicht", "What was given does not fit"),
    429: ("too-often", "Das war zu oft", "That was too often"),
    500: ("internal", "Unerwarteter Fehler", "Unexpected error"),
    503: ("unavailable", "Zurzeit nicht verfügbar", "Not available at present"),
}
"""Per status: the end of ``type``, and the title in German and English."""


class FieldError(BaseModel):
    """One place of the request that is wrong."""

    place: str
    """Where: ``body.constraints.0.km``, ``query.limit``."""
    message: str


class Problem(BaseModel):
    """What went wrong, for people and programs."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "type": f"{TYPE_PREFIX}invalid",
                "title": "Die Angaben passen nicht",
                "status": 422,
                "detail": "Regel 1 (region): 'Ukermark' ist keine bekannte Region. "
                "Meinten Sie 'Uckermark'?",
                "errors": [],
            }
        }
    )

    type: str
    """Stable name of the sort of problem: a URN that begins with urn:partnermatch:problem:."""
    title: str
    status: int
    detail: str
    errors: list[FieldError] = []


def problem(
    status: int, detail: str, language: str, errors: list[FieldError] | None = None
) -> Problem:
    """Return the problem of an HTTP status; the title is in ``language``."""
    name, german, english = TITLES.get(status, TITLES[500 if status >= 500 else 400])
    title = english if language == "en" else german
    return Problem(
        type=TYPE_PREFIX + name, title=title, status=status, detail=detail, errors=errors or []
    )


def answer(problem: Problem, headers: dict[str, str] | None = None) -> JSONResponse:
    """Return a problem as a response."""
    return JSONResponse(
        problem.model_dump(), problem.status, headers=headers, media_type=MEDIA_TYPE
    )


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the OpenAPI account of the problems that a route may answer."""
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {
        status: {"description": TITLES[status][2], "content": {MEDIA_TYPE: schema}}
        for status in (*statuses, 401, 403, 421, 422, 500, 503)
    }
