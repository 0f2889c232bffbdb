from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select, update

from data.errors import NotFoundError, OutdatedError, RequestError
from data.events.event import Event, Participant
from data.events.plans import Answer, Seat
from data.feedback.outcomes import now
from data.store import event_rows
from data.store import events as event_store
from data.store.database import open_database
from data.store.event_rows import (
    EVENT_ANSWERS,
    EVENT_HEADS,
    EVENT_LINKS,
    EVENT_PLANS,
    EVENT_VERSIONS,
)
from data.store.events import EventStore
from data.store.feedback_rows import stamp
from tests.support.events import event_of, plan_of, slots


@pytest.fixture
def events(url: str) -> Iterator[EventStore]:
    """A new, empty store."""
    with EventStore(open_database(url)) as opened:
        yield opened


def named(event: Event, name: str) -> Event:
    return event.model_copy(update={"name": name})


def test_what_is_kept_is_got_back_by_its_tenant_alone(events: EventStore) -> None:
    made = events.add(event_of(place="Łódź – „Saal“"))
    assert events.get("hwk", made.id) == made
    line = events.mine("hwk")[0]
    assert (line.id, line.name, line.place) == (made.id, made.name, made.place)
    assert (line.starts, line.participants, line.version) == (made.slots[0].start, 4, 1)
    assert (line.plan, line.deleted) == (None, None)
    assert events.mine("ihk") == ()


def test_what_is_anothers_does_not_exist(events: EventStore) -> None:
    event = events.add(event_of())
    events.keep_plan("hwk", plan_of(event))
    tries: list[Callable[[], object]] = [
        lambda: events.get("ihk", event.id),
        lambda: events.save(event.model_copy(update={"tenant": "ihk", "name": "Meins"})),
        lambda: events.versions("ihk", event.id),
        lambda: events.version("ihk", event.id, 1),
        lambda: events.undo("ihk", event.id),
        lambda: events.delete("ihk", event.id),
        lambda: events.restore("ihk", event.id),
        lambda: events.keep_plan("ihk", plan_of(event)),
        lambda: events.plans("ihk", event.id),
        lambda: events.plan("ihk", event.id),
        lambda: events.plan("ihk", event.id, 1),
        lambda: events.choose_plan("ihk", event.id, 1),
        lambda: events.tokens("ihk", event.id),
        lambda: events.token_of("ihk", event.id, "s1"),
        lambda: events.new_tokens("ihk", event.id),
        lambda: events.answer("ihk", event.id, Answer(who="s1", whom="i1")),
        lambda: events.answers("ihk", event.id),
    ]
    for attempt in tries:
        with pytest.raises(NotFoundError, match=event.id):
            attempt()
    assert events.get("hwk", event.id) == event


def test_each_save_is_a_version_and_undo_goes_back_one_at_a_time(events: EventStore) -> None:
    first = events.add(event_of(name="Eins"))
    second = events.save(named(first, "Zwei"), "umbenannt")
    third = events.save(named(second, "Drei"), "noch einmal")
    assert (second.version, third.version) == (2, 3)
    assert second.changed > first.changed
    assert events.undo("hwk", first.id).name == "Zwei"
    back = events.undo("hwk", first.id)
    assert (back.name, back.version) == ("Eins", 5)
    assert events.get("hwk", first.id) == back
    with pytest.raises(RequestError, match=r"Eins.*keine Änderung"):
        events.undo("hwk", first.id)
    told = [(v.number, v.before, v.note) for v in events.versions("hwk", first.id)]
    assert told == [(5, 0, ""), (4, 1, "umbenannt"), (3, 2, "noch einmal"), (2, 1, "umbenannt"),
                    (1, 0, "")]  # fmt: skip
    assert events.version("hwk", first.id, 3) == third
    after = events.save(named(back, "Vier"))
    assert events.undo("hwk", after.id).name == "Eins"


def test_an_undo_takes_back_what_was_seen_or_nothing(events: EventStore) -> None:
    event = events.add(event_of())
    events.save(named(event, "Zwei"))
    with pytest.raises(OutdatedError, match="Fassung 2"):
        events.undo("hwk", event.id, seen=1)
    assert events.undo("hwk", event.id, seen=2).name == event.name


