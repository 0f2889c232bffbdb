"""`Meaning`: the linear discriminant of `SectorPredictor`, learnt or read from a file.

Learning encodes the words known of the classes, half a minute on one processor. What comes out of
it for the bundled model and adapter is shipped, written by ``scripts/build_sector_directions.py``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from data.errors import ModelError
from models.encoder import Encoder, Progress, Vectors
from models.encoders.adapter import WEIGHTS, AdaptedEncoder, base_of
from models.indexes.files import read_arrays, write_arrays, write_bytes

SHRINKAGE = 3.0
"""Ridge on the covariance of the words' vectors, in mean variances; 1 to 10 measured the same."""
SHIPPED = "sectors-1"
"""Name of the directions that come with the program."""
ARRAYS = ("mean", "directions")

Words = Sequence[tuple[int, str]]
"""Column of a class and one of its words; every class has at least one."""
Scores = NDArray[np.float32]


class Meaning:
    """A direction in the encoder's space for each class: ``S^-1 (m_c - m)``.

    S is the covariance of all words' vectors, shrunk; the directions are scaled so that these
    vectors have deviation 1 along each, lest some class be near to everything.
    """

    def __init__(self, mean: Vectors, directions: Vectors) -> None:
        """``mean``: float32 (dim,); ``directions``: float32 (dim, classes)."""
        self.mean = mean
        self.directions = directions

    @property
    def dim(self) -> int:
        """Number of dimensions of a vector."""
        return len(self.mean)

    def scores(self, vectors: Vectors) -> Scores:
        """Return how near each class is, over all classes with mean 0 and deviation 1."""
        near = (vectors - self.mean) @ self.directions
        near -= near.mean(axis=1, keepdims=True)
        return np.asarray(near / np.maximum(near.std(axis=1, keepdims=True), 1e-9))


class SectorManifest(BaseModel):
    """What stands beside the arrays, and says for which encoder and words they hold."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    space: str
    """Language model and adapter, as `space_of` names them."""
    encoder: str
    """Fingerprint of the encoder whose vectors it was learnt from."""
    words: str
    """SHA-256 over the words of all classes and the classes they belong to."""
    shape: tuple[int, int]
    """Dimensions of a vector, and classes."""
    shrinkage: float
    sha256: str
    """Of mean and directions, float16, row by row."""

    def holds_for(self, encoder: Encoder, words: Words) -> bool:
        """Say whether learning anew would give the same but for rounding."""
        expected = (space_of(encoder), _hash_of(words), (encoder.dim, _classes(words)), SHRINKAGE)
        return (self.space, self.words, self.shape, self.shrinkage) == expected


def space_of(encoder: Encoder) -> str:
    """Return the language model and the adapter of an encoder, whatever computes its vectors.

    Directions learnt from one runtime serve all: they change predictions no more than the runtimes'
    own vectors do (mean cosine .994 either way). Those of one adapter serve no other.
    """
    if isinstance(encoder, AdaptedEncoder):
        return f"{base_of(encoder)}+{encoder.adapter.name}/{encoder.adapter.checksum[:16]}"
    return base_of(encoder)


def learn_meaning(encoder: Encoder, words: Words, progress: Progress | None = None) -> Meaning:
    """Encode the words of all classes and return their discriminant."""
    vectors = encoder.encode([text for _, text in words], progress=progress)
    owners = np.array([owner for owner, _ in words])
    mean = vectors.mean(axis=0)
    centred = (vectors - mean).astype(np.float64)
    members = sp.csr_matrix((np.ones(len(owners)), (owners, np.arange(len(owners)))))
    centroids = (members @ centred) / np.bincount(owners)[:, None]
    covariance = centred.T @ centred / len(centred)
    ridge = SHRINKAGE * np.mean(np.diag(covariance)) * np.eye(len(covariance))
    directions = np.linalg.solve(covariance + ridge, centroids.T)
    directions /= np.maximum((centred @ directions).std(axis=0), 1e-9)
    return Meaning(mean, directions.astype(np.float32))


def load_meaning(encoder: Encoder, words: Words, folder: Path = WEIGHTS) -> Meaning | None:
    """Return the directions kept in a folder; None if they hold for other words or encoders.

    Raises:
        ModelError: a file is missing or damaged; says what to do.
    """
    path, beside = _files(folder)
    try:
        manifest = SectorManifest.model_validate_json(beside.read_bytes())
    except (OSError, ValidationError) as error:
        raise _unusable(beside, "ist nicht lesbar", "cannot be read") from error
    if not manifest.holds_for(encoder, words):
        return None
    try:
        arrays = read_arrays(path, ARRAYS)
    except ModelError as error:  # it speaks of an index, which this is not
        raise _unusable(path, "ist nicht lesbar", "cannot be read") from error
    mean, directions = (arrays[name] for name in ARRAYS)
    found = _checksum(mean, directions)
    if (found, directions.shape) != (manifest.sha256, manifest.shape):
        raise _unusable(
            path,
            f"hat die Form {directions.shape} und die Prüfsumme {found[:16]}…, laut {beside.name} "
            f"{manifest.shape} und {manifest.sha256[:16]}…",
            f"has the shape {directions.shape} and the checksum {found[:16]}…, but {beside.name} "
            f"gives {manifest.shape} and {manifest.sha256[:16]}…",
        )
    return Meaning(mean.astype(np.float32), directions.astype(np.float32))


def save_meaning(folder: Path, encoder: Encoder, words: Words, meaning: Meaning) -> Path:
    """Save directions in half precision with their manifest; return the path of the arrays."""
    mean, directions = (
        np.ascontiguousarray(array, dtype="<f2") for array in (meaning.mean, meaning.directions)
    )
    manifest = SectorManifest(
        space=space_of(encoder),
        encoder=encoder.fingerprint,
        words=_hash_of(words),
        shape=(encoder.dim, _classes(words)),
        shrinkage=SHRINKAGE,
        sha256=_checksum(mean, directions),
    )
    path, beside = _files(folder)
    folder.mkdir(parents=True, exist_ok=True)
    write_arrays(path, dict(zip(ARRAYS, (mean, directions), strict=True)))
    write_bytes(beside, f"{manifest.model_dump_json(indent=1)}\n".encode())
    return path


def _classes(words: Words) -> int:
    return max(owner for owner, _ in words) + 1


def _hash_of(words: Words) -> str:
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()


def _checksum(mean: NDArray[np.float16], directions: NDArray[np.float16]) -> str:
    return hashlib.sha256(mean.tobytes() + directions.tobytes()).hexdigest()


def _files(folder: Path) -> tuple[Path, Path]:
    return folder / f"{SHIPPED}.npz", folder / f"{SHIPPED}.json"


def _unusable(path: Path, german: str, english: str) -> ModelError:
    return ModelError(
        f"Die Branchenrichtungen {path} {german}. Bitte das Programm neu installieren.",
        f"The sector directions {path} {english}. Please install the program again.",
    )
