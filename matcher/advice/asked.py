"""`Asked`: a firm and its need, and how the firm is spoken of.

What a section of an advice says where nobody was found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from data.office.sheets import Section
from data.profiles import Profile
from data.sectors.names import load_clusters
from data.sectors.trades import load_trades
from data.sectors.wz import load_sectors
from data.text import fold
from matcher.request import Constraint
from matcher.result import MatchResult
from matcher.search.catalog import clusters_of
from matcher.words import Two, pick


@dataclass(frozen=True)
class Asked:
    """A firm, stored or not, and what it needs."""

    firm: Profile
    need: str
    constraints: tuple[Constraint, ...] = ()
    language: Literal["de", "en"] = "de"
    excluded: tuple[str, ...] = ()
    """Profiles that shall not be suggested."""

    @property
    def trade(self) -> str:
        """The firm's trade, or else its sector, in words; empty if neither is known."""
        if self.firm.trades:
            trade = load_trades().get(self.firm.trades[0])
            return trade.en if self.language == "en" else trade.short
        if self.firm.sectors:
            return load_sectors().label(self.firm.sectors[0], self.language)
        return ""


def the_trade(asked: Asked) -> str:
    """Return the firm's trade or sector as part of a sentence."""
    trade = asked.trade
    if not trade:
        return pick(("der Betrieb", "the firm"), asked.language)
    if asked.firm.trades:
        return pick((f"das Gewerk {trade}", f"the trade {trade}"), asked.language)
    return pick((f"die Branche „{trade}“", f"the sector “{trade}”"), asked.language)


def shared_clusters(profile: Profile | None, asked: Asked) -> list[str]:
    """Return the clusters to which both a network and the firm belong."""
    own = clusters_of(asked.firm)
    theirs = clusters_of(profile) if profile is not None else ()
    return [cluster for cluster in own if cluster in theirs]


def belongs(network: Profile, asked: Asked) -> bool:
    """Say whether a network is one for the firm's trade or sector.

    It is if it works in a cluster to which they belong, or names the trade in its statements:
    not every trade belongs to a cluster.
    """
    if shared_clusters(network, asked):
        return True
    said = fold(" ".join(statement.text for statement in network.statements))
    names = (fold(load_trades().get(trade).short) for trade in asked.firm.trades)
    return any(name in said for name in names)


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
            "Dass ein anderer Betrieb im Bestand denselben Bedarf hat, ist nicht belegt.",
            "That another firm on record has the same need is not proved.",
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


def gap(section: Section, result: MatchResult, asked: Asked) -> str:
    """Say that nobody was found, and what would help."""
    language = asked.language
    nobody, helpful = _NOBODY[section]
    if asked.constraints and result.allowed == 0:
        helpful = (
            "Am meisten hilft es, die Region oder den Umkreis weiter zu fassen.",
            "Widening the region or the radius helps most.",
        )
    elif section is Section.CLUSTER:
        return f"{pick(nobody, language)} {_official(asked)}"
    return f"{pick(nobody, language)} {pick(helpful, language)}"


def _official(asked: Asked) -> str:
    """Name the clusters of the Land to which the firm belongs by its trade or sector."""
    names = [load_clusters().get(c).label(asked.language) for c in clusters_of(asked.firm)]
    if not asked.trade:
        said: Two = (
            "Mit Gewerk oder Branche des Betriebs ließe sich das richtige Cluster nennen.",
            "With the firm's trade or sector the right cluster could be named.",
        )
    elif not names:
        said = (
            f"Zu keinem der neun Cluster des Landes gehört {the_trade(asked)}; "
            "Innung oder Fachverband kennen das richtige Netzwerk.",
            f"None of the Land's nine clusters covers {the_trade(asked)}; "
            "the guild or association knows the right network.",
        )
    else:
        listed = " / ".join(names)
        said = (
            f"Zuständig ist das Cluster {listed}, denn dazu gehört {the_trade(asked)}; die "
            "Ansprechstelle nennt die Wirtschaftsförderung des Landes.",
            f"The cluster {listed} is the right one, as it covers {the_trade(asked)}; the "
            "Land's business development agency names its office.",
        )
    return pick(said, asked.language)
