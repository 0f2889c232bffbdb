"""A plan made anew on the day changes no more than it has to."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.events.event import Event, Interest, Participant, Settings, Table, Wish
from data.events.plans import Meeting, Plan
from matcher.meetings.check import broken
from matcher.meetings.conflicts import InfeasibleError
from matcher.meetings.figures import changes_between
from matcher.meetings.planner import make_plan
from matcher.meetings.replan import replan
from tests.support.tight_events import event, scores_of, tight_events

MUST, WOULD, VETO = Interest.MUST, Interest.WOULD, Interest.VETO


def with_people(what: Event, **changed: dict[str, object]) -> Event:
    """Return the next version of an event, fields of participants changed."""
    people = tuple(p.model_copy(update=changed.get(p.id, {})) for p in what.participants)
    return what.model_copy(update={"participants": people, "version": what.version + 1})


def planned(what: Event) -> Plan | None:
    try:
        return make_plan(what, scores_of(len(what.participants)), workers=1)
    except InfeasibleError:
        return None


@st.composite
def days(draw: st.DrawFn) -> tuple[Event, Plan, Event, dt.datetime | None]:
    """Draw an event with a plan, the event as it is later, and from when on is planned."""
    what = draw(tight_events())
    plan = planned(what)
    if plan is None:
        what = what.model_copy(
            update={"wishes": tuple(w for w in what.wishes if w.interest is not MUST)}
        )
        plan = planned(what)
    assert plan is not None
    meetings = tuple(m.model_copy(update={"locked": draw(st.booleans())}) for m in plan.meetings)
    plan = plan.model_copy(update={"meetings": meetings})
    later = what.model_copy(update={"version": 2})
    people = list(later.participants)
    at = draw(st.integers(0, len(people) - 1))
    kind = draw(st.sampled_from(["gone", "late", "wish", "table", "nothing"]))
    if kind == "gone":
        people[at] = people[at].model_copy(update={"present": False})
    if kind == "late":
        people[at] = people[at].model_copy(update={"arrives": what.slots[-1].start, "leaves": None})
    wishes, tables = what.wishes, list(what.tables)
    if kind == "wish" and at:
        interest = draw(st.sampled_from([MUST, WOULD, VETO]))
        wishes = (*wishes, Wish(who="p0", whom=f"p{at}", interest=interest))
    if kind == "table":
        tables[0] = tables[0].model_copy(update={"capacity": 0})
    later = later.model_copy(
        update={"participants": tuple(people), "wishes": wishes, "tables": tuple(tables)}
    )
    return what, plan, later, draw(st.sampled_from([None, what.slots[0].end]))


@settings(max_examples=20, deadline=None)
@given(day=days())
def test_rules_are_kept_and_what_is_settled_stays(
    day: tuple[Event, Plan, Event, dt.datetime | None],
) -> None:
    what, plan, later, since = day
    scores = scores_of(len(what.participants))
    try:
        new = replan(later, scores, plan, fixed_before=since, workers=1)
    except InfeasibleError:
        return
    here = {p.id for p in later.participants if p.present}
    past = {m for m in plan.meetings if since and what.slots[m.slot].start < since}
    locked = {m for m in plan.meetings if m.locked and {m.a, m.b} <= here}
    assert broken(later, new.meetings, scores=scores, since=since, locked=[*locked]) == ()
    assert past | locked <= set(new.meetings)
    assert {m for m in new.meetings if since and what.slots[m.slot].start < since} == past
    assert new.proof.bound >= new.proof.value


@settings(max_examples=20, deadline=None)
@given(day=days())
def test_no_more_meetings_change_than_in_a_plan_made_anew(
    day: tuple[Event, Plan, Event, dt.datetime | None],
) -> None:
    what, plan, later, _ = day
    scores = scores_of(len(what.participants))
    free = plan.model_copy(
        update={"meetings": tuple(m.model_copy(update={"locked": False}) for m in plan.meetings)}
    )
    try:
        new = replan(later, scores, free, workers=1)
    except InfeasibleError:
        assert planned(later) is None
        return
    anew = make_plan(later, scores, workers=1)
    changes = changes_between(later, free, new)
    assert changes.disturbed <= changes_between(later, free, anew).disturbed


@settings(max_examples=12, deadline=None)
@given(what=tight_events())
def test_nothing_changes_where_nothing_changed(what: Event) -> None:
    plan = planned(what)
    if plan is None:
        return
    scores = scores_of(len(what.participants))
    for later, before in ((what, None), (what.model_copy(update={"version": 2}), what)):
        new = replan(later, scores, plan, before=before, workers=1)
        assert set(new.meetings) == set(plan.meetings)
        assert changes_between(what, plan, new).notes == {}


def made(what: Event) -> Plan:
    plan = planned(what)
    assert plan is not None
    return plan


def test_after_a_no_show_only_its_meetings_go_and_free_partners_fill_in() -> None:
    what = event(8, times=4, tables=tuple(Table(name=str(n)) for n in range(1, 5)))
    plan = made(what)
    later = with_people(what, p3={"present": False})
    scores = scores_of(8)
    new = replan(later, scores, plan, workers=1)
    changes = changes_between(later, plan, new)
    assert {m.pair for m in changes.removed} == {m.pair for m in plan.meetings if "p3" in m.pair}
    assert not changes.moved
    assert all("p3" not in m.pair for m in new.meetings)


def test_past_meetings_of_who_left_stay_as_they_were() -> None:
    what = event(4, times=4)
    plan = made(what)
    noon = what.slots[2].start
    new = replan(with_people(what, p0={"present": False}), scores_of(4), plan, fixed_before=noon)
    had = {m for m in plan.meetings if "p0" in m.pair and m.slot < 2}
    assert had and {m for m in new.meetings if "p0" in m.pair} == had


def test_a_new_must_moves_as_few_as_can_be() -> None:
    what = event(6, times=2, tables=tuple(Table(name=str(n)) for n in range(1, 4)))
    plan = made(what)
    missing = next(
        (a.id, b.id)
        for a in what.participants
        for b in what.participants
        if a.id < b.id and frozenset((a.id, b.id)) not in {m.pair for m in plan.meetings}
    )
    wish = Wish(who=missing[0], whom=missing[1], interest=MUST)
    later = what.model_copy(update={"wishes": (wish,), "version": 2})
    new = replan(later, scores_of(6), plan, workers=1)
    assert frozenset(missing) in {m.pair for m in new.meetings}
    assert changes_between(later, plan, new).disturbed == 2


def test_meetings_of_a_table_out_of_use_go_to_another_at_the_same_time() -> None:
    tables = (Table(name="1"), Table(name="2"), Table(name="3"))
    what = event(4, times=3, tables=tables)
    plan = made(what)
    used = plan.meetings[0].table
    broken_table = tables[used].model_copy(update={"capacity": 0})
    later = what.model_copy(
        update={"tables": (*tables[:used], broken_table, *tables[used + 1 :]), "version": 2}
    )
    changes = changes_between(later, plan, replan(later, scores_of(4), plan, workers=1))
    assert not changes.removed and not changes.added
    assert all(m.old.slot == m.new.slot for m in changes.moved)
    assert {m.old.table for m in changes.moved} == {used}


def test_a_latecomer_gets_meetings_back_later() -> None:
    people = tuple(Participant(id=f"p{n}", name=f"Firma {n}") for n in range(2))
    what = event(people, times=3)
    plan = made(what)
    assert plan.meetings[0].slot == 0
    later = with_people(what, p1={"arrives": what.slots[1].start})
    changes = changes_between(later, plan, replan(later, scores_of(2), plan, workers=1))
    (moved,) = changes.moved
    assert moved.new.slot > 0
    assert changes.notes["p0"][0].german == f"09:00 Firma 1: verlegt auf 09:{20 * moved.new.slot}"


def test_who_is_new_gets_meetings_from_who_is_free() -> None:
    what = event(3, times=3)
    plan = made(what)
    new = Participant(id="p3", name="Firma 3")
    later = what.model_copy(update={"participants": (*what.participants, new), "version": 2})
    changes = changes_between(
        later, plan, replan(later, scores_of(4), plan, before=what, workers=1)
    )
    assert changes.added and all("p3" in m.pair for m in changes.added)
    assert changes.disturbed == 0


def test_a_locked_meeting_that_cannot_be_is_named() -> None:
    what = event(2, times=3)
    plan = Plan(
        event="e1",
        version=1,
        meetings=(Meeting(a="p0", b="p1", slot=0, table=0, locked=True),),
        proof=made(what).proof,
    )
    later = with_people(what, p1={"arrives": what.slots[1].start})
    with pytest.raises(InfeasibleError) as error:
        replan(later, scores_of(2), plan, workers=1)
    assert "Firma 1 kommt erst um 09:20" in error.value.german


def test_sentences_name_time_partner_and_table() -> None:
    what = event(4, times=2, settings=Settings(seconds=5))
    proof = made(what).proof

    def plan(*meetings: Meeting) -> Plan:
        return Plan(event="e1", version=1, meetings=meetings, proof=proof)

    old = plan(Meeting(a="p0", b="p1", slot=0, table=0), Meeting(a="p2", b="p3", slot=1, table=0))
    new = plan(Meeting(a="p0", b="p2", slot=0, table=1), Meeting(a="p2", b="p3", slot=1, table=1))
    changes = changes_between(what, old, new)
    notes = {id: [note.german for note in found] for id, found in changes.notes.items()}
    assert notes["p0"] == ["09:00 statt Firma 1 jetzt Firma 2, Tisch 2"]
    assert notes["p1"] == ["09:00 Firma 0 entfällt"]
    assert notes["p2"] == [
        "09:00 neu: Firma 0, Tisch 2",
        "09:20 Firma 3: jetzt Tisch 2 statt Tisch 1",
    ]
    assert changes.notes["p0"][0].english == "09:00 instead of Firma 1 now Firma 2, table 2"
