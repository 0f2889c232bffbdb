"""Versions of something learnt: kept side by side, one of them active, none ever overwritten.

::

    folder/active.json                  which version is active, and which were before it
    folder/linear-3+3/payload.json      the version itself
    folder/linear-3+3/manifest.json     where it comes from, its checksum, and what the gate said

The shipped version is the root: it needs no file, is active where nothing was promoted, and
cannot be lost.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Generic, TypeVar

from filelock import FileLock
from pydantic import JsonValue, ValidationError

from data.errors import ModelError, NotFoundError
from models.indexes.files import checksum, sync, write_bytes
from models.registry.versions import (
    FORMAT,
    Activation,
    Gate,
    Manifest,
    Origin,
    State,
    Versioned,
    now,
    number,
)

PAYLOAD = "payload.json"
MANIFEST = "manifest.json"
ACTIVE = "active.json"
M = TypeVar("M", bound=Versioned)


class Registry(Generic[M]):
    """The versions in one folder. Safe for several processes."""

    def __init__(self, folder: Path, shipped: M, kind: str) -> None:
        """``kind`` names what is kept; a folder of another kind is refused."""
        self.folder = folder
        self.shipped = shipped
        self.kind = kind

    def versions(self) -> list[str]:
        """Return the names of all versions, the shipped one first, then by age."""
        found = [path.name for path in self._folders()]
        return [self.shipped.version, *sorted(found, key=number)]

    def next_version(self) -> str:
        """Return the name that the next version must have; its number is new for ever."""
        highest = max([number(path.name) for path in self._folders()], default=0)
        return f"{self.shipped.version}+{max(highest, self._state().last) + 1}"

    def add(self, payload: M, origin: Origin) -> Manifest:
        """Keep a new version; it becomes active only by `promote`.

        Raises:
            ModelError: its name is not `next_version`, or the folder cannot be written.
        """
        with self._writing():
            expected = self.next_version()
            if payload.version != expected:
                raise ModelError(
                    f"Die neue Fassung heißt „{payload.version}“, erwartet wird „{expected}“. "
                    "Hat gleichzeitig jemand anders gelernt? Bitte noch einmal starten.",
                    f"The new version is named “{payload.version}”, expected is “{expected}”. "
                    "Did somebody else train at the same time? Please start again.",
                )
            content = payload.model_dump_json(indent=1).encode()
            part = self.folder / f".{expected}.part"
            shutil.rmtree(part, ignore_errors=True)  # left by a crash
            part.mkdir()
            write_bytes(part / PAYLOAD, content)
            manifest = Manifest(
                version=expected,
                kind=self.kind,
                created=now(),
                program=version_of("partnermatch"),
                sha256=checksum(part / PAYLOAD),
                origin=origin,
            )
            write_bytes(part / MANIFEST, manifest.model_dump_json(indent=1).encode())
            self._write(self._state().model_copy(update={"last": number(expected)}))
            part.rename(self.folder / expected)
            sync(self.folder)
        return manifest

    def manifest(self, version: str) -> Manifest:
        """Return what is known about a version other than the shipped one.

        Raises:
            NotFoundError: there is no such version.
            ModelError: its manifest is damaged.
        """
        if version not in (path.name for path in self._folders()):
            known = ", ".join(self.versions())
            raise NotFoundError(
                f"Die Fassung „{version}“ gibt es nicht in {self.folder}; vorhanden: {known}.",
                f"There is no version “{version}” in {self.folder}; there are: {known}.",
            )
        path = self.folder / version / MANIFEST
        try:
            manifest = Manifest.model_validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            raise self._damaged(path, "ist nicht lesbar", "cannot be read") from error
        told = (manifest.format, manifest.kind, manifest.version)
        if told != (FORMAT, self.kind, version):
            raise self._damaged(
                path,
                f"nennt {told} statt {(FORMAT, self.kind, version)}",
                f"names {told}, not {(FORMAT, self.kind, version)}",
            )
        return manifest

    def load(self, version: str) -> M:
        """Return a version, its checksum verified. Raises like `manifest`."""
        if version == self.shipped.version:
            return self.shipped
        manifest, path = self.manifest(version), self.folder / version / PAYLOAD
        try:
            if checksum(path) != manifest.sha256:
                raise self._damaged(path, "hat eine falsche Prüfsumme", "has a wrong checksum")
            payload = type(self.shipped).model_validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            raise self._damaged(
                path,
                f"passt nicht zu diesem Programm (gemacht mit Fassung {manifest.program})",
                f"does not fit this program (made with version {manifest.program})",
            ) from error
        if payload.version != version:
            raise self._damaged(
                path, f"nennt sich „{payload.version}“", f"calls itself “{payload.version}”"
            )
        return payload

    def active_version(self) -> str:
        """Return the name of the active version."""
        history = self._state().history
        return (history[-1].version if history else None) or self.shipped.version

    def history(self) -> tuple[Activation, ...]:
        """Return what was promoted and not rolled back, oldest first."""
        return self._state().history

    def promote(self, version: str, *, force: bool = False) -> None:
        """Make a version the active one.

        Raises:
            ModelError: the gate has not passed it and ``force`` is not set; or it is damaged.
            NotFoundError: there is no such version.
        """
        self.load(version)
        shipped = version == self.shipped.version
        if not shipped and not force:
            self._check_gate(self.manifest(version))
        with self._writing():
            state = self._state()
            entry = Activation(version=None if shipped else version, since=now())
            if version != self.active_version():
                self._write(state.model_copy(update={"history": (*state.history, entry)}))

    def rollback(self) -> str:
        """Make the version active that was active before, and return its name.

        Raises:
            ModelError: nothing was promoted, so the shipped version is active already.
        """
        with self._writing():
            state = self._state()
            if not state.history:
                raise ModelError(
                    f"Es gibt kein Zurück: aktiv ist die mitgelieferte Fassung "
                    f"„{self.shipped.version}“, und keine war davor.",
                    f"There is no way back: the shipped version “{self.shipped.version}” is "
                    "active, and none was before it.",
                )
            self._write(state.model_copy(update={"history": state.history[:-1]}))
            return self.active_version()

    def record_gate(self, version: str, report: Mapping[str, JsonValue], passed: bool) -> None:
        """Note in a version's manifest what the evaluation said; a later verdict replaces it.

        Raises like `manifest`; the shipped version has none.
        """
        gate = Gate(passed=passed, recorded=now(), report=dict(report))
        with self._writing():
            noted = self.manifest(version).model_copy(update={"gate": gate})
            path = self.folder / version / MANIFEST
            write_bytes(path, noted.model_dump_json(indent=1).encode())

    def _check_gate(self, manifest: Manifest) -> None:
        if manifest.gate is not None and manifest.gate.passed:
            return
        asked = manifest.gate is not None
        version = manifest.version
        said_de = "hat die Prüfung nicht bestanden" if asked else "ist noch nicht geprüft"
        said_en = "did not pass the gate" if asked else "has not been through the gate"
        raise ModelError(
            f"Die Fassung „{version}“ {said_de} (partnermatch evaluate --gate {version}). "
            "Mit --force gilt sie trotzdem.",
            f"The version “{version}” {said_en} (partnermatch evaluate --gate {version}). "
            "With --force it is taken nevertheless.",
        )

    def _folders(self) -> list[Path]:
        if not self.folder.is_dir():
            return []
        return [p for p in self.folder.iterdir() if number(p.name) and p.is_dir()]

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / ".lock"):
                yield
        except OSError as error:
            raise ModelError(
                f"In {self.folder} kann nicht geschrieben werden ({error.strerror or error}).",
                f"{self.folder} cannot be written to ({error.strerror or error}).",
            ) from error

    def _state(self) -> State:
        path = self.folder / ACTIVE
        try:
            return State.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            return State()
        except (OSError, ValidationError) as error:
            raise ModelError(
                f"{path} ist nicht lesbar. Ohne diese Datei gilt wieder die mitgelieferte "
                f"Fassung „{self.shipped.version}“: bitte löschen.",
                f"{path} cannot be read. Without this file the shipped version "
                f"“{self.shipped.version}” holds again: please delete it.",
            ) from error

    def _write(self, state: State) -> None:
        write_bytes(self.folder / ACTIVE, state.model_dump_json(indent=1).encode())

    def _damaged(self, path: Path, german: str, english: str) -> ModelError:
        way = f"partnermatch rankers promote {self.shipped.version}"
        return ModelError(
            f"{path} {german}. Zurück zur mitgelieferten Fassung: {way}",
            f"{path} {english}. Back to the shipped version: {way}",
        )
