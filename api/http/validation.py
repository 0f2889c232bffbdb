"""What Pydantic found wrong, as sentences in German and English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.http.problems import FieldError

MAX_ERRORS = 50
MAX_VALUE_CHARS = 80

_GERMAN = {
    "missing": "fehlt",
    "extra_forbidden": "ist kein bekanntes Feld",
    "json_invalid": "ist kein gültiges JSON",
    "string_type": "muss Text sein",
    "string_too_short": "muss mindestens {min_length} Zeichen haben",
    "string_too_long": "darf höchstens {max_length} Zeichen haben",
    "string_pattern_mismatch": "hat nicht die erwartete Form {pattern}",
    "too_long": "darf höchstens {max_length} Einträge haben, hat aber {actual_length}",
    "too_short": "muss mindestens {min_length} Einträge haben",
    "enum": "ist nicht bekannt; möglich sind {expected}",
    "literal_error": "ist nicht bekannt; möglich sind {expected}",
    "greater_than": "muss größer als {gt} sein",
    "greater_than_equal": "muss mindestens {ge} sein",
    "less_than": "muss kleiner als {lt} sein",
    "less_than_equal": "darf höchstens {le} sein",
    "int_type": "muss eine ganze Zahl sein",
    "int_parsing": "muss eine ganze Zahl sein",
    "int_from_float": "muss eine ganze Zahl sein",
    "float_type": "muss eine Zahl sein",
    "float_parsing": "muss eine Zahl sein",
    "finite_number": "muss eine endliche Zahl sein",
    "bool_parsing": "muss wahr oder falsch sein",
    "date_from_datetime_parsing": "muss ein Datum wie 2026-12-31 sein",
    "date_parsing": "muss ein Datum wie 2026-12-31 sein",
    "tuple_type": "muss eine Liste sein",
    "list_type": "muss eine Liste sein",
    "model_type": "muss ein Objekt sein",
    "model_attributes_type": "muss ein Objekt sein",
    "dict_type": "muss ein Objekt sein",
    "rule_km": "braucht 'km' bei der Regel 'radius' und nur dort: Regel '{rule}'",
    "rule_place": "braucht bei der Regel 'radius' genau einen Ort, gefunden: {count}",
    "rule_bare": "darf bei der Regel '{rule}' keine Werte haben",
    "rule_values": "braucht bei der Regel '{rule}' mindestens einen Wert",
    "one_seeker": "braucht genau eines von 'profile_id', 'profile' und 'question'",
    "one_asker": "braucht genau eines von 'seeker' und 'question', mit 'impression_id' keines",
    "like_unlike": "nennt '{profile}' sowohl in 'like' als auch in 'unlike'",
    "noted_note": "braucht 'note' beim Ereignis 'noted'",
    "include_exclude": "nennt '{profile}' sowohl in 'include' als auch in 'exclude'",
    "nothing_asked": "braucht 'idea' oder mindestens eine Rolle",
    "many_places": "verlangt mehr als {most} Mitglieder",
    "size_bounds": "braucht 'min_size' nicht größer als 'max_size', gefunden: {least} und {most}",
    "event": "{german}",
    "local_time": "muss eine Ortszeit ohne Zeitzone sein, wie 2026-12-31T14:30",
    "slot_order": "braucht ein Ende nach dem Anfang",
    "declined_reason": "braucht 'reason' beim Ereignis 'declined' und nur dort: '{kind}'",
}


def field_errors(errors: Sequence[Mapping[str, Any]], language: str) -> list[FieldError]:
    """Return the first errors, each with its place and the value found."""
    return [
        FieldError(place=place_of(error["loc"]), message=_message(error, language))
        for error in errors[:MAX_ERRORS]
    ]


def place_of(loc: Sequence[object]) -> str:
    """Return ``body.constraints.0.km`` for the path of a value."""
    return ".".join(str(part) for part in loc)


def sentence(errors: Sequence[FieldError], language: str) -> str:
    """Return all errors in one line."""
    first = "; ".join(
        f"{error.place}: {error.message}" if error.place else error.message for error in errors[:3]
    )
    if len(errors) <= 3:
        return first
    more = len(errors) - 3
    return f"{first}; " + (f"and {more} more" if language == "en" else f"und {more} weitere")


def _message(error: Mapping[str, Any], language: str) -> str:
    english = str(error["msg"]).removeprefix("Value error, ")
    kind, value = error["type"], error.get("input")
    if isinstance(value, str) and kind in ("too_long", "too_short"):
        kind = f"string_{kind}"  # of text that is cleaned first, Pydantic counts items
    german = _GERMAN.get(kind)
    context = error.get("ctx") or {}
    if language == "en":
        text = english
    elif german is None:
        text = f"ist nicht gültig ({english})"
    else:
        text = german.format_map({key: _plain(value) for key, value in context.items()})
    found = "found" if language == "en" else "gefunden"
    if isinstance(value, str | int | float) and error["type"] != "json_invalid":
        text += f" ({found}: {str(value)[:MAX_VALUE_CHARS]!r})"
    return text


def _plain(value: object) -> str:
    return str(value).replace(" or ", " oder ")
