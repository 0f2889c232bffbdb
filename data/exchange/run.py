"""Import from end to end: read, check against file and store, write, report.

Near-equal names in the same place: perhaps one firm under two ids.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz, process

from data.exchange.sources import CSV, JSONL, Read, Reading, Source
from data.exchange.values import words_of
from data.profiles import RESERVED_ID_PREFIX, Profile, Visibility
from data.spreadsheet.report import ImportReport, Note, Severity, error, note
from data.store.profiles import ProfileStore, Progress, PutResult, owned_by
from data.text import fold

NEAR = 90
"""Least likeness of two names, 0 to 100, counting letters to change; words in any order."""
CROWD = 300
"""A word that begins more names of one place than this tells nothing and is not searched by."""


class Twin(NamedTuple):
    """A profile seen before that looks like the one asked about."""

    id: str
    name: str


class DuplicateFinder:
    """Remembers names by place and the beginnings of their words, not whole profiles.

    A name is compared with those of its place that share the first four letters of a word, so
    long lists stay fast; names all of whose words are crowded are compared for equality only.
    """

    def __init__(self) -> None:
        self._names: dict[str, tuple[str, str]] = {}
        self._blocks: dict[tuple[str, str], dict[str, str]] = {}
        self._equal: dict[tuple[str, str], list[str]] = {}
        self._told: set[tuple[str, str]] = set()

    def add(self, profile: Profile) -> None:
        """Remember a profile."""
        words = words_of(profile.name)
        joined = " ".join(words)
        self._names[profile.id] = (joined, profile.name)
        for place in _places(profile):
            self._equal.setdefault((place, joined), []).append(profile.id)
            for start in {word[:4] for word in words}:
                block = self._blocks.setdefault((place, start), {})
                if len(block) <= CROWD:
                    block[profile.id] = joined

    def find(self, profile: Profile) -> Iterator[Twin]:
        """Yield profiles with another id that look the same; each pair is told once."""
        words = words_of(profile.name)
        joined = " ".join(words)
        numbers = _numbers(joined)
        near: dict[str, None] = {}
        for place in _places(profile):
            near.update(dict.fromkeys(self._equal.get((place, joined), ())))
            for start in {word[:4] for word in words}:
                block = self._blocks.get((place, start), {})
                if len(block) <= CROWD:
                    hits = process.extract(
                        joined, block, scorer=fuzz.ratio, score_cutoff=NEAR, limit=None
                    )
                    near.update((id, None) for _, _, id in hits)
        for id in near:
            other, name = self._names[id]
            pair = (min(id, profile.id), max(id, profile.id))
            if id != profile.id and pair not in self._told and _numbers(other) == numbers:
                self._told.add(pair)
                yield Twin(id, name)


def _places(profile: Profile) -> set[str]:
    keys = {place.postcode for place in profile.places if place.postcode}
    return keys | {fold(place.name) for place in profile.places if place.name}


def _numbers(name: str) -> list[str]:
    # "Halle 1" and "Halle 2" differ in one letter and yet are two places.
    return [word for word in name.split() if any(c.isdigit() for c in word)]


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

    Raises:
        ProfileError: the file as a whole cannot be read; nothing is written.
        StoreError: the store cannot be written.
    """
    path = Path(path)
    source = Source(path, name or path.name, owner, reading or Reading())
    run = _Run(source, store, progress, watch)
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
    ) -> None:
        self.report = ImportReport(source.name)
        self._source = source
        self._store = store
        self._progress = progress
        self._watch = watch
        self._finder: DuplicateFinder | None = None
        self._seen: dict[str, tuple[str | None, int | None]] = {}
        self._is_operator = source.owner is None

    def remember(self, store: ProfileStore, owner: str | None) -> None:
        """Look for duplicates, also among the profiles of the store that ``owner`` may see."""
        self._finder = DuplicateFinder()
        for profile in store.iterate():
            if owner in (None, profile.owner) or profile.visibility is Visibility.PUBLIC:
                self._finder.add(profile)

    def profiles(self, all_or_nothing: bool) -> Iterator[Profile]:
        """Yield the good profiles and report on all rows."""
        total = _lines(self._source.path, self._source.name) if self._progress else None
        rows = self._source.read()
        while batch := list(islice(rows, BATCH)):
            batch = [self._owned(read) for read in batch]
            owners = self._store.owners([read.profile.id for read in batch if read.profile])
            for read in batch:
                if (profile := self._checked(read, owners)) is not None:
                    yield profile
            if self._progress:
                self._progress(self.report.rows, total and max(total, self.report.rows))
        if all_or_nothing and self.report.errors:
            raise _RefusedError

    def finished(self, result: PutResult, seconds: float) -> ImportReport:
        """Return the report with its counts."""
        report = self.report
        report.created, report.updated = result.created, result.updated
        report.unchanged = result.unchanged
        report.empty_rows = self._source.empty_rows
        report.seconds = seconds
        if not report.rows and not report.errors:
            empty = note(
                "Die Datei enthält keine Zeilen mit Profilen.",
                "The file contains no rows with profiles.",
            )
            report.notes.append(empty.at(report.file, None, None))
        if self._progress:
            self._progress(report.rows, report.rows)
        return report

    def _owned(self, read: Read) -> Read:
        owner = self._source.owner
        if owner is None or read.profile is None or read.profile.owner == owner:
            return read
        return replace(read, profile=owned_by(read.profile, owner))

    def _checked(self, read: Read, owners: dict[str, str]) -> Profile | None:
        """Return the profile of a row unless it is refused, and note what there is to tell."""
        notes = list(read.notes)
        profile = read.profile
        if profile is not None:
            notes += conflicts(read, profile, self._seen, owners, self._is_operator)
        refused = any(entry.severity is Severity.ERROR for entry in notes)
        if profile is not None and not refused:
            self._seen[profile.id] = (read.sheet, read.row)
            notes += self._twins(profile)
        self.report.rows += read.is_data
        self.report.refused += read.is_data and (refused or profile is None)
        self.report.notes += [entry.at(self.report.file, read.sheet, read.row) for entry in notes]
        if self._watch is not None:
            self._watch(read, notes, refused)
        return None if refused else profile

    def _twins(self, profile: Profile) -> Iterator[Note]:
        if self._finder is None:
            return
        for twin in self._finder.find(profile):
            self.report.duplicates += 1
            yield note(
                f"'{profile.name}' ({profile.id}) ist vielleicht dasselbe wie '{twin.name}' "
                f"({twin.id}) am selben Ort.",
                f"'{profile.name}' ({profile.id}) is perhaps the same as '{twin.name}' "
                f"({twin.id}) in the same place.",
                value=profile.id,
            )
        self._finder.add(profile)


