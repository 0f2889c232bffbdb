"""Filled sheets read back: every row is found again, unchanged, with a grade that is known."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from data.errors import ProfileError
from data.spreadsheet.headings import Rows
from data.spreadsheet.readers import open_xlsx, sheets
from evaluation.judging.key import Key, KeyRow
from evaluation.judging.sheet import (
    CHOICES,
    COMMENT,
    GRADE,
    GUIDE,
    ID,
    SCALE,
    SHEET,
    SHEET_ID,
    SHOWN,
)

MAX_PROBLEMS = 20
"""So many problems of a sheet are told at once."""
EXCERPT = 60
CANDIDATE = 2
"""Which cell of a row is the candidate's name."""
Problem = tuple[str, str]
"""German and English."""


@dataclass(frozen=True)
class Judge:
    """What one person filled in."""

    name: str
    """The name of the file."""
    grades: Mapping[str, int]
    """Row id -> 0..3."""
    unsure: frozenset[str]
    """Rows marked ``?``."""
    empty: frozenset[str]
    comments: Mapping[str, str]


def read_judges(paths: Sequence[Path], key: Key) -> list[Judge]:
    """Read the sheets of several judges; each is named by its file.

    Raises:
        ProfileError: a file comes twice, cannot be read, or is not the sheet of this key as it
            was written; names sheet, row, what was found and what was expected.
    """
    if len({path.resolve() for path in paths}) < len(paths):
        raise ProfileError(
            "Ein Bogen ist zweimal genannt; erwartet wird jede Datei einmal.",
            "A sheet is named twice; expected is each file once.",
        )
    stems = [path.stem for path in paths]
    return [
        read_judge(path, key, path.stem if stems.count(path.stem) == 1 else str(path))
        for path in paths
    ]


def read_judge(path: Path, key: Key, name: str) -> Judge:
    """Read one filled sheet. Raises like `read_judges`."""
    try:
        with open_xlsx(path) as book:
            tables = {title: list(rows) for title, rows in sheets(book)}
    except OSError as error:
        raise ProfileError(
            f"{path}: Die Datei kann nicht gelesen werden ({error.strerror}).",
            f"{path}: the file cannot be read ({error.strerror}).",
        ) from error
    except ProfileError as error:
        raise ProfileError(f"{path}: {error.german}", f"{path}: {error.english}") from error
    _check_sheet(path, key, tables)
    reading = _Reading(key)
    reading.read(iter(tables[SHEET]))
    if reading.problems:
        raise _told(path, reading.problems)
    return Judge(
        name,
        reading.grades,
        frozenset(reading.unsure),
        frozenset(reading.empty),
        reading.comments,
    )


def _check_sheet(
    path: Path, key: Key, tables: Mapping[str, list[tuple[int, Sequence[str]]]]
) -> None:
    if SHEET not in tables:
        found = ", ".join(tables)
        raise ProfileError(
            f"{path}: Blätter '{found}'; erwartet wird das Blatt '{SHEET}'.",
            f"{path}: sheets '{found}'; expected is the sheet '{SHEET}'.",
        )
    for number, texts in tables.get(GUIDE, ()):
        label, found = (*texts, "", "")[:2]
        if label == SHEET_ID and found != key.sheet_id:
            raise ProfileError(
                f"{path}, Blatt '{GUIDE}', Zeile {number}: Bogen-Nr. '{found}', der Schlüssel "
                f"gehört zu '{key.sheet_id}'. Bitte den passenden Schlüssel mit --key nennen.",
                f"{path}, sheet '{GUIDE}', row {number}: sheet no. '{found}', but the key belongs "
                f"to '{key.sheet_id}'. Please name the right key with --key.",
            )


def _told(path: Path, problems: Sequence[Problem]) -> ProfileError:
    shown = problems[:MAX_PROBLEMS]
    left = len(problems) - len(shown)
    german = [f"{path}, Blatt '{SHEET}', {german}" for german, _ in shown]
    english = [f"{path}, sheet '{SHEET}', {english}" for _, english in shown]
    if left:
        german.append(f"… und {left} weitere.")
        english.append(f"… and {left} more.")
    return ProfileError("\n".join(german), "\n".join(english))


