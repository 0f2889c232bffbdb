"""`Uploads`: spreadsheets on their way in, kept with all decisions until taken over or for a day.

Each has a folder of its own below the installation's. A page's address names it, so nothing is
lost when somebody reloads, goes home, or the server starts anew.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import IO

from pydantic import BaseModel, TypeAdapter, ValidationError

from api.work.service import Service
from data.errors import NotFoundError
from data.exchange.examining import Examined
from data.exchange.looking import LookedSheet
from data.exchange.reading import Reading, Spot
from data.feedback.outcomes import new_id, now
from data.files import replacing
from data.profiles import Visibility
from data.store.versions import Written

KEEP = dt.timedelta(hours=24)
_TOKEN = re.compile(r"u[0-9a-z]{12}")
_LOOKED = TypeAdapter(list[LookedSheet])
_WRITTEN = TypeAdapter(list[Written])


class Phase(StrEnum):
    """How far an upload is."""

    CHECKING = "checking"
    CHECKED = "checked"
    IMPORTING = "importing"
    IMPORTED = "imported"
    UNDOING = "undoing"
    UNDONE = "undone"


AT_WORK = frozenset((Phase.CHECKING, Phase.IMPORTING, Phase.UNDOING))
"""Phases in which a job works on it."""


class Correction(BaseModel):
    """What stands in some cells of a row instead."""

    sheet: str | None
    row: int
    texts: dict[int, str]
    """By position of the column."""


class Counts(BaseModel):
    """What an import did, or what undoing it did."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    left: int = 0
    """Changed by somebody else since, and therefore not put back."""


class Upload(BaseModel):
    """A file and all that was decided about it."""

    token: str
    tenant: str
    name: str
    created: dt.datetime
    phase: Phase = Phase.CHECKING
    chosen: dict[str, str | None] = {}
    corrections: list[Correction] = []
    visibility: Visibility = Visibility.OWN
    """Of new profiles of which the file does not say who may see them."""
    failed: tuple[str, str] | None = None
    """Why the last step did not work, German and English."""
    done: Counts = Counts()

    @property
    def corrected(self) -> dict[Spot, Mapping[int, str]]:
        """The corrections as the import reads them."""
        return {(entry.sheet, entry.row): entry.texts for entry in self.corrections}

    @property
    def reading(self) -> Reading:
        """All that was decided, as the import reads it."""
        return Reading(self.chosen, self.corrected)


class Uploads:
    """The uploads of an installation, each readable for its tenant alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, tenant: str, name: str, source: IO[bytes]) -> Upload:
        """Keep a file and return its upload; those older than a day are removed."""
        self._sweep()
        upload = Upload(token=new_id("u"), tenant=tenant, name=name, created=now())
        folder = self._folder / upload.token
        folder.mkdir(parents=True, mode=0o700)
        with self.file(upload).open("wb") as target:
            shutil.copyfileobj(source, target)
        self.save(upload)
        return upload

    def get(self, tenant: str, token: str) -> Upload:
        """Return an upload of the tenant; `NotFoundError` for those of others too."""
        upload = self._read(token) if _TOKEN.fullmatch(token) else None
        if upload is None or upload.tenant != tenant or _is_old(upload):
            raise NotFoundError(
                "Diese Einlesung gibt es nicht mehr. Dateien werden 24 Stunden aufbewahrt; bitte "
                "die Tabelle noch einmal hochladen.",
                "This import no longer exists. Files are kept for 24 hours; please upload the "
                "spreadsheet again.",
            )
        return upload

    def of(self, tenant: str) -> list[Upload]:
        """Return all uploads of a tenant, the newest first."""
        found = [self._read(path.name) for path in self._folder.glob("u*")]
        own = [u for u in found if u is not None and u.tenant == tenant and not _is_old(u)]
        return sorted(own, key=lambda upload: upload.created, reverse=True)

    def save(self, upload: Upload) -> None:
        """Keep what was decided about an upload."""
        self._write(upload, "upload.json", upload.model_dump_json())

    def discard(self, upload: Upload) -> None:
        """Remove an upload with all that belongs to it."""
        shutil.rmtree(self._folder / upload.token, ignore_errors=True)

    def file(self, upload: Upload) -> Path:
        """Return where the file is."""
        return self._folder / upload.token / "file"

    def examined(self, upload: Upload) -> Examined:
        """Return what was found in the file; nothing if it could not be read."""
        path = self._folder / upload.token / "examined.json"
        if not path.exists():
            return Examined(file=upload.name)
        return Examined.model_validate_json(path.read_bytes())

    def save_examined(self, upload: Upload, found: Examined) -> None:
        """Keep what was found in the file."""
        self._write(upload, "examined.json", found.model_dump_json())

    def looked(self, upload: Upload) -> list[LookedSheet]:
        """Return the columns of the file."""
        path = self._folder / upload.token / "looked.json"
        return _LOOKED.validate_json(path.read_bytes()) if path.exists() else []

    def save_looked(self, upload: Upload, looked: list[LookedSheet]) -> None:
        """Keep the columns of the file."""
        self._write(upload, "looked.json", _LOOKED.dump_json(looked).decode())

    def before(self, upload: Upload, live: Mapping[str, int]) -> dict[str, int]:
        """Return the revisions of all profiles before the first attempt to take the file over.

        ``live`` are those of now, kept if there was no attempt before.
        """
        path = self._folder / upload.token / "before.json"
        if not path.exists():
            self._write(upload, path.name, json.dumps(dict(live)))
        found: dict[str, int] = json.loads(path.read_bytes())
        return found

    def written(self, upload: Upload) -> list[Written]:
        """Return what taking the file over changed."""
        path = self._folder / upload.token / "written.json"
        return _WRITTEN.validate_json(path.read_bytes()) if path.exists() else []

    def save_written(self, upload: Upload, written: list[Written]) -> None:
        """Keep what taking the file over changed, so that it can be undone."""
        self._write(upload, "written.json", _WRITTEN.dump_json(written).decode())

    def _write(self, upload: Upload, name: str, content: str) -> None:
        with replacing(self._folder / upload.token / name) as part:
            part.write_text(content, encoding="utf-8")

    def _read(self, token: str) -> Upload | None:
        try:
            content = (self._folder / token / "upload.json").read_bytes()
            return Upload.model_validate_json(content)
        except (OSError, ValidationError):
            return None

    def _sweep(self) -> None:
        for path in self._folder.glob("u*"):
            upload = self._read(path.name)
            if upload is not None and _is_old(upload):
                self.discard(upload)


def uploads_of(service: Service) -> Uploads:
    """Return the uploads of a service's installation."""
    folder = service.settings.folder / "uploads"
    folder.mkdir(mode=0o700, exist_ok=True)
    os.chmod(folder, 0o700)
    return Uploads(folder)


def _is_old(upload: Upload) -> bool:
    return now() - upload.created > KEEP
