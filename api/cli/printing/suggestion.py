"""A suggestion, and the account of what rules left out, as a person reads them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import shorten

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from api.cli.options import Rules
from api.cli.printing.output import language, number, pick, table
from api.language.doubts import doubt_sentence
from data.profiles import Role
from matcher.request import Constraint
from matcher.result import Evidence, MatchResult, Suggestion, Unsure
from matcher.words import KINDS, rule_label

STEPS = 5
"""Dots that show the score."""
SECTOR_CHARS = 46
"""Official names of sectors run over several lines."""
ROLES = {
    Role.OFFER: (("Sie bieten", "You offer"), ("Dort geboten", "They offer")),
    Role.NEED: (("Sie suchen", "You need"), ("Dort gesucht", "They need")),
    Role.ABOUT: (("Ihr Thema", "Your topic"), ("Deren Thema", "Their topic")),
}


def suggestion_view(
    suggestion: Suggestion, question: str | None, *, further: bool = True
) -> RenderableType:
    """Return a block: head, reason, evidence that goes ``further`` than it, next step."""
    parts: list[RenderableType] = [_where(suggestion), Text(suggestion.reason)]
    if further:
        parts += [_pair(pair, question) for pair in _further(suggestion, question)]
    parts.append(
        Text.assemble((pick("Nächster Schritt: ", "Next step: "), "green"), suggestion.next_step)
    )
    return Group(_head(suggestion), Padding(Group(*parts), (0, 0, 1, 4)))


def _head(suggestion: Suggestion) -> RenderableType:
    filled = max(1, round(suggestion.score * STEPS))
    fit = Text.assemble(
        (suggestion.fit + " ", "green"), ("●" * filled, "green"), ("○" * (STEPS - filled), "dim")
    )
    row = Table.grid(expand=True, padding=(0, 1))
    row.add_column(width=3, justify="right")
    row.add_column(ratio=1)
    row.add_column(justify="right", no_wrap=True)
    name = Text.assemble((suggestion.name, "bold"), ("  " + suggestion.profile_id, "dim"))
    row.add_row(Text(str(suggestion.rank), style="bold cyan"), name, fit)
    return row


def _where(suggestion: Suggestion) -> Text:
    km = suggestion.distance_km
    sector = suggestion.sector_relation or ""
    parts = [
        pick(*KINDS[suggestion.kind]),
        suggestion.place,
        number(km) + " km" if km is not None else "",
        shorten(sector, SECTOR_CHARS, placeholder=" …"),
    ]
    return Text(" · ".join(part for part in parts if part), style="dim")


def _further(suggestion: Suggestion, question: str | None) -> Iterator[Evidence]:
    """Yield the evidence that the reason does not quote in full already."""
    for pair in suggestion.evidence:
        quoted = [pair.theirs] if pair.mine == question else [pair.theirs, pair.mine]
        if not all(text.rstrip(" .;") in suggestion.reason for text in quoted):
            yield pair


def _pair(pair: Evidence, question: str | None) -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(style="cyan", no_wrap=True)
    grid.add_column()
    grid.add_row(pick(*ROLES[pair.their_role][1]) + ":", Text(pair.theirs))
    if pair.mine != question:
        grid.add_row(pick(*ROLES[pair.my_role][0]) + ":", Text(pair.mine))
    return grid


def account(result: MatchResult, rules: Rules) -> RenderableType:
    """Return how many were allowed, what each rule removed, and what would bring more."""
    parts: list[RenderableType] = []
    if not result.suggestions:
        parts.append(Text(pick("Keine passenden Partner.", "No fitting partners."), style="bold"))
    parts.append(counts(result))
    rules = rules.applied(result)
    if result.understood:
        parts.append(_understood(rules.constraints[-result.understood :]))
    parts += [_unsure(unsure) for unsure in result.unsure]
    if any(rejection.count for rejection in result.rejected_by):
        parts.append(_rejections(result))
    if result.relax is not None:
        parts.append(_relaxation(result, rules))
    parts += [Text(hint, style="yellow") for hint in result.hints]
    return Group(*parts)


def _understood(read: Sequence[Constraint]) -> Text:
    named = ", ".join(rule_label(constraint, language()) for constraint in read)
    return Text.assemble(
        pick("Aus der Frage gelesen: ", "Read from the question: "),
        (named, "bold"),
        pick(" (ohne: --literal)", " (without: --literal)"),
    )


def _unsure(unsure: Unsure) -> Text:
    sentence = doubt_sentence(unsure, language())
    return Text(" ".join([sentence, ", ".join(unsure.candidates)]).strip(), style="yellow")


def counts(result: MatchResult) -> Text:
    """Return how many profiles keep the rules."""
    allowed, visible = number(result.allowed), number(result.visible)
    german = f"{allowed} von {visible} Profilen kommen nach den Regeln in Frage."
    return Text(pick(german, f"{allowed} of {visible} profiles keep the rules."), style="dim")


def _rejections(result: MatchResult) -> Table:
    listed = table(
        pick("Regel", "Rule"),
        pick(">schließt aus", ">removes"),
        pick(">nur diese Regel", ">this rule alone"),
    )
    for rejection in result.rejected_by:
        listed.add_row(rejection.rule, number(rejection.count), number(rejection.only))
    return listed


def _relaxation(result: MatchResult, rules: Rules) -> Text:
    relax = result.relax
    if relax is None:
        return Text()
    gain = number(relax.gain)
    rule = rule_label(rules.constraints[relax.constraint], language())
    dropped = not relax.values
    instead = "" if dropped else pick(f" statt „{rule}“", f" instead of “{rule}”")
    return Text.assemble(
        (pick("Tipp: ", "Tip: "), "bold yellow"),
        (rules.relaxed(relax), "cyan"),
        instead + pick(f" brächte {gain} weitere.", f" would bring {gain} more."),
    )
