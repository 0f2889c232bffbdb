"""Keeping a plan that a person changed by hand."""

from __future__ import annotations

from collections.abc import Sequence

from api.work.events.planning import explained
from api.work.events.scoring import scored
from api.work.identity import Identity
from api.work.service import Service
from data.events.event import Event
from data.events.plans import Meeting, Plan, Proof
from data.feedback.outcomes import now
from matcher.meetings.rules import rules_of


def keep_by_hand(
    service: Service,
    identity: Identity,
    event: Event,
    plan: Plan,
    meetings: Sequence[Meeting],
    note: str,
) -> Plan:
    """Keep the next plan, with the reasons of new pairs, and make it the present one.

    ``plan`` is the present one with its meetings counted as in ``event``.
    """
    kept = service.events.plan(event.tenant, event.id)
    carried = kept is not None and kept.meetings != plan.meetings
    changed = plan.model_copy(
        update={
            "meetings": tuple(meetings),
            "version": event.version if carried else plan.version,
            "note": note[:200],
            "created": now(),
        }
    )
    if {m.pair for m in meetings} != {m.pair for m in plan.meetings}:
        proof = _proof(service, identity, event, changed)
        changed = explained(service, identity.viewer, event, changed)
        changed = changed.model_copy(update={"proof": proof})
    return service.events.keep_plan(event.tenant, changed)


def _proof(service: Service, identity: Identity, event: Event, plan: Plan) -> Proof:
    """Return what the plan reaches now; what no plan can surpass stays the same."""
    found = scored(service, event, identity.viewer)
    value = rules_of(event, found.scores, rivals=found.rivals).value
    place = {p.id: number for number, p in enumerate(event.participants)}
    reached = float(sum(value[place[m.a], place[m.b]] for m in plan.meetings))
    bound = max(plan.proof.bound, reached)
    return plan.proof.model_copy(update={"value": reached, "bound": bound, "optimal": False})
