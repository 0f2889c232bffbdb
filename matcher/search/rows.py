"""The row table: which row of the vector index belongs to which statement of which profile."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from data.errors import ModelError
from data.profiles import Profile, Role
from matcher.visibility.masking import WITHHELD
from matcher.visibility.veil import nameless

RowMask = NDArray[np.bool_]
RowIds = NDArray[np.int64]


class RowRole(IntEnum):
    """What a row holds: a statement of one role, or the profile as a whole."""

    FREE = -1
    OFFER = 0
    NEED = 1
    ABOUT = 2
    WHOLE = 3


ROW_ROLES = {Role.OFFER: RowRole.OFFER, Role.NEED: RowRole.NEED, Role.ABOUT: RowRole.ABOUT}


class Part(NamedTuple):
    """One text of a profile that gets a row."""

    role: RowRole
    position: int
    """Position among the profile's statements; -1 for the whole."""
    text: str


def parts(profile: Profile) -> list[Part]:
    """Return the texts of a profile that get a row: each statement, and name with all of them.

    The whole is kept beside the statements because a firm's name often says what it does when
    its statements do not. Of a veiled profile neither what is withheld has a row, nor the
    description in the place of its name.
    """
    told = [(i, s) for i, s in enumerate(profile.statements) if s.text != WITHHELD]
    statements = [Part(ROW_ROLES[s.role], i, s.text) for i, s in told]
    texts = [s.text for _, s in told]
    whole = ". ".join(texts if texts and nameless(profile) else [profile.name, *texts])
    return [*statements, Part(RowRole.WHOLE, -1, whole)]


class RowTable:
    """Row ids are small, reused and dense, as the vector index wants them."""

    def __init__(self) -> None:
        self.slot: NDArray[np.int32] = np.zeros(0, dtype=np.int32)
        self.role: NDArray[np.int8] = np.zeros(0, dtype=np.int8)
        self.position: NDArray[np.int32] = np.zeros(0, dtype=np.int32)
        self._of_slot: dict[int, RowIds] = {}
        self._free: list[int] = []
        self.digests: dict[int, str] = {}
        """Of the texts of each slot, as far as they were needed: saving reads all of them."""

    def copy(self) -> Self:
        """Return the same table, to be changed by itself."""
        other = type(self)()
        other.slot, other.role = self.slot.copy(), self.role.copy()
        other.position = self.position.copy()
        other._of_slot, other._free = self._of_slot.copy(), self._free.copy()
        other.digests = self.digests.copy()
        return other

    @property
    def capacity(self) -> int:
        """Length of every mask over rows."""
        return len(self.slot)

    def allocate(self, slot: int, items: Sequence[Part]) -> RowIds:
        """Give each part of a profile a row; return the rows, int64 (len(items),)."""
        self._grow(len(items))
        ids = np.array([heapq.heappop(self._free) for _ in items], dtype=np.int64)
        self._set(slot, items, ids)
        return ids

    def _set(self, slot: int, items: Sequence[Part], ids: RowIds) -> None:
        self.slot[ids] = slot
        self.role[ids] = [part.role for part in items]
        self.position[ids] = [part.position for part in items]
        self._of_slot[slot] = ids
        self.digests.pop(slot, None)

    def attach(self, slot: int, items: Sequence[Part], ids: RowIds) -> None:
        """Give the parts of a profile the rows they had before; then call `complete`.

        Raises ModelError if the numbers of parts and rows differ.
        """
        if len(items) != len(ids):
            raise ModelError(
                f"Der Index hat {len(ids)} Zeilen für ein Profil mit {len(items)} Texten. Bitte "
                "„partnermatch index --rebuild“ ausführen.",
                f"The index has {len(ids)} rows for a profile with {len(items)} texts. Please "
                "run “partnermatch index --rebuild”.",
            )
        needed = int(ids.max()) + 1
        if needed > self.capacity:
            self._grow_to(max(needed, 2 * self.capacity))
        self._set(slot, items, ids)

    def complete(self) -> None:
        """After attaching: every row that nobody holds is free."""
        self._free = np.flatnonzero(self.role == RowRole.FREE).tolist()

    def groups(self) -> Iterator[tuple[int, RowIds]]:
        """Yield each slot with its rows, the whole last."""
        yield from self._of_slot.items()

    def release(self, slot: int) -> RowIds:
        """Free the rows of a slot; return them."""
        ids = self._of_slot.pop(slot, np.zeros(0, dtype=np.int64))
        self.role[ids] = RowRole.FREE
        self.digests.pop(slot, None)
        for row in ids.tolist():
            heapq.heappush(self._free, row)
        return ids

    def _grow(self, needed: int) -> None:
        if len(self._free) < needed:
            old = self.capacity
            self._grow_to(max(1024, 2 * old, old + needed))
            self._free += range(old, self.capacity)  # larger than all: still a heap

    def _grow_to(self, capacity: int) -> None:
        more = max(0, capacity - self.capacity)
        self.slot = np.concatenate([self.slot, np.zeros(more, np.int32)])
        self.role = np.concatenate([self.role, np.full(more, RowRole.FREE, np.int8)])
        self.position = np.concatenate([self.position, np.zeros(more, np.int32)])

    def of_slots(self, slots: RowIds) -> RowIds:
        """Return the rows of the given slots, in the slots' order."""
        groups = [self._of_slot[slot] for slot in slots.tolist()]
        return np.concatenate(groups) if groups else np.zeros(0, dtype=np.int64)

    def mask(self, allowed: RowMask, *roles: RowRole) -> RowMask:
        """Return the rows of allowed slots in the given roles, bool (capacity,)."""
        wanted = np.zeros(len(RowRole), dtype=bool)  # role -1 (free) reads the last, never set
        wanted[list(roles)] = True
        if not len(allowed):
            return np.zeros(self.capacity, dtype=bool)
        result: RowMask = wanted[self.role] & allowed[np.minimum(self.slot, len(allowed) - 1)]
        return result
