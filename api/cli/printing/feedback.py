"""Feedback as a person reads it."""

from __future__ import annotations

from collections.abc import Collection
from textwrap import shorten

from rich.text import Text

from api.cli.printing.output import number, pick, show, table
from data import clock
from data.feedback.outcomes import EVENTS, REASONS, Event
from data.store.feedback import FeedbackStore
from data.store.profiles import ProfileStore

QUESTION_CHARS = 60


def show_events(events: Collection[Event], store: ProfileStore) -> None:
    """Write what was told as a table."""
    ids = {id for event in events for id in (event.seeker, event.profile_id) if id}
    names = {id: profile.name for id, profile in store.get_many(ids).items()}
    listed = table(
        pick("Am", "On"),
        pick("Für", "For"),
        pick("Partner", "Partner"),
        pick("Ereignis", "Event"),
        pick("Notiz", "Note"),
        pick("Kennung", "Id"),
    )
    *_, happened, _, id_column = listed.columns
    happened.no_wrap = id_column.no_wrap = True  # an id is copied for `undo`
    for event in events:
        asker = event.seeker or ""
        what = pick(*EVENTS[event.kind])
        if event.reason is not None:
            what += f"\n({pick(*REASONS[event.reason])})"
        listed.add_row(
            f"{clock.local(event.time):{pick('%d.%m.%Y', '%Y-%m-%d')}}",
            Text(names.get(asker, asker) or shorten(event.question or "", QUESTION_CHARS)),
            Text(names.get(event.profile_id, event.profile_id)),
            what,
            Text(event.note or ""),
            event.id,
        )
    show(listed)


def show_counts(log: FeedbackStore, owner: str | None) -> None:
    """Write how much was shown and told."""
    counts = log.counts(owner)
    kinds = ", ".join(
        f"{number(count)} {pick(*EVENTS[kind])}" for kind, count in counts.events.items() if count
    )
    lists, shown = number(counts.impressions), number(counts.shown)
    told = kinds or pick("keine", "none")
    show(
        pick(
            f"Vorschlagslisten: {lists} · Vorschläge darin: {shown} · Rückmeldungen: {told}",
            f"Lists of suggestions: {lists} · suggestions in them: {shown} · feedback: {told}",
        )
    )
