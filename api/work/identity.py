"""`Identity`: on whose behalf a request is answered, and what it may do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from api.work.refusal import read_only
from api.work.settings import Settings
from data.office.people import UserRole
from matcher.request import Viewer

__all__ = ["RIGHTS", "Identity", "Right", "UserRole"]


class Right(StrEnum):
    """What somebody may do. Each page and each route names the one it needs."""

    READ = "read"
    """Search, read profiles."""
    ADVISE = "advise"
    """Tell what became of suggestions, write sheets, save searches, edit a profile."""
    MANAGE = "manage"
    """Import and delete the tenant's profiles, read outcomes, answer for its members."""
    ORGANISE = "organise"
    """Plan events."""
    ADMIN = "admin"
    """Accounts, keys and settings of the tenant."""

    def label(self, language: str = "de") -> str:
        """Return its name in ``language``."""
        return _LABELS[self][language == "en"]


_LABELS = {
    Right.READ: ("Lesen", "read"),
    Right.ADVISE: ("Beraten", "advise"),
    Right.MANAGE: ("Mitglieder führen", "manage members"),
    Right.ORGANISE: ("Veranstaltungen planen", "plan events"),
    Right.ADMIN: ("Verwalten", "administer"),
}


RIGHTS: dict[UserRole, frozenset[Right]] = {
    UserRole.READER: frozenset({Right.READ}),
    UserRole.ADVISER: frozenset({Right.READ, Right.ADVISE}),
    UserRole.MANAGER: frozenset({Right.READ, Right.ADVISE, Right.MANAGE}),
    UserRole.ORGANISER: frozenset({Right.READ, Right.ADVISE, Right.ORGANISE}),
    UserRole.ADMIN: frozenset(Right),
}


@dataclass(frozen=True)
class Identity:
    """Who asks. Routes take it from `api.http.deps`; no caller can choose it."""

    viewer: Viewer
    role: UserRole
    name: str
    """As the page greets; empty where nobody signs in."""
    account: str | None = None
    """The account's id, None for keys and where nobody signs in."""
    csrf: str = ""
    """What forms must send back."""

    @property
    def tenant(self) -> str | None:
        """The tenant it acts for; None reads public profiles and changes nothing."""
        return self.viewer.tenant

    def may(self, right: Right) -> bool:
        """Say whether it has a right. Without a tenant there is nothing to change."""
        if right is not Right.READ and self.tenant is None:
            return False
        return right in RIGHTS[self.role]


def operates(identity: Identity, settings: Settings) -> bool:
    """Say whether somebody administers the tenant that runs the installation.

    What belongs to all tenants at once, such as the atlas, is theirs to change, and nobody else's
    on the pages or the API.
    """
    return identity.may(Right.ADMIN) and identity.tenant == settings.tenant


def tenant_of(identity: Identity) -> str:
    """Return the tenant that somebody acts for; `ForbiddenError` without one."""
    if identity.tenant is None:
        raise read_only()
    return identity.tenant
