"""Imports from end to end: reports, duplicates, tenants, re-import, all or nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.errors import StoreError
from data.exchange.run import import_profiles
from data.profiles import Kind, Place, Profile
from data.spreadsheet.report import Severity
from data.store.profiles import ProfileStore

EVAL = Path(__file__).parents[4] / "shared" / "eval" / "efre_verbund_dev" / "corpus.jsonl"

GOOD = """Kennung;Name;Art;PLZ;Angebot
1;Alpha GmbH;Unternehmen;15230;Drehen
2;Beta GmbH;Unternehmen;17291;Fräsen
"""
MIXED = GOOD + "3;;Unternehmen;15230;Gießen\n2;Delta GmbH;Unternehmen;15230;Löten\n"


def file(tmp_path: Path, text: str, name: str = "liste.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def test_good_rows_are_kept_bad_ones_refused(tmp_path: Path, store: ProfileStore) -> None:
    report = import_profiles(file(tmp_path, MIXED), store)
    assert (report.rows, report.created, report.refused) == (4, 2, 2)
    assert [(n.row, n.column, n.value) for n in report.errors] == [
        (4, "Name", None),
        (5, None, "2"),
    ]
    assert "Zeile 5" in report.errors[1].german
    assert "Zeile 3" in report.errors[1].german
    assert report.errors[0].text("de").startswith("liste.csv, Zeile 4, Spalte 'Name': Der")
    assert report.errors[0].text("en").startswith("liste.csv, row 4, column 'Name': The")
    assert store.get("2").name == "Beta GmbH"


def test_all_or_nothing(tmp_path: Path, store: ProfileStore) -> None:
    report = import_profiles(file(tmp_path, MIXED), store, all_or_nothing=True)
    assert (report.created, report.refused, report.rolled_back) == (0, 2, True)
    assert store.revision() == 0
    assert "nichts übernommen" in report.summary()
    assert import_profiles(file(tmp_path, GOOD), store, all_or_nothing=True).created == 2


def test_dry_run_tells_what_would_happen(tmp_path: Path, store: ProfileStore) -> None:
    path = file(tmp_path, MIXED)
    dry = import_profiles(path, store, dry_run=True)
    assert (dry.created, dry.refused, store.revision()) == (2, 2, 0)
    assert "Probelauf" in dry.summary()
    real = import_profiles(path, store)
    assert (real.created, real.notes) == (dry.created, dry.notes)


def test_importing_again_changes_nothing(tmp_path: Path, store: ProfileStore) -> None:
    without_ids = "Name;Art;PLZ;Angebot\nAlpha;Unternehmen;15230;Drehen\nBeta;Handwerk;;Sägen\n"
    for text in (GOOD, without_ids):
        path = file(tmp_path, text)
        import_profiles(path, store)
        before = store.revision()
        again = import_profiles(path, store)
        assert (again.created, again.updated, again.unchanged) == (0, 0, 2)
        assert store.revision() == before
    changed = import_profiles(file(tmp_path, without_ids.replace("Drehen", "Bohren")), store)
    assert (changed.created, changed.updated, changed.unchanged) == (0, 1, 1)


def test_duplicates_in_the_file_and_the_store_are_shown(
    tmp_path: Path, sqlite_store: ProfileStore
) -> None:
    place = (Place(postcode="15230", name="Frankfurt (Oder)"),)
    sqlite_store.put(
        [
            Profile(id="old", name="Müller und Söhne GmbH", kind=Kind.CRAFT, places=place),
            Profile(id="hidden", name="Geheim GmbH", kind=Kind.CRAFT, places=place,
                    visibility="own", owner="ihk"),
        ]
    )  # fmt: skip
    text = """Kennung;Name;Art;PLZ