def test_saving_what_is_there_already_changes_nothing(events: EventStore) -> None:
    event = events.add(event_of())
    assert events.save(event.model_copy(update={"changed": now()})) == event
    assert len(events.versions("hwk", event.id)) == 1


def test_who_saves_an_older_version_is_told_and_overwrites_nothing(events: EventStore) -> None:
    event = events.add(event_of())
    events.save(named(event, "Ihre"))
    with pytest.raises(OutdatedError, match=r"Fassung 2.*Fassung 1"):
        events.save(named(event, "Meine"))
    assert events.get("hwk", event.id).name == "Ihre"


def test_of_two_who_add_at_the_same_time_nobody_loses(events: EventStore) -> None:
    event = events.add(event_of())

    def add(name: str) -> None:
        while True:
            present = events.get("hwk", event.id)
            joined = Participant(id=name, name=name, side="Startups")
            people = (*present.participants, joined)
            try:
                events.save(present.model_copy(update={"participants": people}))
            except OutdatedError:
                continue
            return

    threads = [threading.Thread(target=add, args=(f"n{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    present = events.get("hwk", event.id)
    assert {p.id for p in present.participants} >= {f"n{n}" for n in range(6)}
    assert (present.version, events.mine("hwk")[0].participants) == (7, 10)


def test_plans_kept_at_the_same_time_have_numbers_of_their_own(events: EventStore) -> None:
    event = events.add(event_of())
    kept: list[int] = []

    def keep(note: str) -> None:
        kept.append(events.keep_plan("hwk", plan_of(event, note=note)).number)

    threads = [threading.Thread(target=keep, args=(f"{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(kept) == [1, 2, 3, 4, 5, 6]
    assert {line.note for line in events.plans("hwk", event.id)} == {f"{n}" for n in range(6)}


def test_what_does_not_fit_together_is_not_kept(events: EventStore) -> None:
    event = events.add(event_of())
    with pytest.raises(RequestError, match=r"participants\.0\.side.*Alpha.*Startups"):
        events.save(event.model_copy(update={"sides": ("A", "B")}))
    with pytest.raises(RequestError, match="vergeben"):
        events.add(event)
    assert len(events.versions("hwk", event.id)) == 1


def test_old_versions_are_forgotten_unless_a_plan_was_made_from_them(
    events: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_rows, "MAX_VERSIONS", 3)
    event = events.add(event_of())
    event = events.save(named(event, "2"))
    events.keep_plan("hwk", plan_of(event))
    for name in "3456":
        event = events.save(named(event, name))
    assert [v.number for v in events.versions("hwk", event.id)] == [6, 5, 4, 2]
    assert [events.undo("hwk", event.id).name for _ in range(2)] == ["5", "4"]
    with pytest.raises(RequestError, match="keine Änderung"):
        events.undo("hwk", event.id)


def test_no_plan_is_lost_and_an_earlier_one_can_be_chosen(events: EventStore) -> None:
    event = events.add(event_of())
    assert events.plan("hwk", event.id) is None
    first = events.keep_plan("hwk", plan_of(event, note="erster"))
    second = events.keep_plan("hwk", plan_of(event, meetings=()))
    assert (first.number, second.number) == (1, 2)
    assert events.plan("hwk", event.id) == second
    assert events.choose_plan("hwk", event.id, 1) == first
    assert events.plan("hwk", event.id) == first
    assert events.mine("hwk")[0].plan == 1
    lines = [(p.number, p.meetings, p.note, p.current) for p in events.plans("hwk", event.id)]
    assert lines == [(2, 0, "", False), (1, 2, "erster", True)]
    assert events.keep_plan("hwk", plan_of(event)).number == 3
    assert events.plan("hwk", event.id, 2) == second
    with pytest.raises(NotFoundError, match="Plan 9"):
        events.plan("hwk", event.id, 9)
    with pytest.raises(NotFoundError, match="Plan 9"):
        events.choose_plan("hwk", event.id, 9)
    with pytest.raises(NotFoundError, match="e0"):
        events.keep_plan("hwk", plan_of(event).model_copy(update={"event": "e0"}))


def test_a_link_opens_one_seat_until_links_are_made_anew(events: EventStore) -> None:
    event = events.add(event_of())
    tokens = events.tokens("hwk", event.id)
    assert list(tokens) == ["s1", "s2", "i1", "i2"]
    assert len(set(tokens.values())) == 4
    assert events.token_of("hwk", event.id, "i2") == tokens["i2"]
    assert events.seat_of(tokens["i2"]) == Seat("hwk", event.id, "i2")
    assert events.seat_of("erraten") is None
    joined = Participant(id="s9", name="Neu", side="Startups")
    event = events.save(
        event.without("i2").model_copy(
            update={"participants": (*event.without("i2").participants, joined)}
        )
    )
    assert events.seat_of(tokens["i2"]) is None
    assert events.token_of("hwk", event.id, "s1") == tokens["s1"]
    assert events.seat_of(events.token_of("hwk", event.id, "s9")) is not None
    with pytest.raises(NotFoundError, match="i2"):
        events.token_of("hwk", event.id, "i2")
    fresh = events.new_tokens("hwk", event.id)
    assert not set(fresh.values()) & set(tokens.values())
    assert events.seat_of(tokens["s1"]) is None
    assert events.seat_of(fresh["s1"]) == Seat("hwk", event.id, "s1")


def test_the_last_answer_of_a_pair_counts(events: EventStore) -> None:
    event = events.add(event_of())
    events.answer("hwk", event.id, Answer(who="s1", whom="i1", met=True, go_on="maybe"))
    other = Answer(who="i1", whom="s1", met=True, go_on="no", note="zu früh")
    events.answer("hwk", event.id, other)
    last = Answer(who="s1", whom="i1", met=True, go_on="yes")
    events.answer("hwk", event.id, last)
    assert events.answers("hwk", event.id) == (other, last)
    with pytest.raises(NotFoundError, match="s7"):
        events.answer("hwk", event.id, Answer(who="s1", whom="s7"))


def test_a_deleted_event_is_hidden_and_comes_back_whole(events: EventStore) -> None:
    event = events.add(event_of())
    plan = events.keep_plan("hwk", plan_of(event))
    token = events.token_of("hwk", event.id, "s1")
    events.delete("hwk", event.id)
    assert events.mine("hwk") == ()
    assert [line.id for line in events.mine("hwk", deleted=True)] == [event.id]
    assert events.seat_of(token) is None
    with pytest.raises(NotFoundError):
        events.get("hwk", event.id)
    assert events.restore("hwk", event.id) == event
    assert events.plan("hwk", event.id) == plan
    assert events.seat_of(token) == Seat("hwk", event.id, "s1")


def test_what_was_deleted_long_ago_is_lost_with_all_that_belongs_to_it(events: EventStore) -> None:
    old, kept = events.add(event_of()), events.add(event_of())
    for event in (old, kept):
        events.keep_plan("hwk", plan_of(event))
        events.tokens("hwk", event.id)
        events.answer("hwk", event.id, Answer(who="s1", whom="i1"))
    events.delete("hwk", old.id)
    long_ago = stamp(now() - dt.timedelta(days=event_store.KEEP_DAYS + 1))
    with events.engine.begin() as connection:
        mine = update(EVENT_HEADS).where(EVENT_HEADS.c.id == old.id)
        connection.execute(mine.values(deleted=long_ago))
    events.delete("hwk", kept.id)
    with pytest.raises(NotFoundError):
        events.restore("hwk", old.id)
    with events.engine.connect() as connection:
        for table in (EVENT_VERSIONS, EVENT_PLANS, EVENT_LINKS, EVENT_ANSWERS):
            assert set(connection.scalars(select(table.c.event))) == {kept.id}
    assert events.restore("hwk", kept.id) == kept


def test_a_tenant_may_keep_so_many(events: EventStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_store, "MAX_EVENTS", 1)
    events.add(event_of())
    events.add(event_of(tenant="ihk"))
    with pytest.raises(RequestError, match="1 Veranstaltungen"):
        events.add(event_of())


def test_an_event_of_full_size_is_kept_and_read(events: EventStore) -> None:
    people = [
        {"id": f"p{n}", "name": f"Betrieb {n}", "needs": ["Laserschweißen von Aluminium"] * 3}
        for n in range(600)
    ]
    wishes = [
        {"who": f"p{a}", "whom": f"p{b}", "interest": "would"}
        for a in range(200) for b in range(200, 250)
    ]  # fmt: skip
    large = {"sides": [], "participants": people, "wishes": wishes, "slots": slots(40)}
    event = events.add(event_of(**large))
    assert events.get("hwk", event.id) == event
