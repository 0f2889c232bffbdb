"""Conflicts are real, minimal and named; each change that is offered helps."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.events.event import Event, Interest, Participant, Settings, Table, checked
from data.events.plans import Meeting, pair_key
from matcher.meetings.check import broken
from matcher.meetings.conflicts import Conflict, InfeasibleError, explain
from matcher.meetings.demands import Demand, Ground, Kind, demands_of
from matcher.meetings.fit import fit
from tests.support.tight_events import event, scores_of, some_locked, tight_events

MUST, VETO = Interest.MUST, Interest.VETO


def told(what: Event, locked: tuple[Meeting, ...] = ()) -> tuple[Conflict, ...]:
    return explain(what, scores_of(len(what.participants)), locked=locked)


def fits(what: Event, locked: tuple[Meeting, ...] = ()) -> bool:
    return fit(Ground(what), demands_of(what, locked)) is not None


def tried(what: Event, locked: tuple[Meeting, ...]) -> bool:
    """Whether some plan of the demanded meetings alone is legal: every one is looked at."""
    demands = demands_of(what, locked)
    places = list(product(range(len(what.slots)), range(len(what.tables))))
    choices = [
        [demand.at]
        if demand.at
        else [Meeting(a=demand.a, b=demand.b, slot=s, table=t) for s, t in places]
        for demand in demands
    ]
    return _some(what, locked, choices, [])


def _some(
    what: Event, locked: tuple[Meeting, ...], choices: list[list[Meeting]], chosen: list[Meeting]
) -> bool:
    musts = what.model_copy(update={"wishes": tuple(w for w in what.wishes if w.interest is VETO)})
    if broken(musts, chosen):
        return False
    if len(chosen) == len(choices):
        return not broken(what, chosen, locked=locked)
    return any(_some(what, locked, choices, [*chosen, m]) for m in choices[len(chosen)])


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_conflict_is_named_exactly_where_no_plan_is_legal(data: st.DataObject) -> None:
    what = data.draw(tight_events())
    locked = data.draw(some_locked(what))
    assert bool(told(what, locked)) is not tried(what, locked)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_what_fits_is_placed_under_every_rule(data: st.DataObject) -> None:
    what = data.draw(tight_events())
    locked = data.draw(some_locked(what))
    placed = fit(Ground(what), demands_of(what, locked))
    if placed is not None:
        assert broken(what, list(placed.values()), locked=locked) == ()


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_each_conflict_is_minimal(data: st.DataObject) -> None:
    what = data.draw(tight_events())
    locked = data.draw(some_locked(what))
    ground = Ground(what)
    for conflict in told(what, locked):
        demands = [d for d in demands_of(what, locked) if d.rule in conflict.rules]
        rules = ground.rules(demands)
        others = [rule for rule in rules if rule not in conflict.rules]
        assert fit(ground, demands, without=others) is None
        for rule in conflict.rules:
            fewer = [demand for demand in demands if demand.rule != rule]
            assert fit(ground, fewer, without=[*others, rule]) is not None


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_the_first_changes_of_all_conflicts_leave_none(data: st.DataObject) -> None:
    what = data.draw(tight_events())
    locked = data.draw(some_locked(what))
    conflicts = told(what, locked)
    if len(conflicts) == 5:
        return  # more may be hidden behind these
    for conflict in conflicts:
        what = conflict.changes[0].apply(what)
        locked = tuple(m for m in locked if m not in conflict.changes[0].unlock)
    assert told(what, locked) == ()


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_each_change_of_a_lone_conflict_helps_and_one_step_less_does_not(
    data: st.DataObject,
) -> None:
    what = data.draw(tight_events())
    conflicts = told(what)
    if len(conflicts) != 1:
        return
    sizes = [change.size for change in conflicts[0].changes]
    assert sizes and sizes == sorted(sizes)
    for change in conflicts[0].changes:
        assert fits(checked(change.apply(what)))
        if change.without and change.without[0].interest is MUST:
            assert change.size == _fewest(what)


def _fewest(what: Event) -> int:
    """Return how many musts have to go at least."""
    demands = demands_of(what)
    placed = fit(Ground(what), demands, optional=dict.fromkeys(demands, 1))
    assert placed is not None
    return len(demands) - len(placed)


def only(what: Event, locked: tuple[Meeting, ...] = ()) -> Conflict:
    (conflict,) = told(what, locked)
    return conflict


def test_somebody_with_more_musts_than_times() -> None:
    base = event(6, tuple(("p0", f"p{n}", MUST) for n in range(1, 6)), times=6)
    first = base.participants[0].model_copy(
        update={"name": "Solarwerk Nord", "leaves": base.slots[2].end}
    )
    what = base.model_copy(update={"participants": (first, *base.participants[1:])})
    conflict = only(what)
    assert conflict.german == (
        "Solarwerk Nord soll 5 Treffen haben (muss), ist aber nur in 3 Zeiten da "
        "(09:00, 09:20, 09:40)."
    )
    stay, drop = sorted(conflict.changes, key=lambda change: bool(change.without))
    assert stay.german == "Solarwerk Nord bleibt bis 10:40."
    assert (stay.size, drop.size, len(drop.without)) == (2, 2, 2)


def test_the_meetings_with_the_lowest_scores_are_given_up() -> None:
    what = event(4, tuple(("p0", f"p{n}", MUST) for n in (1, 2, 3)), times=2)
    scores = scores_of(4)
    (conflict,) = explain(what, scores)
    (wish,) = conflict.changes[0].without
    assert scores[0, int(wish.whom[1:])] == min(scores[0, 1:])
    assert conflict.german == "Firma 0 soll 3 Treffen haben (muss), es gibt aber nur 2 Zeiten."


def test_a_must_against_a_veto_offers_to_take_either_back() -> None:
    conflict = only(event(2, (("p0", "p1", MUST), ("p1", "p0", VETO))))
    assert {rule.kind for rule in conflict.rules} == {Kind.MUST, Kind.VETO}
    assert {change.without[0].interest for change in conflict.changes} == {MUST, VETO}
    assert "Firma 0 – Firma 1" in conflict.german and "ausgeschlossen" in conflict.german
    assert "veto" in conflict.english


def test_two_who_are_never_there_together() -> None:
    base = event(2, (("p0", "p1", MUST),), times=4)
    early = base.participants[0].model_copy(update={"leaves": base.slots[1].end})
    late = base.participants[1].model_copy(update={"arrives": base.slots[2].start})
    conflict = only(base.model_copy(update={"participants": (early, late)}))
    assert conflict.german == (
        "Firma 0 – Firma 1 soll ein Treffen sein (muss), aber Firma 0 geht schon um 09:40 und "
        "Firma 1 kommt erst um 09:40."
    )
    assert [change.size for change in conflict.changes] == [1, 1, 1]


def test_too_few_tables_for_the_musts() -> None:
    what = event(4, (("p0", "p1", MUST), ("p2", "p3", MUST)), times=1, tables=(Table(name="1"),))
    conflict = only(what)
    assert conflict.rules[-1].kind is Kind.CAPACITY
    table = next(change for change in conflict.changes if change.tables)
    assert table.german == "Ein weiterer Tisch."
    assert [t.name for t in table.apply(what).tables] == ["1", "2"]


def test_a_cap_is_raised_for_the_one_it_holds_back() -> None:
    what = event(4, tuple(("p0", f"p{n}", MUST) for n in (1, 2, 3)), settings=Settings(at_most=2))
    conflict = only(what)
    assert conflict.german == "Firma 0 soll 3 Treffen haben (muss), darf aber höchstens 2 haben."
    raised = next(change for change in conflict.changes if change.updates)
    assert raised.updates == (("p0", "at_most", 3),)


@pytest.mark.parametrize(
    ("people", "kind"),
    [
        ({"firm": "Havel AG"}, Kind.FIRM),
        ({"groups": ("Guss",)}, Kind.GROUP),
    ],
)
def test_what_keeps_two_apart_is_named(people: dict[str, object], kind: Kind) -> None:
    pair = tuple(Participant(id=f"p{n}", name=f"Firma {n}", **people) for n in range(2))
    conflict = only(event(pair, (("p0", "p1", MUST),)))
    assert [rule.kind for rule in conflict.rules] == [Kind.MUST, kind]


def test_rivals_may_meet_only_where_the_event_allows_it() -> None:
    what = event(2, (("p0", "p1", MUST),), settings=Settings(competitors=False))
    assert told(what) == ()
    (conflict,) = explain(what, scores_of(2), rivals=frozenset({frozenset(("p0", "p1"))}))
    assert conflict.rules[-1].kind is Kind.RIVALS
    assert ("competitors", True) in conflict.changes[0].settings + conflict.changes[1].settings


def test_locked_meetings_in_each_others_way_offer_to_unlock_one() -> None:
    what = event(4, tables=(Table(name="1"),))
    locked = tuple(
        Meeting(a=a, b=b, slot=1, table=0, locked=True) for a, b in (("p0", "p1"), ("p2", "p3"))
    )
    conflict = only(what, locked)
    assert "festgelegt" in conflict.german and "09:20–09:40" in conflict.german
    unlock = next(change for change in conflict.changes if change.unlock)
    assert len(unlock.unlock) == 1 and unlock.apply(what) == what


def test_a_locked_meeting_at_a_table_that_is_gone_is_said_to_be() -> None:
    conflict = only(event(2), (Meeting(a="p0", b="p1", slot=0, table=7, locked=True),))
    assert "gibt es nicht mehr" in conflict.german


def test_nobody_waits_for_who_is_absent() -> None:
    base = event(2, (("p0", "p1", MUST), ("p1", "p0", VETO)))
    gone = base.participants[1].model_copy(update={"present": False})
    assert told(base.model_copy(update={"participants": (base.participants[0], gone)})) == ()


def test_the_error_says_what_is_wrong_in_both_languages() -> None:
    error = InfeasibleError(told(event(2, (("p0", "p1", MUST), ("p1", "p0", VETO)))))
    assert "Firma 0" in error.german and "veto" in error.english
    assert error.conflicts[0].changes[0].key != error.conflicts[0].changes[1].key


def test_a_demand_names_the_first_side_first() -> None:
    people = tuple(
        Participant(id=f"p{n}", name=f"Firma {n}", side=side)
        for n, side in enumerate(("Industrie", "Start-ups"))
    )
    what = event(people, (("p0", "p1", MUST),), sides=("Start-ups", "Industrie"))
    assert demands_of(what) == (Demand("p1", "p0"),)
    assert pair_key("p1", "p0") == pair_key("p0", "p1")
