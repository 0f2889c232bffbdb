"""Conflicts in words: one German and one English sentence that name who, when and which rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from data.text import fold
from matcher.meetings.demands import Demand, Ground, Kind, Rule
from matcher.meetings.rules import slot_text

TIMES = frozenset({Kind.ARRIVES, Kind.LEAVES, Kind.AWAY})
NAMED = 6
"""Meetings or slots that a sentence names one by one."""

Both = tuple[str, str]
"""German and English."""


class Core(NamedTuple):
    """A minimal conflict."""

    demands: tuple[Demand, ...]
    rules: tuple[Rule, ...]
    """Besides the demands'."""
    whole: tuple[Demand, ...]
    """All demands of the participant whose demands conflict; else the same as ``demands``."""


def sentences(ground: Ground, core: Core) -> Both:
    """Return the conflict as a German and an English sentence."""
    unknown = [d for d in core.demands if not ground.known(d)]
    if unknown:
        names = _pair(ground, unknown[0])
        return (
            f"{names} ist festgelegt, aber Teilnehmer, Zeit oder Tisch gibt es nicht mehr.",
            f"{names} is locked, but its participants, time or table are gone.",
        )
    return _busy(ground, core) or _general(ground, core)


def _busy(ground: Ground, core: Core) -> Both | None:
    """Say that one participant has more to do than time for it, where that is the reason."""
    id, count = Counter(id for demand in core.whole for id in demand.who).most_common(1)[0]
    if count < 2 or count < len(core.whole) or any(r.who != (id,) for r in core.rules):
        return None
    name, kinds = ground.people[id].name, {rule.kind for rule in core.rules}
    must = all(demand.at is None for demand in core.whole)
    german = f"{name} soll {count} Treffen haben ({'muss' if must else 'muss oder festgelegt'})"
    english = f"{name} shall have {count} meetings ({'must' if must else 'must or locked'})"
    slots = [slot for slot, rules in enumerate(ground.away(id)) if not rules]
    if kinds == {Kind.AT_MOST}:
        most = ground.at_most(id)
        return f"{german}, darf aber höchstens {most} haben.", f"{english} but may have {most}."
    if not kinds and len(ground.event.slots) < count:
        total = len(ground.event.slots)
        return f"{german}, es gibt aber nur {total} Zeiten.", f"{english}, there are {total} times."
    if kinds and kinds <= TIMES and len(slots) < count:
        when = _times(ground, slots)
        times = ("Zeit", "time") if len(slots) == 1 else ("Zeiten", "times")
        return (
            f"{german}, ist aber nur in {len(slots)} {times[0]} da{when}.",
            f"{english} but is there in only {len(slots)} {times[1]}{when}.",
        )
    return None


def _times(ground: Ground, slots: Sequence[int]) -> str:
    if not 0 < len(slots) <= NAMED:
        return ""
    return " (" + ", ".join(f"{ground.event.slots[slot].start:%H:%M}" for slot in slots) + ")"


def _general(ground: Ground, core: Core) -> Both:
    """Name the meetings and every rule that stands in their way."""
    asked, against = _asked(ground, core.demands), [_clause(ground, rule) for rule in core.rules]
    if not against:
        return f"{asked[0]}, das geht nicht zusammen.", f"{asked[1]}; this cannot be together."
    return (
        f"{asked[0]}, aber {_joined([german for german, _ in against], 'und')}.",
        f"{asked[1]}, but {_joined([english for _, english in against], 'and')}.",
    )


