"""What a registry of versions keeps beside them: where each comes from, and which is active."""

from __future__ import annotations

import datetime as dt
import re
from typing import Protocol, Self

from pydantic import BaseModel, ConfigDict, JsonValue

from data import clock

FORMAT = 1
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\+(?P<number>[1-9]\d*)")


class Versioned(Protocol):
    """What can be kept: a pydantic model that names its version."""

    @property
    def version(self) -> str:
        """The name of the version."""
        ...

    def model_dump_json(self, *, indent: int | None = None) -> str:
        """Return it as JSON."""
        ...

    @classmethod
    def model_validate_json(cls, json_data: bytes) -> Self:
        """Return what the JSON holds; `ValidationError` if it does not fit."""
        ...


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Gate(_Model):
    """What the evaluation said about a version."""

    passed: bool
    recorded: dt.datetime
    report: dict[str, JsonValue]


class Origin(_Model):
    """What a version was learnt from and with."""

    parent: str
    """The version it started from."""
    seed: int
    encoder: str
    """Fingerprint of the encoder whose similarities it learnt to weigh."""
    training: dict[str, JsonValue]
    """A summary of the data."""


class Manifest(_Model):
    """What is known about a version."""

    format: int = FORMAT
    version: str
    kind: str
    created: dt.datetime
    program: str
    sha256: str
    """Of the payload."""
    origin: Origin
    gate: Gate | None = None
    """None: the gate has not been asked yet."""


class Activation(_Model):
    """A version that was made the active one."""

    version: str | None
    """None: the shipped one, whatever its name is in this program."""
    since: dt.datetime


class State(_Model):
    """What was made active, and the numbers given out."""

    history: tuple[Activation, ...] = ()
    last: int = 0
    """The highest number given out: a version that is lost does not free its name."""


def number(version: str) -> int:
    """Return the number at the end of a learnt version's name, 0 for any other name."""
    found = _NAME.fullmatch(version)
    return int(found["number"]) if found else 0


def now() -> dt.datetime:
    """Return the present moment in UTC."""
    return clock.now()
