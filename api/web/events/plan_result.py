"""The figures of a plan as the page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from api.web.texts import translator
from data.events import Event, Interest, Meeting, Plan

NAMED = 4


@dataclass(frozen=True)
class Result:
    """What a plan reaches."""

    meetings: int
    smallest: int
    median: str
    largest: int
    must: tuple[int, int]
    """Kept of asked."""
    would: tuple[int, int]
    gaps: int
    """Free times between two meetings of one participant, added up."""
    room_changes: int
    rooms: int
    fewest: str
    """Who has the fewest meetings, where that is fewer than most have."""


def result_of(event: Event, plan: Plan) -> Result:
    """Return the figures of a plan whose meetings are counted as in the event."""
    here = [p for p in event.participants if p.present]
    mine: dict[str, list[Meeting]] = {p.id: [] for p in here}
    for meeting in sorted(plan.meetings, key=lambda m: m.slot):
        for id in meeting.pair & mine.keys():
            mine[id].append(meeting)
    counts = [len(meetings) for meetings in mine.values()] or [0]
    middle = median(counts)
    few = [p.name for p in here if len(mine[p.id]) == min(counts)] if min(counts) < middle else []
    return Result(
        meetings=len(plan.meetings),
        smallest=min(counts),
        median=f"{middle:g}".replace(".", ","),
        largest=max(counts),
        must=_kept(event, plan, Interest.MUST),
        would=_kept(event, plan, Interest.WOULD),
        gaps=sum(_gaps(event, meetings) for meetings in mine.values()),
        room_changes=sum(_room_changes(event, meetings) for meetings in mine.values()),
        rooms=len({table.room for table in event.tables}),
        fewest=", ".join(few[:NAMED]) + (" …" if len(few) > NAMED else ""),
    )


def proved(plan: Plan, language: str) -> str:
    """Return how near the best a plan is, as a sentence."""
    t = translator(language)
    if plan.proof.optimal:
        return t("ev_proved_best")
    percent = f"{max(plan.proof.gap * 100, 0.1):.1f}"
    return t("ev_proved_gap").format(
        gap=percent if language == "en" else percent.replace(".", ","),
        seconds=max(1, round(plan.proof.seconds)),
    )


def _kept(event: Event, plan: Plan, interest: Interest) -> tuple[int, int]:
    met = {m.pair for m in plan.meetings}
    asked = {frozenset((w.who, w.whom)) for w in event.wishes if w.interest is interest}
    return len(asked & met), len(asked)


def _gaps(event: Event, meetings: list[Meeting]) -> int:
    """Return the free slots between the first and last meeting of each day."""
    days: dict[object, list[int]] = {}
    for meeting in meetings:
        days.setdefault(event.slots[meeting.slot].start.date(), []).append(meeting.slot)
    return sum(max(slots) - min(slots) + 1 - len(slots) for slots in days.values())


def _room_changes(event: Event, meetings: list[Meeting]) -> int:
    rooms = [event.tables[m.table].room for m in meetings]
    return sum(one != other for one, other in pairwise(rooms))
