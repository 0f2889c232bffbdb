"""Writing a profile: whole without JavaScript, and nothing of somebody else is overwritten."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from fastapi.testclient import TestClient

from api.work.service import Service
from data.files import sample_profiles
from data.profiles import Profile, Role

HTML = {"Accept": "text/html"}
NewClient = Callable[..., TestClient]
NEW = {
    "name": "Tischlerei Beispiel",
    "art": "craft",
    "ort": "17291 Prenzlau",
    "branche": "Tischler",
    "sprache": "de",
    "sichtbar": "network",
    "gueltig": "2030-12-31",
    "stelle": "Werkstatt",
    "rolle-0": "offer",
    "text-0": "Treppen aus Eiche bauen",
    "rolle-1": "need",
    "text-1": "",
    "tun": "speichern",
}


def service_of(client: TestClient) -> Service:
    service: Service = client.app.state.running.service  # type: ignore[attr-defined]
    return service


def created(client: TestClient, **changes: str) -> Profile:
    """Create a member by the form and return it as it is stored."""
    answer = client.post("/mitglieder/neu", data=NEW | changes, headers=HTML)
    assert answer.status_code == 200, answer.text
    profile_id = answer.url.path.split("/")[2]
    return service_of(client).store.get(profile_id)


def form_of(text: str) -> dict[str, str | list[str]]:
    """Return what a browser would send back of a page's form, unchanged."""
    form = text[text.index('id="bogen"') : text.index("</form>", text.index('id="bogen"'))]
    fields: dict[str, list[str]] = {}
    for tag in re.findall(r"<input [^>]*>", form):
        name, value = (re.search(rf'\b{key}="([^"]*)"', tag) for key in ("name", "value"))
        ticked = "checkbox" not in tag and "radio" not in tag
        if name and value and (ticked or " checked" in tag):
            fields.setdefault(name[1], []).append(unescape(value[1]))
    for name, inner in re.findall(r'<select [^>]*name="([^"]+)".*?>(.*?)</select>', form, re.S):
        fields[name] = re.findall(r'value="([^"]*)" selected', inner)
    for name, value in re.findall(r'<textarea [^>]*name="([^"]+)".*?>(.*?)</textarea>', form, re.S):
        fields[name] = [unescape(value)]
    return {name: values for name, values in fields.items() if values}


def test_a_member_is_written_in_plain_words(new_client: NewClient) -> None:
    profile = created(new_client(tenant="kammer"))
    assert (profile.owner, profile.visibility, profile.trades) == ("kammer", "network", ("A-27",))
    assert (profile.places[0].postcode, profile.places[0].kreis) == ("17291", "12073")
    assert [(s.role, s.text) for s in profile.statements] == [("offer", "Treppen aus Eiche bauen")]
    assert profile.contact is not None
    assert str(profile.valid_until) == "2030-12-31"


def test_every_sample_profile_survives_an_unchanged_form(new_client: NewClient) -> None:
    client = new_client()
    service = service_of(client)
    for profile in list(sample_profiles())[::60]:
        service.store.put([profile.model_copy(update={"owner": "default"})])
        stored = service.store.get(profile.id)
        text = client.get(f"/mitglieder/{profile.id}/bearbeiten", headers=HTML).text
        form = form_of(text) | {"tun": "speichern"}
        answer = client.post(f"/mitglieder/{profile.id}/bearbeiten", data=form, headers=HTML)
        assert answer.status_code == 200, answer.text
        assert service.store.get(profile.id) == stored


def test_wrong_fields_are_told_beside_them_and_nothing_typed_is_lost(
    new_client: NewClient,
) -> None:
    client = new_client()
    wrong = {"name": "", "ort": "99999X", "branche": "Zauberei", "email": "kaputt"}
    answer = client.post("/mitglieder/neu", data=NEW | wrong, headers=HTML)
    text = unescape(answer.text)
    assert answer.status_code == 422
    for name in ("name", "ort", "branche", "email"):
        assert f'id="{name}-problem"' in text
    assert 'value="kaputt"' in text
    assert "Treppen aus Eiche bauen" in text


def test_the_same_member_is_not_written_twice(new_client: NewClient) -> None:
    client = new_client()
    created(client)
    again = client.post("/mitglieder/neu", data=NEW, headers=HTML)
    assert "gibt es schon" in unescape(again.text)
    for taken in ("fremd-own", "vermittelt-abc"):
        answer = client.post("/mitglieder/neu", data=NEW | {"id": taken}, headers=HTML)
        assert "schon vergeben" in unescape(answer.text)
        assert "kammer" not in answer.text


