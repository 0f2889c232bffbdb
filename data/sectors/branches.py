"""What lists of members call a Branche: ``Holz``, ``Großhandel``, ``EDV``, as nodes of WZ 2008.

Wider than the words of single classes, and meant for the cell of a list, where the word stands
alone: "Holz" in a question may be anything, under Branche it is the wood industry.
"""

from __future__ import annotations

from functools import lru_cache

from data.files import read_table, split_cell
from data.sectors.wz import Sector, load_sectors
from data.text import fold


def branch_of(text: str) -> tuple[Sector, ...]:
    """Return the nodes that the name of a Branche means, coarse ones mostly; none if unknown."""
    return _branches().get(fold(text), ())


@lru_cache(maxsize=1)
def _branches() -> dict[str, tuple[Sector, ...]]:
    sectors = load_sectors()
    return {
        fold(word): tuple(sectors.get(code) for code in split_cell(row["codes"]))
        for row in read_table("branches.csv")
        for word in split_cell(row["words"])
    }
