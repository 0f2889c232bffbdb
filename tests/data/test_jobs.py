"""Jobs of end customers and their trades."""

import pytest

from data.sectors.trades import job_of, load_jobs, trades_named


@pytest.mark.parametrize(
    ("text", "trade"),
    [
        ("Bad altersgerecht umbauen", "Fliesenleger"),
        ("Unser Badezimmer soll barrierefrei werden", "Heizungsbauer"),
        ("Heizung raus, Wärmepumpe rein", "Heizungsbauer"),
        ("Ein neues Dach für die Scheune", "Dachdecker"),
    ],
)
def test_a_job_is_known_by_its_words(text: str, trade: str) -> None:
    job = job_of(text)
    assert job is not None
    assert trade in [t.short for t in job.trades]


def test_a_short_word_counts_only_whole() -> None:
    assert job_of("Baden im See") is None
    assert job_of("Zauberei") is None


def test_every_job_has_words_and_trades_and_is_known_by_its_own_name() -> None:
    assert len(load_jobs()) > 20
    for job in load_jobs():
        assert job.trades
        found = job_of(job.name)
        assert found is not None


def test_trades_are_read_in_their_order() -> None:
    found = [trade.short for trade in trades_named("Wir brauchen Maler, Tischlerei und Elektriker")]
    assert found == ["Maler", "Tischler", "Elektriker"]
