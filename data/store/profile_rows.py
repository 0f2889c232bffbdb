"""Rows of the store's tables: reading, writing and counting them inside a transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, insert, select, update

from data import clock
from data.errors import ProfileError, StoreError
from data.profiles import RESERVED_ID_PREFIX, Profile
from data.store.database import COUNTER, HISTORY, PROFILES
from data.text import fold

LIVE = PROFILES.c.document.is_not(None)
CHUNK = 500
"""Ids per question: below the smallest limit of parameters a database has."""
_TOMBSTONE = dict.fromkeys(
    ("kind", "visibility", "valid_until", "sort_name", "search", "hash", "document")
)


@dataclass(frozen=True)
class PutResult:
    """How many profiles were created, updated and found unchanged."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0

    def __add__(self, other: PutResult) -> PutResult:
        return PutResult(
            self.created + other.created,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
        )


def document_of(profile: Profile) -> str:
    """Return the one JSON text of a profile: equal profiles have equal texts."""
    content = profile.model_dump(mode="json", exclude_none=True)
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def profile_of(document: str) -> Profile:
    """Return the profile of a stored document."""
    return Profile.model_validate_json(document)


def chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    """Yield the different ids in lists short enough for one question."""
    unique = list(dict.fromkeys(ids))
    for start in range(0, len(unique), CHUNK):
        yield unique[start : start + CHUNK]


def batches(profiles: Iterable[Profile], size: int) -> Iterator[list[Profile]]:
    """Yield lists of up to ``size`` profiles; an id that comes again begins a new list."""
    batch: dict[str, Profile] = {}
    for profile in profiles:
        if profile.id in batch or len(batch) >= size:
            yield list(batch.values())
            batch = {}
        batch[profile.id] = profile
    if batch:
        yield list(batch.values())


def lock(connection: Connection) -> int:
    """Return the last revision, and keep other writers waiting until this transaction ends."""
    asked = select(COUNTER.c.revision).with_for_update()
    return int(connection.execute(asked).scalar_one())


def advance(connection: Connection, revision: int) -> None:
    """Write down the last revision given out."""
    connection.execute(update(COUNTER).values(revision=revision))


def rows_of(connection: Connection, ids: Iterable[str]) -> dict[str, Row[Any]]:
    """Return the rows, tombstones included, of those ids that were ever used."""
    rows: dict[str, Row[Any]] = {}
    for some in chunks(ids):
        found = connection.execute(select(PROFILES).where(PROFILES.c.id.in_(some)))
        rows.update((row.id, row) for row in found)
    return rows


def check_owner(row: Row[Any], owner: str) -> None:
    """Refuse to let ``owner`` touch a row of another tenant."""
    if row.owner != owner:
        raise StoreError(
            f"Das Profil '{row.id}' gehört dem Mandanten '{row.owner}'; "
            f"'{owner}' darf es nicht ändern. Bitte eine andere Kennung wählen.",
            f"Profile '{row.id}' belongs to tenant '{row.owner}'; "
            f"'{owner}' must not change it. Please choose another id.",
        )


def check_id(profile: Profile) -> None:
    """Refuse an id that another profile may be shown under."""
    if profile.id.startswith(RESERVED_ID_PREFIX):
        raise ProfileError(
            f"Die Kennung '{profile.id}' ist nicht möglich: mit '{RESERVED_ID_PREFIX}' beginnen "
            "die Kennungen vermittelter Profile. Bitte eine andere wählen.",
            f"The id '{profile.id}' is not possible: '{RESERVED_ID_PREFIX}' begins the ids of "
            "profiles behind an intermediary. Please choose another.",
        )


def put_batch(connection: Connection, profiles: Sequence[Profile], write: bool) -> PutResult:
    """Create or update profiles of different ids; count only if not ``write``."""
    revision = lock(connection) if write else 0
    present = rows_of(connection, (profile.id for profile in profiles))
    changed: list[dict[str, Any]] = []
    updated: list[Row[Any]] = []
    for profile in profiles:
        check_id(profile)
        values = _values(profile)
        row = present.get(profile.id)
        if row is not None and row.document is not None:
            check_owner(row, profile.owner)
            if row.hash == values["hash"]:
                continue
            updated.append(row)
        changed.append(values)
    if write and changed:
        archive(connection, updated)
        _write(connection, changed, present, revision)
    created = len(changed) - len(updated)
    return PutResult(created, len(updated), len(profiles) - len(changed))


def archive(connection: Connection, rows: Sequence[Row[Any]]) -> None:
    """Keep the documents of rows that are about to change."""
    past = [
        {
            "id": row.id,
            "revision": row.revision,
            "owner": row.owner,
            "document": row.document,
            "replaced_at": now(),
        }
        for row in rows
    ]
    if past:
        connection.execute(insert(HISTORY), past)


def bury(connection: Connection, rows: Sequence[Row[Any]], revision: int) -> int:
    """Turn live rows into tombstones with the revisions after ``revision``; return the last."""
    graves = [
        {"id": row.id, "owner": row.owner, "revision": number, "updated_at": now(), **_TOMBSTONE}
        for number, row in enumerate(rows, start=revision + 1)
    ]
    _update(connection, graves)
    return revision + len(graves)


def now() -> str:
    """Return the present moment as ISO 8601 text in UTC."""
    return clock.now().isoformat()


def filtered(asked: Select[Any], filters: Mapping[str, Any]) -> Select[Any]:
    """Restrict a question to live profiles that meet the `Filters`."""
    asked = asked.where(LIVE)
    for name in ("kind", "owner", "visibility"):
        if (value := filters.get(name)) is not None:
            asked = asked.where(PROFILES.c[name] == str(value))
    for word in fold(filters.get("text") or "").split():
        asked = asked.where(PROFILES.c.search.contains(word, autoescape=True))
    return asked


def _write(
    connection: Connection, changed: list[dict[str, Any]], present: Mapping[str, Any], revision: int
) -> None:
    for number, values in enumerate(changed, start=revision + 1):
        values["revision"] = number
    new = [values for values in changed if values["id"] not in present]
    if new:
        connection.execute(insert(PROFILES), new)
    _update(connection, [values for values in changed if values["id"] in present])
    advance(connection, revision + len(changed))


def _update(connection: Connection, changed: Sequence[Mapping[str, Any]]) -> None:
    if not changed:
        return
    columns: dict[str, Any] = {
        name: bindparam(f"new_{name}") for name in changed[0] if name != "id"
    }
    statement = update(PROFILES).where(PROFILES.c.id == bindparam("old_id")).values(columns)
    connection.execute(
        statement,
        [
            {"old_id" if name == "id" else f"new_{name}": value for name, value in row.items()}
            for row in changed
        ],
    )


def _values(profile: Profile) -> dict[str, Any]:
    document = document_of(profile)
    places = " ".join(f"{place.postcode or ''} {place.name or ''}" for place in profile.places)
    return {
        "id": profile.id,
        "owner": profile.owner,
        "kind": profile.kind.value,
        "visibility": profile.visibility.value,
        "valid_until": profile.valid_until,
        "sort_name": fold(profile.name),
        "search": fold(f"{profile.name} {profile.id} {places}"),
        "hash": hashlib.sha256(document.encode()).hexdigest(),
        "document": document,
        "updated_at": now(),
    }
