"""The judge of plans: each rule broken once, and once only just kept."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from data.events.event import Event, Interest, Settings, Table, Wish
from data.events.plans import Meeting
from matcher.meetings.check import broken
from matcher.meetings.check_each import MeetingRule
from tests.support.meeting_strategies import BEGIN, SIDES, event_of, person, slots_of

TABLES = (
    Table(name="A", room="oben"),
    Table(name="B", room="unten"),
    Table(name="C", room="unten", capacity=2),
)
PEOPLE = tuple(person(n, side=SIDES[n % 2]) for n in range(8))


def meeting(a: int, b: int, slot: int = 0, table: int = 0, locked: bool = False) -> Meeting:
    return Meeting(a=f"p{a}", b=f"p{b}", slot=slot, table=table, locked=locked)


def event(changed: dict[int, dict[str, object]] | None = None, **fields: object) -> Event:
    """Eight people of two sides, four slots, three tables."""
    people = [p.model_copy(update=(changed or {}).get(n, {})) for n, p in enumerate(PEOPLE)]
    given: dict[str, object] = {"sides": SIDES, "tables": TABLES, "slots": slots_of(4)}
    return event_of(people, **(given | fields))  # type: ignore[arg-type]


def rules(event: Event, *meetings: Meeting, **more: object) -> list[MeetingRule]:
    return [found.rule for found in broken(event, meetings, **more)]  # type: ignore[arg-type]


def wish(who: int, whom: int, interest: Interest) -> Wish:
    return Wish(who=f"p{who}", whom=f"p{whom}", interest=interest)


ONE = meeting(0, 1)
FIRM: dict[str, object] = {"firm": "Müller GmbH"}
CASES: list[tuple[MeetingRule, Event, list[Meeting]]] = [
    (MeetingRule.KNOWN, event(), [Meeting(a="p0", b="p99", slot=0, table=0)]),
    (MeetingRule.KNOWN, event(), [meeting(0, 1, slot=4)]),
    (MeetingRule.KNOWN, event(), [meeting(0, 1, table=3)]),
    (MeetingRule.KNOWN, event(), [meeting(0, 0)]),
    (MeetingRule.ONE_AT_A_TIME, event(), [ONE, meeting(0, 3, table=1)]),
    (MeetingRule.ONCE, event(), [ONE, meeting(1, 0, slot=1)]),
    (MeetingRule.SIDES, event(), [meeting(0, 2)]),
    (MeetingRule.VETO, event(wishes=(wish(0, 1, Interest.VETO),)), [ONE]),
    (MeetingRule.VETO, event(wishes=(wish(1, 0, Interest.VETO),)), [ONE]),
    (MeetingRule.GROUP, event({0: {"groups": ("Druck",)}, 1: {"groups": ("druck ",)}}), [ONE]),
    (MeetingRule.FIRM, event({0: FIRM, 1: {"firm": "mueller gmbh"}}), [ONE]),
    (MeetingRule.AVAILABLE, event({0: {"arrives": BEGIN + dt.timedelta(minutes=1)}}), [ONE]),
    (MeetingRule.AVAILABLE, event({1: {"leaves": BEGIN + dt.timedelta(minutes=19)}}), [ONE]),
    (MeetingRule.AVAILABLE, event({1: {"away": (0,)}}), [ONE]),
    (MeetingRule.PRESENT, event({1: {"present": False}}), [ONE]),
    (MeetingRule.AT_MOST, event({0: {"at_most": 1}}), [ONE, meeting(0, 3, slot=1)]),
    (
        MeetingRule.AT_MOST,
        event(settings=Settings(at_most=1)),
        [ONE, meeting(0, 3, slot=1)],
    ),
    (
        MeetingRule.IN_A_ROW,
        event(settings=Settings(in_a_row=2)),
        [ONE, meeting(0, 3, slot=1), meeting(0, 5, slot=2)],
    ),
    (MeetingRule.CAPACITY, event(), [ONE, meeting(2, 3)]),
    (
        MeetingRule.CAPACITY,
        event(),
        [meeting(0, 1, table=2), meeting(2, 3, table=2), meeting(4, 5, table=2)],
    ),
    (MeetingRule.ROOM, event({1: {"rooms": ("unten",)}}), [ONE]),
    (MeetingRule.TABLE, event({0: {"table": "B"}}), [ONE]),
    (MeetingRule.MUST, event(wishes=(wish(4, 5, Interest.MUST),)), [ONE]),
]


@pytest.mark.parametrize(("rule", "event", "meetings"), CASES)
def test_each_rule_is_seen_when_it_is_broken(
    rule: MeetingRule, event: Event, meetings: list[Meeting]
) -> None:
    assert set(rules(event, *meetings)) == {rule}


def test_a_legal_plan_breaks_nothing_even_at_the_edge_of_every_rule() -> None:
    edge = event(
        {
            0: {"arrives": BEGIN, "at_most": 3, "groups": ("x",), "firm": "Nord"},
            1: {"leaves": BEGIN + dt.timedelta(minutes=20), "rooms": ("oben",), "groups": ("y",)},
            2: {"away": (1, 2, 3), "table": "C"},
            3: {"firm": "Süd", "present": True},
        },
        wishes=(wish(0, 1, Interest.MUST), wish(4, 1, Interest.VETO)),
        settings=Settings(at_most=3, in_a_row=3),
    )
    assert (
        rules(
            edge,
            ONE,
            meeting(2, 3, table=2),
            meeting(4, 5, table=2),
            meeting(0, 3, slot=1),
            meeting(0, 5, slot=2, table=1),
        )
        == []
    )


def test_a_lunch_break_is_a_pause_and_changing_tables_is_none() -> None:
    row = [ONE, meeting(0, 3, slot=1), meeting(0, 5, slot=2)]
    limited = Settings(in_a_row=2)
    assert rules(event(settings=limited), *row) == [MeetingRule.IN_A_ROW]
    assert rules(event(settings=limited, slots=slots_of(4, lunch_after=1)), *row) == []


def test_seats_of_one_organisation_meet_where_the_event_allows_it() -> None:
    one = {0: FIRM, 1: FIRM}
    assert rules(event(one), ONE) == [MeetingRule.FIRM]
    assert rules(event(one, settings=Settings(same_firm=True)), ONE) == []


def test_competitors_may_not_meet_where_the_event_says_so() -> None:
    rivals = frozenset({frozenset({"p0", "p1"})})
    strict = event({n: {"side": ""} for n in range(8)}, sides=()).model_copy(
        update={"settings": Settings(competitors=False)}
    )
    assert rules(strict, ONE, rivals=rivals) == [MeetingRule.RIVALS]
    assert rules(strict, ONE) == []
    allowed = strict.model_copy(update={"settings": Settings()})
    assert rules(allowed, ONE, rivals=rivals) == []


def test_weak_pairs_need_a_wish_or_a_lock() -> None:
    scores = np.full((8, 8), 0.2)
    asked = Settings(weakest=0.3)
    assert rules(event(settings=asked), ONE, scores=scores) == [MeetingRule.WEAKEST]
    wished = event(settings=asked, wishes=(wish(1, 0, Interest.WOULD),))
    assert rules(wished, ONE, scores=scores) == []
    assert rules(event(settings=asked), meeting(0, 1, locked=True), scores=scores) == []


def test_locked_meetings_have_to_be_there_unmoved() -> None:
    locked = [meeting(0, 1, locked=True)]
    assert rules(event(), meeting(0, 1), locked=locked) == []
    assert rules(event(), meeting(0, 1, slot=1), locked=locked) == [MeetingRule.LOCKED]
    assert rules(event(), meeting(0, 1, table=1), locked=locked) == [MeetingRule.LOCKED]
    assert rules(event(), locked=locked) == [MeetingRule.LOCKED]


def test_what_took_place_is_not_judged_again() -> None:
    veto = event({0: {"present": False}}, wishes=(wish(0, 1, Interest.VETO),))
    later = slots_of(4)[1].start
    assert rules(veto, ONE, since=later) == []
    assert MeetingRule.VETO in rules(veto, meeting(0, 1, slot=1), since=later)
    closed = event(tables=(TABLES[0].model_copy(update={"capacity": 0}), *TABLES[1:]))
    assert rules(closed, ONE, since=later) == []
    assert MeetingRule.CAPACITY in rules(closed, meeting(0, 1, slot=1), since=later)


def test_nobody_has_to_meet_who_called_off() -> None:
    off = event({5: {"present": False}}, wishes=(wish(4, 5, Interest.MUST),))
    assert rules(off, ONE) == []


def test_sentences_name_who_when_and_what() -> None:
    found = broken(event({0: {"at_most": 1}}), [ONE, meeting(0, 3, slot=1), meeting(2, 1)])
    text = " ".join(b.german + b.english for b in found)
    assert "Firma 0: 2 Treffen, höchstens 1 sind erlaubt." in text
    assert "Tisch „A“, 09:00–09:20: 2 Treffen, Platz ist für 1." in text
    assert "Firma 1, 09:00–09:20: 2 meetings at the same time." in text
