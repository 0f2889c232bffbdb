"""What an import says about a file: every problem with its place, and the counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum


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

    def text(self, language: str = "de") -> str:
        """Return place and sentence in ``language`` (``"de"`` or ``"en"``) as one line."""
        english = language == "en"
        parts = [
            self.file,
            self.sheet and (f"sheet '{self.sheet}'" if english else f"Blatt '{self.sheet}'"),
            self.row and (f"row {self.row}" if english else f"Zeile {self.row}"),
            self.column and (f"column '{self.column}'" if english else f"Spalte '{self.column}'"),
        ]
        where = ", ".join(part for part in parts if part)
        sentence = self.english if english else self.german
        return f"{where}: {sentence}" if where else sentence

    def at(self, file: str, sheet: str | None, row: int | None) -> Note:
        """Return the note with its place in the file."""
        return replace(self, file=file, sheet=sheet, row=row)


def note(german: str, english: str, column: str | None = None, value: str | None = None) -> Note:
    """Return a note that is told but refuses nothing."""
    return Note(Severity.NOTE, german, english, column, value)


def error(german: str, english: str, column: str | None = None, value: str | None = None) -> Note:
    """Return a note that refuses its row."""
    return Note(Severity.ERROR, german, english, column, value)


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
