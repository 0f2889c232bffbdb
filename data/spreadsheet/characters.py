"""The characters of a text file: which encoding makes words of them, and what was broken before.

Nothing is guessed from one byte: every candidate is judged by the letters it puts into words.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import ftfy.bad_codecs

from data.errors import ProfileError
from data.spreadsheet.report import Note, note

_CHUNK = 1 << 20
_JUDGED = 1 << 18
"""So many bytes around letters beyond ASCII decide between the encodings of one byte."""
_LEGACY = ("cp1252", "iso8859-15", "cp1250", "mac-roman", "cp850", "cp437")
_SURE = 0.3
"""Least mean plausibility, -2..1, of the characters beyond ASCII."""
_GERMAN = frozenset("äöüÄÖÜß")
_IN_TEXT = frozenset("–—„“”‚‘’…•€§°²³®©µ´«»×·™\u00a0")
ftfy.bad_codecs.ok()  # brings Windows-1252 as browsers read it: without holes
_BROKEN = re.compile("Ã[¼¤¶ŸœÄ„–\u009f\u0084\u0096\u009c]")
"""What becomes of äöüÄÖÜß when UTF-8 is read as Windows-1252 or Latin-1."""
MIXED = "utf-8-mixed"
"""UTF-8 in which some bytes are Windows-1252."""
_STRAY = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}


def encoding_of(path: Path) -> str:
    """Return the name of the encoding of a text file; `MIXED` where single bytes are not UTF-8.

    Raises `ProfileError` where no encoding makes words of the bytes.
    """
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    elif b"\0" in start[1::2] and b"\0" not in start[::2]:
        candidates = ["utf-16-le"]
    elif b"\0" in start[::2] and b"\0" not in start[1::2]:
        candidates = ["utf-16-be"]
    else:
        return _of_bytes(path)
    for encoding in candidates:
        if _is_valid(path, encoding):
            return encoding
    raise _unreadable()


def lines(path: Path, encoding: str, remarks: list[Note]) -> Iterator[tuple[str, int]]:
    """Yield the physical lines of a file, repaired, and how many remarks there are by then.

    A line with bytes of Windows-1252 amid UTF-8, and one that was encoded twice, is told in
    ``remarks``; the row is for the caller to add.
    """
    with opened(path, encoding, newline="") as file:
        for line in file:
            mended = line.translate(_STRAY) if encoding == MIXED else line
            if mended != line:
                remarks.append(_MIXED)
            mended, said = unbroken(mended)
            if said is not None:
                remarks.append(said)
            yield mended, len(remarks)


def unbroken(text: str) -> tuple[str, Note | None]:
    """Return a text whose umlauts were broken as it was, as far as that is sure, and what to say.

    ``MÃ¼ller`` is UTF-8 that was once read as Windows-1252.
    """
    if text.isascii() or not _BROKEN.search(text):
        return text, None
    repaired = _encoded_once(text)
    return (text, _BROKEN_STAYS) if repaired is None else (repaired, _REPAIRED)


def _encoded_once(line: str) -> str | None:
    """Return a line that was encoded twice as it was; None unless that holds for all of it."""
    for codec in ("sloppy-windows-1252", "latin-1"):
        try:
            return line.encode(codec).decode("utf-8")
        except UnicodeError:
            continue
    return None


def opened(path: Path, encoding: str, newline: str | None = None) -> TextIO:
    """Open a text file in what `encoding_of` says; stray bytes of `MIXED` become surrogates."""
    if encoding == MIXED:
        return path.open(encoding="utf-8-sig", errors="surrogateescape", newline=newline)
    return path.open(encoding=encoding, newline=newline)


def _is_valid(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _of_bytes(path: Path) -> str:
    if _is_valid(path, "utf-8-sig"):
        return "utf-8-sig"
    good = stray = 0
    judged = bytearray()
    with path.open("rb") as file:
        for line in file:
            if line.isascii():
                continue
            text = line.decode("utf-8", "surrogateescape")
            bad = sum(0xDC80 <= ord(c) <= 0xDCFF for c in text)
            stray += bad
            good += sum(ord(c) > 127 for c in text) - bad
            if len(judged) < _JUDGED:
                judged += line[:_JUDGED]
    # In one-byte encodings two letters that happen to be valid UTF-8 are very rare.
    if good and good * 4 >= stray:
        return MIXED
    best = max(_LEGACY, key=lambda encoding: plausibility(bytes(judged), encoding))
    if plausibility(bytes(judged), best) < _SURE:
        raise _unreadable()
    return best


def plausibility(content: bytes, encoding: str) -> float:
    """Return how well the characters beyond ASCII fit into German words, -2 (not) to 1 (well)."""
    try:
        text = f" {content.decode(encoding)} "
    except UnicodeDecodeError:
        return -2.0
    spots = [i for i, char in enumerate(text) if ord(char) > 127]
    points = [_fits(text[i - 1], text[i], text[i + 1]) for i in spots]
    return sum(points) / len(points) if points else 0.0


def _fits(before: str, char: str, after: str) -> float:
    in_word = before.isalpha() or after.isalpha()
    if char.isalpha():
        if char.isupper() and before.islower():
            return -2.0
        if not in_word or (char == "ß" and not before.isalpha()):
            return -1.0
        return 1.0 if char in _GERMAN else 0.3
    if char in _IN_TEXT:
        glued = before.isalpha() and after.isalpha() and char not in "’\u00a0"
        opened = char in "…•§°²³" and after.isalpha()
        return -2.0 if glued or opened else 0.6
    return -2.0 if char.isprintable() is False or ord(char) > 0x2000 else -1.0


_MIXED = note(
    "Diese Zeile ist anders kodiert als die übrige Datei (Windows-1252 statt UTF-8); ihre Umlaute "
    "wurden gelesen, bitte prüfen.",
    "this row is encoded differently from the rest of the file (Windows-1252, not UTF-8); its "
    "umlauts were read, please check.",
)
_BROKEN_STAYS = note(
    "Umlaute zerstört? Hier stehen Zeichen wie 'Ã¼', wo wohl ein Umlaut gemeint ist; sie wurden "
    "nicht verändert, bitte prüfen.",
    "broken umlauts? There are characters such as 'Ã¼' where an umlaut seems to be meant; they "
    "were left as they are, please check.",
)
_REPAIRED = note(
    "Umlaute zerstört? Die Datei war schon falsch gespeichert (z. B. 'Ã¼' statt 'ü'); die Zeichen "
    "wurden repariert, bitte prüfen.",
    "broken umlauts? The file had been saved wrongly before (e.g. 'Ã¼' for 'ü'); the characters "
    "were repaired, please check.",
)


def _unreadable() -> ProfileError:
    return ProfileError(
        "Die Zeichen der Datei sind nicht lesbar: In keiner bekannten Kodierung ergeben die "
        "Umlaute Wörter. Bitte aus Excel als 'CSV UTF-8' oder als Arbeitsmappe (.xlsx) speichern.",
        "the characters of the file cannot be read: in no known encoding do its letters make "
        "words. Please save it from Excel as 'CSV UTF-8' or as a workbook (.xlsx).",
    )
