"""What is counted under a topic, a region and a field, and for whom: checked by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from data.errors import RegionError
from data.profiles import Kind, Profile, Role, Visibility
from matcher.atlas.browse import browse, label_of
from matcher.atlas.counts import Selection, Tally
from matcher.atlas.duplicates import duplicates, name_key, overlaps
from matcher.atlas.growth import growth
from matcher.atlas.learning import learn
from matcher.atlas.skills import SkillLine, skills
from matcher.atlas.topics import TopicModel
from matcher.atlas.view import AtlasView, public_counts, view
from matcher.ranking.background import background_of
from matcher.request import Viewer
from matcher.search.ingest import corpus_of
from models.testing import HashingEncoder
from tests.support.atlas_profiles import TRADES, firms, profile

ENCODER = HashingEncoder()
TODAY = dt.date(2026, 1, 1)
UCKERMARK, BARNIM, BERLIN = "12073", "12060", "11000"
TURNING, BAKING = TRADES["Zerspanung"], TRADES["Backwaren"]


@pytest.fixture(scope="module")
def model() -> TopicModel:
    return learn(corpus_of(firms(20), ENCODER).snapshot, None, "2026-01-01T00:00:00+00:00")


def seen(model: TopicModel, *profiles: Profile, viewer: Viewer | None = None) -> AtlasView:
    snapshot = corpus_of(profiles, ENCODER, secret=b"s" * 32).snapshot
    return view(snapshot, model, viewer or Viewer(), TODAY)


def topic_of(model: TopicModel, word: str) -> str:
    return next(t.id for t in model.topics if word in " ".join((t.name, *t.words)))


@pytest.fixture(scope="module")
def few(model: TopicModel) -> AtlasView:
    """Three firms: two turn, one of them in two regions; one bakes."""
    turning = profile(
        "a",
        (Role.OFFER, f"{TURNING} 1"),
        (Role.OFFER, f"{TURNING} 2"),
        (Role.NEED, f"{TURNING} 3"),
        sectors=("25.62",),
    )
    both = profile("b", (Role.NEED, f"{TURNING} 4"), sectors=("25.62", "28.14"))
    both = both.model_copy(
        update={"places": (*both.places, profile("x", kreis=BERLIN).places[0]), "kind": Kind.CRAFT}
    )
    baking = profile(
        "c", (Role.NEED, f"{BAKING} 1"), (Role.ABOUT, "Potentialberatung"), kreis=BARNIM
    )
    return seen(model, turning, both, baking)


def test_topics_hold_the_statements_counted_by_role(model: TopicModel, few: AtlasView) -> None:
    lines = {t.topic.id: t.tally for theme in few.summary().themes for t in theme.topics}
    assert lines[topic_of(model, "Drehmaschine")] == Tally(2, 2, 0, 2)
    assert lines[topic_of(model, "Backwaren")] == Tally(0, 1, 0, 1)
    assert lines[topic_of(model, "Backwaren")].gap == 1
    assert few.summary().total == Tally(2, 3, 1, 3)
    assert few.summary().unassigned == Tally(0, 0, 1, 1)
    assert few.summary().sectors_stated == 2


def test_who_is_in_two_regions_is_counted_in_each_and_once_in_all(few: AtlasView) -> None:
    found = few.matrix("kreis", "division", Selection(role=Role.NEED))
    assert {key: tally.needs for key, tally in found.cells.items() if key[1]} == {
        (f"kreis:{UCKERMARK}", "sector:25"): 2,
        (f"kreis:{UCKERMARK}", "sector:28"): 1,
        (f"kreis:{BERLIN}", "sector:25"): 1,
        (f"kreis:{BERLIN}", "sector:28"): 1,
    } | {key: t.needs for key, t in found.cells.items() if key[0] == f"kreis:{BARNIM}" and key[1]}
    assert found.by_region[f"kreis:{UCKERMARK}"] == Tally(0, 2, 0, 2)
    assert found.by_region[f"kreis:{BERLIN}"] == Tally(0, 1, 0, 1)
    assert found.total == Tally(0, 3, 0, 3)
    assert found.growth == {}


def test_lands_sections_and_clusters(few: AtlasView) -> None:
    lands = few.matrix("land", "section")
    assert lands.regions[0] == "land:12"
    assert lands.by_region["land:12"].profiles == 3
    assert lands.by_field["sector:C"].profiles >= 2
    assert "cluster:metal" in few.matrix("land", "cluster").fields


def test_every_count_leads_to_its_statements(model: TopicModel, few: AtlasView) -> None:
    topic = topic_of(model, "Drehmaschine")
    hits = few.select(Selection(topic=topic, region=f"kreis:{BERLIN}"))
    assert [(hit.profile.id, hit.text) for hit in hits] == [("b", f"{TURNING} 4")]
    for region in few.matrix("kreis", "cluster").regions:
        for field in few.matrix("kreis", "cluster").fields:
            cell = few.matrix("kreis", "cluster").cells.get((region, field))
            count = len(few.select(Selection(region=region, field=field)))
            assert count == (cell.statements if cell else 0)


def test_facets_leave_their_own_side_open(model: TopicModel, few: AtlasView) -> None:
    topic = topic_of(model, "Drehmaschine")
    found = browse(few, Selection(topic=topic, kind=Kind.CRAFT))
    assert [hit.profile.id for hit in found.hits] == ["b"]
    assert {facet.key: facet.profiles for facet in found.kinds} == {"company": 1, "craft": 1}
    assert {facet.label for facet in found.regions} == {"Brandenburg", "Berlin"}
    inner = browse(few, Selection(topic=topic, region=f"kreis:{UCKERMARK}"))
    assert {f.key for f in inner.regions} == {f"kreis:{UCKERMARK}"}


def test_labels_are_names() -> None:
    assert label_of("land:12") == "Brandenburg"
    assert label_of("sector:25").startswith("25 Herstellung von Metall")
    assert label_of("cluster:metal") == "Metall"
    assert label_of("", "en") == "not stated"
    with pytest.raises(RegionError):
        label_of("kreis:99999")


DAYS_APART = "2025-06-01T08:00:00+00:00", "2025-09-01T08:00:00+00:00"


def versions(
    model: TopicModel, was: dict[str, int], count: dict[str, int], dates: tuple[str, str]
) -> tuple[TopicModel, TopicModel]:
    """Return two versions with these public statements of the topics by a word of theirs."""

    def version(number: int, counts: dict[str, int]) -> TopicModel:
        found = {topic_of(model, word): n for word, n in counts.items()}
        return replace(model, counts=found, version=number, made_at=dates[number - 1])

    return version(1, was), version(2, count)


@pytest.mark.parametrize(
    ("was", "count", "dates", "told"),
    [
        ((100, 400), (180, 420), DAYS_APART, 80),
        ((100, 400), (180, 420), (DAYS_APART[0], "2025-06-03T08:00:00+00:00"), None),
        ((5, 400), (12, 420), DAYS_APART, None),
        ((100, 400), (110, 420), DAYS_APART, None),
        ((100, 400), (200, 800), DAYS_APART, None),
    ],
    ids=["grown", "two days", "few", "chance", "all alike"],
)
def test_growth_is_told_where_dates_and_numbers_allow(
    model: TopicModel,
    was: tuple[int, int],
    count: tuple[int, int],
    dates: tuple[str, str],
    told: int | None,
) -> None:
    words = ("Drehmaschine", "Brot")
    before, now = versions(
        model, dict(zip(words, was, strict=True)), dict(zip(words, count, strict=True)), dates
    )
    assert growth(now, before, topic_of(model, "Drehmaschine")) == told


def test_growth_tells_of_public_statements_alone(model: TopicModel) -> None:
    own = profile("own", (Role.OFFER, f"{TURNING} 7"), visibility=Visibility.OWN)
    before = replace(model, counts=public_counts(seen(model, *firms(2))), version=1)
    shown = seen(before, *firms(2), own, viewer=Viewer(tenant="default"))
    lines = {t.topic.id: t for theme in shown.summary(before).themes for t in theme.topics}
    turning = lines[topic_of(model, "Drehmaschine")]
    assert (turning.tally.statements, turning.growth) == (3, None)


def test_a_veiled_profile_is_counted_and_shown_veiled(model: TopicModel) -> None:
    veiled = profile(
        "secret-firm",
        (Role.OFFER, f"{TURNING} 1"),
        visibility=Visibility.INTERMEDIARY,
        owner="theirs",
    )
    assert seen(model, veiled).hits == ()
    (hit,) = seen(model, veiled, viewer=Viewer(tenant="mine")).hits
    assert hit.profile.id != "secret-firm" and "secret" not in hit.profile.name
    (own,) = seen(model, veiled, viewer=Viewer(tenant="theirs")).hits
    assert (own.profile.id, own.topic) == ("secret-firm", hit.topic)


def test_expired_profiles_are_not_counted(model: TopicModel) -> None:
    old = profile("old", (Role.OFFER, f"{TURNING} 1"), valid_until=dt.date(2025, 12, 31))
    assert seen(model, old).hits == ()


def test_skills_by_region_are_sums_of_what_is_named(model: TopicModel) -> None:
    shown = seen(
        model,
        profile("a", (Role.NEED, "Wir suchen 3 Zerspanungsmechaniker")),
        profile("b", (Role.NEED, "Zwei Zerspanungsmechaniker gesucht"), kreis=BERLIN),
        profile("c", (Role.OFFER, "Ausbildung Zerspanungsmechaniker, 4 Plätze"), kreis=BERLIN),
        profile("d", (Role.OFFER, f"{BAKING} 2")),
    )
    found = skills(shown, "land")
    workers = SkillLine("Zerspanungsmechaniker", "skilled")
    apprentices = SkillLine("Zerspanungsmechaniker", "apprentice")
    assert found.skills == (workers, apprentices)
    assert found.totals["skilled"].gap == 5 and found.totals["apprentice"].gap == -4
    assert found.cells[workers, "land:12"].demand == 3
    assert found.cells[apprentices, "land:11"].gap == -4
    assert found.read == 4 and len(found.mentions) == 3


def test_a_course_counts_once_whatever_it_teaches(model: TopicModel) -> None:
    course = (Role.OFFER, "Grundlehrgänge Drehen, Fräsen und Löten, 36 Plätze")
    found = skills(seen(model, profile("a", course)), "land")
    assert len(found.skills) == 3
    assert found.totals["course"].supply == 36


def test_offers_that_nearly_say_the_same_are_bundled_once(model: TopicModel) -> None:
    text = f"{TURNING} 30"
    shown = seen(
        model,
        profile("a", (Role.OFFER, text), (Role.OFFER, f"{text} ")),
        profile("b", (Role.OFFER, f"{TURNING} 31")),
        profile("c", (Role.ABOUT, text), kind=Kind.RESEARCH),
        profile("d", (Role.NEED, text)),
        profile("e", (Role.OFFER, "Brot und Brötchen")),
    )
    (group,) = overlaps(shown, background_of(ENCODER))
    assert {hit.profile.id for hit in group.offers} == {"a", "b", "c"}
    assert 0.6 <= group.likeness <= 1


def test_programmes_and_mass_texts_are_no_overlap(model: TopicModel) -> None:
    many = [profile(f"p{i}", (Role.OFFER, "Zerspanung von Titan")) for i in range(9)]
    some = [profile(f"q{i}", (Role.OFFER, "Potentialberatung")) for i in range(3)]
    assert overlaps(seen(model, *many, *some), background_of(ENCODER)) == ()


LONG = "Absperrklappen aus Sphäroguss für Fernwärme, geprüft auf dem eigenen Prüfstand mit Zeugnis"


@pytest.mark.parametrize(
    ("first", "second", "likeness"),
    [
        (
            ("Müller & Sohn GmbH", UCKERMARK, "Drehen"),
            ("Mueller und Sohn", UCKERMARK, "Fräsen"),
            0.95,
        ),
        (("Müller GmbH", UCKERMARK, "Drehen"), ("Müller AG", BERLIN, "Fräsen"), 0.8),
        (
            ("Müller Armaturen GmbH", UCKERMARK, LONG),
            ("Armaturenwerk Müller", UCKERMARK, LONG),
            0.7,
        ),
        (("Müller Armaturen GmbH", UCKERMARK, LONG), ("Armaturenwerk Müller", BERLIN, LONG), None),
        (("Müller GmbH", UCKERMARK, LONG), ("Schulz KG", UCKERMARK, LONG), None),
        (("Müller GmbH", UCKERMARK, "Drehen"), ("Schulz KG", UCKERMARK, "Drehen"), None),
    ],
)
def test_possible_duplicates(
    model: TopicModel,
    first: tuple[str, str, str],
    second: tuple[str, str, str],
    likeness: float | None,
) -> None:
    pair = [
        profile(id, (Role.OFFER, text), kreis=kreis, name=name)
        for id, (name, kreis, text) in (("a", first), ("b", second))
    ]
    found = duplicates(seen(model, *pair))
    assert [d.likeness for d in found] == ([likeness] if likeness else [])
    for one in found:
        assert "öglicherweise" in one.german and "Possibly" in one.english


def test_a_veiled_profile_is_nobodys_duplicate(model: TopicModel) -> None:
    pair = [
        profile("a", (Role.OFFER, LONG)),
        profile("b", (Role.OFFER, LONG), visibility=Visibility.INTERMEDIARY, owner="theirs"),
    ]
    assert duplicates(seen(model, *pair, viewer=Viewer(tenant="mine"))) == ()


def test_names_are_compared_without_legal_form_and_spelling() -> None:
    assert name_key("Müller & Co. KG") == name_key("MUELLER")
    assert name_key("GmbH") == "gmbh"
