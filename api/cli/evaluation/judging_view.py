"""What the judges say, as tables for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.printing.output import number, out, pick, say, table

if TYPE_CHECKING:
    from rich.table import Table

    from evaluation.judging.results import Agreement, Figures, Outcome

METRICS = {
    "grade": ("Note (0–3)", "grade (0–3)"),
    "good": ("Anteil gut (2–3)", "share good (2–3)"),
}


def show_figures(figures: Figures) -> None:
    """Write the tables to stdout, and how to read them to stderr."""
    console = out()
    console.print(_judges(figures))
    if not figures.outcomes:
        say("Noch keine Noten: nichts zu vergleichen.", "No grades yet: nothing to compare.")
        return
    console.print(_means(figures))
    console.print(_differences(figures))
    if figures.agreements:
        console.print(_agreements(figures.agreements))
    first, second = figures.systems
    say(
        f"In Klammern 95 %. Unterschied: {second} weniger {first}. Zufall (p) unter 0,05 gilt als "
        "gesichert; einzelne Anfragen sagen wenig.",
        f"95 % in brackets. Difference: {second} less {first}. Chance (p) below .05 counts as "
        "established; single requests say little.",
        "dim",
    )


def _judges(figures: Figures) -> Table:
    made = table(
        pick("Bogen", "Sheet"),
        pick(">Noten", ">grades"),
        pick(">Mittel", ">mean"),
        pick(">unklar (?)", ">unsure (?)"),
        pick(">leer", ">empty"),
        pick(">Bemerkungen", ">comments"),
        title=f"{figures.source}: {', '.join(figures.systems)}",
    )
    for judge in figures.judges:
        counts = (judge.unsure, judge.empty, len(judge.comments))
        made.add_row(
            judge.judge, number(judge.graded), _number(judge.mean), *(number(c) for c in counts)
        )
    return made


def _means(figures: Figures) -> Table:
    systems = [">" + system for system in figures.systems]
    made = table(pick("Güte", "Quality"), pick(">Anfragen", ">requests"), *systems)
    for outcome in figures.outcomes:
        means = (_with_interval(mean.value, mean.interval) for mean in outcome.means.values())
        made.add_row(_label(outcome, figures.k), number(outcome.requests), *means)
    return made


def _differences(figures: Figures) -> Table:
    first, second = figures.systems
    better = pick("besser", "better")
    # Names in the title and headings of two lines: the table fits into 80 columns.
    made = table(
        pick("Vergleich", "Comparison"),
        pick(">Unterschied", ">difference"),
        pick(">Zufall\n(p)", ">chance\n(p)"),
        f">A\n{better}",
        pick(">gleich", ">equal"),
        f">B\n{better}",
        title=f"A = {first}, B = {second}",
    )
    for outcome in figures.outcomes:
        counts = (number(count) for count in (outcome.losses, outcome.ties, outcome.wins))
        difference = _with_interval(outcome.difference, outcome.interval)
        made.add_row(_label(outcome, figures.k), difference, number(outcome.p, 3), *counts)
    return made


def _label(outcome: Outcome, k: int) -> str:
    return pick(*METRICS.get(outcome.metric, (f"nDCG@{k}", f"nDCG@{k}")))


def _agreements(agreements: tuple[Agreement, ...]) -> Table:
    made = table(
        pick("Einigkeit", "Agreement"),
        pick(">gemeinsame Zeilen", ">shared rows"),
        pick(">gleiche Note", ">same grade"),
        ">Kappa",
        pick(">linear", ">linear"),
        pick(">quadratisch", ">quadratic"),
    )
    for found in agreements:
        kappas = (found.kappa, found.linear, found.quadratic)
        made.add_row(
            " – ".join(found.judges),
            number(found.rows),
            "–" if found.equal is None else f"{number(100 * found.equal)} %",
            *(_number(kappa) for kappa in kappas),
        )
    return made


def _with_interval(value: float, interval: tuple[float, float] | None) -> str:
    if interval is None:
        return _number(value)
    return f"{_number(value)} ({_number(interval[0])} … {_number(interval[1])})"


def _number(value: float | None) -> str:
    # Rounded first, so that nothing reads "-0,00".
    return "–" if value is None else number(round(value, 2) + 0.0, 2)
