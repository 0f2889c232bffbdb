"""Which stored firm a text in a form names."""

from __future__ import annotations

from api.work.asking.form import code_of
from api.work.service import Service
from data.errors import NotFoundError
from data.profiles import Profile
from matcher.request import Viewer

MAX_FIRMS = 6
"""So many are offered where a text names several."""


def find_firm(service: Service, viewer: Viewer, text: str) -> Profile | list[Profile]:
    """Return the profile a text names, as typed or as the type-ahead gives it, or several."""
    for profile_id in filter(None, (code_of(text), text)):
        try:
            return service.get(profile_id, viewer)
        except NotFoundError:
            continue
    found = service.find(viewer, text=text, limit=MAX_FIRMS)
    return found.profiles[0] if found.total == 1 else list(found.profiles)
