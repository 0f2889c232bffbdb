"""`OutcomesDesk`: figures of a running server, computed once for each state of the log."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable

from api.work.outcomes.figures import Outcomes
from api.work.outcomes.period import Period
from api.work.outcomes.traits import Traits, traits_of
from api.work.service import Service
from data import clock
from data.store.ledger import LedgerReader
from matcher.request import Viewer

KEPT = 16
"""Periods whose figures are kept."""


class OutcomesDesk:
    """Reads the log of each tenant once, and later what came on top. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._readers: dict[str, LedgerReader] = {}
        self._traits: OrderedDict[Hashable, dict[str, Traits]] = OrderedDict()
        self._figures: OrderedDict[Hashable, Outcomes] = OrderedDict()

    def figures(self, service: Service, viewer: Viewer, tenant: str, period: Period) -> Outcomes:
        """Return what became of a tenant's suggestions, as a viewer of it may know it."""
        today = clock.today()
        with self._lock:
            if tenant not in self._readers:
                self._readers[tenant] = LedgerReader(service.feedback.log.engine, tenant)
            ledger = self._readers[tenant].read()
            snapshot = service.corpus.snapshot
            state = (snapshot.edition, viewer, today)
            if state not in self._traits:
                self._traits[state] = traits_of(snapshot.catalog, viewer, today)
                _trim(self._traits)
            key = (tenant, ledger.revision, state, period)
            if key not in self._figures:
                self._figures[key] = Outcomes(ledger, period, self._traits[state])
                _trim(self._figures)
            return self._figures[key]


def _trim(kept: OrderedDict[Hashable, dict[str, Traits]] | OrderedDict[Hashable, Outcomes]) -> None:
    while len(kept) > KEPT:
        kept.popitem(last=False)