def test_statements_are_added_moved_and_removed_by_buttons(new_client: NewClient) -> None:
    client = new_client()

    def pressed(action: str, **changes: str) -> list[tuple[str, str]]:
        form = NEW | {"text-1": "Lackierer gesucht für Serien"} | changes | {"tun": action}
        answer = client.post("/mitglieder/neu", data=form, headers=HTML)
        assert answer.status_code == 200
        fields = form_of(answer.text)
        count = sum(name.startswith("text-") for name in fields)
        return [(fields[f"rolle-{i}"][0], fields[f"text-{i}"][0]) for i in range(count)]

    offer, need = ("offer", "Treppen aus Eiche bauen"), ("need", "Lackierer gesucht für Serien")
    assert pressed("dazu-about") == [offer, need, ("about", "")]
    assert pressed("weg-0") == [need]
    assert pressed("runter-0") == pressed("hoch-1") == [need, offer]
    assert pressed("hoch-0") == pressed("weg-9") == [offer, need]
    assert pressed("dazu-x", **{"text-0": "Eins\nZwei"})[:2] == [
        ("offer", "Eins"),
        ("offer", "Zwei"),
    ]


def test_a_statement_shows_whom_it_would_find(new_client: NewClient) -> None:
    client = new_client()
    service = service_of(client)
    fields = {"role": Role.OFFER, "text": "Pulverbeschichtung von Aluminium bis 7 Meter"}
    service.store.put([Profile.model_validate(
        {"id": "lack", "name": "Lack & Co", "kind": "craft", "statements": [fields]})])  # fmt: skip
    service.follow()
    need = {"rolle-1": "need", "text-1": "Pulverbeschichtung von Aluminium gesucht"}
    form = NEW | need
    tried = unescape(client.post("/mitglieder/vorschau/1", data=form, headers=HTML).text)
    assert "Das würde bieten, was Sie hier suchen" in tried
    assert tried.index("Lack & Co") < tried.index("Pulverbeschichtung von Aluminium bis 7 Meter")
    assert "Verborgene Gießerei" not in tried
    button = client.post("/mitglieder/neu", data=form | {"tun": "wirkung-1"}, headers=HTML)
    assert "Lack & Co" in unescape(button.text)
    short = client.post("/mitglieder/vorschau/0", data=NEW | {"text-0": "Holz"}, headers=HTML)
    assert "Noch sehr kurz" in short.text


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(new_client: NewClient) -> None:
    client = new_client()
    profile = created(client)
    path = f"/mitglieder/{profile.id}/bearbeiten"
    mine = form_of(client.get(path, headers=HTML).text) | {"text-0": "Fenster aus Lärche"}
    theirs = form_of(client.get(path, headers=HTML).text) | {"telefon": "030 000"}
    assert client.post(path, data=theirs, headers=HTML).status_code == 200
    answer = client.post(path, data=mine, headers=HTML)
    text = unescape(answer.text)
    assert answer.status_code == 409
    assert "Jemand anderes hat dieses Profil" in text
    assert "Angebot und Bedarf, Telefon" in text
    assert "Fenster aus Lärche" in text
    store = service_of(client).store
    assert store.get(profile.id).statements == profile.statements
    assert client.post(path, data=mine | {"tun": "trotzdem"}, headers=HTML).status_code == 200
    assert store.get(profile.id).statements[0].text == "Fenster aus Lärche"


def test_saving_tells_what_became_better_and_versions_come_back(new_client: NewClient) -> None:
    client = new_client()
    profile = created(client)
    path = f"/mitglieder/{profile.id}/bearbeiten"
    form = form_of(client.get(path, headers=HTML).text) | {"text-1": "Lackierer für Serien gesucht"}
    text = unescape(client.post(path, data=form | {"rolle-1": "need"}, headers=HTML).text)
    assert re.search(r"Vollständigkeit: 77 → 97 von 100 Punkten\. Erledigt: Bedarf\.", text)
    assert "danach geändert: Angebot und Bedarf" in text
    revision = re.search(r"/fassung/(\w+)", text)
    assert revision is not None
    client.post(f"/mitglieder/{profile.id}/fassung/{revision[1]}", headers=HTML)
    assert service_of(client).store.get(profile.id) == profile
    assert client.post(f"/mitglieder/{profile.id}/fassung/99", headers=HTML).status_code == 404


def test_what_a_sheet_knows_of_a_firm_is_filled_in(new_client: NewClient) -> None:
    client = new_client()
    known = {"name": "Metallbau Neu", "plz": "17291", "gewerk": "A-13", "bedarf": "Wir suchen Rat."}
    form = form_of(client.get("/mitglieder/neu", params=known, headers=HTML).text)
    answer = client.post("/mitglieder/neu", data=form | {"tun": "speichern"}, headers=HTML)
    profile = service_of(client).store.get(answer.url.path.split("/")[2])
    assert (profile.name, profile.kind, profile.trades) == ("Metallbau Neu", "craft", ("A-13",))
    assert profile.places[0].postcode == "17291"
    assert profile.texts(Role.NEED) == ("Wir suchen Rat.",)
