"""The setting of an evaluation: what each query asks, and who may be suggested to it.

Whether a suggestion keeps the rules, read from the profiles alone.

The engine turns rules into sets before it searches; this looks at each suggested profile anew, so
that a fault of the sets shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from data.errors import RequestError
from data.exchange.jsonl import profile_from_beir
from data.geo import distance_km
from data.places.regions import load_regions
from data.profiles import Kind, Profile, Visibility
from evaluation.datasets import Dataset, Mask, Query, members
from evaluation.metrics import Rankings
from matcher.engine import Matcher
from matcher.request import Constraint, Goal, MatchRequest, Rule, Viewer
from matcher.search.rules import origin


def keeps(profile: Profile, constraints: Sequence[Constraint]) -> bool:
    """Return whether a profile is public and keeps every hard rule that is checked here.

    Not checked are the rules on sectors and clusters: they follow the trees of `data.sectors.wz`.
    """
    hard = (c for c in constraints if c.strength == "must")
    return profile.visibility is Visibility.PUBLIC and all(_keeps(profile, c) for c in hard)


def _keeps(profile: Profile, constraint: Constraint) -> bool:
    match constraint.rule:
        case Rule.EXCLUDE:
            return profile.id not in constraint.values
        case Rule.RADIUS:
            return _within(profile, constraint) != (constraint.match == "none")
        case Rule.REGION:
            met = [_lies_in(profile, value) for value in constraint.values]
        case Rule.KIND:
            met = [profile.kind == value for value in constraint.values]
        case Rule.SIZE:
            met = [profile.size == value for value in constraint.values]
        case Rule.LANGUAGE:
            met = [value.lower() in profile.languages for value in constraint.values]
        case _:
            return True
    if constraint.match == "all":
        return all(met)
    return any(met) != (constraint.match == "none")


def _lies_in(profile: Profile, name: str) -> bool:
    regions = load_regions()
    region = regions.resolve(name)
    return any(regions.contains(region, place) for place in profile.places)


def _within(profile: Profile, constraint: Constraint) -> bool:
    points = (load_regions().point(place) for place in profile.places)
    centre, km = origin(constraint), constraint.km or 0.0
    return any(float(distance_km(*centre, *point)) <= km for point in points if point)


VIEWER = Viewer()
"""Judgements name public profiles only."""


@dataclass(frozen=True)
class Options:
    """What restricts partners in every query, as a user would, and the seed of all chance."""

    where_from: str | None = None
    """``land``: the query's Land is a hard rule."""
    kind: Kind | None = None
    seed: int = 0

    def manifest(self) -> dict[str, Any]:
        """Return the restrictions as JSON values."""
        return asdict(self) | {"kind": self.kind and str(self.kind)}


class Setting:
    """A set with the masks that the options and slices draw."""

    def __init__(self, dataset: Dataset, options: Options, matcher: Matcher) -> None:
        if options.where_from not in (None, "land"):
            raise RequestError(
                f"--where-from kennt nur 'land', gefunden: '{options.where_from}'.",
                f"--where-from knows only 'land', found: '{options.where_from}'.",
            )
        self.dataset = dataset
        self.options = options
        self._matcher = matcher
        documents = dataset.documents
        self.ids = dataset.ids
        self.position = {profile_id: i for i, profile_id in enumerate(self.ids)}
        self.names = {d.profile.id: d.profile.name for d in documents}
        self.slices = members(dataset)
        self._laender = {
            land: np.array([land in d.laender for d in documents])
            for land in {x for q in dataset.queries for x in q.laender}
        }
        self._kind = np.array([options.kind in (None, d.profile.kind) for d in documents])

    def allowed(self, query: Query) -> Mask:
        """Return the documents that keep the query's Land and exclusions, straight from the set."""
        mask = self._kind.copy()
        if self.options.where_from == "land" and query.laender:
            mask &= np.logical_or.reduce([self._laender[land] for land in query.laender])
        for excluded in (*query.exclude, query.metadata.get("profile_id")):
            if excluded in self.position:
                mask[self.position[excluded]] = False
        return mask

    def comparable(self, query: Query) -> Mask:
        """Return the documents a plain system may rank: the same as the engine may."""
        if not query.metadata.keys() & {"constraints", "profile_id", "goal"}:
            return self.allowed(query)
        mask = np.zeros(len(self.ids), dtype=bool)
        for profile_id in self._matcher.allowed(self.request(query, 1), VIEWER):
            mask[self.position[profile_id]] = True
        return mask

    def texts(self) -> list[str]:
        """Return what each query looks for as text: its own, or the stored seeker's."""
        requests = [self.request(query, 1) for query in self.dataset.queries]
        return [
            self._matcher.sought(request, VIEWER) if request.profile_id else query.text
            for query, request in zip(self.dataset.queries, requests, strict=True)
        ]

    def request(self, query: Query, k: int) -> MatchRequest:
        """Return the request a user would put."""
        metadata = query.metadata
        constraints = _constraints(query)
        if query.exclude:
            constraints.append(Constraint(rule=Rule.EXCLUDE, values=query.exclude))
        if self.options.where_from == "land" and query.laender:
            constraints.append(Constraint(rule=Rule.REGION, values=query.laender))
        if self.options.kind is not None:
            constraints.append(Constraint(rule=Rule.KIND, values=(str(self.options.kind),)))
        goal = Goal(metadata["goal"]) if "goal" in metadata else None
        common: dict[str, Any] = {"constraints": tuple(constraints), "k": k, "goal": goal}
        if "profile_id" in metadata:
            return MatchRequest(profile_id=metadata["profile_id"], **common)
        if query.exclude:
            return MatchRequest(profile=_organisation(query, self.names), **common)
        return MatchRequest(question=query.text, **common)

    def violations(self, rankings: Rankings) -> int:
        """Count ranked documents that break a rule, checked against the set itself."""
        broken = 0
        for query in self.dataset.queries:
            allowed, rules = self.allowed(query), _constraints(query)
            for document in rankings.get(query.id, ()):
                at = self.position[document]
                profile = self.dataset.documents[at].profile
                broken += not (allowed[at] and keeps(profile, rules))
        return broken


def requests_of(dataset: Dataset, matcher: Matcher, k: int) -> Iterator[tuple[Query, MatchRequest]]:
    """Yield each query of a set with the request a user would put."""
    setting = Setting(dataset, Options(), matcher)
    return ((query, setting.request(query, k)) for query in dataset.queries)


def _constraints(query: Query) -> list[Constraint]:
    return [Constraint.model_validate(c) for c in query.metadata.get("constraints", ())]


def _organisation(query: Query, names: Mapping[str, str]) -> Profile:
    """Return the organisation that a query describes as a profile outside the store."""
    name = next((names[x] for x in query.exclude if query.text.startswith(names.get(x, "\0"))), "")
    text = query.text.removeprefix(name).lstrip(". ")
    row = {"_id": f"query-{query.id}", "title": name or query.text[:100], "text": text}
    return profile_from_beir(row | {"metadata": query.metadata})[0]
