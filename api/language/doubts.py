"""What could not be read surely from a question, put as a question to the asker."""

from __future__ import annotations

from matcher.result import Unsure
from matcher.words import pick

SENTENCES: dict[str, tuple[str, str]] = {
    "which_place": (
        "„{text}“ gibt es mehrfach. Gemeint ist vielleicht:",
        "There are several places called “{text}”. Perhaps you mean:",
    ),
    "is_place": (
        "„{text}“ wurde nicht als Ort gelesen. Meinten Sie:",
        "“{text}” was not read as a place. Did you mean:",
    ),
    "spelling": ("„{text}“ wurde gelesen als:", "“{text}” was read as:"),
    "no_seat": (
        "„{text}“: In der Nähe wovon? Bitte einen Ort nennen.",
        "“{text}”: near what? Please name a place.",
    ),
    "travel_time": (
        "„{text}“: Fahrzeiten sind nicht bekannt. Bitte einen Umkreis in km wählen.",
        "“{text}”: travel times are not known. Please choose a radius in km.",
    ),
    "talked_of": (
        "„{text}“ wurde nur als erwähnt gelesen, nicht als Regel. Als Regel nehmen:",
        "“{text}” was read as mentioned, not as a rule. Take it as a rule:",
    ),
    "who_asks": (
        "„{text}“: Ob das zu Ihnen oder zum Gesuchten gehört, ist nicht sicher.",
        "“{text}”: it is not sure whether this belongs to you or to what you seek.",
    ),
    "mistyped": (
        "„{text}“ wurde als „{meant}“ gelesen. In Anführungszeichen bleibt ein Wort, wie es ist.",
        "“{text}” was read as “{meant}”. In quotation marks a word stays as it is.",
    ),
    "no_need": (
        "Was gesucht wird, war nicht zu erkennen. Gesucht wird nach dem ganzen Text.",
        "What is sought could not be made out. The whole text is searched for.",
    ),
}


def doubt_sentence(unsure: Unsure, language: str) -> str:
    """Return the sentence; what may be meant follows it as a list."""
    return pick(SENTENCES[unsure.code], language).format(
        text=unsure.text, meant=unsure.candidates[0] if unsure.candidates else ""
    )
