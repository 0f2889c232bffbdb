"""`Service`: store, encoder, corpus and matcher of one installation, kept in step."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar, cast

from sqlalchemy import Engine

from api.work.directory import Directory, Listing
from api.work.feedback import Feedback
from api.work.intermediaries import addressed
from api.work.refusal import ConflictError, ForbiddenError, read_only
from api.work.settings import Settings
from data.errors import ModelError, NotFoundError, PartnerMatchError, StoreError
from data.exchange.run import import_profiles
from data.files import installation_secret
from data.profiles import Kind, Profile, Visibility
from data.spreadsheet.report import ImportReport
from data.store.database import Database, open_database
from data.store.events import EventStore
from data.store.feedback import FeedbackStore, open_feedback
from data.store.introductions import IntroductionStore
from data.store.people import PeopleStore
from data.store.profiles import ProfileStore, open_store, owned_by
from data.store.profiles import Progress as StoreProgress
from data.store.searches import SearchStore
from data.store.sheets import SheetStore
from matcher.engine import Matcher
from matcher.ranking.ranker import RankingConfig, active_ranker
from matcher.request import MatchRequest, Viewer
from matcher.result import MatchResult
from matcher.search.corpus import Corpus
from matcher.search.ingest import follow, open_corpus, save, take_up
from models.encoder import Progress
from models.encoders.vector_cache import VectorCache
from models.loading import EncoderSettings, open_encoder

_Part = TypeVar("_Part")
PATIENCE_SECONDS = 2.0
"""So long a change waits to be in the index while many others are taken up."""
_log = logging.getLogger(__name__)


class Service:
    """What faces offer.

    A change of a profile is stored and in the index when the call returns. It does not wait for
    what others changed: `follow` takes that up.
    """

    def __init__(
        self,
        settings: Settings,
        store: ProfileStore,
        log: FeedbackStore,
        engine: Engine,
        corpus: Corpus,
    ) -> None:
        self.settings = settings
        self.store = store
        self.feedback = Feedback(log, self.get)
        self.corpus = corpus
        self.people = PeopleStore(engine)
        self.introductions = IntroductionStore(engine)
        self.sheets = SheetStore(engine)
        self.searches = SearchStore(engine)
        self.events = EventStore(engine)
        self.matcher = Matcher(corpus, self._active_ranker())
        self._directory = Directory(corpus)
        self._parts: dict[type, object] = {}
        self._making = threading.Lock()
        self._following = threading.Lock()
        self._writing = threading.Lock()
        self._saving = threading.Lock()
        self._saved = corpus.snapshot.revision
        self.indexing: tuple[int, int] | None = None
        """How many of how many changed profiles are in the index; None while all are."""

    @property
    def viewer(self) -> Viewer:
        """On whose behalf pages and API answer."""
        return Viewer(tenant=self.settings.tenant)

    def part(self, kind: type[_Part], make: Callable[[], _Part]) -> _Part:
        """Return this installation's one object of a kind, made where there is none yet.

        Caches and jobs live here and not in modules, so that two installations in one process
        share nothing and each ends with its own.
        """
        with self._making:
            if kind not in self._parts:
                self._parts[kind] = make()
            return cast(_Part, self._parts[kind])

    def suggest(self, request: MatchRequest, viewer: Viewer) -> MatchResult:
        """Return suggestions among the profiles the viewer may see."""
        found = self.matcher.suggest(request, viewer)
        return addressed(found, request.language, self.people)

    def show(
        self, request: MatchRequest, viewer: Viewer, who: str | None = None
    ) -> tuple[str | None, MatchResult]:
        """Return suggestions, and the id under which it is written down that they were shown.

        The id is None where that could not be (`Feedback.record`). ``who`` is a role, no name.
        """
        result = self.suggest(request, viewer)
        return self.feedback.record(request, result, viewer, who), result

    def get(self, profile_id: str, viewer: Viewer) -> Profile:
        """Return a profile; `NotFoundError` if there is none that the viewer may see."""
        profile = self._directory.get(profile_id, viewer)
        if profile is None:
            raise _missing(profile_id)
        return profile

    def find(
        self,
        viewer: Viewer,
        *,
        text: str = "",
        kind: Kind | None = None,
        offset: int = 0,
        limit: int = 50,
    ) -> Listing:
        """Return visible profiles by name; all words of ``text`` occur in name, id or places."""
        return self._directory.find(viewer, text=text, kind=kind, offset=offset, limit=limit)

    def create(self, profile: Profile, viewer: Viewer) -> Profile:
        """Store a new profile of the viewer's tenant. `ConflictError` if the id is taken."""
        owned = _owned(profile, viewer)
        with self._writing:
            if self.store.owners([profile.id]):
                raise ConflictError(
                    f"Die Kennung '{profile.id}' ist vergeben. Bitte eine andere wählen.",
                    f"The id '{profile.id}' is taken. Please choose another.",
                )
            self.store.put([owned])
        self.take_up(owned.id)
        return owned

    def replace(self, profile: Profile, viewer: Viewer) -> Profile:
        """Store a new version of a profile that the viewer may change."""
        present = self._changeable(profile.id, viewer)
        owned = owned_by(profile, present.owner) if viewer.everything else _owned(profile, viewer)
        self.store.put([owned])
        self.take_up(owned.id)
        return owned

    def delete(self, profile_id: str, viewer: Viewer) -> None:
        """Delete a profile that the viewer may change; `restore` brings it back."""
        owner = self._changeable(profile_id, viewer).owner
        self.store.delete([profile_id], owner)
        self.take_up(profile_id)

    def restore(self, profile_id: str, viewer: Viewer) -> Profile:
        """Bring back the version before the last change or deletion, and return it."""
        if self.store.owners([profile_id]):
            self._changeable(profile_id, viewer)
        elif viewer.tenant is None and not viewer.everything:
            raise _missing(profile_id)
        try:
            profile = self.store.restore(profile_id, None if viewer.everything else viewer.tenant)
        except StoreError as error:
            if error.__cause__ is not None:
                raise
            # A deleted profile of another tenant: not even its id is told.
            raise _missing(profile_id) from None
        self.take_up(profile_id)
        return profile

    def import_file(
        self,
        path: Path,
        viewer: Viewer,
        *,
        name: str | None = None,
        dry_run: bool = False,
        all_or_nothing: bool = False,
        progress: StoreProgress | None = None,
        visibility: Visibility = Visibility.OWN,
    ) -> ImportReport:
        """Import a file for the viewer's tenant, index it and save the index."""
        if viewer.tenant is None and not viewer.everything:
            raise read_only()
        report = import_profiles(
            path,
            self.store,
            owner=viewer.tenant,
            name=name,
            dry_run=dry_run,
            all_or_nothing=all_or_nothing,
            progress=progress,
            visibility=visibility,
        )
        if report.created or report.updated:
            self.follow()
            self.save()
        return report

    def take_up(self, profile_id: str) -> None:
        """Index the last state of one profile, just stored or deleted, before all others'."""
        take_up(self.corpus, self.store, [profile_id])

    def follow(self, progress: Progress | None = None) -> bool:
        """Take up the store's changes, whoever made them; return whether there were any.

        A ranker that was promoted or rolled back meanwhile answers from now on. While somebody
        else takes up many changes, the call does not wait long: theirs ends with these.
        """
        if not self._following.acquire(timeout=PATIENCE_SECONDS):
            return True
        try:
            self._follow_ranker()
            start = before = self.corpus.snapshot.revision
            while self.store.revision() != before:
                follow(self.corpus, self.store, partial(self._indexed, progress))
                if self.corpus.snapshot.revision == before:
                    break
                before = self.corpus.snapshot.revision
            return before != start
        finally:
            self.indexing = None
            self._following.release()

    @contextmanager
    def writing_many(self) -> Iterator[None]:
        """Put off taking up changes while many are written, so that all are counted at once."""
        held = self._following.acquire(timeout=PATIENCE_SECONDS)
        try:
            yield
        finally:
            if held:
                self._following.release()

    def _indexed(self, progress: Progress | None, done: int, total: int) -> None:
        self.indexing = (done, total)
        if progress is not None:
            progress(done, total)

    def _follow_ranker(self) -> None:
        try:
            active = self._active_ranker()
        except PartnerMatchError as error:
            _log.warning("the ranker stays %s: %s", self.matcher.config.version, error.english)
            return
        if active != self.matcher.config:
            self.matcher = Matcher(self.corpus, active)

    def _active_ranker(self) -> RankingConfig:
        return active_ranker(self.settings.folder, self.corpus.encoder.fingerprint)

    def save(self) -> None:
        """Write the index to disk if it changed, so that the next start is quick.

        Changes are taken up meanwhile. Nothing is lost where it cannot be written (a full disk):
        the index is rebuilt from the store.
        """
        with self._saving:
            snapshot = self.corpus.snapshot
            if snapshot.revision == self._saved:
                return
            try:
                save(snapshot, index_folder(self.settings))
            except (OSError, ModelError) as error:
                _log.warning("the index cannot be saved: %s", error)
            else:
                self._saved = snapshot.revision

    def _changeable(self, profile_id: str, viewer: Viewer) -> Profile:
        profile = self.get(profile_id, viewer)
        if not viewer.everything and profile.owner != viewer.tenant:
            raise ForbiddenError(
                f"Das Profil '{profile_id}' gehört nicht Ihnen und kann nur gelesen werden.",
                f"The profile '{profile_id}' is not yours and can only be read.",
            )
        return profile


