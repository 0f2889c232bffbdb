"""What is sought: the words that are left when frame, places, kinds and asker are taken away."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.reading.lexicon.asking import (
    ACTORS,
    FURTHER,
    LIGHT_VERBS,
    POINTING,
    PRAISE,
    QUANTITIES,
    REFERRING,
    SEEK_VERBS,
    SIZED,
    SPREAD,
    THIRD_PARTIES,
    TIME_PARTS,
    TIMES,
    TITLES,
)
from matcher.reading.lexicon.function_words import ARTICLES, FIRST_PERSON, FUNCTION_WORDS
from matcher.reading.lexicon.places import NEGATIONS
from matcher.reading.model import Need, Span
from matcher.reading.roles import Role
from matcher.reading.text.layout import Layout
from matcher.reading.text.phrases import introduced_by
from matcher.reading.text.segments import ITEM
from matcher.reading.text.tokens import Token, text_of
from matcher.reading.unwanted import ruled_out

Range = tuple[int, int]
_ADDING = frozenset(("und", "and", "sowie", "aber", "but", ";"))
_TITLED = TITLES - {"meister", "ing", "dipl", "firma", "fa"}
_INSIDE = FUNCTION_WORDS - NEGATIONS - TIME_PARTS - TIMES - QUANTITIES - _TITLED - {"a", "b"}
_ON_BEHALF = frozenset(("für", "fuer", "bei", "eines", "einem", "unseres", "unser", "for"))
_BRACKET = 8
"""So many words may stand in a bracket that says who somebody is."""
_BREAKING = NEGATIONS - {"ohne", "without"}


def read_needs(layout: Layout, used: set[int]) -> tuple[Need, ...]:
    """Return the needs of a text; tokens in ``used`` were read as something else."""
    needs: list[list[Range]] = []
    last, another = -1, True
    seeking = [n for n, role in enumerate(layout.roles) if role is Role.SEEK]
    asked = any(layout.asking[n] and _content(layout, n, used) for n in seeking)
    for n in seeking:
        sentence = layout.segments[n].sentence
        if _begins(layout, n) or (sentence != last and _asks_for_another(layout, n, last)):
            another = True
        last = sentence
        pieces = list(_pieces(layout, n, used))
        if pieces and not (asked and _only_places(layout, n, used, pieces)):
            if another:
                needs.append([])
            needs[-1] += pieces
            another = False
    return tuple(_need(layout, pieces) for pieces in needs)


def _asks_for_another(layout: Layout, n: int, before: int) -> bool:
    """Whether the sentence of a segment asks for something else than the sentence ``before``.

    What is told and the question after it are one need ("Wir pressen Öl. Wer nutzt den Kuchen?",
    "Gesucht: dünnes Band. Wer walzt kleine Mengen?"), two questions are two.
    """
    sentence = [m for m in layout.same_sentence(n) if layout.roles[m] is Role.SEEK]
    if before < 0 or not any(layout.asking[m] for m in sentence):
        return before < 0
    keys = {t.key for m in sentence for t in layout.tokens[slice(*layout.segments[m][:2])]}
    if not keys.isdisjoint(FURTHER):
        return True
    return not any(_refers_back(layout, m) for m in sentence) and (
        _is_question(layout, layout.segments[n].sentence) == _is_question(layout, before)
    )


def _is_question(layout: Layout, sentence: int) -> bool:
    return any(s.closer == "?" for s in layout.segments if s.sentence == sentence)


def _refers_back(layout: Layout, n: int) -> bool:
    """Whether a segment asks about what was told before it: "Wer baut so etwas?"."""
    segment = layout.segments[n]
    keys = [t.key for t in layout.tokens[segment.start : segment.end] if t.is_word]
    return not REFERRING.isdisjoint(keys) or not POINTING.isdisjoint(keys[-1:])


def _begins(layout: Layout, n: int) -> bool:
    """Whether a segment begins another need in its sentence: "und suchen …", "b) …"."""
    opener = layout.segments[n].opener
    return (
        opener == ITEM
        or (layout.asking[n] and opener in _ADDING)
        or (opener == ")" and _letter(layout, n))
    )


def _letter(layout: Layout, n: int) -> bool:
    """Whether the segment before is the letter or number of a list: "a)", "2)"."""
    before = layout.segments[n - 1]
    return (
        before.end == layout.segments[n].start - 1 and len(layout.tokens[before.end - 1].text) == 1
    )


def _need(layout: Layout, pieces: list[Range]) -> Need:
    texts = [text_of(layout.text, layout.tokens, start, end) for start, end in pieces]
    spans = tuple(
        Span(start=layout.tokens[start].start, end=layout.tokens[end - 1].end)
        for start, end in pieces
    )
    return Need(text=" ".join(" ".join(texts).split()), spans=spans)


def _content(layout: Layout, n: int, used: set[int]) -> bool:
    return next(_pieces(layout, n, used), None) is not None


def _only_places(layout: Layout, n: int, used: set[int], pieces: list[Range]) -> bool:
    """Whether a sentence adds a rule to what others ask for: "Der Tischler sollte in … sitzen"."""
    sentence = layout.same_sentence(n)
    if any(layout.asking[m] for m in sentence):
        return False
    ruled = any(i in used for m in sentence for i in range(*layout.segments[m][:2]))
    counted = sum(1 for start, end in pieces for t in layout.tokens[start:end] if is_topic(t, True))
    return ruled and counted <= 2 and len(layout.segments) > len(sentence)


def _pieces(layout: Layout, n: int, used: set[int]) -> Iterator[Range]:
    """Yield the stretches of topic words of a segment, function words inside them kept."""
    segment = layout.segments[n]
    start = end = None
    taken = used | ruled_out(layout, n)
    for i in range(segment.start, segment.end):
        token = layout.tokens[i]
        if token.key in _INSIDE and i not in taken:
            continue
        if i in taken or _aside(layout.tokens, i) or _praises(layout.tokens, i, used):
            if start is not None and end is not None:
                yield start, end
            start = end = None
        elif token.is_word and is_topic(token, i == segment.start):
            start = i if start is None else start
            end = i + 1
        elif not _kept_inside(token):
            if start is not None and end is not None:
                yield start, end
            start = end = None
    if start is not None and end is not None:
        yield start, end


def is_topic(token: Token, opening: bool) -> bool:
    """Whether a word says something of what is sought."""
    key = token.key
    if not token.is_word or key in FUNCTION_WORDS or key in SEEK_VERBS or key in ACTORS:
        return False
    if key in NEGATIONS or key in TIMES or key in SPREAD:
        return False
    if key in LIGHT_VERBS:
        return token.capital and not opening
    return True


def _praises(tokens: tuple[Token, ...], i: int, used: set[int]) -> bool:
    """Whether a word praises whoever is sought: "ein gestandener Handwerksbetrieb"."""
    if tokens[i].key not in PRAISE or i + 1 >= len(tokens):
        return False
    return i + 1 in used or tokens[i + 1].key in ACTORS


def _kept_inside(token: Token) -> bool:
    """Whether a word may stand between two topic words of one stretch."""
    return not token.is_word or (token.key in FUNCTION_WORDS and token.key not in _BREAKING)


def _aside(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether a token is an amount, a name, a date or the letter of a list, and no topic."""
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if (
        after is not None
        and after.text == ")"
        and (len(tokens[i].text) == 1 or tokens[i].is_number)
    ):
        return True
    if _introduced(tokens, i):
        return True
    ahead = {t.key for t in tokens[i + 1 : i + 3]}
    if after is not None and tokens[i].key in TIME_PARTS and ahead & TIMES:
        return True
    return _amount(tokens, i) or _named(tokens, i)


def _introduced(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether a token says on whose behalf one asks: "für ein Mitglied (Bäckerei in …)"."""
    if tokens[i].key in THIRD_PARTIES:
        return i > 0 and (tokens[i - 1].key in ARTICLES or tokens[i - 1].key in _ON_BEHALF)
    somebody = introduced_by(tokens, i, _BRACKET)
    return somebody in FIRST_PERSON or somebody in THIRD_PARTIES


def _amount(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether a token is part of an amount that is ordered: "200 Stück"."""
    token = tokens[i]
    if token.is_number:
        if i > 0 and tokens[i - 1].key in SIZED:
            return False
        if i + 2 < len(tokens) and tokens[i + 1].text == "." and tokens[i + 2].key in TIMES:
            return True
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        counted = after is not None and after.capital and len(after.text) > 3 and not after.line
        return after is not None and (after.key in QUANTITIES or counted)
    return token.key in QUANTITIES and i > 0 and tokens[i - 1].is_number


def _named(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether a token is a person's title, or the name after one."""
    before = tokens[i - 1] if i > 0 else None
    named = before is not None and before.key in _TITLED and tokens[i].capital
    return tokens[i].key in _TITLED or named
