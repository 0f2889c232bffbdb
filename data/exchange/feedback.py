"""The log of feedback as a file: JSONL to learn from elsewhere, CSV to read."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO

from pydantic import ValidationError

from data import clock
from data.errors import StoreError
from data.feedback.outcomes import EVENTS, REASONS, Event, Impression, LogLine, Record, Shown
from data.files import replacing
from data.spreadsheet.delimited import protect
from data.store.feedback import FeedbackStore
from data.store.feedback_rows import document_of
from data.store.profiles import ProfileStore

MAX_LINE = 10_000_000
"""Characters; a longer line is no record and is not read into memory whole."""
FOUND_CHARS = 60
_STEP = 500
_COLUMNS = (
    "Gezeigt am", "Vorschlagsliste", "Mandant", "Rolle", "Für", "Für Kennung", "Frage", "Ziel",
    "Platz", "Name", "Kennung", "Wertung", "Verfahren",
    "Ereignis", "Grund", "Notiz", "Gemeldet am", "Rückmeldung",
)  # fmt: skip

_Cells = dict[str, str]


def write_log(log: FeedbackStore, path: Path, tenant: str | None = None) -> int:
    """Write all records as JSONL and return how many; `read_log` reads them back.

    Each line is ``{"impression": …}``, ``{"event": …}`` or ``{"undo": …}``. Raises `StoreError`
    if the file cannot be written.
    """
    count = 0
    with replacing(path) as part, part.open("w", encoding="utf-8", newline="\n") as file:
        for record in log.log(tenant):
            file.write(f'{{"{type(record).__name__.lower()}":{document_of(record)}}}\n')
            count += 1
    return count


def read_log(log: FeedbackStore, path: Path) -> int:
    """Add the records of a JSONL file and return how many were not known yet.

    Raises:
        StoreError: the file cannot be read, or a line is no record; nothing is added then.
        NotFoundError: a record names one that is neither before it in the file nor in the log.
        RequestError: an event does not fit the list that it names.
    """
    try:
        with path.open(encoding="utf-8-sig") as file:
            return log.load(_records(file, path))
    except (OSError, UnicodeError) as error:
        cause = getattr(error, "strerror", None) or "UTF-8"
        raise StoreError(
            f"{path}: Die Datei kann nicht gelesen werden ({cause}).",
            f"{path}: the file cannot be read ({cause}).",
        ) from error


def _records(file: IO[str], path: Path) -> Iterator[Record]:
    number = 0
    while line := file.readline(MAX_LINE):
        number += 1
        if line.strip():
            try:
                yield from LogLine.model_validate_json(line).records
            except ValidationError as error:
                raise _no_record(path, number, line, error) from error


def _no_record(path: Path, number: int, line: str, error: ValidationError) -> StoreError:
    first = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    why = f"{place}: {first['msg']}" if place else first["msg"]
    found = line.strip()[:FOUND_CHARS]
    return StoreError(
        f"{path}, Zeile {number}: Das ist kein Eintrag des Protokolls ({why}). Gefunden: {found}… "
        "Erwartet wird je Zeile 'impression', 'event' oder 'undo'. Nichts wurde übernommen.",
        f"{path}, line {number}: this is no record of the log ({why}). Found: {found}… "
        "Expected is 'impression', 'event' or 'undo' per line. Nothing was taken over.",
    )


def write_csv(
    log: FeedbackStore, profiles: ProfileStore, path: Path, tenant: str | None = None
) -> int:
    """Write a table for people and return how many rows it has.

    A row is a suggestion that was shown with one thing that became of it, or with nothing yet;
    then come events without a list. UTF-8 with BOM, semicolons and decimal commas, as German
    Excel reads it. Raises `StoreError` if the file cannot be written.
    """
    count = 0
    rows = _rows(log, tenant)
    with replacing(path) as part, part.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, _COLUMNS, restval="", delimiter=";")
        writer.writeheader()
        while batch := list(islice(rows, _STEP)):
            ids = {row[column] for row in batch for column in ("Für Kennung", "Kennung")}
            known = {id: profile.name for id, profile in profiles.get_many(ids).items()}
            for row in batch:
                named = {
                    "Für": known.get(row["Für Kennung"], ""),
                    "Name": known.get(row["Kennung"], ""),
                }
                writer.writerow({name: protect(text) for name, text in (row | named).items()})
            count += len(batch)
    return count


def _rows(log: FeedbackStore, tenant: str | None) -> Iterator[_Cells]:
    for row in log.training_rows(tenant=tenant):
        cells = _exposure(row.impression, row.shown)
        yield from (cells | _outcome(event) for event in row.events)
        if not row.events:
            yield cells
    for event in log.events(tenant=tenant):
        if event.impression_id is None:
            yield _outcome(event)


def _exposure(impression: Impression, shown: Shown) -> _Cells:
    return {
        "Gezeigt am": _moment(impression.time),
        "Vorschlagsliste": impression.id,
        "Mandant": impression.tenant,
        "Rolle": impression.who or "",
        "Für Kennung": impression.seeker or "",
        "Frage": impression.question or "",
        "Ziel": impression.goal,
        "Platz": str(shown.position),
        "Kennung": shown.profile_id,
        "Wertung": f"{shown.score:.3f}".replace(".", ","),
        "Verfahren": impression.versions.ranker,
    }


def _outcome(event: Event) -> _Cells:
    return {
        "Mandant": event.tenant,
        "Für Kennung": event.seeker or "",
        "Frage": event.question or "",
        "Kennung": event.profile_id,
        "Ereignis": EVENTS[event.kind][0],
        "Grund": REASONS[event.reason][0] if event.reason else "",
        "Notiz": event.note or "",
        "Gemeldet am": _moment(event.time),
        "Rückmeldung": event.id,
    }


def _moment(time: dt.datetime) -> str:
    """Return the moment as a spreadsheet reads it, in the time zone of this machine."""
    return f"{clock.local(time):%d.%m.%Y %H:%M}"
