"""Saved searches and their digests."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "search_save": ("Suche merken", "Save this search"),
    "search_name": ("Name der Suche", "Name of the search"),
    "search_save_hint": (
        "Kommen neue passende Partner dazu, finden Sie sie unter „Gemerkte Suchen“.",
        "When new fitting partners appear, you find them under “Saved searches”.",
    ),
    "search_save_button": ("Merken", "Save"),
}
