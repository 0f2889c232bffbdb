"""How well requests are read: `python -m evaluation.reading FILE.jsonl`.

Each line of the file holds a request and the reading that is right (id, class, text, sought,
asker, regions, kinds, not_kinds, goal). Words are compared folded; numbers count, function words
(`matcher.reading.lexicon.function_words`) do not.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.text import fold
from matcher.reading import Reading, read
from matcher.reading.lexicon.function_words import FUNCTION_WORDS

Right = dict[str, Any]
_WORD = re.compile(r"\w+(?:[.,]\d+)?")
EQUAL_KINDS = {"company": {"craft"}, "facility": {"research"}}
"""Kinds that are as right as the one written down ("Firma", "Labor")."""


def words(texts: Iterable[str]) -> set[str]:
    """Return the words of texts, folded, without function words."""
    found = {word for text in texts for word in _WORD.findall(fold(text))}
    return {word for word in found if word not in FUNCTION_WORDS}


@dataclass(frozen=True)
class Outcome:
    """What came of one request, each value 0 to 1, None where the measure does not apply."""

    regions: float
    against: int
    """Hard rules that the request does not mean."""
    km: float | None
    f1: float
    asker: float | None
    kinds: float
    goal: float


def outcome(right: Right, reading: Reading) -> Outcome:
    """Compare a reading with the right one."""
    said = {(p.name, str(p.polarity), p.km, p.strength) for p in reading.regions}
    meant = {(r["name"], r["polarity"], r["km"], r["strength"]) for r in right["regions"]}
    allowed = {(name, polarity) for name, polarity, _, _ in meant}
    firm = {(name, polarity) for name, polarity, _, strength in said if strength == "must"}
    soft = {(name, polarity) for name, polarity, _, strength in meant if strength == "prefer"}
    sought, found = words(right["sought"]), words(n.text for n in reading.sought)
    own = words(right["asker"]) - sought
    distances = {(r["name"], r["km"]) for r in right["regions"] if r["km"] is not None}
    read_distances = {(p.name, p.km) for p in reading.regions if p.km is not None}
    return Outcome(
        regions=float(said == meant),
        against=len(firm - allowed) + len(firm & soft),
        km=float(distances == read_distances) if distances or read_distances else None,
        f1=_f1(sought, found),
        asker=len(own & found) / len(own) if own else None,
        kinds=float(_kinds_right(right, reading)),
        goal=float(right["goal"] == str(reading.goal)),
    )


def _f1(sought: set[str], found: set[str]) -> float:
    """Return the harmonic mean of precision and recall; 1 if both are empty."""
    common = len(sought & found)
    return 2 * common / (len(sought) + len(found)) if sought or found else 1.0


def _kinds_right(right: Right, reading: Reading) -> bool:
    wanted = {str(kind) for kind in reading.wanted_kinds}
    unwanted = {str(kind) for kind in reading.unwanted_kinds}
    alike = wanted == set(right["kinds"]) or (
        len(right["kinds"]) == 1 and wanted <= EQUAL_KINDS.get(right["kinds"][0], set()) and wanted
    )
    return bool(alike) and unwanted == set(right["not_kinds"])


def table(outcomes: Sequence[tuple[str, Outcome]]) -> list[str]:
    """Return the lines of the table: all requests, then each class."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for group, one in outcomes:
        groups["all"].append(one)
        groups[group].append(one)
    lines = ["class    n  regions  against    km    F1  asker  kinds   goal"]
    for name in sorted(groups, key=lambda g: (g != "all", g)):
        some = groups[name]
        cells = [_mean(o.km for o in some), _mean(o.f1 for o in some), _mean(o.asker for o in some)]
        lines.append(
            f"{name:<5} {len(some):4}  {_mean(o.regions for o in some):>7}"
            f"  {sum(o.against for o in some):7}  {cells[0]:>4}  {cells[1]:>4}  {cells[2]:>5}"
            f"  {_mean(o.kinds for o in some):>5}  {_mean(o.goal for o in some):>5}"
        )
    return lines


def _mean(values: Iterable[float | None]) -> str:
    known = [value for value in values if value is not None]
    return f"{sum(known) / len(known):.2f}" if known else "–"


def faults(right: Right, reading: Reading, one: Outcome) -> str:
    """Return what is wrong with a reading in one line, "" if nothing much is."""
    wrong = [
        name
        for name, bad in (
            ("regions", one.regions < 1),
            ("against", one.against > 0),
            ("F1", one.f1 < 0.75),
            ("asker", (one.asker or 0) > 0.1),
            ("kinds", one.kinds < 1),
            ("goal", one.goal < 1),
        )
        if bad
    ]
    if not wrong:
        return ""
    facts = json.dumps(reading.facts(), ensure_ascii=False)
    meant = f"{right['sought']} {right['regions']} {right['kinds']} {right['goal']}"
    return f"{right['id']} {wrong} {right['text']!r}\n    read {facts}\n    meant {meant}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure the reading of the requests of a file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--faults", action="store_true", help="list the requests read wrongly")
    options = parser.parse_args(arguments)
    lines = options.file.read_text(encoding="utf-8").splitlines()
    requests: list[Right] = [json.loads(line) for line in lines if line.strip()]
    outcomes = []
    for right in requests:
        reading = read(right["text"])
        one = outcome(right, reading)
        outcomes.append((right["class"], one))
        if options.faults and (wrong := faults(right, reading, one)):
            sys.stdout.write(wrong + "\n")
    sys.stdout.write("\n".join(table(outcomes)) + "\n")


if __name__ == "__main__":
    main()
