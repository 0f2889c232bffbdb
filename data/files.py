"""Files for users, written whole or not at all.

The one folder that holds all state.

The secret of an installation: random bytes in a file that only its user may read.

Reading the tables of `data/reference`.

The shipped sample: fictional profiles of all kinds, and judged requests on them.
"""

from __future__ import annotations

import csv
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from data.errors import StoreError

if TYPE_CHECKING:
    from data.profiles import Profile


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a path beside ``path`` that takes its place if all goes well.

    A crash leaves the old file or none. Raises StoreError where the file cannot be written.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield part
        os.replace(part, path)
    except OSError as error:
        raise StoreError(
            f"{path}: Die Datei kann nicht geschrieben werden ({error.strerror or error}).",
            f"{path}: the file cannot be written ({error.strerror or error}).",
        ) from error
    finally:
        part.unlink(missing_ok=True)


VARIABLE = "PARTNERMATCH_HOME"


def home() -> Path:
    """Return the folder of all state and create it if it is missing.

    It is ``$PARTNERMATCH_HOME``, or the user's data directory of this program. Raises
    `StoreError` if the folder cannot be created.
    """
    chosen = os.environ.get(VARIABLE, "").strip()
    folder = Path(chosen).expanduser() if chosen else platformdirs.user_data_path("partnermatch")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"Der Ordner {folder} kann nicht angelegt werden ({error.strerror}). "
            f"Bitte mit {VARIABLE} einen beschreibbaren Ordner angeben.",
            f"The folder {folder} cannot be created ({error.strerror}). "
            f"Please name a writable folder with {VARIABLE}.",
        ) from error
    return folder.absolute()


FILE = "secret.key"
BYTES = 32


def installation_secret(folder: Path) -> bytes:
    """Return the secret kept in ``folder``, made at its first use.

    It belongs into every backup: without it veiled profiles get other ids. Several servers on
    one database need the same file.

    Raises:
        StoreError: the file cannot be read or written, or is too short to be a secret.
    """
    path = folder / FILE
    try:
        if not path.exists():
            _create(path)
        secret = path.read_bytes()
    except OSError as error:
        raise _unusable(path, str(error.strerror)) from error
    if len(secret) < BYTES:
        raise _unusable(path, f"{len(secret)} < {BYTES} Byte")
    return secret


def _create(path: Path) -> None:
    """Write a new secret; if another process does the same, the first one stays."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(BYTES))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _unusable(path: Path, why: str) -> StoreError:
    return StoreError(
        f"Das Geheimnis dieser Installation {path} kann nicht benutzt werden: {why}. Erwartet "
        f"wird eine lesbare Datei mit mindestens {BYTES} zufälligen Bytes; bitte aus der "
        "Sicherung holen.",
        f"The secret of this installation {path} cannot be used: {why}. Expected is a readable "
        f"file of at least {BYTES} random bytes; please restore it from a backup.",
    )


REFERENCE = Path(__file__).parent / "reference"


def read_table(name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV of `data/reference`, one dictionary per row."""
    with (REFERENCE / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def split_cell(cell: str) -> tuple[str, ...]:
    """Return the parts of a cell that holds a list separated by semicolons."""
    return tuple(part.strip() for part in cell.split(";") if part.strip())


SAMPLE = Path(__file__).parent / "sample"
"""Also an evaluation set: ``queries.jsonl`` and ``qrels.tsv`` judge the profiles beside them."""
_JUDGED = "queries.jsonl"


def sample_files() -> list[Path]:
    """Return the files with profiles, one per field of work, in order of their names."""
    return sorted(path for path in SAMPLE.glob("*.jsonl") if path.name != _JUDGED)


def sample_profiles() -> Iterator[Profile]:
    """Yield all profiles of the sample."""
    from data.profiles import Profile  # slow to load: the command line starts without it

    for path in sample_files():
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                yield Profile.model_validate(json.loads(line))
