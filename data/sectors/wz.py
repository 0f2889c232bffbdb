"""Sectors: the WZ 2008 tree, which is NACE Rev. 2 down to the class. WZ 2025 is mapped onto it.

A code is a node of a tree and a prefix means the node above: ``C`` contains ``25`` contains
``25.6`` contains ``25.62`` contains ``25.62.0``. ``2`` is no node, hence no code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from data.errors import SectorError
from data.files import read_table
from data.sectors.codes import WrittenCode, Wz2025, level_of, load_wz2025, read_code
from data.text import fold

CLASS = 4
"""The level of the codes with four digits, the finest that NACE knows."""

Relation = Literal["same", "group", "division", "section", "none"]
_RELATIONS: tuple[Relation, ...] = ("none", "section", "division", "group", "same", "same")


@dataclass(frozen=True, slots=True)
class Sector:
    """One node of the tree; ``level`` runs from 1 (section) to 5 (sub-class)."""

    code: str
    level: int
    de: str
    en: str
    parent: str | None

    def label(self, language: str = "de") -> str:
        """Return the label in ``language`` (``"de"`` or ``"en"``)."""
        return self.en if language == "en" else self.de


def unknown(text: str, expected_de: str, expected_en: str, hints: Iterable[str]) -> SectorError:
    """Build the error for a name that is not known, with what may have been meant."""
    names = list(hints)
    german = " Meinten Sie " + ", ".join(f"„{n}“" for n in names) + "?" if names else ""
    english = " Did you mean " + ", ".join(f'"{n}"' for n in names) + "?" if names else ""
    return SectorError(
        f"„{text}“ ist nicht bekannt; erwartet wird {expected_de}.",
        f'"{text}" is not known; expected {expected_en}.',
        tuple(names),
        (german, english),
    )


class Sectors:
    """The tree and the ways to find a node in it. Use `load_sectors`."""

    def __init__(self, nodes: Iterable[Sector], wz2025: Wz2025) -> None:
        self._nodes = {node.code: node for node in sorted(nodes, key=lambda n: (n.level, n.code))}
        self._wz2025 = wz2025
        self._children: dict[str, list[str]] = {code: [] for code in self._nodes}
        self._lineage: dict[str, tuple[str, ...]] = {}
        self._labels: dict[str, str] = {}
        for code, node in self._nodes.items():
            self._lineage[code] = (*self._lineage[node.parent], code) if node.parent else (code,)
            if node.parent:
                self._children[node.parent].append(code)
            # Where one label repeats down the tree it means the class, else the highest node.
            for label in map(fold, (node.de, node.en)):
                if node.level == CLASS or label not in self._labels:
                    self._labels[label] = code

    def __contains__(self, code: object) -> bool:
        return code in self._nodes

    def __iter__(self) -> Iterator[Sector]:
        return iter(self._nodes.values())

    def __len__(self) -> int:
        return len(self._nodes)

    def get(self, code: str) -> Sector:
        """Return the node of a canonical code such as ``25.62``. Raises SectorError."""
        if code not in self._nodes:
            above = next((code[:n] for n in (5, 4, 2) if len(code) > n and code[:n] in self), None)
            raise unknown(
                code,
                "ein Code der WZ 2008 wie C, 25, 25.6, 25.62 oder 25.62.0",
                "a code of WZ 2008 such as C, 25, 25.6, 25.62 or 25.62.0",
                self._children[above][:5] if above else (),
            )
        return self._nodes[code]

    def label(self, code: str, language: str = "de") -> str:
        """Return the label of a code in ``language`` (``"de"`` or ``"en"``)."""
        return self.get(code).label(language)

    def parent(self, code: str) -> Sector | None:
        """Return the node above, or None for a section."""
        above = self.get(code).parent
        return self._nodes[above] if above else None

    def ancestors(self, code: str) -> tuple[Sector, ...]:
        """Return the nodes above, the section first, without the node itself."""
        return tuple(self._nodes[c] for c in self._line(code)[:-1])

    def children(self, code: str) -> tuple[Sector, ...]:
        """Return the nodes directly below."""
        return tuple(self._nodes[c] for c in self._children[self.get(code).code])

    def _line(self, code: str) -> tuple[str, ...]:
        return self._lineage[self.get(code).code]

    def covers(self, prefix: str, code: str) -> bool:
        """Say whether ``code`` is ``prefix`` or lies below it. Unknown codes raise SectorError."""
        return self.get(prefix).code in self._line(code)

    def expand(self, prefix: str) -> frozenset[str]:
        """Return ``prefix`` and all codes below it."""
        found = [self.get(prefix).code]
        for code in found:
            found.extend(self._children[code])
        return frozenset(found)

    def relation(self, a: Iterable[str], b: Iterable[str]) -> Relation:
        """Return the finest level on which any code of ``a`` meets any code of ``b``.

        ``same`` needs a common class: two profiles that both say only ``25`` share a division.
        """
        left, right = ({c for code in codes for c in self._line(code)} for codes in (a, b))
        return _RELATIONS[max(map(level_of, left & right), default=0)]

    def from_wz2025(self, code: str) -> tuple[Sector, ...]:
        """Return the WZ 2008 nodes of a WZ 2025 code, those taken over whole first.

        Nodes are as coarse as the code allows: all children of a class become the class.
        """
        targets = self._wz2025.targets(code)
        if not targets:
            raise unknown(code, "ein Code der WZ 2025", "a code of WZ 2025", ())
        for level in range(CLASS, level_of(code) - 1, -1):
            targets = self._merge(targets, level)
        ordered = sorted(targets, key=lambda c: (not targets[c], c))
        return tuple(self._nodes[c] for c in ordered)

    def _merge(self, codes: dict[str, bool], level: int) -> dict[str, bool]:
        """Put each node of ``level`` in place of its children where all of them are there."""
        merged = dict(codes)
        for code in {self._lineage[c][level - 1] for c in codes if level_of(c) == level + 1}:
            children = self._children[code]
            if all(child in codes for child in children):
                parts = {child: merged.pop(child) for child in children}
                merged[code] = any(parts.values())
        return merged

    def resolve(self, text: str) -> Sector:
        """Return the one node that a code or a full label (German or English) means.

        Understood: ``25``, ``2562``, ``25.62.0``, ``WZ 25.62``, ``C25``, ``WZ 2025 25.53``. A code
        that exists only in WZ 2025 is mapped. Raises SectorError with suggestions.
        """
        found = self.resolve_all(text)
        if len(found) > 1:
            options = ", ".join(f"{s.code} {s.de}" for s in found[:5])
            raise SectorError(
                f"„{text}“ verteilt sich in der WZ 2008 auf {len(found)} Codes; bitte einen "
                f"davon angeben: {options}.",
                f'"{text}" is spread over {len(found)} codes of WZ 2008; name one: {options}.',
            )
        return found[0]

    def resolve_all(self, text: str) -> tuple[Sector, ...]:
        """Like `resolve`, but a WZ 2025 code that was split gives all its WZ 2008 nodes."""
        written = read_code(text)
        if written is not None:
            return self._resolve_code(text, written)
        code = self._labels.get(fold(text))
        if code is None:
            raise unknown(
                text,
                "ein Code oder die volle Bezeichnung der WZ 2008",
                "a code or the full label of WZ 2008",
                self.suggest(text),
            )
        return (self._nodes[code],)

    def _resolve_code(self, text: str, written: WrittenCode) -> tuple[Sector, ...]:
        code = written.code
        if written.year == 2025 or (code not in self and code in self._wz2025):
            found = self.from_wz2025(code)
            taken = self._wz2025.targets(code)
            whole = [s for s in found if any(taken.get(c, False) for c in self.expand(s.code))]
            return tuple(whole) if len(whole) == 1 else found
        section = self._line(code)[0]
        if written.section not in (None, section):
            raise SectorError(
                f"„{text}“ widerspricht sich: {code} gehört zum Abschnitt {section}.",
                f'"{text}" contradicts itself: {code} belongs to section {section}.',
            )
        return (self._nodes[code],)

    def suggest(self, text: str, k: int = 3) -> tuple[str, ...]:
        """Return up to ``k`` nodes, as "code label", whose label is spelt like ``text``."""
        from rapidfuzz import process

        found = process.extract(fold(text), list(self._labels), limit=k, score_cutoff=75)
        codes = dict.fromkeys(self._labels[label] for label, _, _ in found)
        return tuple(f"{code} {self._nodes[code].de}" for code in codes)


def _read_nodes() -> Iterator[Sector]:
    english: dict[str, str] = {}
    for row in sorted(read_table("wz2008.csv"), key=lambda row: level_of(row["code"])):
        code, above = row["code"], row["parent"]
        # NACE has no sub-classes: one of several repeats the English label of its class.
        english[code] = row["en"] or english[above]
        yield Sector(code, level_of(code), row["de"], english[code], above or None)


@lru_cache(maxsize=1)
def load_sectors() -> Sectors:
    """Load the tree once per process (about 20 ms)."""
    return Sectors(_read_nodes(), load_wz2025())
