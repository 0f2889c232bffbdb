"""Who may open what: every page and every route of the API, for every role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.app import create_app
from api.http.deps import Needs, get_identity
from api.web.site import CSRF_HEADER, check_csrf, check_door_csrf
from api.work.identity import RIGHTS, Right, UserRole
from api.work.jobs import jobs_of
from api.work.service import Service, open_service
from api.work.settings import Settings
from data.store.database import METADATA
from tests.api.conftest import fill, settings_in
from tests.support.people import HOST, account, key, signed_in

OPEN = (
    "GET /v1/openapi.json",
    "GET /health",
    "GET /ready",
    "GET /anmelden",
    "POST /anmelden",
    "POST /abmelden",
    "GET /anmelden/einmal/{token}",
    "POST /anmelden/einmal/{token}",
    "GET /anmelden/extern",
    "GET /anmelden/extern/antwort",
    "GET /suchen/feed/{token}.{kind}",
    "GET /termine/{token}",
    "GET /termine/{token}/termine.ics",
    "POST /termine/{token}/antwort",
)
"""Open to everybody: no route joins these by mistake. The address of a feed and of a
participant's own page is its secret."""

NEEDED = (
    *((f"{method} /v1/events", Right.ORGANISE) for method in ("GET", "POST", "PUT", "DELETE")),
    ("POST /v1/suggestions", Right.READ),
    ("POST /v1/readings", Right.READ),
    ("POST /v1/profiles/import", Right.MANAGE),
    ("POST /v1/atlas/build", Right.ADMIN),
    ("GET /v1/atlas/build", Right.ADMIN),
    ("POST /v1/", Right.ADVISE),
    ("PUT /v1/", Right.ADVISE),
    ("DELETE /v1/profiles/", Right.MANAGE),
    ("DELETE /v1/feedback/", Right.ADVISE),
    ("GET /v1/introductions", Right.ADVISE),
    ("GET /v1/", Right.READ),
    ("GET /verwaltung", Right.ADMIN),
    ("POST /verwaltung", Right.ADMIN),
    ("GET /konto", Right.READ),
    ("POST /konto/", Right.READ),
    ("GET /ergebnisse", Right.MANAGE),
    ("GET /mitglieder/import", Right.MANAGE),
    ("POST /mitglieder/import", Right.MANAGE),
    ("POST /mitglieder/{profile_id}/loeschen", Right.MANAGE),
    ("POST /mitglieder/{profile_id}/wiederherstellen", Right.MANAGE),
    ("GET /bedarfe/export.xlsx", Right.MANAGE),
    *(
        (f"{method} {part}", Right.ADVISE)
        for method in ("GET", "POST")
        for part in ("/beratung", "/mitglieder", "/bedarfe", "/suchen", "/vermittlung", "/paare")
    ),
    ("GET /gruppen", Right.ADVISE),
    ("GET /atlas/aufbauen", Right.ADMIN),
    ("POST /atlas/aufbauen", Right.ADMIN),
    ("GET /atlas/dubletten", Right.MANAGE),
    ("GET /atlas", Right.READ),
    *((f"{method} /veranstaltungen", Right.ORGANISE) for method in ("GET", "POST")),
    ("GET /vorschlaege/", Right.READ),
    ("GET /profil/", Right.READ),
    ("GET /vergleich", Right.READ),
    ("GET /ueber", Right.READ),
    ("GET /heute", Right.ADVISE),
    ("GET /", Right.READ),
)
"""The right that routes need, by how they begin; the first that fits counts."""

FREE_GET = ("GET /",)
"""Matches the first page alone, so that a new page needs an entry."""

OWN_BOOKS = frozenset(("sessions", "sign_in_failures", "accounts", "keys", "alembic_version"))
"""What signing in itself writes down."""


class Walked(NamedTuple):
    """One route with one method."""

    method: str
    path: str
    calls: tuple[Any, ...]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def right(self) -> Right | None:
        """What its dependencies ask for; None if they ask nobody who it is."""
        rights = [call.right for call in self.calls if isinstance(call, Needs)]
        if rights:
            return max(rights, key=list(Right).index)
        return Right.READ if get_identity in self.calls else None

    @property
    def address(self) -> str:
        """An address it answers to; what is named there does not exist."""
        return re.sub(r"\{\w+\}", "x0", self.path)


