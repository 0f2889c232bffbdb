"""Members: list, import, editing."""

from __future__ import annotations

from api.language.texts.members_editing import EDITING
from api.language.texts.members_import import IMPORTING
from api.language.texts.members_list import LISTING

TEXTS: dict[str, tuple[str, str]] = LISTING | EDITING | IMPORTING
