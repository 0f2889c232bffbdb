"""Trades that are named after the thing they make or mend."""

from __future__ import annotations

import pytest

from data.sectors.trades import job_of, trades_made_for


@pytest.mark.parametrize(
    ("text", "trades"),
    [
        ("Segel ausbessern", ["Segelmacher"]),
        ("Schuhe besohlen", ["Schuhmacher"]),
        ("Klavier stimmen", ["Klavierbauer"]),
        ("Estrich und Fliesen im Neubau", ["Estrichleger", "Fliesenleger"]),
        ("Lampen austauschen", []),
        ("Im Haus ist es kalt", []),
    ],
)
def test_a_thing_names_its_trade(text: str, trades: list[str]) -> None:
    assert [trade.short for trade in trades_made_for(text)] == trades


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Wasserschaden im Keller", "Bautrockner"),
        ("Fassade streichen", "Maler"),
        ("Fassade dämmen", "Stuckateur"),
        ("Kühlzelle für eine Fleischerei", "Kälteanlagenbauer"),
    ],
)
def test_a_job_knows_its_trades(text: str, first: str) -> None:
    job = job_of(text)
    assert job is not None and job.trades[0].short == first
