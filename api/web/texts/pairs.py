"""What became of one suggestion: buttons, notes, history, comparison."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {}
