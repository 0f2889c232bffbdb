"""Groups by the API and on the page."""

from io import BytesIO

from fastapi.testclient import TestClient
from openpyxl import load_workbook

IDEA = "Wir bauen: Laserschweißen, Augenoptik, Glockenguss"
ROLES = ["Laserschweißen", "Augenoptik", "Glockenguss"]
TEAM = {"text": IDEA, "ort": "Rathenow", "km": "200"}


def test_a_consortium_is_answered_with_reasons(client: TestClient) -> None:
    body = {"idea": IDEA}
    team = client.post("/v1/groups/consortium", json=body).json()
    assert [role["label"] for role in team["roles"]] == ROLES
    members = [role["member"]["suggestion"] for role in team["roles"] if role["member"]]
    assert members
    assert all(member["reason"] and member["evidence"] for member in members)
    assert "fremd-own" not in str(team)


def test_a_bundle_and_peers_are_answered(client: TestClient) -> None:
    body = {"job": "Bad altersgerecht umbauen", "place": "Neuruppin", "km": 100}
    team = client.post("/v1/groups/bundle", json=body).json()
    assert "Fliesenleger" in [role["label"] for role in team["roles"]]
    answer = client.post("/v1/groups/peers", json={"km": None, "min_size": 2}).json()
    assert answer["considered"] > 10


def test_what_cannot_be_is_a_problem(client: TestClient) -> None:
    nothing = client.post("/v1/groups/consortium", json={})
    assert nothing.status_code == 422
    bounds = client.post("/v1/groups/peers", json={"min_size": 5, "max_size": 3})
    assert bounds.status_code == 422
    told = [nothing.json()["detail"], bounds.json()["detail"]]
    assert "braucht 'idea' oder mindestens eine Rolle" in told[0]
    assert "nicht größer als 'max_size', gefunden: 5 und 3" in told[1]
    short = client.post("/v1/groups/peers", json={"theme": "x"}).json()["detail"]
    assert "muss mindestens 2 Zeichen haben" in short
    unknown = client.post("/v1/groups/peers", json={"profile_id": "gibt-es-nicht"})
    assert unknown.status_code == 404
    body = {"job": "Umbau", "trades": [{"text": "Zauberer"}]}
    english = client.post("/v1/groups/bundle", json=body, headers={"Accept-Language": "en"})
    assert english.status_code == 422
    assert "Zauberer" in english.json()["detail"]


def test_the_page_shows_team_gaps_and_ways_to_change_them(client: TestClient) -> None:
    page = client.get("/gruppen", params=TEAM)
    assert page.status_code == 200
    assert 'value="Glockenguss"' in page.text
    assert "Was noch fehlt" in page.text
    assert "Als Excel-Datei" in page.text


def test_a_swap_and_an_exclusion_stand_in_the_address(client: TestClient) -> None:
    body = {"roles": [{"text": "Laserschweißen"}]}
    role = client.post("/v1/groups/consortium", json=body).json()["roles"][0]
    first = role["member"]["suggestion"]
    other = role["alternatives"][0]["suggestion"]
    asked = {"rolle": "Laserschweißen", "rollenart": "", "anzahl": "1"}
    swapped = client.get("/gruppen", params={**asked, "fest": other["profile_id"]}).text
    assert "von Ihnen gewählt" in swapped
    without = client.get("/gruppen", params={**asked, "fest": "", "ohne": first["profile_id"]}).text
    assert '<li class="card member">\n    <article' in without or "card member" in without
    assert f'href="/profil/{first["profile_id"]}"' not in without


def test_problems_stand_beside_the_fields(client: TestClient) -> None:
    page = client.get("/gruppen", params={"text": "Robotik, Optik", "ort": "Quatschingen"})
    assert page.status_code == 422
    assert 'id="problem-place"' in page.text
    assert "Robotik, Optik" in page.text
    trade = client.get("/gruppen/auftrag", params={"text": "Bad", "rolle": "Zauberer"})
    assert 'id="problem-rows"' in trade.text
    size = client.get("/gruppen/gleicher-bedarf", params={"text": "", "min": "9", "max": "2"})
    assert 'id="problem-size"' in size.text
    for theme in ("x", "Strom " * 200):
        peers = client.get("/gruppen/gleicher-bedarf", params={"text": theme})
        assert peers.status_code == 422
        assert 'id="problem-text"' in peers.text


def test_what_cannot_be_printed_is_left_out(client: TestClient) -> None:
    for address in ("/gruppen", "/gruppen/gleicher-bedarf"):
        asked = {"text": "Robotik\0", "mit": "\0", "ohne": "\0", "profil": "\0"}
        assert client.get(address, params=asked).status_code == 200
    lines = client.get("/gruppen", params={"text": "Robotik\r\nOptik"}).text
    assert "Robotik\nOptik</textarea>" in lines
    assert client.get("/gruppen", params={"text": "\0"}).status_code == 422


def test_all_tabs_open_empty_and_in_english(client: TestClient) -> None:
    for address in ("/gruppen", "/gruppen/auftrag", "/gruppen/gleicher-bedarf"):
        assert client.get(address).status_code == 200
        assert "Groups" in client.get(address, params={"lang": "en"}).text
    peers = client.get("/gruppen/gleicher-bedarf", params={"text": "", "min": "2", "km": "200"})
    assert "Gruppe 1" in peers.text


def test_the_spreadsheet_holds_a_line_for_each_role(client: TestClient) -> None:
    answer = client.get("/gruppen/export.xlsx", params=TEAM)
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ROLES
    nothing = client.get("/gruppen/export.xlsx", follow_redirects=False)
    assert nothing.status_code == 303
