"""The key of a judging sheet: which system suggested what, kept apart from the sheet."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from data.errors import ProfileError
from data.files import replacing

FORMAT = 1
SUFFIX = ".schluessel.json"


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class KeyRow(_Model):
    """One row of the sheet."""

    id: str
    """What the judge sees, e.g. ``F03-07``: number of the request, place after shuffling."""
    request: str
    profile: str
    ranks: Mapping[str, int]
    """System -> rank, 1 for its first suggestion; systems that did not suggest it are missing."""
    cells: tuple[str, ...]
    """What stands in the sheet beside the id, to tell whether a row was changed."""


class Key(_Model):
    """What must not be in the sheet."""

    format: int = FORMAT
    checksum: str
    """Of all rows as the judge sees them; names the sheet."""
    source: str
    """Evaluation set or file the requests come from."""
    systems: Mapping[str, str]
    """The two systems with their versions."""
    k: int
    seed: int
    program: str
    encoder: str
    data_revision: int
    rows: tuple[KeyRow, ...]

    @property
    def sheet_id(self) -> str:
        """Short name of the sheet, printed on it."""
        return self.checksum[:8]


def checksum(rows: Sequence[KeyRow]) -> str:
    """Return SHA-256 (hex) of what the sheet shows."""
    shown = [[row.id, *row.cells] for row in rows]
    return sha256(json.dumps(shown, ensure_ascii=False).encode()).hexdigest()


def write_key(key: Key, path: Path) -> None:
    """Write the key; a crash leaves the old file or none."""
    with replacing(path) as part:
        part.write_text(key.model_dump_json(indent=1) + "\n", encoding="utf-8")


def read_key(path: Path) -> Key:
    """Read a key.

    Raises:
        ProfileError: it cannot be read, or its rows were changed since it was written.
    """
    try:
        key = Key.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        why = error.strerror if isinstance(error, OSError) else f"{error.error_count()} Fehler"
        raise ProfileError(
            f"{path}: kein lesbarer Schlüssel ({why}); erwartet wird die Datei "
            f"'*{SUFFIX}', die zusammen mit dem Bogen entstand.",
            f"{path}: not a readable key ({why}); expected is the file '*{SUFFIX}' "
            "that was written together with the sheet.",
        ) from error
    if key.format != FORMAT or checksum(key.rows) != key.checksum:
        raise ProfileError(
            f"{path}: Der Schlüssel wurde verändert: Format {key.format} und Prüfsumme "
            f"{checksum(key.rows)[:8]}, erwartet {FORMAT} und {key.sheet_id}.",
            f"{path}: the key was changed: format {key.format} and checksum "
            f"{checksum(key.rows)[:8]}, expected {FORMAT} and {key.sheet_id}.",
        )
    return key


def key_path(sheet: Path) -> Path:
    """Return where the key of a sheet is written."""
    return sheet.with_name(sheet.stem + SUFFIX)
