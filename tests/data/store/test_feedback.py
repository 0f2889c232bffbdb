from __future__ import annotations

import datetime as dt
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from data.errors import NotFoundError, RequestError, StoreError
from data.feedback.outcomes import EventKind, Impression, seeker_key
from data.profiles import Kind, Profile
from data.store.database import MIGRATIONS
from data.store.feedback import BATCH, FeedbackStore, open_feedback
from data.store.profiles import open_store
from tests.data.conftest import Postgres
from tests.support.feedback import event, impression

DAY = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)


@pytest.fixture
def log(url: str) -> Iterator[FeedbackStore]:
    """A new, empty log."""
    with open_feedback(url) as opened:
        yield opened


def test_what_is_recorded_is_got_back(log: FeedbackStore) -> None:
    made = impression(
        who="BIT-Beratung",
        seeker=None,
        question="Wer kann 'Laser' & \"Eloxal\"?",
        constraints=[{"rule": "region", "values": ["Brandenburg"]}],
    )
    assert log.record(made) == made.id
    assert log.impression(made.id) == made
    assert log.record(made) == made.id  # a second time changes nothing
    assert list(log.impressions()) == [made]
    with pytest.raises(NotFoundError, match="'i0'"):
        log.impression("i0")


def test_an_event_takes_the_seeker_of_its_list(log: FeedbackStore) -> None:
    shown = log.record(impression())
    asked = log.record(impression(seeker=None, question="Wer dreht?"))
    first = log.event(log.add(event(impression_id=shown)))
    second = log.event(log.add(event("met", impression_id=asked)))
    assert (first.seeker, first.question) == ("a", None)
    assert (second.seeker, second.question) == (None, "Wer dreht?")
    assert log.history("a", "b") == (first,)
    assert log.history("Wer dreht?", "b") == (second,)
    assert log.history("a", "c") == ()


def test_the_last_event_is_the_state(log: FeedbackStore) -> None:
    shown = log.record(impression())
    late = event("cooperation", seeker="a", time=DAY + dt.timedelta(days=9))
    log.add(late)
    log.add(event("met", impression_id=shown, time=DAY))
    declined = event("declined", reason="too_far", note="70 km", impression_id=shown, time=DAY)
    log.add(declined)
    kinds = [found.kind.value for found in log.history("a", "b")]
    assert kinds == ["met", "declined", "cooperation"]
    log.undo(late.id)
    assert log.history("a", "b")[-1].note == "70 km"


def test_pairs_of_a_seeker_are_read_at_once(log: FeedbackStore) -> None:
    key, asked = seeker_key("a", None), seeker_key(None, "Wer dreht?")
    first = log.event(log.add(event("met", seeker="a", time=DAY + dt.timedelta(days=1))))
    earlier = log.event(log.add(event("noted", seeker="a", note="Messe", time=DAY)))
    other = log.event(log.add(event(seeker="a", profile_id="c")))
    question = log.event(log.add(event(seeker=None, question="Wer dreht?")))
    log.add(event("met", seeker="a", profile_id="d"))
    log.add(event(seeker="a", tenant="ihk"))
    found = log.histories(key, ["b", "c", "x"], "hwk")
    assert found == {"b": (earlier, first), "c": (other,)}
    assert log.histories(asked, ["b"], "hwk") == {"b": (question,)}
    assert len(log.histories(key, ["b"])["b"]) == 3  # the operator reads everybody's
    log.undo(other.id)
    assert "c" not in log.histories(key, ["c"], "hwk")


def test_partners_are_those_of_whom_a_kind_was_told(log: FeedbackStore) -> None:
    log.load([event("met", seeker="a", profile_id=id) for id in ("d", "c", "d")])
    log.add(event("opened", seeker="a"))
    gone = log.add(event("contacted", seeker="a", profile_id="e"))
    log.add(event("met", seeker="a", profile_id="f", tenant="ihk"))
    log.undo(gone)
    kinds = [EventKind.MET, EventKind.CONTACTED]
    assert log.partners(seeker_key("a", None), kinds, "hwk") == ("c", "d")
    assert log.partners(seeker_key("z", None), kinds, "hwk") == ()


def test_both_sides_of_a_profile_are_found(log: FeedbackStore) -> None:
    sought = log.event(log.add(event("met", seeker="p", profile_id="q")))
    found = log.event(log.add(event("met", seeker="s", profile_id="p")))
    log.add(event("met", seeker="s", profile_id="q"))
    assert log.about("p", "hwk") == (sought, found)
    assert log.about("p", "ihk") == ()


