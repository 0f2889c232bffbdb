"""Who waits for a next step, and who does not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from data.feedback.outcomes import Event
from data.store.feedback import FeedbackStore, open_feedback
from data.store.ledger import FollowUps

NOW = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
MONTH = dt.timedelta(days=30)


@pytest.fixture
def log(url: str) -> Iterator[FeedbackStore]:
    """A new, empty log."""
    with open_feedback(url) as opened:
        yield opened


def told(
    log: FeedbackStore,
    kind: str,
    days_ago: int,
    profile: str = "b",
    tenant: str = "kammer",
    **more: object,
) -> Event:
    fields = {"reason": "too_far"} if kind == "declined" else {}
    fields |= {"note": "Anruf im Herbst"} if kind == "noted" else {}
    made = Event.model_validate(
        {
            "seeker": "a",
            "profile_id": profile,
            "kind": kind,
            "tenant": tenant,
            "time": NOW - dt.timedelta(days=days_ago),
            **fields,
            **more,
        }
    )
    log.add(made)
    return made


def due(log: FeedbackStore, tenant: str = "kammer") -> list[Event]:
    return list(FollowUps(log.engine).due(tenant, NOW - MONTH))


@pytest.mark.parametrize("kind", ["suggested", "contacted", "met"])
def test_a_begun_pair_waits(log: FeedbackStore, kind: str) -> None:
    begun = told(log, kind, days_ago=31)
    told(log, kind, days_ago=29, profile="c")
    assert due(log) == [begun]


@pytest.mark.parametrize("end", ["declined", "cooperation"])
def test_a_refusal_or_a_cooperation_ends_the_waiting(log: FeedbackStore, end: str) -> None:
    told(log, "contacted", days_ago=60)
    told(log, end, days_ago=50)
    assert due(log) == []


def test_the_next_step_begins_a_new_waiting(log: FeedbackStore) -> None:
    told(log, "suggested", days_ago=60)
    told(log, "contacted", days_ago=5)
    assert due(log) == []


@pytest.mark.parametrize("kind", ["noted", "opened"])
def test_a_note_or_a_look_is_no_step(log: FeedbackStore, kind: str) -> None:
    begun = told(log, "contacted", days_ago=60)
    told(log, kind, days_ago=50)
    assert due(log) == [begun]


def test_a_step_taken_back_never_was(log: FeedbackStore) -> None:
    begun = told(log, "contacted", days_ago=60)
    end = told(log, "declined", days_ago=50)
    assert due(log) == []
    log.undo(end.id)
    assert due(log) == [begun]


def test_the_longest_waiting_comes_first_and_each_tenant_has_its_own(log: FeedbackStore) -> None:
    told(log, "contacted", days_ago=40, profile="c")
    told(log, "contacted", days_ago=80, profile="d")
    told(log, "contacted", days_ago=90, profile="e", tenant="cluster")
    assert [event.profile_id for event in due(log)] == ["d", "c"]
    assert [event.profile_id for event in due(log, "cluster")] == ["e"]


def test_questions_wait_like_profiles(log: FeedbackStore) -> None:
    told(log, "contacted", days_ago=40, seeker=None, question="Wer dreht?")
    told(log, "contacted", days_ago=45)
    assert [event.question for event in due(log)] == [None, "Wer dreht?"]
