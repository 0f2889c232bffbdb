"""From the log to examples: what a reaction says about the fit of a partner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from data.errors import RequestError
from data.feedback.outcomes import Event, EventKind, Impression, Reason, seeker_key
from data.store.feedback import TrainingRow
from matcher.examples import Example
from matcher.request import Goal

VALUES = {
    EventKind.OPENED: 0.25,
    EventKind.SUGGESTED: 0.25,
    EventKind.CONTACTED: 0.5,
    EventKind.MET: 0.75,
    EventKind.COOPERATION: 1.0,
}
"""How good a partner turned out: even steps, as nothing better is known.

An adviser who passes a suggestion on has looked, and found nothing against it: that counts as a
look. Whether it fits is told by what the firm then does; whoever passes on whole lists must not
teach that everything on them fits. A note says nothing of fit and counts as silence.
"""
UNFIT = frozenset({Reason.WRONG_TOPIC, Reason.TOO_FAR})
"""Reasons to decline that speak against the fit. The others speak of the moment, of what the
asker knows already, or of the profile's data: a known partner fits all the better."""


def outcome(events: Sequence[Event]) -> tuple[bool, float | None]:
    """Return whether anything became of a suggestion, and its value (see `Example`).

    The furthest step counts. Who met has judged for themselves, so a later refusal changes
    nothing; before that a reason that speaks against the fit outweighs a look or a message.
    """
    telling = _telling(events)
    best = max((VALUES.get(event.kind, 0.0) for event in telling), default=0.0)
    reasons = {event.reason for event in telling if event.reason is not None}
    if best >= VALUES[EventKind.MET] or not reasons:
        return bool(telling), best
    if reasons & UNFIT:
        return True, 0.0
    return True, best if best >= VALUES[EventKind.CONTACTED] else None


def examples(rows: Iterable[TrainingRow], encoder: str) -> list[Example]:
    """Return what can be learnt from the log.

    Left out are answers made with another encoder than ``encoder`` (a fingerprint), whose
    similarities are of another scale, and silence about a pair of which more is known from
    another list: who has called a partner does not click on it again.

    Raises:
        RequestError: a list was made for a goal that this program does not know.
    """
    kept = [row for row in rows if row.impression.versions.encoder == encoder]
    told = {_pair(row) for row in kept if _telling(row.events)}
    return [_example(row) for row in kept if _telling(row.events) or _pair(row) not in told]


def _telling(events: Sequence[Event]) -> list[Event]:
    return [event for event in events if event.kind in VALUES or event.reason is not None]


def _example(row: TrainingRow) -> Example:
    reacted, value = outcome(row.events)
    return Example(
        impression=row.impression.id,
        pair=" ".join(_pair(row)),
        goal=_goal(row.impression),
        position=row.shown.position,
        features=row.shown.features,
        ranker=row.impression.versions.ranker,
        reacted=reacted,
        value=value,
    )


def _pair(row: TrainingRow) -> tuple[str, str]:
    asked = row.impression
    return seeker_key(asked.seeker, asked.question), row.shown.profile_id


def _goal(impression: Impression) -> Goal:
    try:
        return Goal(impression.goal)
    except ValueError as error:
        known = ", ".join(Goal)
        raise RequestError(
            f"Liste {impression.id}: das Ziel „{impression.goal}“ ist unbekannt; möglich: {known}.",
            f"List {impression.id}: the goal “{impression.goal}” is not known; possible: {known}.",
        ) from error