1;Mueller & Söhne;Unternehmen;15230
2;Söhne Müler GmbH;Unternehmen;15230
3;Müller & Söhne;Unternehmen;17291
4;Gewerbehalle Uckermark 1;Unternehmen;15230
5;Gewerbehalle Uckermark 2;Unternehmen;15230
6;Geheim GmbH;Unternehmen;15230
"""
    report = import_profiles(file(tmp_path, text), sqlite_store, owner="hwk")
    pairs = [(n.row, n.value) for n in report.notes]
    assert report.created == 6
    # Row 3 is elsewhere, 4 and 5 differ in their number, 6 belongs to a tenant not to be shown.
    assert (report.duplicates, pairs) == (3, [(2, "1"), (3, "2"), (3, "2")])
    assert "(1)" in report.notes[0].german
    assert "(old)" in report.notes[0].german
    off = import_profiles(file(tmp_path, text), sqlite_store, owner="hwk", find_duplicates=False)
    assert off.notes == []


def test_a_tenant_cannot_take_over_a_profile(tmp_path: Path, store: ProfileStore) -> None:
    import_profiles(file(tmp_path, GOOD), store, owner="hwk")
    assert store.get("1").owner == "hwk"
    report = import_profiles(file(tmp_path, GOOD.replace("Drehen", "X")), store, owner="ihk")
    assert (report.refused, report.updated) == (2, 0)
    assert [note.german for note in report.errors] == [
        "Die Kennung '1' ist schon vergeben; bitte eine andere wählen.",
        "Die Kennung '2' ist schon vergeben; bitte eine andere wählen.",
    ]
    assert not any("hwk" in note.german + note.english for note in report.notes)
    named = GOOD.replace("Kennung;", "Mandant;Kennung;").replace("\n1;", "\nihk;1;")
    told = import_profiles(file(tmp_path, named.replace("\n2;", "\nihk;2;")), store)
    assert "gehört schon dem Mandanten 'hwk'" in told.errors[0].german
    profile = store.get("1").model_dump_json()
    jsonl = file(tmp_path, profile.replace("Drehen", "Y") + "\n", "a.jsonl")
    assert import_profiles(jsonl, store, owner="ihk").refused == 1
    assert import_profiles(jsonl, store).updated == 1


def test_jsonl_says_what_is_wrong_with_a_line(tmp_path: Path, sqlite_store: ProfileStore) -> None:
    good = Profile(id="a", name="A", kind=Kind.COMPANY).model_dump_json()
    lines = [good, "", '{"id": "b"', "[1]", '{"id": "c", "name": "C", "kind": "ufo", "x": 1}']
    report = import_profiles(file(tmp_path, "\n".join(lines), "a.jsonl"), sqlite_store)
    assert (report.created, report.refused, report.empty_rows) == (1, 3, 1)
    assert [(n.row, n.column) for n in report.errors] == [
        (3, None),
        (4, None),
        (5, "kind"),
        (5, "x"),
    ]


def test_progress_and_streaming(tmp_path: Path, sqlite_store: ProfileStore) -> None:
    text = "Name;Art\n" + "".join(f"Firma {i};Unternehmen\n" for i in range(2500))
    told: list[tuple[int, int | None]] = []
    report = import_profiles(
        file(tmp_path, text), sqlite_store, progress=lambda done, total: told.append((done, total))
    )
    assert report.created == 2500
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[0][1] == 2501
    assert told[-1] == (2500, 2500)


def test_the_store_is_not_blamed_for_the_file(tmp_path: Path, sqlite_store: ProfileStore) -> None:
    with pytest.raises(StoreError, match="kann nicht benutzt werden"):
        sqlite_store.close()
        broken = Path(str(sqlite_store._engine.url.database))
        broken.write_bytes(b"x" * 5000)
        for extra in ("-wal", "-shm"):
            broken.with_name(broken.name + extra).unlink(missing_ok=True)
        import_profiles(file(tmp_path, GOOD), sqlite_store)


BEIR = {
    "_id": "o1",
    "title": "Institut für Dünnschicht",
    "text": "Erstes Projekt | Zweites Projekt",
    "metadata": {
        "org_type": "research",
        "land": ["Thüringen", "Berlin"],
        "plz": ["7745", "99999"],
        "place": ["Jena", "Weimar, Stadt"],
        "kreis": [],
    },
}


def test_documents_of_a_corpus(tmp_path: Path, sqlite_store: ProfileStore) -> None:
    other = {"_id": "o2", "title": "Firma", "text": "", "metadata": {"land": ["Sachsen"]}}
    outside = {"_id": "o3", "title": "C", "metadata": {"land": ["Sachsen"], "place": ["Potsdam"]}}
    lines = "\n".join(json.dumps(row) for row in (BEIR, other, outside, {"_id": 4}))
    report = import_profiles(file(tmp_path, lines, "corpus.jsonl"), sqlite_store)
    assert (report.created, report.refused) == (3, 1)
    first = sqlite_store.get("o1")
    assert first.kind is Kind.RESEARCH
    assert [s.text for s in first.statements] == ["Erstes Projekt", "Zweites Projekt"]
    assert [(p.postcode, p.name, p.land) for p in first.places] == [
        ("07745", "Jena", "16"),
        (None, "Weimar", "16"),
        (None, "Berlin", "11"),
    ]
    second = sqlite_store.get("o2")
    assert (second.kind, second.statements, second.places) == ("company", (), (Place(land="14"),))
    assert sqlite_store.get("o3").places == (Place(land="14"),)
    assert {n.row for n in report.notes if n.severity is Severity.NOTE} == {1, 3}


@pytest.fixture
def corpus() -> Iterator[Path]:
    if not EVAL.is_file():
        pytest.skip(f"NO EVALUATION DATA at {EVAL}: the real corpus is not imported")
    yield EVAL


@pytest.mark.slow
def test_the_real_corpus_is_imported_whole(corpus: Path, sqlite_store: ProfileStore) -> None:
    report = import_profiles(corpus, sqlite_store)
    assert (report.created, report.refused) == (18_415, 0)
    assert report.seconds < 60
    rows = [json.loads(line) for line in corpus.read_text("utf-8").splitlines()]
    lands = {row["_id"]: len(row["metadata"]["land"]) for row in rows}
    for profile in sqlite_store.iterate():
        # The region rule is measured by the Länder of the data.
        assert len({place.land for place in profile.places}) == lands[profile.id]
