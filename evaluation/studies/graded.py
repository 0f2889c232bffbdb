"""The graded questions as pairs, and the split over questions that every study shares."""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

SETS = ("fragen_train", "fragen_dev")
FOLDS = 3
DEV_FOLD = -1
"""The fold of `fragen_dev`: no model that is measured on it has seen it."""


@dataclass(frozen=True)
class Question:
    """One question with its graded organisations."""

    id: str
    text: str
    laender: tuple[str, ...]
    meant: str | None
    """The organisation it was written for."""
    meant_was_found: bool
    grades: dict[str, int]
    """Organisation -> 0 no, 1 related only, 2 worth a call, 3 to be called first."""

    @property
    def fold(self) -> int:
        """The part of the questions it belongs to: 0..2, or -1 for `fragen_dev`."""
        if self.id.startswith("f"):
            return DEV_FOLD
        return int(hashlib.md5(self.id.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS

    @property
    def pooled(self) -> dict[str, int]:
        """The grades of what systems found: without an organisation put in by hand.

        A pair model that learns from those put in by hand learns to distrust shared words,
        because all their rivals were found by words.
        """
        if self.meant is None or self.meant_was_found:
            return self.grades
        return {o: grade for o, grade in self.grades.items() if o != self.meant}


@dataclass(frozen=True)
class Organisation:
    """One document of the corpus."""

    id: str
    name: str
    statements: tuple[str, ...]
    is_research: bool


def load_questions(sets: Path) -> list[Question]:
    """Return the questions of both sets, in their order."""
    return [question for name in SETS for question in _questions(sets / name)]


def _questions(folder: Path) -> list[Question]:
    grades: dict[str, dict[str, int]] = {}
    with (folder / "qrels.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            grades.setdefault(row["query-id"], {})[row["corpus-id"]] = int(row["score"])
    found = []
    for row in map(json.loads, (folder / "queries.jsonl").open(encoding="utf-8")):
        metadata = row["metadata"]
        land = metadata.get("land") or ()
        found.append(
            Question(
                id=row["_id"],
                text=row["text"],
                laender=(land,) if isinstance(land, str) else tuple(land),
                meant=metadata.get("meant"),
                meant_was_found=bool(metadata.get("meant_was_found")),
                grades=grades.get(row["_id"], {}),
            )
        )
    return found


def load_organisations(sets: Path) -> dict[str, Organisation]:
    """Return the corpus that both sets share, by id, in its order."""
    found = {}
    path = sets / SETS[0] / "corpus.jsonl"
    for row in map(json.loads, path.open(encoding="utf-8")):
        parts = [part.strip() for part in row["text"].split(" | ")]
        found[row["_id"]] = Organisation(
            id=row["_id"],
            name=row["title"].strip(),
            statements=tuple(dict.fromkeys(part for part in parts if part)),
            is_research=row["metadata"].get("org_type") == "research",
        )
    return found