def test_events_that_do_not_fit_their_list_are_refused(log: FeedbackStore) -> None:
    shown = log.record(impression("b", "c"))
    empty = log.record(impression(shown=[]))
    with pytest.raises(NotFoundError, match=r"'i0'.*impression_id") as unknown:
        log.add(event(impression_id="i0"))
    assert "'i0'" in unknown.value.english
    with pytest.raises(RequestError, match=rf"'x'.*'{shown}'.*b, c") as foreign:
        log.add(event(impression_id=shown, profile_id="x"))
    assert "b, c" in foreign.value.english
    with pytest.raises(RequestError, match="leer"):
        log.add(event(impression_id=empty))
    with pytest.raises(RequestError, match=r"'a', nicht für 'z'"):
        log.add(event(impression_id=shown, seeker="z"))
    assert log.add(event(impression_id=shown, seeker="a"))
    assert sum(log.counts().events.values()) == 1


def test_undo_hides_and_keeps(log: FeedbackStore) -> None:
    shown = log.record(impression())
    first, second = event("opened", impression_id=shown), event("met", impression_id=shown)
    log.load([first, second])
    log.undo(second.id, "hwk")
    assert [found.id for found in log.events()] == [first.id]
    assert [found.id for found in log.history("a", "b")] == [first.id]
    assert [row.events for row in log.training_rows()] == [(log.event(first.id),), ()]
    counts = log.counts()
    assert (counts.events[EventKind.OPENED], counts.events[EventKind.MET]) == (1, 0)
    assert counts.undone == 1
    kept = [type(record).__name__ for record in log.log()]
    assert kept == ["Impression", "Event", "Event", "Undo"]
    for id in (second.id, "e0"):
        with pytest.raises(NotFoundError, match=f"'{id}'"):
            log.undo(id)
    with pytest.raises(NotFoundError):
        log.event(second.id)


def test_a_tenant_sees_its_own_feedback_alone(log: FeedbackStore) -> None:
    mine, theirs = impression(), impression(tenant="ihk")
    log.load([mine, theirs])
    own, other = event(impression_id=mine.id), event(impression_id=theirs.id, tenant="ihk")
    log.load([own, other])
    with pytest.raises(NotFoundError, match=theirs.id):
        log.add(event(impression_id=theirs.id))
    with pytest.raises(NotFoundError, match=other.id):
        log.undo(other.id, "hwk")
    with pytest.raises(NotFoundError, match=theirs.id):
        log.impression(theirs.id, "hwk")
    with pytest.raises(NotFoundError, match=other.id):
        log.event(other.id, "hwk")
    log.undo(own.id, "hwk")
    assert [found.id for found in log.impressions(tenant="ihk")] == [theirs.id]
    assert [found.id for found in log.events(tenant="ihk")] == [other.id]
    assert [found.id for found in log.history("a", "b", "ihk")] == [other.id]
    assert {row.impression.id for row in log.training_rows(tenant="ihk")} == {theirs.id}
    assert (log.counts("ihk").impressions, log.counts("ihk").undone) == (1, 0)
    assert (log.counts("hwk").impressions, log.counts("hwk").undone) == (1, 1)
    assert len(list(log.log("ihk"))) == 2
    assert len(list(log.log("hwk"))) == 3
    assert log.counts().impressions == 2


def test_streams_go_on_after_an_id_or_since_a_moment(log: FeedbackStore) -> None:
    made = [impression(time=DAY + dt.timedelta(hours=i)) for i in range(5)]
    log.load(made)
    told = [event(impression_id=i.id, time=i.time) for i in made]
    log.load(told)
    assert [i.id for i in log.impressions(after=made[1].id)] == [i.id for i in made[2:]]
    assert [i.id for i in log.impressions(since=made[3].time)] == [i.id for i in made[3:]]
    assert [e.id for e in log.events(after=told[3].id)] == [told[4].id]
    assert [e.id for e in log.events(since=made[4].time)] == [told[4].id]
    assert [row.impression.id for row in log.training_rows(since=made[4].time)] == [made[4].id] * 2
    with pytest.raises(NotFoundError, match="'i0'"):
        list(log.impressions(after="i0"))
    with pytest.raises(NotFoundError, match="'e0'"):
        list(log.events(after="e0"))


