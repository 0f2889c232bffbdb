"""Secrets: tokens, their hashes, passwords; and the cookies that carry them."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from fastapi import Request, Response

from api.work.settings import Settings
from data.errors import RequestError

MIN_PASSWORD = 12
MAX_PASSWORD = 200
KEY_PREFIX = "pm_"
SESSION_COOKIE = "session"
VISITOR_COOKIE = "visitor"
EXTERNAL_COOKIE = "external"
_TOKEN_BYTES = 32

_hasher = PasswordHasher()


def new_token() -> str:
    """Return a secret of 256 random bits that may stand in an address."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def new_key() -> str:
    """Return a new key of the API."""
    return KEY_PREFIX + new_token()


def digest(token: str) -> str:
    """Return what is stored of a token. It is random, so a plain hash cannot be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()


def csrf_of(token: str) -> str:
    """Return what forms send back under the cookie ``token``; it does not tell the token."""
    return hmac.new(token.encode(), b"csrf", hashlib.sha256).hexdigest()


def hash_password(password: str) -> str:
    """Return the argon2id hash of a new password. `RequestError` if it is too short or long."""
    check_password(password)
    return _hasher.hash(password)


def check_password(password: str) -> None:
    """Refuse a password that is too short, too long, or one character again and again."""
    if len(password) < MIN_PASSWORD:
        raise RequestError(
            f"Das Passwort hat {len(password)} Zeichen; es muss mindestens {MIN_PASSWORD} haben. "
            "Gut sind mehrere Wörter hintereinander.",
            f"The password has {len(password)} characters; it needs at least {MIN_PASSWORD}. "
            "Several words in a row are good.",
        )
    if len(password) > MAX_PASSWORD:
        raise RequestError(
            f"Das Passwort darf höchstens {MAX_PASSWORD} Zeichen haben.",
            f"The password may have {MAX_PASSWORD} characters at most.",
        )
    if len(set(password)) < 4:
        raise RequestError(
            "Das Passwort besteht fast nur aus einem Zeichen. Bitte ein anderes wählen.",
            "The password is almost the same character throughout. Please choose another.",
        )


def password_fits(hashed: str | None, password: str) -> bool:
    """Compare a password. It takes as long where there is no account or no password."""
    try:
        _hasher.verify(hashed or _nobody(), password[: MAX_PASSWORD + 1])
    except (VerificationError, InvalidHashError):
        return False
    return hashed is not None


def is_outdated(hashed: str) -> bool:
    """Say whether a password should be hashed anew, because the costs have changed."""
    return _hasher.check_needs_rehash(hashed)


@lru_cache(maxsize=1)
def _nobody() -> str:
    return _hasher.hash(new_token())


def is_secure(request: Request, settings: Settings) -> bool:
    """Say whether browsers reach this server by https, if need be through a proxy."""
    return request.url.scheme == "https" or (settings.public_url or "").startswith("https:")


def _cookie_name(name: str, secure: bool) -> str:
    # With this prefix browsers refuse the cookie from other hosts and over plain http.
    return f"__Host-{name}" if secure else name


def get_cookie(request: Request, settings: Settings, name: str) -> str | None:
    """Return a secret that the browser sends back."""
    return request.cookies.get(_cookie_name(name, is_secure(request, settings))) or None


def set_cookie(
    response: Response,
    request: Request,
    settings: Settings,
    name: str,
    value: str,
    seconds: float | None = None,
) -> None:
    """Give the browser a secret that no script reads; an empty ``value`` takes it away."""
    secure = is_secure(request, settings)
    age = 0 if not value else None if seconds is None else int(seconds)
    response.set_cookie(
        _cookie_name(name, secure),
        value,
        max_age=age,
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )
