"""What the pages of members share: whose they are, and the words they use."""

from __future__ import annotations

from functools import partial

from api.language.texts import translator
from api.language.values import day, whole
from api.work.service import Service
from data.errors import NotFoundError
from data.exchange.completeness import LEVELS, NAMES, WHY, Gap
from data.profiles import Kind, Profile, Visibility
from data.store.profiles import Change
from matcher.search.catalog import mark_of
from matcher.words import KINDS

PILLS = ("good", "warn", "warn", "bad")
"""The colour of each word of `data.exchange.completeness.LEVELS`."""


def own_record(service: Service, profile_id: str, tenant: str) -> tuple[Change, Profile]:
    """Return the last change of a member, and its profile.

    From the store, not from the index, which may not have taken up the profile yet. Raises the
    same `NotFoundError` for a profile of another tenant as for none at all.
    """
    try:
        record = service.store.record(profile_id)
    except NotFoundError:
        raise no_member(profile_id) from None
    if record.profile is None or record.profile.owner != tenant:
        raise no_member(profile_id)
    return record, record.profile


def stand_of(profile: Profile) -> str:
    """Return what tells a version of a profile from others of it, 16 hexadecimal digits.

    The store counts the changes of all tenants alike; its numbers would tell of others' changes.
    """
    return f"{mark_of(profile):016x}"


def no_member(profile_id: str) -> NotFoundError:
    """Return the error of an id that no member of the tenant has."""
    return NotFoundError(
        f"Ein Mitglied mit der Kennung '{profile_id}' gibt es nicht.",
        f"There is no member with id '{profile_id}'.",
    )


def member_words(language: str) -> dict[str, object]:
    """Return what templates call kinds, gaps and visibilities."""
    half = 1 if language == "en" else 0
    t = translator(language)
    return {
        "count": partial(whole, language=language),
        "day": partial(day, language=language),
        "kinds": {kind: KINDS[kind][half] for kind in Kind},
        "gap_names": {gap: NAMES[gap][half] for gap in Gap},
        "gap_reasons": {gap: WHY[gap][half] for gap in Gap},
        "level_names": [words[half] for _, words in LEVELS],
        "pills": PILLS,
        "visibilities": {value: t(f"member_{value}") for value in Visibility},
    }
