"""`Settings`: what the environment says about this installation, read when asked for."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import URL

from data.errors import PartnerMatchError
from data.files import home
from data.office.people import UserRole
from models.loading import Runtime

PREFIX = "PARTNERMATCH_"
PROGRAM_VERSION = version("partnermatch")
LOOPBACK = ("127.0.0.1", "localhost", "::1")

Language = Literal["de", "en"]
_NoneIfEmpty = BeforeValidator(lambda value: None if value == "" else value)

SignIn = Literal["auto", "off", "local", "oidc"]
_Address = Annotated[str, Field(pattern=r"^https?://[^/\s]+(/\S*)?$")]
_Tenant = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._\-]{0,63}$")]


class Settings(BaseSettings):
    """One installation. Every field is the environment variable ``PARTNERMATCH_`` + its name."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    home: Annotated[Path | None, _NoneIfEmpty] = None
    """The folder of all state; see `folder`."""
    database_url: Annotated[str | None, _NoneIfEmpty] = None
    """``sqlite:///FILE`` or ``postgresql://...``; None is a file in `folder`."""
    tenant: Annotated[_Tenant | None, _NoneIfEmpty] = "default"
    """On whose behalf pages and API answer; empty: public profiles only, nothing can be changed."""
    model: Annotated[str | None, _NoneIfEmpty] = None
    """The encoder, as in `models.loading.EncoderSettings`."""
    runtime: Runtime = Runtime.ONNX_INT8
    adapter: Annotated[Literal["on", "off"], BeforeValidator(lambda value: value or "on")] = "on"
    """Whether the bundled model's vectors are adapted to the domain."""
    language: Language = "de"
    """Spoken to those who do not say which of the two they want."""
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    allowed_hosts: tuple[str, ...] = ()
    """Names under which the server may be addressed, as a JSON list; see `trusted_hosts`."""
    max_body_bytes: Annotated[int, Field(ge=1024)] = 1024 * 1024
    max_upload_bytes: Annotated[int, Field(ge=1024)] = 50 * 1024 * 1024
    poll_seconds: Annotated[float, Field(ge=0, le=3600)] = 5.0
    """How often the server looks for changes that other programs made in the store; 0: never."""

    sign_in: SignIn = "auto"
    """Who must sign in. ``off``: nobody; ``local``: everybody, with an account of this
    installation; ``oidc``: everybody, at a service outside; ``auto``: as ``off`` on the loopback
    address until the first account is made, else as ``local``."""
    public_url: Annotated[_Address | None, _NoneIfEmpty] = None
    """Under which address people reach the server, where that is not its own (behind a proxy)."""
    session_idle_hours: Annotated[float, Field(gt=0, le=24 * 365)] = 12
    """After how much time without a page somebody must sign in again."""
    session_days: Annotated[float, Field(gt=0, le=365)] = 7
    """After how much time at the latest."""
    oidc_issuer: Annotated[_Address | None, _NoneIfEmpty] = None
    """The service that people sign in at (OpenID Connect); it describes itself there."""
    oidc_client_id: Annotated[str | None, _NoneIfEmpty] = None
    oidc_client_secret: Annotated[SecretStr | None, _NoneIfEmpty] = None
    oidc_name: str = "Single Sign-on"
    """What the button says: sign in with ..."""
    oidc_scopes: str = "openid profile email"
    oidc_tenant_claim: Annotated[str | None, _NoneIfEmpty] = None
    """Which claim names the tenant; None: `tenant`."""
    oidc_role_claim: Annotated[str | None, _NoneIfEmpty] = None
    """Which claim names the role; None: accounts are made beforehand, found by e-mail address."""
    oidc_roles: dict[str, UserRole] = {}
    """What the values of that claim mean, as a JSON object; roles themselves need no entry."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        missing = [name for name in ("oidc_issuer", "oidc_client_id") if not getattr(self, name)]
        if self.sign_in == "oidc" and missing:
            names = ", ".join((PREFIX + name).upper() for name in missing)
            raise ValueError(f"oidc needs {names}")
        return self

    @property
    def folder(self) -> Path:
        """The folder of all state, created if missing."""
        if self.home is None:
            return home()
        folder = self.home.expanduser().absolute()
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    @property
    def store_url(self) -> str | URL:
        """The address of the profile store."""
        # A path is no text of an address: "%" and "?" would mean something else there.
        file = str(self.folder / "partnermatch.sqlite")
        return self.database_url or URL.create("sqlite", database=file)

    @property
    def on_loopback(self) -> bool:
        """Say whether only this machine can reach the server."""
        return self.host in LOOPBACK

    @property
    def trusted_hosts(self) -> frozenset[str]:
        """Names of this server that a request may carry; empty: any.

        A server on the loopback address answers to loopback names alone, so that no page from
        elsewhere can point a name of its own at it and read what it says.
        """
        if self.allowed_hosts:
            return frozenset(self.allowed_hosts)
        return frozenset(LOOPBACK) if self.on_loopback else frozenset()


def load_settings() -> Settings:
    """Return the settings of the environment; `PartnerMatchError` names a wrong variable."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = f"{PREFIX}{'_'.join(str(part) for part in first['loc'] or ('sign_in',))}".upper()
        found, why = first["input"] if first["loc"] else "oidc", first["msg"]
        raise PartnerMatchError(
            f"Die Umgebungsvariable {name} ist falsch gesetzt („{found}“): {why}.",
            f"The environment variable {name} is wrong (“{found}”): {why}.",
        ) from error
