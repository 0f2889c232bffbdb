"""Topics: the same from run to run, steady when profiles come, silent about hidden ones."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence

import numpy as np
import pytest

from data.files import sample_profiles
from data.profiles import Kind, Profile, Role, Statement, Visibility
from matcher.atlas.clusters import public_texts
from matcher.atlas.learning import learn
from matcher.atlas.topics import TopicModel
from matcher.atlas.view import AtlasView, public_counts, view
from matcher.request import Viewer
from matcher.search.ingest import corpus_of
from matcher.search.snapshot import Snapshot
from models.testing import HashingEncoder
from tests.support.atlas_profiles import TRADES, firms, profile

ENCODER = HashingEncoder()
NOW = "2026-01-01T00:00:00+00:00"
TODAY = dt.date(2026, 1, 1)


def corpus(profiles: Sequence[Profile]) -> Snapshot:
    return corpus_of(profiles, ENCODER, secret=b"s" * 32).snapshot


def told(model: TopicModel) -> object:
    """Return all that a model says, without its arrays and the number of the data."""
    return [vars(t) for t in model.topics], [vars(t) for t in model.themes], model.floor


def assigned(shown: AtlasView) -> dict[tuple[str, int], str | None]:
    return {(hit.profile.id, hit.position): hit.topic for hit in shown.hits}


@pytest.fixture(scope="module")
def sample() -> list[Profile]:
    return list(sample_profiles())


@pytest.fixture(scope="module")
def learned(sample: list[Profile]) -> tuple[Snapshot, TopicModel]:
    whole = corpus(sample)
    return whole, learn(whole, None, NOW)


def test_each_trade_becomes_a_topic_named_by_its_words() -> None:
    model = learn(corpus(firms(20)), None, NOW)
    names = " ".join(topic.name for topic in model.topics)
    shown = view(corpus(firms(20)), model, Viewer(), TODAY)
    for trade in TRADES:
        topics = {hit.topic for hit in shown.hits if hit.profile.id.startswith(trade.lower())}
        assert len(topics - {None}) == 1, trade
    assert len({hit.topic for hit in shown.hits} - {None}) == len(TRADES)
    assert "Uckermark" not in names


def test_the_same_profiles_in_another_order_give_the_same_topics(sample: list[Profile]) -> None:
    some = sample[:250]
    mixed = random.Random(3).sample(some, len(some))
    assert told(learn(corpus(some), None, NOW)) == told(learn(corpus(mixed), None, NOW))


def test_names_are_unlike_each_other(learned: tuple[Snapshot, TopicModel]) -> None:
    names = [topic.name for topic in learned[1].topics]
    assert len(set(names)) == len(names) >= 10


def test_places_on_the_map_are_apart_and_within(learned: tuple[Snapshot, TopicModel]) -> None:
    places = np.array([(topic.x, topic.y) for topic in learned[1].topics])
    assert ((places >= 0) & (places <= 1)).all()
    distances = np.linalg.norm(places[:, None] - places[None], axis=2) + np.eye(len(places))
    assert distances.min() > 0.03


def test_the_next_version_of_the_same_data_changes_nothing(
    learned: tuple[Snapshot, TopicModel],
) -> None:
    whole, first = learned
    second = learn(whole, first, NOW)
    assert second.version == first.version + 1
    assert second.changes == ()
    before, now = (assigned(view(whole, model, Viewer(), TODAY)) for model in (first, second))
    assert sum(before[key] == now[key] for key in before) >= 0.97 * len(before)


def test_topics_stay_when_profiles_are_added(sample: list[Profile]) -> None:
    drawn = random.Random(1).sample(sample, len(sample))
    count = round(len(drawn) / 1.05)
    small, whole = corpus(drawn[:count]), corpus(drawn)
    first = learn(small, None, NOW)
    second = learn(whole, first, NOW)
    ids = {topic.id for topic in first.topics}
    assert len(ids & {topic.id for topic in second.topics}) >= 0.9 * len(ids)
    before = assigned(view(small, first, Viewer(), TODAY))
    now = assigned(view(whole, second, Viewer(), TODAY))
    assert sum(before[key] == now[key] for key in before) >= 0.9 * len(before)


def test_a_field_that_was_not_there_becomes_a_new_topic_with_a_new_id() -> None:
    known = [one for one in firms(20) if not one.id.startswith("software")]
    first = learn(corpus(known), None, NOW)
    second = learn(corpus(firms(20)), first, NOW)
    old = {topic.id for topic in first.topics}
    new = [change for change in second.changes if change.kind == "new"]
    assert new and old <= {topic.id for topic in second.topics} | {
        change.topic for change in second.changes if change.kind == "gone"
    }
    assert {change.topic for change in new}.isdisjoint(old)


def test_starting_afresh_gives_no_id_twice(learned: tuple[Snapshot, TopicModel]) -> None:
    whole, first = learned
    again = learn(whole, first, NOW, fresh=True)
    assert {t.id for t in again.topics}.isdisjoint(t.id for t in first.topics)


def test_what_stands_at_many_profiles_counts_once_and_makes_no_topic() -> None:
    programmes = [
        profile(f"p{i}", (Role.ABOUT, "Potentialberatung"), (Role.ABOUT, "Bildungsschecks"))
        for i in range(60)
    ]
    plain = learn(corpus(firms(8)), None, NOW)
    flooded = corpus([*firms(8), *programmes])
    assert told(learn(flooded, None, NOW)) == told(plain)
    shown = view(flooded, plain, Viewer(), TODAY)
    assert {hit.topic for hit in shown.hits if hit.profile.id.startswith("p")} == {None}
    repeated = [profile(f"r{i}", (Role.OFFER, "Zerspanung von Titan")) for i in range(16)]
    texts = public_texts(corpus([*firms(8), *repeated]))
    assert texts.texts.count("Zerspanung von Titan") == 1
    assert texts.weights[texts.texts.index("Zerspanung von Titan")] == pytest.approx(0.25)


@pytest.mark.parametrize(
    "visibility", [Visibility.NETWORK, Visibility.OWN, Visibility.INTERMEDIARY]
)
def test_profiles_that_are_not_public_teach_nothing(
    sample: list[Profile], visibility: Visibility
) -> None:
    public = [one for one in sample[:150] if one.visibility is Visibility.PUBLIC]
    hidden = [
        profile(
            f"h{i}",
            (Role.OFFER, f"Raketenantriebe und Zylkatechnik Sorte {i}"),
            visibility=visibility,
            owner="theirs",
        )
        for i in range(40)
    ]
    alone, mixed = corpus(public), corpus([*hidden[:20], *public, *hidden[20:]])
    first, second = learn(alone, None, NOW), learn(mixed, None, NOW)
    assert told(first) == told(second)
    assert (first.centroids == second.centroids).all()
    seen = [view(some, first, Viewer(), TODAY) for some in (alone, mixed)]
    assert seen[0].summary() == seen[1].summary()
    assert public_counts(seen[0]) == public_counts(seen[1])
    assert seen[0].matrix("kreis", "division") == seen[1].matrix("kreis", "division")
    if visibility is Visibility.OWN:
        theirs, others = (
            view(mixed, first, Viewer(tenant=name), TODAY) for name in ("theirs", "mine")
        )
        assert len(theirs.hits) == len(others.hits) + 40
        assert others.summary().total == seen[0].summary().total


def test_nobody_is_too_few() -> None:
    empty = learn(corpus([]), None, NOW)
    assert empty.topics == ()
    alone = corpus([Profile(id="a", name="A", kind=Kind.CRAFT)])
    assert learn(alone, empty, NOW).topics == ()
    one = corpus(
        [
            Profile(
                id="a",
                name="A",
                kind=Kind.CRAFT,
                statements=(Statement(role=Role.OFFER, text="Zerspanung"),),
            )
        ]
    )
    assert learn(one, None, NOW).topics == ()
