"""Wins and losses: the queries that changed most, with what each of two systems showed."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from sklearn.feature_extraction.text import HashingVectorizer

from data.profiles import Profile
from evaluation.datasets import Dataset, Document, Query
from evaluation.report.figures import Values
from evaluation.report.texts import GOALS, Language
from evaluation.runner import DEPTH, Outcome
from evaluation.runs import best_first
from evaluation.setting import Options
from matcher.request import Constraint, Goal, Rule
from matcher.words import pick, rule_label

TOP = 3
"""Suggestions shown of each system."""
MOST_PARTNERS = 8
"""Real partners listed; some consortia have dozens."""
HEADING_CHARS, QUERY_CHARS, LINE_CHARS = 90, 420, 150


@dataclass(frozen=True)
class Shown:
    """One suggestion as a reader sees it."""

    name: str
    kind: str
    line: str
    """The sentence of its profile that shares most with the query."""
    grade: int
    """0 if it is no judged answer."""


@dataclass(frozen=True)
class Partner:
    """A judged answer, and where each system ranks it (None: not among the first 100)."""

    name: str
    grade: int
    ranks: tuple[int | None, int | None]


@dataclass(frozen=True)
class Case:
    """One query that changed."""

    query: str
    heading: str
    text: str
    """Empty where the heading says it all."""
    rules: tuple[str, ...]
    """What is looked for, if it was said, and the rules, in words."""
    values: tuple[float, float]
    shown: tuple[tuple[Shown, ...], tuple[Shown, ...]]
    partners: tuple[Partner, ...]
    more: int
    """Further partners that are not listed."""
    note: str
    """A person's reading of why; empty if nobody wrote one."""


@dataclass(frozen=True)
class Cases:
    """The largest wins and losses of the second of two systems, in one slice."""

    part: str
    systems: tuple[str, str]
    wins: tuple[Case, ...]
    losses: tuple[Case, ...]


def differences(values: Values, first: str, second: str, part: str) -> dict[str, float]:
    """Return query -> how much better the second is in nDCG@10, the largest win first."""
    before, after = values.of(first, part), values.of(second, part)
    found = {query: after[query] - before[query] for query in before}
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


@dataclass(frozen=True)
class Wanted:
    """Which cases are told."""

    part: str
    wins: int = 10
    losses: int = 5
    notes: Mapping[str, str] = field(default_factory=dict)
    """query -> a person's reading of why."""


class Teller:
    """Puts queries and suggestions into words."""

    def __init__(
        self,
        dataset: Dataset,
        outcome: Outcome,
        values: Values,
        options: Options,
        wanted: Wanted,
        systems: tuple[str, str],
        language: Language,
    ) -> None:
        self._documents = {d.profile.id: d for d in dataset.documents}
        self._queries = {query.id: query for query in dataset.queries}
        self._qrels = outcome.judgements.qrels[wanted.part]
        self._rankings = tuple(outcome.runs[name].ranking(wanted.part) for name in systems)
        self._values = values
        self._options = options
        self._wanted = wanted
        self._systems = systems
        self._language = language

    def cases(self) -> Cases:
        """Return the largest wins and losses, each sort in falling size."""
        wanted = self._wanted
        changed = differences(self._values, *self._systems, wanted.part)
        wins = [query for query, change in changed.items() if change > 0][: wanted.wins]
        losses = [query for query, change in reversed(changed.items()) if change < 0]
        return Cases(
            wanted.part,
            self._systems,
            tuple(map(self._case, wins)),
            tuple(map(self._case, losses[: wanted.losses])),
        )

    def _case(self, id: str) -> Case:
        query = self._queries[id]
        heading, text = self._asked(query)
        orders = [best_first(ranking.get(id, {}))[:DEPTH] for ranking in self._rankings]
        graded = self._qrels[id]
        partners = sorted(
            (self._partner(document, graded[document], orders) for document in graded),
            key=lambda p: (-p.grade, min(r or DEPTH + 1 for r in p.ranks), p.name),
        )
        before, after = (
            tuple(self._shown(d, graded.get(d, 0), f"{heading} {text}") for d in order[:TOP])
            for order in orders
        )
        a, b = (self._values.of(name, self._wanted.part)[id] for name in self._systems)
        return Case(
            query=id,
            heading=heading,
            text=text,
            rules=self._rules(query),
            values=(a, b),
            shown=(before, after),
            partners=tuple(partners[:MOST_PARTNERS]),
            more=max(0, len(partners) - MOST_PARTNERS),
            note=self._wanted.notes.get(id, ""),
        )

    def _asked(self, query: Query) -> tuple[str, str]:
        """Return who or what asks in one line, and the whole text where it says more."""
        asker = self._documents.get(query.metadata.get("profile_id", ""))
        if asker is not None:
            told = " | ".join(statement.text for statement in asker.profile.statements)
            return asker.profile.name, textwrap.shorten(told, QUERY_CHARS, placeholder=" …")
        name = _named(query, self._documents)
        if name:
            told = query.text.removeprefix(name).lstrip(". ")
            return name, textwrap.shorten(told, QUERY_CHARS, placeholder=" …")
        heading = textwrap.shorten(query.text, HEADING_CHARS, placeholder=" …")
        whole = textwrap.shorten(query.text, QUERY_CHARS, placeholder=" …")
        return heading, "" if heading == whole else whole

    def _rules(self, query: Query) -> tuple[str, ...]:
        given = [Constraint.model_validate(c) for c in query.metadata.get("constraints", ())]
        if self._options.where_from == "land" and query.laender:
            given.append(Constraint(rule=Rule.REGION, values=query.laender))
        if self._options.kind is not None:
            given.append(Constraint(rule=Rule.KIND, values=(str(self._options.kind),)))
        told = [rule_label(c, self._language) for c in given if c.rule is not Rule.EXCLUDE]
        goal = query.metadata.get("goal")
        return (*([pick(GOALS[Goal(goal)], self._language)] if goal else []), *told)

    def _shown(self, id: str, grade: int, asked: str) -> Shown:
        profile = self._documents[id].profile
        return Shown(profile.name, str(profile.kind), telling_line(profile, asked), grade)

    def _partner(self, id: str, grade: int, orders: Sequence[Sequence[str]]) -> Partner:
        first, second = (order.index(id) + 1 if id in order else None for order in orders)
        return Partner(self._documents[id].profile.name, grade, (first, second))


def telling_line(profile: Profile, asked: str) -> str:
    """Return the statement that shares most character n-grams with a text, in one short line."""
    texts = [statement.text for statement in profile.statements]
    if not texts:
        return ""
    vectors = HashingVectorizer(analyzer="char_wb", ngram_range=(3, 5)).transform([*texts, asked])
    nearest = int(np.argmax((vectors[:-1] @ vectors[-1].T).toarray()[:, 0]))
    return textwrap.shorten(texts[nearest], LINE_CHARS, placeholder=" …")


def _named(query: Query, documents: Mapping[str, Document]) -> str:
    """Return the name of the organisation that a query's text begins with; empty if none."""
    names = (documents[id].profile.name for id in query.exclude if id in documents)
    return next((name for name in names if query.text.startswith(name)), "")
