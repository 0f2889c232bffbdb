"""Importing members from a spreadsheet."""

from __future__ import annotations

IMPORTING: dict[str, tuple[str, str]] = {}
