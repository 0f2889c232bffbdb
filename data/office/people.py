"""`Tenant`, `Account`, `Key`: who uses an installation, and as what."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from data.errors import RequestError
from data.profiles import ClusterCode, Text, clean_text

MAX_LOGO_BYTES = 500_000
MAX_REGIONS = 50
MAX_LETTERHEAD_LINES = 8
PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"


class UserRole(StrEnum):
    """What an account or a key may be."""

    READER = "reader"
    ADVISER = "adviser"
    MANAGER = "manager"
    ORGANISER = "organiser"
    ADMIN = "admin"


def _clean_lines(value: object) -> object:
    """Clean each line by itself, without empty lines at the ends."""
    if not isinstance(value, str):
        return value
    return "\n".join(str(clean_text(line)) for line in value.strip().splitlines())


def _few_lines(value: str) -> str:
    if value.count("\n") >= MAX_LETTERHEAD_LINES:
        raise ValueError(f"more than {MAX_LETTERHEAD_LINES} lines")
    return value


def image_type(data: bytes) -> Literal["image/png", "image/jpeg"] | None:
    """Return the media type that the first bytes of a picture tell; None for any other file."""
    if data.startswith(PNG):
        return "image/png"
    return "image/jpeg" if data.startswith(JPEG) else None


def checked_logo(data: bytes) -> bytes:
    """Return ``data`` if it may be a logo, else raise `RequestError` that says what is expected."""
    if len(data) > MAX_LOGO_BYTES:
        size = f"{len(data) / 1000:.0f} kB"
        raise RequestError(
            f"Das Logo ist {size} groß; erlaubt sind höchstens {MAX_LOGO_BYTES // 1000} kB.",
            f"The logo has {size}; allowed are {MAX_LOGO_BYTES // 1000} kB at most.",
        )
    if image_type(data) is None:
        raise RequestError(
            "Das Logo ist weder PNG noch JPEG. Bitte eine solche Bilddatei wählen.",
            "The logo is neither PNG nor JPEG. Please choose such a picture.",
        )
    return data


def _logo(data: bytes | None) -> bytes | None:
    try:
        return None if data is None else checked_logo(data)
    except RequestError as error:
        raise ValueError(error.english) from error


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


TenantId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._\-]{0,63}$")]
Email = Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=200)]
TenantKind = Literal["cluster", "chamber", "event", "other"]


class Tenant(_Model):
    """An institution that owns profiles: a cluster, a chamber."""

    id: TenantId
    name: Annotated[Text, Field(min_length=1, max_length=200)]
    kind: TenantKind = "other"
    cluster: ClusterCode | None = None
    """Which cluster it manages."""
    regions: Annotated[
        tuple[Annotated[Text, Field(min_length=1)], ...], Field(max_length=MAX_REGIONS)
    ] = ()
    """Names of its area, as `data.places.regions` understands them."""
    letterhead: Annotated[
        str, BeforeValidator(_clean_lines), AfterValidator(_few_lines), Field(max_length=600)
    ] = ""
    """Lines of the address, as on a letter."""
    email: Email | None = None
    phone: Annotated[Text, Field(max_length=60)] | None = None
    website: Annotated[str, Field(pattern=r"^https?://\S+$", max_length=300)] | None = None
    logo: Annotated[bytes | None, AfterValidator(_logo)] = None
    """PNG or JPEG, at most `MAX_LOGO_BYTES`."""


class Account(_Model):
    """Somebody who signs in. Passwords are in the store alone."""

    id: str
    tenant: TenantId
    login: str
    """In lower case, unique in the whole installation."""
    name: str
    role: UserRole
    language: Literal["de", "en"] = "de"
    subject: str | None = None
    """Who this is to the sign-in service outside, once that is known."""
    has_password: bool = False
    disabled: bool = False
    created_at: dt.datetime
    signed_in_at: dt.datetime | None = None


class Session(_Model):
    """A browser in which somebody is signed in."""

    id: str
    """Beginning of the token's hash: enough to tell sessions of one account apart."""
    device: str
    created_at: dt.datetime
    seen_at: dt.datetime


class Key(_Model):
    """With what a program uses the API. The key itself is told once, when it is made."""

    id: str
    tenant: TenantId
    label: str
    role: UserRole
    created_at: dt.datetime
    expires_at: dt.datetime | None = None
    revoked_at: dt.datetime | None = None
    used_at: dt.datetime | None = None

    def valid(self, now: dt.datetime) -> bool:
        """Say whether it opens anything at this time."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)
