"""Whether what is said beside the answers is true: ``python -m evaluation.studies.claims_made``.

Of peers, customers, answered needs, networks, introducers and, with ``--survey`` (minutes), of
chances across clusters, on the sample. Grades stand in ``data/sample/claims.tsv``: 2 where a
manager would bring the two together for it, 1 loosely, 0 not. They were given to pairs pooled from
several systems, shuffled and without scores, before anybody saw what was said of them.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from data.files import SAMPLE, sample_profiles
from data.office.sheets import Section
from data.profiles import Profile
from evaluation.claims import Truth
from matcher.advice.asked import Asked
from matcher.advice.sections import Shown, advise
from matcher.engine import Matcher
from matcher.needs.crossing import chances, pairs
from matcher.needs.gaps import survey
from matcher.request import Constraint, Goal, MatchRequest, Rule, Viewer
from matcher.result import Claim, MatchResult
from matcher.search.ingest import corpus_of
from models.encoders.vector_cache import default_cache
from models.loading import EncoderSettings, open_encoder

VIEWER = Viewer(everything=True)
DEPTH = 60
FILE = SAMPLE / "claims.tsv"
_INTRODUCED = re.compile("„([^“]+)“")
Grades = dict[tuple[str, int], dict[str, int]]
"""(who asks, position of its statement, -1 for the whole profile) -> partner -> grade."""


def load_grades() -> dict[str, Grades]:
    """Return the grades of each sort of claim."""
    found: dict[str, Grades] = defaultdict(dict)
    with FILE.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            asked = found[row["claim"]].setdefault((row["asker"], int(row["statement"])), {})
            asked[row["partner"]] = int(row["grade"])
    return dict(found)


@dataclass
class Told:
    """How often each claim was true, and how many of the good pairs were claimed."""

    truths: dict[str, Truth] = field(default_factory=lambda: defaultdict(Truth))
    good: Counter[tuple[str, bool]] = field(default_factory=Counter)

    def claimed(self, name: str, result: MatchResult, grades: Mapping[str, int]) -> None:
        """Count the claims of one answer by their sort."""
        said = {s.profile_id: s.claim for s in result.suggestions}
        for partner, claim in said.items():
            if claim in (Claim.ANSWERS, Claim.TOUCHES):
                self.truths[f"{name}: {claim}"].add(grades.get(partner))
        for partner, grade in grades.items():
            if grade >= 2:
                self.good[name, said.get(partner, Claim.NEAR) is not Claim.NEAR] += 1


class Study:
    """The sample with its grades."""

    def __init__(self, matcher: Matcher, profiles: Iterable[Profile]) -> None:
        self._matcher = matcher
        self._profiles = {profile.id: profile for profile in profiles}
        self._grades = load_grades()
        self.told = Told()

    def claims(self) -> None:
        """Measure what the engine says of peers, customers and who answers a need."""
        for name, goal in (
            ("peers", Goal.PEERS),
            ("customer", Goal.CUSTOMER),
            ("unmet", Goal.SOLUTION),
        ):
            for (asker, at), grades in self._grades[name].items():
                request = self._request(self._profiles[asker], at, goal)
                result = self._matcher.suggest(request, VIEWER)
                self.told.claimed(name, result, grades)
                if name == "unmet" and result.nothing_fits:
                    nobody = not any(grade >= 2 for grade in grades.values())
                    self.told.truths["unmet: nobody answers"].add(2 if nobody else 0)

    def sheets(self) -> None:
        """Measure what advice sheets say of peers, networks and introducers."""
        for name in ("peers", "cluster"):
            for (asker, at), grades in self._grades[name].items():
                firm = self._profiles[asker]
                asked = Asked(firm, firm.statements[at].text, excluded=(asker,))
                sections = advise(self._matcher, asked, VIEWER).sections
                self._introducers(sections)
                shown = sections[Section(name)].partners
                for place, partner in enumerate(shown):
                    grade = grades.get(partner.suggestion.profile_id)
                    self.told.truths[f"sheet, {name}: shown"].add(grade)
                    if name == "cluster" and place == 0:
                        self.told.truths["sheet, cluster: first"].add(grade)
                    if "erste Adresse" in partner.reason:
                        self.told.truths["sheet, cluster: first address"].add(grade)

    def crossings(self) -> None:
        """Measure the chances across clusters."""
        found = survey(self._matcher, VIEWER, dt.date(2026, 1, 1))
        for one in chances(self._matcher, pairs(found, lambda profile: True), VIEWER, "de"):
            grades = self._grades["chance"].get((one.member.id, -1), {})
            self.told.truths["chance"].add(grades.get(one.partner.id))

    def _request(self, firm: Profile, at: int, goal: Goal) -> MatchRequest:
        statement = firm.statements[at]
        rules = (Constraint(rule=Rule.EXCLUDE, values=(firm.id,)),)
        if goal is not Goal.CUSTOMER:
            return MatchRequest(
                question=statement.text, goal=goal, k=DEPTH, read_question=False, constraints=rules
            )
        alone = firm.model_copy(update={"id": "asker", "statements": (statement,)})
        return MatchRequest(profile=alone, goal=goal, k=DEPTH, constraints=rules)

    def _introducers(self, sections: Mapping[Section, Shown]) -> None:
        names = {profile.name: profile.id for profile in self._profiles.values()}
        for section in sections.values():
            for partner in section.partners:
                said = _INTRODUCED.search(partner.next_step)
                if said is not None and said[1] in names:
                    key = partner.suggestion.profile_id, -1
                    grades = self._grades["introducer"].get(key, {})
                    self.told.truths["introducer"].add(grades.get(names[said[1]]))


def lines(told: Told) -> Iterator[str]:
    """Yield the measures as text."""
    for name in sorted(told.truths):
        yield f"{name}: true {told.truths[name]}"
    for name in sorted({name for name, _ in told.good}):
        total = told.good[name, True] + told.good[name, False]
        yield f"{name}: {told.good[name, True]} of {total} good pairs claimed"


def main(arguments: Sequence[str]) -> None:
    """Measure the sample from the command line."""
    profiles = list(sample_profiles())
    encoder = open_encoder(EncoderSettings.from_environment(), default_cache())
    study = Study(Matcher(corpus_of(profiles, encoder)), profiles)
    study.claims()
    study.sheets()
    if "--survey" in arguments:
        study.crossings()
    sys.stdout.write("\n".join(lines(study.told)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
