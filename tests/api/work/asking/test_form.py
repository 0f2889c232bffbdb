"""The search in the address, live counts, and the parts that htmx swaps."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from api.work.asking.form import MAX_K, SearchForm
from api.work.service import Service
from data import clock
from data.profiles import Kind, Role, SizeClass
from matcher.request import Constraint, Goal, MatchRequest, Rule

QUESTION = "Wer kann Aluminium mit dem Laser schweißen?"
BROWSER = {"Accept": "text/html"}
HTMX = {"HX-Request": "true"}

words = st.text("abcä &=?+#%/-0", max_size=8).map(lambda text: " ".join(text.split()))
several = st.lists(words.filter(bool), max_size=3, unique=True).map(tuple)
ids = st.lists(st.sampled_from(["a-1", "b:2", "c.3", "d_4"]), max_size=2, unique=True).map(tuple)


@st.composite
def forms(draw: st.DrawFn) -> SearchForm:
    """Draw a search as somebody may fill it in."""
    place, like = draw(words), draw(ids)
    return SearchForm(
        question=draw(words.filter(bool)),
        profile=draw(words),
        regions=draw(several),
        place=place,
        km=draw(words) if place else "",
        sectors=draw(several),
        kinds=tuple(draw(st.lists(st.sampled_from(Kind), unique=True))),
        sizes=tuple(draw(st.lists(st.sampled_from(SizeClass), unique=True))),
        wishes=draw(st.frozensets(st.sampled_from(list(Rule)[:4]))),
        goal=draw(st.sampled_from(["", *Goal])),
        like=like,
        unlike=tuple(id for id in draw(ids) if id not in like),
        without=draw(ids),
        handled=draw(st.booleans()),
        k=draw(st.integers(1, MAX_K)),
        read=draw(st.booleans()),
        sent=True,
    )


@given(forms())
def test_form_and_address_are_inverse(form: SearchForm) -> None:
    assert SearchForm.of(QueryParams(form.address().partition("?")[2])) == form


def count(client: TestClient, **params: object) -> str:
    answer = client.get("/vorschlaege/anzahl", params=params, headers=HTMX)  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text
    return re.sub(r"<[^>]+>", "", unescape(answer.text)).strip()


def test_the_count_is_that_of_the_engine(client: TestClient, shared: Service) -> None:
    rules = (
        Constraint(rule=Rule.REGION, values=("Brandenburg",)),
        Constraint(rule=Rule.KIND, values=("craft",)),
    )
    request = MatchRequest(question="x", constraints=rules)
    kept = len(shared.matcher.allowed(request, shared.viewer))
    total = len(shared.matcher.allowed(MatchRequest(question="x"), shared.viewer))
    said = count(client, region="Brandenburg", art="craft")
    assert said == f"{kept} von {total} Profilen erfüllen die Regeln"
    assert count(client) == f"{total} Profile, noch ohne Regel"


def test_a_wish_leaves_the_count_as_it_is(client: TestClient) -> None:
    assert "noch ohne Regel" in count(client, region="Brandenburg", region_gilt="wunsch")


def test_a_place_in_the_question_counts(client: TestClient) -> None:
    question = "Wer in der Uckermark kann schweißen?"
    assert count(client, q=question) == count(client, q="x", region="Landkreis Uckermark")


@pytest.mark.parametrize(
    ("params", "value"),
    [
        ({"region": "Ucke"}, "Ucke"),
        ({"ort": "Prenzl", "km": "50"}, "Prenzl"),
        ({"ort": "Prenzlau", "km": "5x"}, "5x km"),
        ({"branche": "Zerspa"}, "Zerspa"),
    ],
)
def test_what_is_half_typed_is_named_and_left_out(
    client: TestClient, params: dict[str, str], value: str
) -> None:
    said = count(client, art="craft", **params)
    assert f"noch nicht verstanden: „{value}“" in said
    assert said.startswith(count(client, art="craft"))


@pytest.mark.parametrize("value", ["", "  ", "(", "%", "\x00", "nan", "–", "ß" * 300, "25.", "1e9"])
@pytest.mark.parametrize("field", ["q", "profil", "region", "ort", "km", "branche", "groesse"])
def test_no_value_breaks_the_count(client: TestClient, field: str, value: str) -> None:
    assert "Profil" in count(client, **{"ort": "Prenzlau", field: value})


def options(client: TestClient, path: str, **params: str) -> dict[str, str]:
    """Return what is offered, with what tells each from the others."""
    text = unescape(client.get(f"/vorschlaege/{path}", params=params, headers=HTMX).text)
    return dict(re.findall(r'<option value="([^"]+)">([^<]*)</option>', text))


def test_plain_words_offer_sectors_trades_and_clusters_with_their_codes(client: TestClient) -> None:
    plastics = options(client, "branchen", branche="wir fräsen Kunststoff")
    assert any("(22.2" in value for value in plastics), plastics
    assert "Cluster Kunststoffe und Chemie" in plastics
    assert options(client, "branchen", branche="Brot backen")["Bäcker (A-30)"] == "Gewerk"


def test_regions_are_told_apart_by_level_and_district(client: TestClient) -> None:
    found = options(client, "regionen", region="Neuenh")
    assert found["Neuenhagen bei Berlin"] == "Ort, Landkreis Märkisch-Oderland"
    assert options(client, "regionen", region="Laus")["Lausitz"] == "Gebiet"


def shown(text: str) -> list[str]:
    return re.findall(r'<h3 id="name-\d+"><a href="/profil/([^"?]+)', text)


def test_a_wish_moves_the_order_and_excludes_nobody(client: TestClient) -> None:
    def ask(**more: str) -> str:
        params = {"q": "Wer prüft Bauteile?", "region": "Uckermark", "art": "research", **more}
        return unescape(client.get("/", params=params, headers=BROWSER).text)

    strict, wished = ask(), ask(region_gilt="wunsch")
    assert len(shown(wished)) > len(shown(strict))
    assert "<em>wenn möglich:</em> Uckermark" in wished
    assert "<em>wenn möglich:</em>" not in strict


def test_each_chip_takes_one_part_away(client: TestClient) -> None:
    form = SearchForm(
        question=QUESTION,
        regions=("Berlin", "Brandenburg"),
        place="Potsdam",
        km="80",
        sectors=("Metall",),
        kinds=("craft", "company"),
        sizes=("small",),
        goal="peers",
    )
    text = client.get(form.address(), headers=BROWSER).text
    chips = [unescape(found) for found in re.findall(r'class="chip[^>]*>.*?href="([^"#]+)', text)]
    lengths = [len(SearchForm.of(QueryParams(chip[2:])).fields()) for chip in chips]
    assert len(chips) == 8
    # Together with the place goes its radius.
    assert sorted(lengths) == [len(form.fields()) - 2] + [len(form.fields()) - 1] * 7


def test_htmx_gets_the_changing_part_and_the_canonical_address(client: TestClient) -> None:
    address = f"/?q={QUESTION}&profil=&region=Berlin&region_gilt=muss&km=50&ort=&lesen=nein"
    part = client.get(address, headers=HTMX)
    assert "<html" not in part.text
    assert 'id="formular"' in part.text and 'id="ergebnis"' in part.text
    pushed = SearchForm(question=QUESTION, regions=("Berlin",), read=False).address()
    assert part.headers["HX-Push-Url"] == pushed
    assert part.headers["Vary"] == "HX-Request"
    whole = client.get(address, headers=HTMX | {"HX-History-Restore-Request": "true"})
    assert "<html" in whole.text


def test_both_sides_gains_stand_in_lines_of_their_own(client: TestClient, shared: Service) -> None:
    first = shared.suggest(MatchRequest(question=QUESTION), shared.viewer).suggestions[0]
    text = unescape(client.get("/", params={"q": QUESTION}, headers=BROWSER).text)
    assert f"<dt>Für Sie</dt><dd>{first.for_asker}</dd>" in text
    assert f"<dt>Für den Partner</dt><dd>{first.for_partner}</dd>" in text
    assert first.for_asker.rstrip(".") in first.reason
    assert first.for_partner.rstrip(".").lower() in first.reason.lower()


def test_question_and_firm_together_can_be_parted_by_a_click(client: TestClient) -> None:
    text = unescape(client.get("/", params={"q": QUESTION, "profil": "arm-001"}).text)
    address = re.search(r'<a href="([^"]+)">nur die Frage</a>', text)
    assert address is not None
    assert len(shown(client.get(address[1]).text)) == 10


def test_more_of_one_kind_and_less_of_another_is_asked_of_the_engine(
    new_client: Callable[..., TestClient],
) -> None:
    client = new_client()
    listed = shown(client.get("/", params={"q": QUESTION}, headers=BROWSER).text)
    params = {"q": QUESTION, "wie": listed[-1], "nicht": listed[0]}
    text = unescape(client.get("/", params=params, headers=BROWSER).text)
    assert shown(text) != listed
    assert "ähnlich wie " in text and "nicht wie " in text
    both = f"/?q={QUESTION}&wie=unbekannt&wie={listed[0]}&nicht={listed[0]}"
    assert client.get(both, headers=BROWSER).status_code == 200


def test_a_profile_that_ends_soon_is_marked(new_client: Callable[..., TestClient]) -> None:
    import datetime as dt

    from data.profiles import Profile, Statement

    client = new_client()
    service: Service = client.app.state.running.service  # type: ignore[attr-defined]
    soon = clock.today() + dt.timedelta(days=7)
    offer = Statement(role=Role.OFFER, text=QUESTION)
    ending = Profile(
        id="endet", name="Endet GmbH", kind=Kind.COMPANY, statements=(offer,), valid_until=soon
    )
    service.create(ending, service.viewer)
    text = unescape(client.get("/", params={"q": QUESTION}, headers=BROWSER).text)
    assert f"gültig nur bis {soon:%d.%m.%Y}" in text


@pytest.mark.parametrize("typed", ["Eberswald", "Ebers'wald"])
def test_a_misspelt_region_is_offered_whatever_signs_are_in_it(
    client: TestClient, typed: str
) -> None:
    text = client.get("/", params={"q": "Wer fräst?", "region": typed}).text
    assert re.search(r"<a[^>]*region=Eberswalde[^>]*>\s*Eberswalde", text)
