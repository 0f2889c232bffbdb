"""Signing in at a service outside by OpenID Connect: authorization code with PKCE."""

from __future__ import annotations

import json
import logging
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from api.security.tokens import new_token
from api.work.settings import Settings
from data.errors import PartnerMatchError, RequestError

if TYPE_CHECKING:
    from authlib.integrations.httpx_client import OAuth2Client

DISCOVERY = "/.well-known/openid-configuration"
ANSWER_PATH = "/anmelden/extern/antwort"
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
"""Of signatures with the service's own key: nobody who knows our secret can make them."""
TIMEOUT = 10.0
LEEWAY = 60
_log = logging.getLogger(__name__)


class ExternalError(PartnerMatchError):
    """The service outside does not answer as it should."""


@dataclass(frozen=True)
class Started:
    """What the browser keeps while somebody is away to sign in."""

    state: str
    nonce: str
    verifier: str
    after: str

    def pack(self) -> str:
        """Return it as the value of a cookie."""
        return urlsafe_b64encode(json.dumps(asdict(self)).encode()).decode()

    @classmethod
    def unpack(cls, value: str | None) -> Started | None:
        """Return what `pack` made; None for anything else."""
        try:
            return cls(**json.loads(urlsafe_b64decode(value or "")))
        except (ValueError, TypeError):
            return None


def start(settings: Settings, own_address: str, after: str) -> tuple[str, Started]:
    """Return the address to sign in at, and what to keep until the answer.

    Args:
        settings: an installation with ``sign_in="oidc"``.
        own_address: of this server, where people reach it.
        after: the page to show then.

    Raises:
        ExternalError: the service does not answer.
    """
    started = Started(new_token(), new_token(), new_token() + new_token(), after)
    description = _described(settings)
    with _client(settings, own_address) as client:
        address, _ = client.create_authorization_url(
            str(description["authorization_endpoint"]),
            state=started.state,
            code_verifier=started.verifier,
            nonce=started.nonce,
        )
    return str(address), started


def finish(
    settings: Settings, own_address: str, query: Mapping[str, str], started: Started | None
) -> dict[str, Any]:
    """Return the claims about whoever signed in, from the answer in the address.

    Raises:
        RequestError: the answer is not to a question of this browser, or a refusal.
        ExternalError: the service does not answer, or what it says is not signed by it, not meant
            for this server, too old, or not for this browser.
    """
    import httpx
    from authlib.common.errors import AuthlibBaseError
    from joserfc.errors import JoseError

    if started is None or query.get("state") != started.state:
        raise RequestError(
            "Die Anmeldung wurde nicht in diesem Browser begonnen oder dauerte zu lange. Bitte "
            "noch einmal anmelden.",
            "Signing in was not begun in this browser, or took too long. Please sign in again.",
        )
    if "code" not in query:
        raise RequestError(
            "Die Anmeldung wurde abgebrochen oder abgelehnt.",
            "Signing in was cancelled or refused.",
        )
    description = _described(settings)
    try:
        with _client(settings, own_address) as client:
            token = client.fetch_token(
                str(description["token_endpoint"]),
                code=query["code"],
                code_verifier=started.verifier,
            )
        keys = httpx.get(str(description["jwks_uri"]), timeout=TIMEOUT)
        keys.raise_for_status()
        return _claims(token, keys.json(), settings, started)
    except (AuthlibBaseError, httpx.HTTPError, JoseError, KeyError, ValueError) as error:
        raise _fault(settings, error) from error


def _claims(
    token: Mapping[str, Any], keys: Any, settings: Settings, started: Started
) -> dict[str, Any]:
    """Return the claims of an ID token after all checks of OpenID Connect Core, 3.1.3.7."""
    from authlib.oidc.core import CodeIDToken
    from joserfc import jwt
    from joserfc.jwk import KeySet

    signed = jwt.decode(
        str(token["id_token"]), KeySet.import_key_set(keys), algorithms=list(ALGORITHMS)
    )
    claims = CodeIDToken(
        signed.claims,
        signed.header,
        options={
            "iss": {"essential": True, "value": settings.oidc_issuer},
            "aud": {"essential": True, "value": settings.oidc_client_id},
        },
        params={
            "nonce": started.nonce,
            "client_id": settings.oidc_client_id,
            "access_token": token.get("access_token"),
        },
    )
    claims.validate(leeway=LEEWAY)
    return dict(claims)


def _client(settings: Settings, own_address: str) -> OAuth2Client:
    from authlib.integrations.httpx_client import OAuth2Client

    secret = settings.oidc_client_secret
    return OAuth2Client(
        client_id=settings.oidc_client_id,
        client_secret=secret.get_secret_value() if secret else None,
        token_endpoint_auth_method="client_secret_basic" if secret else "none",
        scope=settings.oidc_scopes,
        redirect_uri=own_address + ANSWER_PATH,
        code_challenge_method="S256",
        timeout=TIMEOUT,
    )


def _described(settings: Settings) -> dict[str, Any]:
    """Return how the service describes itself; it must bear the name that it was asked under."""
    import httpx

    issuer = settings.oidc_issuer or ""
    try:
        answer = httpx.get(issuer.rstrip("/") + DISCOVERY, timeout=TIMEOUT)
        answer.raise_for_status()
        described: dict[str, Any] = answer.json()
        if described["issuer"] != issuer:
            raise ValueError(f"the service calls itself {described['issuer']!r}")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            described[name]
    except (httpx.HTTPError, KeyError, TypeError, ValueError) as error:
        raise _fault(settings, error) from error
    return described


def _fault(settings: Settings, error: Exception) -> ExternalError:
    _log.warning("signing in at %s failed: %r", settings.oidc_issuer, error)
    return ExternalError(
        f"Die Anmeldung über „{settings.oidc_name}“ ist zurzeit nicht möglich; Näheres steht im "
        "Protokoll des Servers.",
        f"Signing in with “{settings.oidc_name}” is not possible at present; the log of the "
        "server tells more.",
    )
