"""The figures of a plan in words."""

from __future__ import annotations

from collections.abc import Sequence

from api.language.texts import translator
from data.events.event import Event
from data.events.plans import Bond, Plan
from matcher.meetings.figures import Figures

NAMED = 5
"""So many names a sentence lists."""


def said_of(event: Event, plan: Plan, found: Figures, language: str) -> list[str]:
    """Return sentences: how near the best it is, and who has too little of it."""
    t, said = translator(language), [how_good(event, plan, language)]
    if found.without:
        said.append(t("ev_without").format(names=_names(event, found.without)))
    few = [id for id in found.below if id not in found.without]
    if few:
        said.append(t("ev_below").format(names=_names(event, few)))
    return said


def silent_people(event: Event) -> list[str]:
    """Return the ids of those present of whom nothing is known that could be matched."""
    return [person.id for person in event.participants if person.present and person.is_silent]


def rests_on_something(event: Event, plan: Plan) -> bool:
    """Say whether statements or wishes tell a good plan from a bad one.

    Where nobody says anything that fits, every legal plan is as good as any other.
    """
    told = any(
        reason.a_says is not None and reason.bond is not Bond.LOOSE
        for reason in plan.reasons.values()
    )
    return plan.proof.value > 0 and (told or bool(event.wishes) or not plan.reasons)


def how_good(event: Event, plan: Plan, language: str) -> str:
    """Return how near the best the plan is, as far as anything was said to tell it by."""
    t = translator(language)
    if silent := silent_people(event):
        said = t("ev_proved_silent") if len(silent) > 1 else t("ev_proved_silent_one")
        return said.format(number=len(silent), names=_names(event, silent))
    if not rests_on_something(event, plan):
        return t("ev_proved_nothing")
    if plan.proof.optimal:
        return t("ev_proved_best")
    percent = f"{max(plan.proof.gap * 100, 0.1):.1f}"
    return t("ev_proved_gap").format(
        gap=percent if language == "en" else percent.replace(".", ","),
        seconds=max(1, round(plan.proof.seconds)),
    )


def _names(event: Event, ids: Sequence[str]) -> str:
    names = {p.id: p.name for p in event.participants}
    return ", ".join(names[id] for id in ids[:NAMED]) + (" …" if len(ids) > NAMED else "")