def test_training_rows_are_read_page_by_page(log: FeedbackStore) -> None:
    made = [impression() for _ in range(BATCH + 3)]
    log.load(made)
    log.load(event("met", impression_id=i.id) for i in made[-2:])
    log.add(event("cooperation", seeker="a"))  # was never suggested
    rows = log.training_rows()
    first = next(rows)
    assert (first.shown.position, first.shown.features) == (1, {"words": 0.25})
    log.add(event("opened", impression_id=made[BATCH].id))  # on a page not read yet
    rest = list(rows)
    assert len(rest) == 2 * len(made) - 1
    assert [row.shown.profile_id for row in (first, *rest)] == ["b", "c"] * len(made)
    kinds = {
        row.impression.id: [event.kind.value for event in row.events] for row in rest if row.events
    }
    assert kinds == {made[-3].id: ["opened"], made[-2].id: ["met"], made[-1].id: ["met"]}


def test_all_of_a_load_or_nothing(log: FeedbackStore) -> None:
    good = impression()
    bad = event(impression_id=good.id, profile_id="x")
    with pytest.raises(RequestError):
        log.load([good, *(impression() for _ in range(BATCH)), bad])
    assert log.counts().impressions == 0


def test_a_log_can_be_loaded_elsewhere_and_again(log: FeedbackStore, tmp_path: Path) -> None:
    shown = log.record(impression())
    log.add(event("opened", impression_id=shown))
    hidden = log.add(event("cooperation", seeker="z"))
    log.undo(hidden)
    with open_feedback(f"sqlite:///{tmp_path / 'elsewhere.sqlite'}") as copy:
        assert copy.load(log.log()) == 4
        assert copy.load(log.log()) == 0
        assert list(copy.log()) == list(log.log())
        assert list(copy.training_rows()) == list(log.training_rows())


def test_what_is_added_during_a_copy_is_not_half_in_it(log: FeedbackStore, tmp_path: Path) -> None:
    log.record(impression())
    copying = log.log()
    first = next(copying)
    assert isinstance(first, Impression)
    late = log.record(impression())
    log.undo(log.add(event(impression_id=late)))
    assert list(copying) == []


WRITER = """
import sys
from data.store.feedback import open_feedback
from tests.support.feedback import event, impression

with open_feedback(sys.argv[1]) as log:
    for _ in range(20):
        log.add(event(impression_id=log.record(impression())))
"""


def test_processes_write_at_once_and_a_follower_misses_nothing(url: str) -> None:
    root = Path(__file__).parents[3]
    workers = [subprocess.Popen([sys.executable, "-c", WRITER, url], cwd=root) for _ in range(2)]
    seen: list[str] = []
    with open_feedback(url) as log:
        while any(worker.poll() is None for worker in workers) or len(seen) < 40:
            assert not any(worker.poll() for worker in workers)
            seen.extend(i.id for i in log.impressions(after=seen[-1] if seen else None))
        assert len(set(seen)) == len(seen) == 40
        assert log.counts().events[EventKind.CONTACTED] == 40


def test_a_busy_database_is_not_waited_for_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.store.feedback.WAIT_SECONDS", 0)
    url = f"sqlite:///{tmp_path / 'busy.sqlite'}"
    with open_feedback(url) as log, open_store(url) as store:
        holding, done = threading.Event(), threading.Event()

        def slowly() -> Iterator[Profile]:
            yield Profile(id="a", name="A", kind=Kind.CRAFT)
            holding.set()
            done.wait(30)

        writer = threading.Thread(target=lambda: store.put(slowly(), batch=1))
        writer.start()
        holding.wait(30)
        try:
            with pytest.raises(StoreError, match="beschäftigt"):
                log.record(impression())
        finally:
            done.set()
            writer.join()
        assert log.record(impression())


def test_feedback_joins_a_database_that_holds_profiles_alone(url: str) -> None:
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(text("UPDATE counter SET revision = 41"))
    engine.dispose()
    with open_feedback(url) as log:
        log.record(impression())
    with open_store(url) as store:
        assert store.revision() == 41


@pytest.mark.server
def test_a_database_for_reading_alone_is_read(postgres: Postgres) -> None:
    name = postgres.new_database().split("/")[3].split("?")[0]
    url = postgres.url(name)
    with open_feedback(url) as log:
        log.record(impression())
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")  # type: ignore[call-overload, unused-ignore]
    with open_feedback(url) as log:
        assert log.counts().impressions == 1
        with pytest.raises(StoreError, match="schreibgeschützt"):
            log.record(impression())