def walk(app: FastAPI) -> Iterator[Walked]:
    """Yield all routes of an app."""
    for route in iter_route_contexts(app.routes):
        dependant = getattr(route, "dependant", None)
        calls = tuple(_calls(dependant)) if dependant is not None else ()
        for method in sorted((route.methods or set()) - {"HEAD"}):
            yield Walked(method, route.path or "", calls)


def _calls(dependant: Any) -> Iterator[Any]:
    yield dependant.call
    for inner in dependant.dependencies:
        yield from _calls(inner)


ROUTES = tuple(walk(create_app(Settings(model="hashing"))))
CLOSED = tuple(route for route in ROUTES if str(route) not in OPEN)
FORMS = tuple(
    route for route in ROUTES if route.method != "GET" and not route.path.startswith("/v1/")
)


def needed(route: Walked) -> Right | None:
    """Return the right that the table names."""
    for beginning, right in NEEDED:
        exact = beginning in FREE_GET
        if str(route) == beginning or (not exact and str(route).startswith(beginning)):
            return right
    return None


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """An installation in which everybody signs in."""
    settings = settings_in(tmp_path_factory.mktemp("rights"), sign_in="local")
    fill(settings, 10)
    with open_service(settings) as opened:
        yield opened


@pytest.fixture(scope="module")
def app(service: Service) -> FastAPI:
    return create_app(service)


@pytest.fixture(scope="module")
def browsers(service: Service, app: FastAPI) -> dict[UserRole, TestClient]:
    """A browser for each role."""
    return {
        role: signed_in(service, account(service, f"{role}@rights.example", role), app)
        for role in UserRole
    }


@pytest.fixture(scope="module")
def keys(service: Service) -> dict[UserRole, str]:
    """A key for each role."""
    return {role: key(service, role) for role in UserRole}


def test_the_walk_finds_routes_of_both_sorts() -> None:
    found = {str(route) for route in ROUTES}
    assert {"GET /", "POST /v1/suggestions", "POST /verwaltung/konten"} <= found
    assert set(OPEN) <= found


@pytest.mark.parametrize("route", CLOSED, ids=str)
def test_a_route_asks_for_the_right_of_the_table(route: Walked) -> None:
    assert needed(route) is not None, f"{route} has no entry in NEEDED"
    assert route.right is needed(route)


@pytest.mark.parametrize("name", OPEN)
def test_what_is_open_really_asks_nobody(name: str) -> None:
    route = next(route for route in ROUTES if str(route) == name)
    assert get_identity not in route.calls


@pytest.mark.parametrize("route", CLOSED, ids=str)
def test_nobody_unknown_gets_in(app: FastAPI, route: Walked) -> None:
    stranger = TestClient(app, base_url=HOST, follow_redirects=False)
    answer = stranger.request(route.method, route.address)
    if route.path.startswith("/v1/"):
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
    else:
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/anmelden")


@pytest.mark.parametrize("route", CLOSED, ids=str)
def test_each_role_opens_what_it_has_the_right_for(
    app: FastAPI,
    browsers: dict[UserRole, TestClient],
    keys: dict[UserRole, str],
    route: Walked,
) -> None:
    refusal = "Dafür fehlt Ihnen das Recht"
    for role in UserRole:
        if route.path.startswith("/v1/"):
            client = TestClient(app, base_url=HOST)
            headers = {"Authorization": f"Bearer {keys[role]}"}
            answer = client.request(route.method, route.address, headers=headers)
        elif route.path.startswith("/konto/"):
            continue  # changes the accounts that this test uses
        else:
            answer = browsers[role].request(route.method, route.address)
        allowed = route.right in RIGHTS[role]
        assert (answer.status_code == 403 and refusal in answer.text) is not allowed, role
        assert answer.status_code != 401


@pytest.mark.parametrize("route", FORMS, ids=str)
def test_every_form_must_come_from_a_page_of_the_same_browser(
    browsers: dict[UserRole, TestClient], route: Walked
) -> None:
    assert check_door_csrf in route.calls
    assert check_csrf in route.calls or str(route) in OPEN
    admin = browsers[UserRole.ADMIN]
    for token in ("", "0" * 64):
        answer = admin.request(route.method, route.address, headers={CSRF_HEADER: token})
        assert answer.status_code == 403
        assert "Das Formular ist abgelaufen" in answer.text


def test_a_cookie_never_opens_the_api(browsers: dict[UserRole, TestClient]) -> None:
    assert browsers[UserRole.ADMIN].get("/v1/profiles").status_code == 401