def conflicts(
    read: Read,
    profile: Profile,
    seen: Mapping[str, tuple[str | None, int | None]],
    owners: Mapping[str, str],
    is_operator: bool,
) -> Iterator[Note]:
    """Tell whose id a row repeats: another row's, or that of a profile of another tenant.

    Only the operator of all tenants is told which one. An id that no profile can have is told too.
    """
    if profile.id.startswith(RESERVED_ID_PREFIX):
        yield error(
            f"Die Kennung '{profile.id}' ist nicht möglich: '{RESERVED_ID_PREFIX}' steht am Anfang "
            "der Kennungen vermittelter Profile.",
            f"The id '{profile.id}' is not possible: '{RESERVED_ID_PREFIX}' begins the ids of "
            "profiles behind an intermediary.",
            value=profile.id,
        )
    if profile.id in seen:
        sheet, row = seen[profile.id]
        first_de = f"Zeile {row}" + (f" (Blatt '{sheet}')" if sheet else "")
        first_en = f"row {row}" + (f" (sheet '{sheet}')" if sheet else "")
        yield error(
            f"Die Kennung '{profile.id}' von Zeile {read.row} steht schon in {first_de}; jede "
            "Kennung darf nur einmal vorkommen. Ohne Kennung zählen Name und Ort.",
            f"The id '{profile.id}' of row {read.row} is already in {first_en}; each id may "
            "occur only once. Without ids, name and place count.",
            value=profile.id,
        )
    if (other := owners.get(profile.id, profile.owner)) != profile.owner:
        whose_de, whose_en = "ist schon vergeben", "is already taken"
        if is_operator:
            whose_de = f"gehört schon dem Mandanten '{other}'"
            whose_en = f"already belongs to tenant '{other}'"
        yield error(
            f"Die Kennung '{profile.id}' {whose_de}; bitte eine andere wählen.",
            f"The id '{profile.id}' {whose_en}; please choose another.",
            value=profile.id,
        )


def _lines(path: Path, name: str) -> int | None:
    """Return about how many rows a file of lines has; None for others."""
    if not path.is_file() or Path(name).suffix.lower() not in CSV | JSONL:
        return None
    with path.open("rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))
