"""The sentences of an explanation, German and English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from data.profiles import Kind, Profile, Role
from matcher.ranking.features import Context
from matcher.result import Claim, Evidence
from matcher.search.retrieval import Seeker
from matcher.visibility.veil import nameless
from matcher.words import Two, pick

QUOTE_CHARS = 140
STEM = 6
"""Letters in a row from which two German words count as related."""
TELLING = 0.2
"""Evidence from this strength on says why the other side would answer."""

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

TO_QUESTION: dict[Claim, Two] = {
    Claim.ANSWERS: ("und antwortet damit auf Ihre Frage", "which answers your question"),
    Claim.TOUCHES: ("und berührt damit Ihre Frage", "which touches your question"),
    Claim.NEAR: ("und könnte Ihrer Frage nahekommen", "which may come near your question"),
}
TO_NEED: dict[Claim, Two] = {
    Claim.ANSWERS: ("und trifft Ihren Bedarf{own}", "which meets your need{own}"),
    Claim.TOUCHES: ("und berührt Ihren Bedarf{own}", "which touches your need{own}"),
    Claim.NEAR: ("und könnte Ihrem Bedarf{own} nahekommen", "which may come near your need{own}"),
}
"""How a statement stands to what is sought; follows from the claim alone. ``{own}``: that need."""
SAME_NEED: dict[Claim, Two] = {
    Claim.ANSWERS: ("Hat denselben Bedarf: „{theirs}“", "Has the same need: “{theirs}”"),
    Claim.TOUCHES: ("Hat einen verwandten Bedarf: „{theirs}“", "Has a related need: “{theirs}”"),
    Claim.NEAR: (
        "Ob der Bedarf derselbe ist, ist nicht belegt: „{theirs}“",
        "Whether the need is the same is not proved: “{theirs}”",
    ),
}
TOGETHER: dict[Claim, Two] = {
    Claim.ANSWERS: (
        "gemeinsam lässt sich derselbe Bedarf günstiger decken",
        "together the same need is met at lower cost",
    ),
    Claim.TOUCHES: (
        "beide könnten voneinander lernen oder gemeinsam einkaufen",
        "both could learn from each other or buy together",
    ),
    Claim.NEAR: (
        "was beide verbindet, müsste ein Gespräch zeigen",
        "a talk would have to show what connects them",
    ),
}
CUSTOMER: dict[Claim, Two] = {
    Claim.ANSWERS: ("und kann Ihr Kunde werden", "and can become your customer"),
    Claim.TOUCHES: ("und könnte Ihr Kunde werden", "and could become your customer"),
    Claim.NEAR: (
        "und käme allenfalls als Kunde in Frage",
        "and is a customer at best",
    ),
}
MEETS: dict[Claim, Two] = {
    Claim.ANSWERS: ("Ihr Angebot „{mine}“ deckt diesen Bedarf", "your offer “{mine}” meets it"),
    Claim.TOUCHES: ("Ihr Angebot „{mine}“ berührt das", "your offer “{mine}” touches it"),
    Claim.NEAR: (
        "am nächsten kommt dem Ihr Angebot „{mine}“",
        "your offer “{mine}” comes nearest to it",
    ),
}
"""What is said of a shared need, and of the asker's offers beside the needs of others."""


@dataclass(frozen=True)
class Told:
    """What may be told of a partner."""

    mine: Claim
    """Of the asker's gain, or of what both need."""
    theirs: Claim = Claim.NEAR
    """That the asker's offers answer a need of the partner."""
    by_name: bool | None = None
    """Whether the name alone proves it; None where nothing was proved."""


def gains(
    context: Context,
    profile: Profile,
    evidence: Sequence[Evidence],
    told: Told,
    language: str,
    own_words: bool,
) -> tuple[str, str]:
    """Return what the asker gains and what the other side gains, without full stops.

    ``own_words``: whether the first quotes the asker's statement too, and not only the partner's.
    """
    mine = next((e for e in evidence if e.gain in ("mine", "shared")), None)
    theirs = next((e for e in evidence if e.gain == "theirs"), None)
    first = _for_asker(context, profile, mine, theirs, told, language, own_words)
    return first, _for_other(profile, mine, theirs, told, language)


def reason(mine: str, theirs: str, distance: float | None, language: str) -> str:
    """Return one sentence: the reason for the asker, then the reason for the other side."""
    way = ""
    if distance is not None:
        km = f"{distance:.0f} km" if distance >= 1 else pick(("unter 1 km", "under 1 km"), language)
        way = pick((f"; Entfernung {km}", f"; distance {km}"), language)
    return f"{mine}; {theirs}{way}."


