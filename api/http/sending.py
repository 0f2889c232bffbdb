"""Sending a browser on: to the page after a form, to sign in, and back."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

SIGN_IN = "/anmelden"
MAX_PATH = 20_000
"""Characters of an address: a search keeps its whole question in it, percent-encoded."""


def local_path(address: str) -> str:
    r"""Return the path and query of an address of this site; ``/`` for anything else.

    Browsers read ``//host`` and ``/\\host`` as another site, and drop tabs and line breaks.
    """
    if not address.startswith("/") or len(address) > MAX_PATH:
        return "/"
    if address[1:2] in ("/", "\\") or not address.isprintable() or "\\" in address:
        return "/"
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or parts.path.startswith((SIGN_IN, "/abmelden", "//")):
        return "/"
    return address


def sign_in_address(after: str) -> str:
    """Return the address of the sign-in page that leads on to ``after``."""
    after = local_path(after)
    return SIGN_IN if after == "/" else f"{SIGN_IN}?{urlencode({'weiter': after})}"


def to_sign_in(request: Request) -> Response:
    """Send a browser to sign in, and then back to the page that it was on."""
    if "hx-request" in request.headers:
        shown = urlsplit(request.headers.get("hx-current-url", ""))
        after = shown._replace(scheme="", netloc="").geturl()
        # htmx puts a redirect's page into the part asked for; this header leaves the page.
        return Response(status_code=401, headers={"HX-Redirect": sign_in_address(after)})
    after = request.url.path
    if request.method not in ("GET", "HEAD"):
        after = urlsplit(request.headers.get("referer", ""))._replace(scheme="", netloc="").geturl()
    elif request.url.query:
        after += f"?{request.url.query}"
    return RedirectResponse(sign_in_address(after), status_code=303)
