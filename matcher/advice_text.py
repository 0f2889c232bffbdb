"""What an advice says of a partner: reason, gain, whom to ask; and what an empty section says."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from data.clusters import load_clusters
from data.geo import distance_km
from data.names import fold
from data.profiles import Contact, Kind, Profile, Role, Statement
from data.sheets import Section
from data.trades import load_trades
from matcher.catalog import Catalog, clusters_of, points
from matcher.phrases import TELLING, WHY_THEY_GAIN, quote, sentence
from matcher.results import Evidence, MatchResult, Suggestion
from matcher.words import Two, pick

INTRODUCES_KM = 60.0
"""So far away a network's office still introduces somebody."""


class AskedFor(Protocol):
    """What the texts must know of the firm that is advised."""

    @property
    def firm(self) -> Profile: ...  # noqa: D102
    @property
    def trade(self) -> str: ...  # noqa: D102
    @property
    def language(self) -> str: ...  # noqa: D102


@dataclass(frozen=True)
class Partner:
    """A suggestion in the words of a sheet."""

    suggestion: Suggestion
    fit: str
    reason: str
    gain: str
    evidence: str
    next_step: str


@dataclass(frozen=True)
class Office:
    """The office of a network, which can introduce its neighbours of the same field."""

    network: str
    name: str
    contact: str
    fields: frozenset[str]
    points: tuple[tuple[float, float], ...]


def offices_of(catalog: Catalog, networks: Sequence[Suggestion]) -> tuple[Office, ...]:
    """Return the offices of the networks that name one."""
    offices = []
    for network in networks:
        slot = catalog.slot(network.profile_id)
        if slot is not None and network.contact is not None:
            profile = catalog.profile(slot)
            offices.append(
                Office(
                    network.profile_id,
                    network.name,
                    _contact(network.contact),
                    frozenset(clusters_of(profile)),
                    tuple(points(profile.places)),
                )
            )
    return tuple(offices)


def partner_of(
    catalog: Catalog,
    section: Section,
    suggestion: Suggestion,
    offices: Sequence[Office],
    own: Suggestion | None,
    asked: AskedFor,
) -> Partner:
    """Put a suggestion into words; ``own`` is the network that the sheet names for the firm."""
    slot = catalog.slot(suggestion.profile_id)
    profile = None if slot is None else catalog.profile(slot)
    proof = _proof(suggestion)
    network = section is Section.CLUSTER
    return Partner(
        suggestion,
        _cluster_fit(profile, suggestion, asked) if network else suggestion.fit,
        _cluster_reason(profile, suggestion, own, asked) if network else _reason(suggestion, asked),
        _gain(section, suggestion, asked.language),
        _network_proof(profile, suggestion) if network else proof.theirs if proof else "",
        _next_step(suggestion, None if network else _introducer(profile, offices), own, asked),
    )


def _proof(suggestion: Suggestion) -> Evidence | None:
    return next((pair for pair in suggestion.evidence if pair.gain != "theirs"), None)


def _reason(suggestion: Suggestion, asked: AskedFor) -> str:
    pair = _proof(suggestion)
    if pair is None:
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
        said = (
            "Beide decken denselben Bedarf gemeinsam günstiger und tauschen Erfahrungen aus.",
            "Both meet the same need at lower cost together and exchange experience.",
        )
        return pick(said, language)
    wanted = next((e for e in suggestion.evidence if e.gain == "theirs"), None)
    if wanted is not None and wanted.my_role is Role.OFFER and wanted.strength >= TELLING:
        text = quote(wanted.theirs)
        return pick((f"Sucht umgekehrt: „{text}“", f"In turn looks for: “{text}”"), language)
    return sentence(pick(WHY_THEY_GAIN[suggestion.kind], language))


