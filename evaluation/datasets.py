"""Evaluation sets: documents, queries and graded judgements in BEIR layout.

A folder holds ``queries.jsonl``, ``qrels.tsv`` and either ``corpus.jsonl`` or, like the shipped
sample, other ``*.jsonl`` files with profiles in the import format.

Slices: parts of the corpus that a figure is taken on alone.

A slice restricts candidates and judged answers alike: "how good is the system for one who asks
for firms", not "how many firms does it happen to show".
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from data.errors import NotFoundError, ProfileError
from data.exchange.jsonl import profile_from_beir
from data.places.regions import load_regions
from data.places.tables import load_tables
from data.profiles import Kind, Profile

LONG_TAIL_PROJECTS = 3
"""An organisation with at most so many projects belongs to the long tail."""


@dataclass(frozen=True)
class Document:
    """One organisation of the corpus."""

    profile: Profile
    text: str
    """Name and all texts: what the baselines search."""
    laender: frozenset[str]
    """Names of the Länder as the set writes them."""
    n_projects: int

    @property
    def is_research(self) -> bool:
        """Whether the organisation does research."""
        return self.profile.kind is Kind.RESEARCH


@dataclass(frozen=True)
class Query:
    """One request of the set."""

    id: str
    text: str
    metadata: dict[str, Any] = field(default_factory=dict)

    @property
    def exclude(self) -> tuple[str, ...]:
        """Ids that must never be suggested."""
        return tuple(self.metadata.get("exclude", ()))

    @property
    def laender(self) -> tuple[str, ...]:
        """Names of the Länder the request is bound to, possibly none."""
        land = self.metadata.get("land", ())
        return (land,) if isinstance(land, str) else tuple(land)


@dataclass(frozen=True)
class Dataset:
    """A set as read from its folder."""

    name: str
    documents: tuple[Document, ...]
    queries: tuple[Query, ...]
    qrels: dict[str, dict[str, int]]
    """query id -> profile id -> grade, grades above 0 only."""
    refused: Mapping[str, Collection[str]] = field(default_factory=dict)
    """query id -> the profiles that were judged not to answer it."""

    def grades(self, query: str) -> dict[str, int]:
        """Return all judgements of a query, 0 included: what is missing was never judged."""
        return dict.fromkeys(self.refused.get(query, ()), 0) | self.qrels.get(query, {})

    def part(self, split: str) -> Dataset:
        """Return the set with the queries of one split ("dev", "test") alone.

        Raises NotFoundError if no query belongs to it.
        """
        queries = tuple(q for q in self.queries if q.metadata.get("split") == split)
        if not queries:
            raise NotFoundError(
                f"{self.name}: keine Anfrage gehört zum Teil '{split}'.",
                f"{self.name}: no query belongs to the split '{split}'.",
            )
        known = {q.id for q in queries}
        qrels = {q: graded for q, graded in self.qrels.items() if q in known}
        return replace(self, queries=queries, qrels=qrels)

    @property
    def ids(self) -> tuple[str, ...]:
        """Profile ids in the order of the corpus."""
        return tuple(d.profile.id for d in self.documents)


def load_dataset(folder: Path) -> Dataset:
    """Read a set from ``folder``.

    Raises:
        ProfileError: a file is missing or a line cannot be used; names file and line.
    """
    corpus = folder / "corpus.jsonl"
    reserved = {"queries.jsonl", "corpus.jsonl"}
    others = sorted(p for p in folder.glob("*.jsonl") if p.name not in reserved)
    files = [corpus] if corpus.exists() else others
    if not files:
        raise ProfileError(
            f"{folder}: weder 'corpus.jsonl' noch andere '*.jsonl' mit Profilen gefunden.",
            f"{folder}: found neither 'corpus.jsonl' nor other '*.jsonl' with profiles.",
        )
    documents = tuple(_document(f, n, row) for f in files for n, row in _rows(f))
    queries = tuple(
        _query(folder / "queries.jsonl", n, r) for n, r in _rows(folder / "queries.jsonl")
    )
    judged = _qrels(
        folder / "qrels.tsv", {d.profile.id for d in documents}, {q.id for q in queries}
    )
    qrels = {q: good for q, grades in judged.items() if (good := _above(grades))}
    refused = {
        q: tuple(d for d, grade in grades.items() if not grade) for q, grades in judged.items()
    }
    return Dataset(folder.resolve().name, documents, queries, qrels, refused)


def _above(grades: Mapping[str, int]) -> dict[str, int]:
    return {document: grade for document, grade in grades.items() if grade > 0}


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    if not path.exists():
        raise ProfileError(f"{path}: Datei nicht gefunden.", f"{path}: file not found.")
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise _bad(path, number, str(error)) from error
            if not isinstance(row, dict):
                raise _bad(path, number, f"{type(row).__name__} statt Objekt / instead of object")
            yield number, row


def _bad(path: Path, line: int, found: str) -> ProfileError:
    return ProfileError(
        f"{path}, Zeile {line}: kein gültiger Eintrag ({found}).",
        f"{path}, line {line}: not a valid entry ({found}).",
    )


def _document(path: Path, line: int, row: dict[str, Any]) -> Document:
    try:
        profile = profile_from_beir(row)[0] if "_id" in row else Profile.model_validate(row)
    except (ValidationError, KeyError) as error:
        raise _bad(path, line, str(error)) from error
    metadata = row.get("metadata") or {}
    text = ". ".join([profile.name, *(s.text for s in profile.statements)])
    return Document(
        profile, text, frozenset(metadata.get("land", ())), int(metadata.get("n_projects", 0))
    )


def _query(path: Path, line: int, row: dict[str, Any]) -> Query:
    try:
        return Query(str(row["_id"]), str(row.get("text", "")), dict(row.get("metadata") or {}))
    except (KeyError, TypeError, ValueError) as error:
        raise _bad(path, line, repr(error)) from error


def _qrels(path: Path, documents: set[str], queries: set[str]) -> dict[str, dict[str, int]]:
    if not path.exists():
        raise ProfileError(f"{path}: Datei nicht gefunden.", f"{path}: file not found.")
    qrels: dict[str, dict[str, int]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t")
        for number, row in enumerate(rows, start=1):
            if number == 1 and row[:1] == ["query-id"]:
                continue
            if len(row) != 3 or not row[2].strip().lstrip("-").isdigit():
                raise _bad(path, number, "\t".join(row))
            query, document, grade = row[0], row[1], int(row[2])
            if query not in queries or document not in documents:
                raise _bad(path, number, f"unbekannte Kennung / unknown id: {query} {document}")
            qrels.setdefault(query, {})[document] = max(grade, 0)
    return qrels


Mask = NDArray[np.bool_]
ALL = "all"
_BRANDENBURG = "12"


@dataclass(frozen=True)
class Slice:
    """A part of the corpus, with its name as a person reads it."""

    german: str
    english: str
    holds: Callable[[Document], bool]


def is_long_tail(document: Document) -> bool:
    """Return whether an organisation has so few projects that hardly anybody knows it."""
    return document.n_projects <= LONG_TAIL_PROJECTS


def is_rural(document: Document) -> bool:
    """Return whether all its places of a known Kreis, at least one, lie in Brandenburg's country.

    That are the Landkreise of Brandenburg, without Berlin and the four cities that are Kreise of
    their own. An institute with one of many places there is nobody's find in the country.
    """
    regions = load_regions()
    kreise = [
        key
        for place in document.profile.places
        for key in regions.keys(place)
        if key.startswith("kreis:")
    ]
    return bool(kreise) and _landkreise().issuperset(kreise)


SLICES: Mapping[str, Slice] = {
    ALL: Slice("alle", "all", lambda document: True),
    "firms": Slice("Firmen", "firms", lambda document: not document.is_research),
    "research": Slice("Forschung", "research", lambda document: document.is_research),
    "long_tail": Slice("wenig bekannt", "long tail", is_long_tail),
    "craft": Slice("Handwerk", "craft", lambda document: document.profile.kind is Kind.CRAFT),
    "rural": Slice("ländliche Kreise", "rural", is_rural),
}


def members(dataset: Dataset) -> dict[str, Mask]:
    """Return for every slice which documents of the corpus it holds, bool (documents,)."""
    return {
        name: np.array([part.holds(document) for document in dataset.documents], dtype=bool)
        for name, part in SLICES.items()
    }


@cache
def _landkreise() -> frozenset[str]:
    return frozenset(
        f"kreis:{kreis.id}"
        for kreis in load_tables().kreise.values()
        if kreis.id.startswith(_BRANDENBURG) and kreis.kind == "Landkreis"
    )
