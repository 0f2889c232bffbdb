"""Teams: a consortium for a project idea, and all trades of one job out of one hand.

roles → candidates of each (`groups_candidates`) → the best team (`groups_team`) → reasons of the
gaps (`groups_gaps`). Groups with the same need: `groups_peers`.
"""

from __future__ import annotations

from collections.abc import Sequence

from data.errors import RequestError
from matcher.engine import Matcher
from matcher.groups.candidates import (
    Finder,
    Pool,
    check_set,
    pool_of,
    rules_for,
    search,
)
from matcher.groups.finders import IdeaFinder
from matcher.groups.gaps import Asked, GapFinder, notes_of
from matcher.groups.request import (
    MAX_PLACES,
    ConsortiumRequest,
    FilledRole,
    RoleAsked,
    RoleGap,
    Team,
)
from matcher.groups.roles import Read, roles_of
from matcher.groups.team import Chosen, Known, Size, choose_team, distances, spread
from matcher.reading.question import understand
from matcher.request import MatchRequest, Viewer
from matcher.result import Suggestion
from matcher.words import pick

SHOWN_ALTERNATIVES = 3


def consortium(
    matcher: Matcher, request: ConsortiumRequest, viewer: Viewer, known: Known | None = None
) -> Team:
    """Return the best team for a project idea or for roles.

    ``known`` are the pairs that work together already (`known_pairs`).

    Raises:
        NotFoundError: a profile that was named does not exist for this viewer.
        RequestError: no role can be read, or a rule cannot be used or kept.
    """
    read = Read(request.roles, True) if request.roles else roles_of(request.idea or "")
    if not read.roles:
        raise RequestError(
            "Aus der Idee ist keine Rolle zu lesen. Bitte die Kompetenzen nennen, die gebraucht "
            "werden, etwa: „Wir brauchen Robotik, Bildverarbeitung und einen Recycler.“",
            "No role can be read from the idea. Please name the competences needed, such as: "
            "“We need robotics, image processing and a recycler.”",
        )
    whole = MatchRequest(question=request.idea or "-", constraints=request.constraints)
    read_rules = understand(whole).rules
    asked = Asked(
        roles=read.roles,
        rules=(*request.constraints, *read_rules),
        include=request.include,
        exclude=request.exclude,
        size=Size(_least(request), request.max_size, request.roles_per_member),
        language=request.language,
        listed=read.listed,
        understood=len(read_rules),
        there=read.there,
    )
    theme = roles_of(request.idea).theme if request.idea else ""
    matcher = matcher.still()
    finder = IdeaFinder(matcher, viewer, request.exclude, request.language, theme)
    return team_of(matcher, asked, viewer, known or {}, finder)


def _least(request: ConsortiumRequest) -> int:
    """Return the fewest members; one is no bound, so that a group of nobody is its gaps."""
    return request.min_size if request.min_size > 1 else 0


def team_of(
    matcher: Matcher,
    asked: Asked,
    viewer: Viewer,
    known: Known,
    finder: Finder,
) -> Team:
    """Return the best team of those whom ``finder`` finds for each role."""
    _check(matcher, asked, viewer)
    pools = [_pool(matcher, asked, viewer, role, finder) for role in asked.roles]
    places = [(r, n) for r, role in enumerate(asked.roles) for n in range(role.count)]
    places = places[:MAX_PLACES]
    expanded = [_place(pools[r], n) for r, n in places]
    chosen = choose_team(
        matcher,
        viewer,
        expanded,
        [r for r, _ in places],
        asked.include,
        asked.size,
        known,
        asked.language,
    )
    labels = [_label(asked.roles[r], n, asked.language) for r, n in places]
    gaps = GapFinder(matcher, viewer, finder, asked.exclude, asked.language)
    roles = tuple(
        _filled(place, expanded, labels, chosen, gaps, asked.size) for place in range(len(places))
    )
    mean, largest = spread(distances(matcher, viewer, chosen.members))
    return Team(
        roles=roles,
        others=_others(matcher, asked, viewer, chosen),
        links=chosen.links,
        size=len(chosen.members),
        covered=sum(role.member is not None for role in roles),
        mean_km=mean,
        largest_km=largest,
        constraints=asked.rules,
        listed=asked.listed,
        proven=chosen.proven,
        notes=notes_of(asked, chosen),
        versions=matcher.versions(viewer),
    )


