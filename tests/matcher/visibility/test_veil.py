"""What a veiled profile tells, and what it does not."""

from collections.abc import Sequence

import pytest

from data.errors import NotFoundError, ProfileError
from data.files import sample_profiles
from data.profiles import Contact, Kind, Place, Profile, Visibility
from data.store.profile_rows import check_id
from matcher.engine import Matcher
from matcher.request import Constraint, MatchRequest, Rule, Viewer
from matcher.search.ingest import new_corpus
from matcher.search.rows import RowRole, parts
from matcher.search.rules import seen, slot_of
from matcher.visibility.masking import WITHHELD, canonical
from matcher.visibility.veil import described, is_generic, veil, veiled_id
from models.testing import HashingEncoder
from tests.matcher.conftest import profile

SECRET = b"k" * 32
PRENZLAU = [Place(postcode="17291", name="Prenzlau", kreis="12073", land="12")]
OWNER, STRANGER, ANYBODY = Viewer(tenant="mine"), Viewer(tenant="other"), Viewer()
KNOWN = Viewer(tenant="other", introduced=frozenset({"schulze-01"}))
FACE = veiled_id("schulze-01", SECRET)
SHOP = profile(
    "schulze-01",
    name="Metallbau Schulze GmbH",
    kind=Kind.CRAFT,
    offers=["Schulze fertigt Treppen aus Edelstahl", "Geländer schweißen in Prenzlau"],
    website="https://schulze-treppen.example",
    contact=Contact(office="Büro", email="info@schulze-treppen.example"),
    source="Liste der Innung",
    visibility=Visibility.INTERMEDIARY,
    owner="mine",
    places=PRENZLAU,
)


def masked(name: str, text: str, places: Sequence[Place] = ()) -> str:
    hidden = Visibility.INTERMEDIARY
    bare = profile("abc-001", name=name, offers=[text], visibility=hidden, places=places)
    return veil(bare, SECRET).statements[0].text


def test_the_veiled_form_names_kind_and_kreis_alone() -> None:
    face = veil(SHOP, SECRET)
    assert face.id.startswith("vermittelt-")
    assert face.name == "Handwerksbetrieb aus dem Landkreis Uckermark"
    assert described(face, "en") == "Craft firm from Landkreis Uckermark"
    assert face.places == (Place(kreis="12073", land="12"),)
    assert (face.website, face.contact, face.source) == (None, None, None)
    assert [s.text for s in face.statements] == [
        "[…] fertigt Treppen aus Edelstahl",
        "Geländer schweißen in […]",
    ]
    assert (face.kind, face.owner, face.sectors) == (SHOP.kind, SHOP.owner, SHOP.sectors)


def test_the_id_is_stable_and_hangs_on_the_secret() -> None:
    assert veiled_id("a", SECRET) == veiled_id("a", SECRET) != veiled_id("a", b"other" * 8)
    assert veiled_id("a", SECRET) != veiled_id("b", SECRET)


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        (
            "Metallbau Schulze GmbH",
            "Metallbau Schulze GmbH baut Tore und Zäune",
            "[…] baut Tore und Zäune",
        ),
        (
            "Metallbau Schulze GmbH",
            "Metallbau und Tore von Schulzes Leuten",
            "Metallbau und Tore von […] Leuten",
        ),
        (
            "Metallbau Schulze GmbH",
            "Das Schulzefenster von Schultze ist dicht",
            "Das […] von […] ist dicht",
        ),
        (
            "SolarTec Müller KG",
            "Solar Tec und Muller bauen Anlagen auf Dächer",
            "[…] und […] bauen Anlagen auf Dächer",
        ),
        (
            "Kurz & Gut OHG",
            "Bei Kurz wird kurz und ordentlich gearbeitet",
            "Bei […] wird […] und ordentlich gearbeitet",
        ),
        (
            "Märkische Spezialdruck Nord",
            "Die MSN druckt Etiketten auf Folie",
            "Die […] druckt Etiketten auf Folie",
        ),
        (
            "Zylka",
            "Prüfung nach ISO 17025 und EN 15085 seit 1990",
            "Prüfung nach ISO 17025 und EN 15085 seit 1990",
        ),
        (
            "Zylka",
            "Wir fräsen, Telefon 03984 / 12 34 56, auch sonntags",
            "Wir fräsen, Telefon […], auch sonntags",
        ),
        (
            "Zylka",
            "Fräsen für alle, Hauptstraße 12, gleich am Markt",
            "Fräsen für alle, […], gleich am Markt",
        ),
        (
            "Zylka",
            "Fragen an Frau Anna Petermann oder an uns alle",
            "Fragen an […] oder an uns alle",
        ),
        (
            "Zylka",
            "Fräsen, drehen, bohren: mehr auf fraesen-xy.de/neu",
            "Fräsen, drehen, bohren: mehr auf […]",
        ),
    ],
)
def test_what_tells_who_it_is_is_masked(name: str, text: str, left: str) -> None:
    assert masked(name, text) == left


