from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from data.feedback.outcomes import (
    Event,
    EventKind,
    Impression,
    MadeWith,
    Reason,
    Report,
    new_id,
    seeker_key,
    state_of,
)
from data.store.feedback_rows import document_of, stamp
from tests.support.feedback import event, impression

REPORT: dict[str, Any] = {"seeker": "a", "profile_id": "b", "kind": "met"}


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"seeker": None}, "one_asker"),
        ({"question": "Wer dreht?"}, "one_asker"),
        ({"impression_id": "i1", "question": "Wer dreht?"}, "one_asker"),
        ({"kind": "declined"}, "declined_reason"),
        ({"reason": "too_far"}, "declined_reason"),
        ({"kind": "declined", "reason": "keine Lust"}, "enum"),
        ({"kind": "bought"}, "enum"),
        ({"note": " "}, "too_short"),
        ({"note": "x" * 2001}, "too_long"),
        ({"profile_id": "=b"}, "string_pattern_mismatch"),
        ({"person": "x"}, "extra_forbidden"),
    ],
)
def test_reports_that_say_too_little_or_too_much(changes: dict[str, Any], place: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Report.model_validate(REPORT | changes)
    assert [error["type"] for error in caught.value.errors()] == [place]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"seeker": None, "question": "Wer dreht?"},
        {"seeker": None, "impression_id": "i1"},
        {"impression_id": "i1"},
        {"kind": "declined", "reason": "too_far"},
    ],
)
def test_reports_that_are_whole(changes: dict[str, Any]) -> None:
    assert Report.model_validate(REPORT | changes).profile_id == "b"


@pytest.mark.parametrize(
    ("positions", "ids"), [((1, 1), "bc"), ((2, 1), "bc"), ((1, 2), "bb"), ((0, 1), "bc")]
)
def test_a_list_shows_each_profile_at_its_place(positions: tuple[int, ...], ids: str) -> None:
    shown = [
        {"position": position, "profile_id": id, "score": 0.5}
        for position, id in zip(positions, ids, strict=True)
    ]
    with pytest.raises(ValidationError):
        impression(shown=shown)


def test_a_list_has_one_seeker() -> None:
    with pytest.raises(ValidationError, match="exactly one"):
        impression(seeker="a", question="Wer dreht?")
    with pytest.raises(ValidationError, match="exactly one"):
        impression(seeker=None)


def test_moments_are_kept_in_utc_and_need_a_zone() -> None:
    berlin = dt.timezone(dt.timedelta(hours=2))
    made = impression(time=dt.datetime(2026, 7, 1, 12, tzinfo=berlin))
    assert made.time == dt.datetime(2026, 7, 1, 10, tzinfo=dt.UTC)
    assert made.time.tzinfo is dt.UTC
    with pytest.raises(ValidationError):
        impression(time=dt.datetime(2026, 7, 1, 12))


@given(st.lists(st.datetimes(timezones=st.timezones()), min_size=2, max_size=2))
def test_stamps_sort_as_moments_do(times: list[dt.datetime]) -> None:
    first, second = (time.astimezone(dt.UTC) for time in times)
    assert (stamp(first) < stamp(second)) == (first < second)


@given(
    st.text(min_size=1, max_size=50),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(Reason),
)
def test_documents_bring_back_what_was_written(text: str, value: float, reason: Reason) -> None:
    shown = [{"position": 3, "profile_id": "b", "score": value, "features": {text: value}}]
    made = impression(shown=shown)
    assert Impression.model_validate_json(document_of(made)) == made
    event = Event(tenant="t", seeker="a", profile_id="b", kind=EventKind.DECLINED, reason=reason)
    assert Event.model_validate_json(document_of(event)) == event


def test_ids_differ_and_are_never_a_number() -> None:
    ids = {new_id("e") for _ in range(1000)}
    assert len(ids) == 1000
    assert all(id[0] == "e" and len(id) == 13 for id in ids)


def test_a_question_has_a_short_key_that_is_no_id() -> None:
    key = seeker_key(None, "Wer  dreht?\n")
    assert key == seeker_key(None, "Wer dreht?")
    assert key[0] == "?"
    assert seeker_key("arm-001", None) == "arm-001"


def test_a_note_needs_its_text() -> None:
    with pytest.raises(ValidationError, match="needs 'note'"):
        event("noted", seeker="a")
    assert event("noted", seeker="a", note="ruft im Mai an").note == "ruft im Mai an"


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ([], None),
        (["opened"], 0),
        (["noted"], None),
        (["contacted", "opened", "noted"], 0),
        (["suggested", "met", "contacted"], 2),
        (["opened", "noted", "opened"], 2),
    ],
)
def test_looks_and_notes_do_not_change_how_a_pair_stands(
    kinds: list[str], expected: int | None
) -> None:
    events = [event(k, seeker="a", note="n" if k == "noted" else None) for k in kinds]
    assert state_of(events) == (None if expected is None else events[expected])


def test_what_was_written_with_a_counter_of_the_data_is_still_read() -> None:
    old = {"program": "0.1.0", "encoder": "e", "ranker": "linear-1", "data_revision": 7}
    assert MadeWith.model_validate(old).data_version == "7"