def _joined(parts: Sequence[str], word: str) -> str:
    return f" {word} ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def _asked(ground: Ground, demands: Sequence[Demand]) -> Both:
    german, english = [], []
    musts = [_pair(ground, demand) for demand in demands if demand.at is None]
    if musts:
        more = len(musts) - NAMED
        rest = (f" und {more} weitere", f" and {more} more") if more > 0 else ("", "")
        names = ", ".join(musts[:NAMED])
        one = len(musts) == 1
        german.append(
            f"{names}{rest[0]} {'soll ein Treffen sein' if one else 'sollen Treffen sein'} (muss)"
        )
        english.append(f"{names}{rest[1]} {'has' if one else 'have'} to meet (must)")
    for demand in demands:
        if demand.at is not None:
            slot = slot_text(ground.event.slots[demand.at.slot])
            table = ground.event.tables[demand.at.table].name
            german.append(f"{_pair(ground, demand)} ist um {slot} am Tisch „{table}“ festgelegt")
            english.append(f"{_pair(ground, demand)} is locked at {slot} at table “{table}”")
    return _joined(german, "und"), _joined(english, "and")


def _pair(ground: Ground, demand: Demand) -> str:
    return " – ".join(ground.people[id].name if id in ground.people else id for id in demand.who)


def _clause(ground: Ground, rule: Rule) -> Both:
    """Return one rule as a clause after "aber"/"but"."""
    if len(rule.who) == 2:
        return _of_two(ground, rule)
    if not rule.who:
        return _of_all(ground, rule)
    who, slots = ground.people[rule.who[0]], ground.event.slots
    if rule.kind is Kind.ARRIVES:
        return (
            f"{who.name} kommt erst um {who.arrives:%H:%M}",
            f"{who.name} arrives at {who.arrives:%H:%M}",
        )
    if rule.kind is Kind.LEAVES:
        return (
            f"{who.name} geht schon um {who.leaves:%H:%M}",
            f"{who.name} leaves at {who.leaves:%H:%M}",
        )
    if rule.kind is Kind.AWAY:
        breaks = ", ".join(f"{slots[number].start:%H:%M}" for number in who.away)
        return f"{who.name} hat um {breaks} Pause", f"{who.name} has a break at {breaks}"
    if rule.kind is Kind.AT_MOST:
        most = ground.at_most(who.id)
        return (
            f"{who.name} darf höchstens {most} Treffen haben",
            f"{who.name} may have {most} meetings",
        )
    if rule.kind is Kind.ROOMS:
        rooms = ", ".join(f"„{room}“" for room in who.rooms)
        return f"{who.name} kann nur im Raum {rooms} sein", f"{who.name} can only be in {rooms}"
    return f"{who.name} bleibt am Tisch „{who.table}“", f"{who.name} stays at table “{who.table}”"


def _of_two(ground: Ground, rule: Rule) -> Both:
    one, other = (ground.people[id] for id in rule.who)
    both = (f"{one.name} und {other.name}", f"{one.name} and {other.name}")
    if rule.kind is Kind.VETO:
        return (
            f"zwischen {both[0]} ist ein Treffen ausgeschlossen",
            f"{both[1]} may not meet (veto)",
        )
    if rule.kind is Kind.SIDES:
        return f"{both[0]} stehen auf derselben Seite", f"{both[1]} are on the same side"
    if rule.kind is Kind.FIRM:
        return f"{both[0]} gehören zu einer Organisation", f"{both[1]} belong to one organisation"
    if rule.kind is Kind.GROUP:
        shared = set(map(fold, one.groups)) & set(map(fold, other.groups))
        name = next(group for group in one.groups if fold(group) in shared)
        return f"{both[0]} sind in der Gruppe „{name}“", f"{both[1]} are in the group “{name}”"
    return f"{both[0]} sind Wettbewerber", f"{both[1]} are competitors"


def _of_all(ground: Ground, rule: Rule) -> Both:
    if rule.kind is Kind.IN_A_ROW:
        most = ground.event.settings.in_a_row
        return (
            f"mehr als {most} Treffen ohne Pause sind nicht erlaubt",
            f"at most {most} may be in a row",
        )
    tables, seats = ground.event.tables, sum(t.capacity for t in ground.event.tables)
    return (
        f"Platz ist an {len(tables)} Tischen nur für {seats} Treffen zur gleichen Zeit",
        f"the {len(tables)} tables have room for {seats} meetings at a time",
    )
