"""What an advice says of a partner: why it fits, what it gains, whom to ask.

Whom to call: the office of a partner, and the network that introduces it.
"""

from __future__ import annotations

from dataclasses import dataclass

from data.office.sheets import Section
from data.profiles import Contact, Kind, Profile, Role, Statement
from data.sectors.names import load_clusters
from matcher.advice.asked import Asked, belongs, shared_clusters, the_trade
from matcher.advice.introducing import Introducers, LookUp, Office, contact_line
from matcher.explain.phrases import TELLING, WHY_THEY_GAIN, quote, sentence
from matcher.result import Evidence, Suggestion
from matcher.words import Two, pick


def next_step(
    suggestion: Suggestion, office: Office | None, own: Suggestion | None, language: str
) -> str:
    """Say whom to call: the partner's own office, and who introduces."""
    if suggestion.veiled:
        return sentence(suggestion.next_step.rstrip("."))
    own_office = direct(suggestion.contact, suggestion.website, suggestion.kind, language)
    steps = [own_office] if own_office else []
    if office is not None:
        where = (
            "" if own is not None and office.network == own.profile_id else f": {office.contact}"
        )
        said = (
            f"vorstellen könnte „{office.name}“{where}",
            f"“{office.name}” could introduce you{where}",
        )
        steps.append(pick(said, language))
    if not steps:
        steps.append(pick(we_ask(suggestion.kind), language))
    return sentence("; ".join(steps))


def we_ask(kind: Kind) -> Two:
    """Return who makes the contact where none is on record: the one who advises."""
    if kind is Kind.RESEARCH:
        return (
            "wir fragen für Sie bei der Transferstelle der Einrichtung an",
            "we will ask the transfer office of the organisation for you",
        )
    return ("wir stellen den Kontakt für Sie her", "we will make the contact for you")


def direct(contact: Contact | None, website: str | None, kind: Kind, language: str) -> str:
    """Return how to reach a partner itself; empty if nothing is on record."""
    if contact is not None and contact.office:
        ways = ", ".join(way for way in (contact.phone, contact.email) if way) or website
        name = f"{contact.office} ({ways})" if ways else contact.office
        return pick((f"{name} ansprechen", f"contact {name}"), language)
    where = (contact_line(contact) if contact is not None else "") or website
    if not where:
        return ""
    if kind is Kind.RESEARCH:
        said: Two = (
            f"nach der Transferstelle fragen: {where}",
            f"ask for the transfer office: {where}",
        )
    else:
        said = (f"direkt ansprechen: {where}", f"contact directly: {where}")
    return pick(said, language)


@dataclass(frozen=True)
class Partner:
    """A suggestion in the words of a sheet."""

    suggestion: Suggestion
    fit: str
    reason: str
    gain: str
    evidence: str
    next_step: str


def partner_of(
    look: LookUp,
    section: Section,
    suggestion: Suggestion,
    introducers: Introducers,
    own: Suggestion | None,
    asked: Asked,
) -> Partner:
    """Put a suggestion into words; ``own`` is the network that the sheet names for the firm."""
    profile = look(suggestion.profile_id)
    proof = _proof(suggestion)
    network = section is Section.CLUSTER
    office = None if network else introducers.of(profile)
    return Partner(
        suggestion,
        _cluster_fit(profile, suggestion, asked) if network else suggestion.fit,
        _cluster_reason(profile, suggestion, own, asked)
        if network
        else _reason(section, suggestion, asked),
        _gain(section, suggestion, asked.language),
        _network_proof(profile, suggestion) if network else proof.theirs if proof else "",
        next_step(suggestion, office, own, asked.language),
    )


def _proof(suggestion: Suggestion) -> Evidence | None:
    """Return the pair worth quoting; a weaker one would only puzzle the firm."""
    pairs = (pair for pair in suggestion.evidence if pair.gain != "theirs")
    return next((pair for pair in pairs if pair.strength >= TELLING), None)


