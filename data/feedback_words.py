"""What people call events and reasons, in German and English, and how they are understood."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from data.errors import RequestError
from data.feedback import EventKind, Reason
from data.names import fold

EVENTS: dict[EventKind, tuple[str, str]] = {
    EventKind.OPENED: ("angesehen", "opened"),
    EventKind.SUGGESTED: ("vorgeschlagen", "suggested"),
    EventKind.CONTACTED: ("kontaktiert", "contacted"),
    EventKind.DECLINED: ("abgelehnt", "declined"),
    EventKind.MET: ("getroffen", "met"),
    EventKind.COOPERATION: ("Kooperation", "cooperation"),
    EventKind.NOTED: ("Notiz", "noted"),
}
REASONS: dict[Reason, tuple[str, str]] = {
    Reason.ALREADY_KNOWN: ("bekannt", "already known"),
    Reason.WRONG_TOPIC: ("Thema", "wrong topic"),
    Reason.TOO_FAR: ("Entfernung", "too far"),
    Reason.NO_CAPACITY: ("Kapazität", "no capacity"),
    Reason.COMPETITOR: ("Wettbewerb", "competitor"),
    Reason.OUTDATED: ("veraltet", "outdated"),
    Reason.OTHER: ("sonstiges", "other"),
}
_Word = TypeVar("_Word", bound=StrEnum)


def event_of(text: str) -> EventKind:
    """Return the event that a German or English word names; `RequestError` lists them."""
    return _meant(text, EVENTS, ("Ereignis", "event"))


def reason_of(text: str) -> Reason:
    """Return the reason that a German or English word names; `RequestError` lists them."""
    return _meant(text, REASONS, ("Grund", "reason"))


def _meant(text: str, words: Mapping[_Word, tuple[str, str]], sort: tuple[str, str]) -> _Word:
    for value, names in words.items():
        if fold(text) in map(fold, (value.value, *names)):
            return value
    german, english = (", ".join(names[i] for names in words.values()) for i in (0, 1))
    raise RequestError(
        f"'{text}' ist als {sort[0]} nicht bekannt. Möglich sind: {german}.",
        f"'{text}' is not known as {sort[1]}. Possible are: {english}.",
    )
