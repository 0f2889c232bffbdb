"""Signing in with a password: sessions, cookies, throttling, one-time links, the own account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient
from sqlalchemy import delete, select, update

from api.app import create_app
from api.http.sending import local_path
from api.security.sign_in import FREE_PER_ADDRESS, FREE_PER_LOGIN, invite
from api.security.tokens import digest, password_fits
from api.work.identity import UserRole
from api.work.service import Service, open_service
from data.store.accounts import ACCOUNTS, FAILURES, LINKS, SESSIONS
from tests.api.conftest import fill, settings_in
from tests.support.people import HOST, PASSWORD, account, form_token, signed_in, stranger

LOGIN = "eva@kammer.example"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """An installation on the loopback address."""
    settings = settings_in(tmp_path_factory.mktemp("sign-in"))
    fill(settings, 10)
    with open_service(settings) as opened:
        yield opened


@pytest.fixture
def service(installed: Service) -> Service:
    """The installation with one account, whose password is `PASSWORD`, and nothing else."""
    with installed.people.engine.begin() as connection:
        for table in (ACCOUNTS, SESSIONS, LINKS, FAILURES):
            connection.execute(delete(table))
    account(installed, LOGIN, UserRole.ADMIN, password=PASSWORD)
    return installed


def enter(
    client: TestClient, password: str = PASSWORD, login: str = LOGIN, after: str = "/"
) -> tuple[int, str]:
    """Sign in as a person does; return the status and where it leads, or what the page says."""
    token = form_token(client.get("/anmelden").text)
    form = {"csrf": token, "name": login, "password": password, "weiter": after}
    answer = client.post("/anmelden", data=form)
    return answer.status_code, answer.headers.get("location", answer.text)


def test_a_page_leads_to_sign_in_and_back(service: Service) -> None:
    client = stranger(service)
    sent = client.get("/vergleich?a=1&b=ü")
    assert sent.status_code == 303
    assert sent.headers["location"] == "/anmelden?weiter=%2Fvergleich%3Fa%3D1%26b%3D%25C3%25BC"
    page = client.get(sent.headers["location"])
    assert 'name="weiter" value="/vergleich?a=1&amp;b=%C3%BC"' in page.text
    assert enter(client, after="/ueber") == (303, "/ueber")
    assert client.get("/ueber").status_code == 200
    assert client.get("/anmelden").headers["location"] == "/"


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/x\\..\\y",
        "evil.example",
        "",
        "/anmelden",
        "/abmelden",
    ],
)
def test_after_signing_in_nobody_is_sent_elsewhere(service: Service, address: str) -> None:
    assert local_path(address) == "/"
    assert enter(stranger(service), after=address) == (303, "/heute")


def test_whoever_only_reads_begins_with_the_search(service: Service) -> None:
    account(service, "lese@kammer.example", UserRole.READER, password=PASSWORD)
    assert enter(stranger(service), login="lese@kammer.example") == (303, "/")


def test_wrong_passwords_and_unknown_names_are_told_the_same(service: Service) -> None:
    wrong = enter(stranger(service), "pferd batterie falsch")
    unknown = enter(stranger(service), login="niemand@kammer.example")
    empty = enter(stranger(service), "")
    for status, page in (wrong, unknown, empty):
        assert status == 422
        assert "Anmeldename oder Passwort stimmt nicht." in page
        assert 'aria-invalid="true"' in page
    account(service, "ohne@kammer.example")
    assert enter(stranger(service), "", "ohne@kammer.example")[0] == 422


def test_disabled_accounts_do_not_get_in_and_are_put_out(service: Service) -> None:
    made = account(service, "max@kammer.example", password=PASSWORD)
    client = stranger(service)
    assert enter(client, login="max@kammer.example") == (303, "/heute")
    assert client.get("/").status_code == 200
    service.people.accounts.change(made.id, disabled=True)
    assert client.get("/").headers["location"] == "/anmelden"
    assert enter(client, login="max@kammer.example")[0] == 422


def test_the_cookie_is_kept_from_scripts_and_other_sites(service: Service) -> None:
    client = stranger(service)
    token = form_token(client.get("/anmelden").text)
    answer = client.post("/anmelden", data={"csrf": token, "name": LOGIN, "password": PASSWORD})
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("session="))
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie  # on plain http it would never come back
    secret = cookie.partition("=")[2].partition(";")[0]
    with service.people.engine.begin() as connection:
        kept = connection.scalars(select(SESSIONS.c.token)).all()
    assert list(kept) == [digest(secret)]


def test_under_https_the_cookie_is_for_this_host_alone(service: Service) -> None:
    client = TestClient(create_app(service), base_url="https://127.0.0.1", follow_redirects=False)
    token = form_token(client.get("/anmelden").text)
    answer = client.post("/anmelden", data={"csrf": token, "name": LOGIN, "password": PASSWORD})
    cookie = next(c for c in answer.headers.get_list("set-cookie") if "session=" in c)
    assert cookie.startswith("__Host-session=")
    assert "Secure" in cookie
    assert client.get("/konto").status_code == 200


def test_signing_in_never_carries_an_old_session_on(service: Service) -> None:
    client = stranger(service)
    enter(client)
    first = client.cookies["session"]
    client.cookies.set("session", first)
    token = form_token(client.get("/konto").text)
    client.post("/anmelden", data={"csrf": token, "name": LOGIN, "password": PASSWORD})
    old = stranger(service, cookies={"session": first})
    assert old.get("/konto").headers["location"] == "/anmelden?weiter=%2Fkonto"
    planted = stranger(service, cookies={"session": "planted"})
    enter(planted)
    assert stranger(service, cookies={"session": "planted"}).get("/").status_code == 303


def test_signing_out_ends_the_session_for_good(service: Service) -> None:
    client = stranger(service)
    enter(client)
    secret = client.cookies["session"]
    token = form_token(client.get("/konto").text)
    answer = client.post("/abmelden", data={"csrf": token})
    assert answer.headers["location"] == "/anmelden?abgemeldet=1"
    assert "Sie sind abgemeldet." in client.get("/anmelden?abgemeldet=1").text
    assert stranger(service, cookies={"session": secret}).get("/").status_code == 303


def test_too_many_failures_make_a_name_wait(service: Service) -> None:
    client = stranger(service)
    for _ in range(FREE_PER_LOGIN):
        assert enter(client, "falsch falsch falsch")[0] == 422
    status, page = enter(client)  # even the right password
    assert status == 429
    assert "Bitte in einer Minute noch einmal versuchen." in page
    other = account(service, "max@kammer.example", password=PASSWORD)
    assert enter(stranger(service), login=other.login) == (303, "/heute")


def test_too_many_failures_make_an_address_wait(service: Service) -> None:
    source = {"address:testclient": FREE_PER_ADDRESS}
    for _ in range(FREE_PER_ADDRESS - 1):
        service.people.sessions.attempt(source, dt.datetime.now(dt.UTC))
    assert enter(stranger(service)) == (303, "/heute")  # does not count
    assert enter(stranger(service), "falsch", "a")[0] == 422
    assert enter(stranger(service), "falsch", "b")[0] == 429


def test_old_hashes_are_renewed_at_sign_in(service: Service) -> None:
    made = service.people.accounts.find(LOGIN)
    assert made is not None
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with service.people.engine.begin() as connection:
        connection.execute(update(ACCOUNTS).values(password=weak))
    assert enter(stranger(service)) == (303, "/heute")
    renewed = service.people.accounts.password(made.id)
    assert renewed != weak
    assert password_fits(renewed, PASSWORD)


def test_sessions_end_by_themselves(service: Service) -> None:
    client = stranger(service)
    for column, age in ((SESSIONS.c.seen_at, {"hours": 13}), (SESSIONS.c.created_at, {"days": 8})):
        enter(client)
        assert client.get("/konto").status_code == 200
        then = (dt.datetime.now(dt.UTC) - dt.timedelta(**age)).isoformat(timespec="microseconds")
        with service.people.engine.begin() as connection:
            connection.execute(update(SESSIONS).values({column: then}))
        assert client.get("/konto").status_code == 303


def test_a_link_sets_the_password_once(service: Service) -> None:
    made = account(service, "neu@kammer.example")
    path = invite(service.people, made)
    with service.people.engine.begin() as connection:
        kept = connection.scalars(select(LINKS.c.token)).all()
    assert path.rpartition("/")[2] not in kept
    client = stranger(service)
    token = form_token(client.get(path).text)
    short = client.post(path, data={"csrf": token, "password": "kurz", "again": "kurz"})
    assert short.status_code == 422
    assert "mindestens 12" in short.text
    other = client.post(path, data={"csrf": token, "password": PASSWORD, "again": "anders"})
    assert "verschieden" in other.text
    done = client.post(path, data={"csrf": token, "password": PASSWORD, "again": PASSWORD})
    assert done.headers["location"] == "/heute"
    assert "Neu" in client.get("/").text
    assert stranger(service).get(path).status_code == 404
    assert enter(stranger(service), login="neu@kammer.example") == (303, "/heute")


def test_a_link_lasts_a_week(service: Service) -> None:
    path = invite(service.people, account(service, "neu@kammer.example"))
    past = dt.datetime(2020, 1, 1, tzinfo=dt.UTC).isoformat(timespec="microseconds")
    with service.people.engine.begin() as connection:
        connection.execute(update(LINKS).values(expires_at=past))
    page = stranger(service).get(path)
    assert page.status_code == 404
    assert "abgelaufen" in page.text


def test_a_new_password_puts_other_devices_out(service: Service) -> None:
    here, there = stranger(service), stranger(service)
    enter(here)
    enter(there)
    token = form_token(here.get("/konto").text)
    new = "ganz anderes langes wort"
    form = {"csrf": token, "present": "falsch", "password": new, "again": new}
    wrong = here.post("/konto/passwort", data=form)
    assert wrong.status_code == 422
    assert 'id="present-problem"' in wrong.text
    form["present"] = PASSWORD
    twice = here.post("/konto/passwort", data=form | {"again": "x"})
    assert 'id="password-problem"' in twice.text
    assert here.post("/konto/passwort", data=form).status_code == 303
    assert here.get("/konto").status_code == 200
    assert there.get("/konto").status_code == 303
    assert enter(stranger(service), new) == (303, "/heute")
    assert enter(stranger(service))[0] == 422


def test_guessing_the_present_password_is_slowed_too(service: Service) -> None:
    client = stranger(service)
    enter(client)
    token = form_token(client.get("/konto").text)
    form = {"csrf": token, "present": "falsch", "password": "x", "again": "x"}
    for _ in range(FREE_PER_LOGIN):
        client.post("/konto/passwort", data=form)
    page = client.post("/konto/passwort", data=form | {"present": PASSWORD})
    assert "zu oft fehlgeschlagen" in page.text


def test_name_and_language_are_ones_own(service: Service) -> None:
    client = stranger(service)
    enter(client)
    token = form_token(client.get("/konto").text)
    empty = client.post("/konto/angaben", data={"csrf": token, "name": " ", "spoken": "de"})
    assert 'id="name-problem"' in empty.text
    client.post("/konto/angaben", data={"csrf": token, "name": "Eva B.", "spoken": "en"})
    page = client.get("/konto").text
    assert "Eva B." in page
    assert "My account" in page


def test_devices_can_be_signed_out(service: Service) -> None:
    here, *others = (stranger(service) for _ in range(3))
    for client in (here, *others):
        enter(client)
    token = form_token(here.get("/konto").text)
    first = digest(others[0].cookies["session"])[:16]
    here.post("/konto/geraete", data={"csrf": token, "session": first})
    assert [client.get("/konto").status_code for client in (here, *others)] == [200, 303, 200]
    here.post("/konto/geraete", data={"csrf": token})
    assert [client.get("/konto").status_code for client in (here, *others)] == [200, 303, 303]


def test_a_form_of_another_browser_is_refused(service: Service) -> None:
    made = service.people.accounts.find(LOGIN)
    assert made is not None
    mine, theirs = signed_in(service, made), stranger(service)
    foreign = form_token(theirs.get("/anmelden").text)
    mine.headers.pop("X-CSRF-Token")
    answer = mine.post("/konto/angaben", data={"csrf": foreign, "name": "X", "spoken": "de"})
    assert answer.status_code == 403
    assert service.people.accounts.get(made.id).name == "Eva"
    assert theirs.post("/anmelden", data={"name": LOGIN, "password": PASSWORD}).status_code == 403


def test_parts_of_a_page_leave_it_when_the_session_is_over(service: Service) -> None:
    client = stranger(service)
    headers = {"HX-Request": "true", "HX-Current-URL": f"{HOST}/vergleich?a=1"}
    answer = client.get("/vorschlaege/profile", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["hx-redirect"] == "/anmelden?weiter=%2Fvergleich%3Fa%3D1"
    sent = client.post("/konto/angaben", headers={"Referer": f"{HOST}/konto"})
    assert sent.headers["location"] == "/anmelden?weiter=%2Fkonto"
