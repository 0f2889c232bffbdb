"""A file looked through before it is taken over: what would become of it, what is to correct."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from data.exchange.conflicts import Seen, conflicts
from data.exchange.jsonl import parsed
from data.exchange.merging import name_key
from data.exchange.reading import Read, Reading, Spot
from data.exchange.rows import RowReader
from data.exchange.run import import_profiles
from data.profiles import Profile
from data.spreadsheet.columns import LABELS
from data.spreadsheet.headings import Header
from data.spreadsheet.report import Note, NoteBook, Severity
from data.spreadsheet.tables import patched, row_of
from data.store.profiles import ProfileStore, Progress, PutResult, owned_by

MAX_REFUSED = 1000
"""So many refused rows are kept for correcting; with more, the columns are wrong, not the rows."""
MAX_NOTES = 300
"""So many notes on rows that are taken over are kept."""
MAX_LINE = 20_000
"""Characters: a longer line of JSONL is not offered for correcting."""
LINE = "Zeile"
"""What the one column of a JSONL file is called."""


class SeenColumn(BaseModel):
    """A column of a file, and the field it stands for."""

    name: str
    field: str | None


class RefusedRow(BaseModel):
    """A row that is not taken over as it stands."""

    sheet: str | None
    row: int
    texts: list[str]
    """All its cells, in the order of the columns."""
    notes: list[Note]

    @property
    def spot(self) -> Spot:
        """Where the row stands."""
        return self.sheet, self.row


class Examined(BaseModel):
    """What an import would do with a file, as it was found."""

    file: str
    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    duplicates: int = 0
    seconds: float = 0.0
    columns: dict[str, list[SeenColumn]] = {}
    """By sheet; ``""`` where there are no sheets."""
    refused_rows: list[RefusedRow] = []
    """At most `MAX_REFUSED`."""
    ids: dict[str, Spot] = {}
    """The ids of the rows that are good, and where they stand first."""
    names: dict[str, str] = {}
    """By these ids, the names as they are compared."""
    remarks: list[Note] = []
    """On the file, its sheets and columns; errors among them ended the reading."""
    notes: list[Note] = []
    """On rows that are taken over, what is true of many as one; at most `MAX_NOTES`."""

    def columns_of(self, sheet: str | None) -> list[SeenColumn]:
        """Return the columns of a sheet; a file of lines has one."""
        return self.columns.get(sheet or "", [])


@dataclass(frozen=True)
class Examination:
    """What corrections made of the refused rows of a file."""

    still_refused: list[RefusedRow]
    """With the corrected cells."""
    repaired: PutResult
    """What would become of the rows that are good now."""

    @property
    def good(self) -> int:
        """How many rows are good now that were not."""
        return self.repaired.created + self.repaired.updated + self.repaired.unchanged


def examine(
    path: Path,
    store: ProfileStore,
    owner: str,
    name: str,
    reading: Reading | None = None,
    progress: Progress | None = None,
) -> Examined:
    """Read a file as an import would, write nothing, and return what to tell and to correct.

    Raises `ProfileError` where the file as a whole cannot be read.
    """
    found, book = Examined(file=name), NoteBook()
    report = import_profiles(
        path,
        store,
        owner=owner,
        name=name,
        dry_run=True,
        progress=progress,
        reading=reading,
        watch=lambda read, notes, refused: _keep(found, book, read, notes, refused),
    )
    found.notes = book.listed()[:MAX_NOTES]
    told = {"rows", "created", "updated", "unchanged", "refused", "duplicates", "seconds"}
    return found.model_copy(update={field: getattr(report, field) for field in told})


def reexamine(
    found: Examined,
    corrected: Mapping[Spot, Mapping[int, str]],
    store: ProfileStore,
    owner: str,
) -> Examination:
    """Read the refused rows again as they are corrected; the file itself is not touched.

    In the order of the rows: an id that two corrected rows share is told of the later one.
    """
    reader = RowReader(owner)
    seen = {id: Seen(*spot, found.names.get(id, "")) for id, spot in found.ids.items()}
    reads = [
        _read_again(reader, found, row, corrected[row.spot], owner)
        for row in found.refused_rows
        if row.spot in corrected
    ]
    owners = store.owners([read.profile.id for read in reads if read.profile])
    again = {(read.sheet, read.row): read for read in reads}
    refused: list[RefusedRow] = []
    repaired: list[Profile] = []
    for row in found.refused_rows:
        read = again.get(row.spot)
        if read is None:
            refused.append(row)
            continue
        notes = list(read.notes)
        if read.profile is not None:
            notes += conflicts(read, read.profile, seen, owners, is_operator=False)
        if read.profile is None or any(note.severity is Severity.ERROR for note in notes):
            refused.append(row.model_copy(update={"texts": list(read.texts), "notes": notes}))
        else:
            seen.setdefault(read.profile.id, Seen(*row.spot, name_key(read.profile.name)))
            repaired.append(read.profile)
    return Examination(refused, store.put(repaired, dry_run=True))


def positions(note: Note, columns: Sequence[SeenColumn]) -> list[int]:
    """Return which columns a note is about: by name, else by field; an id's without either."""
    named = [i for i, column in enumerate(columns) if note.column and column.name == note.column]
    if named:
        return named
    fields = [field for field, label in LABELS.items() if label == note.column]
    wanted = fields or (["id"] if note.column is None else [(note.column or "").split(".")[0]])
    return [i for i, column in enumerate(columns) if column.field in wanted]


def _keep(
    found: Examined, book: NoteBook, read: Read, notes: Sequence[Note], refused: bool
) -> None:
    placed = [note.at(found.file, read.sheet, read.row) for note in notes]
    sheet = read.sheet or ""
    if read.header is not None and sheet not in found.columns:
        found.columns[sheet] = list(_columns(read.header))
    if not read.is_data or read.row is None:
        found.remarks += placed
    elif refused or read.profile is None:
        if read.header is None:
            found.columns.setdefault(sheet, [SeenColumn(name=LINE, field=None)])
        if len(found.refused_rows) < MAX_REFUSED:
            texts = [text for text in read.texts if len(text) <= MAX_LINE or read.header]
            row = RefusedRow(sheet=read.sheet, row=read.row, texts=texts, notes=list(notes))
            found.refused_rows.append(row)
    else:
        found.ids.setdefault(read.profile.id, (read.sheet, read.row))
        found.names.setdefault(read.profile.id, name_key(read.profile.name))
        for entry in placed:
            book.add(entry)


def _columns(header: Header) -> Iterator[SeenColumn]:
    for name, field in zip(header.names, header.fields, strict=True):
        yield SeenColumn(name=name, field=field)


def _read_again(
    reader: RowReader,
    found: Examined,
    row: RefusedRow,
    corrected: Mapping[int, str],
    owner: str,
) -> Read:
    columns = found.columns_of(row.sheet)
    texts = patched(row.texts, corrected)
    if [column.name for column in columns] == [LINE]:
        profile, notes = parsed(texts[0])
        profile = profile and owned_by(profile, owner)
        return Read(row.sheet, row.row, notes, profile, is_data=True, texts=texts)
    names, fields = _parts(columns)
    header = Header(0, names, fields)
    profile, notes = reader.read(row_of(header, row.row, texts))
    return Read(row.sheet, row.row, notes, profile, True, header, texts)


def _parts(columns: Iterable[SeenColumn]) -> tuple[tuple[str, ...], tuple[str | None, ...]]:
    listed = list(columns)
    return tuple(c.name for c in listed), tuple(c.field for c in listed)
