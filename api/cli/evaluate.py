"""`evaluate` and `bench`: how good and how fast. The only module that reads `evaluation`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.index import MIB, peak_bytes
from api.cli.output import (
    Command,
    Lang,
    Language,
    number,
    out,
    pick,
    progress,
    say,
    table,
)
from data.files import replacing

if TYPE_CHECKING:
    from rich.text import Text

    from models.vector_cache import CachedEncoder

METRICS = ("ndcg@10", "mrr", "recall@50", "recall@100")
INDEX_QUERIES = 20
SLICES = {
    "all": ("alle", "all"),
    "firms": ("Firmen", "firms"),
    "research": ("Forschung", "research"),
    "long_tail": ("wenig bekannt", "long tail"),
}


def evaluate(
    dataset: Annotated[
        Path, typer.Argument(metavar="ORDNER", help="queries.jsonl, qrels.tsv, corpus.jsonl")
    ],
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="DATEI", help="Zahlen als JSON")
    ] = None,
    run_file: Annotated[
        Path | None, typer.Option("--run", metavar="DATEI", help="Rangfolge im TREC-Format")
    ] = None,
    where_from: Annotated[
        str | None, typer.Option(metavar="land", help="das Land der Anfrage wird zur Regel")
    ] = None,
    kind: Annotated[
        str | None, typer.Option(metavar="ART", help="nur Partner dieser Art, z. B. research")
    ] = None,
    split: Annotated[
        str | None, typer.Option(metavar="TEIL", help="nur Anfragen dieses Teils: dev oder test")
    ] = None,
    lang: Lang = Language.DE,
) -> None:
    """Die Güte an bewerteten Anfragen messen, neben einfachen Verfahren. / Measure quality."""
    from data.importing.values import kind_of
    from evaluation.datasets import load_dataset
    from evaluation.runner import Options, write_trec
    from evaluation.runner import evaluate as run

    options = Options(where_from=where_from, kind=kind_of(kind) if kind else None)
    loaded = load_dataset(dataset)
    chosen = loaded.part(split) if split else loaded
    with progress("Auswertung läuft", "Evaluating") as report, opened_encoder() as encoder:
        outcome = run(chosen, encoder, options, report)
    if json_file is not None:
        text = json.dumps(outcome.figures, ensure_ascii=False, indent=2)
        with replacing(json_file) as part:
            part.write_text(text + "\n", encoding="utf-8")
    if run_file is not None:
        with replacing(run_file) as part:
            write_trec(outcome.run, part)
    _show_figures(outcome.figures)
    if outcome.figures["violations"]:
        raise typer.Exit(1)


@contextmanager
def opened_encoder() -> Iterator[CachedEncoder]:
    """Open the encoder of the installation with its cache on disk."""
    from models.loading import load_default_encoder
    from models.vector_cache import CachedEncoder, default_cache

    with closing(default_cache()) as cache:
        yield CachedEncoder(load_default_encoder(), cache)


def _show_figures(figures: Mapping[str, Any]) -> None:
    systems: Mapping[str, Mapping[str, Mapping[str, float]]] = figures["systems"]
    console = out()
    for part, words in SLICES.items():
        count = number(systems["default"][part]["queries"])
        title = f"{figures['dataset']}: {pick(*words)}, {count} {pick('Anfragen', 'queries')}"
        made = table(pick("Verfahren", "System"), *(f">{m}" for m in METRICS), title=title)
        best = {m: max(system[part][m] for system in systems.values()) for m in METRICS}
        for name, system in systems.items():
            made.add_row(name, *(_cell(system[part][m], best[m]) for m in METRICS))
        console.print(made)
    broken, seconds = number(figures["violations"]), number(figures["seconds"], 1)
    say(f"Gebrochene Regeln: {broken}; {seconds} s.", f"Broken rules: {broken}; {seconds} s.")


def _cell(value: float, best: float) -> Text:
    from rich.text import Text

    return Text(number(value, 4), style="bold green" if value == best else "")


def bench(
    dataset: Annotated[
        Path | None,
        typer.Option(metavar="ORDNER", help="statt der Beispielprofile, wie bei evaluate"),
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="DATEI", help="Zahlen als JSON")
    ] = None,
    queries: Annotated[int, typer.Option(min=1, max=10_000, help="so viele Anfragen je Art")] = 100,
    cached: Annotated[
        bool, typer.Option("--cached", help="bekannte Texte nicht neu verarbeiten")
    ] = False,
    index: Annotated[
        bool,
        typer.Option("--index/--no-index", help="auch die Vektorsuche neben anderen Verfahren"),
    ] = True,
    lang: Lang = Language.DE,
) -> None:
    """Die Geschwindigkeit messen: Einlesen, Index, Anfragen. / Measure speed."""
    from data.samples import SAMPLE
    from evaluation.engine_speed import measure
    from models.loading import load_default_encoder

    plain = load_default_encoder()
    with progress("Messung läuft", "Measuring") as report, opened_encoder() as known:
        indexing = known if cached else plain
        speed = measure(
            dataset or SAMPLE, queries, indexing=indexing, asking=plain, progress=report
        )
    figures = speed.figures() | {"peak_mib": peak_bytes() / MIB}
    if json_file is not None:
        text = json.dumps(figures, indent=2)
        with replacing(json_file) as part:
            part.write_text(text + "\n", encoding="utf-8")
    made = table(pick("Größe", "Figure"), pick(">Wert", ">Value"))
    for name, value in figures.items():
        made.add_row(name, number(value, 0 if value == int(value) else 1))
    out().print(made)
    if index:
        _show_index_speed()


def _show_index_speed() -> None:
    """Measure the vector search beside the plain ways, and show both."""
    from evaluation.index_speed import measure

    with progress("Vektorsuche wird gemessen", "Measuring the vector search"):
        rows = measure(queries=INDEX_QUERIES)
    made = table(
        pick("Lage", "Shape"),
        pick(">Zeilen", ">Rows"),
        pick(">erlaubt", ">allowed"),
        pick("Verfahren", "Method"),
        ">µs",
        pick(">Verhältnis", ">Ratio"),
        pick(">gefunden", ">Recall"),
        title=pick("Vektorsuche, Median je Anfrage", "Vector search, median of a query"),
    )
    for row in rows:
        share, recall = f"{number(100 * row.share, 1)} %", number(row.recall, 3)
        figures = (number(row.median_us), number(row.ratio, 2), recall)
        made.add_row(row.shape, number(row.rows), share, row.method, *figures)
    out().print(made)


COMMANDS = (
    Command(
        "evaluate",
        evaluate,
        (
            "partnermatch evaluate data/sample",
            "partnermatch evaluate ../eval/efre --json zahlen.json --run lauf.trec",
            "partnermatch evaluate ../eval/efre --where-from land --kind company",
        ),
    ),
    Command("bench", bench, ("partnermatch bench", "partnermatch bench --dataset ../eval/efre")),
)
