"""Why nobody takes a role, in one sentence: found by taking away one rule after the other.

What a team is asked for in the end, and what its reader must know.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from matcher.engine import Matcher
from matcher.groups.candidates import Finder, Pool, search
from matcher.groups.request import PLACE_RULES, Member, RoleAsked, RoleGap
from matcher.groups.team import Chosen, Size
from matcher.request import Constraint, MatchRequest, Rule, Viewer
from matcher.words import pick, rule_label

NEAR = 0.2
"""Least worth of somebody who is named as coming nearest though nobody fits."""
POSSIBLE = 0.4
"""Least probability of the same where it can be told. Judgement: below two in five nobody would
call, and a name would be read as a hint."""


@dataclass(frozen=True)
class GapFinder:
    """What the reasons of all gaps of one team share."""

    matcher: Matcher
    viewer: Viewer
    finder: Finder
    exclude: Collection[str]
    """Profiles that the user does not want: they are no way out."""
    language: str

    def reason(self, pool: Pool, label: str) -> RoleGap:
        """Return why a role without a single candidate has none."""
        places = [r for r in pool.rules if _is_must(r) and r.rule in PLACE_RULES]
        if places:
            # As a wish a radius bars nobody, and distances are still measured from its middle.
            wish = {"strength": "prefer"}
            circles = [p.model_copy(update=wish) for p in places if p.rule is Rule.RADIUS]
            kept = [rule for rule in pool.rules if rule not in places]
            found = self._outside(places, self._found(pool, [*kept, *circles]))
            if found:
                return self._elsewhere(label, places, _nearest(found))
        for dropped in (r for r in pool.rules if _is_must(r) and r not in places):
            found = self._found(pool, [rule for rule in pool.rules if rule is not dropped])
            if found:
                return self._without(label, dropped, found[0])
        wishes = [rule for rule in pool.rules if not _is_must(rule)]
        if len(wishes) < len(pool.rules) and (found := self._found(pool, wishes)):
            return self._several(label, found[0])
        return self._nobody(label, pool, wishes)

    def _found(self, pool: Pool, rules: Sequence[Constraint]) -> list[Member]:
        return self.finder(pool.role, rules)

    def _outside(self, places: list[Constraint], found: list[Member]) -> list[Member]:
        """Return those who sit where none was asked for: no other rule can be what bars them."""
        rules = MatchRequest(question="-", read_question=False, constraints=tuple(places))
        inside = set(self.matcher.allowed(rules, self.viewer))
        return [member for member in found if member.suggestion.profile_id not in inside]

    def _elsewhere(self, label: str, places: list[Constraint], nearest: Member) -> RoleGap:
        where, where_en = _within(places, "de"), _within(places, "en")
        suggestion = nearest.suggestion
        km = suggestion.distance_km
        if km is not None:
            said = (
                f"Niemand {where} bietet „{label}“; der nächste Partner dafür, {suggestion.name}, "
                f"sitzt {km:.0f} km entfernt.",
                f"Nobody {where_en} offers “{label}”; the nearest partner for it, "
                f"{suggestion.name}, sits {km:.0f} km away.",
            )
        else:
            place = f" ({suggestion.place})" if suggestion.place else ""
            said = (
                f"Niemand {where} bietet „{label}“; anderswo passt {suggestion.name}{place}.",
                f"Nobody {where_en} offers “{label}”; elsewhere {suggestion.name}{place} fits.",
            )
        return self._gap(said, "place", nearest)

    def _without(self, label: str, dropped: Constraint, best: Member) -> RoleGap:
        rule, rule_en = rule_label(dropped, "de"), rule_label(dropped, "en")
        name = best.suggestion.name
        said = (
            f"Mit der Regel „{rule}“ bietet niemand „{label}“; ohne sie passt {name}.",
            f"With the rule “{rule_en}” nobody offers “{label}”; without it {name} fits.",
        )
        return self._gap(said, "rule", best)

    def _several(self, label: str, best: Member) -> RoleGap:
        name = best.suggestion.name
        said = (
            f"Mit diesen Regeln bietet niemand „{label}“; erst ohne mehrere davon passt {name}.",
            f"With these rules nobody offers “{label}”; only without several of them {name} fits.",
        )
        return self._gap(said, "rules", best)

    def _nobody(self, label: str, pool: Pool, wishes: Sequence[Constraint]) -> RoleGap:
        found = search(
            self.matcher, self.viewer, pool.role.text, wishes, self.exclude, self.language, asked=5
        )
        near = max(found, key=_nearness, default=None)
        if near is None or not _is_near(near):
            said = (
                f"Niemand im Bestand bietet „{label}“.",
                f"Nobody on record offers “{label}”.",
            )
            return self._gap(said, "nobody", None)
        name = near.suggestion.name
        said = (
            f"Niemand im Bestand bietet „{label}“ deutlich genug; am nächsten kommt {name}.",
            f"Nobody on record offers “{label}” clearly enough; {name} comes nearest.",
        )
        return self._gap(said, "nobody", near)

    def taken(self, label: str, best: Member, other: str) -> RoleGap:
        """Return the gap of a role whose candidates all take others."""
        name = best.suggestion.name
        said = (
            f"Für „{label}“ passt nur, wer schon für „{other}“ vorgesehen ist: {name}.",
            f"For “{label}” only those fit who are taken for “{other}” already: {name}.",
        )
        return self._gap(said, "taken", best)

    def size(
        self, label: str, best: Member | None, least: int, most: int, too_few: bool
    ) -> RoleGap:
        """Return the gap of a role that the bounds on the size leave open."""
        name = best.suggestion.name if best else ""
        if too_few:
            said = (
                f"Für „{label}“ käme {name} infrage; mindestens {least} Mitglieder lassen sich "
                "aber nicht finden.",
                f"For “{label}” there would be {name}; but {least} members cannot be found.",
            )
        else:
            said = (
                f"Für „{label}“ ist kein Platz mehr (höchstens {most} Mitglieder); möglich wäre "
                f"{name}.",
                f"There is no room left for “{label}” (at most {most} members); {name} would do.",
            )
        return self._gap(said, "size", best)

    def _gap(self, said: tuple[str, str], reason: str, nearest: Member | None) -> RoleGap:
        return RoleGap.model_validate(
            {"text": pick(said, self.language), "reason": reason, "nearest": nearest}
        )


def _nearness(member: Member) -> tuple[float, float, str]:
    suggestion = member.suggestion
    return suggestion.probability or 0.0, member.worth, suggestion.profile_id


def _is_near(member: Member) -> bool:
    """Say whether somebody is worth a look though nothing is claimed; below that nobody is."""
    probability = member.suggestion.probability
    return member.worth >= NEAR if probability is None else probability >= POSSIBLE


def _is_must(rule: Constraint) -> bool:
    return rule.strength == "must"


def _nearest(found: Sequence[Member]) -> Member:
    """Return the nearest of those found; where no distance is known, the best."""
    far = float("inf")
    order = {id(member): place for place, member in enumerate(found)}

    def key(member: Member) -> tuple[float, int]:
        km = member.suggestion.distance_km
        return (far if km is None else km), order[id(member)]

    return min(found, key=key)


def _within(places: Sequence[Constraint], language: str) -> str:
    """Return the rules on place as they stand in a sentence: "im Umkreis von 60 km um Prenzlau"."""
    said = []
    for rule in places:
        values = " / ".join(rule.values)
        if rule.rule is Rule.RADIUS and rule.match != "none":
            both = (
                f"im Umkreis von {rule.km:g} km um {values}",
                f"within {rule.km:g} km of {values}",
            )
        elif rule.rule is Rule.REGION and rule.match != "none":
            both = (f"in {values}", f"in {values}")
        else:
            label = rule_label(rule, language)
            both = (f"mit der Regel „{label}“", f"with the rule “{label}”")
        said.append(pick(both, language))
    return pick((" und ", " and "), language).join(said)


@dataclass(frozen=True)
class Asked:
    """A team that is asked for, whatever sort it is."""

    roles: tuple[RoleAsked, ...]
    rules: tuple[Constraint, ...]
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    size: Size
    language: str
    listed: bool = True
    understood: int = 0
    """How many of the rules, at the end, were read from the idea."""
    there: tuple[str, ...] = ()
    """What the idea says is there already, in its words."""


def notes_of(asked: Asked, chosen: Chosen) -> tuple[str, ...]:
    """Return what a reader must know of a team, in sentences."""
    said = []
    if not chosen.within_bounds:
        said.append(
            (
                f"Eine Gruppe mit mindestens {asked.size.least} Mitgliedern lässt sich nicht "
                "bilden: Es gibt nicht genug Partner, die zu den Rollen passen.",
                f"A group of at least {asked.size.least} members cannot be formed: there are not "
                "enough partners who fit the roles.",
            )
        )
    if asked.there:
        words = "; ".join(asked.there)
        said.append(
            (
                f"Laut Text schon dabei und darum nicht gesucht: „{words}“.",
                f"By the text there already, so not looked for: “{words}”.",
            )
        )
    if not asked.listed:
        said.append(
            (
                "Der Text zählt nicht auf, wer gebraucht wird; das ist aus seinen Wörtern geraten. "
                "Bitte prüfen und ändern.",
                "The text does not list who is needed; that is guessed from its words. Please "
                "check and change it.",
            )
        )
    if asked.understood:
        read = [rule_label(rule, asked.language) for rule in asked.rules[-asked.understood :]]
        said.append(
            (
                f"Aus dem Text gelesen: {'; '.join(read)}. Ort, Umkreis oder Region im Formular "
                "gehen vor.",
                f"Read from the text: {'; '.join(read)}. A place, radius or region in the form "
                "comes first.",
            )
        )
    if not chosen.proven:
        said.append(
            (
                "Die Suche wurde nach ihrer Frist beendet: Vielleicht gibt es ein besseres Team.",
                "The search ended at its limit: there may be a better team.",
            )
        )
    return tuple(pick(text, asked.language) for text in said)
