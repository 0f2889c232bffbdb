"""The pages without a browser: whole and right even where no JavaScript runs."""

from __future__ import annotations

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

from api.language.texts import translator
from api.work.asking.form import SearchForm
from data.files import sample_profiles
from matcher.request import Rule
from matcher.result import Relaxation

QUESTION = "Wer kann Aluminium mit dem Laser schweißen?"


def page(client: TestClient, path: str = "/", /, **params: object) -> str:
    browser = {"Accept": "text/html"}
    answer = client.get(path, params=params or None, headers=browser)  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def heading(text: str) -> str:
    """Return the heading over the suggestions, without its links."""
    found = re.search(r'<div class="summary">\s*<h2>(.*?)</h2>', text, re.DOTALL)
    return re.sub(r"<[^>]+>", "", found[1]) if found else ""


def most_helpful(text: str) -> str:
    """Return the address behind the change that helps most."""
    found = re.search(r'class="[^"]*relax-most" href="([^"#]+)#ergebnis"', text)
    assert found is not None
    return found[1]


def links(text: str) -> dict[str, str]:
    """Return the addresses of links by their words."""
    found = re.findall(r'<a [^>]*?href="([^"]+)"[^>]*>(.*?)</a>', text, re.DOTALL)
    return {re.sub(r"<[^>]+>", "", words).strip(): address for address, words in found}


def test_the_page_is_german_until_the_switch_says_english(client: TestClient) -> None:
    german = client.get("/", headers={"Accept": "text/html", "Accept-Language": "en"}).text
    assert "Wen suchen Sie?" in german
    english = page(client, links(german)["English"])
    assert "Whom are you looking for?" in english
    assert "About this program" in page(client, "/ueber")  # the choice is kept
    assert "Über dieses Programm" in page(client, "/ueber?lang=de")


def test_a_question_shows_reasons_and_evidence(client: TestClient) -> None:
    text = page(client, q=QUESTION, region="Brandenburg")
    assert text.count('<li class="suggestion') == 10
    assert "Ihre Frage" in text
    assert "Deren Angebot" in text
    assert "Region: Brandenburg" in text
    assert "So entsteht die Bewertung" in text


def test_the_address_holds_the_whole_search(client: TestClient) -> None:
    params: dict[str, object] = {
        "q": QUESTION,
        "region": ["Berlin", "Uckermark"],
        "ort": "Prenzlau",
        "km": "80",
        "branche": ["Zerspanung", "Tischler (A-27)", "Cluster Metall"],
        "art": ["craft", "company"],
        "ziel": "peers",
    }
    text = page(client, **params)
    assert 'value="Uckermark" checked' in text
    assert 'value="Tischler (A-27)" checked' in text
    assert 'value="craft" checked' in text
    assert 'name="km" inputmode="decimal" value="80"' in text
    assert '<option value="peers" selected>' in text
    assert "Bitte prüfen" not in text


@pytest.mark.parametrize(
    ("params", "sentence", "link"),
    [
        ({"region": "Ukermark"}, "'Ukermark' ist keine bekannte Region.", "Uckermark"),
        ({"branche": "Zerspannung"}, "„Zerspannung“ ist nicht bekannt", "(25.62)"),
        ({"ort": "Prenzlauu"}, "'Prenzlauu' ist keine bekannte Region.", "Prenzlau"),
    ],
)
def test_what_is_misspelt_is_said_in_place_with_a_link(
    client: TestClient, params: dict[str, str], sentence: str, link: str
) -> None:
    text = page(client, q=QUESTION, **params)
    assert sentence in text
    assert 'aria-invalid="true"' in text
    address = next(a for words, a in links(text).items() if link in words)
    assert "Bitte prüfen" not in page(client, address)


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        ({"q": ""}, translator("de")("err_empty")),
        ({"q": QUESTION, "profil": "arm-001"}, translator("de")("err_both")),
        ({"profil": "Niemandsland AG"}, "Niemandsland AG"),
        ({"q": QUESTION, "ort": "Prenzlau", "km": "weit"}, "„weit“ ist kein Umkreis"),
        ({"q": QUESTION, "ort": "Prenzlau", "km": "nan"}, "„nan“ ist kein Umkreis"),
        ({"q": QUESTION, "ort": "Prenzlau", "km": "-5"}, "„-5“ ist kein Umkreis"),
        ({"q": QUESTION, "km": "30"}, translator("de")("err_place")),
        ({"q": QUESTION, "ort": "Brandenburg"}, "kein Umkreis"),
        ({"q": "x" * 4001}, "zu lang"),
        ({"q": QUESTION, "region": [f"R{i}" for i in range(21)]}, "höchstens 20"),
    ],
)
def test_what_cannot_be_answered_is_explained(
    client: TestClient, params: dict[str, object], sentence: str
) -> None:
    text = page(client, **params)
    assert "Bitte prüfen Sie Ihre Angaben" in text
    assert sentence in text


def test_a_stored_profile_is_chosen_by_name_or_id(client: TestClient) -> None:
    first = client.get("/v1/profiles", params={"limit": 1, "kind": "research"}).json()["items"][0]
    for words in (first["id"], first["name"], f"{first['name']} ({first['id']})"):
        text = page(client, profil=words)
        assert heading(text) == f"Vorschläge für {first['name']}"
    assert "Ihr Bedarf" in text or "Ihr Angebot" in text


