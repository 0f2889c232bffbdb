"""Why the service does not do what it could."""

from __future__ import annotations

from data.errors import PartnerMatchError


class ConflictError(PartnerMatchError):
    """The id of a new profile is taken."""


class ForbiddenError(PartnerMatchError):
    """Something may be seen but not changed by the one who asks."""


class SignInNeededError(PartnerMatchError):
    """Nobody is signed in, or no valid key was sent."""


def read_only() -> ForbiddenError:
    """Return the error of a change that nobody in particular asks for."""
    return ForbiddenError(
        "Ohne Mandant (PARTNERMATCH_TENANT) kann nichts geändert werden.",
        "Nothing can be changed without a tenant (PARTNERMATCH_TENANT).",
    )
