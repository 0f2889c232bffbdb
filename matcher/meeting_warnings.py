"""`warnings`: who will get too few meetings whatever the plan, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.events.event import Event, Participant
from matcher.meeting_demands import Demand, Ground, Kind
from matcher.meeting_rules import Rules, rules_of

_WHY = {
    Kind.VETO: ("{n} durch einen Ausschluss", "{n} by a veto"),
    Kind.SIDES: ("{n} auf derselben Seite", "{n} on the same side"),
    Kind.FIRM: ("{n} aus derselben Organisation", "{n} of the same organisation"),
    Kind.GROUP: ("{n} in derselben Gruppe", "{n} in the same group"),
    Kind.RIVALS: ("{n} im Wettbewerb", "{n} competing"),
    "weak": ("{n} mit zu wenig Übereinstimmung", "{n} that fit too little"),
    "absent": ("{n} ohne gemeinsame Zeit", "{n} without a common time"),
    "place": ("{n} ohne gemeinsamen Tisch", "{n} without a common table"),
}


@dataclass(frozen=True)
class Shortage:
    """Somebody who cannot have as many meetings as it should."""

    participant: str
    most: int
    """Meetings it can have at best."""
    wanted: int
    """Meetings it should have, at least 1."""
    german: str
    english: str


def warnings(
    event: Event, scores: NDArray[np.float64], *, rivals: Collection[frozenset[str]] = ()
) -> tuple[Shortage, ...]:
    """Return who cannot reach its minimum or can meet nobody at all, in the event's order.

    ``scores`` (P, P) are mutual, 0..1. Nobody is warned of who called off.
    """
    rules, ground = rules_of(event, scores, rivals=rivals), Ground(event, rivals)
    found = []
    for number, person in enumerate(event.participants):
        wanted = max(1, int(rules.at_least[number]))
        if person.present and event.slots and event.tables:
            warning = _warning(ground, rules, number, person, wanted)
            if warning is not None:
                found.append(warning)
    return tuple(found)


def _warning(
    ground: Ground, rules: Rules, number: int, person: Participant, wanted: int
) -> Shortage | None:
    partners = int(rules.may_meet[number].sum())
    slots = int((rules.free[number] & rules.free[rules.may_meet[number]].any(axis=0)).sum())
    times = int(rules.free[number].sum())
    most = min(partners, slots, int(rules.at_most[number]))
    if most >= wanted:
        return None
    if times == 0:
        why = ("ist in keiner der Zeiten da", "is there in none of the times")
    elif rules.at_most[number] == 0:
        why = ("darf kein Treffen haben", "may have no meeting")
    elif partners == 0:
        why = _nobody(ground, rules, number)
    elif partners <= slots:
        one = (f"{partners} Teilnehmer", f"{partners} participant{'s' * (partners > 1)}")
        why = (f"kann nur {one[0]} treffen", f"can meet only {one[1]}")
    else:
        one = (f"{slots} Zeit{'en' * (slots > 1)}", f"{slots} time{'s' * (slots > 1)}")
        why = (f"kann nur in {one[0]} jemanden treffen", f"can meet somebody in only {one[1]}")
    german, english = f"{person.name} {why[0]}", f"{person.name} {why[1]}"
    if most and wanted > 1:
        german += f", soll aber mindestens {wanted} Treffen haben"
        english += f" but should have at least {wanted} meetings"
    return Shortage(person.id, most, wanted, f"{german}.", f"{english}.")


def _nobody(ground: Ground, rules: Rules, number: int) -> tuple[str, str]:
    """Return that somebody can meet nobody, and how many fall out for which reason."""
    people, reasons = ground.event.participants, Counter[str]()
    for other, person in enumerate(people):
        if other != number and person.present:
            reasons[_reason(ground, rules, number, other)] += 1
    if not reasons:
        return "ist allein", "is alone"
    parts = [[text.format(n=n) for text in _WHY[kind]] for kind, n in reasons.most_common()]
    german, english = (", ".join(part[at] for part in parts) for at in (0, 1))
    return f"kann niemanden treffen: {german}", f"can meet nobody: {english}"


def _reason(ground: Ground, rules: Rules, number: int, other: int) -> str:
    bans = ground.bans(Demand(rules.ids[number], rules.ids[other]))
    if bans:
        return bans[0].kind
    if not (rules.free[number] & rules.free[other]).any():
        return "absent"
    return "weak" if (rules.places[number] & rules.places[other]).any() else "place"
