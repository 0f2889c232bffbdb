"""`Running`: the service of a server, opened beside it so that the server answers at once."""

from __future__ import annotations

import logging
import threading
from contextlib import AbstractContextManager, nullcontext

from api.work.service import Service, open_service
from api.work.settings import Settings
from data.errors import PartnerMatchError
from data.places.points import load_ground
from data.places.regions import load_regions
from data.sectors.search import load_sector_search

JOIN_SECONDS = 20.0
RETRY_SECONDS = 5.0
"""After so long a service that could not be opened is tried again."""
_log = logging.getLogger(__name__)


class NotReadyError(PartnerMatchError):
    """The service is being opened; it helps to ask again."""


class NotOpenedError(PartnerMatchError):
    """The service could not be opened; somebody has to do what the sentence says."""


class Running:
    """Opens the service in a thread, then looks for changes that other programs made."""

    def __init__(self, source: Settings | Service) -> None:
        self.settings = source if isinstance(source, Settings) else source.settings
        self._given = None if isinstance(source, Settings) else source
        self._service = self._given
        self._failure: PartnerMatchError | None = None
        self._progress = (0, 0)
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def service(self) -> Service:
        """The open service. `NotReadyError` says how far it is, `NotOpenedError` what failed."""
        if self._service is not None:
            return self._service
        if self._failure is not None:
            raise NotOpenedError(self._failure.german, self._failure.english)
        done, total = self._progress
        far_de = f" ({done} von {total} Profilen)" if total else ""
        far_en = f" ({done} of {total} profiles)" if total else ""
        raise NotReadyError(
            f"Der Index wird gerade vorbereitet{far_de}. Bitte gleich noch einmal versuchen.",
            f"The index is being prepared{far_en}. Please try again in a moment.",
        )

    def start(self) -> None:
        """Begin to open the service; after `stop`, open it anew."""
        self._stop.clear()
        self._failure = None
        self._thread = threading.Thread(target=self._run, name="partnermatch", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Save and close the service."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(JOIN_SECONDS)

    def _run(self) -> None:
        while not self._stop.is_set():
            self._once()
            if self._failure is None:
                return
            self._stop.wait(RETRY_SECONDS)

    def _once(self) -> None:
        """Open the service and watch until the server ends; note why it could not be opened."""
        try:
            load_regions()
            load_sector_search()
            load_ground()
            with self._open() as service:
                self._service, self._failure = service, None
                self._watch(service)
        except _StoppedError:
            self._failure = None
        except PartnerMatchError as error:
            _log.error("%s", error.english)
            self._failure = error
        except Exception:
            _log.exception("the service cannot be opened")
            self._failure = PartnerMatchError(
                "Der Dienst konnte nicht gestartet werden; Näheres steht im Protokoll.",
                "The service could not be started; the log tells more.",
            )
        finally:
            self._service = self._given

    def _open(self) -> AbstractContextManager[Service]:
        if self._given is not None:
            return nullcontext(self._given)
        return open_service(self.settings, self._report)

    def _watch(self, service: Service) -> None:
        while not self._stop.wait(self.settings.poll_seconds or None):
            try:
                service.follow()
            except PartnerMatchError as error:
                _log.warning("changes in the store are not taken up: %s", error.english)

    def _report(self, done: int, total: int) -> None:
        if self._stop.is_set():
            raise _StoppedError
        self._progress = (done, total)


class _StoppedError(Exception):
    """The server ends while the service is being opened."""
