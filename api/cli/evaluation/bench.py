"""`bench`: how fast."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from api.cli.evaluation.measuring import opened_encoder
from api.cli.index import MIB, peak_bytes
from api.cli.printing.output import Command, Lang, Language, number, out, pick, progress, table
from data.files import replacing

INDEX_QUERIES = 20


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
    pages: Annotated[
        bool, typer.Option("--pages", help="nur die Seiten, über dem eigenen Bestand")
    ] = False,
    lang: Lang = Language.DE,
) -> None:
    """Die Geschwindigkeit messen: Einlesen, Index, Anfragen. / Measure speed."""
    if pages:
        _show_pages(queries, json_file)
        return
    from data.files import SAMPLE
    from evaluation.studies.engine_speed import measure
    from models.loading import EncoderSettings, open_encoder

    asking = open_encoder(EncoderSettings.from_environment(), cache=None)
    with progress("Messung läuft", "Measuring") as report, opened_encoder() as known:
        indexing = known if cached else asking
        speed = measure(
            dataset or SAMPLE, queries, indexing=indexing, asking=asking, progress=report
        )
    figures = speed.figures() | {"peak_mib": peak_bytes() / MIB}
    _keep(figures, json_file)
    made = table(pick("Größe", "Figure"), pick(">Wert", ">Value"))
    for name, value in figures.items():
        made.add_row(name, number(value, 0 if value == int(value) else 1))
    out().print(made)
    if index:
        _show_index_speed()


def _keep(figures: Mapping[str, object], json_file: Path | None) -> None:
    if json_file is not None:
        text = json.dumps(figures, indent=2)
        with replacing(json_file) as part:
            part.write_text(text + "\n", encoding="utf-8")


def _show_pages(queries: int, json_file: Path | None) -> None:
    """Measure the pages over the installation, the engine alone beside them, and show both."""
    from api.cli.evaluation.bench_pages import labels, measure_pages
    from api.cli.opening import opened_service

    with opened_service() as service:
        count = len(service.corpus.snapshot.catalog)
        with progress("Seiten werden gemessen", "Measuring the pages") as report:
            figures = measure_pages(service, queries, report)
    _keep({"profiles": count, "milliseconds": figures}, json_file)
    made = table(
        pick("Was", "What"),
        ">Median ms",
        ">p95 ms",
        title=pick(f"Seiten bei {number(count)} Profilen", f"Pages at {number(count)} profiles"),
    )
    for name, label in labels().items():
        made.add_row(label, number(figures[name]["p50"], 1), number(figures[name]["p95"], 1))
    out().print(made)


def _show_index_speed() -> None:
    """Measure the vector search beside the plain ways, and show both."""
    from evaluation.studies.index_speed import measure

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


BENCH = Command(
    "bench",
    bench,
    (
        "partnermatch bench",
        "partnermatch bench --pages",
        "partnermatch bench --dataset ../shared/eval/efre_verbund_dev",
    ),
)
