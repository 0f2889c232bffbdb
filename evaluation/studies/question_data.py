"""What the question encoder learns from: questions, statements and definitions with their answers.

All answers are vectors that the bundled encoder has made already and that stay as they are.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from data.profiles import Profile
from evaluation.datasets import load_dataset
from evaluation.studies.graded import SETS, Question, load_questions
from matcher.reading.question import Understood, understand
from matcher.request import MatchRequest
from matcher.search.rows import RowRole
from matcher.search.snapshot import Snapshot
from models.encoder import Encoder

DEFINITIONS = "esco_def_occupation_de"
"""Definitions of occupations without their names: work said in other words."""
MOST_STATEMENTS = 30
"""Organisations with more are institutes whose statements have little in common."""
WORTH = {2: 1.0, 3: 2.0}
"""How much an answer of a grade counts; the organisation a question was written for as grade 3."""


@dataclass(frozen=True)
class Texts:
    """Vectors of all organisations of a corpus."""

    ids: tuple[str, ...]
    wholes: torch.Tensor
    """One vector an organisation, (organisations, dim)."""
    statements: torch.Tensor
    """(statements, dim)."""
    owners: torch.Tensor
    """The organisation of each statement, (statements,)."""
    said: tuple[tuple[str, ...], ...]
    """The texts of each organisation's statements, in the order of its rows."""
    rows: tuple[tuple[int, ...], ...]
    """Where they stand among ``statements``."""

    def scores(self, vectors: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return cosines with wholes and with the best statements, (vectors, organisations)."""
        with_statements = vectors @ self.statements.T
        best = torch.full((len(vectors), len(self.ids)), -1.0).scatter_reduce(
            1, self.owners[None].expand(len(vectors), -1), with_statements, "amax"
        )
        return vectors @ self.wholes.T, best


@dataclass(frozen=True)
class Asked:
    """One question as it is read, and who answers it."""

    question: Question
    read: Understood
    answers: Mapping[int, float]
    """Position of an organisation -> its share, summing to 1; empty without a good answer."""

    @property
    def served(self) -> str:
        """The text that the engine encodes."""
        return self.read.situation or self.read.topic

    def wording(self, chance: random.Random) -> str:
        """Return one of the ways it may be read."""
        return chance.choice([self.question.text, self.served, self.served, self.read.topic])


@dataclass(frozen=True)
class Definition:
    """A definition, and the occupations it may define."""

    text: str
    answers: tuple[int, ...]


def texts_of(snapshot: Snapshot) -> Texts:
    """Return the vectors of all profiles as tensors."""
    slots = np.array(sorted(slot for slot, _ in snapshot.rows.groups()))
    rows = snapshot.rows.of_slots(slots)
    vectors, roles = snapshot.vectors.vectors(rows), snapshot.rows.role[rows]
    owners = np.searchsorted(slots, snapshot.rows.slot[rows])
    whole = roles == RowRole.WHOLE
    profiles = [snapshot.catalog.profile(int(slot)) for slot in slots]
    at = snapshot.rows.position[rows][~whole]
    said: list[list[str]] = [[] for _ in profiles]
    places: list[list[int]] = [[] for _ in profiles]
    for place, (owner, position) in enumerate(zip(owners[~whole], at, strict=True)):
        said[owner].append(profiles[owner].statements[position].text)
        places[owner].append(place)
    return Texts(
        ids=tuple(profile.id for profile in profiles),
        wholes=torch.tensor(vectors[whole]),
        statements=torch.tensor(vectors[~whole]),
        owners=torch.tensor(owners[~whole]),
        said=tuple(map(tuple, said)),
        rows=tuple(map(tuple, places)),
    )


def questions_of(sets: Path, texts: Texts) -> list[Asked]:
    """Return all graded questions."""
    place = {id: n for n, id in enumerate(texts.ids)}
    found = []
    for question in load_questions(sets):
        worth = {o: WORTH[g] for o, g in question.grades.items() if g in WORTH and o in place}
        if question.meant is not None:
            worth[question.meant] = WORTH[3]
        total = sum(worth.values())
        answers = {place[o]: value / total for o, value in worth.items()}
        found.append(Asked(question, understand(MatchRequest(question=question.text)), answers))
    return found


def speakers(texts: Texts) -> list[int]:
    """Return the organisations that say several things: one of them finds the others."""
    return [n for n, said in enumerate(texts.said) if 2 <= len(set(said)) <= MOST_STATEMENTS]


def definitions_of(sets: Path, encoder: Encoder) -> tuple[list[Definition], torch.Tensor]:
    """Return the definitions, and the vectors of the occupations, (occupations, dim)."""
    dataset = load_dataset(sets / DEFINITIONS)
    place = {document.profile.id: n for n, document in enumerate(dataset.documents)}
    right: dict[str, list[int]] = {}
    with (sets / DEFINITIONS / "qrels.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            if row["corpus-id"] in place:
                right.setdefault(row["query-id"], []).append(place[row["corpus-id"]])
    vectors = encoder.encode([_in_full(document.profile) for document in dataset.documents])
    found = [Definition(q.text, tuple(right[q.id])) for q in dataset.queries if q.id in right]
    return found, torch.tensor(vectors)


def _in_full(profile: Profile) -> str:
    return ". ".join([profile.name, *(statement.text for statement in profile.statements)])


def profiles_of(sets: Path) -> Sequence[Profile]:
    """Return the organisations that the questions are about."""
    return [document.profile for document in load_dataset(sets / SETS[0]).documents]
