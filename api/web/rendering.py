"""Templates and static files."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from api.http.languages import LANGUAGE_COOKIE, language_of
from api.language.texts import counted, translator
from api.web.navigation import current, parts_for
from api.work.identity import Identity

FOLDER = Path(__file__).parent
CACHE_SECONDS = 3600
YEAR = 365 * 24 * 3600

_environment = Environment(
    loader=FileSystemLoader(FOLDER / "templates"),
    autoescape=select_autoescape(),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates = Jinja2Templates(env=_environment)


class _CachedFiles(StaticFiles):
    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = f"public, max-age={CACHE_SECONDS}"
        return response


def add_static(app: FastAPI) -> None:
    """Serve the style sheet, and htmx out of the package that brings it."""
    packages: list[str | tuple[str, str]] = [("django_htmx", "static/django_htmx")]
    app.mount("/static", _CachedFiles(directory=FOLDER / "static", packages=packages))


def render(
    request: Request,
    template: str,
    context: dict[str, object],
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response:
    """Return a page in the reader's language, which is kept once it was chosen by ``?lang=``."""
    language = language_of(request)
    identity: Identity | None = getattr(request.state, "identity", None)
    shared: dict[str, object] = {
        "t": translator(language),
        "counted": partial(counted, language),
        "language": language,
        "other": "de" if language == "en" else "en",
        "here": _here(request),
        "identity": identity,
        "csrf": identity.csrf if identity is not None else "",
        "parts": parts_for(identity),
        "part": current(request.url.path),
    }
    response = _templates.TemplateResponse(
        request, template, shared | context, status_code=status, headers=headers
    )
    if request.query_params.get("lang") in ("de", "en"):
        response.set_cookie(LANGUAGE_COOKIE, language, max_age=YEAR, samesite="lax", httponly=True)
    return response


def error_page(
    request: Request, title: str, detail: str, status: int, headers: dict[str, str] | None
) -> Response:
    """Return an error as a page; one that passes by itself is loaded again."""
    wait = (headers or {}).get("Retry-After")
    context: dict[str, object] = {"title": title, "detail": detail, "wait": wait}
    return render(request, "error.html", context, status, headers)


def _here(request: Request) -> str:
    """Return this page's address without a language, to hang one on."""
    parameters = [(k, v) for k, v in request.query_params.multi_items() if k != "lang"]
    return f"{request.url.path}?{urlencode([*parameters, ('lang', '')])}"
