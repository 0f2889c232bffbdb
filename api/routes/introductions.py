"""Introductions to profiles behind an intermediary: ask, list, answer, take back."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Body, Path
from fastapi.openapi.models import Example
from pydantic import BaseModel, ConfigDict, Field

from api.http.deps import AdviserDep, LanguageDep, ServiceDep
from api.http.problems import responses
from api.work.identity import Identity
from api.work.introductions import Asking, ask, sight, take_step
from api.work.service import Service
from data.office.searches import (
    MAX_MESSAGE_CHARS,
    Introduction,
    IntroductionState,
    Pair,
    Step,
    StepKind,
)
from data.profiles import Text
from matcher.visibility.veil import described

router = APIRouter(prefix="/introductions", tags=["introductions"])
IntroductionId = Annotated[str, Path(pattern=r"^v[0-9a-z]{12}$", examples=["v0123456789ab"])]


ASKING: dict[str, Example] = {
    "need": Example(
        summary="Für ein Mitglied, mit dem Bedarf in eigenen Worten",
        value={
            "profile_id": "vermittelt-0123456789abcdef0123",
            "seeker": "mhw-001",
            "need": "Wir suchen eine Werkstatt, die wir übernehmen können.",
            "message": "Am besten erreichen Sie uns in der Geschäftsstelle.",
        },
    )
}
STEPS: dict[str, Example] = {
    "agree": Example(
        summary="Zusagen", value={"kind": "agree", "text": "Gern, bitte rufen Sie dort an."}
    )
}


class StepBody(BaseModel):
    """What a side does next: the owner agrees, declines or reopens, the asking side withdraws."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal[StepKind.AGREE, StepKind.DECLINE, StepKind.REOPEN, StepKind.WITHDRAW]
    text: Annotated[Text, Field(max_length=MAX_MESSAGE_CHARS)] = ""


class IntroductionOut(BaseModel):
    """A request as one of its two sides sees it."""

    id: str
    direction: Literal["incoming", "outgoing"]
    state: IntroductionState
    profile_id: str | None
    """As this side knows the profile; null if it can see it no more."""
    name: str
    """Its name, or what it is as long as the name is not told."""
    veiled: bool
    other: str
    """The name of the institution on the other side."""
    seeker: str
    need: str
    message: str
    pairs: list[Pair]
    """Statements that fit each other, the asking side's first, as that side saw them."""
    steps: list[Step]


class IntroductionsAnswer(BaseModel):
    """What was asked of the tenant, and what it asked; last changed first."""

    incoming: list[IntroductionOut]
    outgoing: list[IntroductionOut]


@router.post("", status_code=201, responses=responses(400, 404, 413))
def ask_for_introduction(
    body: Annotated[Asking, Body(openapi_examples=ASKING)],
    service: ServiceDep,
    adviser: AdviserDep,
    language: LanguageDep,
) -> IntroductionOut:
    """Ask the owner of a profile without a name to be introduced."""
    return _out(service, adviser, ask(service, adviser.viewer, body), language)


@router.get("", responses=responses())
def list_introductions(
    service: ServiceDep, adviser: AdviserDep, language: LanguageDep
) -> IntroductionsAnswer:
    """Return all requests that the tenant made or has to answer."""
    tenant = adviser.tenant or ""
    incoming = service.introductions.incoming(tenant)
    outgoing = service.introductions.outgoing(tenant)
    return IntroductionsAnswer(
        incoming=[_out(service, adviser, found, language) for found in incoming],
        outgoing=[_out(service, adviser, found, language) for found in outgoing],
    )


@router.post("/{introduction_id}/steps", responses=responses(400, 404, 413))
def answer_introduction(
    introduction_id: IntroductionId,
    body: Annotated[StepBody, Body(openapi_examples=STEPS)],
    service: ServiceDep,
    adviser: AdviserDep,
    language: LanguageDep,
) -> IntroductionOut:
    """Agree, decline, take an answer back, or withdraw."""
    done = take_step(service, adviser, introduction_id, body.kind, body.text)
    return _out(service, adviser, done, language)


def _out(
    service: Service, identity: Identity, introduction: Introduction, language: str
) -> IntroductionOut:
    seen, wish = sight(service, identity.viewer, introduction), introduction.wish
    own = introduction.side(identity.tenant or "") == "owner"
    name = wish.described
    if seen.profile is not None:
        name = described(seen.profile, language) if seen.veiled else seen.profile.name
    return IntroductionOut(
        id=introduction.id,
        direction="incoming" if own else "outgoing",
        state=introduction.state,
        profile_id=seen.profile.id if seen.profile is not None else None,
        name=name,
        veiled=seen.veiled,
        other=seen.other,
        seeker=wish.seeker_name,
        need=wish.need,
        message=wish.message,
        pairs=list(wish.pairs),
        steps=list(introduction.steps),
    )
