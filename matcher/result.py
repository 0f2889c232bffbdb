"""What the engine answers: suggestions, and an account of what was left out."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict

from data.profiles import Contact, Kind, Place, Role
from matcher.request import Constraint, Goal

FITTING = 0.3
"""Score from which a suggestion fits where nothing could be proved."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Claim(StrEnum):
    """What may be said; follows from the probability alone."""

    ANSWERS = "answers"
    """The partner answers the need: true in at least nine of ten."""
    TOUCHES = "touches"
    """It is worth a call: true in at least two of three."""
    NEAR = "near"
    """What is nearest; nothing is claimed."""


class Fit(StrEnum):
    """How well a suggestion fits, as far as it may be said; the best first."""

    VERY_GOOD = "very_good"
    GOOD = "good"
    POSSIBLE = "possible"


class Term(_Model):
    """One addend of a score."""

    name: str
    """Stable key, e.g. ``their_offer_my_need``."""
    label: str
    """What a person reads."""
    value: float
    """The addend; all terms of a suggestion add up to its score."""


class Evidence(_Model):
    """A statement of the seeker beside a statement of the partner."""

    gain: Literal["mine", "theirs", "shared"]
    """Who gains: the seeker, the partner, or both because they do alike things."""
    mine: str
    my_role: Role
    theirs: str
    their_role: Role
    strength: float
    """How close the two are, 0..1 against the background of unrelated statements."""


class Suggestion(_Model):
    """A ranked partner with its reasons."""

    rank: int
    profile_id: str
    name: str
    kind: Kind
    places: tuple[Place, ...]
    place: str
    """One place as a person writes it, the nearest to the seeker if a distance is known."""
    distance_km: float | None
    score: float
    """Calibrated, 0..1."""
    fit: str
    """How well it fits, as a person reads it."""
    fit_level: Fit
    """The same as a fact."""
    claim: Claim | None = None
    """What may be said of it; null where nothing could be proved or disproved."""
    probability: float | None = None
    """That a person would call this partner for the need, 0..1, calibrated."""
    terms: tuple[Term, ...]
    features: Mapping[str, float]
    """What the ranker saw, each 0..1, before weighting: what a later ranker learns from."""
    reason: str
    """One sentence: why for the asker, and why the other side would say yes."""
    for_asker: str
    """The first half as a sentence of its own, without the asker's words."""
    for_partner: str
    """The second half: what the other side gains."""
    evidence: tuple[Evidence, ...]
    met: tuple[str, ...]
    """The rules this partner keeps, and the preferences it meets, as a person reads them."""
    sector_relation: str | None
    next_step: str
    website: str | None
    contact: Contact | None
    veiled: bool = False
    """Whether it is shown without its name until its owner agrees to an introduction."""
    intermediary: str | None = None
    """The tenant to ask for that introduction, where it is veiled."""

    @property
    def is_fitting(self) -> bool:
        """Whether it is called at least a good fit."""
        return self.score >= FITTING if self.claim is None else self.claim is not Claim.NEAR


class Rejection(_Model):
    """How many visible profiles break one hard rule."""

    rule: str
    """As a person reads it."""
    constraint: int | None = None
    """Position of the rule in the result's ``constraints``; None for profiles out of date."""
    count: int
    only: int
    """How many break this rule alone: they would come back if it were dropped."""


class Relaxation(_Model):
    """The single change of a rule that would help most."""

    text: str
    constraint: int
    """Position of the rule in the result's ``constraints``."""
    gain: int
    """How many more profiles would be allowed."""
    values: tuple[str, ...]
    km: float | None = None


class Unsure(_Model):
    """Something in a question that may mean more than was read: a question to the asker."""

    code: str
    """A `matcher.reading.model.DoubtCode`, e.g. ``which_place``."""
    text: str
    """The words of the question."""
    candidates: tuple[str, ...] = ()
    """Names of what it may mean, the likeliest first."""


class Versions(_Model):
    """What the result was made with: equal versions and input give an equal result."""

    program: str
    encoder: str
    ranker: str
    proof: str | None = None
    """What claims were proved with; null if nothing was proved."""
    data_version: str
    """Digest of the profiles that the asker may see (`matcher.search.data_version`)."""


class MatchResult(_Model):
    """The answer to a `MatchRequest`."""

    suggestions: tuple[Suggestion, ...]
    visible: int
    """Profiles that the viewer may see, without the seeker."""
    allowed: int
    """Profiles that keep every hard rule."""
    considered: int
    """Candidates that were retrieved and ranked."""
    constraints: tuple[Constraint, ...]
    """The rules that were applied: the request's, then those read from the question."""
    understood: int
    """How many of them, at the end, were read from the question."""
    goal: Goal = Goal.SOLUTION
    """What was looked for: as asked, else as read from the question."""
    nothing_fits: bool = False
    """Whether probably nobody who keeps the rules fits; what is nearest is shown all the same."""
    needs: tuple[str, ...] = ()
    """What is sought in the question, need by need."""
    unsure: tuple[Unsure, ...] = ()
    """What could not be read surely from the question and made no rule."""
    rejected_by: tuple[Rejection, ...]
    relax: Relaxation | None
    hints: tuple[str, ...]
    """What is missing in the seeker's data, or what a reader must know."""
    versions: Versions
