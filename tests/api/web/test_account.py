"""The administration of a tenant: accounts, keys, details; each admin its own alone."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from fastapi.testclient import TestClient
from PIL import Image
from sqlalchemy import delete

from api.app import create_app
from api.work.identity import UserRole
from api.work.service import Service, open_service
from data.office.people import MAX_LOGO_BYTES, Account, Tenant
from data.store.accounts import ACCOUNTS, KEYS, SESSIONS, TENANTS
from tests.api.conftest import fill, settings_in
from tests.support.people import HOST, account, key, signed_in, stranger

DETAILS = {
    "name": "HWK Ostbrandenburg",
    "kind": "chamber",
    "cluster": "optics",
    "regions": "Uckermark\n\nLausitz\n",
    "letterhead": "Bahnhofstraße 12\n15230 Frankfurt (Oder)",
    "email": "beratung@hwk.example",
    "phone": "0335 1",
    "website": "https://hwk.example",
}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    settings = settings_in(tmp_path_factory.mktemp("administration"))
    fill(settings, 10)
    with open_service(settings) as opened:
        yield opened


@pytest.fixture
def service(installed: Service) -> Service:
    """The installation without any people."""
    with installed.people.engine.begin() as connection:
        for table in (ACCOUNTS, KEYS, SESSIONS, TENANTS):
            connection.execute(delete(table))
    return installed


@pytest.fixture
def eva(service: Service) -> Account:
    """The administrator of the tenant ``default``."""
    return account(service, "eva@kammer.example", UserRole.ADMIN)


@pytest.fixture
def admin(service: Service, eva: Account) -> TestClient:
    """Her browser."""
    return signed_in(service, eva)


def picture(form: str = "PNG", size: tuple[int, int] = (60, 20)) -> bytes:
    made = BytesIO()
    Image.new("RGB", size, "#0f4c5c").save(made, form)
    return made.getvalue()


def test_a_new_account_comes_with_a_link_that_is_shown_once(
    service: Service, admin: TestClient
) -> None:
    form = {"login": "max@kammer.example", "name": "Max", "role": "adviser", "spoken": "en"}
    page = admin.post("/verwaltung/konten", data=form).text
    made = service.people.accounts.find("max@kammer.example")
    assert made is not None
    assert (made.tenant, made.role, made.language) == ("default", UserRole.ADVISER, "en")
    link = re.search(rf'value="{HOST}(/anmelden/einmal/[^"]+)"', page)
    assert link is not None
    assert stranger(service).get(link[1]).status_code == 200
    again = admin.get("/verwaltung").text
    assert "Max" in again
    assert "noch kein Passwort" in again
    assert link[1] not in again


@pytest.mark.parametrize(
    ("login", "said"), [(" ", "Anmeldenamen angeben"), ("EVA@kammer.example", "vergeben")]
)
def test_a_wrong_login_name_is_said_beside_the_field(
    service: Service, admin: TestClient, login: str, said: str
) -> None:
    form = {"login": login, "name": "Max M.", "role": "manager"}
    answer = admin.post("/verwaltung/konten", data=form)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'id="login-problem"' in answer.text
    assert 'value="Max M."' in answer.text
    assert '<option value="manager" selected>' in answer.text
    assert len(service.people.accounts.list()) == 1


def test_roles_change_and_accounts_are_disabled_and_enabled(
    service: Service, admin: TestClient
) -> None:
    made = account(service, "max@kammer.example")
    theirs = signed_in(service, made)
    path = f"/verwaltung/konten/{made.id}"
    assert admin.post(f"{path}/rolle", data={"role": "manager"}).status_code == 303
    assert service.people.accounts.get(made.id).role is UserRole.MANAGER
    assert theirs.get("/ergebnisse").status_code == 200
    assert admin.post(f"{path}/sperren").status_code == 303
    assert theirs.get("/").status_code == 303
    assert "gesperrt" in admin.get("/verwaltung").text
    assert admin.post(f"{path}/freigeben").status_code == 303
    assert not service.people.accounts.get(made.id).disabled
    assert "/anmelden/einmal/" in admin.post(f"{path}/link").text


def test_the_last_administrator_cannot_lock_everybody_out(
    service: Service, admin: TestClient, eva: Account
) -> None:
    for action, form in (("sperren", {}), ("rolle", {"role": "reader"})):
        answer = admin.post(f"/verwaltung/konten/{eva.id}/{action}", data=form)
        assert answer.status_code == 422
        assert "letztes aktives Konto" in answer.text
    assert service.people.accounts.get(eva.id) == eva.model_copy(
        update={"signed_in_at": service.people.accounts.get(eva.id).signed_in_at}
    )


def test_other_tenants_do_not_exist_for_an_administrator(
    service: Service, admin: TestClient
) -> None:
    other = account(service, "fremd@optik.example", UserRole.ADVISER, "optik")
    secret = key(service, tenant="optik")
    (foreign,) = service.people.keys.list("optik")
    service.people.save_tenant(Tenant(id="optik", name="Cluster Optik"))
    for path in (
        f"/verwaltung/konten/{other.id}/rolle",
        f"/verwaltung/konten/{other.id}/sperren",
        f"/verwaltung/konten/{other.id}/freigeben",
        f"/verwaltung/konten/{other.id}/link",
        f"/verwaltung/schluessel/{foreign.id}/widerrufen",
    ):
        assert admin.post(path, data={"role": "admin"}).status_code == 404
    pages = ("/verwaltung", "/verwaltung/schluessel", "/verwaltung/einrichtung")
    shown = "".join(admin.get(page).text for page in pages)
    assert "fremd@optik.example" not in shown
    assert foreign.id not in shown
    admin.post("/verwaltung/einrichtung", data=DETAILS)
    assert service.people.tenant("optik").name == "Cluster Optik"
    assert service.people.accounts.get(other.id) == other
    headers = {"Authorization": f"Bearer {secret}"}
    api = TestClient(create_app(service), base_url=HOST, headers=headers)
    assert api.get("/v1/profiles").status_code == 200


def test_a_key_is_shown_once_and_works_until_it_is_revoked(
    service: Service, admin: TestClient
) -> None:
    form = {"label": "Mitgliederdatenbank", "role": "reader", "days": "90"}
    page = admin.post("/verwaltung/schluessel", data=form).text
    found = re.search(r'value="(pm_[^"]+)"', page)
    assert found is not None
    headers = {"Authorization": f"Bearer {found[1]}"}
    api = TestClient(create_app(service), base_url=HOST, headers=headers)
    assert api.get("/v1/profiles").status_code == 200
    assert api.delete("/v1/profiles/arm-001").status_code == 403
    listed = admin.get("/verwaltung/schluessel").text
    assert "Mitgliederdatenbank" in listed
    assert found[1] not in listed
    (kept,) = service.people.keys.list("default")
    assert kept.expires_at is not None
    assert round((kept.expires_at - kept.created_at) / dt.timedelta(days=1)) == 90
    assert admin.post(f"/verwaltung/schluessel/{kept.id}/widerrufen").status_code == 303
    assert "widerrufen" in admin.get("/verwaltung/schluessel").text
    refused = api.get("/v1/profiles")
    assert refused.status_code == 401
    assert "widerrufen" in refused.json()["detail"]


def test_a_key_needs_a_label(admin: TestClient) -> None:
    answer = admin.post("/verwaltung/schluessel", data={"label": " ", "role": "admin"})
    assert answer.status_code == 422
    assert 'id="label-problem"' in answer.text
    assert '<option value="admin" selected>' in answer.text


def test_the_details_of_the_institution_are_kept(service: Service, admin: TestClient) -> None:
    logo = {"logo": ("logo.png", picture(), "image/png")}
    assert admin.post("/verwaltung/einrichtung", data=DETAILS, files=logo).status_code == 303
    kept = service.people.tenant("default")
    assert kept.regions == ("Uckermark", "Lausitz")
    assert (kept.kind, kept.cluster, kept.logo) == ("chamber", "optics", picture())
    page = admin.get("/verwaltung/einrichtung?gesichert=1").text
    for shown in (DETAILS["name"], "Lausitz", "Gespeichert.", '<option value="optics" selected>'):
        assert shown in page
    shown_logo = admin.get("/verwaltung/einrichtung/logo")
    assert (shown_logo.content, shown_logo.headers["content-type"]) == (picture(), "image/png")
    admin.post("/verwaltung/einrichtung", data=DETAILS | {"phone": ""})
    kept = service.people.tenant("default")
    assert (kept.logo, kept.phone) == (picture(), None)
    admin.post("/verwaltung/einrichtung", data=DETAILS | {"without_logo": "true"})
    assert service.people.tenant("default").logo is None
    assert admin.get("/verwaltung/einrichtung/logo").status_code == 404


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", " ", "Bitte einen Namen"),
        ("regions", "Ukermark", "Uckermark"),
        ("letterhead", "x\n" * 9, "höchstens 8 Zeilen"),
        ("email", "beratung", "keine E-Mail-Adresse"),
        ("website", "hwk.example", "https://"),
        ("website", "javascript:alert(1)", "https://"),
        ("kind", "club", "nicht bekannt"),
        ("cluster", "nein", "ein Cluster"),
    ],
)
def test_a_wrong_detail_is_said_beside_its_field(
    service: Service, admin: TestClient, field: str, typed: str, said: str
) -> None:
    answer = admin.post("/verwaltung/einrichtung", data=DETAILS | {field: typed})
    assert answer.status_code == 422
    problem = re.search(rf'id="{field}-problem">([^<]+)<', answer.text)
    assert problem is not None
    assert said in problem[1]
    assert "0335 1" in answer.text
    assert service.people.tenants() == ()


@pytest.mark.parametrize(
    ("logo", "said"),
    [
        (b"GIF89a", "weder PNG noch JPEG"),
        (picture()[:40], "beschädigt"),
        (picture() + bytes(MAX_LOGO_BYTES), "höchstens 500 kB"),
        (picture(size=(6000, 6000)), "zu viele Punkte"),
    ],
)
def test_a_logo_that_cannot_be_printed_is_refused(
    service: Service, admin: TestClient, logo: bytes, said: str
) -> None:
    files = {"logo": ("logo.png", logo, "image/png")}
    answer = admin.post("/verwaltung/einrichtung", data=DETAILS, files=files)
    assert answer.status_code == 422
    assert said in answer.text
    assert service.people.tenants() == ()


def test_a_jpeg_is_a_logo_too(service: Service, admin: TestClient) -> None:
    files = {"logo": ("logo.jpg", picture("JPEG"), "image/jpeg")}
    admin.post("/verwaltung/einrichtung", data=DETAILS, files=files)
    assert admin.get("/verwaltung/einrichtung/logo").headers["content-type"] == "image/jpeg"


def test_where_nobody_signs_in_the_own_account_leads_to_the_first(service: Service) -> None:
    client = stranger(service)
    assert 'href="/verwaltung"' in client.get("/konto").text
    assert "Mit dem ersten Konto wird die Anmeldung Pflicht" in client.get("/verwaltung").text
