"""What a request's question asks for: topic, needs, rules and wishes, made of its `Reading`.

"Wir sind eine Tischlerei in der Uckermark und suchen in Brandenburg jemanden, der Aluminium
schweißt" asks for the topic "Aluminium schweißt" and for the region Brandenburg. What is certain
becomes a rule, what is a wish becomes a preference; what the asker is, is never searched for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from data.errors import RegionError
from data.places.regions import Level, load_regions
from data.profiles import Kind
from data.sectors.trades import load_trades
from data.text import fold
from matcher.reading.frames import is_trade
from matcher.reading.lexicon.asking import ACTORS, SITE_ENDINGS, SITES
from matcher.reading.model import Doubt, Need, Polarity, Reading, ReadPlace, Span, Strength
from matcher.reading.reader import read
from matcher.reading.slips import Meant, mended
from matcher.reading.spelling import as_written
from matcher.request import Constraint, Goal, MatchRequest, Rule
from matcher.result import Unsure

NEARBY_KM = 30.0
"""What "in" a town means: as far as one drives to a partner without thinking about it."""
SHORT_WORDS = 8
"""A text of so few words is a search even without a verb that asks: "Dachdecker Cottbus"."""

_COINED = r"(?!GmbH|gGmbH|mbH)(?:[A-Z]{4,20}\d{0,4}|\w{0,30}[a-zäöü][A-Z]\w{0,30})"
TITLE = re.compile(
    r"^[^:?.]{0,60}\w\.[A-Z]\w{0,20}:\s|"  # a programme: "Energie.NRW: …"
    rf"^(?:\w{{1,30}}\s)?{_COINED}\s?[:–-]\s|\s[–-]\s{_COINED}$|\({_COINED}\)$|\[\[|"
    r"^(?:[Ww]eiter)?(?i:entwicklung|erforschung|untersuchung(?:en)?|erprobung|konzeption|"
    r"\w{0,30}projekt|\w{0,30}vorhaben)\s(?:und\s\w{1,30}\s)?"
    r"(?:des|der|eines|einer|von|neue[rs]?|für|zu[rm]?|\w{1,30}er)\b"
)
"""What only the title of a project has: a programme, a coined name, "Entwicklung eines …"."""
PRONOUNS = frozenset("sie ihn es diese diesen dieses them it".split())
"""Words that stand for what was sought before."""
MEANT_WITHIN, FEW = 3, 2
"""So near before a need of so few words such a word stands."""
POSSESSIVES = ("unser", "mein", "our", "my")
FIRST_PERSON = re.compile(r"\b(?:wir|uns|unser\w*|ich|mein\w*|we|our|us)\b", re.IGNORECASE)
ASKS = re.compile(
    r"\?\s*$|^\W*(wer|welche[rsnm]?|wo|gibt es|kennt|suchen?|gesucht|wir|ich|who|which|where|"
    r"looking|we|is there|\w*partner|anbieter|hersteller|lieferant(?:en)?|dienstleister|"
    r"nachfolger\w*|abnehmer|kunden|anwender)\b|"
    r"\b(sucht|suchen|gesucht|bevorzugt|am liebsten|bitte)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Understood:
    """A question taken apart."""

    topic: str
    """What is searched for as a whole: all needs, or the question if nothing else is left."""
    needs: tuple[str, ...]
    """What is searched for, need by need."""
    question: str = ""
    """The whole question, with umlauts where they were written out."""
    rules: tuple[Constraint, ...] = ()
    """What it says of partners, hard rules before wishes."""
    goal: Goal | None = None
    """What the asker wants of a partner, where the question says it."""
    origin: str | None = None
    """The region the asker sits in: distances are measured from there."""
    context: str = ""
    """The whole request without its places and what is said of the asker: what is sought is often
    told before it is asked for ("Der Presskuchen bleibt liegen. Wer baut Anlagen dafür?"). Empty
    where several needs are told, of which each is searched by itself."""
    situation: str = ""
    """The context with what the asker does, but not its trade: for an encoder that was trained to
    tell both apart. Empty where the context is."""
    asks: bool = False
    """Whether somebody is asked for; the title of a project asks for nobody."""
    unsure: tuple[Unsure, ...] = ()
    """What may mean more than was read, and made no rule."""


def understand(request: MatchRequest, meant: Meant | None = None) -> Understood:
    """Take a request's question apart.

    Places become rules only where the request has no rule on place of its own, kinds only where
    it has none on kind. The title of a project, which asks nothing, stays as it is. ``meant``
    knows the words that profiles use, to forgive a slip of the finger.
    """
    question = request.question or ""
    if not request.read_question or not question:
        return Understood(question, (question,), question)
    written = as_written(question)
    slips: tuple[Unsure, ...] = ()
    if meant is not None:
        written, slips = mended(written, meant)
    reading = read(written)
    if not _is_search(written, reading):
        return Understood(question, (question,), question)
    question = written
    ruled = {constraint.rule for constraint in request.constraints}
    rules: list[Constraint] = []
    if not ruled & {Rule.REGION, Rule.RADIUS}:
        rules += _place_rules(reading.regions)
    if Rule.KIND not in ruled:
        rules += _kind_rules(reading)
    if Rule.SECTOR not in ruled:
        rules += _competitors(reading)
    rules = [rule for rule in rules if rule.rule not in request.unread]
    needs = tuple(_needs(reading)) or (question,)
    topic = ". ".join(needs)
    own = [phrase.span for phrase in reading.asker.phrases if not _is_trouble(phrase.text)]
    trade = [phrase.span for phrase in reading.asker.phrases if _names_trade(phrase.text)]
    context, situation = (
        (_without(reading, own), _without(reading, trade)) if len(needs) == 1 else ("", "")
    )
    return Understood(
        topic=topic,
        needs=needs,
        question=question,
        rules=tuple(sorted(rules, key=lambda rule: rule.strength == "prefer")),
        goal=reading.goal if reading.goal is not Goal.SOLUTION else None,
        origin=_value_of(reading.asker.seat) if reading.asker.seat else None,
        context=context if context.strip(" .?!") != topic else "",
        situation=situation if situation.strip(" .?!") != topic else "",
        asks=True,
        unsure=(*slips, *(_unsure(doubt) for doubt in reading.unsure)),
    )


def _needs(reading: Reading) -> Iterator[str]:
    """Yield what is sought, need by need; "jemanden, der sie sterilisiert" says what "sie" are."""
    before, ended = "", 0
    for need in reading.sought:
        text = _running_text(reading, need)
        start = need.spans[0].start if need.spans else ended
        between = re.findall(r"\w+", reading.text[ended:start].lower())[-MEANT_WITHIN:]
        if before and len(text.split()) <= FEW and not PRONOUNS.isdisjoint(between):
            text = f"{before} {text}"
        yield text
        before, ended = text, need.spans[-1].end if need.spans else ended


def _running_text(reading: Reading, need: Need) -> str:
    """Return a need as it was put: what stands between its words belongs to it.

    An encoder reads "Feuchte, die man in Gebäuden misst" better than its nouns alone. Left out is
    what was read as something else: places, who asks, kinds.
    """
    apart = [place.span for place in reading.places]
    apart += [phrase.span for phrase in reading.asker.phrases]
    apart += [kind.span for kind in reading.kinds]
    pieces = [reading.text[need.spans[0].start : need.spans[0].end]] if need.spans else [need.text]
    for before, after in pairwise(need.spans):
        between = Span(start=before.end, end=after.start)
        if not any(span.start < between.end and between.start < span.end for span in apart):
            pieces.append(reading.text[between.start : between.end])
        pieces.append(" " + reading.text[after.start : after.end])
    return " ".join("".join(pieces).split())


def _without(reading: Reading, spans: Sequence[Span]) -> str:
    """Return the request without its places and some other parts."""
    apart = [*(place.span for place in reading.places), *spans]
    kept, start = [], 0
    for span in sorted(apart, key=lambda span: span.start):
        kept.append(reading.text[start : span.start])
        start = max(start, span.end)
    return " ".join(" ".join([*kept, reading.text[start:]]).split())


def _is_trouble(text: str) -> bool:
    """Say whether something of the asker's is spoken of, and not what the asker is or does.

    "Unsere Formteile verziehen sich": that is what help is sought for.
    """
    words = [word.strip(",.;:!?()").lower() for word in text.split()]
    return (
        len(words) > 2
        and words[0].startswith(POSSESSIVES)
        and fold(words[1]) not in ACTORS
        and not _names_site(words[1])
        and not _names_trade(text)
    )


def _names_site(word: str) -> bool:
    """Say whether a word is what somebody owns and works in: "unsere Brauerei in Spremberg"."""
    return fold(word) in SITES or fold(word).endswith(SITE_ENDINGS)


def _names_trade(text: str) -> bool:
    words = (word.strip(",.;:!?()") for word in text.split())
    return any(word[:1].isupper() and is_trade(word) for word in words)


def _is_search(question: str, reading: Reading) -> bool:
    """Say whether a text asks for somebody, and is not the title of a project."""
    if ASKS.search(question):
        return True
    if TITLE.search(question):
        return bool(reading.asker.phrases)
    if len(question.split()) <= SHORT_WORDS:
        return True
    told = any(p.km or p.polarity is Polarity.NOT for p in reading.regions)
    return told or bool(reading.asker.phrases or reading.kinds)


def _place_rules(places: Sequence[ReadPlace]) -> Iterator[Constraint]:
    """Yield the rules on place. Several places in which partners may be are one rule."""
    wanted = [place for place in places if place.polarity is Polarity.IN]
    musts = [place for place in wanted if place.strength == "must"]
    wishes = [place for place in wanted if place.strength == "prefer"]
    if musts:
        # "In Berlin, gern auch Potsdam": the wish widens the rule.
        wider = [_value_of(place.region) for place in wishes if place.km is None]
        yield from _within(musts, [value for value in wider if value], "must")
    yield from _within(wishes, [], "prefer")
    for place in places:
        value = _value_of(place.region)
        if place.polarity is Polarity.NOT and value is not None:
            km = place.km if place.km and _has_point(value) else None
            yield Constraint(
                rule=Rule.RADIUS if km else Rule.REGION,
                values=(value,),
                km=km,
                match="none",
                strength=place.strength,
            )


def _within(
    places: Sequence[ReadPlace], wider: Sequence[str], strength: Strength
) -> Iterator[Constraint]:
    areas, circles = dict.fromkeys(wider), dict[tuple[str, float], None]()
    for place in places:
        value = _value_of(place.region)
        if value is None:
            continue
        km = place.km or (NEARBY_KM if _is_town(place.region) else None)
        if km is None or not _has_point(value):
            areas[value] = None
        else:
            circles[value, km] = None
    # Circles and areas cannot be joined by "or": where both are named, all are wishes.
    said = strength if len(circles) + bool(areas) == 1 else "prefer"
    if areas:
        yield Constraint(rule=Rule.REGION, values=tuple(areas), strength=said)
    for value, km in circles:
        yield Constraint(rule=Rule.RADIUS, values=(value,), km=km, strength=said)


def _kind_rules(reading: Reading) -> Iterator[Constraint]:
    if wanted := reading.wanted_kinds:
        # "Firma" is said of anybody who works for money, "Labor" of firms and institutes too.
        loose = {Kind.COMPANY, Kind.FACILITY} & set(wanted)
        yield Constraint(
            rule=Rule.KIND,
            values=tuple(str(kind) for kind in wanted),
            strength="prefer" if loose else "must",
        )
    if unwanted := reading.unwanted_kinds:
        values = tuple(str(kind) for kind in unwanted)
        yield Constraint(rule=Rule.KIND, values=values, match="none")


def _competitors(reading: Reading) -> Iterator[Constraint]:
    """Yield the rule that leaves out who works in the asker's own trade, unless that is sought."""
    trades = load_trades()
    own = trades.get(reading.asker.trade) if reading.asker.trade else None
    if own is None or reading.goal is not Goal.SOLUTION:
        return
    words = {word.strip(",.;:()") for need in reading.sought for word in need.text.split()}
    if not any(trades.find(word) == own for word in words):
        # Of a third party ("ein Schlosser braucht …") its own trade may well be the answer.
        said = "must" if FIRST_PERSON.search(reading.text) else "prefer"
        yield Constraint(rule=Rule.SECTOR, values=(own.short,), match="none", strength=said)


def _unsure(doubt: Doubt) -> Unsure:
    return Unsure(code=str(doubt.code), text=doubt.text, candidates=doubt.candidates)


def _value_of(region_id: str) -> str | None:
    """Return a region as a rule names it: by its name if that means just this, else by its id.

    None for countries and towns abroad, which hold no profiles.
    """
    regions = load_regions()
    try:
        region = regions.get(region_id)
    except RegionError:
        return None
    try:
        return region.name if regions.resolve(region.name).id == region.id else region.id
    except RegionError:
        return region.id


def _is_town(region_id: str) -> bool:
    return load_regions().get(region_id).level in (Level.PLACE, Level.POSTCODE)


def _has_point(value: str) -> bool:
    regions = load_regions()
    return regions.point(regions.resolve(value)) is not None
