"""What templates show of profiles and scores, ready to print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.web.texts import translator
from data.clusters import load_clusters
from data.errors import RegionError, SectorError
from data.profiles import Place, Profile
from data.regions import load_regions
from data.sectors import load_sectors
from data.trades import load_trades
from matcher.results import Term
from matcher.words import SIZES

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
        (t("valid_until"), [f"{profile.valid_until:%d.%m.%Y}"] if profile.valid_until else []),
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
