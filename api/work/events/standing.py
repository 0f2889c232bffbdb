"""An event with the plan that counts, and with those that were made before."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from api.work.events.planning import present_plan
from api.work.events.view import PlanView
from api.work.service import Service
from data.errors import NotFoundError
from data.events.event import Event
from data.events.plans import Plan


@dataclass(frozen=True)
class Standing:
    """An event and its present plan."""

    event: Event
    plan: Plan
    """Its meetings are counted by the event's own slots and tables."""
    language: str | None = None
    """Of the labels, where it is another than the event's."""

    @cached_property
    def view(self) -> PlanView:
        """The plan as people read it."""
        return PlanView(self.event, self.plan, self.language)

    def others(self, service: Service) -> tuple[PlanView, ...]:
        """Return all other plans of the event: their meetings may stand in calendars."""
        lines = service.events.plans(self.event.tenant, self.event.id)
        return tuple(self._made(service, line.number) for line in lines if not line.current)

    def before(self, service: Service) -> PlanView | None:
        """Return the plan made before the present one; None for the first."""
        number = self.plan.number - 1
        return self._made(service, number) if number > 0 else None

    def _made(self, service: Service, number: int) -> PlanView:
        """Return a plan with the event as it was then: times and tables may have changed."""
        tenant, id = self.event.tenant, self.event.id
        plan = service.events.plan(tenant, id, number) or self.plan
        event = service.events.version(tenant, id, plan.version)
        return PlanView(event, plan, self.language)


def standing(service: Service, event: Event, language: str | None = None) -> Standing:
    """Return an event with its present plan; `NotFoundError` if there is none yet."""
    plan = present_plan(service, event)
    if plan is None:
        raise NotFoundError(
            f"Für „{event.name}“ gibt es noch keinen Plan.",
            f"There is no plan for “{event.name}” yet.",
        )
    return Standing(event, plan, language)
