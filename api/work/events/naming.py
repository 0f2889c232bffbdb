"""Naming participants in forms: what stands in the field, and whom it means."""

from __future__ import annotations

from collections import Counter

from data.events.event import Event, Participant
from data.text import fold


def texts_of(event: Event) -> dict[str, str]:
    """Return by id what stands in a field for each participant: the name, or one of its own."""
    counts = Counter(fold(p.name) for p in event.participants)
    return {
        p.id: p.name if counts[fold(p.name)] == 1 else f"{p.name} ({p.id})"
        for p in event.participants
    }


def named(event: Event, typed: str) -> list[Participant]:
    """Return whom a text may mean: just one if it is the name, else all whose name has it."""
    asked = fold(typed)
    if not asked:
        return []
    texts = texts_of(event)
    exact = [p for p in event.participants if asked in (fold(texts[p.id]), fold(p.id))]
    if exact:
        return exact[:1]
    words = asked.split()
    return [
        p for p in event.participants if all(word in fold(f"{p.name} {p.firm}") for word in words)
    ]
