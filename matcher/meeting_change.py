"""`Change`: one change of an event that lets a plan keep its rules."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from data.events.event import Event, Table, Wish
from data.events.plans import Meeting


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
    unlock: tuple[Meeting, ...] = ()
    """Meetings of the plan that may not stay locked; they are no part of the event."""

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
