"""`Feedback`: what was shown to whom, and what they tell about it."""

from __future__ import annotations

import logging
from collections.abc import Callable

from api.work.refusal import read_only
from data.errors import StoreError
from data.feedback.outcomes import MAX_SEEKER_CHARS, Event, Impression, MadeWith, Report, Shown
from data.profiles import Profile
from data.store.feedback import FeedbackStore
from matcher.request import MatchRequest, Viewer
from matcher.result import MatchResult

_log = logging.getLogger(__name__)


class Feedback:
    """The feedback of the tenant that asks: nobody reads or changes another's.

    Who sees everything reads all feedback, and gives some for the tenant it names.
    """

    def __init__(self, log: FeedbackStore, find: Callable[[str, Viewer], Profile]) -> None:
        """Use a log; ``find`` returns a profile that a viewer may see, or raises."""
        self.log = log
        self._find = find

    def record(
        self, request: MatchRequest, result: MatchResult, viewer: Viewer, who: str | None = None
    ) -> str | None:
        """Write down what is shown and return the id of the list.

        None where that cannot be: nobody loses suggestions because the database is read-only,
        full or busy (the log of the program tells), or because the viewer has no tenant.
        """
        if viewer.tenant is None:
            return None
        try:
            return self.log.record(impression_of(request, result, viewer.tenant, who))
        except StoreError as error:
            _log.warning("what was shown is not written down: %s", error.english)
            return None

    def give(self, report: Report, viewer: Viewer) -> Event:
        """Keep what somebody tells.

        Raises:
            NotFoundError: the list, or without one a profile, does not exist for the viewer.
            RequestError: the report does not fit its list.
            ForbiddenError: the viewer has no tenant.
        """
        if viewer.tenant is None:
            raise read_only()
        if report.impression_id is None:
            self._find(report.profile_id, viewer)
            if report.seeker is not None:
                self._find(report.seeker, viewer)
        event = Event(tenant=viewer.tenant, **report.model_dump())
        return self.log.event(self.log.add(event))

    def history(self, seeker: str, profile_id: str, viewer: Viewer) -> tuple[Event, ...]:
        """Return what became of a pair, oldest first; ``seeker`` is a profile or a question."""
        if viewer.tenant is None and not viewer.everything:
            return ()
        return self.log.history(seeker, profile_id, _reads(viewer))

    def undo(self, event_id: str, viewer: Viewer) -> None:
        """Take something back that was told; `NotFoundError` if there is no such event."""
        if viewer.tenant is None and not viewer.everything:
            raise read_only()
        self.log.undo(event_id, _reads(viewer))


def impression_of(
    request: MatchRequest, result: MatchResult, tenant: str, who: str | None = None
) -> Impression:
    """Return an answered request as it is written down."""
    versions = result.versions
    shown = tuple(
        Shown(
            position=suggestion.rank,
            profile_id=suggestion.profile_id,
            score=suggestion.score,
            features=suggestion.features,
        )
        for suggestion in result.suggestions
    )
    return Impression(
        tenant=tenant,
        who=who,
        seeker=request.profile_id,
        question=request.question or _text(request.profile),
        goal=str(result.goal),
        constraints=tuple(
            constraint.model_dump(mode="json", exclude_defaults=True)
            for constraint in result.constraints
        ),
        versions=MadeWith.model_validate(versions.model_dump()),
        shown=shown,
    )


def _text(profile: Profile | None) -> str | None:
    """Return what an unstored profile says: its id would name nothing."""
    if profile is None:
        return None
    texts = (profile.name, *(statement.text for statement in profile.statements))
    return "\n".join(texts)[:MAX_SEEKER_CHARS]


def _reads(viewer: Viewer) -> str | None:
    return None if viewer.everything else viewer.tenant
