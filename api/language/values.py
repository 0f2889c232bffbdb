"""What templates show of profiles and scores, ready to print."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from api.language.texts import translator
from data.errors import RegionError, SectorError
from data.places.regions import load_regions
from data.profiles import Place, Profile
from data.sectors.names import load_clusters
from data.sectors.trades import load_trades
from data.sectors.wz import load_sectors
from matcher.result import Evidence, Fit, Suggestion, Term
from matcher.words import SIZES

FIT_CLASSES = {Fit.VERY_GOOD: "fit-high", Fit.GOOD: "fit-good", Fit.POSSIBLE: "fit-low"}

LANGUAGES: dict[str, tuple[str, str]] = {
    "de": ("Deutsch", "German"),
    "en": ("Englisch", "English"),
    "pl": ("Polnisch", "Polish"),
    "fr": ("Französisch", "French"),
    "es": ("Spanisch", "Spanish"),
    "it": ("Italienisch", "Italian"),
    "cs": ("Tschechisch", "Czech"),
    "uk": ("Ukrainisch", "Ukrainian"),
    "ru": ("Russisch", "Russian"),
    "tr": ("Türkisch", "Turkish"),
    "nl": ("Niederländisch", "Dutch"),
}


@dataclass(frozen=True)
class Bar:
    """One addend of a score: its words, its value as written, its width in percent."""

    label: str
    value: str
    width: float


def score_bars(terms: Sequence[Term], language: str) -> list[Bar]:
    """Return the addends that matter; the widest fills the line."""
    largest = max((abs(term.value) for term in terms), default=0.0) or 1.0
    return [
        Bar(term.label, number(term.value, language), round(max(term.value, 0) / largest * 100, 1))
        for term in terms
        if round(term.value, 2) != 0
    ]


def number(value: float, language: str) -> str:
    """Return a number with two digits, as it is written in the language."""
    text = f"{value:.2f}".replace("-", "−")
    return text if language == "en" else text.replace(".", ",")


def whole(value: int, language: str) -> str:
    """Return a whole number with its thousands set apart, as in the language."""
    text = f"{value:,}"
    return text if language == "en" else text.replace(",", ".")


def day(date: dt.date, language: str) -> str:
    """Return a day as it is written in the language."""
    return f"{date:%d %b %Y}" if language == "en" else f"{date:%d.%m.%Y}"


def fit_class(suggestion: Suggestion) -> str:
    """Return the class of a fit's colour, which says no more than its word."""
    return FIT_CLASSES[suggestion.fit_level]


def split_evidence(
    suggestion: Suggestion, asks_question: bool
) -> tuple[list[Evidence], list[Evidence]]:
    """Return the pairs that carry the reason, and the further ones.

    A profile has one for each side's gain; a question stands in all of them, one is enough.
    """
    first: dict[bool, Evidence] = {}
    for pair in suggestion.evidence:
        first.setdefault(not asks_question and pair.gain == "theirs", pair)
    shown = list(first.values())
    return shown, [pair for pair in suggestion.evidence if pair not in shown]


def distance(km: float, language: str) -> str:
    """Return a distance as a person says it."""
    if km < 1:
        return "less than 1 km" if language == "en" else "unter 1 km"
    return f"{km:.0f} km"


def profile_facts(profile: Profile, language: str) -> list[tuple[str, list[str]]]:
    """Return label and values of what is known of a profile besides its statements."""
    t = translator(language)
    half = 1 if language == "en" else 0
    facts = [
        (t("places"), [place_text(place, language) for place in profile.places]),
        (t("sectors"), [_sector(code, language) for code in profile.sectors]),
        (t("trades"), [_trade(code, language) for code in profile.trades]),
        (t("clusters"), [_cluster(code, language) for code in profile.clusters]),
        (t("size"), [SIZES[profile.size][half]] if profile.size else []),
        (t("languages"), [LANGUAGES.get(x, (x, x))[half] for x in profile.languages]),
        (t("valid_until"), [day(profile.valid_until, language)] if profile.valid_until else []),
        (t("source"), [profile.source] if profile.source else []),
        (t("id"), [profile.id]),
    ]
    return [(label, values) for label, values in facts if values]


def place_text(place: Place, language: str) -> str:
    """Return a place as it is written on a letter, or the largest region known of it."""
    if place.postcode or place.name:
        return " ".join(part for part in (place.postcode, place.name) if part)
    for region_id in (f"kreis:{place.kreis}", f"land:{place.land}"):
        try:
            region = load_regions().get(region_id)
        except RegionError:
            continue
        return region.name_en if language == "en" else region.name
    return "–"


def _sector(code: str, language: str) -> str:
    try:
        return f"{load_sectors().label(code, language)} ({code})"
    except SectorError:
        return code


def _trade(code: str, language: str) -> str:
    try:
        return load_trades().get(code).label(language)
    except SectorError:
        return code


def _cluster(code: str, language: str) -> str:
    try:
        return load_clusters().get(code).label(language)
    except SectorError:
        return code
