"""Questions as people put them: a place named in the text is a rule, its frame says nothing.

"Wer in Brandenburg kann Aluminium schweißen?" asks for the topic "Aluminium schweißen" and for
the region Brandenburg. Only texts that read as a question or a search are taken apart; the title
of a project stays as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from data.errors import RegionError
from data.places.regions import Level, Region, load_regions
from matcher.request import Constraint, MatchRequest, Rule

NEARBY_KM = 30.0
"""What "in" a town means: as far as one drives to a partner without thinking about it."""

ASKS = re.compile(
    r"\?\s*$|^\W*(wer|welche[rsnm]?|wo|gibt es|kennt|suchen?|gesucht|wir|ich|who|which|where|"
    r"looking|we|is there)\b",
    re.IGNORECASE,
)
FRAME = re.compile(
    r"^\W*(?:(?:guten tag|hallo|moin)\W+)?(?:"
    r"wer\b(?:\s+(?:kann|könnte|hat))?(?:\s+(?:uns|mir|für uns|bei uns))?|"
    r"(?:wir|ich)\s+(?:suchen?|brauchen?|benötigen?)(?:\s+(?:jemanden|eine[nr]?|partner))?|"
    r"gesucht(?:\s+(?:wird|werden))?|suchen?|gibt es|"
    r"who can|who|we are looking for|looking for)\b[\s:,]*",
    re.IGNORECASE,
)
PLACE = re.compile(
    r"\b(?:(?:rund\s+)?um|in|im|bei|nahe|near|around)\s+"
    r"(?:(?:der|dem|den|the|raum|region|kreis|landkreis)\s+){0,2}"
    r"(?P<name>[A-ZÄÖÜ][\w/-]*\.?(?:\s+(?:an der|am|bei)\s+[A-ZÄÖÜ][\w/-]*|"
    r"\s*\([A-ZÄÖÜ][\w .]*\)|(?:[ -][A-ZÄÖÜ][\w/-]*){0,2})?)"
)


@dataclass(frozen=True)
class Understood:
    """A question taken apart."""

    topic: str
    """The question without frame and place, or as it was if nothing else is left."""
    rules: tuple[Constraint, ...]
    """The places it names, as hard rules."""


def understand(request: MatchRequest) -> Understood:
    """Take a request's question apart.

    Places become rules only where the request has no rule on place of its own.
    """
    question = request.question or ""
    if not request.read_question or not ASKS.search(question):
        return Understood(question, ())
    rules: list[Constraint] = []
    placed = any(c.rule in (Rule.REGION, Rule.RADIUS) for c in request.constraints)
    topic = question
    for found in reversed(list(PLACE.finditer(question))):
        region, rest = _region(found["name"])
        if region is None:
            continue
        topic = f"{topic[: found.start()]} {rest} {topic[found.end() :]}"
        if not placed:
            rules.insert(0, _rule(region))
    topic = FRAME.sub("", topic)
    topic = re.sub(r"\s+([,.;?!])", r"\1", topic).strip(" ?!.,;")
    return Understood(" ".join(topic.split()) or question, _joined(rules))


def _region(name: str) -> tuple[Region | None, str]:
    """Return the region that the longest beginning of ``name`` means, and what follows it."""
    words = name.split(" ")
    for end in range(len(words), 0, -1):
        try:
            region = load_regions().resolve(" ".join(words[:end]))
        except RegionError:
            continue
        known = region.level in (Level.LAND, Level.KREIS, Level.AREA)
        if known or (region.nuts or "").startswith(("DE3", "DE4")):
            return region, " ".join(words[end:])
    return None, ""


def _rule(region: Region) -> Constraint:
    if region.level in (Level.PLACE, Level.POSTCODE):
        return Constraint(rule=Rule.RADIUS, values=(region.name,), km=NEARBY_KM)
    return Constraint(rule=Rule.REGION, values=(region.name,))


def _joined(rules: list[Constraint]) -> tuple[Constraint, ...]:
    """Join several regions into one rule: "in Berlin und in Brandenburg" means either."""
    names = tuple(dict.fromkeys(v for r in rules if r.rule is Rule.REGION for v in r.values))
    if names:
        return (Constraint(rule=Rule.REGION, values=names),)
    return tuple(rules[:1])
