"""Each organisation once: several rows, several lists, columns that are not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.exchange.run import import_profiles
from data.profiles import Profile, Role, Visibility
from data.spreadsheet.report import ImportReport
from data.store.profiles import ProfileStore


def load(folder: Path, store: ProfileStore, text: str, **more: bool) -> ImportReport:
    path = folder / "liste.csv"
    path.write_text(text, "utf-8")
    return import_profiles(path, store, **more)  # type: ignore[arg-type]


def named(store: ProfileStore) -> dict[str, Profile]:
    return {profile.name: profile for profile in store.iterate()}


def test_rows_of_one_organisation_are_one_profile(
    tmp_path: Path, sqlite_store: ProfileStore
) -> None:
    far = "".join(f"Firma {i} GmbH;{i};Potsdam;Teil {i};\n" for i in range(1500))
    text = (
        "Empfänger;Jahr;Ort;Thema;Sichtbarkeit\n"
        "Optik Haus gGmbH;1;Berlin;Linsen;öffentlich\n"
        f"{far}"
        "OPTIK HAUS gGmbH;2;Berlin;Spiegel;vertraulich\nOptik Haus gGmbH;3;Berlin;Linsen;\n"
    )
    report = load(tmp_path, sqlite_store, text)
    assert (report.rows, report.created, report.refused) == (1503, 1501, 0)
    profile = named(sqlite_store)["Optik Haus gGmbH"]
    assert profile.texts(Role.ABOUT) == ("Linsen", "Spiegel")
    assert profile.visibility == "own"
    again = load(tmp_path, sqlite_store, text)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 1501)


def test_one_id_for_two_organisations_is_asked_within_a_list(
    tmp_path: Path, sqlite_store: ProfileStore
) -> None:
    text = "Kennung;Firma;Angebot\na;Alpha;x\na;Beta;y\na;ALPHA GmbH;z\n"
    report = load(tmp_path, sqlite_store, text)
    assert (report.created, report.refused) == (1, 1)
    assert [note.row for note in report.errors] == [3]
    assert sqlite_store.get("a").texts(Role.OFFER) == ("x", "z")


@pytest.mark.parametrize("head", ["lfd. Nr.", "Nr.", "Kennung"])
def test_a_second_numbered_list_overwrites_nothing(
    tmp_path: Path, sqlite_store: ProfileStore, head: str
) -> None:
    load(tmp_path, sqlite_store, f"{head};Firma;PLZ\n1;Ackerbau Nord;15230\n2;Brotlaib;03046\n")
    second = f"{head};Firma;PLZ\n1;Chemie Süd;14467\n2;Drahtzug;01968\n"
    report = load(tmp_path, sqlite_store, second)
    assert (report.created, report.updated) == (2, 0)
    assert len(named(sqlite_store)) == 4
    assert load(tmp_path, sqlite_store, second).unchanged == 2


def test_numbers_that_begin_anew_are_no_ids(tmp_path: Path, sqlite_store: ProfileStore) -> None:
    text = "Nr.;Firma;PLZ\n1;A;15230\n2;B;15230\n1;C;15230\n2;D;15230\n"
    report = load(tmp_path, sqlite_store, text)
    assert (report.created, report.refused) == (4, 0)
    assert load(tmp_path, sqlite_store, text).unchanged == 4


def test_a_new_name_at_the_same_place_is_no_other_organisation(
    tmp_path: Path, sqlite_store: ProfileStore
) -> None:
    load(tmp_path, sqlite_store, "Kennung;Firma;PLZ\nm1;Ackerbau Nord;15230\n")
    report = load(tmp_path, sqlite_store, "Kennung;Firma;PLZ\nm1;Zukunftsfeld;15230\n")
    assert (report.created, report.updated) == (0, 1)


def test_a_column_that_is_not_there_changes_nothing(
    tmp_path: Path, sqlite_store: ProfileStore
) -> None:
    load(
        tmp_path,
        sqlite_store,
        "Kennung;Firma;PLZ;Art;WZ;Größe;Telefon;E-Mail;Bietet;Sucht;Sichtbarkeit;Website\n"
        "m1;Alpha;15230;Handwerk;25.62;klein;0335 1;a@b.de;Drehen;Prüfen;vertraulich;www.a.de\n",
    )
    report = load(tmp_path, sqlite_store, "Kennung;Firma;Bietet;E-Mail\nm1;Alpha;Fräsen;\n")
    assert report.updated == 1
    profile = sqlite_store.get("m1")
    assert profile.texts(Role.OFFER) == ("Fräsen",)
    assert profile.texts(Role.NEED) == ("Prüfen",)
    assert (profile.visibility, profile.kind, profile.size) == ("own", "craft", "small")
    assert (profile.sectors, profile.website) == (("25.62",), "https://www.a.de")
    assert profile.places[0].postcode == "15230"
    assert profile.contact is not None
    assert (profile.contact.phone, profile.contact.email) == ("0335 1", None)
    dropped = load(tmp_path, sqlite_store, "Kennung;Firma;Sucht\nm1;Alpha;\n")
    assert dropped.updated == 1
    assert sqlite_store.get("m1").texts(Role.NEED) == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Holzwerk Gesellschaft mit beschränkter Haftung;15230", "Holzwerk GmbH;15230", True),
        ("Netz Aktiengesellschaft;15230", "Netz AG;15230", True),
        ("Maler Kunz e.K.;15230", "Maler Kunz, Inh. Karl Kunz;15230", True),
        ("Lichtbau GmbH;15230", "Lichtbau GmbH;", True),
        ("Windfeld A GmbH;15230", "Windfeld B GmbH;15230", False),
        ("Lichtbau GmbH;15230", "Lichtbau GmbH;03046", False),
    ],
)
def test_the_same_in_other_words_is_told(
    tmp_path: Path, sqlite_store: ProfileStore, one: str, other: str, same: bool
) -> None:
    load(tmp_path, sqlite_store, f"Firma;PLZ\n{one}\n")
    report = load(tmp_path, sqlite_store, f"Firma;PLZ\n{other}\n")
    assert (report.created, report.duplicates) == (1, int(same))


def test_what_is_true_of_many_rows_is_one_note(tmp_path: Path, sqlite_store: ProfileStore) -> None:
    rows = "".join(f"Firma {i};Zauberei;k.A.\n" for i in range(2500))
    report = load(tmp_path, sqlite_store, f"Name;Branche;PLZ\n{rows}", find_duplicates=False)
    assert report.created == 2500
    counts = {note.column: note.count for note in report.notes}
    assert counts == {"PLZ": 2500, "Branche": 2500, "Art": 2500}
    note = next(note for note in report.notes if note.column == "Branche")
    assert (note.row, note.also[:2]) == (2, (3, 4))
    assert len(note.also) < 20


@pytest.mark.parametrize("said", ["", "öffentlich", "ja", "nein", "?"])
def test_nothing_becomes_visible_by_accident(
    tmp_path: Path, sqlite_store: ProfileStore, said: str
) -> None:
    load(tmp_path, sqlite_store, "Kennung;Firma\nm1;Alpha\n")
    assert sqlite_store.get("m1").visibility == "own"
    load(tmp_path, sqlite_store, f"Kennung;Firma;Sichtbarkeit\nm1;Alpha;{said}\n")
    assert sqlite_store.get("m1").visibility == "own"
    line = '{"id": "j1", "name": "Beta", "kind": "company", "owner": "ihk"}\n'
    path = tmp_path / "b.jsonl"
    path.write_text(line, "utf-8")
    import_profiles(path, sqlite_store, owner="hwk")
    assert sqlite_store.get("j1").visibility == "own"
    path.write_text(line.replace("j1", "j2"), "utf-8")
    import_profiles(path, sqlite_store, visibility=Visibility.PUBLIC)
    assert sqlite_store.get("j2").visibility == "public"
    import_profiles(path, sqlite_store)
    assert sqlite_store.get("j2").visibility == "public"
