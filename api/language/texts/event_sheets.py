"""Texts of the spreadsheet of an event."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {}
