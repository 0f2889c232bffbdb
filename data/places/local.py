"""Places that requests name and the table of municipalities lacks (data/reference/SOURCES.md).

Berlin's districts and Ortsteile, landscapes, countries and towns next door; and which names of
places are everyday words too, so that a reader of free text can be careful with them.
"""

from __future__ import annotations

from functools import cache
from typing import Literal, NamedTuple

from data.files import read_table, split_cell
from data.places.spelling import slug

Grade = Literal["strong", "weak"]
"""How much a name is an everyday word: ``strong`` is more often the word than the place."""

Article = Literal["", "f", "m", "n"]
"""The article a name takes: "die Uckermark", "der Fläming", "das Havelland", or none."""


class LocalPlace(NamedTuple):
    """One named place; ``members`` are ids of regions (or "land:11", narrowed by postcodes)."""

    id: str
    name: str
    aliases: tuple[str, ...]
    article: Article
    members: tuple[str, ...]
    postcodes: tuple[str, ...] = ()
    part_of: str = ""


_ARTICLE_KREISE: dict[str, Article] = {
    "Uckermark": "f",
    "Prignitz": "f",
    "Lausitz": "f",
    "Brandenburgische Lausitz": "f",
    "Schorfheide": "f",
    "Barnim": "m",
    "Havelland": "n",
    "Saarland": "n",
    "Hauptstadtregion Berlin-Brandenburg": "f",
    "Wedding": "m",
    "Prenzlauer Berg": "m",
    "Grunewald": "m",
    "Tiergarten": "m",
    "Westend": "n",
    "Hansaviertel": "n",
    "Märkisches Viertel": "n",
    "Falkenhagener Feld": "n",
    "Schweiz": "f",
    "Niederlande": "f",
}


def article_of(name: str) -> Article:
    """Return the article that people use with a place's name, "" for the most."""
    landscapes = {place.name: place.article for place in load_landscapes()}
    return landscapes.get(name) or _ARTICLE_KREISE.get(name, "")


@cache
def load_ortsteile() -> tuple[LocalPlace, ...]:
    """Return Berlin's Ortsteile with the postcodes that serve them (several serve two)."""
    return tuple(
        LocalPlace(
            f"ortsteil:{slug(row['name'])}",
            row["name"],
            split_cell(row["aliases"]),
            "",
            ("land:11",),
            split_cell(row["postcodes"]),
            row["bezirk"],
        )
        for row in read_table("ortsteile.csv")
    )


@cache
def load_bezirke() -> tuple[LocalPlace, ...]:
    """Return Berlin's twelve districts with the postcodes of their Ortsteile."""
    postcodes: dict[str, dict[str, None]] = {}
    for part in load_ortsteile():
        postcodes.setdefault(part.part_of, {}).update(dict.fromkeys(part.postcodes))
    return tuple(
        LocalPlace(f"bezirk:{slug(name)}", name, (), "", ("land:11",), tuple(codes), "Berlin")
        for name, codes in postcodes.items()
    )


@cache
def load_landscapes() -> tuple[LocalPlace, ...]:
    """Return landscapes, each as the Kreise it lies in."""
    articles: dict[str, Article] = {"f": "f", "m": "m", "n": "n"}
    return tuple(
        LocalPlace(
            f"landscape:{slug(row['name'])}",
            row["name"],
            split_cell(row["aliases"]),
            articles.get(row["article"], ""),
            split_cell(row["members"]),
        )
        for row in read_table("landscapes.csv")
    )


@cache
def load_neighbours() -> tuple[LocalPlace, ...]:
    """Return countries and towns beyond the border; they have no members."""
    return tuple(
        LocalPlace(
            f"abroad:{slug(row['name'])}",
            row["name"],
            split_cell(row["aliases"]),
            "",
            (),
            (),
            row["country"],
        )
        for row in read_table("neighbours.csv")
    )


@cache
def load_place_words() -> dict[str, Grade]:
    """Return the names of places that are everyday words or surnames too."""
    grades: dict[str, Grade] = {"strong": "strong", "weak": "weak"}
    return {row["name"]: grades[row["grade"]] for row in read_table("place_words.csv")}


@cache
def load_lookalikes() -> frozenset[str]:
    """Return everyday words, folded, that are one letter away from the name of a place."""
    return frozenset(row["word"] for row in read_table("place_lookalikes.csv"))
