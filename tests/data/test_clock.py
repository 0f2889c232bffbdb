import datetime as dt
import re
import time
from pathlib import Path

import pytest

from data import clock

ROOT = Path(__file__).parents[2]
LATE = dt.datetime(2026, 7, 1, 22, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/New_York"])
def test_day_and_hour_are_those_of_the_users_whatever_the_machine(
    zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert clock.local(LATE).isoformat() == "2026-07-02T00:30:00+02:00"
        monkeypatch.setattr(clock, "now", lambda: LATE)
        assert clock.today() == dt.date(2026, 7, 2)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_nobody_asks_another_clock() -> None:
    other = re.compile(r"date\.today\b|datetime\.now\(|\.astimezone\(|utcnow")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for top in ("data", "models", "matcher", "evaluation", "api")
        for path in sorted((ROOT / top).rglob("*.py"))
        if path != ROOT / "data" / "clock.py"
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if other.search(line)
    ]
    assert found == []
