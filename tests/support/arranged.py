"""An event of the tenant in the store of a running server, with its plan."""

from __future__ import annotations

import datetime as dt

from fastapi.testclient import TestClient

from api.work.service import Service
from data.clock import ZONE
from data.events.event import Event, Participant, Slot
from data.events.plans import Plan
from data.feedback.outcomes import new_id
from data.profiles import Profile
from tests.support.planned import event, plan

A, B = "ev-loetwerk", "ev-stahlbau"


def service_of(client: TestClient) -> Service:
    """Return the service behind a client."""
    found: Service = client.app.state.running.service  # type: ignore[attr-defined]
    return found


def moved(made: Event, begins: dt.datetime) -> Event:
    """Return the event with its slots and people's times beginning at another moment."""
    by = begins - made.slots[0].start
    slots = tuple(Slot(start=s.start + by, end=s.end + by) for s in made.slots)
    people = tuple(_moved(p, by) for p in made.participants)
    return event(slots=slots, participants=people)


def _moved(who: Participant, by: dt.timedelta) -> Participant:
    times = {"arrives": who.arrives and who.arrives + by, "leaves": who.leaves and who.leaves + by}
    return who.model_copy(update=times)


def arrange(client: TestClient, begins_in: float = 60, *plans: Plan) -> Event:
    """Keep the event, beginning in so many minutes, and its plans; two stand for profiles."""
    service = service_of(client)
    if not service.store.owners([A]):
        for id, name in ((A, "Lötwerk UG"), (B, "Stahlbau Öder")):
            profile = {"id": id, "name": name, "kind": "company", "visibility": "own"}
            statement = {"role": "offer", "text": f"{name} prüft Lötstellen"}
            stored = Profile.model_validate(profile | {"statements": [statement]})
            service.create(stored, service.viewer)
    now = dt.datetime.now(ZONE).replace(tzinfo=None, second=0, microsecond=0)
    base = moved(event(), now + dt.timedelta(minutes=begins_in))
    standing = {"s1": A, "i1": B}
    people = tuple(
        p.model_copy(update={"profile_id": standing.get(p.id)}) for p in base.participants
    )
    fresh = {"id": new_id("e"), "participants": people}
    kept = service.events.add(base.model_copy(update=fresh))
    for made in plans or (plan(),):
        service.events.keep_plan(kept.tenant, made.model_copy(update={"event": kept.id}))
    return kept


def path_of(client: TestClient, made: Event, who: str) -> str:
    """Return the address of a participant's own page."""
    return f"/termine/{service_of(client).events.token_of(made.tenant, made.id, who)}"
