"""`judge make` and `judge read`: a sheet for blind judging, and what the judges say."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from api.cli.evaluation.judging_ground import SHIPPED, opened_ground, system_of
from api.cli.evaluation.measuring import OfKind, Split, WhereFrom
from api.cli.printing.output import Command, Lang, Language, number, progress, say
from data.errors import NotFoundError, RequestError
from data.files import replacing

Overwrite = Annotated[
    bool, typer.Option("--overwrite", help="vorhandene Dateien ersetzen / replace files")
]


def make(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="QUELLE",
            help="Ordner mit Anfragen und Profilen, oder .txt/.csv mit Fragen an die eigenen "
            "Profile",
        ),
    ],
    sheet: Annotated[Path, typer.Argument(metavar="BOGEN.xlsx", help="wird geschrieben")],
    a: Annotated[
        str,
        typer.Option("--a", metavar="VERFAHREN", help="z. B. char_tfidf, dense+char, eine Fassung"),
    ] = "char_tfidf",
    b: Annotated[
        str, typer.Option("--b", metavar="VERFAHREN", help="ebenso; default: der mitgelieferte")
    ] = SHIPPED,
    k: Annotated[int, typer.Option("-k", min=1, max=50, help="Vorschläge je Verfahren")] = 5,
    requests: Annotated[
        int, typer.Option("--requests", "-n", min=1, max=1000, help="so viele Anfragen")
    ] = 20,
    seed: Annotated[int, typer.Option(help="Auswahl und Reihenfolge")] = 0,
    split: Split = None,
    where_from: WhereFrom = None,
    kind: OfKind = None,
    overwrite: Overwrite = False,
    lang: Lang = Language.DE,
) -> None:
    """Einen Bogen schreiben, auf dem Menschen Vorschläge blind bewerten. / Write a sheet.

    Die Vorschläge zweier Verfahren stehen gemischt; wer was vorschlug, steht nur im Schlüssel.
    """
    from evaluation.judging.cases import sample
    from evaluation.judging.key import key_path, write_key
    from evaluation.judging.pool import make_key
    from evaluation.judging.sheet import write_sheet

    if sheet.suffix.lower() != ".xlsx":
        raise typer.BadParameter(f"{sheet.name} (*.xlsx)", param_hint="BOGEN.xlsx")
    secret = key_path(sheet)
    _refuse_existing([sheet, secret], overwrite)
    with opened_ground(source, split, where_from, kind) as ground:
        cases = sample(ground.cases, requests, seed)
        systems = {name: system_of(name, ground) for name in (a, b)}
        with progress("Vorschläge werden gesammelt", "Pooling suggestions"):
            key = make_key(
                cases, systems, ground.matcher, k=k, seed=seed, source=ground.dataset.name
            )
    write_sheet(key, sheet)
    write_key(key, secret)
    rows, asked = number(len(key.rows)), number(len({row.request for row in key.rows}))
    say(
        f"{sheet}: {asked} Anfragen, {rows} Zeilen. Der Schlüssel bleibt bei Ihnen: {secret}",
        f"{sheet}: {asked} requests, {rows} rows. The key stays with you: {secret}",
        "green",
    )


def _refuse_existing(paths: Sequence[Path], overwrite: bool) -> None:
    there = [str(path) for path in paths if path.exists()]
    if there and not overwrite:
        raise RequestError(
            f"{', '.join(there)}: gibt es schon. Ersetzen nur mit --overwrite.",
            f"{', '.join(there)}: exists already. To replace it, use --overwrite.",
        )


def read(
    sheets: Annotated[
        list[Path], typer.Argument(metavar="BOGEN.xlsx...", help="je Mensch ein gefüllter Bogen")
    ],
    key_file: Annotated[
        Path | None,
        typer.Option("--key", metavar="DATEI", help="der Schlüssel; sonst der neben dem Bogen"),
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="DATEI", help="Zahlen als JSON")
    ] = None,
    qrels: Annotated[
        Path | None, typer.Option(metavar="DATEI", help="die Urteile als qrels.tsv")
    ] = None,
    overwrite: Overwrite = False,
    lang: Lang = Language.DE,
) -> None:
    """Gefüllte Bögen auswerten: welches Verfahren besser ist, wie einig man ist. / Read sheets."""
    from api.cli.evaluation.judging_view import show_figures
    from evaluation.judging.key import read_key
    from evaluation.judging.reading import read_judges
    from evaluation.judging.results import figures, write_qrels

    _refuse_existing([path for path in (json_file, qrels) if path is not None], overwrite)
    key = read_key(key_file or _key_beside(sheets))
    judges = read_judges(sheets, key)
    found = figures(key, judges)
    if json_file is not None:
        text = json.dumps(found.as_dict(), ensure_ascii=False, indent=2)
        with replacing(json_file) as part:
            part.write_text(text + "\n", encoding="utf-8")
    show_figures(found)
    if qrels is not None:
        count = number(write_qrels(key, judges, qrels))
        say(f"{qrels}: {count} Urteile.", f"{qrels}: {count} judgements.", "green")


def _key_beside(sheets: Sequence[Path]) -> Path:
    """Return the key written with one of the sheets, or the only one in the first's folder."""
    from evaluation.judging.key import SUFFIX, key_path

    for sheet in sheets:
        if key_path(sheet).exists():
            return key_path(sheet)
    folder = sheets[0].parent
    found = sorted(folder.glob(f"*{SUFFIX}"))
    if len(found) != 1:
        raise NotFoundError(
            f"{folder}: {len(found)} Schlüssel ('*{SUFFIX}'), erwartet wird einer. Bitte mit --key "
            "nennen.",
            f"{folder}: {len(found)} keys ('*{SUFFIX}'), expected is one. Please name it with "
            "--key.",
        )
    return found[0]


COMMANDS = (
    Command(
        "make",
        make,
        (
            "partnermatch judge make data/sample bogen.xlsx --split test --requests 12",
            "partnermatch judge make fragen.csv bogen.xlsx --a dense+char --seed 7",
        ),
    ),
    Command(
        "read",
        read,
        (
            "partnermatch judge read bogen.xlsx",
            "partnermatch judge read nord.xlsx sued.xlsx --key bogen.schluessel.json --qrels q.tsv",
        ),
    ),
)
