"""Hypothesis strategies for profiles and requests of a small invented region."""

from __future__ import annotations

from hypothesis import strategies as st

from data.profiles import Kind, Place, Profile, Role, SizeClass, Statement
from matcher.request import Constraint, Goal, MatchRequest, Rule

WORDS = ("laser", "fräsen", "holz", "pumpe", "sensor", "backen", "prüfen", "schweißen", "glas")
TOWNS = ("17291", "15230", "14712", "10115", "03046", "01067")
"""Prenzlau, Frankfurt (Oder), Rathenow, Berlin, Cottbus, Dresden."""
SECTORS = ("25.62", "25.11", "26.70", "10.71", "62.01", "72.19")

texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
statements = st.builds(Statement, role=st.sampled_from(Role), text=texts)


@st.composite
def places(draw: st.DrawFn) -> Place:
    """Draw a place known by postcode, or only by its Land."""
    from data.places.regions import load_regions

    postcode = draw(st.sampled_from(TOWNS))
    full = load_regions().complete(Place(postcode=postcode))
    return full if draw(st.booleans()) else Place(land=full.land)


@st.composite
def profiles(draw: st.DrawFn, number: int = 0) -> Profile:
    """Draw a profile with the id ``p<number>``."""
    return Profile(
        id=f"p{number}",
        name=draw(texts).title(),
        kind=draw(st.sampled_from(Kind)),
        statements=tuple(draw(st.lists(statements, max_size=4))),
        places=tuple(draw(st.lists(places(), max_size=2))),
        sectors=tuple(draw(st.lists(st.sampled_from(SECTORS), max_size=2, unique=True))),
        size=draw(st.none() | st.sampled_from(SizeClass)),
        languages=tuple(draw(st.lists(st.sampled_from(("de", "en", "pl")), unique=True))),
    )


@st.composite
def corpora(draw: st.DrawFn, max_size: int = 12) -> list[Profile]:
    """Draw up to ``max_size`` profiles with different ids."""
    return [draw(profiles(number=i)) for i in range(draw(st.integers(1, max_size)))]


VALUES: dict[Rule, st.SearchStrategy[str]] = {
    Rule.REGION: st.sampled_from(("Brandenburg", "Uckermark", "Berlin", "Ostbrandenburg", "17291")),
    Rule.SECTOR: st.sampled_from(("25", "25.62", "C", "optik", "Tischler")),
    Rule.KIND: st.sampled_from([str(kind) for kind in Kind]),
    Rule.SIZE: st.sampled_from([str(size) for size in SizeClass]),
    Rule.LANGUAGE: st.sampled_from(("de", "en")),
    Rule.EXCLUDE: st.sampled_from(("p0", "p1", "p2")),
}


@st.composite
def constraints(draw: st.DrawFn) -> Constraint:
    """Draw a rule with fitting values."""
    strength = draw(st.sampled_from(("must", "must", "prefer")))
    if draw(st.integers(0, 4)) == 0:
        town = draw(st.sampled_from(("Prenzlau", "Berlin", "03046")))
        km = draw(st.floats(5, 200))
        return Constraint(rule=Rule.RADIUS, values=(town,), km=km, strength=strength)
    rule = draw(st.sampled_from(list(VALUES)))
    values = tuple(draw(st.lists(VALUES[rule], min_size=1, max_size=2)))
    match = "any" if rule is Rule.EXCLUDE else draw(st.sampled_from(("any", "all", "none")))
    return Constraint(rule=rule, values=values, match=match, strength=strength)


@st.composite
def requests(draw: st.DrawFn) -> MatchRequest:
    """Draw a question, or a request for the stored profile ``p0``."""
    rules = tuple(draw(st.lists(constraints(), max_size=3)))
    goal = draw(st.sampled_from(Goal))
    k = draw(st.integers(1, 15))
    if draw(st.booleans()):
        return MatchRequest(question=draw(texts), goal=goal, constraints=rules, k=k)
    return MatchRequest(profile_id="p0", goal=goal, constraints=rules, k=k)
