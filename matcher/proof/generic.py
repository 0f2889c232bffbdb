"""How generic a statement is: whether it would be as true of hundreds of others.

"Erweiterung einer Betriebsstätte" stands at 858 organisations and says nothing about what they
do; "Teilnahme an der Messe Intersolar" says where they went. Such words are no proof.
"""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np

from models.indexes.german import fold

COMMON_FULL = 100
"""So many profiles saying the same word for word make a statement wholly generic."""
_WORDS = re.compile(r"\w{2,}")
_PHRASES = re.compile(
    r"\b(?:messe\w*|gemeinschaftsstand\w*|ausstellungen?|markterschliessung\w*|imagemassnahmen?|"
    r"auslandsmarkt\w*|aussenwirtschaft\w*|investition\w*|existenzgruendung\w*|"
    r"(?:neu)?errichtung|erweiterung\w*|verlagerung|betriebsstaetten?|betriebserweiterung|"
    r"modernisierung|arbeitsplaetzen?|ausbildungsplaetzen?|schaffung|foerder(?:ung|programms?)\w*|"
    r"beratungs?\w*|\w+beratung(?:en)?|coaching\w*|bildungsscheck\w*|fremdausbildung|"
    r"innovationsassistent\w*|(?:neu)?einstellung|beschaeftigung|qualifizierung\w*|"
    r"weiterbildung\w*|schulung\w*|kompetenzentwicklung|ausbildung\w*|organisationsoptimierung|"
    r"risikomanagement|unternehmensnachfolge|unternehmenswachstum|wettbewerbsfaehigkeit|"
    r"marketing\w*|web\w*konzept\w*|werbematerial\w*|anschaffung|erwerb|kauf|maschinen?|"
    r"einzelbetriebliche\w*|durchfuehrung|trade|fair|exhibition|consulting|training|investment)\b"
)


@lru_cache(maxsize=65_536)
def phrase_share(text: str) -> float:
    """Return the share of a statement's letters that such phrases make up, 0..1."""
    folded = fold(text)
    said = sum(len(match.group()) for match in _PHRASES.finditer(folded))
    return said / max(len(folded.replace(" ", "")), 1)


def says_only(text: str, name: str) -> bool:
    """Return whether a statement says no more than the organisation's own name."""
    said = _words_of(text)
    return bool(said) and said <= _words_of(name)


@lru_cache(maxsize=65_536)
def _words_of(text: str) -> frozenset[str]:
    return frozenset(_WORDS.findall(fold(text)))


def commonness(times: int) -> float:
    """Return 0 for a statement of one profile, 1 where 100 and more say it word for word."""
    return float(min(np.log(max(times, 1)) / np.log(COMMON_FULL), 1.0))
