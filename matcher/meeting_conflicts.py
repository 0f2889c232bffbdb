"""`Conflict`: why no plan can keep every rule, and the smallest change that would help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, NamedTuple

from data.errors import RequestError
from data.events import Event, Meeting, Table, Wish


class Rule(NamedTuple):
    """One rule of an event that can be given up by itself."""

    kind: str
    """must, locked, veto, sides, firm, group, rival, times, cap, row, rooms, table, tables."""
    who: tuple[str, ...] = ()
    """Ids of the participants it is about; empty: everybody."""
    slot: int | None = None


@dataclass(frozen=True)
class Change:
    """A change of an event that makes a conflict go away."""

    german: str
    english: str
    size: int
    """How much is changed: wishes dropped, slots added, meetings more. 1 is the smallest."""
    without: tuple[Wish, ...] = ()
    """Wishes that are taken back."""
    updates: tuple[tuple[str, str, Any], ...] = ()
    """Participant id, field, new value."""
    settings: tuple[tuple[str, Any], ...] = ()
    """Field of the settings, new value."""
    tables: tuple[Table, ...] = ()
    """Further tables."""
    unlock: tuple[Meeting, ...] = field(default=())
    """Meetings of the plan that may not stay locked; no part of the event."""

    def apply(self, event: Event) -> Event:
        """Return the event with this change, of the same version."""
        fields: dict[str, dict[str, Any]] = {}
        for id, name, value in self.updates:
            fields.setdefault(id, {})[name] = value
        people = tuple(
            p.model_copy(update=fields[p.id]) if p.id in fields else p for p in event.participants
        )
        return event.model_copy(
            update={
                "participants": people,
                "wishes": tuple(wish for wish in event.wishes if wish not in self.without),
                "settings": event.settings.model_copy(update=dict(self.settings)),
                "tables": (*event.tables, *self.tables),
            }
        )

    @property
    def key(self) -> str:
        """A short name that stays the same from one call to the next, for forms."""
        parts = (self.without, self.updates, self.settings, self.tables, self.unlock)
        return blake2b(repr(parts).encode(), digest_size=6).hexdigest()


@dataclass(frozen=True)
class Conflict:
    """Rules that no plan can keep together. Without any one of them the others can be kept."""

    german: str
    english: str
    rules: tuple[Rule, ...]
    changes: tuple[Change, ...] = ()
    """Each alone makes this conflict go away; smallest first."""


class InfeasibleError(RequestError):
    """No plan keeps every hard rule."""

    def __init__(self, conflicts: Sequence[Conflict] = ()) -> None:
        self.conflicts = tuple(conflicts)
        german = " ".join(conflict.german for conflict in conflicts)
        english = " ".join(conflict.english for conflict in conflicts)
        super().__init__(
            f"Kein Plan hält alle Regeln ein. {german}".strip(),
            f"No plan keeps every rule. {english}".strip(),
        )
