"""Chances across clusters: two who share no cluster, and one has what the other needs.

The pairs come from a survey of all needs (`matcher.needs.gaps`), so that thousands of members
cost no
search each. The engine then scores and words the best of them, and what it does not call fitting
is dropped. Nobody is shown more than a few times: a partner who fits everybody would otherwise
fill the page. Clusters follow from what a profile states; one that states neither a cluster nor
a sector or trade belongs to none and takes no part.

What a saved search finds, and who merely stands near it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import compress
from typing import NamedTuple

from data.errors import NotFoundError
from data.profiles import Profile
from matcher.engine import Matcher
from matcher.needs.gaps import Survey
from matcher.request import Constraint, Goal, MatchRequest, Rule, Viewer
from matcher.result import Fit, Suggestion
from matcher.search.catalog import clusters_of
from models.encoder import Progress

"""Lowest calibrated score that is shown: "passend"."""
PER_MEMBER = 2
"""Chances shown for one member."""
PER_PARTNER = 2
"""Members to whom one partner is shown."""
ASKED_MEMBERS = 150
"""Members for whom the engine is asked at most."""
ASKED_PARTNERS = 5
"""Partners of each about whom it is asked."""
MUTUAL = 0.5
"""Share by which the weaker direction counts where both sides gain."""


class Pair(NamedTuple):
    """A member and a partner of other clusters, with how strongly each answers the other."""

    member: Profile
    partner: Profile
    theirs: float
    """How well an offer of the partner answers a need of the member; 0 if none does."""
    ours: float
    """How well an offer of the member answers a need of the partner; 0 if none does."""

    @property
    def value(self) -> float:
        """What pairs are ordered by."""
        low, high = sorted((self.theirs, self.ours))
        return high + MUTUAL * low

    @property
    def goal(self) -> Goal:
        """What the member would ask the engine for."""
        if self.theirs and self.ours:
            return Goal.PARTNER
        return Goal.SOLUTION if self.theirs else Goal.CUSTOMER


@dataclass(frozen=True)
class Chance:
    """A pair in the engine's words."""

    member: Profile
    partner: Profile
    mine: tuple[str, ...]
    """Clusters of the member."""
    theirs: tuple[str, ...]
    """Clusters of the partner, none of them the member's."""
    goal: Goal
    suggestion: Suggestion


def pairs(
    survey: Survey, is_member: Callable[[Profile], bool], home: str | None = None
) -> list[Pair]:
    """Return the pairs of a member and a partner across clusters, best first.

    Of two members the one who gains more comes first.

    Args:
        survey: all needs and offers with their answers.
        is_member: who counts as a member.
        home: the cluster of all members; no partner belongs to it.
    """
    theirs: dict[tuple[str, str], float] = defaultdict(float)
    known: dict[str, Profile] = {}
    for gap in survey.needs:
        for answer in gap.answers:
            if _across(gap.profile, answer.profile, is_member, home):
                key = (gap.profile.id, answer.profile.id)
                theirs[key] = max(theirs[key], answer.strength)
                known |= {p.id: p for p in (gap.profile, answer.profile)}
    found = []
    for a, b in sorted({(min(key), max(key)) for key in theirs}):
        first, second = (theirs.get(key, 0.0) for key in ((a, b), (b, a)))
        both = [Pair(known[a], known[b], first, second), Pair(known[b], known[a], second, first)]
        mine = [pair for pair in both if is_member(pair.member)]
        found.append(max(mine, key=lambda pair: pair.theirs))
    return sorted(found, key=lambda p: (-p.value, p.member.id, p.partner.id))


def chances(
    matcher: Matcher,
    found: Iterable[Pair],
    viewer: Viewer,
    language: str,
    progress: Progress | None = None,
) -> tuple[Chance, ...]:
    """Return the pairs that the engine calls fitting, in its words, best first.

    ``progress`` counts members.
    """
    by_member: dict[str, list[Pair]] = defaultdict(list)
    for pair in found:
        by_member[pair.member.id].append(pair)
    asked = list(by_member.values())[:ASKED_MEMBERS]
    worded: list[Chance] = []
    for done, some in enumerate(asked, start=1):
        for goal in Goal:
            of_goal = [pair for pair in some[:ASKED_PARTNERS] if pair.goal is goal]
            worded += _worded(matcher, of_goal, viewer, language)
        if progress is not None:
            progress(done, len(asked))
    worded.sort(key=_order)
    return tuple(_few_each(worded))


