"""Requests to be judged: from an evaluation set, or questions of one's own from a file."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from data.errors import PartnerMatchError, ProfileError, RequestError
from data.exchange.values import kind_of
from data.places.regions import load_regions
from data.profiles import Profile
from data.spreadsheet.readers import read_csv
from data.text import fold
from evaluation.datasets import Dataset, Document
from evaluation.setting import Options, Setting
from matcher.engine import Matcher
from matcher.request import Constraint, Goal, MatchRequest, Rule
from matcher.rows import parts

COLUMNS = {
    "question": ("Frage", "question"),
    "who": ("Wer fragt", "who"),
    "goal": ("Ziel", "goal"),
    "region": ("Region", "region"),
    "kind": ("Art", "kind"),
}
"""Columns of a CSV file with questions, German and English; only the first must be there."""
USERS = {
    "cluster": "Clustermanagement",
    "bit": "Innovationsberatung (BIT)",
    "firm": "Betrieb",
    "event": "Veranstaltung",
    "research": "Forschung",
}
"""Who asks in the shipped set, in words."""
_ANY = TypeVar("_ANY")


@dataclass(frozen=True)
class Case:
    """One request that suggestions are judged for."""

    id: str
    request: MatchRequest
    text: str
    """The question; empty if a stored profile asks."""
    who: str
    """Who asks, in words; may be empty."""


def cases_of(dataset: Dataset, matcher: Matcher, options: Options) -> list[Case]:
    """Return every request of a set as a user would put it, with the rules of ``options``."""
    setting = Setting(dataset, options, matcher)
    return [
        Case(
            query.id,
            setting.request(query, 1),
            query.text,
            USERS.get(str(query.metadata.get("user", "")), ""),
        )
        for query in dataset.queries
    ]


def sample(cases: Sequence[_ANY], count: int, seed: int) -> list[_ANY]:
    """Draw ``count`` of the cases without repetition, in random order; all if there are fewer."""
    return random.Random(seed).sample(list(cases), min(count, len(cases)))


def read_questions(path: Path) -> list[Case]:
    """Read questions: ``.txt`` with one a line, or ``.csv`` with the columns of `COLUMNS`.

    Raises:
        ProfileError: the file cannot be used; names row, value and what was expected.
    """
    try:
        rows = _from_csv(path) if path.suffix.lower() == ".csv" else _from_text(path)
        cases = [_case(path, row, cells) for row, cells in rows]
    except (OSError, UnicodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "UTF-8?"
        raise ProfileError(
            f"{path}: Die Datei kann nicht gelesen werden ({why}).",
            f"{path}: the file cannot be read ({why}).",
        ) from error
    if not cases:
        raise ProfileError(
            f"{path}: keine Frage gefunden; erwartet wird mindestens eine.",
            f"{path}: found no question; expected is at least one.",
        )
    return cases


def _from_text(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        if line.strip():
            yield number, {"question": line}


def _from_csv(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    known = {fold(label): field for field, labels in COLUMNS.items() for label in labels}
    header: list[str | None] = []
    for number, texts in read_csv(path):
        if not any(text.strip() for text in texts):
            continue
        if header:
            cells = zip(header, texts, strict=False)
            yield number, {field: text.strip() for field, text in cells if field}
            continue
        header = [known.get(fold(text)) for text in texts]
        if "question" not in header:
            found, labels = ", ".join(texts), ", ".join(german for german, _ in COLUMNS.values())
            raise ProfileError(
                f"{path}, Zeile {number}: Spalten '{found}'; erwartet: {labels} (Pflicht: Frage).",
                f"{path}, row {number}: columns '{found}'; expected: {labels} (needed: Frage).",
            )


def _case(path: Path, row: int, cells: dict[str, str]) -> Case:
    try:
        request = MatchRequest(
            question=cells.get("question", ""),
            goal=_goal(cells.get("goal", "")),
            constraints=tuple(_rules(cells)),
        )
    except ValidationError as error:
        why = error.errors(include_url=False)[0]["msg"]
        raise ProfileError(
            f"{path}, Zeile {row}: Die Frage '{cells.get('question', '')[:60]}' geht nicht: {why}.",
            f"{path}, row {row}: the question '{cells.get('question', '')[:60]}' fails: {why}.",
        ) from error
    except PartnerMatchError as error:
        raise ProfileError(
            f"{path}, Zeile {row}: {error.german}", f"{path}, row {row}: {error.english}"
        ) from error
    return Case(f"z{row:04}", request, request.question or "", cells.get("who", ""))


def _goal(text: str) -> Goal | None:
    if not text:
        return None
    if text.lower() not in list(Goal):
        known = ", ".join(Goal)
        raise RequestError(
            f"Das Ziel '{text}' gibt es nicht; erwartet: {known}.",
            f"There is no goal '{text}'; expected: {known}.",
        )
    return Goal(text.lower())


def _rules(cells: dict[str, str]) -> Iterator[Constraint]:
    if region := cells.get("region"):
        load_regions().resolve(region)
        yield Constraint(rule=Rule.REGION, values=(region,))
    if kind := cells.get("kind"):
        yield Constraint(rule=Rule.KIND, values=(str(kind_of(kind)),))


def dataset_of(name: str, profiles: Iterable[Profile]) -> Dataset:
    """Return stored profiles as what plain systems search; nothing is judged yet."""
    documents = tuple(Document(p, parts(p)[-1].text, frozenset(), 0) for p in profiles)
    return Dataset(name, documents, (), {})
