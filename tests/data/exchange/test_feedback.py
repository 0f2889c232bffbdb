from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.errors import NotFoundError, RequestError, StoreError
from data.exchange.feedback import read_log, write_csv, write_log
from data.feedback.outcomes import EventKind, Reason, event_of, reason_of
from data.profiles import Kind, Profile
from data.store.feedback import FeedbackStore, open_feedback
from data.store.profiles import ProfileStore, open_store
from tests.support.feedback import event, impression

NOON = dt.datetime(2026, 5, 1, 12).astimezone()


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'log.sqlite'}"


@pytest.fixture
def log(url: str) -> Iterator[FeedbackStore]:
    with open_feedback(url) as opened:
        yield opened


@pytest.fixture
def profiles(url: str) -> Iterator[ProfileStore]:
    with open_store(url) as opened:
        yield opened


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_a_file_brings_the_whole_log_elsewhere(log: FeedbackStore, tmp_path: Path) -> None:
    shown = log.record(impression(question="Wer dreht?", seeker=None, who="BIT"))
    log.add(event("declined", reason="other", note="Zeile 1\nZeile 2", impression_id=shown))
    log.undo(log.add(event("met", seeker="z")))
    file = tmp_path / "log.jsonl"
    assert write_log(log, file) == 4
    assert file.read_text(encoding="utf-8").count("\n") == 4
    with open_feedback(f"sqlite:///{tmp_path / 'elsewhere.sqlite'}") as copy:
        assert read_log(copy, file) == 4
        assert list(copy.log()) == list(log.log())
        assert read_log(copy, file) == 0
    assert write_log(log, file, "ihk") == 0


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("kein JSON", "Zeile 2"),
        ("[]", "Zeile 2"),
        ("{}", "exactly one"),
        ('{"profile": {}}', "profile"),
        ('{"event": {"tenant": "x", "seeker": "a", "profile_id": "b", "kind": "?"}}', "event.kind"),
    ],
)
def test_a_line_that_is_no_record_is_named(
    log: FeedbackStore, tmp_path: Path, line: str, named: str
) -> None:
    file = tmp_path / "log.jsonl"
    with open_feedback(f"sqlite:///{tmp_path / 'source.sqlite'}") as source:
        source.record(impression())
        write_log(source, file)
    with file.open("a", encoding="utf-8") as more:
        more.write(line)
    with pytest.raises(StoreError, match=named) as caught:
        read_log(log, file)
    assert "log.jsonl" in caught.value.english
    assert log.counts().impressions == 0


def test_a_record_whose_list_is_missing_is_refused(log: FeedbackStore, tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    file.write_text('{"undo": {"event_id": "e1", "tenant": "hwk"}}')
    with pytest.raises(NotFoundError, match="'e1'"):
        read_log(log, file)


@pytest.mark.parametrize("content", [None, b"\xff\xfe\xfd"])
def test_a_file_that_cannot_be_read(
    log: FeedbackStore, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "log.jsonl"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(StoreError, match=r"log\.jsonl"):
        read_log(log, file)


def test_the_table_has_a_row_for_each_thing_that_happened(
    log: FeedbackStore, profiles: ProfileStore, tmp_path: Path
) -> None:
    profiles.put([Profile(id=id, name=f"Betrieb {id}", kind=Kind.CRAFT) for id in "ab"])
    shown = log.record(impression(time=NOON, who="BIT"))
    log.record(impression(tenant="ihk"))
    first = log.add(event("opened", impression_id=shown, time=NOON))
    log.add(event("declined", reason="too_far", impression_id=shown))
    log.add(event("cooperation", seeker="a", profile_id="z"))
    file = tmp_path / "log.csv"
    assert write_csv(log, profiles, file, "hwk") == 4
    opened, declined, unanswered, unshown = table(file)
    assert opened == {
        "Gezeigt am": "01.05.2026 14:00",
        "Vorschlagsliste": shown,
        "Mandant": "hwk",
        "Rolle": "BIT",
        "Für": "Betrieb a",
        "Für Kennung": "a",
        "Frage": "",
        "Ziel": "partner",
        "Platz": "1",
        "Name": "Betrieb b",
        "Kennung": "b",
        "Wertung": "1,000",
        "Verfahren": "linear-1",
        "Ereignis": "angesehen",
        "Grund": "",
        "Notiz": "",
        "Gemeldet am": "01.05.2026 14:00",
        "Rückmeldung": first,
    }
    assert (declined["Ereignis"], declined["Grund"]) == ("abgelehnt", "Entfernung")
    assert (unanswered["Kennung"], unanswered["Name"]) == ("c", "")
    assert unanswered["Ereignis"] == ""
    assert (unshown["Platz"], unshown["Ereignis"]) == ("", "Kooperation")
    assert write_csv(log, profiles, file) == 6


def test_no_cell_is_run_as_a_formula(
    log: FeedbackStore, profiles: ProfileStore, tmp_path: Path
) -> None:
    log.record(impression(seeker=None, question="=HYPERLINK(1)", who="@rolle"))
    log.add(event("met", seeker="a", note="+49 331 1"))
    write_csv(log, profiles, tmp_path / "log.csv")
    cells = [cell for row in table(tmp_path / "log.csv") for cell in row.values()]
    assert {"'=HYPERLINK(1)", "'@rolle", "'+49 331 1"} <= set(cells)
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]


def test_words_of_people_are_understood() -> None:
    assert event_of("Kooperation") is event_of("cooperation") is EventKind.COOPERATION
    assert event_of("GETROFFEN") is EventKind.MET
    assert reason_of("kapazitaet") is reason_of("no_capacity") is Reason.NO_CAPACITY
    assert reason_of("too far") is Reason.TOO_FAR
    with pytest.raises(RequestError, match=r"'Lust'.*Grund.*bekannt, Thema, Entfernung") as caught:
        reason_of("Lust")
    assert "already known" in caught.value.english
    with pytest.raises(RequestError, match="angesehen, vorgeschlagen, kontaktiert"):
        event_of("gekauft")
