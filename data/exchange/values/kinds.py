"""What kind of organisation a row describes, from its column or else from its name."""

from __future__ import annotations

import re

from data.errors import ProfileError
from data.exchange.values.institutions import written_out
from data.exchange.values.words import kind_of
from data.profiles import Kind
from data.text import fold

_PARTS = re.compile(r"\s*(?:[/;,|&+]|\bund\b|\band\b)\s*")
_LEGAL = re.compile(
    r"(g?gmbh|ag|kg|kgaa|ohg|ug|gbr|se|eg|mbh|partg|ltd|inc|e\.?\s?k\.?|e\.?\s?kfm\.?|"
    r"e\.?\s?kfr\.?|co\.?|haftungsbeschraenkt|\W)+"
)
_WORDS = (
    (Kind.RESEARCH, re.compile(r"forschung|hochschul|universit|wissenschaft|institut\b|research")),
    (Kind.FACILITY, re.compile(r"reallabor|testfeld|teststrecke|makerspace")),
    (Kind.STARTUP, re.compile(r"start-?\s?up|gruendung|spin-?\s?off")),
    (Kind.CRAFT, re.compile(r"handwerk|meisterbetrieb|craft")),
    (Kind.CLUSTER, re.compile(r"\bcluster|netzwerk|verband\b|network")),
    (
        Kind.COMPANY,
        re.compile(
            r"unternehmen|betrieb|firma|industrie|hersteller|dienstleist|zuliefer|handel\b|"
            r"company|business|enterprise"
        ),
    ),
)
_RESEARCH_NAMES = re.compile(
    r"\b(universitaet|hochschule|fachhochschule|university|fraunhofer|max-planck|leibniz-institut|"
    r"helmholtz|forschungsinstitut|forschungszentrum)\b|^(tu|fh|htw) [a-z]"
)

_INSTITUTE = re.compile(r"\b[a-z-]*institut (fuer|of|for)\b")
_FIRM = re.compile(r"\b(gmbh|mbh|ag|kg|ohg|ug|gbr|ltd|inc|inh(aber)?|e\.?\s?k)\b")


def kind_in(text: str) -> Kind | None:
    """Return the kind a cell means, None if it means none of them.

    A legal form means a company; of several kinds (``Unternehmen/Startup``) the first counts.
    """
    for part in (text, *_PARTS.split(text)):
        try:
            return kind_of(part)
        except ProfileError:
            continue
    words = fold(text)
    if _LEGAL.fullmatch(words):
        return Kind.COMPANY
    found = [(m.start(), kind) for kind, form in _WORDS if (m := form.search(words))]
    return min(found, key=lambda hit: hit[0])[1] if found else None


def kind_by_name(name: str) -> Kind | None:
    """Return `Kind.RESEARCH` for names of universities and institutes, else None.

    ``Institut für …`` is one unless its legal form is that of a firm.
    """
    words = written_out(name)
    if _RESEARCH_NAMES.search(words) or (_INSTITUTE.search(words) and not _FIRM.search(words)):
        return Kind.RESEARCH
    return None
