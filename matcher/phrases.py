"""The sentences of an explanation, German and English."""

from __future__ import annotations

import math
from collections.abc import Sequence

from data.geo import distance_km
from data.profiles import Kind, Place, Profile, Role
from data.regions import load_regions
from data.sectors import load_sectors
from matcher.features import Context
from matcher.request import Goal
from matcher.results import Evidence
from matcher.retrieval import Seeker
from matcher.words import Two, pick

QUOTE_CHARS = 140
TELLING = 0.2
"""Evidence from this strength on says why the other side would answer."""
CONVINCING = 0.3
"""Evidence from this strength on is stated plainly; weaker evidence with reserve."""

WHY_THEY_GAIN: dict[Kind, Two] = {
    Kind.COMPANY: (
        "das Unternehmen gewinnt einen Kunden für das, was es schon anbietet",
        "the company gains a customer for what it already offers",
    ),
    Kind.CRAFT: (
        "der Betrieb gewinnt einen Auftrag in seinem Fach",
        "the craft firm gains an order in its own trade",
    ),
    Kind.STARTUP: (
        "das Startup gewinnt einen Anwender aus der Praxis",
        "the startup gains a user from practice",
    ),
    Kind.RESEARCH: (
        "die Forschung gewinnt einen Praxispartner",
        "the researchers gain a partner from practice",
    ),
    Kind.CLUSTER: (
        "das Netzwerk gewinnt ein Mitglied mit passendem Thema",
        "the network gains a member with a fitting topic",
    ),
    Kind.FACILITY: ("die Einrichtung gewinnt einen Nutzer", "the facility gains a user"),
}


def reason(
    context: Context,
    profile: Profile,
    evidence: Sequence[Evidence],
    distance: float | None,
    language: str,
) -> str:
    """Return one sentence: the reason for the asker, then the reason for the other side."""
    mine = next((e for e in evidence if e.gain in ("mine", "shared")), None)
    theirs = next((e for e in evidence if e.gain == "theirs"), None)
    first = _for_asker(context, mine, theirs, language)
    second = _for_other(profile, mine, theirs, language)
    way = ""
    if distance is not None:
        km = f"{distance:.0f} km"
        way = pick((f"; Entfernung {km}", f"; distance {km}"), language)
    return f"{first}; {second}{way}."


def _for_asker(
    context: Context, mine: Evidence | None, theirs: Evidence | None, language: str
) -> str:
    if mine is not None:
        return _their_words(context.seeker, mine, language)
    if theirs is not None:
        said = (
            f"Sucht „{quote(theirs.theirs)}“ und könnte Ihr Kunde werden",
            f"Is looking for “{quote(theirs.theirs)}” and could become your customer",
        )
        return pick(said, language)
    said = (
        "Das Profil passt insgesamt zu Ihrer Anfrage, ohne dass ein Satz es allein belegt",
        "The profile fits your request as a whole, though no single sentence proves it",
    )
    return pick(said, language)


def _their_words(seeker: Seeker, pair: Evidence, language: str) -> str:
    text = quote(pair.theirs)
    verbs: dict[Role, Two] = {
        Role.OFFER: (f"Bietet „{text}“", f"Offers “{text}”"),
        Role.NEED: (f"Sucht ebenfalls: „{text}“", f"Also looks for “{text}”"),
        Role.ABOUT: (f"Arbeitet an „{text}“", f"Works on “{text}”"),
    }
    sure = pair.strength >= CONVINCING
    if seeker.question is not None:
        links: Two = (
            ("und antwortet damit auf Ihre Frage", "which answers your question")
            if sure
            else ("und könnte Ihrer Frage nahekommen", "which may come near your question")
        )
    elif pair.my_role is Role.NEED:
        links = (
            (
                f"und trifft Ihren Bedarf „{quote(pair.mine)}“",
                f"which meets your need “{quote(pair.mine)}”",
            )
            if sure
            else (
                f"und berührt Ihren Bedarf „{quote(pair.mine)}“",
                f"which touches your need “{quote(pair.mine)}”",
            )
        )
    else:
        links = (
            f"nahe an Ihrem Thema „{quote(pair.mine)}“",
            f"near your topic “{quote(pair.mine)}”",
        )
    return f"{pick(verbs[pair.their_role], language)} {pick(links, language)}"


