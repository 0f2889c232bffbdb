"""An event with the plan that counts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from api.events.view import PlanView
from api.service import Service
from data.errors import NotFoundError
from data.events import Event, Plan


@dataclass(frozen=True)
class Standing:
    """An event and its present plan."""

    event: Event
    plan: Plan
    language: str | None = None
    """Of the labels, where it is another than the event's."""

    @cached_property
    def view(self) -> PlanView:
        """The plan as people read it."""
        return PlanView(self.event, self.plan, self.language)

    def others(self, service: Service) -> tuple[Plan, ...]:
        """Return all other plans of the event: their meetings may stand in calendars."""
        store, event = service.events, self.event
        numbers = [line.number for line in store.plans(event.tenant, event.id) if not line.current]
        plans = (store.plan(event.tenant, event.id, number) for number in numbers)
        return tuple(plan for plan in plans if plan is not None)


def standing(service: Service, event: Event) -> Standing:
    """Return an event with its present plan; `NotFoundError` if there is none yet."""
    plan = service.events.plan(event.tenant, event.id)
    if plan is None:
        raise NotFoundError(
            f"Für „{event.name}“ gibt es noch keinen Plan.",
            f"There is no plan for “{event.name}” yet.",
        )
    return Standing(event, plan)
