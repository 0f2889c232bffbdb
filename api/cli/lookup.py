"""Commands that say what a region or a sector contains before it becomes a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.printing.output import (
    Command,
    Json,
    Lang,
    Language,
    language,
    out,
    pick,
    show_json,
    table,
)
from data.errors import RegionError, SectorError

if TYPE_CHECKING:
    from data.places.regions import Region
    from data.sectors.names import Cluster
    from data.sectors.trades import Trade
    from data.sectors.wz import Sector

Words = Annotated[list[str], typer.Argument(metavar="TEXT", help="Name, Code oder Anfang davon")]
MAX_MEMBERS = 30
LEVELS = {
    "area": ("Gebiet", "area"),
    "land": ("Land", "Land"),
    "nuts": ("NUTS-2-Region", "NUTS 2 region"),
    "kreis": ("Kreis", "Kreis"),
    "place": ("Ort", "town"),
    "district": ("Teil von Berlin", "part of Berlin"),
    "plz": ("Postleitzahl", "postcode"),
}


def regions(text: Words, as_json: Json = False, lang: Lang = Language.DE) -> None:
    """Sagen, was ein Ort, Kreis oder Gebiet für `--in` enthält. / Look up a region."""
    from data.places.regions import load_regions

    asked = " ".join(text)
    known = load_regions()
    try:
        found, problem = known.resolve(asked), None
    except RegionError as error:
        found, problem = None, error
    near = [region for region in known.suggest(asked, 10) if region != found]
    if as_json:
        show_json(
            {
                "resolved": found and _region(found),
                "message": problem and problem.text(language()),
                "suggestions": [_region(region) for region in near],
            }
        )
    else:
        _show_regions(found, near)
    if problem is not None:
        raise problem


def _region(region: Region) -> dict[str, Any]:
    return {
        "id": region.id,
        "level": region.level,
        "name": pick(region.name, region.name_en),
        "nuts": region.nuts,
        "members": sorted(region.keys),
    }


def _show_regions(found: Region | None, near: list[Region]) -> None:
    if found is not None:
        name = pick(found.name, found.name_en)
        level = pick(*LEVELS[found.level])
        code = ", ".join(part for part in (found.id, found.nuts) if part)
        out().print(f"{name} ({level}; {code})", style="bold")
        out().print(_members(found))
    if near:
        listed = table(
            "Id", "Name", pick("Art", "Kind"), title=pick("Beginnt ebenso", "Begins like it")
        )
        for region in near:
            name = pick(region.name, region.name_en)
            listed.add_row(region.id, name, pick(*LEVELS[region.level]))
        out().print(listed)


def _members(region: Region) -> str:
    """Return what the region holds, as one sentence."""
    from data.places.regions import load_regions

    if region.keys == {region.id}:
        return (
            pick("Enthält alles, was darin liegt. Als Regel: ", "Contains all within. As a rule: ")
            + f'--in "{region.name}"'
        )
    names = sorted(load_regions().get(key).name for key in region.keys)
    shown = ", ".join(names[:MAX_MEMBERS])
    more = len(names) - MAX_MEMBERS
    rest = pick(f" und {more} weitere", f" and {more} more") if more > 0 else ""
    return pick("Enthält: ", "Contains: ") + shown + rest


def sectors(text: Words, as_json: Json = False, lang: Lang = Language.DE) -> None:
    """Eine Branche, ein Gewerk oder Cluster für `--sector` finden. / Look up a sector.

    Versteht WZ-Codes, Namen und Wörter des Alltags.
    """
    from data.sectors.names import resolve_any
    from data.sectors.search import search_sectors

    asked = " ".join(text)
    try:
        found = resolve_any(asked)
    except SectorError as error:
        found, problem = None, error
    # A code says exactly what is meant; words may mean more.
    is_code = found is not None and any(c.isdigit() for c in asked)
    hits = [] if is_code else search_sectors(asked, 8)
    if as_json:
        listed = [
            {"code": h.sector.code, "label": h.sector.label(language()), "score": round(h.score, 3)}
            for h in hits
        ]
        show_json({"resolved": found and _sector(found), "found": listed})
    else:
        if found is not None:
            _show_sector(found)
        if hits:
            listed_table = table(
                "WZ 2008",
                pick("Branche", "Sector"),
                pick("Nähe", "Nearness"),
                title=pick("Gefunden nach Wörtern", "Found by words"),
            )
            for hit in hits:
                bar = "■" * max(1, round(hit.score * 10))
                listed_table.add_row(hit.sector.code, hit.sector.label(language()), bar)
            out().print(listed_table)
    if found is None and not hits:
        raise problem


def _sector(found: Sector | Trade | Cluster) -> dict[str, Any]:
    code, kind, label, contents = _described(found)
    members = [{"code": member, "label": text} for member, text in contents]
    return {"type": kind[1], "code": code, "label": label, "contains": members}


def _show_sector(found: Sector | Trade | Cluster) -> None:
    code, kind, label, contents = _described(found)
    out().print(f"{code}  {label} ({pick(*kind)})", style="bold")
    if contents:
        listed = table("Code", "Name", title=pick("Enthält", "Contains"))
        for member, text in contents:
            listed.add_row(member, text)
        out().print(listed)
    out().print(pick("Als Regel: ", "As a rule: ") + f"--sector {code}", style="dim")


def _described(
    found: Sector | Trade | Cluster,
) -> tuple[str, tuple[str, str], str, list[tuple[str, str]]]:
    """Return code, kind, label and contents (code and label) of a sector, trade or cluster."""
    from data.sectors.names import Cluster
    from data.sectors.trades import load_trades
    from data.sectors.wz import Sector, load_sectors

    spoken = language()
    tree = load_sectors()
    if isinstance(found, Sector):
        below = [(child.code, child.label(spoken)) for child in tree.children(found.code)]
        crafts = [(t.id, t.label(spoken)) for t in load_trades().of_sector(found.code)]
        # The craft trades of a whole section are no help.
        listed = below + (crafts if found.level > 1 else [])
        return found.code, ("WZ 2008", "sector"), found.label(spoken), listed
    codes = [(code, tree.label(code, spoken)) for code in found.wz]
    if isinstance(found, Cluster):
        crafts = [(id, load_trades().get(id).label(spoken)) for id in found.trades]
        return found.id, ("Cluster", "cluster"), found.label(spoken), codes + crafts
    return found.id, ("Gewerk", "trade"), found.label(spoken), codes


COMMANDS = (
    Command(
        "regions",
        regions,
        ("partnermatch regions Lausitz", 'partnermatch regions "LK Oder-Spree"'),
    ),
    Command(
        "sectors",
        sectors,
        (
            "partnermatch sectors 25.6",
            "partnermatch sectors Zerspanung",
            "partnermatch sectors Optik",
        ),
    ),
)