def test_a_name_that_fits_several_is_asked_back(client: TestClient) -> None:
    text = page(client, profil="gießerei")
    assert "passt auf mehrere Profile" in text
    assert heading(page(client, links(text)["Offene Gießerei"])) == "Vorschläge für Offene Gießerei"
    assert "Verborgene" not in text


def test_a_hidden_profile_has_no_page(client: TestClient) -> None:
    assert client.get("/profil/fremd-own").status_code == 404
    assert client.get("/profil/fremd-public").status_code == 200


def test_relaxing_the_rule_that_helps_most_brings_more(client: TestClient) -> None:
    params = {"q": QUESTION, "ort": "Prenzlau", "km": "5", "art": "startup"}
    text = page(client, **params)
    few = text.count('<li class="suggestion')
    assert few < 10
    assert "Was die Regeln ausschließen" in text
    assert page(client, most_helpful(text)).count('<li class="suggestion') > few


def test_a_place_in_the_question_is_a_rule_that_can_be_dropped(client: TestClient) -> None:
    text = page(client, q="Wer in der Uckermark kann Stahl schweißen?", art="research")
    assert "Region: Landkreis Uckermark" in text
    without = page(client, links(text)["Ohne diese Regel suchen"].partition("#")[0])
    assert "als Regel gelesen" not in without
    assert without.count('<li class="suggestion') > text.count('<li class="suggestion')


def test_a_rule_read_from_the_question_can_be_relaxed(client: TestClient) -> None:
    text = page(client, q="Wer in Prenzlau kann Stahl schweißen?")
    assert "Umkreis bis 30 km um Prenzlau" in text
    relaxed = page(client, most_helpful(text))
    assert 'value="Prenzlau"' in relaxed
    assert relaxed.count('<li class="suggestion') > text.count('<li class="suggestion')


def test_nothing_found_says_what_is_missing_and_what_to_do(client: TestClient) -> None:
    text = page(client, q=QUESTION, region="Saarland", art="facility")
    assert translator("de")("nothing") in text
    assert "Im Bestand erfüllt kein Profil die Regel „Region: Saarland“." in text
    found = page(client, links(text)["Ohne Regeln fragen"].partition("#")[0])
    assert found.count('<li class="suggestion') == 10


def test_the_rule_that_leaves_nobody_is_named_after_those_that_leave_somebody(
    client: TestClient,
) -> None:
    text = page(client, q=QUESTION, region="Brandenburg", art="research", branche="10.71")
    left = client.get("/vorschlaege/anzahl", params={"region": "Brandenburg", "art": "research"})
    count = re.search(r"<strong>(\d+) von", left.text)
    assert count is not None
    kept = f"{count[1]} Profile erfüllen „Region: Brandenburg“ und „Art: Forschungseinrichtung“."
    assert f"{kept} Keines davon erfüllt auch „Branche: Herstellung von Backwaren" in text


def test_more_can_be_asked_for(client: TestClient) -> None:
    text = page(client, q=QUESTION)
    more = links(text)["Mehr Vorschläge zeigen"]
    assert page(client, more.partition("#")[0]).count('<li class="suggestion') == 20


def test_type_ahead_offers_what_the_form_understands(client: TestClient) -> None:
    regions = page(client, "/vorschlaege/regionen", region="Neuenh")
    values = re.findall(r'<option value="([^"]+)">', regions)
    assert len(values) > 1
    for value in values:
        assert "Bitte prüfen" not in page(client, q=QUESTION, region=value)
    sectors = re.findall(
        r'<option value="([^"]+)">', page(client, "/vorschlaege/branchen", branche="met")
    )
    assert "Cluster Metall" in sectors
    for value in sectors:
        assert "Bitte prüfen" not in page(client, q=QUESTION, branche=value)
    profiles = page(client, "/vorschlaege/profile", profil="offene gieß")
    assert "Offene Gießerei (fremd-public)" in profiles
    assert page(client, "/vorschlaege/profile").strip() == ""


def test_profile_page_shows_everything_and_leads_to_partners(client: TestClient) -> None:
    profile = next(p for p in sample_profiles() if client.get(f"/profil/{p.id}").status_code == 200)
    text = page(client, f"/profil/{profile.id}")
    assert all(statement.text in text for statement in profile.statements)
    partners = re.search(r'<a class="button" href="([^"]+)">Partner finden', text)
    assert partners is not None
    assert heading(page(client, partners[1])) == f"Vorschläge für {profile.name}"


def test_about_page_names_the_versions(client: TestClient) -> None:
    text = page(client, "/ueber")
    ready = client.get("/ready").json()
    assert ready["versions"]["encoder"] in text
    assert ready["versions"]["ranker"] in text


def test_htmx_comes_out_of_its_package(client: TestClient) -> None:
    script = re.search(r'<script src="([^"]+)"', page(client))
    assert script is not None
    assert "htmx" in client.get(script[1]).text[:2000]


@pytest.mark.parametrize("k", ["0", "-1", "999", "x", "²", "9" * 5000])
def test_odd_numbers_in_the_address_do_no_harm(client: TestClient, k: str) -> None:
    page(client, q=QUESTION, anzahl=k)


def test_a_relaxed_region_does_not_come_back_from_the_question() -> None:
    change = Relaxation(text="", constraint=0, gain=1, values=())
    relaxed = SearchForm(question="Wer in Berlin?").relaxed(Rule.REGION, change)
    assert relaxed.unread == {Rule.REGION, Rule.RADIUS}
