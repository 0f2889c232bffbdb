"""What a reaction says about the fit."""

from __future__ import annotations

from typing import Any

import pytest

from data.errors import RequestError
from data.feedback.outcomes import Event
from data.store.feedback import TrainingRow
from matcher.learning.training import examples, outcome
from matcher.request import Goal
from tests.support.feedback import VERSIONS, event, impression

ENCODER = str(VERSIONS["encoder"])


def row(*kinds: str, partner: str = "b", **fields: Any) -> TrainingRow:
    """Return a partner of a new list with what became of it."""
    shown = impression("x", "b", **fields)
    (item,) = (item for item in shown.shown if item.profile_id == partner)
    return TrainingRow(shown, item, tuple(told(kind) for kind in kinds))


def told(kind: str) -> Event:
    """Return an event of a kind, with a note where it needs one."""
    return event(kind, seeker="a", note="rief an" if kind == "noted" else None)


@pytest.mark.parametrize(
    ("kinds", "reasons", "expected"),
    [
        ((), (), (False, 0.0)),
        (("opened",), (), (True, 0.25)),
        (("suggested",), (), (True, 0.25)),
        (("noted",), (), (False, 0.0)),
        (("noted", "contacted"), (), (True, 0.5)),
        (("noted",), ("too_far",), (True, 0.0)),
        (("opened", "contacted"), (), (True, 0.5)),
        (("cooperation", "opened"), (), (True, 1.0)),
        ((), ("wrong_topic",), (True, 0.0)),
        (("contacted",), ("too_far",), (True, 0.0)),
        (("met",), ("wrong_topic",), (True, 0.75)),
        ((), ("already_known",), (True, None)),
        (("opened",), ("no_capacity",), (True, None)),
        (("contacted",), ("competitor",), (True, 0.5)),
        ((), ("outdated", "wrong_topic"), (True, 0.0)),
        (("opened",), ("other",), (True, None)),
    ],
)
def test_outcomes(
    kinds: tuple[str, ...], reasons: tuple[str, ...], expected: tuple[bool, float | None]
) -> None:
    declined = [event("declined", reason=reason, seeker="a") for reason in reasons]
    assert outcome([*(told(kind) for kind in kinds), *declined]) == expected


def test_a_row_becomes_an_example() -> None:
    (found,) = examples([row("contacted")], ENCODER)
    assert (found.goal, found.position, found.ranker) == (Goal.PARTNER, 2, "linear-1")
    assert (found.reacted, found.value, found.features) == (True, 0.5, {"words": 0.25})
    assert found.pair == "a b"


def test_answers_of_another_encoder_are_left_out() -> None:
    other = row("contacted", versions={**VERSIONS, "encoder": "other"})
    kept = examples([other, row("opened")], ENCODER)
    assert [example.value for example in kept] == [0.25]


def test_silence_after_an_answer_is_no_refusal() -> None:
    """Who has called b does not click on it again; x was never answered and stays."""
    rows = [row(), row("contacted"), row(), row(partner="x"), row(seeker="other")]
    kept = examples(rows, ENCODER)
    assert [(e.pair, e.value) for e in kept] == [("a b", 0.5), ("a x", 0.0), ("other b", 0.0)]


def test_a_note_is_silence() -> None:
    """It neither counts itself, nor does it hide what another list says of the pair."""
    kept = examples([row("noted"), row("contacted")], ENCODER)
    assert [(e.reacted, e.value) for e in kept] == [(True, 0.5)]
    kept = examples([row("noted"), row()], ENCODER)
    assert [(e.reacted, e.value) for e in kept] == [(False, 0.0)] * 2


def test_the_same_question_is_the_same_seeker() -> None:
    first, second = (row("opened", seeker=None, question="Wer dreht?") for _ in range(2))
    third = row("opened", seeker=None, question="Wer fräst?")
    pairs = [example.pair for example in examples([first, second, third], ENCODER)]
    assert pairs[0] == pairs[1] != pairs[2]


def test_an_unknown_goal_is_told() -> None:
    with pytest.raises(RequestError, match="„marry“"):
        examples([row(goal="marry")], ENCODER)
