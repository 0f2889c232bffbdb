from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from data.feedback.outcomes import EventKind, Reason, seeker_key
from data.store.feedback import FeedbackStore, open_feedback
from data.store.ledger import LedgerReader
from tests.support.feedback import event, impression

DAY = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)


@pytest.fixture
def log(url: str) -> Iterator[FeedbackStore]:
    """A new, empty log."""
    with open_feedback(url) as opened:
        yield opened


def test_the_columns_hold_what_was_shown_and_told(log: FeedbackStore) -> None:
    first = log.record(impression("b", "c", time=DAY))
    log.record(impression("c", seeker=None, question="Wer dreht?", time=DAY))
    log.record(impression("x", tenant="ihk"))
    log.add(event("declined", reason="too_far", impression_id=first, time=DAY))
    log.add(event("met", seeker="a", tenant="ihk"))
    ledger = LedgerReader(log.engine, "hwk").read()
    assert ledger.seekers == ("a", seeker_key(None, "Wer dreht?"))
    assert ledger.profiles == ("b", "c")
    assert ledger.list_time.tolist() == [DAY.timestamp()] * 2
    assert ledger.list_seeker.tolist() == [0, 1]
    assert ledger.item_list.tolist() == [0, 0, 1]
    assert ledger.item_profile.tolist() == [0, 1, 1]
    assert ledger.item_place.tolist() == [1, 2, 1]
    (told,) = ledger.events
    assert told == ("a", None, "b", EventKind.DECLINED, Reason.TOO_FAR, DAY.timestamp())


def test_what_came_on_top_is_taken_up_and_what_was_taken_back_is_not_there(
    log: FeedbackStore,
) -> None:
    reader = LedgerReader(log.engine, "hwk")
    assert reader.read().profiles == ()
    shown = log.record(impression("b"))
    told = event(impression_id=shown)
    log.add(told)
    filled = reader.read()
    assert (filled.profiles, len(filled.events)) == (("b",), 1)
    assert reader.read() is filled
    log.record(impression("d", "b"))
    log.undo(told.id)
    later = reader.read()
    assert later.profiles == ("b", "d")
    assert later.item_profile.tolist() == [0, 1, 0]
    assert later.events == ()
    assert filled.item_profile.tolist() == [0]
