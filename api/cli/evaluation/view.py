"""What `evaluate` shows: figures per slice, two rankers side by side, the gate's verdict."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from api.cli.printing.output import language, number, out, pick, say, table

if TYPE_CHECKING:
    from rich.text import Text

    from evaluation.compare import Comparison, Difference
    from evaluation.datasets import Slice
    from evaluation.gate import GateReport

METRICS = ("ndcg@10", "mrr", "recall@50", "recall@100", "success@10")


def show_figures(figures: Mapping[str, Any]) -> None:
    """Show the means of all systems, a table for each slice that has answers."""
    from evaluation.datasets import SLICES

    systems: Mapping[str, Mapping[str, Mapping[str, float]]] = figures["systems"]
    some = next(iter(systems.values()))
    for part, words in SLICES.items():
        count = number(some[part]["queries"])
        title = f"{figures['dataset']}: {_name(words)}, {count} {pick('Anfragen', 'queries')}"
        if not some[part]["queries"]:
            say(f"{title}.", f"{title}.", "dim")
            continue
        made = table(pick("Verfahren", "System"), *(f">{m}" for m in METRICS), title=title)
        best = {m: max(system[part][m] for system in systems.values()) for m in METRICS}
        for name, system in systems.items():
            made.add_row(name, *(_cell(system[part][m], best[m]) for m in METRICS))
        out().print(made)
    _show_exposure(figures)
    _show_claims(next(iter(figures["claims"].values())))
    broken, seconds = number(figures["violations"]), number(figures["seconds"], 1)
    say(f"Gebrochene Regeln: {broken}; {seconds} s.", f"Broken rules: {broken}; {seconds} s.")


def _show_claims(found: Mapping[str, Any] | None) -> None:
    """Show how often what is said is true; nothing where no grade tells good from fair."""
    from evaluation.report.texts import Speech, claims_told
    from matcher.words import FITS

    if found is None:
        return
    made = table(
        pick("Gesagt", "Said"),
        pick(">wahr", ">true"),
        pick(">95 %", ">95 %"),
        pick(">beurteilt", ">judged"),
        pick(">unbeurteilt", ">unjudged"),
        title=pick("Ob wahr ist, was gesagt wird", "Whether what is said is true"),
    )
    said = {pick(*words): found["said"][str(fit)] for fit, words in FITS.items()}
    for words, truth in (said | found["sentences"]).items():
        span = f"{number(truth['low'], 2)}–{number(truth['high'], 2)}" if truth["judged"] else "–"
        rate = number(truth["true"], 2) if truth["judged"] else "–"
        made.add_row(words, rate, span, number(truth["judged"]), number(truth["unjudged"]))
    out().print(made)
    out().print(claims_told(found, Speech(language().value)))


def _show_exposure(figures: Mapping[str, Any]) -> None:
    made = table(
        pick("Verfahren", "System"),
        pick(">gezeigt", ">shown"),
        ">Gini",
        pick(">wenig bekannt", ">long tail"),
        pick(">Handwerk", ">craft"),
        pick(">Forschung", ">research"),
        ">ms",
        title=pick("Wer unter den ersten zehn steht", "Who is among the first ten"),
    )
    for name, found in figures["exposure"].items():
        kinds, timed = found["kind"], figures["latency_ms"].get(name)
        median = number(timed["p50"], 1) if timed else "–"
        shares = (
            found["coverage"],
            found["known"].get("long_tail", {}).get("exposure", 0.0),
            *(kinds.get(kind, {}).get("exposure", 0.0) for kind in ("craft", "research")),
        )
        shown, *rest = (f"{number(100 * share, 1)} %" for share in shares)
        made.add_row(name, shown, number(found["gini"], 3), *rest, median)
    out().print(made)


def show_comparison(comparison: Comparison) -> None:
    """Show two rankers slice by slice; p is corrected for the number of slices (Holm)."""
    from evaluation.datasets import SLICES

    who = f"A = {comparison.a}, B = {comparison.b}"
    made = table(
        pick("Teil", "Slice"),
        ">n",
        ">A",
        ">B",
        ">B − A",
        ">95 %",
        ">p",
        ">+/−",
        title=f"{comparison.dataset}: {comparison.metric}, {who}",
    )
    for part, found in comparison.slices.items():
        made.add_row(_name(SLICES[part]), number(found.queries), *_cells(found))
    out().print(made)


def show_gate(report: GateReport) -> None:
    """Show the comparison and why a ranker is refused, or that it passed."""
    show_comparison(report.comparison)
    for reason in report.reasons:
        say(f"– {reason.german}", f"– {reason.english}")
    if report.passed:
        say(
            f"„{report.candidate}“ besteht die Prüfung. "
            f"Übernehmen: partnermatch rankers promote {report.candidate}",
            f"“{report.candidate}” passes the gate. "
            f"To take it: partnermatch rankers promote {report.candidate}",
            "green",
        )
    else:
        say(
            f"„{report.candidate}“ ist abgelehnt; „{report.active}“ bleibt.",
            f"“{report.candidate}” is refused; “{report.active}” stays.",
            "red",
        )


def _name(words: Slice) -> str:
    return pick(words.german, words.english)


def _cells(found: Difference) -> tuple[str, ...]:
    low_high = "–"
    if found.interval is not None:
        low_high = "…".join(number(value, 3) for value in found.interval)
    p = f"< {number(0.001, 3)}" if found.p_holm < 0.001 else number(found.p_holm, 3)
    means = (number(value, 3) for value in (found.mean_a, found.mean_b, found.difference))
    return (*means, low_high, p, f"{found.wins}/{found.losses}")


def _cell(value: float, best: float) -> Text:
    from rich.text import Text

    return Text(number(value, 4), style="bold green" if value == best else "")
