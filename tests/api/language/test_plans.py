"""What is said of a plan as a whole."""

from __future__ import annotations

from api.language.plans import said_of
from api.language.texts import translator
from data.events.event import Participant
from matcher.meetings.figures import figures
from tests.support.planned import event, plan


def test_a_plan_for_people_who_said_nothing_is_not_called_the_best() -> None:
    silent = event()
    told = silent.model_copy(
        update={
            "participants": tuple(
                Participant.model_validate(p.model_dump() | {"offers": ["Drehteile"]})
                for p in silent.participants
            )
        }
    )
    best = translator("de")("ev_proved_best")
    assert said_of(told, plan(), figures(told, plan()), "de")[0] == best
    said = said_of(silent, plan(), figures(silent, plan()), "de")
    assert best not in said
    assert "Lötwerk UG" in said[0]
