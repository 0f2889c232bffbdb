"""`report`: everything measured on one or more sets, as pages to read and to pass on."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.evaluation.measuring import SHIPPED, OfKind, Split, WhereFrom, opened_encoder, ranker
from api.cli.printing.output import (
    Command,
    Lang,
    Language,
    language,
    number,
    out,
    pick,
    progress,
    say,
    table,
)
from data.errors import RequestError

if TYPE_CHECKING:
    from evaluation.datasets import Dataset
    from evaluation.report.report import SetReport
    from evaluation.report.texts import Speech
    from evaluation.setting import Options

REPORTED = "test"
"""Split of the shipped requests that nothing was tuned on."""
ELSEWHERE = ("target",)
"""Options that change where a report is written and nothing in it."""


@dataclass(frozen=True)
class _Set:
    """One set to measure, and how."""

    dataset: Dataset
    options: Options


def report(
    context: typer.Context,
    folders: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="ORDNER …",
            help="Sätze: queries.jsonl, qrels.tsv, corpus.jsonl; ohne Angabe die Beispielprofile",
        ),
    ] = None,
    target: Annotated[
        Path, typer.Option("--out", metavar="ORDNER", help="wohin der Bericht geschrieben wird")
    ] = Path("berichte"),
    targets: Annotated[
        bool,
        typer.Option(
            "--targets", help="alle Sätze unter ORDNER und die Beispielprofile an den Zielen messen"
        ),
    ] = False,
    compare: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="A B", help="zwei Ranker; 'default' ist der mitgelieferte"),
    ] = None,
    where_from: WhereFrom = None,
    kind: OfKind = None,
    split: Split = None,
    part: Annotated[
        str,
        typer.Option(
            "--slice", metavar="SCHEIBE", help="woraus Gewinne und Verluste: all, firms …"
        ),
    ] = "all",
    wins: Annotated[int, typer.Option(min=0, help="so viele Gewinne im Wortlaut")] = 10,
    losses: Annotated[int, typer.Option(min=0, help="so viele Verluste im Wortlaut")] = 5,
    notes: Annotated[
        Path | None,
        typer.Option(metavar="DATEI", help="JSON: Anfrage -> warum es wohl besser oder schlechter"),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="für alles, was der Zufall wählt")] = 0,
    lang: Lang = Language.DE,
) -> None:
    """Einen Bericht über die Güte schreiben, mit Bildern und Beispielen. / Write a report."""
    from data.exchange.values import kind_of
    from evaluation.datasets import SLICES
    from evaluation.report.cases import Wanted
    from evaluation.report.report import PAGE, set_report, write_report
    from evaluation.report.texts import Speech
    from evaluation.runner import evaluate
    from evaluation.setting import Options

    if part not in SLICES:
        raise RequestError(
            f"--slice kennt {', '.join(SLICES)}; gefunden: '{part}'.",
            f"--slice knows {', '.join(SLICES)}; found: '{part}'.",
        )
    options = Options(where_from=where_from, kind=kind_of(kind) if kind else None, seed=seed)
    wanted = Wanted(part, wins, losses, _notes(notes) if notes else {})
    speech = Speech(language().value)
    sets = list(_of_targets(folders, options) if targets else _named(folders, options, split))
    with opened_encoder() as encoder:
        configs = [ranker(name, encoder) for name in compare or (SHIPPED,)]
        told = []
        for n, one in enumerate(sets, start=1):
            name = f"{one.dataset.name} ({n}/{len(sets)})"
            with progress(f"{name} wird gemessen", f"Measuring {name}") as advance:
                outcome = evaluate(one.dataset, encoder, one.options, advance, configs=configs)
            told.append(set_report(one.dataset, outcome, configs, one.options, wanted, speech))
    written = write_report(told, target, _again(context), speech)
    _show_targets(told, speech)
    _show_times(told)
    say(f"Bericht: {written[PAGE]}", f"Report: {written[PAGE]}", "green")
    if any(sum(one.violations.values()) for one in told):
        raise typer.Exit(1)


def _named(folders: Sequence[Path] | None, options: Options, split: str | None) -> Iterator[_Set]:
    """Yield the sets in the folders, the shipped one if there are none."""
    from data.files import SAMPLE
    from evaluation.datasets import load_dataset

    for folder in folders or (SAMPLE,):
        dataset = load_dataset(folder)
        yield _Set(dataset.part(split) if split else dataset, options)


def _of_targets(folders: Sequence[Path] | None, options: Options) -> Iterator[_Set]:
    """Yield every set beneath the folders as its targets ask, then the shipped one.

    Where queries name a Land it is a rule, as a user would ask. Of the shipped requests those
    count that nothing was tuned on.
    """
    from data.files import SAMPLE
    from evaluation.datasets import load_dataset

    for folder in folders or ():
        for queries in sorted(folder.glob("**/queries.jsonl")):
            dataset = load_dataset(queries.parent)
            bound = any(query.laender for query in dataset.queries)
            yield _Set(dataset, replace(options, where_from="land" if bound else None))
    yield _Set(load_dataset(SAMPLE).part(REPORTED), options)


def _notes(path: Path) -> Mapping[str, str]:
    """Read a person's remarks on queries."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(found, dict):
            raise ValueError(type(found).__name__)
    except (OSError, ValueError) as error:
        raise RequestError(
            f"{path}: Erwartet ist JSON der Form {{Anfrage: Text}} ({error}).",
            f"{path}: expected is JSON of the form {{query: text}} ({error}).",
        ) from error
    return {str(query): str(text) for query, text in found.items()}


