"""Who gets too few meetings whatever the plan is said before it is made."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings

from data.events.event import Event, Interest, Participant, Settings
from matcher.meetings.conflicts import InfeasibleError
from matcher.meetings.fit import warnings
from matcher.meetings.planner import make_plan
from tests.support.tight_events import event, scores_of, tight_events


def told(what: Event) -> list[str]:
    return [w.german for w in warnings(what, scores_of(len(what.participants)))]


def test_nobody_is_warned_of_where_all_can_meet() -> None:
    assert told(event(4, settings=Settings(at_least=3))) == []


def test_who_has_too_little_time_or_too_few_partners() -> None:
    base = event(4, times=4, settings=Settings(at_least=3))
    short = base.participants[0].model_copy(update={"leaves": base.slots[1].end})
    what = base.model_copy(update={"participants": (short, *base.participants[1:])})
    assert told(what) == [
        "Firma 0 kann nur in 2 Zeiten jemanden treffen, soll aber mindestens 3 Treffen haben."
    ]
    few = event(4, (("p0", "p1", Interest.VETO),), settings=Settings(at_least=3))
    assert told(few)[0] == (
        "Firma 0 kann nur 2 Teilnehmer treffen, soll aber mindestens 3 Treffen haben."
    )


def test_who_can_meet_nobody_is_told_why() -> None:
    sides = ("Start-ups", "Industrie")
    people = tuple(
        Participant(id=f"p{n}", name=f"Firma {n}", side=sides[n == 2], groups=("Guss",) * (n != 1))
        for n in range(3)
    )
    assert told(event(people, sides=sides)) == [
        "Firma 0 kann niemanden treffen: 1 auf derselben Seite, 1 in derselben Gruppe."
    ]


def test_pairs_that_fit_too_little_count_as_such() -> None:
    what = event(2, settings=Settings(weakest=0.5))
    found = warnings(what, np.zeros((2, 2)))
    assert [w.english for w in found] == [
        "Firma 0 can meet nobody: 1 that fit too little.",
        "Firma 1 can meet nobody: 1 that fit too little.",
    ]


def test_who_called_off_is_not_warned_of() -> None:
    people = tuple(Participant(id=f"p{n}", name=f"Firma {n}", present=n > 0) for n in range(2))
    assert told(event(people)) == ["Firma 1 ist allein."]


@settings(max_examples=15, deadline=None)
@given(what=tight_events())
def test_no_plan_gives_more_than_the_warning_says(what: Event) -> None:
    scores = scores_of(len(what.participants))
    try:
        plan = make_plan(what, scores, workers=1)
    except InfeasibleError:
        return
    for warning in warnings(what, scores):
        has = sum(warning.participant in m.pair for m in plan.meetings)
        assert has <= warning.most < warning.wanted
