"""Places as the request means them: whose, in or not, how far, how firmly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from matcher.reading.distances import Distance
from matcher.reading.gazetteer import Entry
from matcher.reading.lexicon.places import NEARBY, WISHES
from matcher.reading.mentions import Mention, groups
from matcher.reading.model import Doubt, DoubtCode, Owner, Polarity, ReadPlace, Strength
from matcher.reading.owners import Owners
from matcher.reading.roles import Role
from matcher.reading.said import Said, said_of
from matcher.reading.text.layout import Layout
from matcher.reading.text.phrases import find_phrases

_BOTH = {"area:hauptstadtregion": (("land:11", "Berlin"), ("land:12", "Brandenburg"))}
"""Areas that people mean as their parts."""
_NAMED = ("name", "short")
_ELSE = 8
"""A namesake ranked within so much of the place that was taken is asked about."""


@dataclass
class PlacesRead:
    """The places of a text, and the tokens that speak of place alone."""

    places: list[ReadPlace] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    own: set[int] = field(default_factory=set)
    """Tokens of what the asker speaks of as his own, with its place."""


def read_places(layout: Layout) -> PlacesRead:
    """Return the places of a text."""
    reader = _Reader(layout)
    reader.read_mentions()
    reader.read_nearby()
    return reader.done()


class _Reader:
    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self.read = PlacesRead()
        self._owners = Owners(layout)
        self._sure = [m for m in layout.mentions if m.sure]
        self._by_place = {
            id(layout.mentions[d.place]): d for d in layout.distances if d.place is not None
        }

    def done(self) -> PlacesRead:
        self.read.own |= self._owners.own
        return self.read

    def read_mentions(self) -> None:
        stop = 0
        lists = groups(self._layout.tokens, self._sure)
        for n, group in enumerate(lists):
            later = lists[n + 1][0] if n + 1 < len(lists) else None
            end = later.frame.start if later else len(self._layout.tokens)
            said = said_of(self._layout.tokens, group, stop, end)
            for mention in group:
                self._add(mention, said)
            stop = group[-1].candidate.end
        for mention in self._layout.mentions:
            if not mention.sure:
                self._ask(mention)

    def _ask(self, mention: Mention) -> None:
        candidate = mention.candidate
        token = self._layout.tokens[candidate.start]
        likely = candidate.best.rank < 80 and (token.capital or not candidate.best.grade)
        asked = self._layout.role_of(candidate.start) is Role.SEEK
        if asked and likely and candidate.form != "adjective":
            self._doubt(DoubtCode.IS_PLACE, candidate.start, candidate.end, (candidate.best.name,))

    def _doubt(self, code: DoubtCode, start: int, end: int, candidates: tuple[str, ...]) -> None:
        span = self._layout.span(start, end)
        text = self._layout.text[span.start : span.end]
        self.read.doubts.append(Doubt(code=code, span=span, text=text, candidates=candidates))

    def _add(self, mention: Mention, said: Said) -> None:
        candidate, distance = mention.candidate, self._by_place.get(id(mention))
        owner = self._owners.owner(mention, said, distance is not None)
        self.read.used.update(range(mention.frame.start, candidate.end))
        if owner is None:
            if self._layout.role_of(candidate.start) is not Role.GREETING:
                names = (candidate.best.name,)
                self._doubt(DoubtCode.TALKED_OF, candidate.start, candidate.end, names)
            return
        entry = candidate.best
        vague = self._owners.from_things(mention) or self._owners.aside(mention, said)
        vague = vague or self._among_others(mention)
        vague = vague and said.polarity is Polarity.IN and distance is None
        firm: Strength = "prefer" if vague else said.strength
        for region, name in _BOTH.get(entry.region, ((entry.region, entry.name),)):
            place = ReadPlace(
                name=name,
                region=region,
                polarity=said.polarity if owner is Owner.PARTNER else Polarity.IN,
                km=distance.km if distance else None,
                strength=firm if owner is Owner.PARTNER else "must",
                owner=owner,
                span=self._layout.span(candidate.start, candidate.end),
            )
            self._keep(place)
        if owner is Owner.PARTNER:
            self._mark(mention, said, distance)
            self._question(mention, distance)

    def _among_others(self, mention: Mention) -> bool:
        """Whether somebody is active in the place too: "der auch in Polen arbeitet"."""
        start = mention.frame.start
        before = self._layout.tokens[start - 1].key if start else ""
        return before in ("auch", "also")

    def _keep(self, place: ReadPlace) -> None:
        """Keep a place once; a later mention adds the radius it lacks."""
        for n, known in enumerate(self.read.places):
            same = known.region == place.region and known.owner is place.owner
            if same and known.polarity is place.polarity:
                if known.km is None and place.km is not None:
                    self.read.places[n] = known.model_copy(update={"km": place.km})
                return
        self.read.places.append(place)

    def _mark(self, mention: Mention, said: Said, distance: Distance | None) -> None:
        used = self.read.used
        used.update(said.words)
        if distance is not None:
            used.update(range(*distance.words))
            used.update(range(distance.start, distance.end))

    def _question(self, mention: Mention, distance: Distance | None) -> None:
        candidate = mention.candidate
        names = _namesakes(candidate.entries)
        if len(names) > 1:
            self._doubt(DoubtCode.WHICH_PLACE, candidate.start, candidate.end, names)
        if candidate.form == "typo":
            self._doubt(DoubtCode.SPELLING, candidate.start, candidate.end, names[:1])
        if distance is not None and distance.km is None:
            self._doubt(DoubtCode.TRAVEL_TIME, distance.start, distance.end, ())

    def read_nearby(self) -> None:
        """Read "in der Nähe" and "bis 50 km von uns": near the asker's seat."""
        for start, end, km in self._nearby():
            self.read.used.update(range(start, end))
            seat = self._seat()
            if seat is None:
                self._doubt(DoubtCode.NO_SEAT, start, end, ())
                continue
            update = {
                "owner": Owner.PARTNER,
                "km": km,
                "strength": "prefer" if km is None or self._wished(start) else "must",
                "span": self._layout.span(start, end),
            }
            self._keep(seat.model_copy(update=update))

    def _wished(self, at: int) -> bool:
        """Whether the words before a distance make it a wish: "am liebsten nicht weiter als"."""
        before = self._layout.tokens[max(0, at - 3) : at + 1]
        return any(token.key in WISHES for token in before)

    def _seat(self) -> ReadPlace | None:
        """Return where the asker is: as he says, else as he signs."""
        own = [p for p in self.read.places if p.owner is Owner.ASKER]
        signed = [
            s.start
            for s, r in zip(self._layout.segments, self._layout.roles, strict=True)
            if r is Role.SIGNATURE
        ]
        since = self._layout.tokens[signed[0]].start if signed else len(self._layout.text)
        said = [p for p in own if p.span.start < since]
        return said[0] if said else own[-1] if own else None

    def _nearby(self) -> Iterator[tuple[int, int, float | None]]:
        tokens = self._layout.tokens
        near_place = {m.frame.start for m in self._sure} | {m.candidate.start for m in self._sure}
        for start, end in find_phrases(tokens, NEARBY):
            of_place = end in near_place or (
                end < len(tokens)
                and end + 1 in near_place
                and tokens[end].key in ("von", "of", "an", "bei", "zu")
            )
            taken = any(i in self.read.used for i in range(start, end))
            if self._layout.role_of(start) is not Role.SELF and not of_place and not taken:
                yield start, end, None
        for distance in self._layout.distances:
            if distance.place is None and self._layout.role_of(distance.start) is not Role.SELF:
                yield distance.words[0], distance.words[1], distance.km


def _namesakes(entries: tuple[Entry, ...]) -> tuple[str, ...]:
    first = entries[0]
    return tuple(
        dict.fromkeys(
            e.name
            for e in entries
            if e is first or (first.rank > 0 and e.rank - first.rank <= _ELSE and e.form in _NAMED)
        )
    )
