"""JSONL: one profile, or one document of an evaluation corpus, per line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError

from data.beir import is_beir, profile_from_beir
from data.errors import ProfileError
from data.importing.csv_file import encoding_of
from data.importing.report import Note, error
from data.importing.rows import validation_notes
from data.profiles import Profile

MAX_LINE = 10_000_000
"""Characters; a longer line is no profile and is not read into memory whole."""


def read_jsonl(
    path: Path, corrected: Mapping[int, str] | None = None
) -> Iterator[tuple[int, str, Profile | None, list[Note]]]:
    """Yield line number, line, profile (None if refused) and notes; empty lines give no notes.

    ``corrected`` holds by line number what stands there instead.
    """
    instead = corrected or {}
    with path.open(encoding=encoding_of(path)) as file:
        number = 0
        while line := file.readline(MAX_LINE):
            number += 1
            if len(line) >= MAX_LINE:
                raise ProfileError(
                    f"Zeile {number}: Die Zeile hat mehr als {MAX_LINE} Zeichen; "
                    "erwartet wird ein Profil je Zeile.",
                    f"row {number}: the line has more than {MAX_LINE} characters; "
                    "expected is one profile per line.",
                )
            line = instead.get(number, line)
            yield number, line, *(parsed(line) if line.strip() else (None, []))


def parsed(line: str) -> tuple[Profile | None, list[Note]]:
    """Return the profile of one line, or None and what is wrong with it."""
    try:
        content = json.loads(line)
    except (ValueError, RecursionError) as problem:
        place = f" (Spalte {problem.colno})" if isinstance(problem, json.JSONDecodeError) else ""
        return None, [
            error(
                f"Die Zeile ist kein gültiges JSON{place}: {line.strip()[:60]}… Erwartet wird ein "
                "Profil je Zeile in geschweiften Klammern.",
                f"The line is not valid JSON: {line.strip()[:60]}… Expected is one profile per "
                "line in curly brackets.",
                value=line.strip()[:200],
            )
        ]
    if not isinstance(content, dict):
        return None, [
            error(
                f"Erwartet wird ein Profil in geschweiften Klammern, gefunden: {line.strip()[:60]}",
                f"Expected is a profile in curly brackets, found: {line.strip()[:60]}",
                value=line.strip()[:200],
            )
        ]
    try:
        if is_beir(content):
            return profile_from_beir(content)
        return Profile.model_validate_json(line), []
    except ValidationError as problem:
        return None, list(validation_notes(problem))
