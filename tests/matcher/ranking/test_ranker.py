import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.ranking.ranker import DEFAULT, RankingConfig, calibrate
from matcher.request import Goal
from matcher.words import CONVINCING, FIT_FROM, TERMS, fit_word


@given(st.lists(st.floats(0, 1.5), min_size=2, max_size=20, unique=True))
def test_calibration_keeps_the_order_and_the_range(sums: list[float]) -> None:
    raw = np.sort(np.array(sums))
    scores = calibrate(raw, DEFAULT)
    assert ((scores >= 0) & (scores <= 1)).all()
    assert (np.diff(scores) >= 0).all()
    assert calibrate(np.zeros(1), DEFAULT)[0] == 0


def test_no_weight_is_negative_and_every_term_has_words() -> None:
    for goal in Goal:
        weights = DEFAULT.weights[goal]
        assert min(weights.values()) > 0
        assert set(weights) <= set(TERMS)


def test_a_misspelt_setting_is_refused() -> None:
    with pytest.raises(ValueError, match="stepness"):
        RankingConfig.model_validate({"weights": {}, "stepness": 3})


def test_words_for_scores() -> None:
    limits = list(FIT_FROM.values())
    assert [fit_word(x, 1, "de") for x in limits] == ["sehr passend", "passend", "möglich"]
    assert fit_word(limits[0] - 1e-9, 1, "en") == "good fit"
    assert fit_word(1, CONVINCING - 1e-9, "de") == "passend", "no sentence proves it"