def test_a_key_never_opens_a_page(app: FastAPI, keys: dict[UserRole, str]) -> None:
    client = TestClient(app, base_url=HOST, follow_redirects=False)
    answer = client.get("/", headers={"Authorization": f"Bearer {keys[UserRole.ADMIN]}"})
    assert answer.headers["location"] == "/anmelden"


def test_a_reader_changes_nothing(
    service: Service,
    app: FastAPI,
    browsers: dict[UserRole, TestClient],
    keys: dict[UserRole, str],
) -> None:
    known = service.find(service.viewer, limit=1).profiles[0]
    before = _books(service)
    api = TestClient(app, base_url=HOST, headers={"Authorization": f"Bearer {keys['reader']}"})  # type: ignore[index]
    pages = browsers[UserRole.READER]
    for route in CLOSED:
        client = api if route.path.startswith("/v1/") else pages
        for address in (route.address, re.sub(r"\{\w+\}", known.id, route.path)):
            client.request(route.method, address, params={"q": "Wer schweißt?", "k": 3})
    for typed in ({"q": "Wer schweißt?"}, {"profil": f"{known.name} ({known.id})"}):
        assert "suggestion" in pages.get("/", params=typed).text
    asked = {"question": "Wer schweißt Aluminium?", "k": 3, "record": True}
    answer = api.post("/v1/suggestions", json=asked)
    assert answer.status_code == 200
    assert len(answer.json()["suggestions"]) > 0
    assert answer.json()["impression_id"] is None
    profile = known.model_dump(mode="json") | {"name": "Umbenannt"}
    assert api.put(f"/v1/profiles/{known.id}", json=profile).status_code == 403
    assert _books(service) == before


def test_the_books_tell_of_a_change(service: Service, keys: dict[UserRole, str]) -> None:
    before = _books(service)
    headers = {"Authorization": f"Bearer {keys[UserRole.ADVISER]}"}
    client = TestClient(create_app(service), base_url=HOST, headers=headers)
    asked = {"question": "Wer schweißt Aluminium?", "k": 3, "record": True}
    assert client.post("/v1/suggestions", json=asked).json()["impression_id"]
    assert _books(service) != before


def test_keys_read_their_own_tenants_profiles_alone(service: Service, app: FastAPI) -> None:
    hidden = "fremd-own"
    seen = {}
    for tenant in ("default", "kammer"):
        headers = {"Authorization": f"Bearer {key(service, UserRole.ADMIN, tenant)}"}
        client = TestClient(app, base_url=HOST, headers=headers)
        listed = client.get("/v1/profiles", params={"text": "Verborgene"}).json()
        asked = {"question": "Laserschweißen von Aluminium, sehr diskret", "k": 20}
        found = client.post("/v1/suggestions", json=asked).json()["suggestions"]
        seen[tenant] = (
            client.get(f"/v1/profiles/{hidden}").status_code,
            listed["total"],
            hidden in {suggestion["profile_id"] for suggestion in found},
            client.delete(f"/v1/profiles/{hidden}").status_code,
        )
    assert seen == {"default": (404, 0, False, 404), "kammer": (200, 1, True, 204)}


def test_every_role_reads_and_only_admins_administer() -> None:
    assert all(Right.READ in rights for rights in RIGHTS.values())
    assert [role for role in UserRole if Right.ADMIN in RIGHTS[role]] == [UserRole.ADMIN]


def _books(service: Service) -> dict[str, list[Any]]:
    with service.people.engine.begin() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table))))
            for table in METADATA.sorted_tables
            if table.name not in OWN_BOOKS
        }


def test_only_who_runs_the_installation_rebuilds_the_atlas_of_all(
    service: Service, app: FastAPI
) -> None:
    other = signed_in(service, account(service, "a@kammer.example", UserRole.ADMIN, "kammer"), app)
    manager = signed_in(service, account(service, "m@haus.example", UserRole.MANAGER), app)
    owner = signed_in(service, account(service, "o@haus.example", UserRole.ADMIN), app)
    for who, may in ((other, False), (manager, False), (owner, True)):
        assert ('action="/atlas/aufbauen"' in who.get("/atlas/versionen").text) is may
        assert who.get("/atlas/aufbauen").status_code == (200 if may else 403)
    for who in (other, manager):
        assert who.post("/atlas/aufbauen").status_code == 403
    headers = {"Authorization": f"Bearer {key(service, UserRole.ADMIN, 'kammer')}"}
    assert (
        TestClient(app, base_url=HOST).post("/v1/atlas/build", headers=headers).status_code == 403
    )
    assert jobs_of(service).latest("kammer", "atlas") is None
