"""Whether groups, reasons of events and the skills matrix say what is true.

``python -m evaluation.claims_of_groups``: small sets over the sample (`evaluation/judged`), graded
before anybody looked at what is said.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from data.events.event import Event, Participant, Slot, Table
from data.events.plans import Bond, Meeting, Plan, Proof, pair_key
from data.profiles import Profile, Role
from evaluation.claims import GOOD, Truth
from evaluation.datasets import load_dataset
from matcher.atlas.skills import named
from matcher.engine import Matcher
from matcher.groups.bundle import trades_of
from matcher.groups.consortium import consortium
from matcher.groups.request import ConsortiumRequest, RoleAsked
from matcher.meetings.reasons import reasons
from matcher.meetings.scores import event_matcher, mutual_scores
from matcher.ranking.ranker import DEFAULT
from matcher.request import Viewer
from matcher.search.ingest import corpus_of
from models.encoder import Encoder
from models.encoders.vector_cache import default_cache
from models.loading import EncoderSettings, open_encoder

JUDGED = Path(__file__).parent / "judged"
EVERYBODY = Viewer(everything=True)
Case = dict[str, Any]


def cases(name: str, folder: Path = JUDGED) -> list[Case]:
    """Return the judged cases of a sort: ``roles``, ``jobs``, ``pairs`` or ``skills``."""
    text = (folder / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def of_roles(matcher: Matcher, judged: Iterable[Case]) -> list[str]:
    """Tell how true it is that those named for a role can take it, and which gaps are none."""
    by_claim: dict[str, Truth] = defaultdict(Truth)
    gaps: Counter[bool] = Counter()
    filled: Counter[bool] = Counter()
    for case in judged:
        grades = dict.fromkeys(case["poor"], 0) | dict.fromkeys(case["good"], GOOD)
        asked = ConsortiumRequest(roles=(RoleAsked(text=case["role"]),))
        (role,) = consortium(matcher, asked, EVERYBODY).roles
        for member in (role.member, *role.alternatives):
            if member is not None:
                grade = grades.get(member.suggestion.profile_id)
                by_claim["all"].add(grade)
                by_claim[str(member.suggestion.claim)].add(grade)
        (gaps if role.member is None else filled)[bool(case["good"])] += 1
    return [
        *(f"role, {claim}: true {truth}" for claim, truth in sorted(by_claim.items())),
        f"gaps where nobody can: {gaps[False]} of {gaps[False] + filled[False]}; "
        f"where somebody can: {gaps[True]} of {gaps[True] + filled[True]}",
    ]


def of_jobs(matcher: Matcher, judged: Iterable[Case]) -> list[str]:
    """Tell how many of the trades read from jobs are right, and how many are found."""
    said, found = Truth(), Counter[bool]()
    for case in judged:
        trades = {trade.id for trade in trades_of(matcher, case["job"])}
        for trade in trades:
            said.add(GOOD if trade in (*case["must"], *case["may"]) else 0)
        found.update(trade in trades for trade in case["must"])
    return [f"trade of a job: true {said}; found {found[True]} of {found.total()}"]


def of_pairs(encoder: Encoder, profiles: Mapping[str, Profile], judged: list[Case]) -> list[str]:
    """Tell how true the reasons of meetings are, by how surely they say that two fit."""
    event, plan = _event(judged, profiles), _plan(judged)
    seats = {person.id: profiles[person.id] for person in event.participants}
    matcher = event_matcher(encoder, event, seats, DEFAULT)
    told = reasons(matcher, event, plan, mutual_scores(matcher, event))
    by_bond = {bond: Truth() for bond in Bond}
    good: Counter[Bond] = Counter()
    for case in judged:
        bond = told[pair_key(case["a"], case["b"])].bond
        by_bond[bond].add(case["grade"])
        good[bond] += case["grade"] >= GOOD
    return [
        *(f"reason of a pair, {bond}: true {truth}" for bond, truth in by_bond.items()),
        f"pairs that answer: {dict(good)}",
    ]


def _event(judged: Iterable[Case], profiles: Mapping[str, Profile]) -> Event:
    ids = dict.fromkeys(id for case in judged for id in (case["a"], case["b"]))
    start = dt.datetime(2027, 3, 4, 9)
    return Event(
        id="judged",
        tenant="sample",
        name="Judged pairs",
        slots=(Slot(start=start, end=start + dt.timedelta(minutes=20)),),
        tables=(Table(name="1"),),
        participants=tuple(Participant(id=id, name=profiles[id].name, profile_id=id) for id in ids),
    )


def _plan(judged: Iterable[Case]) -> Plan:
    return Plan(
        event="judged",
        version=1,
        meetings=tuple(Meeting(a=case["a"], b=case["b"], slot=0, table=0) for case in judged),
        proof=Proof(value=0, bound=0, seconds=0, seed=1, optimal=False),
    )


def of_skills(judged: Iterable[Case]) -> list[str]:
    """Tell how many skills are read right: which, sought or offered, of whom and how many."""
    said, missed, whole, count = Truth(), 0, 0, 0
    for case in judged:
        got = [list(one[:4]) for one in named(case["text"], Role(case["role"]))]
        right = [one in case["must"] or one in case["may"] for one in got]
        for one in right:
            said.add(GOOD if one else 0)
        lacking = sum(one not in got for one in case["must"])
        missed += lacking
        whole += all(right) and not lacking
        count += 1
    return [f"skill: true {said}; missed {missed}; statements read right {whole} of {count}"]


def main() -> None:
    """Print all measures."""
    encoder = open_encoder(EncoderSettings.from_environment(), default_cache())
    sample = Path(__file__).parents[1] / "data" / "sample"
    profiles = {d.profile.id: d.profile for d in load_dataset(sample).documents}
    matcher = Matcher(corpus_of(list(profiles.values()), encoder))
    lines = of_pairs(encoder, profiles, cases("pairs"))
    for seen, told in ((True, "rules were made with these in view"), (False, "not looked at")):

        def some(name: str, *, seen: bool = seen) -> list[Case]:
            return [case for case in cases(name) if case["seen"] is seen]

        lines += [f"--- {told}", *of_roles(matcher, some("roles")), *of_jobs(matcher, some("jobs"))]
        lines += of_skills(some("skills"))
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
