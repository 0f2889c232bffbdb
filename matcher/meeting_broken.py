"""`MeetingRule` and `Broken`: what no plan may break, and how that is told."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class MeetingRule(StrEnum):
    """What no plan may break."""

    KNOWN = "known"
    ONE_AT_A_TIME = "one_at_a_time"
    ONCE = "once"
    SIDES = "sides"
    VETO = "veto"
    GROUP = "group"
    FIRM = "firm"
    RIVALS = "rivals"
    WEAKEST = "weakest"
    AVAILABLE = "available"
    PRESENT = "present"
    AT_MOST = "at_most"
    IN_A_ROW = "in_a_row"
    CAPACITY = "capacity"
    ROOM = "room"
    TABLE = "table"
    MUST = "must"
    LOCKED = "locked"


class Broken(NamedTuple):
    """A rule that a plan breaks."""

    rule: MeetingRule
    participants: tuple[str, ...]
    slot: int | None
    german: str
    english: str
