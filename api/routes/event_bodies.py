"""What the routes of events take and answer."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.work.events.planning import Order
from api.work.events.view import PlanView
from api.work.jobs import Job
from data.events.event import Event, EventContent, EventLine, Line, LocalTime, ParticipantId
from data.events.plans import Answer, Plan, PlanLine, Reason
from matcher.meetings.figures import Figures, figures

if TYPE_CHECKING:
    # They load the solver, which a server that answers needs for planning alone.
    from matcher.meetings.conflicts import Conflict
    from matcher.meetings.remedies import Change


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class EventChange(EventContent):
    """The event as it shall be."""

    version: Annotated[int, Field(ge=1, le=2**31 - 1)]
    """The version that was changed: if it is not the present one, nothing is saved."""
    note: Line = ""


class ReplanBody(_Body):
    """How a plan shall follow what has changed on the day."""

    fixed_before: LocalTime | None = None
    """Meetings that begin before this local time stay as they are."""
    note: Line = ""


class PlanChoice(_Body):
    """Which plan counts from now on."""

    number: Annotated[int, Field(ge=1, le=2**31 - 1)]


class AnswerBody(_Body):
    """What one participant tells of a meeting."""

    who: ParticipantId
    whom: ParticipantId
    met: bool | None = None
    go_on: Literal["yes", "maybe", "no"] | None = None
    note: Annotated[str, Field(max_length=1000)] = ""


class EventsAnswer(BaseModel):
    """A tenant's events, last changed first."""

    events: list[EventLine]


class PlansAnswer(BaseModel):
    """All plans of an event, newest first."""

    plans: list[PlanLine]


class AnswersAnswer(BaseModel):
    """What participants told of their meetings."""

    answers: list[Answer]


class ChangeOut(BaseModel):
    """A change of the event that makes a conflict go away."""

    key: str
    text: str
    size: int


class ConflictOut(BaseModel):
    """Rules that no plan can keep together."""

    text: str
    changes: list[ChangeOut]

    @classmethod
    def of(cls, conflict: Conflict, language: str) -> ConflictOut:
        """Return a conflict in one language."""
        english = language == "en"
        return cls(
            text=conflict.english if english else conflict.german,
            changes=[_change(change, english) for change in conflict.changes],
        )


def _change(change: Change, english: bool) -> ChangeOut:
    text = change.english if english else change.german
    return ChangeOut(key=change.key, text=text, size=change.size)


class ConflictsAnswer(BaseModel):
    """Why no plan keeps every rule; empty where one does."""

    conflicts: list[ConflictOut]


class JobOut(BaseModel):
    """How far a planning is."""

    id: str
    step: Literal["", "read", "compare", "plan", "explain"]
    done: int
    total: int | None
    """Texts, participants or seconds, by the step."""
    value: float | None
    """Of the best plan so far."""
    bound: float | None
    """No plan reaches more."""
    over: bool
    plan: int | None
    """The number of the plan that was kept."""
    error: str | None
    conflicts: list[ConflictOut]

    @classmethod
    def of(cls, job: Job, language: str) -> JobOut:
        """Return a job in one language."""
        infeasible = getattr(job.error, "conflicts", ())
        return cls.model_validate(
            {
                "id": job.id,
                "step": job.step,
                "done": job.done,
                "total": job.total,
                "value": getattr(job.news, "value", None),
                "bound": getattr(job.news, "bound", None),
                "over": job.is_over,
                "plan": job.result.number if isinstance(job.result, Plan) else None,
                "error": job.error.text(language) if job.error is not None else None,
                "conflicts": [ConflictOut.of(conflict, language) for conflict in infeasible],
            }
        )


class MeetingOut(BaseModel):
    """A meeting with the names of all that it is made of."""

    a: str
    b: str
    a_name: str
    b_name: str
    slot: int
    start: dt.datetime
    end: dt.datetime
    table: str
    room: str
    locked: bool
    reason: Reason | None


class ProofOut(BaseModel):
    """How good a plan is, as far as it is proved."""

    value: float
    bound: float
    gap: float
    """Share of the bound that may be missing, 0..1."""
    seconds: float
    seed: int
    optimal: bool


class PlanOut(BaseModel):
    """A plan, read in three ways: positions in ``meetings``."""

    event: str
    number: int
    version: int
    """Of the event it was made from."""
    note: str
    created: dt.datetime
    proof: ProofOut
    figures: Figures
    meetings: list[MeetingOut]
    """By time, then by table."""
    by_participant: dict[str, list[int]]
    by_table: dict[str, list[int]]
    by_slot: list[list[int]]

    @classmethod
    def of(cls, event: Event, plan: Plan) -> PlanOut:
        """Return a plan of an event in the version that it was made from."""
        found = [
            MeetingOut(
                a=e.a.id,
                b=e.b.id,
                a_name=e.a.name,
                b_name=e.b.name,
                slot=e.meeting.slot,
                start=e.start,
                end=e.end,
                table=event.tables[e.meeting.table].name,
                room=e.room,
                locked=e.meeting.locked,
                reason=e.reason,
            )
            for e in PlanView(event, plan).encounters
        ]
        proof = plan.proof
        return cls(
            event=plan.event,
            number=plan.number,
            version=plan.version,
            note=plan.note,
            created=plan.created,
            proof=ProofOut(**proof.model_dump(), gap=proof.gap),
            figures=figures(event, plan),
            meetings=found,
            by_participant={
                p.id: [n for n, m in enumerate(found) if p.id in (m.a, m.b)]
                for p in event.participants
            },
            by_table={
                t.name: [n for n, m in enumerate(found) if m.table == t.name] for t in event.tables
            },
            by_slot=[
                [n for n, m in enumerate(found) if m.slot == slot]
                for slot in range(len(event.slots))
            ],
        )


def order_of(body: ReplanBody) -> Order:
    """Return the order to change the present plan as little as possible."""
    return Order(anew=False, fixed_before=body.fixed_before, note=body.note)
