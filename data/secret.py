"""The secret of an installation: random bytes in a file that only its user may read."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from data.errors import StoreError

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
