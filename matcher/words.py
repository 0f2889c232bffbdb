"""The words people read, German and English, for kinds, rules, terms and scores."""

from __future__ import annotations

from data.profiles import Kind, SizeClass
from matcher.request import Constraint, Rule
from matcher.result import FITTING, Claim, Fit

Two = tuple[str, str]
"""German and English."""


def pick(pair: Two, language: str) -> str:
    """Return the German or the English half."""
    return pair[1] if language == "en" else pair[0]


KINDS: dict[Kind, Two] = {
    Kind.COMPANY: ("Unternehmen", "company"),
    Kind.CRAFT: ("Handwerksbetrieb", "craft firm"),
    Kind.STARTUP: ("Startup", "startup"),
    Kind.RESEARCH: ("Forschungseinrichtung", "research organisation"),
    Kind.CLUSTER: ("Cluster oder Netzwerk", "cluster or network"),
    Kind.FACILITY: ("Testfeld oder Fläche", "test facility or site"),
}

SIZES: dict[SizeClass, Two] = {
    SizeClass.MICRO: ("unter 10 Beschäftigte", "fewer than 10 employees"),
    SizeClass.SMALL: ("10 bis 49 Beschäftigte", "10 to 49 employees"),
    SizeClass.MEDIUM: ("50 bis 249 Beschäftigte", "50 to 249 employees"),
    SizeClass.LARGE: ("ab 250 Beschäftigte", "250 employees and more"),
}

TERMS: dict[str, Two] = {
    "their_offer": ("Ihr Bedarf trifft das Angebot", "your need meets their offer"),
    "their_need": ("Ihr Angebot trifft den Bedarf dort", "your offer meets their need"),
    "same_need": ("gleicher Bedarf", "the same need"),
    "profile": ("Profile passen insgesamt", "profiles fit as a whole"),
    "words": ("gemeinsame Fachwörter", "shared technical words"),
    "reciprocity": ("Nutzen auf beiden Seiten", "benefit on both sides"),
    "field": ("Texte aus derselben Branche", "texts speak of the same trade"),
    "sector": ("Branche passt", "sector fits"),
    "distance": ("kurzer Weg", "short distance"),
    "kind": ("Art des Partners passt", "kind of partner fits"),
    "experience": ("viele Vorhaben belegt", "many projects on record"),
    "preference": ("Ihre Wünsche erfüllt", "your preferences met"),
}

FITS: dict[Fit, Two] = {
    Fit.VERY_GOOD: ("sehr passend", "very good fit"),
    Fit.GOOD: ("passend", "good fit"),
    Fit.POSSIBLE: ("möglich", "possible"),
}
FIT_FROM: dict[Fit, float] = {Fit.VERY_GOOD: 0.6, Fit.GOOD: FITTING, Fit.POSSIBLE: 0.0}
"""Lowest calibrated score of each, where nothing could be proved."""
FIT_OF: dict[Claim, Fit] = {
    Claim.ANSWERS: Fit.VERY_GOOD,
    Claim.TOUCHES: Fit.GOOD,
    Claim.NEAR: Fit.POSSIBLE,
}
"""What each claim amounts to."""
CONVINCING = 0.3
"""Evidence from this strength on is stated plainly; weaker evidence with reserve."""


def fit_of(score: float, strongest: float) -> Fit:
    """Return what a score amounts to; the best only where a sentence of the partner shows it.

    ``strongest`` is the strength of the strongest evidence, 0 if there is none.
    """
    found = next(fit for fit, least in FIT_FROM.items() if score >= least)
    return Fit.GOOD if found is Fit.VERY_GOOD and strongest < CONVINCING else found


def fit_word(score: float, strongest: float, language: str) -> str:
    """Return the score as a word (`fit_of`)."""
    return pick(FITS[fit_of(score, strongest)], language)


def rule_label(constraint: Constraint, language: str) -> str:
    """Return a rule as a person would say it."""
    values = _joined(constraint, language)
    match constraint.rule:
        case Rule.REGION:
            said = (f"Region: {values}", f"region: {values}")
        case Rule.RADIUS:
            outside = constraint.match == "none"
            sign = "über" if outside else "bis"
            sign_en = "more than" if outside else "up to"
            km = f"{constraint.km:g} km"
            said = (f"Umkreis {sign} {km} um {values}", f"{sign_en} {km} around {values}")
        case Rule.SECTOR:
            said = (f"Branche: {values}", f"sector: {values}")
        case Rule.KIND:
            said = (f"Art: {values}", f"kind: {values}")
        case Rule.SIZE:
            said = (f"Größe: {values}", f"size: {values}")
        case Rule.LANGUAGE:
            said = (f"Sprache: {values}", f"language: {values}")
        case Rule.EXCLUDE:
            count = len(constraint.values)
            said = (f"ausgeschlossen: {count}", f"excluded: {count}")
        case Rule.OTHER_SECTOR:
            said = ("nicht die eigene Branche", "not one's own sector")
        case Rule.OTHER_CLUSTER:
            said = ("anderes Cluster", "another cluster")
    return pick(said, language)


def _joined(constraint: Constraint, language: str) -> str:
    values = [_value(constraint.rule, value, language) for value in constraint.values]
    if constraint.rule is Rule.RADIUS:
        return values[0]
    words = {"any": (" oder ", " or "), "all": (" und ", " and "), "none": (" oder ", " or ")}
    joined = pick(words[constraint.match], language).join(values)
    return f"{pick(('nicht ', 'not '), language)}{joined}" if constraint.match == "none" else joined


def _value(rule: Rule, value: str, language: str) -> str:
    try:
        if rule is Rule.KIND:
            return pick(KINDS[Kind(value)], language)
        if rule is Rule.SIZE:
            return pick(SIZES[SizeClass(value)], language)
    except ValueError:
        return value
    return value