def _again(context: typer.Context) -> str:
    """Return the command line that gives the same report, wherever it is written to."""
    words = ["partnermatch", "report"]
    for parameter in context.command.params:
        name, value = parameter.name or "", context.params.get(parameter.name or "")
        if name in ELSEWHERE or value in (None, parameter.default) or value is False:
            continue
        values = value if isinstance(value, list | tuple) else [value]
        words += [] if name == "folders" else [parameter.opts[0]]
        words += [] if value is True else [str(one) for one in values]
    return shlex.join(words)


def _show_targets(told: Sequence[SetReport], speech: Speech) -> None:
    for one in told:
        columns = (pick("Ziel", "Target"), pick(">Zahl", ">Figure"), ">95 %")
        made = table(*columns, pick(">gefordert", ">wanted"), "", title=one.name)
        for target in one.targets:
            met = pick("erfüllt", "met") if target.met else pick("verfehlt", "missed")
            digits = 0 if target.form == "count" else 3
            figure, goal = speech.number(target.figure, digits), speech.number(target.goal, 2)
            sign = "≤" if target.at_most else "≥"
            ends = speech.interval(target.interval)
            made.add_row(pick(*target.name), figure, ends, f"{sign} {goal}", met)
        out().print(made)


def _show_times(told: Sequence[SetReport]) -> None:
    """Tell the time of a query beside that of the plain pipeline; it is in no report."""
    for one in told:
        ratios = one.times["ratio_to_pipeline"][one.ranker]
        p50, p95 = (one.times["latency_ms"][one.ranker][at] for at in ("p50", "p95"))
        times = " / ".join(f"× {number(ratio, 1)}" for ratio in ratios.values())
        median, slow = number(p50, 1), number(p95, 1)
        say(
            f"{one.name}: {median} ms je Anfrage (Median), {slow} ms (95 %); "
            f"gegen das einfache Verfahren {times}.",
            f"{one.name}: {median} ms a query (median), {slow} ms (95%); "
            f"against the plain pipeline {times}.",
        )


COMMANDS = (
    Command(
        "report",
        report,
        (
            "partnermatch report",
            "partnermatch report ../shared/eval/efre_verbund_dev --where-from land --out berichte",
            "partnermatch report --compare default linear-3+1 --slice firms",
            "partnermatch report --targets ../shared/eval",
        ),
    ),
)
