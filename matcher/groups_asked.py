"""What a team is asked for in the end, and what its reader must know."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.groups_request import RoleAsked
from matcher.groups_team import Chosen, Size
from matcher.request import Constraint
from matcher.words import pick, rule_label


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
    if not asked.listed:
        said.append(
            (
                "Die Idee nennt keine Aufzählung; die Rollen sind aus ihren Wörtern geraten. "
                "Bitte prüfen und ändern.",
                "The idea holds no list; the roles are guessed from its words. Please check and "
                "change them.",
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
