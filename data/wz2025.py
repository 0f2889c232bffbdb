"""WZ 2025 codes and what they were in WZ 2008."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from data.reference_tables import read_table
from data.sector_codes import stem


@dataclass(frozen=True, slots=True)
class NewSubclass:
    """A WZ 2025 sub-class; ``targets`` maps WZ 2008 sub-classes to "whole, not only a part"."""

    code: str
    section: str
    de: str
    targets: dict[str, bool]


class Wz2025:
    """The mapping onto WZ 2008. Use `load_wz2025`."""

    def __init__(self, subclasses: Iterable[NewSubclass]) -> None:
        self.subclasses = tuple(subclasses)

    def __contains__(self, code: str) -> bool:
        return bool(self._below(code))

    def targets(self, code: str) -> dict[str, bool]:
        """Return the WZ 2008 sub-classes of a WZ 2025 code of any level; empty if unknown."""
        merged: dict[str, bool] = {}
        for new in self._below(code):
            for target, whole in new.targets.items():
                merged[target] = merged.get(target, False) or whole
        return merged

    def _below(self, code: str) -> list[NewSubclass]:
        if code.isalpha():
            return [new for new in self.subclasses if new.section == code]
        if len(code) < 2:
            return []
        return [n for n in self.subclasses if n.code == code or n.code.startswith(stem(code))]


@lru_cache(maxsize=1)
def load_wz2025() -> Wz2025:
    """Load the mapping once per process (about 5 ms)."""
    return Wz2025(
        NewSubclass(
            row["code"],
            row["section"],
            row["de"],
            {code.rstrip("*"): not code.endswith("*") for code in row["wz2008"].split(";")},
        )
        for row in read_table("wz2025_map.csv")
    )