def sentence(text: str) -> str:
    """Return a gain as a sentence of its own."""
    return f"{text[:1].upper()}{text[1:]}."


def _for_asker(
    context: Context,
    profile: Profile,
    mine: Evidence | None,
    theirs: Evidence | None,
    told: Told,
    language: str,
    own_words: bool,
) -> str:
    name = "" if nameless(profile) else profile.name
    shared = ", ".join(shared_words(name, context.seeker.whole))
    by_name = bool(shared) and (mine is None or mine.strength < TELLING)
    if told.by_name is not None:
        by_name = by_name and told.by_name
    if mine is not None and not by_name:
        if mine.gain == "shared":
            return pick(SAME_NEED[told.mine], language).replace("{theirs}", quote(mine.theirs))
        return _their_words(context.seeker, mine, told.mine, language, own_words)
    if theirs is not None and mine is None:
        wanted = quote(theirs.theirs)
        sought = pick((f"Sucht „{wanted}“", f"Is looking for “{wanted}”"), language)
        return f"{sought} {pick(CUSTOMER[told.theirs], language)}"
    if by_name:
        said = (
            f"Schon der Name weist auf Ihr Thema hin ({shared})",
            f"The name itself points to your topic ({shared})",
        )
        return pick(said, language)
    said = (
        "Liegt Ihrer Anfrage im Ganzen nahe, ohne dass ein einzelner Satz es belegt",
        "Is near your request as a whole, though no single sentence proves it",
    )
    return pick(said, language)


def shared_words(name: str, text: str) -> list[str]:
    """Return the words of a name that share a stem or part of a compound with ``text``."""
    words = [word for word in re.findall(r"[^\W\d_]+", name) if len(word) >= STEM]
    parts = {
        word[i : i + STEM]
        for word in re.findall(r"[^\W\d_]+", text.lower())
        for i in range(len(word) - STEM + 1)
    }
    return [w for w in words if any(part in w.lower() for part in parts)]


def _their_words(
    seeker: Seeker, pair: Evidence, claim: Claim, language: str, own_words: bool
) -> str:
    text = quote(pair.theirs)
    own: Two = ("", "")
    if own_words:
        own = (f" „{quote(pair.mine)}“", f" “{quote(pair.mine)}”")
    verbs: dict[Role, Two] = {
        Role.OFFER: (f"Bietet „{text}“", f"Offers “{text}”"),
        Role.NEED: (f"Sucht ebenfalls: „{text}“", f"Also looks for “{text}”"),
        Role.ABOUT: (f"Arbeitet an „{text}“", f"Works on “{text}”"),
    }
    if seeker.question is not None:
        links = TO_QUESTION[claim]
    elif pair.my_role is Role.NEED:
        german, english = TO_NEED[claim]
        links = (german.replace("{own}", own[0]), english.replace("{own}", own[1]))
    else:
        links = (f"nahe an Ihrem Thema{own[0]}", f"near your topic{own[1]}")
    return f"{pick(verbs[pair.their_role], language)} {pick(links, language)}"


def _for_other(
    profile: Profile,
    mine: Evidence | None,
    theirs: Evidence | None,
    told: Told,
    language: str,
) -> str:
    if theirs is not None and mine is not None and theirs.strength >= TELLING:
        wanted = quote(theirs.theirs)
        said = (f"dort wird gesucht: „{wanted}“", f"they are looking for “{wanted}”")
        if theirs.my_role is not Role.NEED and told.theirs is Claim.ANSWERS:
            said = (
                f"umgekehrt wird dort gesucht, was Sie anbieten: „{wanted}“",
                f"in turn they look for what you offer: “{wanted}”",
            )
        return pick(said, language)
    if mine is not None and mine.gain == "shared":
        return pick(TOGETHER[told.mine], language)
    if theirs is not None and mine is None:
        return pick(MEETS[told.theirs], language).replace("{mine}", quote(theirs.mine))
    return pick(WHY_THEY_GAIN[profile.kind], language)


def quote(text: str) -> str:
    """Return the text without its full stop, cut at a word if it is long."""
    text = text.rstrip(" .;")
    if len(text) <= QUOTE_CHARS:
        return text
    return text[:QUOTE_CHARS].rsplit(" ", 1)[0].rstrip(" ,;:–-(") + " …"
