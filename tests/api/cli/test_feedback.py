from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.work.settings import load_settings
from data.store.feedback import FeedbackStore, open_feedback
from tests.support.running import Run

PAIR = ("mhw-002", "--for", "mhw-001")


def flat(text: str) -> str:
    return " ".join(text.split())


def opened() -> FeedbackStore:
    return open_feedback(load_settings().store_url)


@pytest.fixture
def shown(filled: Run) -> dict[str, object]:
    """What a recorded request answered."""
    answer: dict[str, object] = filled(
        "suggest", "mhw-001", "-k", "3", "--who", "BIT", "--json"
    ).json
    return answer


def test_a_list_is_written_down_only_on_request(filled: Run) -> None:
    assert "impression_id" not in filled("ask", "Verzinken", "--json").json
    told = filled("ask", "Verzinken", "-k", "2", "--record").out
    with opened() as log:
        (kept,) = log.impressions()
    assert f"Vorschlagsliste: {kept.id}" in told
    assert (kept.tenant, kept.question, len(kept.shown)) == ("default", "Verzinken", 2)


def test_a_role_wants_the_record(shown: dict[str, object]) -> None:
    with opened() as log:
        kept = log.impression(str(shown["impression_id"]))
    assert (kept.who, kept.seeker) == ("BIT", "mhw-001")


def test_a_record_that_cannot_be_made_costs_no_suggestion(
    filled: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARTNERMATCH_TENANT", "")
    ran = filled("ask", "Verzinken", "--record", "--json")
    assert ran.code == 0
    assert ran.json["suggestions"]
    assert ran.json["impression_id"] is None
    assert "nicht festgehalten" in ran.err


def test_feedback_is_told_listed_and_taken_back(filled: Run, shown: dict[str, object]) -> None:
    list_id = str(shown["impression_id"])
    with opened() as log:
        partner = log.impression(list_id).shown[1].profile_id
    told = filled("feedback", "add", partner, "kontaktiert", "--list", list_id)
    assert told.code == 0
    with opened() as log:
        (event,) = log.events()
    assert (event.kind, event.seeker, event.profile_id) == ("contacted", "mhw-001", partner)
    assert f"feedback undo {event.id}" in told.err
    listed = flat(filled("feedback", "list", partner, "--for", "mhw-001").out)
    assert "kontaktiert" in listed
    assert "Vorschlagslisten: 1 · Vorschläge darin: 3 · Rückmeldungen: 1 kontaktiert" in listed
    assert filled("feedback", "list", "--json").json[0]["id"] == event.id
    assert filled("feedback", "undo", event.id).code == 0
    assert filled("feedback", "list", "--json").json == []
    assert "Rückmeldungen: keine" in filled("feedback", "list").out
    assert event.id in filled("feedback", "undo", event.id).err


def test_ids_can_be_copied_from_a_narrow_terminal(
    filled: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    note = ("--note", "zu weit für eine Probe auf der Baustelle")
    assert filled("feedback", "add", *PAIR, "abgelehnt", "--reason", "Entfernung", *note).code == 0
    with opened() as log:
        (event,) = log.events()
    listed = filled("feedback", "list").out
    assert event.id in listed
    assert "(Entfernung)" in listed


def test_pairs_and_questions_without_a_list(filled: Run) -> None:
    assert filled("feedback", "add", *PAIR, "Kooperation", "--owner", "hwk").code == 0
    asked = ("--question", "Wer verzinkt?")
    reason = ("--reason", "Kapazität", "--note", "bis Mai voll")
    assert filled("feedback", "add", "mhw-003", "abgelehnt", *asked, *reason).code == 0
    listed = filled("feedback", "list", "--json").json
    assert [(e["tenant"], e["kind"], e["reason"]) for e in listed] == [
        ("hwk", "cooperation", None),
        ("default", "declined", "no_capacity"),
    ]
    assert [e["kind"] for e in filled("feedback", "list", *asked, "--json").json] == ["declined"]
    assert len(filled("feedback", "list", "--owner", "hwk", "--json").json) == 1
    assert len(filled("feedback", "list", "-n", "1", "--json").json) == 1
    told = filled("feedback", "list", "--lang", "en").out
    assert "declined" in told and "(no capacity)" in told
    assert "1 declined, 1 cooperation" in flat(told)
    assert "Wer verzinkt?" in flat(told)


def test_export_and_import(filled: Run, shown: dict[str, object], tmp_path: Path) -> None:
    filled("feedback", "add", *PAIR, "getroffen")
    table, log_file = tmp_path / "log.csv", tmp_path / "log.jsonl"
    assert "4 Zeilen" in filled("feedback", "export", table).err
    assert table.read_text(encoding="utf-8-sig").count("\n") == 5
    assert filled("feedback", "export", log_file).code == 0
    first = json.loads(log_file.read_text(encoding="utf-8").splitlines()[0])
    assert first["impression"]["id"] == shown["impression_id"]
    assert "0 neue" in filled("feedback", "import", log_file).err
    assert filled("feedback", "export", tmp_path / "log.doc").code == 2


@pytest.mark.parametrize(
    ("args", "named"),
    [
        (("add", "mhw-002", "met"), "genau eine der Angaben --list, --for und --question"),
        (("add", *PAIR, "met", "--question", "x"), "genau eine der Angaben"),
        (("add", *PAIR, "gekauft"), "'gekauft' ist als Ereignis nicht bekannt"),
        (("add", *PAIR, "abgelehnt"), "reason"),
        (("add", *PAIR, "abgelehnt", "--reason", "Laune"), "'Laune' ist als Grund nicht bekannt"),
        (("add", "mhw-002", "met", "--list", "i0"), "keine Vorschlagsliste mit der Kennung 'i0'"),
        (("add", "mhw-002", "met", "--for", "nie-da"), "nie-da"),
        (("add", "gar-nicht", "met", "--for", "mhw-001"), "gar-nicht"),
        (("undo", "e0"), "'e0'"),
        (("import", "/nirgends/log.jsonl"), "/nirgends/log.jsonl"),
    ],
)
def test_wrong_feedback_is_told(filled: Run, args: tuple[str, ...], named: str) -> None:
    ran = filled("feedback", *args)
    assert ran.code == 1
    assert named in flat(ran.err)
    assert ran.out == ""


def test_a_profile_that_was_not_shown_is_named(filled: Run, shown: dict[str, object]) -> None:
    told = filled("feedback", "add", "mhw-001", "met", "--list", shown["impression_id"])
    assert told.code == 1
    assert f"nicht in der Vorschlagsliste '{shown['impression_id']}'" in flat(told.err)


def test_a_role_is_short(filled: Run) -> None:
    ran = filled("ask", "Verzinken", "--who", "x" * 101)
    assert ran.code == 1
    assert "--who" in ran.err
