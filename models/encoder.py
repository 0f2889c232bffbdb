"""The `Encoder` contract: texts in, unit vectors out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Progress = Callable[[int, int], None]
"""Called with (done, total) while long work goes on."""


class Encoder(Protocol):
    """Turns texts into L2-normalised float32 vectors.

    Asymmetric models use another prompt for a question than for a stored text, hence
    ``as_query``. Equal fingerprint means equal vectors.
    """

    @property
    def fingerprint(self) -> str:
        """Name, version and weights' hash: vectors of different fingerprints never mix."""
        ...

    @property
    def dim(self) -> int:
        """Number of dimensions of a vector."""
        ...

    def encode(
        self, texts: Sequence[str], *, as_query: bool = False, progress: Progress | None = None
    ) -> Vectors:
        """Return float32 of shape (len(texts), dim), each row of length 1.

        Texts of any length and content are accepted; an empty list gives shape (0, dim).
        """
        ...
