"""`ShownLists`: what was shown to whom in the last minutes, so that it is written down once.

A page that is loaded again shows nothing new, and "more" shows only what came on top. Each server
process remembers for itself: two processes may write the same list twice, which costs a row.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field

from api.work.identity import Identity, Right
from api.work.service import Service
from matcher.request import MatchRequest, Rule
from matcher.result import MatchResult

KEPT_SECONDS = 600.0
MAX_LISTS = 2000


@dataclass
class _Shown:
    since: float
    impressions: dict[str, str] = field(default_factory=dict)
    """The id of the list in which a profile was written down, by profile id."""
    lock: threading.Lock = field(default_factory=threading.Lock)


class ShownLists:
    """Remembers the lists of the last ten minutes. Safe for threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._lists: OrderedDict[Hashable, _Shown] = OrderedDict()

    def record(
        self, service: Service, identity: Identity, request: MatchRequest, result: MatchResult
    ) -> Mapping[str, str]:
        """Write down what is new, and return the list that each suggestion stands in.

        Nothing is written for those without the right to advise. A suggestion that could not be
        written down is missing from the answer.
        """
        if not identity.may(Right.ADVISE):
            return {}
        shown = self._recent(_key(identity, request))
        with shown.lock:
            new = tuple(s for s in result.suggestions if s.profile_id not in shown.impressions)
            if new:
                fresh = result.model_copy(update={"suggestions": new})
                who = str(identity.role)
                written = service.feedback.record(request, fresh, identity.viewer, who)
                if written is not None:
                    shown.impressions.update({s.profile_id: written for s in new})
            return dict(shown.impressions)

    def _recent(self, key: Hashable) -> _Shown:
        """Return the list of a key, begun anew where the last one is too old."""
        now = self._clock()
        with self._lock:
            shown = self._lists.get(key)
            if shown is None or now - shown.since > KEPT_SECONDS:
                shown = self._lists[key] = _Shown(now)
            self._lists.move_to_end(key)
            while len(self._lists) > MAX_LISTS:
                self._lists.popitem(last=False)
            return shown


def _key(identity: Identity, request: MatchRequest) -> Hashable:
    """Return what makes two lists the same: who asks for what, in whatever number.

    Nor does it matter whom the list leaves out because they were dealt with meanwhile.
    """
    kept = tuple(rule for rule in request.constraints if rule.rule is not Rule.EXCLUDE)
    asked = request.model_copy(update={"constraints": kept})
    asked_json = asked.model_dump_json(exclude={"k", "language"})
    return identity.tenant, identity.account, identity.role, asked_json


def shown_lists(service: Service) -> ShownLists:
    """Return the memory of an installation."""
    return service.part(ShownLists, ShownLists)
