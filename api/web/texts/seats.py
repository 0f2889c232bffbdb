"""Texts of what a participant of an event sees."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {}
