"""What is missing in a profile, and why it matters: no partner is found by what nobody wrote."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from data.places.regions import load_regions
from data.profiles import Kind, Profile, Role
from data.text import fold

SOON_DAYS = 30
"""So many days before its last day a profile is due to be looked at again."""
MIN_CHARS, MIN_WORDS = 20, 3
"""A statement below either says too little to tell partners apart."""


class Gap(StrEnum):
    """One thing that is missing. The order is that of the weights."""

    EXPIRED = "expired"
    OFFER = "offer"
    NEED = "need"
    PLACE = "place"
    SECTOR = "sector"
    CONTACT = "contact"
    VAGUE = "vague"
    POSTCODE = "postcode"
    SIZE = "size"
    LANGUAGES = "languages"
    EXPIRES_SOON = "expires_soon"


WEIGHTS: dict[Gap, int] = {
    Gap.EXPIRED: 70,
    Gap.OFFER: 25,
    Gap.NEED: 20,
    Gap.PLACE: 20,
    Gap.SECTOR: 10,
    Gap.CONTACT: 10,
    Gap.VAGUE: 10,
    Gap.POSTCODE: 8,
    Gap.SIZE: 3,
    Gap.LANGUAGES: 2,
    Gap.EXPIRES_SOON: 0,
}
"""Points of 100 that each costs: our judgement of what it costs in matching, nothing measured.

All but the dates add up to 100, with no place standing for no postcode too.
"""

NAMES: dict[Gap, tuple[str, str]] = {
    Gap.EXPIRED: ("neue Gültigkeit (abgelaufen)", "new end date (expired)"),
    Gap.OFFER: ("Angebot", "offer"),
    Gap.NEED: ("Bedarf", "need"),
    Gap.PLACE: ("Ort", "place"),
    Gap.SECTOR: ("Branche oder Gewerk", "sector or trade"),
    Gap.CONTACT: ("Ansprechstelle", "contact"),
    Gap.VAGUE: ("genaue Aussagen", "precise statements"),
    Gap.POSTCODE: ("Postleitzahl", "postcode"),
    Gap.SIZE: ("Größe", "size"),
    Gap.LANGUAGES: ("Sprachen", "languages"),
    Gap.EXPIRES_SOON: ("neue Gültigkeit (läuft bald ab)", "new end date (expires soon)"),
}
"""German and English, as one names it in a list of what is missing."""

WHY: dict[Gap, tuple[str, str]] = {
    Gap.EXPIRED: (
        "Das Profil ist abgelaufen: Es wird niemandem mehr vorgeschlagen.",
        "The profile has expired: it is suggested to nobody any more.",
    ),
    Gap.OFFER: (
        "Ohne Angebot findet niemand den Betrieb, der genau das sucht; der Nutzen für die andere "
        "Seite ist nur geschätzt.",
        "Without an offer nobody who needs just that finds the firm; the other side's benefit is "
        "only estimated.",
    ),
    Gap.NEED: (
        "Ohne Bedarf wird nach ähnlichen Themen gesucht statt nach dem, was dem Betrieb fehlt.",
        "Without a need similar topics are searched instead of what the firm lacks.",
    ),
    Gap.PLACE: (
        "Ohne Postleitzahl gibt es keine Entfernungen, und kein Umkreis findet den Betrieb.",
        "Without a postcode there are no distances, and no radius finds the firm.",
    ),
    Gap.SECTOR: (
        "Ohne Branche oder Gewerk fällt der Betrieb aus jeder Suche heraus, die eine Branche "
        "verlangt.",
        "Without a sector or trade the firm drops out of every search that asks for one.",
    ),
    Gap.CONTACT: (
        "Ohne Ansprechstelle weiß niemand, wen er nach einem Vorschlag anrufen soll.",
        "Without a contact nobody knows whom to call after a suggestion.",
    ),
    Gap.VAGUE: (
        "Kurze oder allgemeine Aussagen passen auf fast jeden. Genau wird es mit Verfahren, "
        "Werkstoff, Maßen oder Stückzahlen.",
        "Short or general statements fit almost everyone. Processes, materials, dimensions or "
        "quantities make them precise.",
    ),
    Gap.POSTCODE: (
        "Ohne Postleitzahl sind Entfernungen nur ungefähr: Es zählt die Mitte des Ortes oder "
        "Kreises.",
        "Without a postcode distances are only rough: the middle of the town or district counts.",
    ),
    Gap.SIZE: (
        "Ohne Größe fällt der Betrieb aus Suchen nach kleinen oder großen Partnern heraus.",
        "Without a size the firm drops out of searches for small or large partners.",
    ),
    Gap.LANGUAGES: (
        "Ohne Sprachen fällt der Betrieb aus Suchen heraus, die eine Sprache verlangen.",
        "Without languages the firm drops out of searches that ask for one.",
    ),
    Gap.EXPIRES_SOON: (
        "Das Profil läuft bald ab; danach wird es niemandem mehr vorgeschlagen.",
        "The profile expires soon; after that it is suggested to nobody.",
    ),
}

LEVELS: tuple[tuple[int, tuple[str, str]], ...] = (
    (85, ("vollständig", "complete")),
    (60, ("brauchbar", "usable")),
    (35, ("lückenhaft", "patchy")),
    (0, ("kaum auffindbar", "hardly findable")),
)
"""Least score of each word."""


@dataclass(frozen=True)
class Completeness:
    """How well a profile can be matched: what is missing, the weightiest first."""

    gaps: tuple[Gap, ...]

    @cached_property
    def score(self) -> int:
        """0 to 100, 100 if nothing is missing."""
        return max(0, 100 - sum(WEIGHTS[gap] for gap in self.gaps))

    @cached_property
    def level(self) -> int:
        """Position in `LEVELS`: 0 is the best."""
        return next(i for i, (least, _) in enumerate(LEVELS) if self.score >= least)

    def word(self, language: str = "de") -> str:
        """Return the score as a word."""
        return LEVELS[self.level][1][language == "en"]


def check(profile: Profile, today: dt.date) -> Completeness:
    """Return what is missing in a profile."""
    return at_date(lasting(profile), profile.valid_until, today)


def lasting(profile: Profile) -> tuple[Gap, ...]:
    """Return what is missing whatever the day is, the weightiest first."""
    texts = profile.texts(Role.OFFER) + profile.texts(Role.NEED) or profile.texts(Role.ABOUT)
    contact = profile.contact
    coded = profile.sectors or profile.trades
    missing = {
        Gap.OFFER: not profile.texts(Role.OFFER),
        Gap.NEED: not profile.texts(Role.NEED),
        Gap.SECTOR: not (coded or (profile.kind is Kind.CLUSTER and profile.clusters)),
        Gap.CONTACT: not (contact and (contact.office or contact.email or contact.phone)),
        Gap.VAGUE: bool(texts) and 2 * sum(map(is_vague, texts)) > len(texts),
        Gap.SIZE: profile.size is None and profile.kind in _SIZED,
        Gap.LANGUAGES: not profile.languages,
    }
    gaps = [gap for gap, is_missing in missing.items() if is_missing]
    if not any(load_regions().point(place) for place in profile.places):
        gaps.append(Gap.PLACE)
    elif not any(place.postcode for place in profile.places):
        gaps.append(Gap.POSTCODE)
    order = list(Gap)
    return tuple(sorted(gaps, key=order.index))


def at_date(gaps: tuple[Gap, ...], valid_until: dt.date | None, today: dt.date) -> Completeness:
    """Add to what is missing anyway what the day makes of a profile's last day."""
    if valid_until is not None and valid_until < today:
        return Completeness((Gap.EXPIRED, *gaps))
    if valid_until is not None and valid_until <= today + dt.timedelta(days=SOON_DAYS):
        return Completeness((*gaps, Gap.EXPIRES_SOON))
    return Completeness(gaps)


