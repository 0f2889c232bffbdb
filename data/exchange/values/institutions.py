"""Institutions by their abbreviations: ``BTU`` is ``Brandenburgische Technische Universität``."""

from __future__ import annotations

import re
from functools import lru_cache

from data.files import read_table
from data.text import fold


def written_out(name: str) -> str:
    """Return a name, folded, with the abbreviation at its beginning written out.

    ``BTU Cottbus`` becomes ``brandenburgische technische universitaet cottbus``. Only an
    abbreviation in its own letters counts: "IHP Senftenberg", not "Ihp"; one before a legal form
    ("ATB GmbH") is the name of a firm.
    """
    match = _beginning().match(name)
    if match is None or _FIRM.match(name[match.end() :]):
        return fold(name)
    return fold(f"{_names()[match[1]]} {name[match.end() :]}")


_FIRM = re.compile(r"[\s,&+.-]*(g?GmbH|mbH|AG|KG|UG|OHG|GbR|SE|Ltd|Inc|e\.?\s?K|Co)\b|.*\bGmbH\b")


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return {row["short"]: row["name"] for row in read_table("institutions.csv")}


@lru_cache(maxsize=1)
def _beginning() -> re.Pattern[str]:
    longest_first = sorted(_names(), key=len, reverse=True)
    return re.compile(rf"\s*({'|'.join(map(re.escape, longest_first))})(?=\s|,|$)")
