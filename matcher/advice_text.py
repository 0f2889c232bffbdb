"""What an advice says of a partner: why it fits, what it gains, whom to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.office.sheets import Section
from data.profiles import Profile, Role, Statement
from data.sectors.names import load_clusters
from matcher.advice_asked import Asked, belongs, shared_clusters, the_trade
from matcher.advice_offices import LookUp, Office, introducer, next_step
from matcher.phrases import TELLING, WHY_THEY_GAIN, quote, sentence
from matcher.results import Evidence, Suggestion
from matcher.words import Two, pick


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
    offices: Sequence[Office],
    own: Suggestion | None,
    asked: Asked,
) -> Partner:
    """Put a suggestion into words; ``own`` is the network that the sheet names for the firm."""
    profile = look(suggestion.profile_id)
    proof = _proof(suggestion)
    network = section is Section.CLUSTER
    office = None if network else introducer(profile, offices)
    return Partner(
        suggestion,
        _cluster_fit(profile, suggestion, asked) if network else suggestion.fit,
        _cluster_reason(profile, suggestion, own, asked) if network else _reason(suggestion, asked),
        _gain(section, suggestion, asked.language),
        _network_proof(profile, suggestion) if network else proof.theirs if proof else "",
        next_step(suggestion, office, own, asked.language),
    )


def _proof(suggestion: Suggestion) -> Evidence | None:
    """Return the pair worth quoting; a weaker one would only puzzle the firm."""
    pairs = (pair for pair in suggestion.evidence if pair.gain != "theirs")
    return next((pair for pair in pairs if pair.strength >= TELLING), None)


def _reason(suggestion: Suggestion, asked: Asked) -> str:
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


def _cluster_fit(profile: Profile | None, suggestion: Suggestion, asked: Asked) -> str:
    if profile is None or not belongs(profile, asked):
        return suggestion.fit
    if asked.firm.trades:
        return pick(("passt zum Gewerk", "fits the trade"), asked.language)
    return pick(("passt zur Branche", "fits the sector"), asked.language)


def _cluster_reason(
    profile: Profile | None, suggestion: Suggestion, own: Suggestion | None, asked: Asked
) -> str:
    """Say why a network: the firm's trade belongs to its field, or the topic is near."""
    quoted = quote(_network_proof(profile, suggestion))
    if profile is None or not belongs(profile, asked):
        said: Two = (
            f"Das Thema passt, auch ohne gemeinsame Branche: „{quoted}“",
            f"The topic fits, though the sector differs: “{quoted}”",
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
