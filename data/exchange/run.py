"""Import from end to end: read, check against file and store, write, report."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from data.exchange.conflicts import Seen, conflicts, told_apart
from data.exchange.merging import kept_closed, laid_over, merged, name_key
from data.exchange.reading import Read, Reading
from data.exchange.sources import Source
from data.exchange.twins import DuplicateFinder
from data.profiles import Profile, Visibility
from data.spreadsheet.formats import LINES, TEXT
from data.spreadsheet.report import ImportReport, Note, NoteBook, Severity, note
from data.store.profiles import ProfileStore, Progress, PutResult, owned_by

BATCH = 1000
Watch = Callable[[Read, Sequence[Note], bool], None]
"""Told of all that is read: the row, what there is to tell about it, whether it is refused."""


def import_profiles(
    path: str | Path,
    store: ProfileStore,
    *,
    owner: str | None = None,
    name: str | None = None,
    dry_run: bool = False,
    all_or_nothing: bool = False,
    find_duplicates: bool = True,
    progress: Progress | None = None,
    reading: Reading | None = None,
    watch: Watch | None = None,
    visibility: Visibility = Visibility.OWN,
) -> ImportReport:
    """Import a CSV, XLSX or JSONL file; good rows are kept, bad ones refused and reported.

    Args:
        path: the file, read as a stream.
        store: where the profiles go.
        owner: the tenant that will own all of them; None keeps what the file says.
        name: what the user calls the file, if ``path`` is a copy under another name.
        dry_run: write nothing, report what would happen.
        all_or_nothing: write nothing if any row has an error.
        find_duplicates: show near-equal names in the same place, in the file and the store.
        progress: called with (rows done, rows in all or None if not known).
        reading: what somebody decided about columns and cells of the file.
        watch: told of every row as it is read.
        visibility: who may see new profiles of which the file does not say it.

    Raises:
        ProfileError: the file as a whole cannot be read; nothing is written.
        StoreError: the store cannot be written.
    """
    path = Path(path)
    source = Source(path, name or path.name, owner, reading or Reading())
    run = _Run(source, store, progress, watch, visibility)
    run.report.dry_run = dry_run
    start = time.monotonic()
    if find_duplicates:
        run.remember(store, owner)
    try:
        result = store.put(run.profiles(all_or_nothing), atomic=all_or_nothing, dry_run=dry_run)
    except _RefusedError:
        result = PutResult()
        run.report.rolled_back = True
    return run.finished(result, time.monotonic() - start)


class _RefusedError(Exception):
    """Ends the transaction of an import in which every row had to be good."""


class _Run:
    """One import: what was seen so far, and the report that grows with it."""

    def __init__(
        self,
        source: Source,
        store: ProfileStore,
        progress: Progress | None,
        watch: Watch | None,
        visibility: Visibility,
    ) -> None:
        self.report = ImportReport(source.name)
        self._source = source
        self._store = store
        self._progress = progress
        self._watch = watch
        self._visibility = visibility
        self._finder: DuplicateFinder | None = None
        self._seen: dict[str, Seen] = {}
        self._good: dict[str, bytes] = {}
        """Packed by id: a row further down may belong to the same organisation."""
        self._notes = NoteBook()
        self._is_operator = source.owner is None

    def remember(self, store: ProfileStore, owner: str | None) -> None:
        """Look for duplicates, also among the profiles of the store that ``owner`` may see."""
        self._finder = DuplicateFinder()
        for profile in store.iterate():
            if owner in (None, profile.owner) or profile.visibility is Visibility.PUBLIC:
                self._finder.add(profile)

    def profiles(self, all_or_nothing: bool) -> Iterator[Profile]:
        """Read all rows and report on them, then yield each good organisation once."""
        total = _lines(self._source.path, self._source.name) if self._progress else None
        rows = self._source.read()
        while batch := list(islice(rows, BATCH)):
            batch = [self._owned(read) for read in batch]
            stored = self._store.get_many([read.profile.id for read in batch if read.profile])
            for read in batch:
                self._take(read, stored)
            if self._progress:
                self._progress(self.report.rows, total and max(total, self.report.rows))
        if all_or_nothing and self._notes.any_error:
            raise _RefusedError
        for packed in self._good.values():
            yield _unpacked(packed)

    def finished(self, result: PutResult, seconds: float) -> ImportReport:
        """Return the report with its counts."""
        report = self.report
        report.created, report.updated = result.created, result.updated
        report.unchanged = result.unchanged
        report.empty_rows = self._source.empty_rows
        report.seconds = seconds
        if not report.rows and not self._notes.any_error:
            empty = note(
                "Die Datei enthält keine Zeilen mit Profilen.",
                "The file contains no rows with profiles.",
            )
            self._notes.add(empty.at(report.file, None, None))
        report.notes = self._notes.listed()
        if self._progress:
            self._progress(report.rows, report.rows)
        return report

    def _owned(self, read: Read) -> Read:
        owner = self._source.owner
        if owner is None or read.profile is None or read.profile.owner == owner:
            return read
        return replace(read, profile=owned_by(read.profile, owner))

    def _take(self, read: Read, stored: Mapping[str, Profile]) -> None:
        """Keep the profile of a row unless it is refused, and note what there is to tell."""
        notes = list(read.notes)
        profile = read.profile
        if profile is not None:
            profile, told = told_apart(read, profile, stored, self._seen)
            notes += told
            owners = {id: known.owner for id, known in stored.items()}
            notes += conflicts(read, profile, self._seen, owners, self._is_operator)
        refused = any(entry.severity is Severity.ERROR for entry in notes)
        if profile is not None and not refused:
            notes += self._keep(read, profile, stored)
        self.report.rows += read.is_data
        self.report.refused += read.is_data and (refused or profile is None)
        for entry in notes:
            self._notes.add(entry.at(self.report.file, read.sheet, read.row))
        if self._watch is not None:
            self._watch(replace(read, profile=profile), notes, refused)

    def _keep(self, read: Read, profile: Profile, stored: Mapping[str, Profile]) -> Iterator[Note]:
        known = stored.get(profile.id)
        if (packed := self._good.get(profile.id)) is not None:
            before = _unpacked(packed)
            profile = kept_closed(profile, known, before.visibility)
            self._good[profile.id] = _packed(merged(before, profile))
            yield _together(profile)
            return
        profile = kept_closed(profile, known, self._visibility)
        if known is not None and known.owner == profile.owner and read.header is not None:
            profile = laid_over(profile, known, read.header.fields)
        self._seen[profile.id] = Seen(read.sheet, read.row, name_key(profile.name))
        self._good[profile.id] = _packed(profile)
        yield from self._twins(profile)

    def _twins(self, profile: Profile) -> Iterator[Note]:
        if self._finder is None:
            return
        for twin in self._finder.find(profile):
            self.report.duplicates += 1
            yield note(
                f"'{profile.name}' ({profile.id}) ist vielleicht dasselbe wie '{twin.name}' "
                f"({twin.id}).",
                f"'{profile.name}' ({profile.id}) is perhaps the same as '{twin.name}' "
                f"({twin.id}).",
                value=profile.id,
            )
        self._finder.add(profile)


def _packed(profile: Profile) -> bytes:
    return profile.model_dump_json(exclude_defaults=True).encode()


def _unpacked(packed: bytes) -> Profile:
    return Profile.model_validate_json(packed)


def _together(profile: Profile) -> Note:
    return note(
        f"Mehrere Zeilen nennen '{profile.name}'; sie sind ein Profil mit allen ihren Angaben.",
        f"Several rows name '{profile.name}'; they are one profile with all they say.",
        value=profile.id,
    )


def _lines(path: Path, name: str) -> int | None:
    """Return about how many rows a file of lines has; None for others."""
    if not path.is_file() or Path(name).suffix.lower() not in TEXT | LINES:
        return None
    with path.open("rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))
