"""Single values as people write them: kind, size, visibility, date, language, address.

Several statements in one cell: taking them apart and putting them together.

Ids for rows that have none, and names in the form in which they are compared.
"""

from __future__ import annotations

import calendar
import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import TypeVar

from rapidfuzz import process

from data.errors import ProfileError
from data.profiles import MAX_STATEMENT_CHARS, Kind, SizeClass, Visibility, clean_text
from data.spreadsheet.columns import plain
from data.text import fold

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


_FOREVER = frozenset("unbefristet unbegrenzt dauerhaft offen unlimited bisaufweiteres".split())


def date_of(text: str) -> dt.date | None:
    """Return a date: ``31.12.2027``, ``31.12.27``, ``2027-12-31``, ``12/2027`` (its last day).

    A whole number is the day as Excel counts. ``unbefristet`` is None.
    """
    text = text.strip()
    if plain(text) in _FOREVER:
        return None
    german = re.fullmatch(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4}|\d\d)", text)
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?", text)
    month = re.fullmatch(r"(\d{1,2})[./](\d{4})", text)
    try:
        if german:
            year = int(german[3]) + (2000 if len(german[3]) == 2 else 0)
            return dt.date(year, int(german[2]), int(german[1]))
        if iso:
            return dt.date(int(iso[1]), int(iso[2]), int(iso[3]))
        if month:
            last = calendar.monthrange(int(month[2]), int(month[1]))[1]
            return dt.date(int(month[2]), int(month[1]), last)
        if re.fullmatch(r"[3-7]\d{4}(\.0)?", text):
            return dt.date(1899, 12, 30) + dt.timedelta(days=int(float(text)))
    except ValueError:
        pass
    raise ProfileError(
        f"'{text}' ist kein Datum; erwartet wird z. B. 31.12.2027.",
        f"'{text}' is not a date; expected is e.g. 31.12.2027 or 2027-12-31.",
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


_LINES = re.compile(r"[\r\n\v\f\u2028\u2029]+")
_BREAKS = re.compile(r"\s(?<!\\)\|\s|\s[•▪●‣]\s")
_BULLET = re.compile(r"^\s*(?:[-–—*•▪●‣·]\s+|[•▪●‣]\s*)")


def split(text: str) -> Iterator[str]:
    r"""Yield the statements of a cell.

    They are separated by line breaks, by `` | `` or by bullets; bullets and ``- `` at the
    beginning of a line are dropped. ``\|`` is a stroke that separates nothing.
    """
    for line in _LINES.split(text):
        for part in _BREAKS.split(line):
            statement = str(clean_text(_BULLET.sub("", part))).replace("\\|", "|")
            if statement:
                yield statement


def join(statements: Iterable[str]) -> list[str]:
    """Return the statements as lines of a cell that `split` takes apart in the same way."""
    return [statement.replace("|", "\\|") for statement in statements]


def fitting(text: str) -> list[str]:
    """Return the statement in pieces that can be kept, cut after sentences, else between words."""
    pieces: list[str] = []
    while len(text) > MAX_STATEMENT_CHARS:
        ends = [end.end() for end in _END.finditer(text, 0, MAX_STATEMENT_CHARS)]
        cut = ends[-1] if ends else text.rfind(" ", 0, MAX_STATEMENT_CHARS) + 1
        cut = cut or MAX_STATEMENT_CHARS
        pieces.append(text[:cut].strip())
        text = text[cut:].strip()
    return [*pieces, text] if text else pieces


_END = re.compile(r"[.!?…;]\s+")
_LEGAL = frozenset(
    "gmbh mbh ggmbh ag kg kgaa ug haftungsbeschraenkt co ohg gbr eg ev e v ek k se inc ltd "
    "stiftung partg partgmbb und u and".split()
)


_LONG_FORMS = (
    (re.compile(r"gesellschaft mit beschraenkter haftung|ges\.?\s?m\.?\s?b\.?\s?h\.?"), " gmbh "),
    (re.compile(r"\baktiengesellschaft\b"), " ag "),
    (re.compile(r"\bkommanditgesellschaft\b"), " kg "),
    (re.compile(r"\beingetragene[rs]? (verein|kauf(mann|frau)|genossenschaft)\b"), " ev "),
    (re.compile(r"\be\.?\s?kf[mr]\b\.?"), " ek "),
    (re.compile(r"[,(]?\s*\binh(aber(in)?)?\b\.?:?\s.*$"), " "),
    (re.compile(r"\bgebr\."), "gebrueder "),
    (re.compile(r"\bst\."), "sankt "),
)


def words_of(name: str) -> list[str]:
    """Return the folded words of a name without legal forms, in alphabetical order.

    ``Gesellschaft mit beschränkter Haftung``, ``e. Kfm.`` and ``Inh. …`` are legal forms too.
    """
    text = fold(name)
    for form, instead in _LONG_FORMS:
        text = form.sub(instead, text)
    words = re.findall(r"[^\W_]+", text)
    return sorted(word for word in words if word not in _LEGAL) or sorted(words)


def id_from(text: str) -> str:
    """Return ``text`` as an id: what an id may not contain becomes a hyphen; may be empty."""
    return re.sub(r"[^A-Za-z0-9._:\-]+", "-", text.strip()).strip("-._:")[:100]


def derived_id(name: str, place: str, owner: str) -> str:
    """Return the same id each time for the same name, place and tenant."""
    key = "\n".join((fold(name), fold(place), owner))
    digest = hashlib.sha256(key.encode()).hexdigest()[:8]
    slug = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:60].strip("-")
    return f"{slug}-{digest}" if slug else f"p-{digest}"
