"""Advice for a firm and its need: who can help, by section, each partner once.

A section shows nobody rather than somebody who does not fit: what stays below `FLOOR` is left
out, and the section says what would help instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.office.sheets import Section
from data.profiles import Kind, Profile, Role, Statement
from data.text import fold
from matcher.advice.asked import Asked, belongs, gap
from matcher.advice.introducing import Introducers, LookUp
from matcher.advice.partners import Partner, partner_of
from matcher.advice.weighing import Found, network_worth, worth
from matcher.engine import Matcher
from matcher.reading.question import understand
from matcher.request import Constraint, Goal, MatchRequest, Rule, Viewer
from matcher.result import MatchResult, Suggestion, Versions
from matcher.search.rules import seen, slot_of

RELATIVE_NETWORKS = 0.7
SAME_NEED = 0.27
"""Where nothing is proved: a peer's need must be at least so close to the firm's
(`Evidence.strength`)."""
OFFERED_NEAR = (Section.RESEARCH, Section.STARTUPS, Section.FIRMS, Section.PEERS)
"""Where they are offered; whoever does not state a need is no peer, however near."""
LOOKED_AT = 5
"""Times as many are looked at as a section shows: those proved may stand behind."""
MOST_NEEDS = 5
"""So many concerns of one request are searched by themselves."""
NETWORKS = 100
"""So many networks at most are looked at."""
REACH_KM = 150.0
"""So far a partner is visited and back on the same day; who is farther off must fit better."""
FAR = 0.6
"""What a fit is worth at least, however far away, or where the place is not known."""


@dataclass(frozen=True)
class Searched:
    """How a section is searched."""

    goal: Goal
    kinds: tuple[Kind, ...]
    shown: int


SEARCHES: dict[Section, Searched] = {
    Section.RESEARCH: Searched(Goal.SOLUTION, (Kind.RESEARCH, Kind.FACILITY), 4),
    Section.STARTUPS: Searched(Goal.SOLUTION, (Kind.STARTUP,), 3),
    Section.FIRMS: Searched(Goal.SOLUTION, (Kind.COMPANY, Kind.CRAFT), 4),
    Section.PEERS: Searched(Goal.PEERS, (Kind.COMPANY, Kind.CRAFT, Kind.STARTUP), 3),
    Section.CLUSTER: Searched(Goal.CLUSTER, (), 2),
}


@dataclass(frozen=True)
class Shown:
    """What one section shows, and the answer of the engine it comes from."""

    partners: tuple[Partner, ...]
    request: MatchRequest
    result: MatchResult
    gap: str = ""
    """What is said where nobody is shown."""
    near: tuple[Partner, ...] = ()
    """Where nobody is shown: who came nearest, for a person to judge."""


@dataclass(frozen=True)
class Advice:
    """All sections."""

    sections: dict[Section, Shown]
    versions: Versions


def advise(matcher: Matcher, asked: Asked, viewer: Viewer) -> Advice:
    """Compose the advice: one search per section, a second one where it finds nobody.

    The firm that reads it is told to turn to the offices of public networks alone.

    Raises:
        RequestError: a rule cannot be used.
    """
    matcher = matcher.still()
    found: dict[Section, Found] = {
        section: _partners(matcher, asked, viewer, section)
        for section in (Section.RESEARCH, Section.STARTUPS, Section.FIRMS, Section.PEERS)
    }
    chosen = _each_once(found)
    networks = _networks(matcher, asked, viewer)
    found[Section.CLUSTER] = networks
    chosen[Section.CLUSTER] = networks.kept()[: SEARCHES[Section.CLUSTER].shown]
    near = _near(found, chosen)
    look = _look_up(matcher, viewer)
    public = _look_up(matcher, Viewer())
    shown = networks.result.suggestions
    offices = Introducers(matcher.snapshot, viewer, public, shown)
    own = next(iter(chosen[Section.CLUSTER]), None)
    sections = {
        section: _shown(
            [partner_of(look, section, s, offices, own, asked) for s in chosen[section]],
            [partner_of(look, section, s, offices, own, asked) for s in near[section]],
            found[section],
            gap(section, found[section].result, asked),
        )
        for section in Section
    }
    return Advice(sections, matcher.versions(viewer))


def _near(
    found: dict[Section, Found], chosen: dict[Section, list[Suggestion]]
) -> dict[Section, list[Suggestion]]:
    """Return who is offered to the adviser in the sections that show nobody, each once."""
    taken = {s.profile_id for some in chosen.values() for s in some}
    near: dict[Section, list[Suggestion]] = {section: [] for section in Section}
    for section in OFFERED_NEAR:
        if not chosen[section]:
            near[section] = [s for s in found[section].near() if s.profile_id not in taken]
            taken.update(s.profile_id for s in near[section])
    return near


def _shown(partners: Sequence[Partner], near: Sequence[Partner], found: Found, said: str) -> Shown:
    """Return a section; what is said where nobody fits, and who is near, only if nobody does."""
    if partners:
        return Shown(tuple(partners), found.request, found.result)
    return Shown((), found.request, found.result, said, tuple(near))


def nearest_statement(matcher: Matcher, need: str, profile: Profile) -> Statement | None:
    """Return what a profile offers or does that is nearest to a need; None if it says nothing."""
    said = [statement for statement in profile.statements if statement.role is not Role.NEED]
    if not said:
        return None
    encoder = matcher.corpus.encoder
    near = encoder.encode([s.text for s in said]) @ encoder.encode([need], as_query=True)[0]
    return said[int(near.argmax())]


def _partners(matcher: Matcher, asked: Asked, viewer: Viewer, section: Section) -> Found:
    """Search by the firm's own words; where they find nobody, by its trade and its words.

    "At night we find nobody for the ovens" is plain only from a bakery. Among firms the trade
    would draw competitors.
    """
    first = _search(matcher, asked, viewer, section, asked.need)
    if first.kept() or section is Section.FIRMS or not asked.trade:
        return first
    second = _search(matcher, asked, viewer, section, f"{asked.trade}: {asked.need}")
    return second if second.kept() else first


def _search(matcher: Matcher, asked: Asked, viewer: Viewer, section: Section, need: str) -> Found:
    searched = SEARCHES[section]
    kinds = tuple(str(kind) for kind in searched.kinds)
    request = _request(asked, section, need, (Constraint(rule=Rule.KIND, values=kinds),))
    result = matcher.suggest(request, viewer)
    suits = _seeks_the_same if section is Section.PEERS else _can_help
    fitting = [suggestion for suggestion in result.suggestions if suits(suggestion)]
    placed = bool(asked.firm.places)
    worths = {s.profile_id: worth(s) * (_within_reach(s) if placed else 1) for s in fitting}
    return Found(request, result, worths)


def _request(
    asked: Asked, section: Section, need: str, rules: tuple[Constraint, ...]
) -> MatchRequest:
    """Return the request of a section: the firm as it is, but with these concerns alone."""
    others = tuple(s for s in asked.firm.statements if s.role is not Role.NEED)
    needs = (Statement(role=Role.NEED, text=text[:4000]) for text in concerns(need))
    statements = (*needs, *others)
    if asked.excluded:
        rules = (*rules, Constraint(rule=Rule.EXCLUDE, values=asked.excluded))
    return MatchRequest(
        profile=asked.firm.model_copy(update={"statements": statements}),
        goal=SEARCHES[section].goal,
        constraints=(*asked.constraints, *rules),
        k=NETWORKS if section is Section.CLUSTER else LOOKED_AT * SEARCHES[section].shown,
        language=asked.language,
    )


def concerns(need: str) -> tuple[str, ...]:
    """Return what a request asks for, one by one; as it stands where it asks for one thing."""
    found = understand(MatchRequest(question=need)).needs
    return found[:MOST_NEEDS] if len(found) > 1 else (need,)


def _within_reach(suggestion: Suggestion) -> float:
    """Return 1 within `REACH_KM`, then less the farther, down to `FAR`."""
    km = suggestion.distance_km
    return FAR if km is None else max(FAR, min(1.0, REACH_KM / max(km, 1.0)))


def _seeks_the_same(suggestion: Suggestion) -> bool:
    """Say whether a peer states such a need, and does not only do alike things."""
    shared = [pair for pair in suggestion.evidence if pair.gain == "shared"]
    if not shared or shared[0].their_role is not Role.NEED:
        return False
    return suggestion.claim is not None or shared[0].strength >= SAME_NEED


def _can_help(suggestion: Suggestion) -> bool:
    """Say whether a partner has something for the firm, and does not only seek the same.

    A statement that repeats the partner's name says nothing.
    """
    mine = [pair.theirs for pair in suggestion.evidence if pair.gain == "mine"]
    telling = [text for text in mine if fold(text) not in fold(suggestion.name)]
    return bool(telling) or not suggestion.evidence


def _each_once(found: dict[Section, Found]) -> dict[Section, list[Suggestion]]:
    """Return whom each section shows; who fits two stands where it is worth more."""
    best: dict[str, tuple[float, Section]] = {}
    for section, one in found.items():
        for suggestion in one.kept():
            value = one.worths[suggestion.profile_id]
            if value > best.get(suggestion.profile_id, (0.0, section))[0]:
                best[suggestion.profile_id] = (value, section)
    return {
        section: [s for s in one.kept() if best[s.profile_id][1] is section][
            : SEARCHES[section].shown
        ]
        for section, one in found.items()
    }


def _networks(matcher: Matcher, asked: Asked, viewer: Viewer) -> Found:
    """Search the networks and order them by topic, by the firm's own field and by distance.

    A network hardly words its offer as a firm words a need; but which cluster a trade or sector
    belongs to is known (`data.sectors.names`).
    """
    request = _request(asked, Section.CLUSTER, asked.need, ())
    result = matcher.suggest(request, viewer)
    worths: dict[str, float] = {}
    look = _look_up(matcher, viewer)
    for suggestion in result.suggestions:
        network = look(suggestion.profile_id)
        own = network is not None and belongs(network, asked)
        worths[suggestion.profile_id] = network_worth(suggestion, own_field=own)
    ordered = sorted(result.suggestions, key=lambda s: (-worths[s.profile_id], s.profile_id))
    again = result.model_copy(update={"suggestions": tuple(ordered)})
    return Found(request, again, worths, RELATIVE_NETWORKS, by_worth=True)


def _look_up(matcher: Matcher, viewer: Viewer) -> LookUp:
    """Return how profiles are looked up as a viewer sees them."""
    catalog = matcher.snapshot.catalog

    def look(profile_id: str) -> Profile | None:
        slot = slot_of(catalog, profile_id, viewer)
        return None if slot is None else seen(catalog, slot, viewer)

    return look
