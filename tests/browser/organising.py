"""What an organiser does, from an empty page to the printed sheets; each step is looked at."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from openpyxl import Workbook

from data.profiles import Kind, Profile

SIDES = ("Startups", "Industrie")
STARTUP_KINDS = frozenset((Kind.STARTUP, Kind.RESEARCH))


def seats_of(profiles: Iterable[Profile], young: int, firms: int) -> list[tuple[str, str]]:
    """Return name and side of an event's participants: so many startups and so many firms."""
    sides: tuple[list[tuple[str, str]], list[tuple[str, str]]] = ([], [])
    for profile in profiles:
        side = 0 if profile.kind in STARTUP_KINDS else 1
        sides[side].append((profile.name, SIDES[side]))
    return sides[0][:young] + sides[1][:firms]


def guest_list(
    folder: Path,
    seats: Iterable[tuple[str, str]],
    wishes: Iterable[tuple[str, str, str]] = (),
) -> Path:
    """Write the spreadsheet that an organiser might have: who comes, and who wants what."""
    book = Workbook()
    people = book.create_sheet("Teilnehmer", 0)
    people.append(("Name", "Seite"))
    for seat in seats:
        people.append(seat)
    wanted = book.create_sheet("Wünsche", 1)
    wanted.append(("Wer", "Wen", "Wunsch"))
    for wish in wishes:
        wanted.append(wish)
    path = folder / "Gaesteliste.xlsx"
    book.save(path)
    return path
