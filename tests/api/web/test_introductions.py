"""From a suggestion without a name to the agreement, over pages and API, with two tenants."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.work.introductions import own_veiled, veiled_for, with_introductions
from api.work.service import Service, open_service
from data.office.people import Tenant
from data.profiles import Profile, Visibility
from data.store.database import open_database
from data.store.people import PeopleStore
from data.store.profiles import open_store
from matcher.request import Viewer
from tests.api.conftest import HOST, settings_in

SHOP = Profile.model_validate(
    {
        "id": "werkstatt-zylka",
        "name": "Werkstatt Zylka",
        "kind": "craft",
        "owner": "kammer",
        "visibility": "intermediary",
        "places": [{"postcode": "17291", "name": "Prenzlau"}],
        "contact": {"office": "Leitung", "email": "leitung@zylka.example", "phone": "03984 1"},
        "website": "https://zylka.example",
        "statements": [
            {"role": "offer", "text": "Zylka repariert Endoskope und Bohrer für Kliniken"},
            {"role": "need", "text": "Nachfolge für eine gut laufende Werkstatt in Prenzlau"},
        ],
    }
)
MEMBER = Profile.model_validate(
    {
        "id": "optik-1",
        "name": "Optik am Markt",
        "kind": "company",
        "owner": "cluster",
        "statements": [{"role": "need", "text": "Endoskope und Bohrer reparieren lassen"}],
    }
)
SECRETS = ("Zylka", "zylka", "Prenzlau", "17291", "03984")


@dataclass(frozen=True)
class Two:
    """Two servers of two tenants on one database, and nobody's."""

    owner: TestClient
    asker: TestClient
    public: TestClient
    service: Service
    """The asker's."""
    veiled: str


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    base = settings_in(tmp_path)
    with open_store(base.store_url) as store:
        store.put([SHOP, MEMBER])
    with PeopleStore(open_database(base.store_url)) as people:
        people.save_tenant(Tenant(id="kammer", name="Handwerkskammer Nord"))
        people.save_tenant(Tenant(id="cluster", name="Cluster Optik"))
    with ExitStack() as stack:
        services = [
            stack.enter_context(open_service(settings_in(tmp_path, tenant=tenant)))
            for tenant in ("kammer", "cluster", None)
        ]
        clients = [
            stack.enter_context(TestClient(create_app(service), base_url=HOST))
            for service in services
        ]
        found = services[1].find(Viewer(tenant="cluster"), text="uckermark").profiles
        yield Two(clients[0], clients[1], clients[2], services[1], found[0].id)


def introduced_to(service: Service, tenant: str | None) -> frozenset[str]:
    """Return the true ids of the profiles a tenant was introduced to."""
    return with_introductions(service, Viewer(tenant=tenant)).introduced


def post(client: TestClient, path: str, **fields: str) -> str:
    """Send a form as the page that holds it would, and return the page that follows."""
    token = re.search(r'name="csrf" value="([^"]*)"', client.get("/vermittlung").text)
    sent = {**fields, "csrf": token[1] if token else ""}
    if not token:
        page = client.get(f"/vermittlung/anfragen?profil={fields.get('ziel', '')}").text
        found = re.search(r'name="csrf" value="([^"]*)"', page)
        sent["csrf"] = found[1] if found else ""
    answer = client.post(path, data=sent)
    assert answer.status_code in (200, 404, 422), answer.text
    return unescape(answer.text)


