"""Saved folders: files that belong together, switched at once, refused when damaged.

::

    folder/CURRENT                  the valid version and its manifest's checksum
    folder/v000007/manifest.json    what it was made with, and each file's checksum
    folder/v000007/vectors.npz …

A new version is written beside the old one, and ``CURRENT`` is switched by a rename. The version
before the current one is kept, so that a reader who has just opened it can finish.

Single files written so that a crash leaves the old or the new one, and read with care.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from data.errors import ModelError
from models.index import VectorIndex

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


FORMAT = 1
VECTORS = "vectors.npz"
MANIFEST = "manifest.json"
CURRENT = "CURRENT"
Writer = Callable[[Path], None]
"""Writes one file to the path it is given."""
IndexT = TypeVar("IndexT", bound=VectorIndex)


class SavedFile(BaseModel):
    """Size in bytes and SHA-256 of one file."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    size: int
    sha256: str


class Manifest(BaseModel):
    """What a version holds and what it was made with; ``extra`` is the caller's."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    format: int = FORMAT
    fingerprint: str
    dimension: int
    count: int
    files: dict[str, SavedFile] = {}
    extra: dict[str, JsonValue] = {}


class Saved(NamedTuple):
    """A verified version: the folder of its files, and its manifest."""

    path: Path
    manifest: Manifest


def save_index(
    folder: Path,
    index: VectorIndex,
    *,
    fingerprint: str,
    extra: Mapping[str, JsonValue] | None = None,
    beside: Mapping[str, Writer] | None = None,
) -> Manifest:
    """Save ``index`` and the files ``beside`` it as the new version of ``folder``.

    Args:
        folder: The saved folder; made if missing.
        index: Written as ``vectors.npz``.
        fingerprint: Of the encoder that made the vectors.
        extra: Kept in the manifest, e.g. the store's revision.
        beside: Name and writer of each further file.
    """
    manifest = Manifest(
        fingerprint=fingerprint, dimension=index.dim, count=len(index), extra=dict(extra or {})
    )
    return save_files(folder, {VECTORS: index.save, **(beside or {})}, manifest)


def load_index(
    folder: Path, load: Callable[[Path], IndexT], *, fingerprint: str, dimension: int
) -> tuple[IndexT, Saved]:
    """Open and verify ``folder`` and read its vectors with ``load``, e.g. ``FaissIndex.load``.

    Raises:
        ModelError: Missing, incomplete or damaged; made by another encoder; another dimension.
    """
    saved = open_files(folder)
    told = saved.manifest
    if told.fingerprint != fingerprint:
        raise rebuild(
            folder,
            f"gehört zum Encoder „{told.fingerprint}“, eingestellt ist „{fingerprint}“",
            f"belongs to the encoder '{told.fingerprint}', but '{fingerprint}' is set",
        )
    index = load(saved.path / VECTORS)
    if (index.dim, len(index)) != (dimension, told.count):
        raise rebuild(
            folder,
            f"hat {len(index)} Vektoren mit {index.dim} Dimensionen, erwartet werden "
            f"{told.count} mit {dimension}",
            f"has {len(index)} vectors of {index.dim} dimensions, expected are "
            f"{told.count} of {dimension}",
        )
    return index, saved


def save_files(folder: Path, writers: Mapping[str, Writer], manifest: Manifest) -> Manifest:
    """Write a new version of ``folder``, switch to it, and return the completed manifest.

    Until the switch readers see the old version, whatever happens. Writers in other processes
    wait for each other.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / ".lock"):
        old = _versions(folder)
        kept = _read_current(folder)
        version = folder / f"v{int(old[-1][1:]) + 1 if old else 1:06d}"
        version.mkdir()
        for name, write in writers.items():
            write(version / name)
            sync(version / name)
        files = {name: _measure(version / name) for name in sorted(writers)}
        manifest = manifest.model_copy(update={"files": files})
        write_bytes(version / MANIFEST, manifest.model_dump_json(indent=1).encode())
        sync(folder)
        stamp = f"{version.name} {checksum(version / MANIFEST)}\n"
        write_bytes(folder / CURRENT, stamp.encode())
        for name in old:
            if kept is None or name != kept[0]:
                shutil.rmtree(folder / name)
    return manifest


def open_files(folder: Path) -> Saved:
    """Return the current version of ``folder``, every file checked against its checksum."""
    current = _read_current(folder)
    if current is None:
        raise rebuild(folder, "fehlt oder ist unlesbar", "is missing or unreadable")
    name, stamp = current
    path = folder / name
    try:
        intact = checksum(path / MANIFEST) == stamp
        content = (path / MANIFEST).read_bytes() if intact else b""
        manifest = Manifest.model_validate_json(content)
        broken = [n for n, told in manifest.files.items() if _measure(path / n) != told]
    except (OSError, ValidationError) as error:
        raise rebuild(folder, f"ist unvollständig ({name})", f"is incomplete ({name})") from error
    if manifest.format != FORMAT:
        raise rebuild(
            folder,
            f"hat das Format {manifest.format}, gelesen wird {FORMAT}",
            f"has format {manifest.format}, this program reads {FORMAT}",
        )
    if broken:
        names = ", ".join(broken)
        raise rebuild(folder, f"ist beschädigt ({names})", f"is damaged ({names})")
    return Saved(path, manifest)


def _measure(path: Path) -> SavedFile:
    return SavedFile(size=path.stat().st_size, sha256=checksum(path))


def _versions(folder: Path) -> list[str]:
    names = (path.name for path in folder.iterdir() if path.is_dir())
    return sorted(name for name in names if re.fullmatch(r"v\d{6}", name))


def _read_current(folder: Path) -> tuple[str, str] | None:
    try:
        content = (folder / CURRENT).read_text("ascii")
    except (OSError, UnicodeDecodeError):
        return None
    match = re.fullmatch(r"(v\d{6}) ([0-9a-f]{64})\n", content)
    return (match[1], match[2]) if match else None
