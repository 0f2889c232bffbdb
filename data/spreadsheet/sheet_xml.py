"""What sheets say beside their values: size, formulas without result, links, hidden rows.

All of it of an .xlsx; of an .ods the hidden rows.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from openpyxl.utils import column_index_from_string

from data.spreadsheet.formats import DAMAGE, damaged

_CHUNK = 1 << 20
_KEPT = 1 << 16
"""Bytes that are looked at again with the next chunk: a cell may lie across."""
_FILLED = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*[^/]>')
_FORMULA = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"([^>]*)>\s*<f[^>]*?(?:/>|>[^<]*</f>)\s*'
    rb"(?:<v\s*/>|<v></v>)?\s*</c>"
)
_ERROR = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*\bt="e"')
_LINK = re.compile(rb"<hyperlink\b[^>]*>")
_HIDDEN_ROW = re.compile(rb'<row\b(?=[^>]*\shidden="(?:1|true)")[^>]*?\sr="(\d{1,7})"')
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')


@dataclass
class Scan:
    """By row, from 0: columns without a result, columns with where they link to, what is hidden."""

    height: int = 0
    width: int = 0
    uncomputed: dict[int, list[int]] = field(default_factory=dict)
    links: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)


def scans_of(path: Path) -> dict[str, Scan]:
    """Return by title what the sheets of an .xlsx or .ods say beside their values; others nothing.

    Raises `ProfileError` where the parts of the file cannot be read.
    """
    try:
        with ZipFile(path) as archive:
            if "content.xml" in archive.namelist():
                return dict(_open_document(archive))
            if "xl/workbook.xml" not in archive.namelist():
                return {}
            return {
                title: _scanned(archive, part)
                for title, part in _parts(archive)
                if part in archive.namelist()
            }
    except BadZipFile:
        return {}  # an old workbook is no archive
    except DAMAGE as error:
        raise damaged(path) from error


def _parts(archive: ZipFile) -> Iterator[tuple[str, str]]:
    targets = _targets(archive, "xl/workbook.xml")
    for element in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        if element.tag.endswith("}sheet"):
            key = next((v for k, v in element.attrib.items() if k.endswith("}id")), "")
            if key in targets:
                yield element.get("name", ""), targets[key]


def _targets(archive: ZipFile, part: str) -> dict[str, str]:
    folder, name = posixpath.split(part)
    path = f"{folder}/_rels/{name}.rels"
    if path not in archive.namelist():
        return {}
    found: dict[str, str] = {}
    for element in ElementTree.fromstring(archive.read(path)):
        target = element.get("Target", "")
        if element.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found[element.get("Id", "")] = target
    return found


def _scanned(archive: ZipFile, part: str) -> Scan:
    scan = Scan()
    targets = _targets(archive, part)
    broken: set[tuple[int, int]] = set()
    for text in _chunks(archive, part):
        for match in _FILLED.finditer(text):
            row, column = _spot(match[1], match[2])
            scan.height, scan.width = max(scan.height, row + 1), max(scan.width, column + 1)
        broken.update(_spot(m[1], m[2]) for m in _FORMULA.finditer(text) if b't="str"' not in m[3])
        broken.update(_spot(m[1], m[2]) for m in _ERROR.finditer(text))
        scan.hidden.update(int(number) - 1 for number in _HIDDEN_ROW.findall(text))
        for match in _LINK.finditer(text):
            _link(scan, dict(_ATTRIBUTE.findall(match[0])), targets)
    for row, column in sorted(broken):
        scan.uncomputed.setdefault(row, []).append(column)
    return scan


def _chunks(archive: ZipFile, part: str) -> Iterator[bytes]:
    """Yield the text of a part in overlapping pieces; what is found twice is one."""
    with archive.open(part) as file:
        kept = b""
        while chunk := file.read(_CHUNK):
            yield kept + chunk
            kept = (kept + chunk)[-_KEPT:]


_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def _open_document(archive: ZipFile) -> Iterator[tuple[str, Scan]]:
    if not any(b'table:visibility="' in text for text in _chunks(archive, "content.xml")):
        return
    scan, title, row = Scan(), "", 0
    with archive.open("content.xml") as file:
        for event, element in ElementTree.iterparse(file, ("start", "end")):
            if event == "start" and element.tag == f"{_TABLE}table":
                scan, title, row = Scan(), element.get(f"{_TABLE}name", ""), 0
            elif event == "end" and element.tag == f"{_TABLE}table-row":
                count = int(element.get(f"{_TABLE}number-rows-repeated", "1"))
                if element.get(f"{_TABLE}visibility") in ("collapse", "filter"):
                    scan.hidden.update(range(row, min(row + count, row + _MOST_REPEATED)))
                row += count
                element.clear()
            elif event == "end" and element.tag == f"{_TABLE}table":
                yield title, scan
                element.clear()


_MOST_REPEATED = 1000
"""Hidden rows written as one: more of them are the empty end of a sheet."""


def _link(scan: Scan, attributes: dict[bytes, bytes], targets: dict[str, str]) -> None:
    key = next((v for k, v in attributes.items() if k.endswith(b":id")), b"").decode()
    spot = re.match(rb"([A-Z]{1,3})(\d{1,7})", attributes.get(b"ref", b""))
    target = unescape(targets.get(key, ""))
    if spot is not None and re.match(r"(?:https?://|mailto:)", target, re.IGNORECASE):
        row, column = _spot(spot[1], spot[2])
        if (column, target) not in scan.links.setdefault(row, []):
            scan.links[row].append((column, target))


def _spot(letters: bytes, number: bytes) -> tuple[int, int]:
    return int(number) - 1, column_index_from_string(letters.decode()) - 1
