"""Small profiles for tests of the atlas."""

from __future__ import annotations

from collections.abc import Iterable

from data.profiles import Kind, Place, Profile, Role, Statement, Visibility

TRADES = {
    "Zerspanung": "Drehen und Fräsen von Stahlwellen auf der CNC Drehmaschine, Zerspanung Nummer",
    "Backwaren": "Brot und Brötchen aus der Bäckerei, Backwaren mit Roggenmehl Sorte",
    "Software": "Programmierung von Software und Datenbanken für Server und Webportale Version",
    "Holzbau": "Dachstühle aus Holz vom Zimmerer, Holzbau mit Schnittholz aus Kiefer Haus",
}
"""What firms of four trades say; each adds its number."""


def profile(
    id: str,
    *statements: tuple[Role, str],
    kreis: str = "12073",
    visibility: Visibility = Visibility.PUBLIC,
    **changes: object,
) -> Profile:
    """Return a profile in the Uckermark unless told otherwise."""
    base = {
        "id": id,
        "name": f"Betrieb {id}",
        "kind": Kind.COMPANY,
        "places": (Place(kreis=kreis, land=kreis[:2]),),
        "statements": tuple(Statement(role=role, text=text) for role, text in statements),
        "visibility": visibility,
    }
    return Profile.model_validate(base | changes)


def firms(each: int) -> list[Profile]:
    """Return so many firms of each trade, every other one with a need instead of an offer."""
    return [
        profile(
            f"{trade.lower()}-{number}",
            (Role.NEED if number % 2 else Role.OFFER, f"{text} {number}"),
        )
        for trade, text in TRADES.items()
        for number in range(each)
    ]


def named(profiles: Iterable[Profile]) -> dict[str, Profile]:
    """Return profiles by id."""
    return {one.id: one for one in profiles}
