"""An event from its spreadsheet to the papers, on the command line."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from data.events.event import Event, Interest, Wish
from data.events.sheet import write_event_sheet
from tests.support.running import Run
from tests.support.tight_events import event


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A spreadsheet of four firms with something to offer each other."""
    return written(four(), tmp_path)


def four(*wishes: tuple[str, str, Interest]) -> Event:
    offers = ("Laserschweißen von Aluminium", "Sensoren für Pumpen", "Gehäuse", "Prüfstand")
    made = event(4, tuple(wishes), times=3)
    people = tuple(
        person.model_copy(update={"offers": (text,), "needs": (offers[at - 1],)})
        for at, (person, text) in enumerate(zip(made.participants, offers, strict=True))
    )
    return made.model_copy(update={"participants": people, "name": "Kooperationstag"})


def written(what: Event, folder: Path) -> Path:
    path = folder / "tag.xlsx"
    write_event_sheet(what, path)
    return path


def test_the_template_can_be_planned(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "vorlage.xlsx"
    assert run("event", "template", path).code == 0
    assert run("event", "check", path).out.startswith("Ein Plan ist möglich.")


def test_a_filled_spreadsheet_is_not_overwritten(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "vorlage.xlsx"
    path.write_bytes(b"sixty participants")
    assert run("event", "template", path).code == 1
    assert path.read_bytes() == b"sixty participants"


def test_a_template_needs_a_name_that_excel_knows(run: Run, tmp_path: Path) -> None:
    ran = run("event", "template", tmp_path / "vorlage.ods")
    assert ran.code == 1 and ".xlsx" in ran.err


def test_a_plan_with_its_papers(run: Run, file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "aus"
    ran = run("event", "plan", file, "--out", folder, "--seconds", 3)
    assert ran.code == 0
    assert "Treffen" in ran.out and "Firma 0" in ran.out and "09:00–09:20" in ran.out
    assert "Wert" in ran.err and "fertig" in ran.err
    assert load_workbook(folder / "plan.xlsx").sheetnames
    assert (folder / "laufzettel.pdf").read_bytes().startswith(b"%PDF")
    with zipfile.ZipFile(folder / "kalender.zip") as archive:
        assert len(archive.namelist()) == 4


def test_a_kept_event_can_be_listed_and_shown(run: Run, file: Path) -> None:
    assert "keine Veranstaltung" in run("event", "list").err
    made = run("event", "plan", file, "--keep", "--json").json
    (line,) = run("event", "list", "--json").json
    assert line["name"] == "Kooperationstag"
    shown = run("event", "show", "kooperationstag", "--json").json
    assert shown["plan"]["number"] == 1
    assert (
        shown["figures"]["meetings"]
        == made["figures"]["meetings"]
        == len(shown["plan"]["meetings"])
    )
    assert "Firma 3" in run("event", "show", line["id"], "--lang", "en").out


def test_conflicts_and_what_helps(run: Run, tmp_path: Path) -> None:
    wishes = (("p0", "p1", Interest.MUST), ("p1", "p0", Interest.VETO))
    path = written(four(*wishes), tmp_path)
    for name in ("check", "plan"):
        ran = run("event", name, path)
        assert ran.code == 1
        assert "Firma 0" in ran.out and "Der Ausschluss fällt weg" in ran.out
    (conflict,) = run("event", "check", path, "--json").json["conflicts"]
    assert {rule["kind"] for rule in conflict["rules"]} == {"must", "veto"}
    assert [change["size"] for change in conflict["changes"]] == [1, 1]


def test_who_can_meet_nobody_is_warned_of(run: Run, tmp_path: Path) -> None:
    made = four()
    vetoes = tuple(Wish(who="p3", whom=f"p{n}", interest=Interest.VETO) for n in range(3))
    path = written(made.model_copy(update={"wishes": vetoes}), tmp_path)
    told = run("event", "check", path, "--json").json
    assert told["conflicts"] == [] and told["warnings"][0]["participant"] == "p3"
    assert "Firma 3 can meet nobody" in run("event", "check", path, "--lang", "en").out


def test_a_spreadsheet_at_fault_names_the_cell(run: Run, file: Path) -> None:
    book = load_workbook(file)
    book["Zeiten"]["A2"] = "bald"
    book.save(file)
    ran = run("event", "plan", file)
    assert ran.code == 1 and "Zeiten" in ran.err and "bald" in ran.err


def test_a_file_that_is_not_there(run: Run, tmp_path: Path) -> None:
    ran = run("event", "check", tmp_path / "fehlt.xlsx")
    assert ran.code == 1 and "fehlt.xlsx" in ran.err


def test_an_event_nobody_keeps(run: Run) -> None:
    ran = run("event", "show", "Irgendwas")
    assert ran.code == 1 and "Irgendwas" in ran.err
