"""What an import says about a file: every problem with its place, and the counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

LISTED_ROWS = 10
MAX_NOTES = 3000
"""So many different notes are kept of a file; a table that is wrong throughout has few kinds."""


class Severity(StrEnum):
    """How much a note matters: an error refuses the row, a note does not."""

    ERROR = "error"
    NOTE = "note"


@dataclass(frozen=True)
class Note:
    """One thing to tell about a row: where it is, what was found, what was expected."""

    severity: Severity
    german: str
    english: str
    column: str | None = None
    value: str | None = None
    row: int | None = None
    """As Excel counts: the first row is 1; in JSONL the line."""
    sheet: str | None = None
    file: str | None = None
    also: tuple[int, ...] = ()
    """Further rows that the same is true of; at most `LISTED_ROWS` are listed."""
    count: int = 1
    """Of how many rows it is true."""

    def text(self, language: str = "de") -> str:
        """Return place and sentence in ``language`` (``"de"`` or ``"en"``) as one line."""
        english = language == "en"
        parts = [
            self.file,
            self.sheet and (f"sheet '{self.sheet}'" if english else f"Blatt '{self.sheet}'"),
            self.row and self._rows(english),
            self.column and (f"column '{self.column}'" if english else f"Spalte '{self.column}'"),
        ]
        where = ", ".join(part for part in parts if part)
        sentence = self.english if english else self.german
        return f"{where}: {sentence}" if where else sentence

    def _rows(self, english: bool) -> str:
        if not self.also:
            return f"row {self.row}" if english else f"Zeile {self.row}"
        listed = ", ".join(map(str, (self.row, *self.also)))
        more = self.count - 1 - len(self.also)
        if english:
            return f"rows {listed}" + (f" and {more} more" if more else "")
        return f"Zeilen {listed}" + (f" und {more} weitere" if more else "")

    def at(self, file: str, sheet: str | None, row: int | None) -> Note:
        """Return the note with its place in the file."""
        return replace(self, file=file, sheet=sheet, row=row)


def note(german: str, english: str, column: str | None = None, value: str | None = None) -> Note:
    """Return a note that is told but refuses nothing."""
    return Note(Severity.NOTE, german, english, column, value)


def error(german: str, english: str, column: str | None = None, value: str | None = None) -> Note:
    """Return a note that refuses its row."""
    return Note(Severity.ERROR, german, english, column, value)


class NoteBook:
    """Collects notes; what is true of many rows is one note, however long the file is."""

    def __init__(self) -> None:
        self._notes: dict[Note, list[int]] = {}
        self._counts: dict[Note, int] = {}
        self._untold = 0
        self.any_error = False

    def add(self, entry: Note) -> None:
        """Take a note up."""
        self.any_error = self.any_error or entry.severity is Severity.ERROR
        key = replace(entry, row=None if entry.row is None else 0)
        rows = self._notes.get(key)
        if rows is None:
            if len(self._notes) >= MAX_NOTES:
                self._untold += 1
                return
            rows = self._notes[key] = []
        self._counts[key] = self._counts.get(key, 0) + 1
        if entry.row is not None and entry.row not in rows and len(rows) <= LISTED_ROWS:
            rows.append(entry.row)

    def listed(self) -> list[Note]:
        """Return the notes in the order in which they came first."""
        notes = [
            replace(key, row=rows[0] if rows else None, also=tuple(rows[1:]), count=count)
            for (key, rows), count in zip(self._notes.items(), self._counts.values(), strict=True)
        ]
        if self._untold:
            german = f"… und {self._untold} weitere Hinweise, die nicht einzeln genannt werden."
            english = f"… and {self._untold} more notes that are not listed one by one."
            notes.append(Note(Severity.NOTE, german, english))
        return notes


@dataclass
class ImportReport:
    """What became of the rows of a file."""

    file: str
    dry_run: bool = False
    """Nothing was written; the counts say what would have been."""
    rows: int = 0
    """Rows with content, without headers."""
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    """Rows with an error."""
    duplicates: int = 0
    """Pairs of near-equal name and place, each shown in a note."""
    empty_rows: int = 0
    rolled_back: bool = False
    """Good rows were not kept because others had errors and all or nothing was asked for."""
    seconds: float = 0.0
    notes: list[Note] = field(default_factory=list)

    @property
    def errors(self) -> list[Note]:
        """The notes that refused a row."""
        return [note for note in self.notes if note.severity is Severity.ERROR]

    def lines(self, language: str = "de") -> Iterator[str]:
        """Yield the counts and then every note, each as one line."""
        yield self.summary(language)
        for entry in self.notes:
            yield entry.text(language)

    def summary(self, language: str = "de") -> str:
        """Return the counts as one sentence."""
        if language == "en":
            counts = (
                f"{self.rows} rows: {self.created} created, {self.updated} updated, "
                f"{self.unchanged} unchanged, {self.refused} refused, "
                f"{self.duplicates} possible duplicates"
            )
            dry, back = "Dry run", "nothing kept because of the errors"
        else:
            counts = (
                f"{self.rows} Zeilen: {self.created} neu, {self.updated} geändert, "
                f"{self.unchanged} unverändert, {self.refused} abgelehnt, "
                f"{self.duplicates} mögliche Dubletten"
            )
            dry, back = "Probelauf", "wegen der Fehler nichts übernommen"
        start = f"{self.file} ({dry})" if self.dry_run else self.file
        return f"{start}: {counts}" + (f"; {back}." if self.rolled_back else ".")
