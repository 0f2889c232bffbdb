"""Marking of what two texts have in common, so that a reader sees at once why they were paired."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import Stemmer
from markupsafe import Markup, escape

PART = 5
"""Letters that two words share at least where one is no form of the other."""
PART_INSIDE = 6
"""Letters of a word that is found in the middle of a compound."""
TAIL = 7
"""Letters that two compounds share at their ends: shorter ones are endings such as -isierung."""
_WORD = re.compile(r"[^\W_]+")
_JOINT = re.compile(r"[\s\u00ad\u2010\u2011-]+")
_FOLDED = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
_ALGORITHMS = {"de": "german", "en": "english"}

STOP = frozenset(
    """
    aber about all alle allem allen aller alles als also anbieten and andere anderen angebot
    angebote any are auch auf aus außerdem been bei beim benötigen benötigt bereich bereiche
    bereichen bereits betrieb betriebe betrieben biete bieten bietet bis bisher brauchen braucht
    but bzw can companies company dabei dafür damit danach dann daran darauf daraus darin das
    dass davon davor dazu dem den denen der deren des dessen die dies diese diesem diesen dieser
    dieses doch does dort drei durch eben eigene eigenen eigener eigenes ein eine einem einen
    einer eines einige entwickeln entwickelt entwicklung erst erste ersten erster erstes etc
    etwa etwas firma firmen for from fünf für gegen gemeinsam gemeinsame gemeinsamen gern gerne
    gesucht gibt groß große großen großer haben has hat have hier hin hoch hohe hohen hoher how
    ihr ihre ihrem ihren ihrer immer indem ins insbesondere interesse into ist its jede jedem
    jeden jeder jedes jedoch jetzt kann kein keine keinen klein kleine kleinen kleiner kunde
    kunden können könnte leistung leistungen look looking lösung lösungen man mehr mehrere mit
    more most muss möchte möchten müssen nach neben need needs neu neue neuen neuer neues nicht
    nichts noch not nun nur oder offer offers ohne other our partner partnerin partnerinnen
    partnern project projects projekt projekte projekten provide provides rund schon sechs sehr
    sein seine seinem seinen seiner seit selbst sich sie sind soll sollen sollte sowie sowohl
    such suche suchen sucht support than that the their them thema themen then there these they
    this those und uns unser unsere unserem unseren unserer unter unternehmen unterstützen
    unterstützung usw uvm verschiedene verschiedenen viel viele vielen vier vom von vor wann was
    weil weiter weitere weiteren welche welchem welchen welcher welches wenn wer werden were
    what when where which who wie wieder will wir wird with wollen worden wurde wurden you your
    zudem zum zur zwei zwischen über
    """.split()
)
"""Words without a subject: grammar, and what every offer and every need says."""
PREFIXES = tuple(
    "allge ander anwen beson entsp gegen gemei gesam grund haupt infra inter kompa kompe kompl "
    "konse konst konta konze kommu multi perso profe progr proje trans unter weite wiede zusam "
    "auf aus ein ent her hin nach uber ver vor".split()
)
"""Beginnings that say nothing by themselves; two words share more than one of them, or nothing."""

Span = tuple[int, int]


class _Word(NamedTuple):
    start: int
    """Where it stands in the text."""
    text: str
    stem: str

    @property
    def span(self) -> Span:
        return self.start, self.start + len(self.text)


def mark_pair(mine: str, theirs: str, language: str = "de") -> tuple[Markup, Markup]:
    """Return both texts as HTML with the passages in ``<mark>`` that they have in common.

    Common are words of the same stem, and the parts that German compounds share: of
    "Laserschweißen" and "Schweißarbeiten" only "schweiß" is marked. ``language`` is that of the
    texts. The same texts always give the same marks.
    """
    ours, others = _words(mine, language), _words(theirs, language)
    return _marked(mine, _spans(ours, others)), _marked(theirs, _spans(others, ours))


def _words(text: str, language: str) -> list[_Word]:
    found = []
    for match in _WORD.finditer(text):
        folded = match[0].casefold()
        short = len(folded) < 3 and not match[0].isupper()
        if short or folded in STOP or folded.isdigit():
            continue
        found.append(_Word(match.start(), match[0], _stem(folded, language)))
    return found


@lru_cache(maxsize=20_000)
def _stem(word: str, language: str) -> str:
    # A stemmer keeps state and is not safe for threads, but making one costs only microseconds.
    stemmed: str = Stemmer.Stemmer(_ALGORITHMS.get(language, "german"), 0).stemWord(word)
    return stemmed.translate(_FOLDED)


def _spans(words: list[_Word], others: list[_Word]) -> list[Span]:
    """Return the places of what the words share with the others, in their order."""
    stems = {other.stem for other in others}
    spans = []
    for word in words:
        if word.stem in stems:
            spans.append(word.span)
        elif len(word.stem) >= PART:
            spans += _parts(word, stems)
    return spans


def _parts(word: _Word, stems: Iterable[str]) -> list[Span]:
    """Return the longest part that the word shares with one of the stems, as none or one place."""
    shared = [
        span
        for stem in stems
        if len(stem) >= PART
        for span in _shared(word.stem, stem)
        if word.stem[slice(*span)].removesuffix("s") not in STOP  # Unternehmens-nachfolge
    ]
    if not shared:
        return []
    start, end = max(shared, key=lambda span: (span[1] - span[0], -span[0]))
    return [word.span if (start, end) == (0, len(word.stem)) else _place(word, start, end)]


def _shared(stem: str, other: str) -> list[Span]:
    """Return the places in ``stem`` of what it shares with ``other``."""
    at, length = stem.rfind(other), len(stem)
    if at >= 0 and _is_part(at, len(other), length):
        return [(at, at + len(other))]
    if (at := other.rfind(stem)) >= 0 and _is_part(at, length, len(other)):
        return [(0, length)]
    found = []
    if stem[:PART] == other[:PART]:
        common = _common(stem, other)
        if common >= TAIL or not stem.startswith(PREFIXES):
            found.append((0, common))
    if stem[-TAIL:] == other[-TAIL:]:
        found.append((length - _common(stem[::-1], other[::-1]), length))
    if other[:PART] in stem and (common := _overlap(stem, other)):
        found.append((length - common, length))
    if stem[:PART] in other and (common := _overlap(other, stem)):
        found.append((0, common))
    return found


def _is_part(at: int, length: int, whole: int) -> bool:
    """Say whether a word found in another at a position is a part of it, and not chance."""
    return length >= PART_INSIDE or at == 0 or at + length == whole


def _common(one: str, other: str) -> int:
    """Return how many letters both begin with."""
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return length


def _overlap(first: str, second: str) -> int:
    """Return the letters with which ``first`` ends and ``second`` begins, at least `PART`, or 0.

    That is how compounds meet: "Laser-schweiß" and "Schweiß-arbeit".
    """
    for length in range(min(len(first), len(second)) - 1, PART - 1, -1):
        if first.endswith(second[:length]):
            return length
    return 0


def _place(word: _Word, start: int, end: int) -> Span:
    """Return where letters of the stem stand in the text, in which "ss" may be an "ß"."""
    letters = [i for i, char in enumerate(word.text) for _ in char.casefold().translate(_FOLDED)]
    plain = word.text.casefold().translate(_FOLDED)
    if not plain.startswith(word.stem):  # the stemmer reads "fraesen" as "fräsen"
        return word.span
    return word.start + letters[start], word.start + letters[end - 1] + 1


def _marked(text: str, spans: list[Span]) -> Markup:
    """Return the escaped text with the spans marked, neighbours together."""
    pieces: list[Markup] = []
    done = 0
    for start, end in _joined(text, spans):
        pieces += [escape(text[done:start]), Markup("<mark>%s</mark>") % text[start:end]]
        done = end
    pieces.append(escape(text[done:]))
    return Markup("").join(pieces)


def _joined(text: str, spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in spans:
        if joined and _JOINT.fullmatch(text[joined[-1][1] : start]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