def _cluster_fit(profile: Profile | None, suggestion: Suggestion, asked: AskedFor) -> str:
    if profile is None or not belongs(profile, asked):
        return suggestion.fit
    if asked.firm.trades:
        return pick(("passt zum Gewerk", "fits the trade"), asked.language)
    return pick(("passt zur Branche", "fits the sector"), asked.language)


def _cluster_reason(
    profile: Profile | None, suggestion: Suggestion, own: Suggestion | None, asked: AskedFor
) -> str:
    """Say why a network: the firm's trade belongs to its field, or the topic is near."""
    quoted = quote(_network_proof(profile, suggestion))
    if profile is None or not belongs(profile, asked):
        said: Two = (
            f"Das Thema passt, auch ohne gemeinsame Branche: „{quoted}“",
            f"The topic fits, though the sector differs: “{quoted}”",
        )
        return pick(said, asked.language) if quoted else suggestion.for_asker
    trade = _the_trade(asked)
    fields = [load_clusters().get(c).label(asked.language) for c in _shared(profile, asked)]
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
        + (pick(first, asked.language) if suggestion is own else "")
        + (more if quoted else ".")
    )


def _network_proof(profile: Profile | None, suggestion: Suggestion) -> str:
    """Return what a network offers: the offer nearest to the need, else its first one."""
    pair = _proof(suggestion)
    if pair is not None and pair.strength >= TELLING / 2:
        return pair.theirs
    offers = profile.texts(Role.OFFER) if profile is not None else ()
    return offers[0] if offers else ""


def belongs(network: Profile, asked: AskedFor) -> bool:
    """Say whether a network is one for the firm's trade or sector.

    It is if it works in a cluster to which they belong, or names the trade in its statements:
    not every trade belongs to a cluster.
    """
    if _shared(network, asked):
        return True
    said = fold(" ".join(statement.text for statement in network.statements))
    names = (fold(load_trades().get(trade).short) for trade in asked.firm.trades)
    return any(name in said for name in names)


def _the_trade(asked: AskedFor) -> str:
    trade = asked.trade
    if not trade:
        return pick(("der Betrieb", "the firm"), asked.language)
    if asked.firm.trades:
        return pick((f"das Gewerk {trade}", f"the trade {trade}"), asked.language)
    return pick((f"die Branche „{trade}“", f"the sector “{trade}”"), asked.language)


def _shared(profile: Profile | None, asked: AskedFor) -> list[str]:
    own = clusters_of(asked.firm)
    theirs = clusters_of(profile) if profile is not None else ()
    return [cluster for cluster in own if cluster in theirs]


def _introducer(profile: Profile | None, offices: Sequence[Office]) -> Office | None:
    """Return the nearest office of the partner's own field, if one is near enough.

    Research is introduced by its own transfer office.
    """
    if profile is None or profile.kind in (Kind.RESEARCH, Kind.FACILITY):
        return None
    fields, places = (profile.clusters or clusters_of(profile))[:1], points(profile.places)

    def far(office: Office) -> float:
        ways = [float(distance_km(*a, *b)) for a in places for b in office.points]
        return min(ways, default=math.inf)

    near = [(far(o), o.network, o) for o in offices if o.fields.intersection(fields)]
    found = min((one for one in near if one[0] <= INTRODUCES_KM), default=None)
    return None if found is None else found[2]


def _next_step(
    suggestion: Suggestion, office: Office | None, own: Suggestion | None, asked: AskedFor
) -> str:
    """Say whom to call: the partner's own office, and who introduces."""
    language = asked.language
    if getattr(suggestion, "veiled", False):
        return sentence(suggestion.next_step.rstrip("."))
    own_office = direct(suggestion.contact, suggestion.website, suggestion.kind, language)
    steps = [own_office] if own_office else []
    if office is not None:
        where = (
            "" if own is not None and office.network == own.profile_id else f": {office.contact}"
        )
        said = (
            f"vorstellen kann „{office.name}“{where}",
            f"“{office.name}” can introduce you{where}",
        )
        steps.append(pick(said, language))
    if not steps:
        steps.append(pick(_asks_for_them(suggestion.kind), language))
    return sentence("; ".join(steps))


