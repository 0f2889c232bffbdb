"""Single files written so that a crash leaves the old or the new one, and read with care."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.errors import ModelError

Arrays = dict[str, NDArray[Any]]
BLOCK = 1 << 20


def write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write ``arrays`` to one npz file; the same arrays give the same bytes."""
    temporary = _beside(path)
    try:
        with temporary.open("wb") as file:
            np.savez(file, allow_pickle=False, **arrays)
        _switch(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def write_bytes(path: Path, content: bytes) -> None:
    """Write a small file."""
    temporary = _beside(path)
    try:
        temporary.write_bytes(content)
        _switch(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def read_arrays(path: Path, names: Sequence[str]) -> Arrays:
    """Read exactly the arrays ``names`` from an npz file; anything else raises ModelError."""
    try:
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            found = sorted(file.files)
            if found == sorted(names):
                return {name: file[name] for name in names}
    except Exception as error:  # damaged bytes fail in zipfile, zlib and NumPy in a dozen ways
        raise rebuild(path, "ist nicht lesbar", "cannot be read") from error
    expected = sorted(names)
    raise rebuild(path, f"enthält {found} statt {expected}", f"holds {found}, not {expected}")


def rebuild(path: Path, german: str, english: str) -> ModelError:
    """Return an error about a saved file or folder that says how to get a new one."""
    return ModelError(
        f"Der Index {path} {german}. Bitte neu aufbauen: partnermatch index --rebuild",
        f"The index {path} {english}. Please rebuild it: partnermatch index --rebuild",
    )


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def sync(path: Path) -> None:
    """Have the disk keep a file's content, or a folder's names."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.tmp")


def _switch(temporary: Path, path: Path) -> None:
    sync(temporary)
    temporary.replace(path)
    sync(path.parent)
