"""What a section of an advice says where nobody was found."""

from __future__ import annotations

from data.office.sheets import Section
from data.sectors.names import load_clusters
from matcher.advice_asked import Asked, the_trade
from matcher.catalog import clusters_of
from matcher.results import MatchResult
from matcher.words import Two, pick

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
