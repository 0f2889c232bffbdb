"""Writes the licences of all installed dependencies: ``python -m scripts.licences``.

Every distribution that the program needs, directly or through another, with its version and the
licence that its own metadata names.
"""

from __future__ import annotations

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

TARGET = Path(__file__).parents[1] / "docs" / "licences.md"
PROGRAM = "partnermatch"
HEAD = """# Licences of the dependencies

Written by `make licences`; what each distribution says of itself. The program is under the MIT
licence (`LICENSE`); tables of others are named in `data/reference/SOURCES.md`.

| distribution | version | licence |
|---|---|---|
"""
_LONGEST = 60
"""Longer texts are the licence itself; its first line names it."""


def needed(name: str, found: dict[str, Distribution] | None = None) -> dict[str, Distribution]:
    """Return all installed distributions that one needs, by their names; extras left out."""
    found = {} if found is None else found
    try:
        one = distribution(name)
    except PackageNotFoundError:
        return found
    key = one.metadata["Name"]
    if key in found:
        return found
    found[key] = one
    for requirement in one.requires or ():
        if "extra ==" not in requirement:
            needed(re.split(r"[ ;\[<>=!~(]", requirement, maxsplit=1)[0], found)
    return found


def licence_of(one: Distribution) -> str:
    """Return the licence as the metadata names it; "not stated" where it does not."""
    fields = (one.metadata.get_all(name) or [""] for name in ("License-Expression", "License"))
    said = next((values[0] for values in fields if values[0]), "")
    first = next((line.strip() for line in said.splitlines() if line.strip()), "")
    if first and len(first) <= _LONGEST:
        return first
    classes = [
        line.rpartition("::")[2].strip()
        for line in one.metadata.get_all("Classifier") or ()
        if line.startswith("License ::")
    ]
    return "; ".join(classes) or first[:_LONGEST] or "not stated"


def main() -> None:
    """Write the list."""
    rows = sorted(needed(PROGRAM).items(), key=lambda item: item[0].lower())
    lines = [f"| {k} | {one.version} | {licence_of(one)} |" for k, one in rows if k != PROGRAM]
    TARGET.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
