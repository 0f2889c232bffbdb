"""The words for kinds, sizes, visibilities and languages, and which value a word names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from rapidfuzz import process

from data.errors import ProfileError
from data.profiles import Kind, SizeClass, Visibility
from data.spreadsheet.unwanted import plain

KINDS = {
    Kind.COMPANY: "Unternehmen",
    Kind.CRAFT: "Handwerk",
    Kind.STARTUP: "Start-up",
    Kind.RESEARCH: "Forschung",
    Kind.CLUSTER: "Cluster",
    Kind.FACILITY: "Testfeld",
}
SIZES = {
    SizeClass.MICRO: "unter 10",
    SizeClass.SMALL: "10 bis 49",
    SizeClass.MEDIUM: "50 bis 249",
    SizeClass.LARGE: "ab 250",
}
VISIBILITIES = {
    Visibility.PUBLIC: "öffentlich",
    Visibility.NETWORK: "Netzwerk",
    Visibility.OWN: "nur eigene",
    Visibility.INTERMEDIARY: "Vermittler",
}
_OTHER_KINDS = {
    Kind.COMPANY: "firma, betrieb, industrie, industriebetrieb, mittelstand, kmu, dienstleister, "
    "gmbh, wirtschaft, business, sme, enterprise",
    Kind.CRAFT: "handwerksbetrieb, handwerksunternehmen, handwerker, meisterbetrieb, craft firm, "
    "craft business",
    Kind.STARTUP: "gründung, gründer, ausgründung, spin-off, jungunternehmen",
    Kind.RESEARCH: "forschungseinrichtung, forschungsinstitut, hochschule, universität, uni, "
    "institut, fachhochschule, wissenschaft, labor, forschungsgruppe, lehrstuhl, university, "
    "institute, research institute",
    Kind.CLUSTER: "netzwerk, clusterinitiative, verband, verein, network, association",
    Kind.FACILITY: "reallabor, fläche, anlage, werkstatt, makerspace, teststrecke, gewerbefläche, "
    "testumgebung, living lab, test field, site",
}
_OTHER_SIZES = {
    SizeClass.MICRO: "kleinst, kleinstunternehmen, kleinstbetrieb, soloselbständig, "
    "soloselbständige, soloselbständiger, ein-personen-betrieb, ein-personen-unternehmen, "
    "einpersonenunternehmen, nur inhaber, unter 10, 1-9, 0-9, bis 9, <10",
    SizeClass.SMALL: "klein, kleinunternehmen, kleinbetrieb, 10-49, unter 50, bis 49, <50",
    SizeClass.MEDIUM: "mittel, mittelgroß, mittleres unternehmen, 50-249, unter 250, bis 249, <250",
    SizeClass.LARGE: "groß, großunternehmen, großbetrieb, 250+, über 250, mehr als 249, >249",
}
_OTHER_VISIBILITIES = {
    Visibility.PUBLIC: "alle, offen, jeder, ja",
    Visibility.NETWORK: "im netzwerk, mitglieder, members",
    Visibility.OWN: "eigene, eigen, intern, nur intern, privat, private, nein, vertraulich, "
    "streng vertraulich, nicht öffentlich, nichtöffentlich, nicht veröffentlichen, geheim, "
    "gesperrt, confidential, not public, false, falsch, no",
    Visibility.INTERMEDIARY: "nur vermittler, berater, nur berater, intermediaries",
}
_LANGUAGES = {
    "de": "deutsch, german, ger, deu",
    "en": "englisch, english, eng",
    "pl": "polnisch, polski, polish",
    "fr": "französisch, french, français",
    "es": "spanisch, spanish",
    "it": "italienisch, italian",
    "cs": "tschechisch, czech",
    "ru": "russisch, russian",
    "uk": "ukrainisch, ukrainian",
    "tr": "türkisch, turkish",
    "ar": "arabisch, arabic",
    "nl": "niederländisch, dutch",
    "da": "dänisch, danish",
    "sv": "schwedisch, swedish",
    "zh": "chinesisch, chinese",
    "vi": "vietnamesisch, vietnamese",
}

_E = TypeVar("_E", bound=StrEnum)


def _index(labels: Mapping[_E, str], others: Mapping[_E, str]) -> dict[str, _E]:
    names = {plain(label): value for value, label in labels.items()}
    names |= {plain(value): value for value in labels}
    return names | {_key(n): value for value, text in others.items() for n in text.split(",")}


def _key(text: str) -> str:
    # Signs tell sizes apart: "<10" and "10" are not the same.
    signs = text.replace("–", "-").replace("<", "unter").replace(">", "ueber").replace("+", "plus")
    return plain(re.sub(r"(?<=\d)\s*-\s*(?=\d)", "bis", signs))


_KIND = _index(KINDS, _OTHER_KINDS)
_SIZE = _index(SIZES, _OTHER_SIZES)
_VISIBILITY = _index(VISIBILITIES, _OTHER_VISIBILITIES)
_LANGUAGE = {plain(n): code for code, names in _LANGUAGES.items() for n in names.split(",")}


def kind_of(text: str) -> Kind:
    """Return the kind a German or English word names."""
    return choose(text, _KIND, KINDS, "Art von Organisation", "kind of organisation")


def visibility_of(text: str) -> Visibility:
    """Return the visibility a word names."""
    return choose(text, _VISIBILITY, VISIBILITIES, "Sichtbarkeit", "visibility")


def known_size(text: str) -> SizeClass | None:
    """Return the size class that a word or a usual class names, or None."""
    return _SIZE.get(_key(text))


def language_of(text: str) -> str:
    """Return the two-letter code of a language's name or code."""
    if re.fullmatch(r"[A-Za-z]{2}", text.strip()):
        return text.strip().lower()
    if (code := _LANGUAGE.get(plain(text))) is not None:
        return code
    raise ProfileError(
        f"'{text}' ist keine bekannte Sprache; erwartet wird ein Name wie 'Polnisch' oder ein "
        "Kürzel aus zwei Buchstaben wie 'pl'.",
        f"'{text}' is not a known language; expected is a name like 'Polish' or a code of two "
        "letters like 'pl'.",
    )


def choose(
    text: str, known: Mapping[str, _E], labels: Mapping[_E, str], what_de: str, what_en: str
) -> _E:
    """Return what a word names, or raise `ProfileError` with what is possible."""
    if (value := known.get(_key(text))) is not None:
        return value
    best = process.extractOne(plain(text), known.keys(), score_cutoff=75)
    hint_de = hint_en = ""
    if best is not None:
        hint_de = f" Gemeint ist vielleicht '{labels[known[best[0]]]}'."
        hint_en = f" Perhaps '{labels[known[best[0]]]}' is meant."
    choices = ", ".join(labels.values())
    raise ProfileError(
        f"'{text}' ist keine bekannte {what_de}; möglich sind: {choices}.{hint_de}",
        f"'{text}' is not a known {what_en}; possible are: {choices}.{hint_en}",
    )