@pytest.mark.parametrize("town", ["Prenzlau", "Templin", "Schwedt", "Prenzlauer", "17291", "17268"])
def test_all_towns_of_the_kreis_are_masked_not_its_own_alone(town: str) -> None:
    """Otherwise the mask itself would tell which of them it is."""
    assert masked("Zylka", f"Tore und Zäune aus {town} seit Jahren", PRENZLAU).count("[…]") == 1


def test_shown_regions_and_towns_elsewhere_stay() -> None:
    text = "Kunden in der Uckermark, in Brandenburg und in Dresden"
    assert masked("Zylka", text, PRENZLAU) == text


def test_a_statement_of_which_little_is_left_is_withheld_and_not_searched() -> None:
    text = "Schulze Prenzlau, Schulzefenster, info@schulze.example"
    face = veil(
        SHOP.model_copy(update={"statements": profile("x", offers=[text, "Zaun"]).statements}),
        SECRET,
    )
    assert face.statements[0].text == WITHHELD
    assert [(p.role, p.position, p.text) for p in parts(face)] == [
        (RowRole.OFFER, 1, "Zaun"),
        (RowRole.WHOLE, -1, "Zaun"),
    ]


def test_a_veiled_profile_without_statements_is_searched_by_its_description() -> None:
    face = veil(profile("leer", visibility=Visibility.INTERMEDIARY), SECRET)
    assert [p.text for p in parts(face)] == ["Unternehmen"]


def test_common_words_of_names_are_no_secret() -> None:
    for word in ("Metallbau", "Elektrotechnik", "Tischlerei", "GmbH", "und", "Maschinenbau"):
        assert is_generic(canonical(word)), word
    for word in ("Schulze", "Schneider", "Stahlberg", "Müller", "Bauer"):
        assert not is_generic(canonical(word)), word


def test_no_word_of_a_name_stays_in_the_sample() -> None:
    """Every profile of the sample, as if it were behind an intermediary."""
    for shown in sample_profiles():
        telling = [w for w in shown.name.split() if len(w) > 4 and not is_generic(canonical(w))]
        hidden = shown.model_copy(update={"visibility": Visibility.INTERMEDIARY})
        said = " ".join(s.text for s in veil(hidden, SECRET).statements).split()
        region = described(veil(hidden, SECRET), "de")
        for word in telling:
            assert canonical(word) in canonical(region) or word not in said, (shown.id, word)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    corpus = new_corpus(HashingEncoder(), SECRET)
    corpus.put([SHOP, profile("welder", offers=["Geländer schweißen"], plz="17291")])
    return Matcher(corpus)


