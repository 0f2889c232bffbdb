"""From the form in which a sheet is edited to its new content. Pure: nothing is kept here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from api.language.texts import translator
from data.errors import RequestError
from data.office.sheets import MAX_ENTRIES, MAX_LINE, MAX_TEXT, Entry, Section, SheetContent
from data.profiles import clean_text

TEXTS = ("headline", "introduction", "closing", "adviser", "adviser_contact")
FIELDS = ("reason", "gain", "next_step")


def applied(content: SheetContent, sent: Mapping[str, Any], language: str) -> SheetContent:
    """Return the content with all that a form says.

    Raises:
        RequestError: a text is too long, or the headline or a name is missing.
    """
    changes: dict[str, Any] = {name: str(sent[name]) for name in TEXTS if name in sent}
    if not str(clean_text(changes.get("headline", content.headline))):
        raise _both("sheet_err_headline")
    if content.firm.profile_id is None and str(clean_text(str(sent.get("firm", "")))):
        changes["firm"] = {**content.firm.model_dump(), "name": str(sent["firm"])}
    changes["gaps"] = {
        section: str(sent.get(f"gap-{section}", text)) for section, text in content.gaps.items()
    }
    changes["entries"] = [_entry(entry, sent) for entry in content.entries]
    return _checked(content.model_dump() | changes, language)


def with_own(content: SheetContent, sent: Mapping[str, Any], language: str) -> SheetContent:
    """Return the content with an entry in the adviser's own words, if its name was filled in."""
    name = str(clean_text(str(sent.get("neu-name", ""))))
    if not name:
        return content
    chosen = str(sent.get("neu-abschnitt", ""))
    entry = {
        "section": chosen if chosen in set(Section) else Section.FIRMS,
        "name": name,
        "reason": str(sent.get("neu-grund", "")),
        "next_step": str(sent.get("neu-schritt", "")),
        "edited": True,
    }
    before = content.model_dump()
    return _checked({**before, "entries": [*before["entries"], entry]}, language)


def moved(content: SheetContent, entry_id: str, step: int) -> SheetContent:
    """Return the content with one entry moved up (-1) or down (+1) within its section."""
    entries = list(content.entries)
    here = next((i for i, entry in enumerate(entries) if entry.id == entry_id), None)
    if here is None:
        return content
    mates = [i for i, entry in enumerate(entries) if entry.section is entries[here].section]
    place = mates.index(here) + step
    if not 0 <= place < len(mates):
        return content
    there = mates[place]
    entries[here], entries[there] = entries[there], entries[here]
    return content.model_copy(update={"entries": tuple(entries)})


def without(content: SheetContent, entry_id: str) -> SheetContent:
    """Return the content without one entry."""
    kept = tuple(entry for entry in content.entries if entry.id != entry_id)
    return content.model_copy(update={"entries": kept})


def _entry(entry: Entry, sent: Mapping[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = entry.model_dump()
    if f"e-{entry.id}" not in sent:
        return said
    names = (*FIELDS, "name") if entry.profile_id is None else FIELDS
    for name in names:
        key = f"e-{entry.id}-{name}"
        if key in sent and _differs(str(sent[key]), said[name]):
            said |= {name: str(sent[key]), "edited": True}
    said["included"] = f"e-{entry.id}-in" in sent
    said["agreed"] = f"e-{entry.id}-agreed" in sent
    if not str(clean_text(said["name"])):
        raise _both("sheet_err_name")
    return said


def _differs(sent: str, kept: str) -> bool:
    """Say whether a person changed a text; a browser sends other line ends."""
    return " ".join(sent.split()) != " ".join(kept.split())


def _checked(said: dict[str, Any], language: str) -> SheetContent:
    if len(said["entries"]) > MAX_ENTRIES:
        raise _both("sheet_err_many", max=MAX_ENTRIES)
    try:
        return SheetContent.model_validate(said)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = _where(said, list(_path(first["loc"])))
        found = len(str(first["input"]))
        raise RequestError(
            f"{where}: der Text hat {found} Zeichen; möglich sind {MAX_LINE} in einer Zeile und "
            f"{MAX_TEXT} in einem Absatz.",
            f"{where}: the text has {found} characters; possible are {MAX_LINE} in a line and "
            f"{MAX_TEXT} in a paragraph.",
        ) from error


def _path(location: tuple[int | str, ...]) -> Iterator[str]:
    yield from (str(part) for part in location)


def _where(said: dict[str, Any], path: list[str]) -> str:
    """Return where a text stands, by the name of its entry."""
    if path[0] == "entries" and len(path) > 1:
        return str(said["entries"][int(path[1])]["name"])[:60]
    return {"headline": "Überschrift", "introduction": "Einleitung"}.get(path[0], path[0])


def _both(key: str, **values: object) -> RequestError:
    return RequestError(
        translator("de")(key).format(**values), translator("en")(key).format(**values)
    )
