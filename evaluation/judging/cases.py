"""Requests to be judged: from an evaluation set, or questions of one's own from a file.

What a judge reads: a request and a candidate in German words, short enough for a cell.
"""

from __future__ import annotations

import random
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError
from sklearn.feature_extraction.text import HashingVectorizer

from data.errors import PartnerMatchError, ProfileError, RequestError
from data.exchange.values import kind_of
from data.places.regions import load_regions
from data.profiles import Place, Profile, Role, Statement
from data.spreadsheet.delimited import read_csv
from data.text import fold
from evaluation.datasets import Dataset, Document
from evaluation.setting import Options, Setting
from matcher.engine import Matcher
from matcher.reading.question import understand
from matcher.request import Constraint, Goal, MatchRequest, Rule
from matcher.search.rows import parts
from matcher.words import KINDS, rule_label
from models.encoder import Encoder

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


GOALS = {
    Goal.PARTNER: "Partner: beide Seiten sollen etwas davon haben",
    Goal.SOLUTION: "Lösung: wer kann das?",
    Goal.CUSTOMER: "Kunden: wer braucht, was hier geboten wird?",
    Goal.PEERS: "Gleicher Bedarf: wer sucht dasselbe?",
    Goal.CLUSTER: "Netzwerk: welches passt?",
}
ROLES = {Role.OFFER: "Bietet", Role.NEED: "Sucht", Role.ABOUT: "Profil"}
MAX_STATEMENTS = 6
"""Of longer profiles those statements are shown that come nearest to the request."""
MAX_SEEKING = 4
"""Statements shown of a profile that asks: they stand in every row of its request."""
STATEMENT_CHARS = 220
QUESTION_CHARS = 900
MAX_PLACES = 2
_NOT_IN_XML = str.maketrans({"\ufffe": "\ufffd", "\uffff": "\ufffd"})


def request_cells(case: Case, seeker: Profile | None) -> tuple[str, str]:
    """Return what is asked, and by whom, for what and under which rules.

    ``seeker`` is the profile that asks, None for a question.
    """
    request = case.request
    asked = textwrap.shorten(case.text, QUESTION_CHARS, placeholder=" …")
    who = [f"Wer: {case.who}"] if case.who else []
    if seeker is not None:
        told = _seeking(seeker, request.effective_goal)
        asked = "\n".join([f"Für {seeker.name}:", *map(_told, told), *_left_out(seeker, told)])
        who.append("Für: " + ", ".join(filter(None, (KINDS[seeker.kind][0], places(seeker)))))
    rules = [*request.constraints, *understand(request).rules]
    lines = [*who, GOALS[request.effective_goal], *map(_rule, rules)]
    return printable(asked), printable("\n".join(line for line in lines if line))


def _seeking(seeker: Profile, goal: Goal) -> list[Statement]:
    """Return what of the one who asks is shown: what the goal is about comes first."""
    about = {Goal.SOLUTION: Role.NEED, Goal.PEERS: Role.NEED, Goal.CUSTOMER: Role.OFFER}.get(goal)
    return sorted(seeker.statements, key=lambda s: s.role is not about)[:MAX_SEEKING]


def _rule(constraint: Constraint) -> str:
    if constraint.rule is Rule.EXCLUDE:
        return ""  # the one who asks, by an id that means nothing to a judge
    wish = "Wunsch" if constraint.strength == "prefer" else "Regel"
    return f"{wish}: {rule_label(constraint, 'de')}"


def candidate_cells(profile: Profile, statements: Sequence[Statement]) -> tuple[str, str, str, str]:
    """Return name, kind, place and the given statements of a candidate."""
    told = "\n".join([*map(_told, statements), *_left_out(profile, statements)])
    cells = (profile.name, KINDS[profile.kind][0], places(profile), told)
    name, kind, place, text = map(printable, cells)
    return name, kind, place, text


def places(profile: Profile) -> str:
    """Return the first places of a profile; empty if it has none."""
    shown = [_place(place) for place in profile.places[:MAX_PLACES]]
    more = ["…"] if len(profile.places) > MAX_PLACES else []
    return "; ".join([*filter(None, dict.fromkeys(shown)), *more])


def _place(place: Place) -> str:
    regions = load_regions()
    town = " ".join(part for part in (place.postcode, place.name) if part)
    kreis = place.kreis and regions.get(f"kreis:{place.kreis}").name
    land = place.land and regions.get(f"land:{place.land}").name
    nearest = town or kreis or ""
    return ", ".join(part for part in (nearest, land) if part and part not in nearest[:-1])


def _told(statement: Statement) -> str:
    text = textwrap.shorten(statement.text, STATEMENT_CHARS, placeholder=" …")
    return f"{ROLES[statement.role]}: {text}"


def _left_out(profile: Profile, told: Sequence[Statement]) -> Iterator[str]:
    left = len(profile.statements) - len(told)
    if left:
        yield f"… und {left} weitere Aussagen" if left > 1 else "… und 1 weitere Aussage"


def chosen(profile: Profile, sought: str, encoder: Encoder) -> list[Statement]:
    """Return the statements to show, in the profile's order.

    Of a profile with many, half are those nearest to the request by meaning and half those
    nearest by shared parts of words: pooled like the candidates, so that the choice favours
    neither a system that works by meaning nor one that works by words.
    """
    statements = profile.statements
    if len(statements) <= MAX_STATEMENTS:
        return list(statements)
    texts = [statement.text for statement in statements]
    by_meaning = np.asarray(encoder.encode(texts) @ encoder.encode([sought], as_query=True)[0])
    orders = [_best_first(by_meaning), _best_first(_shared_words(texts, sought))]
    taking = (int(position) for pair in zip(*orders, strict=True) for position in pair)
    kept: list[int] = []
    for position in taking:
        if position not in kept:
            kept.append(position)
        if len(kept) == MAX_STATEMENTS:
            break
    return [statements[position] for position in sorted(kept)]


def _best_first(scores: NDArray[np.floating]) -> NDArray[np.int64]:
    return np.argsort(-scores, kind="stable")


def _shared_words(texts: list[str], sought: str) -> NDArray[np.float64]:
    """Return the cosine of character 3- to 5-grams within words, float64 (texts,)."""
    vectors = HashingVectorizer(analyzer="char_wb", ngram_range=(3, 5)).transform([*texts, sought])
    return np.asarray((vectors[:-1] @ vectors[-1].T).toarray()[:, 0])


def printable(text: str) -> str:
    """Return text without the two characters that no spreadsheet can hold."""
    return text.translate(_NOT_IN_XML)
