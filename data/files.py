"""Files for users, written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.errors import StoreError


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