class _Reading:
    """Goes through the rows of a sheet and gathers grades and problems."""

    def __init__(self, key: Key) -> None:
        self._rows = {row.id: row for row in key.rows}
        self._seen: dict[str, int] = {}
        self.grades: dict[str, int] = {}
        self.unsure: set[str] = set()
        self.empty: set[str] = set()
        self.comments: dict[str, str] = {}
        self.problems: list[Problem] = []

    def read(self, rows: Rows) -> None:
        number, header = next(rows, (1, ()))
        labels = [column.label for column in (ID, *SHOWN, GRADE, COMMENT)]
        at = {label: header.index(label) for label in labels if label in header}
        if missing := [label for label in labels if label not in at]:
            self._problem(number, missing[0], ", ".join(header), (f"'{missing[0]}'",) * 2)
            return
        for number, texts in rows:
            known = dict(enumerate(texts))
            self._row(number, {label: known.get(i, "").strip() for label, i in at.items()})
        for row in self._rows.values():
            if row.id not in self._seen:
                self._missing(row)

    def _missing(self, row: KeyRow) -> None:
        shown = f"{row.id} ({row.cells[CANDIDATE]})"
        self.problems.append(
            (
                f"Zeile mit der Nr. {shown} fehlt; erwartet wird jede Zeile des Bogens.",
                f"the row with no. {shown} is missing; expected is every row of the sheet.",
            )
        )

    def _row(self, number: int, cells: Mapping[str, str]) -> None:
        row_id = cells[ID.label]
        if not any(cells[column.label] for column in (ID, *SHOWN, GRADE)):
            return
        if row_id not in self._rows:
            self._problem(number, ID.label, row_id, ("eine Nr. des Bogens", "a no. of the sheet"))
            return
        if row_id in self._seen:
            first = self._seen[row_id]
            once = (f"nur einmal, wie in Zeile {first}", f"only once, as in row {first}")
            self._problem(number, ID.label, row_id, once)
            return
        self._seen[row_id] = number
        for label, found, expected in _changes(self._rows[row_id], cells):
            self._problem(number, label, found, (f"'{expected}'",) * 2)
        self._grade(number, row_id, cells[GRADE.label])
        if cells[COMMENT.label]:
            self.comments[row_id] = cells[COMMENT.label]

    def _grade(self, number: int, row_id: str, text: str) -> None:
        grade = parse_grade(text)
        if grade is None:
            self._problem(number, GRADE.label, text, (", ".join(CHOICES),) * 2)
        elif grade == "":
            self.empty.add(row_id)
        elif grade == "?":
            self.unsure.add(row_id)
        else:
            self.grades[row_id] = int(grade)

    def _problem(self, row: int, column: str, found: str, expected: Problem) -> None:
        self.problems.append(
            (
                f"Zeile {row}, Spalte '{column}': gefunden '{found}', erwartet: {expected[0]}",
                f"row {row}, column '{column}': found '{found}', expected: {expected[1]}",
            )
        )


def parse_grade(text: str) -> str | None:
    """Return ``0`` to ``3``, ``?``, or an empty text; None for what is no grade.

    A grade may be written as its digit, its word, or both.
    """
    said = " ".join(text.split()).casefold()
    if not said:
        return ""
    for grade, (word, _) in SCALE.items():
        if said in (grade, word, f"{grade} {word}"):
            return grade
    return None


def _changes(row: KeyRow, cells: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield column, found and expected text where a row is not as it was written."""
    for column, written in zip(SHOWN, row.cells, strict=True):
        # By words: programs write line breaks and blanks each in their own way.
        found, expected = cells[column.label].split(), written.split()
        if found != expected:
            same = list(
                takewhile(lambda pair: pair[0] == pair[1], zip(found, expected, strict=False))
            )
            start = max(0, len(same) - 2)
            yield column.label, _excerpt(found, start), _excerpt(expected, start)


def _excerpt(words: list[str], start: int) -> str:
    shown = textwrap.shorten(" ".join(words[start:]), EXCERPT, placeholder=" …")
    return f"… {shown}" if start and shown else shown
