"""Sentences and names that the files and pages of an event share."""

from __future__ import annotations

import re

from api.language.texts import translator
from api.work.events.view import Line
from data.text import fold

STROKES = str.maketrans("łđø", "ldo")
"""Letters that are no base letter with an accent."""


def quoted(text: str, language: str) -> str:
    """Return a text in the quotation marks of the language."""
    opening, closing = ("“", "”") if language == "en" else ("„", "“")
    return f"{opening}{text}{closing}" if text else ""


def shortened(text: str, most: int) -> str:
    """Return a text of at most so many characters, cut at a word."""
    if len(text) <= most:
        return text
    return f"{text[: most - 1].rsplit(' ', 1)[0].rstrip(' ,;.:–-')}…"


def icebreaker(line: Line, language: str) -> str:
    """Return what to begin with: the two statements that fit each other; may be empty."""
    t = translator(language)
    parts = []
    if line.theirs:
        parts.append(f"{t('seat_ask_for')}: {quoted(line.theirs, language)}")
    if line.own:
        parts.append(f"{t(line.own_label)}: {quoted(line.own, language)}")
    return "\n".join(parts)


def file_word(name: str) -> str:
    """Return a name for a file, of letters that every system takes."""
    plain = re.sub(r"[^a-z0-9]+", "-", fold(name).translate(STROKES)).strip("-")
    return plain[:60].strip("-") or "ohne-namen"
