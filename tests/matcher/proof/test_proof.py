"""The best word needs a sentence that answers the asker, not one about the other side's gain."""

from typing import Literal

import pytest

from data.profiles import Role
from matcher.explain.reasons import _proof
from matcher.result import Evidence

Gain = Literal["mine", "theirs", "shared"]


def pair(gain: Gain, strength: float) -> Evidence:
    return Evidence(
        gain=gain,
        mine="Wer dreht Messing?",
        my_role=Role.NEED,
        theirs="Wir drehen Messing",
        their_role=Role.OFFER,
        strength=strength,
    )


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ((), 0.0),
        ((pair("mine", 0.2), pair("theirs", 0.9)), 0.2),
        ((pair("shared", 0.4), pair("mine", 0.3)), 0.4),
        ((pair("theirs", 0.7),), 0.7),  # a customer was sought: their gain is the request
    ],
)
def test_the_asker_s_own_gain_is_what_counts(pairs: tuple[Evidence, ...], expected: float) -> None:
    assert _proof(pairs) == expected
