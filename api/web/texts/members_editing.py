"""Editing one member."""

from __future__ import annotations

EDITING: dict[str, tuple[str, str]] = {}
