"""What was told since the plan was made, and what a changed plan does otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from api.language.texts import translator
from api.work.service import Service
from data.errors import NotFoundError
from data.events.event import Event, Participant
from data.events.plans import Meeting, Plan
from matcher.meetings.figures import changes_between


@dataclass(frozen=True)
class ShownChanges:
    """From one plan to the next, ready to print."""

    removed: tuple[str, ...]
    added: tuple[str, ...]
    moved: tuple[str, ...]
    notes: tuple[tuple[str, tuple[str, ...]], ...]
    """Name and what to tell, in the order of names."""

    @property
    def nothing(self) -> bool:
        """Whether everything stays."""
        return not (self.removed or self.added or self.moved)


def shown_changes(event: Event, old: Plan, new: Plan, language: str) -> ShownChanges:
    """Return what a changed plan removes, adds and moves, and whom to tell what."""
    found = changes_between(event, old, new)
    names = {p.id: p.name for p in event.participants}
    half = language == "en"

    def line(m: Meeting) -> str:
        slot = event.slots[m.slot]
        who = f"{names.get(m.a, m.a)} – {names.get(m.b, m.b)}"
        return f"{slot.start:%H:%M} {who}, {event.tables[m.table].name}"

    def moved(before: Meeting, after: Meeting) -> str:
        slot, table = event.slots[before.slot], event.tables[before.table].name
        return f"{line(after)} ({translator(language)('ev_was')} {slot.start:%H:%M}, {table})"

    notes = sorted((names.get(id, id), lines) for id, lines in found.notes.items())
    return ShownChanges(
        removed=tuple(map(line, found.removed)),
        added=tuple(map(line, found.added)),
        moved=tuple(moved(pair.old, pair.new) for pair in found.moved),
        notes=tuple(
            (name, tuple(note.english if half else note.german for note in lines))
            for name, lines in notes
        ),
    )


def changed_since(service: Service, event: Event, plan: Plan | None, language: str) -> list[str]:
    """Return what is different from the event that the plan was made from, as short sentences."""
    if plan is None or plan.version == event.version:
        return []
    t = translator(language)
    try:
        before = service.events.version(event.tenant, event.id, plan.version)
    except NotFoundError:
        return [t("ev_day_said_more")]
    old = {p.id: p for p in before.participants}
    said = []
    for who in event.participants:
        was = old.get(who.id)
        said += (
            _person(was, who, language)
            if was is not None
            else [t("ev_day_said_new").format(name=who.name)]
        )
    here = {p.id for p in event.participants}
    said += [
        t("ev_day_said_gone").format(name=p.name) for p in before.participants if p.id not in here
    ]
    was_open = {table.name: table.capacity for table in before.tables}
    for table in event.tables:
        if was_open.get(table.name, 0) and not table.capacity:
            said.append(t("ev_day_said_closed").format(name=table.name))
        elif table.capacity and not was_open.get(table.name, 1):
            said.append(t("ev_day_said_open").format(name=table.name))
    new = set(event.wishes) - set(before.wishes)
    if new or set(before.wishes) - set(event.wishes):
        said.append(t("ev_day_said_wishes"))
    if not said:
        said.append(t("ev_day_said_more"))
    return said


def _person(was: Participant, now: Participant, language: str) -> list[str]:
    t, said = translator(language), []
    if was.present and not now.present:
        said.append(t("ev_day_said_weg").format(name=now.name))
    if now.present and not was.present:
        said.append(t("ev_day_said_da").format(name=now.name))
    if now.arrives and now.arrives != was.arrives:
        said.append(f"{t('ev_day_said_kommt').format(name=now.name)} ({now.arrives:%H:%M})")
    if now.leaves and now.leaves != was.leaves:
        said.append(f"{t('ev_day_said_geht').format(name=now.name)} ({now.leaves:%H:%M})")
    return said
