"""What a new plan changes for one participant, in sentences."""

from __future__ import annotations

from api.language.texts import translator
from api.work.events.view import Line, PlanView


def news(before: PlanView, after: PlanView, participant_id: str) -> tuple[str, ...]:
    """Return a sentence for each meeting that came, went or moved, in the order of time."""
    t = translator(after.language)
    old, new = _by_partner(before, participant_id), _by_partner(after, participant_id)
    told: list[tuple[Line, str]] = []
    for partner, line in new.items():
        was = old.get(partner)
        if was is None:
            told.append((line, t("seat_news_new").format(name=line.label, now=_when(line))))
        elif _when(was) != _when(line):
            text = t("seat_news_moved")
            said = text.format(name=line.label, now=_when(line), before=_when(was))
            told.append((line, said))
    for partner, line in old.items():
        if partner not in new:
            told.append((line, t("seat_news_gone").format(name=line.label, before=_when(line))))
    return tuple(said for _, said in sorted(told, key=lambda item: item[0].start))


def _by_partner(view: PlanView, participant_id: str) -> dict[str, Line]:
    meetings = view.agenda(participant_id).meetings
    return {line.partner.id: line for line in meetings if line.partner is not None}


def _when(line: Line) -> str:
    """Return day, time and place; the day too, as a meeting may move to another."""
    return f"{line.start:%d.%m.} {line.time}, {line.where}"
