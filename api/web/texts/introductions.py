"""Profiles met through an intermediary."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {}
