"""Texts of planning an event."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {}
