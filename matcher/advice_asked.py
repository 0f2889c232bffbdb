"""`Asked`: a firm and its need, and how the firm is spoken of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from data.profiles import Profile
from data.sectors.trades import load_trades
from data.sectors.wz import load_sectors
from data.text import fold
from matcher.catalog import clusters_of
from matcher.request import Constraint
from matcher.words import pick


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
