"""`read`: a request taken apart. The only file that knows the order of the steps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from data.sectors.trades import load_trades
from matcher.reading.frames import is_trade
from matcher.reading.goals import GoalRead, read_goal
from matcher.reading.kinds import KindMention, find_kinds
from matcher.reading.model import (
    Asker,
    Doubt,
    DoubtCode,
    Need,
    Owner,
    Phrase,
    Reading,
    ReadKind,
    Span,
)
from matcher.reading.needs import read_needs
from matcher.reading.places import PlacesRead, read_places
from matcher.reading.roles import Role
from matcher.reading.text.layout import Layout, lay_out
from matcher.reading.text.tokens import text_of
from matcher.request import Goal


def read(text: str) -> Reading:
    """Take a request apart; never raises, whatever the text."""
    layout = lay_out(text)
    if not layout.tokens:
        return Reading(text=text)
    places = read_places(layout)
    kinds = find_kinds(layout)
    goal = read_goal(layout, kinds)
    needs = _needs(layout, places, kinds, goal)
    doubts = [*places.doubts, *_close_roles(layout)]
    if not needs:
        needs = (_whole(layout),)
        doubts.append(Doubt(code=DoubtCode.NO_NEED, span=needs[0].spans[0]))
    return Reading(
        text=text,
        sought=needs,
        asker=_asker(layout, places),
        places=tuple(places.places),
        kinds=tuple(
            ReadKind(kind=k.kind, wanted=k.wanted, span=layout.span(k.start, k.end)) for k in kinds
        ),
        goal=goal.goal,
        goal_span=layout.span(goal.words[0], goal.words[0] + 1) if goal.words else None,
        unsure=tuple(doubts),
    )


def _needs(
    layout: Layout, places: PlacesRead, kinds: tuple[KindMention, ...], goal: GoalRead
) -> tuple[Need, ...]:
    """Return the needs; what says the goal is searched for only if nothing else is left."""
    kind_words = {i for k in kinds if k.whole for i in range(k.start, k.end)}
    used = places.used | places.own
    if needs := read_needs(layout, used | kind_words | set(goal.words)):
        return needs
    if goal.goal is Goal.CUSTOMER and (
        offered := read_needs(_with_role(layout, Role.SELF), used | kind_words | set(goal.words))
    ):
        return offered
    for taken in (used | kind_words, used):
        if needs := read_needs(layout, taken):
            return needs
    if told := read_needs(_with_role(layout, Role.TALK), used | set(goal.words)):
        return told
    return read_needs(_with_role(layout, Role.SELF), used | set(goal.words))


def _with_role(layout: Layout, role: Role) -> Layout:
    """Return the layout with what was told, or said of the asker, read as sought.

    Told: "Der Verdichter ist ausgefallen. Wer hilft?" Said: what is offered to customers.
    """
    return replace(layout, roles=tuple(Role.SEEK if r is role else r for r in layout.roles))


def _close_roles(layout: Layout) -> Iterator[Doubt]:
    """Yield the clauses of which another reading is nearly as good."""
    for n in layout.close:
        if layout.roles[n] in (Role.SEEK, Role.SELF):
            segment = layout.segments[n]
            yield Doubt(
                code=DoubtCode.WHO_ASKS,
                span=layout.span(segment.start, segment.end),
                text=text_of(layout.text, layout.tokens, segment.start, segment.end),
                candidates=(str(layout.roles[n]),),
            )


def _whole(layout: Layout) -> Need:
    span = Span(start=layout.tokens[0].start, end=layout.tokens[-1].end)
    return Need(text=" ".join(layout.text[span.start : span.end].split()), spans=(span,))


def _asker(layout: Layout, places: PlacesRead) -> Asker:
    phrases = [*_said_by_asker(layout), *_own_things(layout, places)]
    seat = next((p.region for p in places.places if p.owner is Owner.ASKER), None)
    return Asker(phrases=tuple(phrases), trade=_trade(layout), seat=seat)


def _said_by_asker(layout: Layout) -> list[Phrase]:
    found: list[Phrase] = []
    start: int | None = None
    for n, (segment, role) in enumerate(zip(layout.segments, layout.roles, strict=True)):
        if role not in (Role.SELF, Role.SIGNATURE):
            start = None
        elif start is not None and segment.sentence == layout.segments[n - 1].sentence:
            found[-1] = _phrase(layout, start, segment.end)
        else:
            start = segment.start
            found.append(_phrase(layout, start, segment.end))
    return found


def _phrase(layout: Layout, start: int, end: int) -> Phrase:
    return Phrase(
        text=text_of(layout.text, layout.tokens, start, end), span=layout.span(start, end)
    )


def _own_things(layout: Layout, places: PlacesRead) -> list[Phrase]:
    if not places.own:
        return []
    return [_phrase(layout, min(places.own), max(places.own) + 1)]


def _trade(layout: Layout) -> str | None:
    for n, segment in enumerate(layout.segments):
        if layout.roles[n] is Role.SELF:
            for token in layout.tokens[segment.start : segment.end]:
                if token.capital and is_trade(token.text):
                    trade = load_trades().find(token.text)
                    return trade.id if trade else None
    return None