def is_short(text: str) -> bool:
    """Say whether a statement has too few words to tell partners apart."""
    return len(text) < MIN_CHARS or len(text.split()) < MIN_WORDS


def is_generic(text: str) -> bool:
    """Say whether nothing but everybody's words is left of a statement."""
    words = [word for word in re.findall(r"[^\W\d_]+", fold(text)) if len(word) > 2]
    return not re.search(r"\d", text) and all(word in _EVERYBODYS for word in words)


def is_vague(text: str) -> bool:
    """Say whether a statement is too short or too general."""
    return is_short(text) or is_generic(text)


_SIZED = frozenset((Kind.COMPANY, Kind.CRAFT, Kind.STARTUP))
"""Kinds of which one asks the size."""
_EVERYBODYS = frozenset(
    fold(
        "wir sie ihr ihre ihren unser unsere unseren uns der die das den dem des ein eine "
        "einen einer eines und oder aber auch als an auf aus bei bis durch für gegen im in "
        "ins mit nach ohne über um unter von vom vor zu zum zur ist sind sein haben hat kann "
        "können wird werden aller alle allen alles rund sowie sehr mehr neue neuen neuer "
        "neues gute guten guter hohe hohen höchste höchster beste besten suchen sucht gesucht "
        "bieten bietet anbieten benötigen brauchen möchten wollen qualität qualitativ "
        "hochwertig hochwertige hochwertigen zuverlässig zuverlässige zuverlässigen kompetent "
        "kompetente kompetenten kompetenz professionell professionelle innovativ innovative "
        "innovativen innovation innovationen kunde kunden kundschaft partner partnern "
        "partnerin partnerschaft kooperation kooperationen zusammenarbeit lösung lösungen "
        "leistung leistungen dienstleistung dienstleistungen service services beratung "
        "betreuung planung umsetzung entwicklung projekt projekte produkt produkte angebot "
        "angebote unternehmen betrieb betriebe firma firmen team erfahrung jahre jahren "
        "jahrelange langjährige langjährigen tradition individuell individuelle individuellen "
        "maßgeschneidert maßgeschneiderte hand bereich bereiche themen art region regional "
        "regionale flexibel schnell modern moderne modernste fachkräfte mitarbeiter personal "
        "digitalisierung nachhaltigkeit nachhaltig nachhaltige optimierung verbesserung and "
        "the for with our your all new good high quality reliable solutions partners "
        "cooperation customers company professional experience products"
    ).split()
)
"""Words that stand in anybody's profile; a text of these alone finds nobody in particular."""
