"""From a project idea in words to the roles it needs.

People list what they need: in lines, or in a sentence after a colon or after "we need". What
stands between commas is one role, and a clause that explains it stays with it. An idea without
such a list is read by its phrases; whoever asks looks over the roles in any case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from data.errors import PartnerMatchError, RequestError
from data.exchange.values import kind_of
from data.places.regions import load_regions
from data.sectors.names import resolve_any
from data.text import fold
from matcher.groups.request import MAX_ROLES, RoleAsked
from matcher.request import Constraint, Rule

MAX_CHARS = 300
_COUNT = re.compile(r"^(\d{1,2})\s*[x×]\s*", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-–—•*·▪]|\d{1,2}[.)])\s+")
_CUE = re.compile(
    r"\b(?:(?:da(?:zu|für)|hierfür|hierzu|es|wir|noch)\s+)*"
    r"(?:brauchen?|benötigen?|benötigt\s+werden|gesucht\s+(?:wird|werden)|suchen|fehl(?:en|t)"
    r"|nötig\s+(?:sind|ist)|need(?:ed\s+are)?|looking\s+for|required\s+are)\b"
    r"(?:\s+(?:wir|dazu|dafür|noch|uns|nur|also|außerdem|are))*\s*:?\s*",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"^(?:und\s+|oder\s+)?(?:(?:mit|für|in|auf|bei|von|aus)\s+)?"
    r"(?:der|die|das|den|dem|deren|dessen|welche[rsmn]?|was|wo|womit|damit|um|sodass|so\s+dass"
    r"|who|which|that|where)\s+(?![A-ZÄÖÜ]\w*$)",
)
_LEAD = re.compile(
    r"^(?:(?:und|sowie|oder|dazu|außerdem|ferner|auch|noch|plus|möglichst|idealerweise|and|also)"
    r"\s+)*(?:jemand(?:en|em)?|irgendwen|wen|someone|somebody)?\s*,?\s*"
    r"(?:(?:ein(?:e[nmrs]?)?|kein(?:e[nmrs]?)?|der|die|das|den|dem|a|an|the)\s+)?"
    r"(?:(?:partner|firma|betrieb|unternehmen|experten?|spezialist(?:en)?|fachleute|anbieter"
    r"|company|firm|expert)\s+(?:(?:für|in|mit|aus|for|in|with)\s+))?"
    r"(?:(?:für|mit|for|with)\s+)?(?:(?:ein(?:e[nmrs]?)?|der|die|das|den|dem|the|a)\s+)?",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"^(?:und\s+)?(?:jemand(?:en)?|einen?|someone|somebody)\s*,\s*(?:der|die|who)\s+", re.IGNORECASE
)
_VERB_END = re.compile(
    r"\s+(?:kann|können|hat|haben|macht|übernimmt|liefert|kennt|can|could)[\s.]*$", re.IGNORECASE
)
_THERE = re.compile(
    r"\b(?:haben|hätten|gibt|ist|sind|steht|stehen|sitzt|have|is|are)\b[^,.;]*\b(?:schon|bereits"
    r"|already)\b|\b(?:schon|bereits|already)\b[^,.;]*\b(?:dabei|an\s+Bord|vorhanden|gefunden"
    r"|gewonnen|haben|zugesagt|on\s+board|there)\b|^(?:schon|bereits)\s+(?:haben|sind|ist)\b",
    re.IGNORECASE,
)
"""Says that somebody is a member already: nobody is sought for it, and it is no gap."""
_CLAUSE = re.compile(
    r"((?<=[.!?;])\s+|(?<=,)\s+(?:aber\s+|und\s+)?|\s+(?=\()|(?<=\))\s+|\s+[–—-]\s+)"
)
_AND = re.compile(r"(?<!-)\s+(?:und|sowie|and|&)\s+")
_SOMEBODY = re.compile(r"\s+(?:und|sowie|and)\s+(?=(?:jemand|someone|somebody))")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ])")
_PHRASE = re.compile(
    r"\s*[,;:.!?()]\s*|\s+(?:und|oder|mit|aus|für|durch|per|zur?|zum|um|damit|sodass|statt|von|vom"
    r"|im|in|am|auf|bei|an|and|with|for|from|by|of|to)\s+"
)
_FILLER = frozenset(
    "wir ich man ein eine einen einem einer der die das den dem des unser unsere unserem unseren "
    "wollen möchten planen entwickeln bauen soll sollen wird werden ist sind kann können neue "
    "neuen neues neuer projekt vorhaben idee ziel gemeinsam partner region unternehmen firma "
    "betrieb betriebe we want to the a an our new project idea build develop its their".split()
)
_PAIRS = frozenset(
    "forschung entwicklung|planung bau|planung ausführung|wartung instandhaltung|aus weiterbildung|"
    "grund boden|hard software|presse öffentlichkeitsarbeit|wind sonne|kraft wärme".split("|")
)


@dataclass(frozen=True)
class Read:
    """What an idea says."""

    roles: tuple[RoleAsked, ...]
    listed: bool
    """Whether the roles are named as such; else they are guessed from the phrases."""
    theme: str = ""
    """What the idea says before it lists its roles."""
    there: tuple[str, ...] = ()
    """What it says is there already, in its words."""


def roles_of(idea: str) -> Read:
    """Return the roles that an idea names, at most `MAX_ROLES`, in the idea's order.

    Whom it has already is no role: "eine Klinik haben wir schon".
    """
    sought, there = _without_members(idea)
    return replace(_roles_of(sought), there=there)


def _without_members(idea: str) -> tuple[str, tuple[str, ...]]:
    """Return an idea without the clauses that say who is there already, and those clauses."""
    there: list[str] = []
    lines = []
    for line in idea.splitlines():
        if _BULLET.match(line) and _THERE.search(line):
            there.append(_BULLET.sub("", line).strip())
            continue
        kept = ""
        # Each clause with what parts it from the one before.
        clauses = ["", *_CLAUSE.split(line)]
        for parted, clause in zip(clauses[::2], clauses[1::2], strict=True):
            if _THERE.search(clause):
                there.append(clause.strip(" ,.;()"))
            else:
                kept += parted + clause
        lines.append(kept)
    return "\n".join(lines), tuple(there)


def _roles_of(idea: str) -> Read:
    lines = [line for line in idea.splitlines() if line.strip()]
    if listed := _lines(lines):
        return Read(_asked(listed), True, "" if _is_point(lines[0]) else lines[0].strip(" :"))
    text = " ".join(idea.split())
    listed, theme = _sentence_list(text)
    if listed:
        return Read(_asked(listed), True, theme)
    return Read(_asked(_phrases(text)), False, text)


def _is_point(line: str) -> bool:
    return _BULLET.match(line) is not None or not line.rstrip().endswith((":", "."))


def role_of_line(line: str) -> RoleAsked:
    """Return the role of a line: "2x Bildverarbeitung | Forschung | Brandenburg".

    After the text stand rules of this role alone, each a kind, "50 km um Prenzlau", a region or a
    sector, as a person writes it.

    Raises:
        RequestError: the text is missing, or a rule is none of these.
    """
    text, *rules = (part.strip() for part in line.split("|"))
    counted = _COUNT.match(text)
    count = int(counted[1]) if counted else 1
    text = text[counted.end() :] if counted else text
    if len(text) < 2 or not 1 <= count <= 5:
        raise RequestError(
            f"'{line}' ist keine Rolle. Erwartet wird etwa '2x Bildverarbeitung | Forschung' mit "
            "einer Anzahl von 1 bis 5.",
            f"'{line}' is no role. Expected is e.g. '2x image processing | research' with a number "
            "from 1 to 5.",
        )
    return RoleAsked(
        text=text[:MAX_CHARS], count=count, constraints=tuple(_rule(rule) for rule in rules if rule)
    )


def _rule(text: str) -> Constraint:
    for read in (_kind_rule, _radius_rule, _region_rule, _sector_rule):
        try:
            return read(text)
        except PartnerMatchError:
            continue
    raise RequestError(
        f"'{text}' ist weder Art noch Umkreis, Region oder Branche.",
        f"'{text}' is neither kind nor radius, region or sector.",
    )


def _kind_rule(text: str) -> Constraint:
    return Constraint(rule=Rule.KIND, values=(kind_of(text),))


def _radius_rule(text: str) -> Constraint:
    km = load_regions().parse_radius(text).km
    place = re.sub(r"^[\d.,]+\s*km\s*(?::|um|around|of)?\s*", "", text, flags=re.IGNORECASE)
    return Constraint(rule=Rule.RADIUS, values=(place,), km=km)


def _region_rule(text: str) -> Constraint:
    load_regions().resolve(text)
    return Constraint(rule=Rule.REGION, values=(text,))


def _sector_rule(text: str) -> Constraint:
    resolve_any(text)
    return Constraint(rule=Rule.SECTOR, values=(text,))


def _lines(lines: list[str]) -> list[str]:
    """Return the points of a list in lines: those with a bullet, or all after a heading."""
    points = [_BULLET.sub("", line) for line in lines if _BULLET.match(line)]
    if len(points) >= 2:
        return [_cleaned(point) for point in points]
    short = [line for line in lines if len(line) <= 80 and not line.rstrip().endswith((":", "."))]
    return [_cleaned(line) for line in short] if len(short) >= max(2, len(lines) - 1) else []


def _sentence_list(idea: str) -> tuple[list[str], str]:
    """Return the parts of the list in a sentence, [] where no sentence holds one, and its theme."""
    before: list[str] = []
    for sentence in _SENTENCE.split(idea):
        head, colon, tail = sentence.partition(":")
        parts = _parts(tail) if colon and len(head) > 2 else []
        cue = _CUE.search(sentence)
        if len(parts) < 2 and cue:
            head, parts = sentence[: cue.start()], _parts(sentence[cue.end() :])
        if len(parts) >= 2:
            return parts, " ".join([*before, head]).strip(" ,.")
        before.append(sentence)
    return [], ""


def _parts(text: str) -> list[str]:
    """Split an enumeration. A clause that begins with a relative pronoun explains what precedes."""
    rough: list[str] = []
    for piece in re.split(r"[;,]\s*", text.strip(" .!?")):
        if rough and _RELATIVE.match(piece):
            rough[-1] = f"{rough[-1]}, {piece}"
        elif piece.strip():
            rough.append(piece)
    pieces = [some for piece in rough for some in _SOMEBODY.split(piece)]
    # An "und" between two roles stands before the last one; any other joins two halves of one.
    halves = [*pieces[:-1], *_halves(pieces[-1])] if pieces else []
    return [cleaned for half in halves if (cleaned := _cleaned(half))]


def _halves(piece: str) -> list[str]:
    """Split "Robotik und Bildverarbeitung", but not "Mess- und Regeltechnik" or a fixed pair."""
    if "," in piece:
        return [piece]
    found = _AND.search(piece)
    if found is None or found.start() == 0:
        return [piece]
    before, after = piece[: found.start()], piece[found.end() :]
    words = (before.split()[-1], after.split()[0])
    fixed = " ".join(re.sub(r"\W", "", word).lower() for word in words) in _PAIRS
    is_noun = after[:1].isupper() or (_LEAD.match(after) is not None and len(after.split()) > 1)
    joined = not fixed and is_noun and words[0][:1].isupper()
    return [before, *_halves(after)] if joined else [piece]


def _cleaned(text: str) -> str:
    """Return a role without what only leads up to it: "und jemand für die Steuerung"."""
    text = text.strip(" .!?;,")
    who = _WHO.match(text)
    if who:
        text = text[who.end() :]
    else:
        found = _LEAD.match(text)
        rest = text[found.end() :] if found else text
        text = rest or text
    text = _VERB_END.sub("", text).strip(" .!?;,")
    return (text[:1].upper() + text[1:])[:MAX_CHARS]


def _phrases(idea: str) -> list[str]:
    """Return the phrases that hold a noun, the longest first of those that repeat each other."""
    found = []
    for phrase in _PHRASE.split(idea):
        words = [w for w in phrase.split() if fold(w.strip("„“\"'")) not in _FOLDED_FILLER]
        nouns = [w for w in words if w[:1].isupper() and len(w) > 3]
        if nouns and len(words) <= 6:
            start = words.index(nouns[0]) if not words[0][:1].isupper() else 0
            start = max(0, start - 1)
            found.append(" ".join(words[start : words.index(nouns[-1]) + 1]))
    return found


def _asked(texts: Iterable[str]) -> tuple[RoleAsked, ...]:
    once = {fold(text): text for text in reversed([t for t in texts if len(t) >= 2])}
    kept = [text for text in texts if once.get(fold(text)) is text]
    return tuple(RoleAsked(text=text) for text in kept[:MAX_ROLES])


_FOLDED_FILLER = frozenset(fold(word) for word in _FILLER)
