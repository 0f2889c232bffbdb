"""Members: list, import, editing."""

from __future__ import annotations

from api.web.texts.members_editing import EDITING
from api.web.texts.members_import import IMPORTING
from api.web.texts.members_list import LISTING

TEXTS: dict[str, tuple[str, str]] = LISTING | EDITING | IMPORTING