def asked(two: Two) -> str:
    body = {"profile_id": two.veiled, "seeker": "optik-1", "message": "Bitte melden"}
    answer = two.asker.post("/v1/introductions", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def step(client: TestClient, introduction: str, kind: str, text: str = "") -> int:
    path = f"/v1/introductions/{introduction}/steps"
    return client.post(path, json={"kind": kind, "text": text}).status_code


def test_a_suggestion_without_a_name_names_the_institution_to_ask(two: Two) -> None:
    body = {"question": "Wer repariert Endoskope?"}
    found = two.asker.post("/v1/suggestions", json=body).json()["suggestions"][0]
    assert found["name"] == "Handwerksbetrieb aus dem Landkreis Uckermark"
    assert found["next_step"] == "Um Vermittlung bitten: Anfrage über Handwerkskammer Nord"
    assert (found["veiled"], found["intermediary"], found["contact"]) == (True, "kammer", None)
    assert not any(secret in str(found) for secret in SECRETS)
    own = two.owner.post("/v1/suggestions", json=body).json()["suggestions"][0]
    assert (own["name"], own["veiled"]) == ("Werkstatt Zylka", False)
    assert two.public.post("/v1/suggestions", json=body).json()["visible"] == 1  # the member


def test_the_whole_way_over_pages(two: Two) -> None:
    form = two.asker.get(f"/vermittlung/anfragen?profil={two.veiled}&fuer=optik-1").text
    assert "Optik am Markt (optik-1)" in form and "Handwerkskammer Nord" in form
    sent = post(
        two.asker,
        "/vermittlung/anfragen",
        ziel=two.veiled,
        profil="Optik am Markt (optik-1)",
        message="Bitte melden & anrufen",
    )
    assert "Die Anfrage ist gestellt" in sent and "offen" in sent
    assert not any(secret in sent for secret in SECRETS)
    (request,) = two.service.introductions.outgoing("cluster")
    inbox = unescape(two.owner.get("/vermittlung").text)
    for said in ("Cluster Optik bittet um Vermittlung", "Werkstatt Zylka", "Optik am Markt"):
        assert said in inbox
    assert "Bitte melden & anrufen" in inbox
    assert "Endoskope und Bohrer reparieren lassen" in inbox  # what fits
    post(two.owner, f"/vermittlung/{request.id}/zusagen", text="Gern, rufen Sie an")
    page = unescape(two.asker.get("/vermittlung").text)
    for said in ("zugesagt", "Werkstatt Zylka", "leitung@zylka.example", "Gern, rufen Sie an"):
        assert said in page
    profile = two.asker.get(f"/profil/{two.veiled}").text
    assert "Werkstatt Zylka" in profile and "03984 1" in profile
    post(two.owner, f"/vermittlung/{request.id}/zuruecknehmen")
    for path in ("/vermittlung", f"/profil/{two.veiled}"):
        page = two.asker.get(path).text
        assert not any(secret in page for secret in SECRETS), path
    post(two.owner, f"/vermittlung/{request.id}/ablehnen", text="Leider schon vergeben")
    page = two.asker.get("/vermittlung").text
    assert "abgelehnt" in page and "Leider schon vergeben" in page


def test_an_agreement_opens_it_for_that_tenant_alone(two: Two) -> None:
    made = asked(two)
    assert introduced_to(two.service, "cluster") == frozenset()
    assert step(two.owner, made, "agree") == 200
    assert introduced_to(two.service, "cluster") == {"werkstatt-zylka"}
    assert introduced_to(two.service, "fremd") == introduced_to(two.service, None) == frozenset()
    assert two.asker.get(f"/v1/profiles/{two.veiled}").json()["name"] == "Werkstatt Zylka"
    assert two.asker.get("/v1/profiles/werkstatt-zylka").status_code == 404
    assert two.asker.get("/v1/profiles?text=zylka").json()["total"] == 1
    assert not veiled_for(two.service, two.veiled, _cluster(two))
    assert step(two.owner, made, "reopen") == 200
    assert two.asker.get("/v1/profiles?text=zylka").json()["total"] == 0
    assert veiled_for(two.service, two.veiled, _cluster(two))


def _cluster(two: Two) -> Viewer:
    return Viewer(tenant="cluster", introduced=introduced_to(two.service, "cluster"))


def test_an_agreement_of_a_former_owner_does_not_hold(two: Two) -> None:
    assert step(two.owner, asked(two), "agree") == 200
    two.service.store.delete([SHOP.id], "kammer")
    two.service.store.put([SHOP.model_copy(update={"owner": "nachfolger"})])
    two.service.follow()
    assert introduced_to(two.service, "cluster") == frozenset()
    page = two.asker.get("/vermittlung").text
    assert "nicht mehr zu sehen" in page and "Zylka" not in page


def test_what_is_no_longer_shown_is_gone_from_the_list_too(two: Two) -> None:
    assert step(two.owner, asked(two), "agree") == 200
    two.service.store.put([SHOP.model_copy(update={"visibility": Visibility.OWN})])
    two.service.follow()
    (request,) = two.asker.get("/v1/introductions").json()["outgoing"]
    assert (request["profile_id"], request["veiled"]) == (None, False)
    assert not any(secret in str(request) for secret in SECRETS)


def test_only_the_owner_answers_and_strangers_find_nothing(two: Two) -> None:
    made = asked(two)
    assert step(two.asker, made, "agree") == 422
    assert step(two.public, made, "agree") == 403
    assert step(two.owner, "v000000000000", "agree") == 404
    assert two.public.get("/v1/introductions").status_code == 403
    assert step(two.asker, made, "withdraw") == 200
    assert step(two.owner, made, "agree") == 422


def test_a_true_id_cannot_be_asked_for(two: Two) -> None:
    def refused(profile_id: str, **more: str) -> tuple[int, str]:
        body = {"profile_id": profile_id, "need": "Endoskope", **more}
        answer = two.asker.post("/v1/introductions", json=body)
        return answer.status_code, answer.json()["detail"].replace(profile_id, "X")

    assert refused("werkstatt-zylka") == refused("gibt-es-nicht")
    assert refused("werkstatt-zylka")[0] == 404
    assert refused("optik-1")[0] == 422  # known: no introduction needed
    assert refused(two.veiled, seeker="werkstatt-zylka")[0] == 404


def test_a_form_with_mistakes_comes_back_with_what_was_typed(two: Two) -> None:
    nothing = post(two.asker, "/vermittlung/anfragen", ziel=two.veiled, message="Hallo")
    assert "Bitte sagen Sie, worum es geht" in nothing and "Hallo" in nothing
    unknown = post(two.asker, "/vermittlung/anfragen", ziel=two.veiled, profil="Unbekannte AG")
    assert "Unbekannte AG“ ist kein Betrieb" in unknown and 'aria-invalid="true"' in unknown
    long = post(two.asker, "/vermittlung/anfragen", ziel=two.veiled, need="x" * 1001)
    assert "1001 Zeichen" in long
    assert two.service.introductions.outgoing("cluster") == ()
    asked(two)
    twice = post(two.asker, "/vermittlung/anfragen", ziel=two.veiled, need="Endoskope")
    assert "läuft schon eine Anfrage" in twice


def test_owners_see_their_profiles_as_others_do(two: Two) -> None:
    page = two.owner.get("/vermittlung/vorschau/werkstatt-zylka").text
    assert "[…] repariert Endoskope und Bohrer" in page
    assert "Landkreis Uckermark" in page
    assert two.asker.get("/vermittlung/vorschau/werkstatt-zylka").status_code == 404
    assert own_veiled(two.service, Viewer(tenant="cluster")) == []


def test_true_and_unknown_ids_are_the_same_for_others(two: Two) -> None:
    def told(method: str, path: str) -> list[tuple[int, str]]:
        ids = ("werkstatt-zylka", "gibt-es-nicht")
        answers = [two.asker.request(method, path.format(id)) for id in ids]
        return [(a.status_code, a.text.replace(i, "X")) for a, i in zip(answers, ids, strict=True)]

    for method, path in (
        ("GET", "/v1/profiles/{}"),
        ("DELETE", "/v1/profiles/{}"),
        ("POST", "/v1/profiles/{}/restore"),
        ("GET", "/profil/{}"),
        ("GET", "/v1/profiles?text={}"),
    ):
        one, other = told(method, path)
        assert one == other, (method, path)
    for body in (
        {"profile_id": "{}", "seeker": "optik-1", "kind": "contacted"},
        {"profile_id": "optik-1", "seeker": "{}", "kind": "contacted"},
    ):
        codes = [
            two.asker.post(
                "/v1/feedback", json={k: v.replace("{}", id) for k, v in body.items()}
            ).status_code
            for id in ("werkstatt-zylka", "gibt-es-nicht")
        ]
        assert codes == [404, 404]
    assert two.owner.get("/v1/profiles/werkstatt-zylka").status_code == 200
    assert two.owner.get(f"/v1/profiles/{two.veiled}").status_code == 404


def test_the_page_explains_itself_while_it_is_empty(two: Two) -> None:
    page = two.asker.get("/vermittlung").text
    assert "Noch hat niemand" in page and "Sie haben noch nicht" in page
    english = two.asker.get("/vermittlung?lang=en").text
    assert "Nobody has asked" in english
