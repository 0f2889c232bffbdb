"""All trades of one job out of one hand: few craft firms near the site that cover every trade."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from data.errors import RequestError, SectorError
from data.profiles import Kind
from data.sectors.names import resolve_any
from data.sectors.trades import Trade, job_of, load_trades, trades_made_for, trades_named
from data.sectors.wz import load_sectors
from matcher.engine import Matcher
from matcher.groups.candidates import FLOOR, SURE, is_named, may_take
from matcher.groups.consortium import team_of
from matcher.groups.finders import RoleFinder, held, profile_of
from matcher.groups.gaps import Asked
from matcher.groups.request import BundleRequest, Member, RoleAsked, Team
from matcher.groups.team import Known, Size
from matcher.groups.wanted import wanted
from matcher.request import Constraint, Rule, Viewer
from matcher.search.rules import slot_of

HOLDS = 0.5
"""What holding the trade is worth beside a text that only sounds like it. Judgement."""
NEAR = 0.3
"""What a firm at the site is worth more than one `DAY_KM` away. Judgement."""
DAY_KM = 100.0
ONE_MORE = 0.35
"""What a further firm costs: one that covers two trades beats two slightly better ones."""
PLAIN = 0.6
"""Weight of that class, 0..1, from which it is proposed. Judgement: below, most are wrong."""


@dataclass(frozen=True)
class TradeFinder(RoleFinder):
    """Finds firms of a trade: those that hold it, and those that say they do its work."""

    job: str

    def __call__(
        self,
        role: RoleAsked,
        rules: Sequence[Constraint],
        within: Collection[str] | None = None,
    ) -> list[Member]:
        """Return the firms for a trade under rules, best first."""
        trade = load_trades().resolve(role.text)
        holds = Constraint(rule=Rule.SECTOR, values=(_written(trade),))
        asked = f"{trade.short}: {self.job}"[:1000]
        found = {
            m.suggestion.profile_id: _placed(held(m, self.language), HOLDS)
            for m in self._search(asked, (*rules, holds), within)
            if self._works_as(trade, m)
        }
        for member in self._search(f"{trade.short} ({trade.de})", rules, within):
            profile_id = member.suggestion.profile_id
            if profile_id not in found and self._does(trade, member):
                found[profile_id] = _placed(member, 0.0)
        return sorted(found.values(), key=lambda m: (-m.value, m.suggestion.profile_id))

    def _works_as(self, trade: Trade, member: Member) -> bool:
        """Say whether one that states a trade is called for it: painters of cars paint no walls.

        Its main trade is what it does; another counts where its words say so.
        """
        sought = wanted(trade.short)
        if member.suggestion.claim is None:
            return True
        profile = profile_of(self.matcher, self.viewer, member)
        said = [statement.text for statement in profile.statements]
        return sought.is_held_by(profile) or sought.is_said(profile.name, said)

    def _does(self, trade: Trade, member: Member) -> bool:
        """Say whether one that does not state the trade says that it does its work."""
        if member.suggestion.claim is not None:
            return may_take(member, trade.short)
        words = " ".join((trade.short, *trade.aliases))
        least = SURE if self._holds_others(member.suggestion.profile_id) else FLOOR
        return member.worth >= least and is_named(member, words)

    def _holds_others(self, profile_id: str) -> bool:
        """Say whether a firm states trades; the one looked for is then not among them."""
        catalog = self.matcher.snapshot.catalog
        slot = slot_of(catalog, profile_id, self.viewer)
        return slot is not None and bool(catalog.profile(slot).trades)


def bundle(
    matcher: Matcher, request: BundleRequest, viewer: Viewer, known: Known | None = None
) -> Team:
    """Return few firms near the site that cover the trades of a job.

    Raises:
        RequestError: no trade can be read from the job, or a rule cannot be used or kept.
        SectorError: a trade that was given is none.
    """
    listed = bool(request.trades) or _lists(request.job)
    roles = tuple(
        role.model_copy(update={"text": load_trades().resolve(role.text).short, "count": 1})
        for role in request.trades
    ) or tuple(RoleAsked(text=trade.short) for trade in trades_of(matcher, request.job))
    if not roles:
        raise RequestError(
            "Aus dem Auftrag ist kein Gewerk zu lesen. Bitte die Gewerke nennen, etwa: Maurer, "
            "Elektriker, Maler.",
            "No trade can be read from the job. Please name the trades, such as: bricklayer, "
            "electrician, painter.",
        )
    rules = list(request.constraints)
    if request.place is not None:
        rules.append(Constraint(rule=Rule.RADIUS, values=(request.place,), km=request.km))
    if not any(rule.rule is Rule.KIND for rule in rules):
        firms = (str(Kind.CRAFT), str(Kind.COMPANY))
        rules.append(Constraint(rule=Rule.KIND, values=firms))
    asked = Asked(
        roles=roles,
        rules=tuple(rules),
        include=request.include,
        exclude=request.exclude,
        size=Size(0, request.max_size, each=len(roles), member_cost=ONE_MORE),
        language=request.language,
        listed=listed,
    )
    matcher = matcher.still()
    finder = TradeFinder(matcher, viewer, request.exclude, request.language, request.job)
    return team_of(matcher, asked, viewer, known or {}, finder)


def trades_of(matcher: Matcher, job: str) -> tuple[Trade, ...]:
    """Return the trades a job takes: those it lists, else those of a known job, else predicted.

    One trade named is no list: a "Friseursalon" to furnish needs no hairdresser.
    """
    if _lists(job):
        return trades_named(job.partition(":")[2]) or trades_named(job)
    named, known = trades_named(job), job_of(job)
    if known is None and named:
        return named
    if known is not None:
        return known.trades
    return trades_made_for(job) or _predicted(matcher, job)


def _lists(job: str) -> bool:
    """Say whether a job lists its trades: after a colon, or more than one by name."""
    return bool(trades_named(job.partition(":")[2])) or len(trades_named(job)) > 1


def _predicted(matcher: Matcher, job: str) -> tuple[Trade, ...]:
    """Return the trade of the class that a job speaks of, none where that is not plain.

    A class with several trades, such as repairs of all sorts, does not tell which is meant.
    """
    found = matcher.corpus.predictor.predict([job], matcher.corpus.encoder.encode([job]))
    if not len(found.data) or found.data.max() < PLAIN:
        return ()
    code = matcher.corpus.predictor.classes[found.indices[found.data.argmax()]].code
    covers = load_sectors().covers
    trades = [t for t in load_trades().of_sector(code) if covers(code, t.wz[0])]
    return tuple(trades) if len(trades) == 1 else ()


def _written(trade: Trade) -> str:
    """Return the trade as a rule names it to a reader, or its id where its name means another."""
    try:
        return trade.short if resolve_any(trade.short) == trade else trade.id
    except SectorError:
        return trade.id


def _placed(member: Member, bonus: float) -> Member:
    """Return a member with the bonus of its trade and of a short way to the site."""
    km = member.suggestion.distance_km
    way = NEAR * min(DAY_KM if km is None else km, DAY_KM) / DAY_KM
    return member.model_copy(update={"bonus": round(bonus + NEAR - way, 4)})
