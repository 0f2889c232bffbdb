"""Backups: everything of an installation in one file, made while it runs, and put back.

A backup is a zip: ``manifest.json``, ``tables/*.jsonl`` with all tables as of one moment, and
``files/`` with all that lies in the folder of the installation and cannot be made anew: the
secret, rankers, versions of the atlas. Index, cache and model are rebuilt from the rest.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO

from pydantic import BaseModel, ConfigDict, ValidationError

from api.work.settings import PREFIX, PROGRAM_VERSION, Settings
from data import clock
from data.errors import StoreError
from data.files import FILE as SECRET_FILE
from data.files import installation_secret, replacing
from data.store.database import open_database
from data.store.dump import dump, fill

FORMAT = 1
MANIFEST, TABLES, FILES = "manifest.json", "tables/", "files/"
DERIVED = frozenset({"index", "cache", "models", "demo"})
DATABASE = "partnermatch.sqlite"
UNTOLD = ("SECRET", "PASSWORD", "DATABASE_URL", "HOME")
"""Settings that are not written down: secrets, and what belongs to the machine."""
BLOCK = 1 << 20


class Manifest(BaseModel):
    """What a backup holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int
    program: str
    made_at: str
    database: str
    """Version of the tables."""
    rows: dict[str, int]
    settings: dict[str, str]
    """Variables of the environment, but for secrets."""
    files: dict[str, str]
    """SHA-256 of each member but this."""


def is_backup(path: Path) -> bool:
    """Say whether a file is a backup."""
    if not path.is_file() or not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as packed:
        return MANIFEST in packed.namelist()


def back_up(settings: Settings, path: Path, environment: Mapping[str, str]) -> Manifest:
    """Write a backup that only its user may read; the installation may run meanwhile.

    Raises:
        StoreError: the database cannot be read or the file cannot be written; an older backup of
            the same name is left as it is then.
    """
    installation_secret(settings.folder)
    engine = open_database(settings.store_url)
    sums: dict[str, str] = {}
    try:
        with replacing(path) as part:
            handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w+b") as file, _packing(file) as packed:

                def write(table: str, lines: Iterable[bytes]) -> int:
                    return _write(packed, f"{TABLES}{table}.jsonl", lines, sums)

                version, rows = dump(engine, write)
                for name, found in _kept_files(settings.folder, {path, part}):
                    _write(packed, FILES + name, _blocks(found), sums)
                manifest = Manifest(
                    format=FORMAT,
                    program=PROGRAM_VERSION,
                    made_at=clock.now().isoformat(timespec="seconds"),
                    database=version,
                    rows=rows,
                    settings=_told(environment),
                    files=sums,
                )
                packed.writestr(MANIFEST, manifest.model_dump_json(indent=1))
    finally:
        engine.dispose()
    return manifest


def restore(settings: Settings, path: Path) -> Manifest:
    """Put a backup back into an empty installation, all or nothing; older ones are brought up.

    Raises:
        StoreError: it is damaged or newer than this program, or the installation is not empty.
    """
    with zipfile.ZipFile(path) as packed:
        manifest = _checked(packed, path)
        names = [name for name in manifest.files if name.startswith(FILES)]
        targets = {name: settings.folder / name.removeprefix(FILES) for name in names}
        present = [target for target in targets.values() if target.exists()]
        if present:
            raise StoreError(
                f"{present[0]} gibt es schon. Eine Sicherung wird nur in einen leeren Ordner "
                "zurückgespielt; bitte mit PARTNERMATCH_HOME einen anderen angeben.",
                f"{present[0]} exists already. A backup is restored into an empty folder alone; "
                "please name another with PARTNERMATCH_HOME.",
            )
        engine = open_database(settings.store_url, upto=manifest.database)
        written: list[Path] = []
        try:
            for name, target in targets.items():
                written.append(target)
                _unpack(packed, name, target)
            fill(engine, lambda table: _table_lines(packed, manifest, table))
        except BaseException:
            for target in written:
                target.unlink(missing_ok=True)
            raise
        finally:
            engine.dispose()
    open_database(settings.store_url).dispose()
    return manifest


def _packing(file: IO[bytes]) -> zipfile.ZipFile:
    return zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6)


def _write(packed: zipfile.ZipFile, name: str, parts: Iterable[bytes], sums: dict[str, str]) -> int:
    """Write a member and note its checksum; return of how many parts it is."""
    digest, count = sha256(), 0
    with packed.open(name, "w", force_zip64=True) as member:
        for part in parts:
            digest.update(part)
            member.write(part)
            count += 1
    sums[name] = digest.hexdigest()
    return count


def _kept_files(folder: Path, without: set[Path]) -> Iterator[tuple[str, Path]]:
    """Yield what lies in the folder and cannot be made anew, with its name there."""
    apart = {path.absolute() for path in without}
    for found in sorted(folder.rglob("*")):
        name = found.relative_to(folder)
        passing = found.name.endswith((".lock", ".part", ".tmp")) or found.name == ".lock"
        if name.parts[0] in DERIVED or name.parts[0].startswith(DATABASE) or passing:
            continue
        if found.is_file() and not found.is_symlink() and found not in apart:
            yield name.as_posix(), found


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def _told(environment: Mapping[str, str]) -> dict[str, str]:
    return {
        name: value
        for name, value in sorted(environment.items())
        if name.startswith(PREFIX) and not any(word in name for word in UNTOLD)
    }


def _checked(packed: zipfile.ZipFile, path: Path) -> Manifest:
    """Return the manifest after every member was read and compared with its checksum."""
    try:
        manifest = Manifest.model_validate_json(packed.read(MANIFEST))
        for name, known in manifest.files.items():
            with packed.open(name) as member:
                digest = sha256()
                while block := member.read(BLOCK):
                    digest.update(block)
            if digest.hexdigest() != known or ".." in PurePosixPath(name).parts:
                raise ValueError(name)
    except (KeyError, ValueError, ValidationError, zipfile.BadZipFile, OSError) as error:
        raise StoreError(
            f"Die Sicherung {path} ist beschädigt ({error}). Es wurde nichts zurückgespielt.",
            f"The backup {path} is damaged ({error}). Nothing was restored.",
        ) from error
    if manifest.format != FORMAT:
        raise StoreError(
            f"Die Sicherung {path} hat das Format {manifest.format}, gelesen wird {FORMAT}.",
            f"The backup {path} has format {manifest.format}, this program reads {FORMAT}.",
        )
    return manifest


def _table_lines(packed: zipfile.ZipFile, manifest: Manifest, table: str) -> Iterator[bytes]:
    name = f"{TABLES}{table}.jsonl"
    if name in manifest.files:
        with packed.open(name) as member:
            yield from member


def _unpack(packed: zipfile.ZipFile, name: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    mode = 0o600 if target.name == SECRET_FILE else 0o640
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file, packed.open(name) as member:
        while block := member.read(BLOCK):
            file.write(block)
