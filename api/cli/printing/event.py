"""What the commands of events show: problems, conflicts, how planning goes on, and a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from api.cli.printing.output import err, language, number, out, pick, say, show, table

if TYPE_CHECKING:
    from data.events.event import Event, EventLine
    from data.events.plans import Plan
    from data.events.sheet import Problem
    from matcher.meetings.conflicts import Conflict
    from matcher.meetings.figures import Figures, Kept
    from matcher.meetings.fit import Shortage
    from matcher.meetings.planner import Stage

STEPS = {
    "rules": ("Regeln", "rules"),
    "pairs": ("Paare", "pairs"),
    "slots": ("Zeiten", "times"),
    "improve": ("besser werden", "improving"),
    "pauses": ("Lücken", "gaps"),
    "tables": ("Tische", "tables"),
    "done": ("fertig", "done"),
}


def show_problems(problems: Sequence[Problem]) -> None:
    """Tell what is to be said about a spreadsheet, on stderr."""
    for problem in problems:
        err().print(problem.text(str(language())))


def show_conflicts(conflicts: Sequence[Conflict]) -> None:
    """Show why no plan is possible and what would help, or that one is."""
    if not conflicts:
        out().print(pick("Ein Plan ist möglich.", "A plan is possible."))
        return
    out().print(pick("Kein Plan hält alle Regeln ein:", "No plan keeps every rule:"))
    for place, conflict in enumerate(conflicts, start=1):
        out().print(f"\n{place}. {pick(conflict.german, conflict.english)}")
        if conflict.changes:
            out().print(pick("   Eines davon hilft:", "   One of these helps:"))
        for change in conflict.changes:
            out().print(f"   - {pick(change.german, change.english)}")


def conflict_json(conflict: Conflict) -> dict[str, Any]:
    """Return a conflict with its rules and changes for programs."""
    changes = [
        {"key": c.key, "german": c.german, "english": c.english, "size": c.size}
        for c in conflict.changes
    ]
    return {
        "german": conflict.german,
        "english": conflict.english,
        "rules": [{"kind": rule.kind, "who": rule.who} for rule in conflict.rules],
        "changes": changes,
    }


def show_warnings(warnings: Sequence[Shortage]) -> None:
    """Show who will get too few meetings whatever the plan."""
    if warnings:
        out().print(pick("\nZu wenige Treffen, wie auch geplant wird:", "\nToo few meetings:"))
    for warning in warnings:
        out().print(f"- {pick(warning.german, warning.english)}")


@contextmanager
def solving(seconds: int) -> Iterator[Callable[[Stage], None]]:
    """Show while planning goes on how good the plan is, and what is proved of it."""
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = err()
    if not console.is_terminal:
        seen: set[str] = set()

        def line(stage: Stage) -> None:
            if stage.step not in seen:
                seen.add(stage.step)
                console.print(_stage(stage))

        yield line
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(pick("Planen", "Planning"), total=seconds)

        def update(stage: Stage) -> None:
            bar.update(task, completed=min(stage.seconds, seconds), description=_stage(stage))

        yield update


def _stage(stage: Stage) -> str:
    parts = [pick(*STEPS.get(stage.step, (stage.step, stage.step)))]
    if stage.value is not None:
        parts.append(f"{pick('Wert', 'value')} {number(stage.value, 1)}")
    if stage.value is not None and stage.bound:
        gap = max(0.0, 100 * (1 - stage.value / stage.bound))
        parts.append(
            pick(f"höchstens {number(gap, 1)} % fehlen", f"at most {number(gap, 1)}% missing")
        )
    return " · ".join((*parts, f"{stage.seconds:.0f} s"))


def show_events(lines: Sequence[EventLine]) -> None:
    """Show the kept events, or say that there are none."""
    if not lines:
        say("Es ist keine Veranstaltung abgelegt.", "No event is kept.")
        return
    made = table(
        pick("Kennung", "Id"),
        pick("Name", "Name"),
        pick("Beginn", "Begins"),
        pick(">Teilnehmer", ">Participants"),
    )
    for line in lines:
        begins = f"{line.starts:%d.%m.%Y %H:%M}" if line.starts else "–"
        made.add_row(line.id, line.name, begins, str(line.participants))
    show(made)


def show_plan(event: Event, plan: Plan, figures: Figures) -> None:
    """Show the figures of a plan, then the meetings of each time."""
    from rich.text import Text

    from api.work.events.view import PlanView

    show(Text(event.name, style="bold"), *_figures(event, plan, figures))
    for slot in PlanView(event, plan).slots:
        made = table(
            pick("Tisch", "Table"),
            pick("Wer", "Who"),
            pick("Mit wem", "With whom"),
            pick("Warum", "Why"),
            title=slot.time,
        )
        for encounter in slot.encounters:
            why = encounter.reason.text if encounter.reason is not None else ""
            made.add_row(encounter.where, encounter.a.name, encounter.b.name, why)
        if slot.encounters:
            show(made)


def _figures(event: Event, plan: Plan, figures: Figures) -> list[str]:
    from api.language.plans import how_good

    every, seconds = figures.all, number(plan.proof.seconds, 1)
    lines = [
        pick(
            f"{figures.meetings} Treffen in {seconds} s.",
            f"{figures.meetings} meetings in {seconds} s.",
        ),
        how_good(event, plan, str(language())),
        pick(
            f"Je Teilnehmer {every.smallest} bis {every.largest}, in der Mitte "
            f"{number(every.median, 1)}.",
            f"Each has {every.smallest} to {every.largest}, the median {number(every.median, 1)}.",
        ),
        pick(
            f"Wünsche erfüllt: muss {_kept(figures.must)}, gern {_kept(figures.would)}.",
            f"Wishes kept: must {_kept(figures.must)}, would {_kept(figures.would)}.",
        ),
        pick(
            f"Wartezeiten {figures.waiting}, Raumwechsel {figures.room_changes}.",
            f"Waits {figures.waiting}, changes of room {figures.room_changes}.",
        ),
    ]
    names = {person.id: person.name for person in event.participants}
    for ids, german, english in (
        (figures.without, "Ohne Treffen", "Without a meeting"),
        (figures.below, "Unter dem Minimum", "Below the minimum"),
    ):
        if ids:
            lines.append(f"{pick(german, english)}: {', '.join(names[id] for id in ids)}.")
    return lines


def _kept(kept: Kept) -> str:
    return f"{kept.kept}/{kept.asked}"