def index_folder(settings: Settings) -> Path:
    """Return where the index of an installation is saved."""
    return settings.folder / "index"


@contextmanager
def open_service(
    settings: Settings, progress: Progress | None = None, *, rebuild: bool = False
) -> Iterator[Service]:
    """Open everything, and save and close it in the end.

    Args:
        settings: the installation.
        progress: called with (done, total) profiles while the index catches up with the store.
        rebuild: make the index anew instead of loading the saved one.

    Raises:
        PartnerMatchError: store, model or index cannot be opened; says what to do.
    """
    encoder_settings = EncoderSettings(
        model=settings.model,
        runtime=settings.runtime,
        threads=EncoderSettings.from_environment().threads,
        adapter=settings.adapter == "on",
    )
    cache_file = settings.folder / "cache" / "vectors.sqlite"
    with (
        open_store(settings.store_url) as store,
        open_feedback(settings.store_url) as log,
        _vector_cache(cache_file) as cache,
        closing(Database(open_database(settings.store_url))) as workspace,
    ):
        encoder = open_encoder(encoder_settings, cache)
        folder = index_folder(settings)
        secret = installation_secret(settings.folder)
        corpus = open_corpus(
            folder, store, encoder, rebuild=rebuild, progress=progress, secret=secret
        )
        service = Service(settings, store, log, workspace.engine, corpus)
        try:
            yield service
        finally:
            service.save()


@contextmanager
def _vector_cache(path: Path) -> Iterator[VectorCache | None]:
    """Open the cache of vectors; None where that cannot be: it costs time, never an answer."""
    try:
        cache = VectorCache(path)
    except ModelError as error:
        _log.warning("%s", error.english)
        yield None
        return
    with closing(cache):
        yield cache


def _owned(profile: Profile, viewer: Viewer) -> Profile:
    """Return the profile as one of the viewer's tenant, which it may name but not change."""
    if viewer.everything:
        return profile
    if viewer.tenant is None:
        raise read_only()
    if "owner" in profile.model_fields_set and profile.owner != viewer.tenant:
        raise ForbiddenError(
            f"Als 'owner' ist nur '{viewer.tenant}' möglich, nicht '{profile.owner}'.",
            f"The 'owner' can only be '{viewer.tenant}', not '{profile.owner}'.",
        )
    return owned_by(profile, viewer.tenant)


def _missing(profile_id: str) -> NotFoundError:
    return NotFoundError(
        f"Es gibt kein Profil mit der Kennung '{profile_id}'.",
        f"There is no profile with id '{profile_id}'.",
    )
