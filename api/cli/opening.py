"""Open the installation for a command: settings, store, and the whole service."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from api.cli.printing.output import progress
from data.errors import NotFoundError

if TYPE_CHECKING:
    from api.work.service import Service
    from api.work.settings import Settings
    from data.profiles import Profile
    from data.store.profiles import ProfileStore

SHOWN = 5
NEAR = 60
"""Least likeness of a name that is proposed, 0 to 100."""


@contextmanager
def opened_store() -> Iterator[ProfileStore]:
    """Open the store of the installation; no model is loaded."""
    from api.work.settings import load_settings
    from data.store.profiles import open_store

    with open_store(load_settings().store_url) as store:
        yield store


@contextmanager
def opened_service(settings: Settings | None = None, *, rebuild: bool = False) -> Iterator[Service]:
    """Open everything; a bar shows how the index catches up with the store."""
    with ExitStack() as stack:
        with progress("Modell und Index werden geladen", "Loading model and index") as report:
            from api.work.service import open_service
            from api.work.settings import load_settings

            chosen = settings or load_settings()
            service = stack.enter_context(open_service(chosen, report, rebuild=rebuild))
        yield service


def find_profile(store: ProfileStore, text: str) -> Profile:
    """Return the profile of an id, or the one whose name is meant.

    Raises:
        NotFoundError: nothing is found, with names spelt alike; or several are, with their ids.
    """
    from data.text import fold

    if known := store.get_many([text]):
        return known[text]
    page = store.page(text=text, limit=1000)
    named = [p for p in page.profiles if fold(p.name) == fold(text)] or list(page.profiles)
    if len(named) == 1:
        return named[0]
    if named:
        several = _listed(named[:SHOWN])
        more = "" if len(named) <= SHOWN else " …"
        raise NotFoundError(
            f"„{text}“ passt auf {page.total} Profile; bitte eine Kennung nennen: {several}{more}",
            f"“{text}” fits {page.total} profiles; please give an id: {several}{more}",
        )
    near = _listed(_spelt_alike(store, text))
    raise NotFoundError(
        f"Es gibt kein Profil „{text}“." + (f" Meinten Sie: {near}?" if near else ""),
        f"There is no profile “{text}”." + (f" Did you mean: {near}?" if near else ""),
    )


def _listed(profiles: list[Profile]) -> str:
    return ", ".join(f"{profile.name} ({profile.id})" for profile in profiles)


def _spelt_alike(store: ProfileStore, text: str) -> list[Profile]:
    from rapidfuzz import fuzz, process

    from data.text import fold

    names = {p.id: fold(p.name) for p in store.iterate()}
    names |= {f"{id} ": id.lower() for id in names}
    found = process.extract(fold(text), names, scorer=fuzz.WRatio, limit=SHOWN, score_cutoff=NEAR)
    ids = dict.fromkeys(id.strip() for _, _, id in found)
    return list(store.get_many(list(ids)[:3]).values())
