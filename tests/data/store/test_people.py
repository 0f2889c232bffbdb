"""Tenants, accounts, sessions, failures and keys, on both databases."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator

import pytest
from pydantic import ValidationError

from data.errors import NotFoundError, RegionError, RequestError, SectorError
from data.office.people import MAX_LOGO_BYTES, PNG, Account, Tenant, UserRole
from data.store.database import open_database
from data.store.people import LONGEST_PAUSE, PeopleStore, pause

NOW = dt.datetime(2026, 5, 4, 8, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
IDLE, LONGEST = 12 * HOUR, 72 * HOUR


@pytest.fixture
def people(url: str) -> Iterator[PeopleStore]:
    """A new, empty store."""
    with PeopleStore(open_database(url)) as opened:
        yield opened


def admin(people: PeopleStore, login: str = "Eva@Kammer.de", tenant: str = "kammer") -> Account:
    return people.accounts.add(login, tenant, UserRole.ADMIN)


def test_a_tenant_that_nobody_described_has_a_name(people: PeopleStore) -> None:
    assert people.tenant("default").name == "Meine Einrichtung"
    assert people.tenant("kammer") == Tenant(id="kammer", name="kammer")
    assert people.tenants() == ()


def test_a_tenant_is_got_back_with_its_logo(people: PeopleStore) -> None:
    tenant = Tenant(
        id="kammer",
        name="HWK Frankfurt (Oder)",
        kind="chamber",
        cluster="optics",
        regions=("Uckermark", "Lausitz"),
        letterhead=" Bahnhofstraße 12 \n\x07 15230 Frankfurt (Oder)\n",
        logo=PNG + b"\x00\xff",
    )
    assert tenant.letterhead == "Bahnhofstraße 12\n15230 Frankfurt (Oder)"
    people.save_tenant(tenant)
    people.save_tenant(tenant.model_copy(update={"phone": "0335 1"}))
    assert people.tenant("kammer") == tenant.model_copy(update={"phone": "0335 1"})
    assert [known.logo for known in people.tenants()] == [None]


def test_what_a_tenant_names_must_be_known(people: PeopleStore) -> None:
    with pytest.raises(RegionError, match="Ukermark"):
        people.save_tenant(Tenant(id="k", name="k", regions=("Ukermark",)))
    with pytest.raises(SectorError, match="optik_neu"):
        people.save_tenant(Tenant(id="k", name="k", cluster="optik_neu"))
    assert people.tenants() == ()


@pytest.mark.parametrize("logo", [b"GIF89a", PNG + bytes(MAX_LOGO_BYTES), b""])
def test_a_logo_is_a_small_picture(logo: bytes) -> None:
    with pytest.raises(ValidationError, match="logo"):
        Tenant(id="k", name="k", logo=logo)


def test_login_names_are_unique_however_they_are_written(people: PeopleStore) -> None:
    made = admin(people)
    assert people.accounts.find(" EVA@kammer.de ") == made
    assert people.accounts.find("évà@kammer.de") is None
    with pytest.raises(RequestError, match="vergeben"):
        admin(people, "eva@KAMMER.de", "cluster")
    assert people.accounts.list("cluster") == ()
    assert people.accounts.list() == (made,)


def test_accounts_of_another_tenant_do_not_exist(people: PeopleStore) -> None:
    made = admin(people)
    with pytest.raises(NotFoundError):
        people.accounts.get(made.id, "cluster")
    with pytest.raises(NotFoundError):
        people.accounts.change(made.id, "cluster", name="X")
    assert people.accounts.get(made.id, "kammer") == made


def test_the_last_administrator_stays(people: PeopleStore) -> None:
    first = admin(people)
    admin(people, "other", "cluster")
    with pytest.raises(RequestError, match="letztes aktives Konto"):
        people.accounts.change(first.id, "kammer", disabled=True)
    with pytest.raises(RequestError, match="letztes aktives Konto"):
        people.accounts.change(first.id, "kammer", role=UserRole.READER)
    second = admin(people, "second")
    assert people.accounts.change(first.id, role=UserRole.READER).role is UserRole.READER
    with pytest.raises(RequestError, match="letztes aktives Konto"):
        people.accounts.change(second.id, disabled=True)


def test_two_administrators_cannot_disable_each_other_at_once(people: PeopleStore) -> None:
    both = [admin(people, f"admin{number}") for number in range(2)]
    refused: list[RequestError] = []
    ready = threading.Barrier(2)

    def disable(account: Account) -> None:
        ready.wait()
        try:
            people.accounts.change(account.id, disabled=True)
        except RequestError as error:
            refused.append(error)

    threads = [threading.Thread(target=disable, args=(account,)) for account in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert sum(account.disabled for account in people.accounts.list()) == 1


def test_a_session_ends_when_unused_too_old_or_disabled(people: PeopleStore) -> None:
    first, second = admin(people), admin(people, "second")
    people.sessions.begin("t1", first.id, "Firefox", NOW, LONGEST)

    def who(token: str, after: dt.timedelta) -> Account | None:
        return people.sessions.account(token, NOW + after, IDLE, LONGEST)

    assert who("t0", HOUR) is None
    for hours in range(10, 71, 10):
        found = who("t1", hours * HOUR)
        assert found is not None
        assert found.signed_in_at == NOW
    assert who("t1", 73 * HOUR) is None
    people.sessions.begin("t2", first.id, "Firefox", NOW, LONGEST)
    assert who("t2", 13 * HOUR) is None
    people.sessions.begin("t3", first.id, "Firefox", NOW, LONGEST)
    people.accounts.change(first.id, disabled=True)
    people.accounts.change(first.id, disabled=False)
    assert who("t3", HOUR) is None
    people.sessions.begin("t4", second.id, "Firefox", NOW, LONGEST)
    assert who("t4", HOUR) is not None


def test_sessions_are_listed_and_ended_one_by_one(people: PeopleStore) -> None:
    first, second = admin(people), admin(people, "second")
    tokens = [f"{number}" * 64 for number in range(3)]
    for number, token in enumerate(tokens):
        at = NOW + number * HOUR
        people.sessions.begin(token, first.id, f"Gerät {number}", at, LONGEST)
    shown = people.sessions.list(first.id, NOW + 2 * HOUR, IDLE, LONGEST)
    assert [session.device for session in shown] == ["Gerät 2", "Gerät 1", "Gerät 0"]
    people.sessions.end_one(second.id, shown[0].id)
    people.sessions.end_one(first.id, "%")
    people.sessions.end_one(first.id, "")
    assert len(people.sessions.list(first.id, NOW, IDLE, LONGEST)) == 3
    people.sessions.end_one(first.id, shown[0].id)
    people.sessions.end_all(first.id, keep=tokens[0])
    left = people.sessions.list(first.id, NOW, IDLE, LONGEST)
    assert [session.device for session in left] == ["Gerät 0"]
    assert len(people.sessions.list(first.id, NOW + 13 * HOUR, IDLE, LONGEST)) == 0


def test_a_new_password_ends_other_sessions_and_links(people: PeopleStore) -> None:
    account = admin(people)
    for token in ("here", "there"):
        people.sessions.begin(token, account.id, "", NOW, LONGEST)
    people.accounts.make_link(account.id, "link", NOW + HOUR)
    people.accounts.set_password(account.id, "hash", keep="here")
    assert people.accounts.password(account.id) == "hash"
    assert people.accounts.get(account.id).has_password
    assert people.accounts.link("link", NOW) is None
    assert people.sessions.account("there", NOW, IDLE, LONGEST) is None
    assert people.sessions.account("here", NOW, IDLE, LONGEST) is not None
    people.accounts.rehash(account.id, "another", "newer")
    assert people.accounts.password(account.id) == "hash"


def test_a_link_works_once_and_in_time(people: PeopleStore) -> None:
    account = admin(people)
    people.accounts.make_link(account.id, "old", NOW + HOUR)
    people.accounts.make_link(account.id, "new", NOW + HOUR)
    assert people.accounts.link("old", NOW) is None
    assert people.accounts.link("new", NOW + HOUR) is None
    people.sessions.begin("t", account.id, "", NOW, LONGEST)
    assert people.accounts.redeem("new", "hash", NOW + 2 * HOUR) is None
    people.accounts.make_link(account.id, "new", NOW + HOUR)
    redeemed = people.accounts.redeem("new", "hash", NOW)
    assert redeemed is not None
    assert redeemed.id == account.id
    assert people.accounts.redeem("new", "other", NOW) is None
    assert people.accounts.password(account.id) == "hash"
    assert people.sessions.account("t", NOW, IDLE, LONGEST) is None


def test_attempts_pause_longer_and_longer(people: PeopleStore) -> None:
    allowed = {"login:eva": 2, "address:10.0.0.1": 100}
    attempt = people.sessions.attempt
    assert [attempt(allowed, NOW) for _ in range(2)] == [None, None]
    until = attempt(allowed, NOW)
    assert until == NOW + dt.timedelta(minutes=1)
    assert attempt({"login:else": 2, "address:10.0.0.1": 100}, NOW) is None
    assert attempt(allowed, until) is None
    later = attempt(allowed, until)
    assert later == until + dt.timedelta(minutes=2)
    people.sessions.succeeded("login:eva", "address:10.0.0.1")
    assert attempt(allowed, until) is None
    assert attempt({"address:10.0.0.1": 4}, until) == until + dt.timedelta(minutes=1)
    assert attempt({"address:10.0.0.1": 1}, until + dt.timedelta(days=2)) is None


@pytest.mark.parametrize("login", ["login:eva", "login:max", "login:jana"])
def test_many_attempts_at_once_do_not_slip_through(people: PeopleStore, login: str) -> None:
    allowed = {login: 3, "address:a": 50}
    answers: list[dt.datetime | None] = []
    ready = threading.Barrier(12)

    def attempt() -> None:
        ready.wait()
        answers.append(people.sessions.attempt(allowed, NOW))

    people.sessions.attempt(allowed, NOW)
    threads = [threading.Thread(target=attempt) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count(None) == 2


def test_pauses_end_somewhere() -> None:
    assert pause(-1) == dt.timedelta()
    assert pause(10**6) == LONGEST_PAUSE


def test_keys_open_until_they_expire_or_are_revoked(people: PeopleStore) -> None:
    key = people.keys.add("h1", "kammer", UserRole.ADVISER, "CRM", NOW + HOUR)
    found = people.keys.find("h1", NOW)
    assert found is not None
    assert (found.tenant, found.role, found.used_at) == ("kammer", UserRole.ADVISER, None)
    assert people.keys.list("kammer")[0].used_at == NOW
    assert people.keys.find("h1", NOW + HOUR) is None
    assert people.keys.find("h2", NOW) is None
    with pytest.raises(NotFoundError):
        people.keys.revoke(key.id, NOW, "cluster")
    assert people.keys.find("h1", NOW) is not None
    people.keys.revoke(key.id, NOW, "kammer")
    assert people.keys.find("h1", NOW) is None
    assert people.keys.list("cluster") == ()
