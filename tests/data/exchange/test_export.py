"""Export and the template: everything comes back as it was."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import cast

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import StoreError
from data.exchange.export import export_profiles
from data.exchange.run import import_profiles
from data.exchange.template import write_template
from data.profiles import Contact, Kind, Place, Profile, Role, SizeClass, Statement, Visibility
from data.store.profiles import ProfileStore, open_store

FORMATS = ("csv", "xlsx", "jsonl")

# Characters that mean something to a spreadsheet, to CSV or to the separators of statements.
TRICKY = st.text(st.sampled_from("aÄßé ;,|\\\"'\t=+-@•\n_x00D\ufffe\x07<&"), max_size=12)
TEXT = st.one_of(TRICKY, st.text(max_size=30))
CODES = st.sampled_from(["25", "25.62", "C", "62.01.1", "99.99", "01"])
PLACES = st.builds(
    Place,
    postcode=st.none() | st.sampled_from(["15230", "01067", "00000"]),
    name=st.none() | st.sampled_from(["Frankfurt (Oder)", "Potsdam", "Berlin"]) | TEXT,
    kreis=st.none() | st.sampled_from(["12053", "12067", "99999"]),
    land=st.none() | st.sampled_from(["11", "12", "99"]),
)
CONTACTS = st.builds(
    Contact,
    office=st.none() | TEXT,
    email=st.none() | st.sampled_from(["a@b.de", "=a@b.de", "ä'@x.y"]),
    phone=st.none() | st.sampled_from(["+49 335 1", "0335"]) | TEXT,
)


def _statements() -> st.SearchStrategy[tuple[Statement, ...]]:
    def make(parts: list[tuple[Role, str]]) -> tuple[Statement, ...]:
        made = []
        for role, text in parts:
            try:
                made.append(Statement(role=role, text=text))
            except ValueError:
                continue  # empty once cleaned
        return tuple(made)

    return st.lists(st.tuples(st.sampled_from(Role), TEXT), max_size=5).map(make)


def _profile(**fields: object) -> Profile | None:
    try:
        return Profile.model_validate(fields)
    except ValueError:
        return None


_MAYBE = st.builds(
    _profile,
    id=st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:\-]{0,20}", fullmatch=True),
    name=TEXT,
    kind=st.sampled_from(Kind),
    statements=_statements(),
    places=st.lists(PLACES, max_size=3),
    sectors=st.lists(CODES, max_size=3),
    trades=st.lists(st.sampled_from(["A-13", "B1-1", "A-99"]), max_size=2),
    clusters=st.lists(st.sampled_from(["metal", "optics", "unknown"]), max_size=2),
    size=st.none() | st.sampled_from(SizeClass),
    languages=st.lists(st.sampled_from(["de", "pl", "xx"]), max_size=2),
    website=st.none() | st.sampled_from(["https://a.de", "http://x", "https://a.de/?q=1;2|3'\x07"]),
    contact=st.none() | CONTACTS,
    visibility=st.sampled_from(Visibility),
    owner=st.sampled_from(["default", "hwk-ff"]),
    valid_until=st.none() | st.dates(),
    source=st.none() | TEXT,
)


PROFILES = _MAYBE.filter(bool).map(lambda profile: cast(Profile, profile))


@pytest.mark.parametrize("suffix", FORMATS)
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(profiles=st.lists(PROFILES, min_size=1, max_size=4, unique_by=lambda p: p.id))
def test_what_is_exported_comes_back_equal(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, profiles: list[Profile]
) -> None:
    folder = tmp_path_factory.mktemp("trip")
    with (
        open_store(f"sqlite:///{folder / 'a.sqlite'}") as first,
        open_store(f"sqlite:///{folder / 'b.sqlite'}") as second,
    ):
        first.put(profiles)
        assert export_profiles(first, folder / f"a.{suffix}") == len(profiles)
        report = import_profiles(folder / f"a.{suffix}", second, find_duplicates=False)
        assert [note.text() for note in report.errors] == []
        assert list(second.iterate()) == list(first.iterate())
        again = import_profiles(folder / f"a.{suffix}", second, find_duplicates=False)
        assert (again.created, again.updated) == (0, 0)


def ordinary() -> Profile:
    return Profile(
        id="M-1",
        name='Öl & "Müller"; Söhne',
        kind=Kind.CRAFT,
        statements=(
            Statement(role=Role.OFFER, text="=HYPERLINK(1) | Stanzen; Biegen"),
            Statement(role=Role.OFFER, text="@Löten"),
            Statement(role=Role.NEED, text="Prüfstand"),
        ),
        places=(Place(postcode="15230", name="Frankfurt (Oder)", kreis="12053", land="12"),),
        sectors=("25.62",),
        size=SizeClass.SMALL,
        contact=Contact(phone="+49 335 1"),
        valid_until=dt.date(2027, 5, 1),
    )


def test_formulas_are_neutralised_in_csv(tmp_path: Path, sqlite_store: ProfileStore) -> None:
    sqlite_store.put([ordinary()])
    path = tmp_path / "a.csv"
    export_profiles(sqlite_store, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, row = csv.reader(file, delimiter=";")
    assert not [cell for cell in row if cell[:1] in tuple("=+-@")]
    cells = dict(zip(head, row, strict=True))
    assert cells["Angebot"] == "'=HYPERLINK(1) \\| Stanzen; Biegen\n@Löten"
    assert cells["Telefon"] == "'+49 335 1"
    assert cells["Orte"] == "15230 Frankfurt (Oder)"
    assert cells["Gültig bis"] == "01.05.2027"
    # What people read is enough here, so there is no second version that could contradict it.
    assert cells["Genaue Fassung (nicht ändern)"] == ""


def test_formulas_are_text_in_xlsx(tmp_path: Path, sqlite_store: ProfileStore) -> None:
    sqlite_store.put([ordinary().model_copy(update={"name": "=1+1"})])
    path = tmp_path / "a.xlsx"
    export_profiles(sqlite_store, path)
    sheet = openpyxl.load_workbook(path)["Betriebe"]
    assert {cell.data_type for row in sheet for cell in row if cell.value} == {"s"}
    assert sheet["B2"].value == "=1+1"
    assert sheet["B2"].quotePrefix


@pytest.mark.parametrize("suffix", FORMATS)
def test_characters_that_xml_cannot_hold(
    tmp_path: Path, new_store: Callable[[], ProfileStore], suffix: str
) -> None:
    first, second = new_store(), new_store()
    first.put([ordinary().model_copy(update={"website": "https://a.de/\x07\x00\uffff"})])
    export_profiles(first, tmp_path / f"a.{suffix}")
    import_profiles(tmp_path / f"a.{suffix}", second)
    assert list(second.iterate()) == list(first.iterate())


@pytest.mark.parametrize("suffix", FORMATS)
def test_very_long_profiles(
    tmp_path: Path, new_store: Callable[[], ProfileStore], suffix: str
) -> None:
    long = tuple(
        Statement(role=Role.OFFER if i % 2 else Role.NEED, text=f"{i} " + "ä|" * 1998)
        for i in range(30)
    )
    first, second = new_store(), new_store()
    first.put([ordinary(), ordinary().model_copy(update={"id": "lang", "statements": long})])
    export_profiles(first, tmp_path / f"a.{suffix}")
    report = import_profiles(tmp_path / f"a.{suffix}", second)
    assert report.errors == []
    assert list(second.iterate()) == list(first.iterate())


def test_an_edited_row_counts_as_it_is_seen(tmp_path: Path, sqlite_store: ProfileStore) -> None:
    mixed = ordinary().model_copy(
        update={
            "statements": (
                Statement(role=Role.NEED, text="erst der Bedarf"),
                Statement(role=Role.OFFER, text="dann das Angebot"),
            )
            * 2
        }
    )
    interleaved = (mixed.statements[0], mixed.statements[1], mixed.statements[0])
    sqlite_store.put([mixed.model_copy(update={"statements": interleaved})])
    path = tmp_path / "a.xlsx"
    export_profiles(sqlite_store, path)
    book = openpyxl.load_workbook(path)
    sheet = book["Betriebe"]
    column = {cell.value: i for i, cell in enumerate(sheet[1], start=1)}
    assert sheet.cell(2, column["Genaue Fassung (nicht ändern)"]).value
    sheet.cell(2, column["Angebot"]).value = "Neu"
    book.save(path)
    report = import_profiles(path, sqlite_store)
    assert report.updated == 1
    assert sqlite_store.get("M-1").texts(Role.OFFER) == ("Neu",)
    assert ["seit dem Export geändert" in n.german for n in report.notes] == [True]


def test_export_of_a_selection_with_progress(tmp_path: Path, sqlite_store: ProfileStore) -> None:
    sqlite_store.put([ordinary(), ordinary().model_copy(update={"id": "x", "owner": "ihk"})])
    told: list[tuple[int, int | None]] = []
    path = tmp_path / "a.jsonl"
    done = export_profiles(
        sqlite_store, path, owner="ihk", progress=lambda n, total: told.append((n, total))
    )
    assert (done, told[-1]) == (1, (1, 1))
    assert Profile.model_validate_json(path.read_text("utf-8")).id == "x"


@pytest.mark.parametrize("name", ["a.pdf", "no/such/folder/a.csv"])
def test_export_that_cannot_be_written(
    tmp_path: Path, sqlite_store: ProfileStore, name: str
) -> None:
    with pytest.raises(StoreError, match=r"Format|nicht geschrieben"):
        export_profiles(sqlite_store, tmp_path / name)


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_failed_export_leaves_the_old_file(
    tmp_path: Path, sqlite_store: ProfileStore, suffix: str
) -> None:
    def fail(done: int, total: int | None) -> None:
        raise KeyboardInterrupt

    sqlite_store.put([ordinary()])
    path = tmp_path / f"a.{suffix}"
    path.write_text("alt")
    with pytest.raises(KeyboardInterrupt):
        export_profiles(sqlite_store, path, progress=fail)
    assert path.read_text() == "alt"
    assert {p.name for p in tmp_path.iterdir() if p.name.startswith((".", "a"))} == {path.name}


def test_template_with_the_example_copied_in(tmp_path: Path, sqlite_store: ProfileStore) -> None:
    path = tmp_path / "vorlage.xlsx"
    write_template(path)
    empty = import_profiles(path, sqlite_store)
    assert (empty.rows, empty.errors) == (0, [])
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Betriebe", "Beispiel", "Hinweise"]
    firms = book["Betriebe"]
    lists = {str(rule.sqref)[0]: rule.formula1 for rule in firms.data_validations.dataValidation}
    assert len(lists) == 3
    assert any('"Unternehmen,Handwerk' in str(formula) for formula in lists.values())
    assert all(cell.comment for cell in firms[1])
    for i, cell in enumerate(book["Beispiel"][2], start=1):
        firms.cell(2, i).value = cell.value
    book.save(path)
    report = import_profiles(path, sqlite_store)
    assert (report.created, report.errors) == (1, [])
    assert [n for n in report.notes if n.sheet == "Betriebe"] == []
    profile = next(sqlite_store.iterate())
    assert profile.kind is Kind.CRAFT
    assert profile.places[0].name == "Prenzlau"
    assert len(profile.statements) == 5
    assert profile.trades
    assert profile.contact is not None


def test_one_profile_alone_in_a_file_of_lines_is_that_profile(tmp_path: Path) -> None:
    """Its places are no list of other organisations, and nothing of it becomes public."""
    alone = ordinary().model_copy(update={"visibility": Visibility.OWN, "name": "X"})
    for suffix in FORMATS:
        path = tmp_path / f"one.{suffix}"
        with (
            open_store(f"sqlite:///{tmp_path / suffix}-a.sqlite") as first,
            open_store(f"sqlite:///{tmp_path / suffix}-b.sqlite") as second,
        ):
            first.put([alone])
            export_profiles(first, path)
            import_profiles(path, second, find_duplicates=False)
            assert list(second.iterate()) == list(first.iterate())
