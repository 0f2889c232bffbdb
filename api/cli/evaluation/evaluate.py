"""`evaluate`: how good, which of two rankers is better, and whether one may become active."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.evaluation.bench import BENCH
from api.cli.evaluation.measuring import ACTIVE, OfKind, Split, WhereFrom, opened_encoder, ranker
from api.cli.evaluation.view import show_comparison, show_figures, show_gate
from api.cli.printing.output import Command, Lang, Language, progress
from data.errors import RequestError
from data.files import replacing

if TYPE_CHECKING:
    from evaluation.datasets import Dataset
    from evaluation.runner import Options


COMPARED = ("ndcg@10", "recall@100")
"""Metrics that two rankers are compared by."""


def evaluate(
    dataset: Annotated[
        Path | None,
        typer.Argument(
            metavar="ORDNER",
            help="queries.jsonl, qrels.tsv, corpus.jsonl; ohne Angabe die Beispielprofile",
        ),
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="DATEI", help="Zahlen als JSON")
    ] = None,
    run_file: Annotated[
        Path | None, typer.Option("--run", metavar="DATEI", help="Rangfolge im TREC-Format")
    ] = None,
    where_from: WhereFrom = None,
    kind: OfKind = None,
    split: Split = None,
    gate: Annotated[
        str | None,
        typer.Option(metavar="FASSUNG", help="prüfen, ob dieser Ranker den aktiven ablösen darf"),
    ] = None,
    compare: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="A B", help="zwei Ranker; 'default' ist der mitgelieferte"),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="für alles, was der Zufall wählt")] = 0,
    lang: Lang = Language.DE,
) -> None:
    """Die Güte an bewerteten Anfragen messen, neben einfachen Verfahren. / Measure quality."""
    from data.exchange.values import kind_of
    from data.files import SAMPLE
    from evaluation.datasets import load_dataset
    from evaluation.runner import Options

    if (gate is not None and compare is not None) or (run_file is not None and (gate or compare)):
        raise RequestError(
            "Von --gate, --compare und --run geht nur eines auf einmal.",
            "Only one of --gate, --compare and --run can be given at a time.",
        )
    options = Options(where_from=where_from, kind=kind_of(kind) if kind else None, seed=seed)
    loaded = load_dataset(dataset or SAMPLE)
    chosen = loaded.part(split) if split else loaded
    if gate is not None:
        passed = _gate(chosen, options, gate, json_file)
    elif compare is not None:
        passed = _compare(chosen, options, compare, json_file)
    else:
        passed = _measure(chosen, options, json_file, run_file)
    if not passed:
        raise typer.Exit(1)


def _measure(
    dataset: Dataset, options: Options, json_file: Path | None, run_file: Path | None
) -> bool:
    """Show the shipped ranker beside the plain systems; tell whether every rule was kept."""
    from evaluation.runner import evaluate as run
    from evaluation.runner import write_trec

    with progress("Auswertung läuft", "Evaluating") as report, opened_encoder() as encoder:
        outcome = run(dataset, encoder, options, report)
    _write(outcome.figures, json_file)
    if run_file is not None:
        with replacing(run_file) as part:
            write_trec(outcome.run, part)
    show_figures(outcome.figures)
    return not outcome.figures["violations"]


def _compare(
    dataset: Dataset, options: Options, names: tuple[str, str], json_file: Path | None
) -> bool:
    """Show two rankers slice by slice; tell whether every rule was kept."""
    from evaluation.compare import compare
    from evaluation.runner import evaluate as run

    with progress("Vergleich läuft", "Comparing") as report, opened_encoder() as encoder:
        configs = [ranker(name, encoder) for name in names]
        outcome = run(dataset, encoder, options, report, configs=configs, plain=False)
    first, second = outcome.runs.values()
    found = {
        metric: compare(outcome.judgements, first, second, seed=options.seed, metric=metric)
        for metric in COMPARED
    }
    comparisons = {metric: comparison.as_dict() for metric, comparison in found.items()}
    _write(outcome.figures | {"comparisons": comparisons}, json_file)
    for comparison in found.values():
        show_comparison(comparison)
    return not outcome.figures["violations"]


def _gate(dataset: Dataset, options: Options, name: str, json_file: Path | None) -> bool:
    """Judge a ranker, note the verdict in the registry and return it."""
    from api.work.settings import load_settings
    from evaluation.gate import gate
    from matcher.ranking.ranker import open_rankers

    with progress("Prüfung läuft", "Judging") as report, opened_encoder() as encoder:
        candidate, active = ranker(name, encoder), ranker(ACTIVE, encoder)
        verdict = gate(dataset, candidate, active, encoder, options, progress=report)
    found = verdict.as_dict()
    rankers = open_rankers(load_settings().folder)
    if candidate.version != rankers.shipped.version:
        rankers.record_gate(candidate.version, found, verdict.passed)
    _write(found, json_file)
    show_gate(verdict)
    return verdict.passed


def _write(figures: Mapping[str, Any], json_file: Path | None) -> None:
    if json_file is not None:
        text = json.dumps(figures, ensure_ascii=False, indent=2)
        with replacing(json_file) as part:
            part.write_text(text + "\n", encoding="utf-8")


COMMANDS = (
    Command(
        "evaluate",
        evaluate,
        (
            "partnermatch evaluate data/sample",
            "partnermatch evaluate data/sample --json zahlen.json --run lauf.trec",
            "partnermatch evaluate ../shared/eval/efre_verbund_dev --where-from land",
            "partnermatch evaluate --compare default linear-3+1",
            "partnermatch evaluate --gate linear-3+1",
        ),
    ),
    BENCH,
)
