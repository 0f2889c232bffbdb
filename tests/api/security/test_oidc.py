"""Signing in at a real OpenID provider that runs on the loopback address."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient
from joserfc.jwk import OctKey, RSAKey
from sqlalchemy import delete

from api.work.identity import UserRole
from api.work.service import Service, open_service
from api.work.settings import Settings
from data.office.people import Tenant
from data.store.accounts import ACCOUNTS
from tests.api.conftest import fill, settings_in
from tests.support.people import HOST, account, stranger
from tests.support.provider import CLIENT_ID, SECRET, Provider, running_provider

EVA = {"sub": "42", "email": "Eva@Kammer.example", "email_verified": True, "name": "Eva B."}
NO_ACCOUNT = "kein freigegebenes Konto"
NOT_POSSIBLE = "zurzeit nicht möglich"


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    """A provider for all tests."""
    with running_provider() as provider:
        yield provider


@pytest.fixture
def provider(running: Provider) -> Provider:
    """The provider, without mistakes, in front of which Eva sits."""
    running.claims, running.wrong = dict(EVA), {}
    running.signing, running.algorithm = running.key, "RS256"
    running.announced = running.issuer
    return running


@pytest.fixture(scope="module")
def installed(running: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """An installation whose people sign in at the provider."""
    settings = settings_in(tmp_path_factory.mktemp("oidc"), **outside(running))
    fill(settings, 10)
    with open_service(settings) as opened:
        opened.people.save_tenant(Tenant(id="optik", name="Cluster Optik"))
        yield opened


@pytest.fixture
def service(installed: Service, provider: Provider) -> Iterator[Service]:
    """The installation, without accounts."""
    with installed.people.engine.begin() as connection:
        connection.execute(delete(ACCOUNTS))
    before = installed.settings
    yield installed
    installed.settings = before


def outside(provider: Provider) -> dict[str, Any]:
    return {
        "sign_in": "oidc",
        "oidc_issuer": provider.issuer,
        "oidc_client_id": CLIENT_ID,
        "oidc_client_secret": SECRET,
        "oidc_name": "Kammerzugang",
    }


def by_claims(service: Service, **changes: object) -> None:
    """Let claims name tenant and role."""
    values = {"oidc_role_claim": "groups", "oidc_tenant_claim": "org"} | changes
    service.settings = service.settings.model_copy(update=values)


def away(client: TestClient, after: str = "/") -> str:
    """Go to the provider and sign in; return the address it sends the browser back to."""
    sent = client.get("/anmelden/extern", params={"weiter": after})
    assert sent.status_code == 303
    answer = httpx.get(sent.headers["location"])
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].removeprefix(HOST)


def enter(client: TestClient, after: str = "/") -> Any:
    """Sign in all the way."""
    return client.get(away(client, after))


def test_the_page_offers_the_service_alone(service: Service) -> None:
    page = stranger(service).get("/anmelden?weiter=/ueber").text
    assert "Anmelden mit Kammerzugang" in page
    assert 'href="/anmelden/extern?weiter=%2Fueber"' in page
    assert 'type="password"' not in page


def test_somebody_with_an_account_comes_back_signed_in(service: Service) -> None:
    made = account(service, "eva@kammer.example", UserRole.ADMIN)
    client = stranger(service)
    back = enter(client, "/ueber")
    assert (back.status_code, back.headers["location"]) == (303, "/ueber")
    assert client.get("/verwaltung").status_code == 200
    assert service.people.accounts.get(made.id).signed_in_at is not None
    assert "external" not in client.cookies


def test_who_it_is_counts_not_the_address(service: Service, provider: Provider) -> None:
    account(service, "eva@kammer.example")
    assert enter(stranger(service)).status_code == 303
    provider.claims["email"] = "neu@kammer.example"
    assert enter(stranger(service)).status_code == 303
    provider.claims = EVA | {"sub": "43"}  # somebody else with Eva's old address
    refused = enter(stranger(service))
    assert refused.status_code == 422
    assert NO_ACCOUNT in refused.text


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": None},
        {"email": None},
        {"email": "fremd@kammer.example"},
    ],
)
def test_an_address_nobody_verified_opens_nothing(
    service: Service, provider: Provider, claims: dict[str, object]
) -> None:
    account(service, "eva@kammer.example")
    provider.claims |= claims
    refused = enter(stranger(service))
    assert refused.status_code == 422
    assert NO_ACCOUNT in refused.text


def test_disabled_accounts_stay_out(service: Service) -> None:
    made = account(service, "eva@kammer.example")
    service.people.accounts.change(made.id, disabled=True)
    assert NO_ACCOUNT in enter(stranger(service)).text


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://evil.example"},
        {"aud": "another"},
        {"aud": "another", "azp": CLIENT_ID},
        {"aud": ["partnermatch", "another"]},
        {"nonce": "replayed"},
        {"exp": int(time.time()) - 3600},
        {"azp": "another"},
    ],
)
def test_a_token_that_is_not_for_us_opens_nothing(
    service: Service, provider: Provider, wrong: dict[str, object]
) -> None:
    account(service, "eva@kammer.example")
    provider.wrong = wrong
    client = stranger(service)
    refused = enter(client)
    assert refused.status_code == 503
    assert NOT_POSSIBLE in refused.text
    assert client.get("/ueber").status_code == 303


@pytest.mark.parametrize("forged", ["another key", "our secret"])
def test_a_token_signed_by_somebody_else_opens_nothing(
    service: Service, provider: Provider, forged: str
) -> None:
    account(service, "eva@kammer.example")
    if forged == "another key":
        provider.signing = RSAKey.generate_key(2048, {"kid": "1"})
    else:
        provider.signing, provider.algorithm = OctKey.import_key(SECRET * 3), "HS256"
    assert NOT_POSSIBLE in enter(stranger(service)).text


def test_an_answer_to_another_browser_opens_nothing(service: Service) -> None:
    account(service, "eva@kammer.example")
    answer = away(stranger(service))
    victim = stranger(service)
    assert "nicht in diesem Browser begonnen" in victim.get(answer).text
    away(victim)
    assert "nicht in diesem Browser begonnen" in victim.get(answer).text
    assert victim.get("/ueber").status_code == 303


def test_an_answer_counts_once(service: Service) -> None:
    account(service, "eva@kammer.example")
    client = stranger(service)
    answer = away(client)
    kept = client.cookies["external"]
    assert client.get(answer).status_code == 303
    client.cookies.clear()
    client.cookies.set("external", kept)
    assert NOT_POSSIBLE in client.get(answer).text  # the provider knows the code no more


def test_refusing_at_the_provider_is_said(service: Service) -> None:
    client = stranger(service)
    state = away(client).partition("state=")[2]
    page = client.get(f"/anmelden/extern/antwort?error=access_denied&state={state}")
    assert "abgebrochen oder abgelehnt" in page.text


def test_a_provider_under_a_false_name_is_not_trusted(service: Service, provider: Provider) -> None:
    provider.announced = "https://evil.example"
    page = stranger(service).get("/anmelden/extern")
    assert page.status_code == 503
    assert NOT_POSSIBLE in page.text


def test_claims_make_the_account_and_change_its_role(service: Service, provider: Provider) -> None:
    by_claims(service, oidc_roles={"BIT": UserRole.ADVISER})
    provider.claims |= {"org": "optik", "groups": ["BIT", "unbekannt"]}
    client = stranger(service)
    assert enter(client).status_code == 303
    (made,) = service.people.accounts.list()
    assert (made.tenant, made.role, made.name) == ("optik", UserRole.ADVISER, "Eva B.")
    assert client.get("/verwaltung").status_code == 403
    provider.claims["groups"] = ["BIT", "admin"]
    assert enter(stranger(service)).status_code == 303
    assert client.get("/verwaltung").status_code == 200
    assert len(service.people.accounts.list()) == 1


@pytest.mark.parametrize(
    "claims",
    [
        {"org": "optik", "groups": []},
        {"org": "optik", "groups": "root"},
        {"org": "optik"},
        {"org": "fremd", "groups": "adviser"},
        {"groups": "adviser"},
    ],
)
def test_claims_without_known_role_or_tenant_open_nothing(
    service: Service, provider: Provider, claims: dict[str, object]
) -> None:
    by_claims(service)
    provider.claims |= claims
    assert NO_ACCOUNT in enter(stranger(service)).text
    assert service.people.accounts.list() == ()


def test_claims_do_not_move_an_account_to_another_tenant(
    service: Service, provider: Provider
) -> None:
    by_claims(service)
    account(service, "eva@kammer.example", UserRole.ADMIN)
    provider.claims |= {"org": "optik", "groups": "admin"}
    assert NO_ACCOUNT in enter(stranger(service)).text


def test_passwords_open_nothing_here(service: Service) -> None:
    client = stranger(service)
    page = client.get("/anmelden")
    assert page.status_code == 200
    answer = client.post("/anmelden", data={"name": "x", "password": "y"})
    assert answer.status_code == 403


def test_the_settings_must_be_complete() -> None:
    with pytest.raises(ValueError, match="PARTNERMATCH_OIDC_ISSUER"):
        Settings(sign_in="oidc")
