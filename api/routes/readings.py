"""Readings: what a request says, before anything is searched."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends
from pydantic import BaseModel, ConfigDict, Field

from api.http.deps import get_identity
from api.http.problems import responses
from api.routes.examples import READINGS
from data.profiles import MAX_STATEMENT_CHARS, Kind
from matcher.reading import read
from matcher.request import Goal

router = APIRouter(tags=["suggestions"], dependencies=[Depends(get_identity)])


class ReadingBody(BaseModel):
    """A request as somebody put it."""

    model_config = ConfigDict(extra="forbid")
    text: Annotated[
        str,
        Field(
            min_length=1,
            max_length=MAX_STATEMENT_CHARS,
            examples=["Wer biegt Edelstahl im Umkreis von 30 km um Prenzlau?"],
        ),
    ]


class ReadRegion(BaseModel):
    """Where partners should, or should not, be."""

    name: str
    polarity: str
    """``in`` or ``not``."""
    km: float | None
    """Radius around the place; null: the place itself."""
    strength: str
    """``must`` or ``prefer``."""


class ReadingAnswer(BaseModel):
    """A `Reading`: what is sought and who asks, where, which kinds, what for, what is unsure."""

    sought: list[str]
    asker: list[str]
    regions: list[ReadRegion]
    kinds: list[Kind]
    not_kinds: list[Kind]
    goal: Goal
    unsure: list[dict[str, Any]]


@router.post("/readings", responses=responses(400))
def readings(
    body: Annotated[ReadingBody, Body(openapi_examples=READINGS)],
) -> ReadingAnswer:
    """Take a request apart: what is sought, who asks, places, kinds, goal, doubts."""
    return ReadingAnswer.model_validate(read(body.text).facts())
