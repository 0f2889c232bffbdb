"""What an organiser should look at before planning: nothing of it forbids a plan."""

from __future__ import annotations

from api.language.texts import translator
from data.events.event import Event, Interest

NAMED = 5
"""So many names a sentence lists."""


def warnings_of(event: Event, language: str) -> list[str]:
    """Return sentences about what makes a plan worse than it could be."""
    t, slots = translator(language), len(event.slots)
    here = [p for p in event.participants if p.present]
    found = []
    silent = [p.name for p in here if not (p.profile_id or p.offers or p.needs or p.question)]
    if silent:
        found.append(t("ev_warn_silent").format(names=_listed(silent, language)))
    seats = sum(table.capacity for table in event.tables)
    meeting = min(_side_sizes(event)) if event.sides else len(here) // 2
    if seats and meeting > seats:
        found.append(t("ev_warn_tables").format(tables=seats, pairs=meeting))
    least, fair = event.settings.at_least, _fair_share(event, min(seats, meeting) * slots)
    if not least and fair:
        found.append(t("ev_warn_no_least").format(fair=fair))
    elif 0 < fair < least:
        found.append(t("ev_warn_least").format(least=least, fair=fair))
    musts: dict[str, int] = {}
    for wish in event.wishes:
        if wish.interest is Interest.MUST:
            for id in (wish.who, wish.whom):
                musts[id] = musts.get(id, 0) + 1
    names = {p.id: p.name for p in here}
    many = [names[id] for id, count in musts.items() if id in names and count > slots]
    if many:
        found.append(t("ev_warn_musts").format(names=_listed(many, language), slots=slots))
    never = [p.name for p in here if not _free_slots(event, p.id)]
    if slots and never:
        found.append(t("ev_warn_never").format(names=_listed(never, language)))
    return found


def _side_sizes(event: Event) -> list[int]:
    return [sum(p.present and p.side == side for p in event.participants) for side in event.sides]


def _fair_share(event: Event, meetings: int) -> int:
    """Return how many of so many meetings everybody can have; of two sides the larger counts."""
    if event.sides:
        return meetings // max(1, *_side_sizes(event))
    return 2 * meetings // max(1, sum(p.present for p in event.participants))


def _free_slots(event: Event, id: str) -> int:
    who = event.participant(id)
    if who is None:
        return 0
    return sum(
        index not in who.away
        and (who.arrives is None or slot.start >= who.arrives)
        and (who.leaves is None or slot.end <= who.leaves)
        for index, slot in enumerate(event.slots)
    )


def _listed(names: list[str], language: str) -> str:
    more = len(names) - NAMED
    text = ", ".join(names[:NAMED])
    if more <= 0:
        return text
    return f"{text} and {more} more" if language == "en" else f"{text} und {more} weitere"
