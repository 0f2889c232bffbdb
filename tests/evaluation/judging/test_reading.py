from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from data.errors import ProfileError
from evaluation.judging.key import Key, KeyRow, checksum
from evaluation.judging.reading import Judge, parse_grade, read_judge, read_judges
from evaluation.judging.sheet import CHOICES, COLUMNS, GUIDE, SHEET, write_sheet

AT = {column.label: i for i, column in enumerate(COLUMNS, start=1)}


def key_of(rows: list[KeyRow]) -> Key:
    return Key(
        checksum=checksum(rows),
        source="klein",
        systems={"a": "a-1", "b": "b-1"},
        k=3,
        seed=1,
        program="0",
        encoder="e",
        data_revision=0,
        rows=tuple(rows),
    )


KEY = key_of(
    [
        KeyRow(
            id=f"F01-{n:02}",
            request="q1",
            profile=f"p{n}",
            ranks={"a": n},
            cells=("Wer schweißt?\nAluminium", "Regel", f"Firma {n}", "Unternehmen", "Ort", "x y"),
        )
        for n in range(1, 7)
    ]
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "nord.xlsx"
    write_sheet(KEY, target)
    return target


def fill(path: Path, change: Callable[[Any], None]) -> Path:
    book = openpyxl.load_workbook(path)
    change(book[SHEET])
    book.save(path)
    return path


def read(path: Path) -> Judge:
    return read_judge(path, KEY, "nord")


def refused(path: Path) -> ProfileError:
    with pytest.raises(ProfileError) as error:
        read(path)
    return error.value


def test_grades_are_read_however_they_are_written(path: Path) -> None:
    written: list[object] = [3, "1 entfernt", "Sehr gut", "?", None, 0.0]

    def grades(sheet: Any) -> None:
        for n, grade in enumerate(written, start=2):
            sheet.cell(n, AT["Note"], grade)
        sheet.cell(3, AT["Bemerkung"], "- macht das nicht mehr")

    judge = read(fill(path, grades))
    assert judge.grades == {"F01-01": 3, "F01-02": 1, "F01-03": 3, "F01-06": 0}
    assert judge.unsure == {"F01-04"}
    assert judge.empty == {"F01-05"}
    assert judge.comments == {"F01-02": "- macht das nicht mehr"}


def test_an_empty_sheet_is_counted_and_not_refused(path: Path) -> None:
    judge = read(path)
    assert judge.grades == {}
    assert judge.empty == {row.id for row in KEY.rows}


def test_every_choice_of_the_list_is_a_grade() -> None:
    assert [parse_grade(choice) for choice in CHOICES] == ["0", "1", "2", "3", "?"]
    assert [parse_grade(text) for text in ("", "4", "23", "2,5", "prima", "-1")] == [
        "",
        *[None] * 5,
    ]


def test_order_colour_and_further_columns_do_not_matter(path: Path) -> None:
    def rearrange(sheet: Any) -> None:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for n, row in enumerate(reversed(rows), start=2):
            for i, value in enumerate(row, start=1):
                sheet.cell(n, i, value)
            sheet.cell(n, AT["Note"], 2)
        sheet.insert_cols(1)
        sheet.cell(1, 1, "Meine Notizen")
        sheet.cell(20, AT["Bemerkung"] + 1, "Gruß aus Prenzlau")
        sheet.cell(2, AT["Gesucht"] + 1, "Wer schweißt?\r\nAluminium ")

    assert read(fill(path, rearrange)).grades == {row.id: 2 for row in KEY.rows}


def test_wrong_grades_are_named_with_row_and_what_was_expected(path: Path) -> None:
    error = refused(fill(path, lambda sheet: sheet.cell(4, AT["Note"], "gut so")))
    place = "nord.xlsx, Blatt 'Bewertung', Zeile 4, Spalte 'Note': gefunden 'gut so', erwartet: "
    assert place + "0 passt nicht, 1 entfernt, 2 gut, 3 sehr gut" in error.german
    assert "row 4, column 'Note': found 'gut so', expected: 0 passt nicht" in error.english


@pytest.mark.parametrize(
    ("change", "german", "english"),
    [
        (
            lambda sheet: sheet.cell(3, AT["Nr."], "F09-01"),
            "Zeile 3, Spalte 'Nr.': gefunden 'F09-01', erwartet: eine Nr. des Bogens",
            "row 3, column 'Nr.': found 'F09-01', expected: a no. of the sheet",
        ),
        (
            lambda sheet: sheet.cell(3, AT["Nr."], "F01-01"),
            "Zeile 3, Spalte 'Nr.': gefunden 'F01-01', erwartet: nur einmal, wie in Zeile 2",
            "row 3, column 'Nr.': found 'F01-01', expected: only once, as in row 2",
        ),
        (
            lambda sheet: sheet.delete_rows(5),
            "Zeile mit der Nr. F01-04 (Firma 4) fehlt",
            "the row with no. F01-04 (Firma 4) is missing",
        ),
        (
            lambda sheet: sheet.cell(6, AT["Kandidat"], "Firma 6"),
            "Zeile 6, Spalte 'Kandidat': gefunden 'Firma 6', erwartet: 'Firma 5'",
            "row 6, column 'Kandidat': found 'Firma 6', expected: 'Firma 5'",
        ),
        (
            lambda sheet: sheet.cell(1, AT["Note"], "Noten"),
            "Zeile 1, Spalte 'Note': gefunden 'Nr., Gesucht",
            "row 1, column 'Note': found 'Nr., Gesucht",
        ),
        (
            lambda sheet: setattr(sheet, "title", "Tabelle1"),
            "Blätter 'Anleitung, Tabelle1'; erwartet wird das Blatt 'Bewertung'",
            "sheets 'Anleitung, Tabelle1'; expected is the sheet 'Bewertung'",
        ),
    ],
)
def test_a_changed_sheet_is_told(
    path: Path, change: Callable[[Any], None], german: str, english: str
) -> None:
    error = refused(fill(path, change))
    assert german in error.german
    assert english in error.english
    assert error.german.startswith(str(path))


def test_columns_sorted_apart_are_told_at_once_but_not_endlessly(tmp_path: Path) -> None:
    rows = [
        row.model_copy(update={"id": f"F{i:02}-{n:02}"})
        for i in range(10)
        for n, row in enumerate(KEY.rows, start=1)
    ]
    key = key_of(rows)
    path = tmp_path / "lang.xlsx"
    write_sheet(key, path)

    def shift(sheet: Any) -> None:
        for n in range(2, sheet.max_row + 1):
            sheet.cell(n, AT["Kandidat"], "Firma 0")

    with pytest.raises(ProfileError) as error:
        read_judge(fill(path, shift), key, "lang")
    assert error.value.german.count("\n") == 20
    assert error.value.german.endswith("… und 40 weitere.")


def test_a_sheet_of_another_key_is_told(path: Path) -> None:
    other = key_of([KEY.rows[0]])
    with pytest.raises(ProfileError) as error:
        read_judge(path, other, "nord")
    place = f"Blatt '{GUIDE}', Zeile 2: Bogen-Nr. '{KEY.sheet_id}', der Schlüssel gehört zu"
    assert place in error.value.german
    assert f"'{other.sheet_id}'" in error.value.english


def test_a_file_that_is_none_is_told(path: Path, tmp_path: Path) -> None:
    assert "gelesen werden" in refused(tmp_path / "fehlt.xlsx").german
    path.write_bytes(path.read_bytes()[:900])
    assert refused(path).german.startswith(f"{path}: ")


def test_judges_are_named_by_their_files(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "sued"
    folder.mkdir()
    again = folder / "nord.xlsx"
    third = tmp_path / "dritte.xlsx"
    for copy in (again, third):
        copy.write_bytes(path.read_bytes())
    judges = read_judges([path, again, third], KEY)
    assert [judge.name for judge in judges] == [str(path), str(again), "dritte"]
    with pytest.raises(ProfileError, match="zweimal"):
        read_judges([path, path.parent / "." / "nord.xlsx"], KEY)
