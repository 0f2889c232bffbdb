"""Text files as they come: characters of every kind, separators, quotes that are not closed."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.errors import ProfileError
from data.spreadsheet.characters import MIXED, encoding_of
from data.spreadsheet.delimited import form_of, read_csv
from data.spreadsheet.report import Note

GERMAN = (
    "Firma;Ort;Leistung\n"
    "Grünwald Öfen & Söhne;Fürstenwalde;Kachelöfen, Rußprüfung\n"
    "Weißbäckerei Jäger;Lübben;Süßes für große Häuser\n"
)


def write(folder: Path, content: bytes) -> Path:
    path = folder / "a.csv"
    path.write_bytes(content)
    return path


def rows(path: Path) -> tuple[list[list[str]], list[Note]]:
    remarks: list[Note] = []
    return [list(cells) for _, cells in read_csv(path, remarks)], remarks


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac-roman", "cp850", "cp437"]
)
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_german_words_tell_the_encoding(tmp_path: Path, encoding: str, ending: str) -> None:
    path = write(tmp_path, GERMAN.replace("\n", ending).encode(encoding))
    found, remarks = rows(path)
    assert found == [line.split(";") for line in GERMAN.splitlines()]
    assert remarks == []


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Preis 20 €, Šafran für Köche", "iso8859-15"),
        ("Preis 20 € – „günstig“ für Köche", "cp1252"),
        ("Słubice, Łódź und Poznań", "cp1250"),
        ("§ 5 Übung – Maß für Maß", "mac-roman"),
    ],
)
def test_signs_tell_the_encoding_too(tmp_path: Path, text: str, encoding: str) -> None:
    found, _ = rows(write(tmp_path, f"Name;Text\nA;{text}\n".encode(encoding)))
    assert found[1][1] == text


def test_characters_that_make_no_words_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="nicht lesbar"):
        encoding_of(write(tmp_path, b"Na\x9dme\x9d;\x8d \x8f\nB;\x90 \x81\n"))


@pytest.mark.parametrize("bad", [1, 3])
def test_utf8_with_bad_rows_stays_utf8(tmp_path: Path, bad: int) -> None:
    good = "".join(f"Bäcker {i};Öfen\n" for i in range(4))
    stray = "".join(f"Großmann {i};Straßen\n" for i in range(bad))
    content = ("Name;Angebot\n" + good).encode() + stray.encode("cp1252") + good.encode()
    path = write(tmp_path, content)
    assert encoding_of(path) == MIXED
    found, remarks = rows(path)
    assert [row[0] for row in found[4:7]] == ["Bäcker 3", "Großmann 0", found[6][0]]
    assert [note.row for note in remarks] == list(range(6, 6 + bad))


def test_text_that_was_encoded_twice_is_repaired(tmp_path: Path) -> None:
    broken = GERMAN.encode().decode("cp1252")
    found, remarks = rows(write(tmp_path, broken.encode()))
    assert found[1] == ["Grünwald Öfen & Söhne", "Fürstenwalde", "Kachelöfen, Rußprüfung"]
    assert [note.row for note in remarks] == [2, 3]
    some, told = rows(write(tmp_path, "Name;Text\nMÃ¼ller;Öfen aus Łódź\n".encode()))
    assert (some[1][0], len(told)) == ("MÃ¼ller", 1)
    sound, none = rows(write(tmp_path, "Name;Text\nSÃO Ltda;Âge d'or\n".encode()))
    assert (sound[1][0], none) == ("SÃO Ltda", [])


@pytest.mark.parametrize(
    ("text", "separator", "width"),
    [
        ("Empfänger;Sitz\nA;Stahl, Guss, Blech, Rohr\nB;Optik, Glas, Laser, Linsen\n", ";", 2),
        ('Empfänger,Vorhaben,Jahr\nA,"Teil 1; Teil 2",2020\nB,Drehen,2021\n', ",", 3),
        ("Liste;;\nName\tOrt\tPLZ\nA\tB; C\t1\nD\tE\t2\n", "\t", 3),
        ("Name|Ort\nA, B|C\nD, E|F\n", "|", 2),
        ("Name;Summe;Ort\nA;1,50;B\nC;2,50;D\n", ";", 3),
        ("Name\nA, B und C\nD\n", ";", 1),
    ],
)
def test_the_pattern_of_the_rows_tells_the_separator(
    tmp_path: Path, text: str, separator: str, width: int
) -> None:
    form = form_of(write(tmp_path, text.encode()))
    assert (form.separator, form.width) == (separator, width)


def test_a_cell_of_several_lines_stays_one(tmp_path: Path) -> None:
    text = 'Name;Angebot;PLZ\nA;"eins; zwei\ndrei; ""vier""\n\nfünf";15230\nB;"x";1\n'
    found, remarks = rows(write(tmp_path, text.encode()))
    assert found[1:] == [["A", 'eins; zwei\ndrei; "vier"\n\nfünf', "15230"], ["B", "x", "1"]]
    assert remarks == []


@pytest.mark.parametrize(
    "line", ['B;"19 Zoll;Berlin', '"B;x;y;z', 'B;x;"', '"B; & Co";"19 Zoll;Berlin']
)
@pytest.mark.parametrize("closing", ['C;"Fräsen";Potsdam', "C;Fräsen;Potsdam"])
def test_an_open_quote_swallows_no_row(tmp_path: Path, line: str, closing: str) -> None:
    text = f"Name;Angebot;Ort\nA;Drehen;Cottbus\n{line}\n{closing}\nD;Guss;Werder\n"
    found, remarks = rows(write(tmp_path, text.encode()))
    assert [row[0][:1] for row in found] == ["N", "A", "B", "C", "D"]
    assert found[3] == ["C", "Fräsen", "Potsdam"]
    assert [note.row for note in remarks] == [3]
