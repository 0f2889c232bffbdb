"""Texts of the plan of an event."""

from __future__ import annotations

PLAN: dict[str, tuple[str, str]] = {}