def _check(matcher: Matcher, asked: Asked, viewer: Viewer) -> None:
    """Refuse what cannot be: members set twice, unknown ones, and those that break a rule."""
    check_set(matcher, viewer, asked.include, asked.rules)
    for role in asked.roles:
        if role.member is None:
            continue
        if role.member in asked.exclude:
            raise RequestError(
                f"'{role.member}' ist für „{role.text}“ gesetzt und zugleich ausgeschlossen.",
                f"'{role.member}' is set for “{role.text}” and excluded as well.",
            )
        check_set(matcher, viewer, [role.member], rules_for(role, asked.rules))
    set_members = [role.member for role in asked.roles if role.member is not None]
    for member in set_members:
        if set_members.count(member) > asked.size.each:
            raise RequestError(
                f"'{member}' ist für mehr Rollen gesetzt, als ein Mitglied übernehmen darf "
                f"({asked.size.each}).",
                f"'{member}' is set for more roles than one member may take ({asked.size.each}).",
            )
    if len({*set_members, *asked.include}) > asked.size.most:
        raise RequestError(
            f"Es sind mehr Mitglieder gesetzt, als die Gruppe haben darf ({asked.size.most}).",
            f"More members are set than the group may have ({asked.size.most}).",
        )


def _pool(matcher: Matcher, asked: Asked, viewer: Viewer, role: RoleAsked, finder: Finder) -> Pool:
    wanted, forced = list(asked.include), []
    if role.member is not None:
        rules = rules_for(role, asked.rules)
        only = [role.member]
        forced = search(matcher, viewer, role.text, rules, (), asked.language, within=only)
        wanted += only
    return pool_of(finder, role, asked.rules, wanted, forced)


def _place(pool: Pool, number: int) -> Pool:
    """Return the pool of one place of a role: who was set for the role takes its first."""
    if number == 0 or pool.role.member is None:
        return pool
    return Pool(pool.role.model_copy(update={"member": None}), pool.rules, pool.found)


def _label(role: RoleAsked, number: int, language: str) -> str:
    if role.count == 1:
        return role.text
    return f"{role.text} ({pick((f'{number + 1}. Platz', f'place {number + 1}'), language)})"


def _filled(
    place: int,
    pools: Sequence[Pool],
    labels: Sequence[str],
    chosen: Chosen,
    gaps: GapFinder,
    size: Size,
) -> FilledRole:
    pool, taken = pools[place], chosen.taken[place]
    by_id = {m.suggestion.profile_id: m for m in pool.found}
    free = [m for m in pool.found if m.suggestion.profile_id not in chosen.members]
    return FilledRole(
        asked=pool.role,
        label=labels[place],
        member=by_id[taken] if taken is not None else None,
        alternatives=tuple(free[:SHOWN_ALTERNATIVES]),
        gap=_gap(place, pools, labels, chosen, gaps, size) if taken is None else None,
    )


def _gap(
    place: int,
    pools: Sequence[Pool],
    labels: Sequence[str],
    chosen: Chosen,
    gaps: GapFinder,
    size: Size,
) -> RoleGap:
    pool, label = pools[place], labels[place]
    if not pool.found:
        return gaps.reason(pool, pool.role.text)
    best = pool.found[0]
    free = [m for m in pool.found if m.suggestion.profile_id not in chosen.members]
    if free or not chosen.within_bounds:
        too_few = not chosen.within_bounds
        return gaps.size(label, (free or [best])[0], size.least, size.most, too_few)
    other = next(
        (labels[i] for i, t in enumerate(chosen.taken) if t == best.suggestion.profile_id), ""
    )
    return gaps.taken(label, best, other)


def _others(
    matcher: Matcher, asked: Asked, viewer: Viewer, chosen: Chosen
) -> tuple[Suggestion, ...]:
    """Return the members that were asked for and take no role."""
    idle = [i for i in chosen.members if i not in chosen.taken]
    if not idle:
        return ()
    text = ". ".join(role.text for role in asked.roles)
    return tuple(
        member.suggestion
        for member in search(
            matcher, viewer, text, asked.rules, (), asked.language, within=idle, asked=len(idle)
        )
    )
