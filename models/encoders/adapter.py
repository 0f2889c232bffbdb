"""The domain adapter: a linear map after the language model, learnt from texts of the domain.

A vector x becomes ``normalise(x + x A)``. The map is small enough to be shipped, costs next to
nothing, and leaves cached vectors valid, because it is applied to them after they are read.
`scripts/train_adapter.py` learns it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from data.errors import ModelError
from models.encoder import Encoder, Progress, Vectors
from models.indexes.files import write_arrays, write_bytes

WEIGHTS = Path(__file__).parents[1] / "weights"
SHIPPED = "efre-1"
"""Name of the adapter that comes with the program."""
_ARRAY = "matrix"


class AdapterManifest(BaseModel):
    """What stands beside an adapter's matrix."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    base: str
    """The language model it was learnt for, as `base_of` names it."""
    sha256: str
    """Of the matrix, float16, row by row."""
    training: dict[str, JsonValue]
    """What it was learnt from and with."""


@dataclass(frozen=True, eq=False)
class Adapter:
    """A linear map for the vectors of one language model."""

    name: str
    base: str
    """The language model it was learnt for, as `base_of` names it."""
    matrix: NDArray[np.float32]
    """A of ``x + x A``, (dim, dim)."""

    @property
    def checksum(self) -> str:
        """SHA-256 of the matrix as it is stored."""
        return hashlib.sha256(_stored(self.matrix).tobytes()).hexdigest()

    def apply(self, vectors: Vectors) -> Vectors:
        """Return the adapted unit vectors, float32 (n, dim), of unit vectors (n, dim)."""
        moved = vectors + vectors @ self.matrix
        return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True), dtype=np.float32)


class AdaptedEncoder:
    """An `Encoder` whose vectors an adapter moves. Put it around the cache, not into it."""

    def __init__(self, encoder: Encoder, adapter: Adapter) -> None:
        """Raises ModelError if the adapter was made for another language model."""
        known = encoder.fingerprint
        if base_of(encoder) != adapter.base:
            raise ModelError(
                f"Der Adapter „{adapter.name}“ ist für „{adapter.base}“ gelernt und passt nicht "
                f"zum Encoder „{known}“.",
                f"The adapter “{adapter.name}” was learnt for “{adapter.base}” and does not fit "
                f"the encoder “{known}”.",
            )
        if adapter.matrix.shape != (encoder.dim, encoder.dim):
            raise ModelError(
                f"Der Adapter „{adapter.name}“ hat die Form {adapter.matrix.shape}, der Encoder "
                f"„{known}“ {encoder.dim} Dimensionen.",
                f"The adapter “{adapter.name}” has the shape {adapter.matrix.shape}, the encoder "
                f"“{known}” has {encoder.dim} dimensions.",
            )
        self._encoder = encoder
        self.adapter = adapter
        self._fingerprint = f"{known}+{adapter.name}/{adapter.checksum[:16]}"

    @property
    def plain(self) -> Encoder:
        """The encoder without the adapter."""
        return self._encoder

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the plain encoder, and the adapter's name and checksum."""
        return self._fingerprint

    @property
    def dim(self) -> int:
        """Number of dimensions of a vector."""
        return self._encoder.dim

    def encode(
        self, texts: Sequence[str], *, as_query: bool = False, progress: Progress | None = None
    ) -> Vectors:
        """Return float32 (len(texts), dim), each row of length 1."""
        vectors = self._encoder.encode(texts, as_query=as_query, progress=progress)
        return self.adapter.apply(vectors)


def base_of(encoder: Encoder) -> str:
    """Return name and weights of a language model, whatever computes its vectors.

    These are the first two parts of its fingerprint. An adapter fits all runtimes: the cosine
    between their vectors is .999.
    """
    return "/".join(encoder.fingerprint.split("/")[:2])


def without_adapter(encoder: Encoder) -> Encoder:
    """Return the encoder without an adapter: what it is itself, if it has none."""
    return encoder.plain if isinstance(encoder, AdaptedEncoder) else encoder


def load_adapter(name: str = SHIPPED, folder: Path = WEIGHTS) -> Adapter:
    """Return an adapter, its checksum verified.

    Raises:
        ModelError: a file is missing or damaged; says what to do.
    """
    path, beside = _files(folder, name)
    try:
        manifest = AdapterManifest.model_validate_json(beside.read_bytes())
    except (OSError, ValidationError) as error:
        raise _unusable(beside, "ist nicht lesbar", "cannot be read") from error
    try:
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            matrix = file[_ARRAY]
    except Exception as error:  # damaged bytes fail in zipfile, zlib and NumPy in a dozen ways
        raise _unusable(path, "ist nicht lesbar", "cannot be read") from error
    found = hashlib.sha256(matrix.tobytes()).hexdigest()
    if found != manifest.sha256 or manifest.name != name:
        raise _unusable(
            path,
            f"hat die Prüfsumme {found[:16]}…, laut {beside.name} gehört zu „{manifest.name}“ "
            f"{manifest.sha256[:16]}…",
            f"has the checksum {found[:16]}…, but {beside.name} gives “{manifest.name}” "
            f"{manifest.sha256[:16]}…",
        )
    return Adapter(name, manifest.base, matrix.astype(np.float32))


def save_adapter(
    folder: Path, name: str, base: str, matrix: Vectors, training: Mapping[str, JsonValue]
) -> Adapter:
    """Save a matrix (dim, dim) in half precision with its manifest; return it as it was saved."""
    stored = _stored(matrix)
    adapter = Adapter(name, base, stored.astype(np.float32))
    manifest = AdapterManifest(
        name=name, base=base, sha256=adapter.checksum, training=dict(training)
    )
    path, beside = _files(folder, name)
    folder.mkdir(parents=True, exist_ok=True)
    write_arrays(path, {_ARRAY: stored})
    write_bytes(beside, f"{manifest.model_dump_json(indent=1)}\n".encode())
    return adapter


def _stored(matrix: Vectors) -> NDArray[np.float16]:
    return np.ascontiguousarray(matrix, dtype="<f2")


def _files(folder: Path, name: str) -> tuple[Path, Path]:
    return folder / f"{name}.npz", folder / f"{name}.json"


def _unusable(path: Path, german: str, english: str) -> ModelError:
    return ModelError(
        f"Der Adapter {path} {german}. Bitte das Programm neu installieren; bis dahin geht es mit "
        "PARTNERMATCH_ADAPTER=off ohne ihn.",
        f"The adapter {path} {english}. Please install the program again; until then "
        "PARTNERMATCH_ADAPTER=off works without it.",
    )
