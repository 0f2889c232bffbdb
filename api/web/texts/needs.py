"""Needs nobody answers, offers nobody asked for, chances across clusters."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {}
