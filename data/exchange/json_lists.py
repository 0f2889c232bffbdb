"""A JSON file that is one list: of profiles, or of objects that are the rows of a table."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from data.errors import ProfileError
from data.profiles import Profile
from data.spreadsheet.characters import encoding_of, opened

MAX_BYTES = 200 << 20
_KEYS_FROM = 1000
"""Lines whose keys are the headings."""
_PROFILE = frozenset(Profile.model_fields)
_NEEDED = frozenset(("id", "name", "kind"))


def listed(path: Path) -> list[dict[str, Any]] | None:
    """Return the objects of a file that is one JSON list, None for a file of lines.

    An object that holds one such list (``{"data": […]}``) is read as that list. Raises
    `ProfileError` where the file is too large or no JSON.
    """
    with opened(path, encoding_of(path)) as file:
        first = file.readline(4096).strip()
        while first == "" and (line := file.readline(4096)):
            first = line.strip()
        if not first.startswith("[") and (not first.startswith("{") or _begins_a_profile(first)):
            return None
        if path.stat().st_size > MAX_BYTES:
            raise ProfileError(
                f"Die JSON-Liste ist größer als {MAX_BYTES >> 20} MB; bitte ein Profil je Zeile.",
                f"the JSON list is larger than {MAX_BYTES >> 20} MB; please one profile per line.",
            )
        file.seek(0)
        try:
            content = json.loads(file.read())
        except (ValueError, RecursionError) as problem:
            if first.startswith("{"):
                return None
            raise ProfileError(
                f"Die Datei beginnt als JSON-Liste und ist kein gültiges JSON ({problem}).",
                f"the file begins as a JSON list and is not valid JSON ({problem}).",
            ) from problem
    return _objects(content)


def table_of_lines(path: Path) -> Iterator[tuple[int, list[str]]] | None:
    """Return the rows of a file of JSON lines that are no profiles; None if they are.

    The keys of the first lines are the headings. A line that is no object is a row without cells.
    """
    with opened(path, encoding_of(path)) as file:
        first = [_object(line) for line in islice(file, _KEYS_FROM) if line.strip()]
    objects = [entry for entry in first if entry is not None]
    looked = objects[:20]
    if not looked or any(map(_is_profile, looked)):
        return None
    keys = list(dict.fromkeys(key for entry in objects for key in entry))
    return _rows_of_lines(path, keys)


def _is_profile(entry: Mapping[str, Any]) -> bool:
    """Tell whether an object is a profile or document, perhaps a faulty one, and no row."""
    return "_id" in entry or len(_NEEDED & set(entry)) > 1 or set(entry) <= _PROFILE


def _rows_of_lines(path: Path, keys: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    yield 0, [str(key) for key in keys]
    with opened(path, encoding_of(path)) as file:
        for number, line in enumerate(file, start=1):
            entry = _object(line) or {}
            yield number, [_text(entry.get(key)) for key in keys]


def _object(line: str) -> dict[str, Any] | None:
    try:
        content = json.loads(line) if line.strip() else None
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def are_profiles(objects: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether the objects are profiles as they are exported, and not rows with headings."""
    return all(_NEEDED <= set(entry) and set(entry) <= _PROFILE for entry in objects[:20])


def as_rows(objects: Sequence[Mapping[str, Any]]) -> list[tuple[int, list[str]]]:
    """Return the objects as rows of a table: the keys of all as headings, then the values."""
    keys = list(dict.fromkeys(key for entry in objects for key in entry))
    rows = [(1, [str(key) for key in keys])]
    for number, entry in enumerate(objects, start=2):
        rows.append((number, [_text(entry.get(key)) for key in keys]))
    return rows


def _objects(content: Any) -> list[dict[str, Any]]:
    if isinstance(content, dict) and (_NEEDED <= set(content) or "_id" in content):
        content = [content]  # one profile alone; its places and statements are no list of others
    elif isinstance(content, dict):
        lists = [v for v in content.values() if isinstance(v, list) and v and _all_objects(v)]
        content = lists[0] if len(lists) == 1 else [content]
    if not _all_objects(content):
        raise ProfileError(
            "Die JSON-Liste enthält nicht nur Objekte; erwartet wird eine Liste von Objekten.",
            "the JSON list does not hold objects only; expected is a list of objects.",
        )
    return list(content)


def _all_objects(values: Sequence[Any]) -> bool:
    return all(isinstance(value, dict) for value in values)


def _begins_a_profile(line: str) -> bool:
    """Tell whether a line is, or begins, one profile or document of a file of lines."""
    return re.match(r'\{\s*"_?(id|name|kind|title)"\s*:', line) is not None


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, list):
        return "\n".join(filter(None, map(_text, value)))
    if isinstance(value, dict):
        return ", ".join(filter(None, map(_text, value.values())))
    return str(value)