def _reason(section: Section, suggestion: Suggestion, asked: Asked) -> str:
    pair = _proof(suggestion)
    if pair is None or section is Section.PEERS:
        return suggestion.for_asker
    return told(Statement(role=pair.their_role, text=pair.theirs), asked.language)


def told(statement: Statement, language: str) -> str:
    """Return a partner's statement as the reason to ask it."""
    text = quote(statement.text)
    verbs: dict[Role, Two] = {
        Role.OFFER: (f"Bietet: „{text}“", f"Offers: “{text}”"),
        Role.NEED: (f"Sucht ebenfalls: „{text}“", f"Also looks for: “{text}”"),
        Role.ABOUT: (f"Arbeitet an: „{text}“", f"Works on: “{text}”"),
    }
    return pick(verbs[statement.role], language)


def _gain(section: Section, suggestion: Suggestion, language: str) -> str:
    """Return what the partner gains: what it seeks of the firm's offers, or what its kind does."""
    if section is Section.PEERS:
        return suggestion.for_partner
    wanted = next((e for e in suggestion.evidence if e.gain == "theirs"), None)
    if wanted is not None and wanted.my_role is Role.OFFER and wanted.strength >= TELLING:
        text = quote(wanted.theirs)
        return pick((f"Sucht umgekehrt: „{text}“", f"In turn looks for: “{text}”"), language)
    return sentence(pick(WHY_THEY_GAIN[suggestion.kind], language))


def _cluster_fit(profile: Profile | None, suggestion: Suggestion, asked: Asked) -> str:
    """Return how a network fits the need; where that is not proved, whose field it works in."""
    if suggestion.is_fitting or profile is None or not belongs(profile, asked):
        return suggestion.fit
    if asked.firm.trades:
        return pick(("Feld des Gewerks", "field of the trade"), asked.language)
    return pick(("Feld der Branche", "field of the sector"), asked.language)


def _cluster_reason(
    profile: Profile | None, suggestion: Suggestion, own: Suggestion | None, asked: Asked
) -> str:
    """Say why a network: the firm's trade belongs to its field, or the topic is near.

    It is the place to turn to only if its topic is proved to fit.
    """
    quoted = quote(_network_proof(profile, suggestion))
    if profile is None or not belongs(profile, asked):
        said: Two = (
            f"Das Thema passt, auch ohne gemeinsame Branche: „{quoted}“",
            f"The topic fits, though the sector differs: “{quoted}”",
        )
        if not suggestion.is_fitting:
            said = (
                f"Kommt dem Thema am nächsten: „{quoted}“",
                f"Comes nearest to the topic: “{quoted}”",
            )
        return pick(said, asked.language) if quoted else suggestion.for_asker
    trade = the_trade(asked)
    fields = [load_clusters().get(c).label(asked.language) for c in shared_clusters(profile, asked)]
    if fields:
        names = " / ".join(fields)
        said = (
            f"Arbeitet im Feld {names}, zu dem {trade} gehört",
            f"Works in the field {names}, to which {trade} belongs",
        )
    else:
        said = (f"Wendet sich auch an {trade}", f"Also addresses {trade}")
    first: Two = (
        ", und ist dafür die erste Adresse",
        ", and is the first place to turn to",
    )
    more = pick((f". Bietet: „{quoted}“", f". Offers: “{quoted}”"), asked.language)
    return (
        pick(said, asked.language)
        + (pick(first, asked.language) if suggestion is own and own.is_fitting else "")
        + (more if quoted else ".")
    )


def _network_proof(profile: Profile | None, suggestion: Suggestion) -> str:
    """Return what a network offers: the offer nearest to the need, else its first one."""
    pair = _proof(suggestion)
    if pair is not None and pair.strength >= TELLING / 2:
        return pair.theirs
    offers = profile.texts(Role.OFFER) if profile is not None else ()
    return offers[0] if offers else ""
