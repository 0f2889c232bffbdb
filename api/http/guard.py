"""What stands before every route: host, cross-site and size checks, headers, the last resort."""

from __future__ import annotations

import logging
import re
from urllib.parse import urlsplit

from fastapi import Request, Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.errors import respond
from api.http.languages import language_of
from api.http.problems import problem
from api.work.settings import Settings

IMPORT_PATHS = re.compile(r"/v1/profiles/import|/mitglieder/import|/veranstaltungen/[^/]+/tabelle")
"""Where a body may be as large as a file."""
SAFE_METHODS = frozenset(("GET", "HEAD", "OPTIONS"))
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
_log = logging.getLogger(__name__)


class Guard:
    """ASGI middleware around the whole app.

    Requests that change something must come from this site's own pages or from no page at all
    (programs send neither ``Origin`` nor ``Sec-Fetch-Site``). Forms are protected a second time,
    by the token that `api.web.site.check_csrf` asks for.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, unless it is refused here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if cookie := scope.get("state", {}).get("cookie"):
                    headers.append("Set-Cookie", cookie)
            await send(message)

        request = Request(scope, receive)
        try:
            refused = self._refusal(request)
            if refused is not None:
                await refused(scope, receive, send_with_headers)
            else:
                await self._app(scope, self._bounded(request, receive), send_with_headers)
        except Exception:
            _log.exception("%s %s failed", request.method, request.url.path)
            if started:
                raise
            await _unexpected(request)(scope, receive, send_with_headers)

    def _refusal(self, request: Request) -> Response | None:
        trusted = self._settings.trusted_hosts
        if trusted and _host_name(request.headers.get("host", "")) not in trusted:
            return _refuse(
                request,
                421,
                "Der Server ist unter diesem Namen nicht erreichbar (PARTNERMATCH_ALLOWED_HOSTS).",
                "The server does not answer to this name (PARTNERMATCH_ALLOWED_HOSTS).",
            )
        if request.method not in SAFE_METHODS and _from_elsewhere(request.headers):
            return _refuse(
                request,
                403,
                "Änderungen werden nur von den eigenen Seiten dieses Servers angenommen.",
                "Changes are accepted from this server's own pages only.",
            )
        length = request.headers.get("content-length", "")
        if length.isdecimal() and int(length) > self._limit(request):
            return _refuse(request, 413, *_too_large(self._limit(request)))
        return None

    def _limit(self, request: Request) -> int:
        is_import = IMPORT_PATHS.fullmatch(request.url.path)
        return self._settings.max_upload_bytes if is_import else self._settings.max_body_bytes

    def _bounded(self, request: Request, receive: Receive) -> Receive:
        """Count what arrives: a body sent in pieces does not tell its length."""
        limit, arrived = self._limit(request), 0

        async def receive_bounded() -> Message:
            nonlocal arrived
            message = await receive()
            arrived += len(message.get("body", b""))
            if arrived > limit:
                german, english = _too_large(limit)
                detail = english if language_of(request) == "en" else german
                raise HTTPException(413, detail)
            return message

        return receive_bounded


def _host_name(host: str) -> str:
    """Return a ``Host`` header without its port: ``[::1]:8000`` is ``::1``."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0].lower()


def _from_elsewhere(headers: Headers) -> bool:
    """Say whether a browser sent this for a page of another site."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host", "")


def _too_large(limit: int) -> tuple[str, str]:
    size = f"{limit / 1024 / 1024:.1f} MiB"
    return (
        f"Die Anfrage darf höchstens {size.replace('.', ',')} groß sein.",
        f"The request must not be larger than {size}.",
    )


def _refuse(request: Request, status: int, german: str, english: str) -> Response:
    language = language_of(request)
    return respond(request, problem(status, english if language == "en" else german, language))


def _unexpected(request: Request) -> Response:
    return _refuse(
        request,
        500,
        "Es ist ein unerwarteter Fehler aufgetreten; Näheres steht im Protokoll des Servers.",
        "An unexpected error occurred; the log of the server tells more.",
    )
