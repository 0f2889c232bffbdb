"""The few kinds of error a user can meet.

Each message names the place, what was found and what was expected. German comes first because
users read it; the English text stands beside it for the switch in the faces.
"""

from __future__ import annotations


class PartnerMatchError(Exception):
    """Base of all errors that are shown to a user as one sentence, never as a stack trace.

    ``str(error)`` is the German sentence, ``error.english`` the English one.
    """

    def __init__(self, german: str, english: str) -> None:
        super().__init__(german)
        self.german = german
        self.english = english

    def text(self, language: str = "de") -> str:
        """Return the message in ``language`` (``"de"`` or ``"en"``)."""
        return self.english if language == "en" else self.german


class ProfileError(PartnerMatchError):
    """A profile, or a row of an import, is not as it must be."""


class NotFoundError(PartnerMatchError):
    """Something asked for by name or id does not exist.

    ``choices`` are the names of what may have been meant; ``proposal`` says so at the end of the
    sentence, for faces that cannot offer them to be chosen.
    """

    def __init__(
        self,
        german: str,
        english: str,
        choices: tuple[str, ...] = (),
        proposal: tuple[str, str] = ("", ""),
    ) -> None:
        super().__init__(german + proposal[0], english + proposal[1])
        self.choices = choices
        self._alone = german, english

    def without_choices(self, language: str) -> str:
        """Return the sentence without what may have been meant."""
        return self._alone[1 if language == "en" else 0]


class RegionError(NotFoundError):
    """A region's name, code or postcode is not known."""


class SectorError(NotFoundError):
    """A sector, trade or cluster is not known."""


class RequestError(PartnerMatchError):
    """A match request asks for something that cannot be answered."""


class OutdatedError(RequestError):
    """A change was made to something that somebody else has changed since it was read."""


class StoreError(PartnerMatchError):
    """The profile store cannot be read or written as asked."""


class ModelError(PartnerMatchError):
    """Weights, vectors or an index are missing, damaged or do not fit together."""