def _across(a: Profile, b: Profile, is_member: Callable[[Profile], bool], home: str | None) -> bool:
    """Say whether one of them is a member and they belong to clusters, but to none together."""
    members = is_member(a), is_member(b)
    if not any(members):
        return False
    mine, theirs = (
        {*clusters_of(profile), *([home] if home and member else [])}
        for profile, member in zip((a, b), members, strict=True)
    )
    return bool(mine) and bool(theirs) and mine.isdisjoint(theirs)


def _worded(matcher: Matcher, some: list[Pair], viewer: Viewer, language: str) -> list[Chance]:
    """Return those of a member's pairs with one goal that the engine finds fitting."""
    if not some:
        return []
    member, goal = some[0].member, some[0].goal
    own = clusters_of(member)
    request = MatchRequest(
        profile_id=member.id,
        goal=goal,
        # Who belongs to its cluster by membership alone has nothing to compare with.
        constraints=(Constraint(rule=Rule.OTHER_CLUSTER),) if own else (),
        k=len(some),
        language="en" if language == "en" else "de",
    )
    partners = {pair.partner.id: pair.partner for pair in some}
    try:
        result = matcher.suggest(request, viewer, within=partners)
    except NotFoundError:  # removed since the survey
        return []
    return [
        Chance(member, partners[s.profile_id], own, clusters_of(partners[s.profile_id]), goal, s)
        for s in result.suggestions
        if s.is_fitting
    ]


def _order(chance: Chance) -> tuple[int, float, str, str]:
    """Return the place of a chance: what is called a very good fit is proved by a sentence."""
    found = chance.suggestion
    return list(Fit).index(found.fit_level), -found.score, chance.member.id, chance.partner.id


def _few_each(worded: list[Chance]) -> Iterable[Chance]:
    """Yield chances, best first, no member and no partner more often than allowed."""
    members: Counter[str] = Counter()
    partners: Counter[str] = Counter()
    for chance in worded:
        mine, theirs = chance.member.id, chance.partner.id
        if members[mine] < PER_MEMBER and partners[theirs] < PER_PARTNER:
            members[mine] += 1
            partners[theirs] += 1
            yield chance


NEAR = 0.2
NEAR_PLACES = 100
"""Who stands this near when a search is saved is known to it. Without that margin everyone who
wavers around the last place or the lowest score would be told as new one day."""


@dataclass(frozen=True)
class Watched:
    """One run of a search."""

    listed: tuple[str, ...]
    """Profiles among the first ``k`` that are proved to fit, best first."""
    near: frozenset[str]
    """The first ``k``, whatever their score, and those among the first `NEAR_PLACES` with a score
    of at least `NEAR`."""
    standing: frozenset[str]
    """All profiles that keep the rules."""


def watch(matcher: Matcher, request: MatchRequest, viewer: Viewer) -> Watched:
    """Run a search. Errors as in `Matcher.suggest`."""
    deeper = request.model_copy(update={"k": max(request.k, NEAR_PLACES)})
    matcher = matcher.still()
    ranking = matcher.rank(deeper, viewer, claims=True)
    standing = matcher.allowed(request, viewer)
    found = list(zip(ranking.ids, ranking.scores, strict=True))
    return Watched(
        listed=tuple(compress(ranking.ids[: request.k], ranking.fitting)),
        near=frozenset(
            id for at, (id, score) in enumerate(found) if at < request.k or score >= NEAR
        ),
        standing=frozenset(standing),
    )


def state(matcher: Matcher, today: dt.date, viewer: Viewer) -> str:
    """Return what a viewer's run depends on besides the search: data, ranking and the day."""
    versions = matcher.versions(viewer)
    parts = (versions.data_version, versions.ranker, versions.encoder, today, versions.program)
    return " ".join(map(str, parts))