def _for_other(
    profile: Profile, mine: Evidence | None, theirs: Evidence | None, language: str
) -> str:
    if theirs is not None and mine is not None and theirs.strength >= TELLING:
        wanted = quote(theirs.theirs)
        said = (f"dort wird gesucht: „{wanted}“", f"they are looking for “{wanted}”")
        if theirs.my_role is not Role.NEED and theirs.strength >= CONVINCING:
            said = (
                f"umgekehrt wird dort gesucht, was Sie anbieten: „{wanted}“",
                f"in turn they look for what you offer: “{wanted}”",
            )
        return pick(said, language)
    if mine is not None and mine.gain == "shared":
        said = (
            "gemeinsam lässt sich derselbe Bedarf günstiger decken",
            "together the same need is met at lower cost",
        )
        return pick(said, language)
    if theirs is not None and mine is None:
        said = (
            f"Ihr Angebot „{quote(theirs.mine)}“ deckt diesen Bedarf",
            f"your offer “{quote(theirs.mine)}” meets this need",
        )
        return pick(said, language)
    return pick(WHY_THEY_GAIN[profile.kind], language)


def quote(text: str) -> str:
    """Return the text without its full stop, cut at a word if it is long."""
    text = text.rstrip(" .;")
    if len(text) <= QUOTE_CHARS:
        return text
    return text[:QUOTE_CHARS].rsplit(" ", 1)[0].rstrip(" ,;:–-(") + " …"


def place_text(profile: Profile, context: Context, language: str) -> str:
    """Return one place as a person writes it: in the region asked for, nearest to the seeker."""
    if not profile.places:
        return pick(("Ort nicht angegeben", "place not stated"), language)
    regions = load_regions()

    def worth(place: Place) -> tuple[bool, float]:
        outside = not (context.asked & regions.keys(place))
        point = regions.point(place)
        if point is None or context.origin is None:
            return outside, math.inf
        return outside, float(distance_km(*context.origin, *point))

    place = min(profile.places, key=worth)
    land = place.land and regions.get(f"land:{place.land}").name
    kreis = place.kreis and regions.get(f"kreis:{place.kreis}").name
    town = " ".join(part for part in (place.postcode, place.name) if part)
    parts = [part for part in (town, kreis, land) if part]
    return ", ".join(p for i, p in enumerate(parts) if not any(p in q for q in parts[:i]))


def sector_text(mine: Profile | None, theirs: Profile, language: str) -> str | None:
    """Return the partner's sector in words, and how it relates to the seeker's."""
    if not theirs.sectors:
        return None
    sectors = load_sectors()
    label = sectors.label(theirs.sectors[0], language)
    if mine is None or not mine.sectors:
        return label
    relation = sectors.relation(mine.sectors, theirs.sectors)
    words: dict[str, Two] = {
        "same": ("gleiche Branche", "same sector"),
        "group": ("eng verwandte Branche", "closely related sector"),
        "division": ("verwandte Branche", "related sector"),
        "section": ("gleicher Wirtschaftsbereich", "same part of the economy"),
        "none": ("andere Branche", "another sector"),
    }
    return f"{label} ({pick(words[relation], language)})"


def next_step(profile: Profile, language: str) -> str:
    """Return whom to ask first."""
    contact = profile.contact
    ways = [w for w in (contact.phone, contact.email) if w] if contact else []
    where = f" ({', '.join(ways)})" if ways else ""
    if contact and contact.office:
        said = (f"{contact.office} ansprechen{where}", f"Contact {contact.office}{where}")
    elif ways or profile.website:
        way = ", ".join(ways) or profile.website
        said = (f"Direkt ansprechen: {way}", f"Contact directly: {way}")
    elif profile.source:
        said = (
            f"Über die Quelle des Profils anfragen: {profile.source}",
            f"Ask through the profile's source: {profile.source}",
        )
    else:
        said = (
            "Kontakt ist nicht hinterlegt: im Internet oder bei der Kammer erfragen",
            "No contact on file: ask the chamber or look it up",
        )
    return pick(said, language)


def hints(seeker: Seeker, goal: Goal, language: str) -> tuple[str, ...]:
    """Return what is missing in the seeker's data and would make suggestions better."""
    if seeker.profile is None:
        return ()
    found: list[Two] = []
    if not seeker.texts(Role.NEED) and goal in (Goal.PARTNER, Goal.SOLUTION, Goal.PEERS):
        found.append(
            (
                "Ihr Profil nennt keinen Bedarf: gesucht wurde nach ähnlichen Themen.",
                "Your profile states no need: similar topics were searched.",
            )
        )
    if not seeker.texts(Role.OFFER) and goal in (Goal.PARTNER, Goal.CUSTOMER):
        found.append(
            (
                "Ihr Profil nennt kein Angebot: der Nutzen für die andere Seite ist nur geschätzt.",
                "Your profile states no offer: the other side's benefit is only estimated.",
            )
        )
    if not seeker.profile.places:
        found.append(
            (
                "Ihr Profil nennt keinen Ort: Entfernungen fehlen.",
                "Your profile states no place: distances are missing.",
            )
        )
    return tuple(pick(pair, language) for pair in found)
