"""Word lists are written as people write and compared folded."""

from __future__ import annotations

from data.text import fold


def words(*lists: str) -> frozenset[str]:
    """Return the words of space-separated lists, folded."""
    return frozenset(fold(word) for part in lists for word in part.split())


def phrases(*lists: str) -> tuple[tuple[str, ...], ...]:
    """Return the phrases of lists separated by semicolons, each as folded words, longest first."""
    found = {tuple(fold(p).split()) for part in lists for p in part.split(";") if p.strip()}
    return tuple(sorted(found, key=lambda p: (-len(p), p)))
