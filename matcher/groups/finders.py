"""Who can take a role of an idea: found by each of its names, its trade, and the whole idea."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from data.profiles import MAX_STATEMENT_CHARS, Profile
from matcher.engine import Matcher
from matcher.groups.candidates import FLOOR, SURE, is_named, search, worthy
from matcher.groups.request import Member, RoleAsked
from matcher.groups.wanted import wanted
from matcher.request import Constraint, Rule, Viewer
from matcher.result import Claim, Fit
from matcher.search.rules import seen, slot_of
from matcher.words import FITS, pick

CONTEXT = 0.3
"""What fitting the whole idea adds, times the worth in view of it: "Steuerung" of what?"""


@dataclass(frozen=True)
class RoleFinder:
    """What finders of roles share: whom they ask, on whose behalf, and whom they leave out."""

    matcher: Matcher
    viewer: Viewer
    exclude: tuple[str, ...]
    language: str

    def _search(
        self, text: str, rules: Sequence[Constraint], within: Collection[str] | None
    ) -> list[Member]:
        return search(
            self.matcher, self.viewer, text, rules, self.exclude, self.language, within=within
        )


@dataclass(frozen=True)
class IdeaFinder(RoleFinder):
    """Finds by what the role says, and by the idea it is needed for."""

    theme: str = ""

    def __call__(
        self,
        role: RoleAsked,
        rules: Sequence[Constraint],
        within: Collection[str] | None = None,
    ) -> list[Member]:
        """Return who is worth naming for a role under rules, best first."""
        kept = self._worthy(role, rules, within)
        return self._in_context(role, rules, kept, within) if self.theme else kept

    def _worthy(
        self, role: RoleAsked, rules: Sequence[Constraint], within: Collection[str] | None
    ) -> list[Member]:
        """Return who can take a role by any of its names, or holds its trade."""
        sought = wanted(role.text)
        found: dict[str, Member] = {}
        for text in sought.searched:
            for member in self._search(text, rules, within):
                _keep_better(found, member)
        if sought.trade is not None:
            holds = Constraint(rule=Rule.SECTOR, values=(sought.trade.id,))
            for member in self._search(sought.searched[0], (*rules, holds), within):
                if sought.is_held_by(profile_of(self.matcher, self.viewer, member)):
                    found[member.suggestion.profile_id] = held(member, self.language)
        return worthy(list(found.values()), role.text)

    def _in_context(
        self,
        role: RoleAsked,
        rules: Sequence[Constraint],
        kept: list[Member],
        within: Collection[str] | None,
    ) -> list[Member]:
        """Add what the fit to the whole idea is worth, and who is found by it alone.

        Of those a role's own word is asked for: whoever fits the idea fits each role a little.
        """
        about = f"{wanted(role.text).searched[0]} ({self.theme})"[:MAX_STATEMENT_CHARS]
        again = self._search(about, rules, within)
        added = {m.suggestion.profile_id: CONTEXT * m.worth for m in again}
        known = {m.suggestion.profile_id for m in kept}
        new = {
            m.suggestion.profile_id
            for m in again
            if m.worth >= FLOOR and m.suggestion.profile_id not in known and is_named(m, role.text)
        }
        more = self._worthy(role, rules, new) if new else []
        both = [
            m.model_copy(update={"bonus": round(added.get(m.suggestion.profile_id, 0.0), 4)})
            for m in (*kept, *more)
        ]
        return sorted(both, key=lambda m: (-m.value, m.suggestion.profile_id))


def held(member: Member, language: str) -> Member:
    """Return a member that states the role's trade: that is claimed, whatever its texts say."""
    claim = member.suggestion.claim
    if claim is Claim.NEAR:
        told = {
            "claim": Claim.TOUCHES,
            "fit_level": Fit.GOOD,
            "fit": pick(FITS[Fit.GOOD], language),
        }
        found = member.suggestion.model_copy(update=told)
        member = member.model_copy(update={"suggestion": found})
    return member.model_copy(update={"holds": True, "worth": max(member.worth, SURE)})


def _keep_better(found: dict[str, Member], member: Member) -> None:
    known = found.get(member.suggestion.profile_id)
    if known is None or _order(member) > _order(known):
        found[member.suggestion.profile_id] = member


def _order(member: Member) -> tuple[float, float]:
    return member.suggestion.probability or 0.0, member.worth


def profile_of(matcher: Matcher, viewer: Viewer, member: Member) -> Profile:
    """Return the profile of a member that was just found, as the viewer may see it.

    Raises:
        LookupError: it was taken away meanwhile.
    """
    catalog = matcher.snapshot.catalog
    slot = slot_of(catalog, member.suggestion.profile_id, viewer)
    if slot is None:
        raise LookupError(member.suggestion.profile_id)
    return seen(catalog, slot, viewer)
