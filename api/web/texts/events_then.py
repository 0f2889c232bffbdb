"""Texts of an event's papers, of its day and of what comes after."""

from __future__ import annotations

THEN: dict[str, tuple[str, str]] = {}