def _asks_for_them(kind: Kind) -> Two:
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
    where = (_contact(contact) if contact is not None else "") or website
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


def _contact(contact: Contact) -> str:
    """Return office, phone and e-mail in one line."""
    ways = ", ".join(way for way in (contact.phone, contact.email) if way)
    if contact.office:
        return f"{contact.office} ({ways})" if ways else contact.office
    return ways


_NOBODY: dict[Section, tuple[Two, Two]] = {
    Section.RESEARCH: (
        (
            "Keine Forschungseinrichtung und kein Testfeld im Bestand passt deutlich genug.",
            "No research organisation or test facility on record fits clearly enough.",
        ),
        (
            "Weiterhelfen kann die Transferstelle der nächsten Hochschule.",
            "The transfer office of the nearest university can help further.",
        ),
    ),
    Section.STARTUPS: (
        (
            "Kein Startup im Bestand passt deutlich genug.",
            "No startup on record fits clearly enough.",
        ),
        (
            "Hilfreich wäre, das Anliegen bei einer Veranstaltung mit Startups vorzustellen.",
            "It would help to present the matter at an event with startups.",
        ),
    ),
    Section.FIRMS: (
        (
            "Kein Unternehmen und kein Handwerksbetrieb im Bestand passt deutlich genug.",
            "No company or craft firm on record fits clearly enough.",
        ),
        (
            "Hilfreich wäre, Verfahren, Werkstoff oder Stückzahl genauer zu nennen.",
            "It would help to name process, material or quantity more precisely.",
        ),
    ),
    Section.PEERS: (
        (
            "Kein anderer Betrieb im Bestand nennt denselben Bedarf.",
            "No other firm on record states the same need.",
        ),
        (
            "Hilfreich wäre eine Umfrage über Innung oder Kammer.",
            "A survey by the guild or chamber would help.",
        ),
    ),
    Section.CLUSTER: (
        ("Ein passendes Netzwerk ist nicht im Bestand.", "No fitting network is on record."),
        ("", ""),
    ),
}


def gap(section: Section, result: MatchResult, asked: AskedFor) -> str:
    """Say that nobody was found, and what would help."""
    language = asked.language
    nobody, helpful = _NOBODY[section]
    if result.relax is not None and result.allowed == 0:
        text = result.relax.text
        helpful = (
            f"Am meisten hilft es, eine Regel zu ändern: {text}.",
            f"Changing one rule helps most: {text}.",
        )
    elif section is Section.CLUSTER:
        return f"{pick(nobody, language)} {_official(asked)}"
    return f"{pick(nobody, language)} {pick(helpful, language)}"


def _official(asked: AskedFor) -> str:
    """Name the clusters of the Land to which the firm belongs by its trade or sector."""
    names = [load_clusters().get(c).label(asked.language) for c in clusters_of(asked.firm)]
    if not asked.trade:
        said: Two = (
            "Mit Gewerk oder Branche des Betriebs ließe sich das richtige Cluster nennen.",
            "With the firm's trade or sector the right cluster could be named.",
        )
    elif not names:
        said = (
            f"Zu keinem der neun Cluster des Landes gehört {_the_trade(asked)}; "
            "Innung oder Fachverband kennen das richtige Netzwerk.",
            f"None of the Land's nine clusters covers {_the_trade(asked)}; "
            "the guild or association knows the right network.",
        )
    else:
        listed = " / ".join(names)
        said = (
            f"Zuständig ist das Cluster {listed}, denn dazu gehört {_the_trade(asked)}; die "
            "Ansprechstelle nennt die Wirtschaftsförderung des Landes.",
            f"The cluster {listed} is the right one, as it covers {_the_trade(asked)}; the "
            "Land's business development agency names its office.",
        )
    return pick(said, asked.language)
