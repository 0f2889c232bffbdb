"""`Blocks`: rows that change without disturbing whoever reads them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

BLOCK = 4096
"""Rows of a block: a change of one copies some 6 MB of vectors, and a search visits few blocks."""


class Blocks:
    """A table of equal rows in blocks that nobody writes into.

    A changed table shares every untouched block with the one it was made from, so both can be
    read at once at the cost of the few blocks that differ.
    """

    def __init__(
        self, width: int, dtype: type[np.generic], parts: tuple[NDArray[Any], ...] = ()
    ) -> None:
        """Take ``parts`` of `BLOCK` rows, the last of at most as many; each (rows, width)."""
        self.width = width
        self.dtype = dtype
        self.parts = parts

    def __len__(self) -> int:
        return BLOCK * (len(self.parts) - 1) + len(self.parts[-1]) if self.parts else 0

    @classmethod
    def of(cls, rows: NDArray[Any]) -> Self:
        """Return a table of ``rows``, (rows, width), which nobody may write into any more."""
        parts = (rows[start : start + BLOCK] for start in range(0, len(rows), BLOCK))
        return cls(rows.shape[1], rows.dtype.type, tuple(parts))

    def replaced(self, ids: NDArray[np.int64], values: NDArray[Any]) -> Self:
        """Return the table with other rows under ``ids``, which are distinct.

        It grows to the largest id; rows that were never given are zero.
        """
        if not len(ids):
            return self
        size = max(len(self), int(ids.max()) + 1)
        blocks = ids // BLOCK
        touched = set(np.unique(blocks).tolist())
        parts = []
        for number in range(-(-size // BLOCK)):
            part = self._resized(number, min(BLOCK, size - BLOCK * number), number in touched)
            if number in touched:
                mine = blocks == number
                part[ids[mine] - BLOCK * number] = values[mine]
            parts.append(part)
        return type(self)(self.width, self.dtype, tuple(parts))

    def _resized(self, number: int, length: int, to_write: bool) -> NDArray[Any]:
        """Return a block of so many rows: the one that is there, or a copy that is one's own."""
        old = self.parts[number] if number < len(self.parts) else np.zeros((0, self.width))
        if len(old) == length and not to_write:
            return old
        part = np.zeros((length, self.width), dtype=self.dtype)
        part[: len(old)] = old
        return part

    def take(self, ids: NDArray[np.int64]) -> NDArray[Any]:
        """Return copies of the rows ``ids``, (len(ids), width), in their order."""
        if len(self.parts) == 1:
            return np.asarray(self.parts[0][ids])
        taken = np.empty((len(ids), self.width), dtype=self.dtype)
        blocks = ids // BLOCK
        for number in np.unique(blocks).tolist():
            mine = np.flatnonzero(blocks == number)
            taken[mine] = self.parts[number][ids[mine] - BLOCK * number]
        return taken

    def whole(self) -> NDArray[Any]:
        """Return a copy of all rows, (rows, width)."""
        return np.concatenate([np.zeros((0, self.width), dtype=self.dtype), *self.parts])

    def split(self, ids: NDArray[np.int64]) -> Iterator[tuple[int, NDArray[Any], slice]]:
        """Yield the number and rows of each block that holds ``ids``, and which of them it holds.

        ``ids`` are ascending.
        """
        bounds = BLOCK * np.arange(len(self.parts) + 1)
        ends = np.searchsorted(ids, bounds).tolist()
        for number, part in enumerate(self.parts):
            if ends[number + 1] > ends[number]:
                yield number, part, slice(ends[number], ends[number + 1])
