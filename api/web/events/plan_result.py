"""The figures of a plan in words."""

from __future__ import annotations

from collections.abc import Sequence

from api.web.texts import translator
from data.events.event import Event
from data.events.plans import Plan
from matcher.meetings.figures import Figures

NAMED = 5
"""So many names a sentence lists."""


def said_of(event: Event, plan: Plan, found: Figures, language: str) -> list[str]:
    """Return sentences: how near the best it is, and who has too little of it."""
    t, said = translator(language), [_proved(plan, language)]
    if found.without:
        said.append(t("ev_without").format(names=_names(event, found.without)))
    few = [id for id in found.below if id not in found.without]
    if few:
        said.append(t("ev_below").format(names=_names(event, few)))
    return said


def _proved(plan: Plan, language: str) -> str:
    t = translator(language)
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