@pytest.mark.parametrize(
    ("viewer", "known_as", "name"),
    [
        (OWNER, "schulze-01", "Metallbau Schulze GmbH"),
        (Viewer(everything=True), "schulze-01", "Metallbau Schulze GmbH"),
        (STRANGER, FACE, "Handwerksbetrieb aus dem Landkreis Uckermark"),
        (KNOWN, FACE, "Metallbau Schulze GmbH"),
    ],
)
def test_who_sees_the_name(matcher: Matcher, viewer: Viewer, known_as: str, name: str) -> None:
    request = MatchRequest(question="Treppen aus Edelstahl")
    found = {s.profile_id: s for s in matcher.suggest(request, viewer).suggestions}
    assert set(found) == {"welder", known_as}
    shop = found[known_as]
    assert (shop.name, shop.veiled) == (name, viewer is STRANGER)
    assert shop.intermediary == ("mine" if shop.veiled else None)
    assert (shop.contact is None) == shop.veiled
    if shop.veiled:
        assert shop.next_step == "Um Vermittlung bitten: Anfrage über mine"
        assert "Schulze" not in shop.model_dump_json()
    other = FACE if known_as == "schulze-01" else "schulze-01"
    assert slot_of(matcher.corpus.snapshot.catalog, known_as, viewer) is not None
    assert slot_of(matcher.corpus.snapshot.catalog, other, viewer) is None


def test_who_is_not_signed_in_sees_nothing_of_it(matcher: Matcher) -> None:
    result = matcher.suggest(MatchRequest(question="Treppen aus Edelstahl"), ANYBODY)
    assert [s.profile_id for s in result.suggestions] == ["welder"]
    assert result.visible == 1


def test_it_is_named_in_the_language_asked_for(matcher: Matcher) -> None:
    request = MatchRequest(question="Treppen", language="en")
    names = {s.name for s in matcher.suggest(request, STRANGER).suggestions if s.veiled}
    assert names == {"Craft firm from Landkreis Uckermark"}


def test_a_true_id_is_no_id_for_others(matcher: Matcher) -> None:
    def answer(**more: object) -> object:
        request = MatchRequest.model_validate({"question": "Treppen", **more})
        result = matcher.suggest(request, STRANGER)
        return [s.profile_id for s in result.suggestions], result.rejected_by[:1]

    def without(profile_id: str) -> object:
        rule = Constraint(rule=Rule.EXCLUDE, values=(profile_id,))
        return answer(constraints=(rule,))

    assert without("schulze-01") == without("gibt-es-nicht")
    assert without(FACE) != without("gibt-es-nicht")
    with pytest.raises(NotFoundError, match="'schulze-01' gibt es nicht"):
        matcher.suggest(MatchRequest(profile_id="schulze-01"), STRANGER)
    assert matcher.suggest(MatchRequest(profile_id=FACE), STRANGER).visible == 1


def test_a_radius_finds_the_middle_of_the_kreis_and_not_the_town(matcher: Matcher) -> None:
    def near(place: str, km: float, viewer: Viewer) -> int:
        rule = Constraint(rule=Rule.RADIUS, values=(place,), km=km)
        return matcher.suggest(MatchRequest(question="x", constraints=(rule,)), viewer).allowed

    for viewer in (OWNER, STRANGER):
        assert near("17291", 5, viewer) == 1  # the welder alone
        assert near("Uckermark", 5, viewer) == 1  # the shop alone


def test_a_taken_back_agreement_veils_again(matcher: Matcher) -> None:
    catalog = matcher.corpus.snapshot.catalog
    slot = slot_of(catalog, FACE, KNOWN)
    assert slot is not None
    assert seen(catalog, slot, KNOWN).contact == SHOP.contact
    assert seen(catalog, slot, STRANGER).contact is None


def test_a_veil_goes_with_its_profile() -> None:
    corpus = new_corpus(HashingEncoder(), SECRET)
    corpus.put([SHOP])
    corpus.put([SHOP.model_copy(update={"visibility": Visibility.PUBLIC})])
    assert slot_of(corpus.snapshot.catalog, FACE, STRANGER) is None
    assert slot_of(corpus.snapshot.catalog, "schulze-01", ANYBODY) is not None
    corpus.put([SHOP])
    corpus.remove([SHOP.id])
    assert slot_of(corpus.snapshot.catalog, FACE, STRANGER) is None
    assert len(corpus.snapshot.catalog) == 0 and corpus.snapshot.catalog.veiled_slots() == []


def test_no_profile_can_take_an_id_of_a_veil() -> None:
    taken: Profile = profile(FACE)
    with pytest.raises(ProfileError, match="vermittelt-"):
        check_id(taken)
