"""`read`: what a request says, taken apart, before anything is searched."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.printing.output import Command, Json, Lang, Language, out, pick, show_json, table
from data.errors import RequestError

if TYPE_CHECKING:
    from matcher.reading import Reading

Text = Annotated[str | None, typer.Argument(metavar="TEXT", help="Die Anfrage. / The request.")]
Batch = Annotated[
    Path | None,
    typer.Option(
        "--batch",
        metavar="DATEI",
        help='JSONL mit Zeilen {"id", "text"}; "-": Standardeingabe. / JSONL; "-": stdin.',
    ),
]
FIELDS: dict[str, tuple[str, str]] = {
    "sought": ("Gesucht", "Sought"),
    "asker": ("Wer fragt", "Who asks"),
    "regions": ("Ort", "Place"),
    "kinds": ("Art", "Kind"),
    "not_kinds": ("nicht", "not"),
    "goal": ("Ziel", "Goal"),
    "unsure": ("Nicht sicher", "Not sure"),
}


def read(
    text: Text = None, batch: Batch = None, as_json: Json = False, lang: Lang = Language.DE
) -> None:
    """Eine Anfrage lesen: was, wo, wer fragt. / Read a request: what, where, who asks."""
    from matcher.reading import read as read_request

    if (text is None) == (batch is None):
        raise RequestError(
            "Erwartet wird entweder ein Text oder --batch DATEI.",
            "Expected is either a text or --batch FILE.",
        )
    if batch is not None:
        for key, asked in _lines(batch):
            line = {"id": key} | read_request(asked).facts()
            typer.echo(json.dumps(line, ensure_ascii=False))
    elif as_json:
        show_json(read_request(text or "").facts())
    else:
        _show(read_request(text or ""))


def _lines(path: Path) -> Iterator[tuple[Any, str]]:
    """Yield id and text of each line; a line that is none of both is named with its place."""
    if str(path) == "-":
        lines = sys.stdin.read().splitlines()
    else:
        try:
            lines = path.read_text("utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise RequestError(
                f"{path} lässt sich nicht lesen: {error}. Erwartet wird eine JSONL-Datei in UTF-8.",
                f"{path} cannot be read: {error}. Expected is a JSONL file in UTF-8.",
            ) from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError:
            row = None
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise RequestError(
                f"{path}, Zeile {number}: erwartet wird ein Objekt mit „id“ und „text“, "
                f"gefunden: {line[:60]}",
                f"{path}, line {number}: expected is an object with “id” and “text”, "
                f"found: {line[:60]}",
            )
        yield row.get("id"), row["text"]


def _show(reading: Reading) -> None:
    listed = table(pick("Was", "What"), pick("gelesen", "read"))
    for name, value in reading.facts().items():
        values = value if isinstance(value, list) else [value]
        if said := "; ".join(_said(name, one) for one in values):
            listed.add_row(pick(*FIELDS[name]), said)
    out().print(listed)


def _said(name: str, value: Any) -> str:
    if name == "regions":
        parts = [
            pick("nicht", "not") if value["polarity"] == "not" else "",
            value["name"],
            f"{value['km']:g} km" if value["km"] else "",
            pick("(wenn möglich)", "(if possible)") if value["strength"] == "prefer" else "",
        ]
        return " ".join(part for part in parts if part)
    if name == "unsure":
        return f"{value['text']} ({', '.join(value['candidates']) or value['code']})"
    return str(value)


COMMANDS = (
    Command(
        "read",
        read,
        (
            'partnermatch read "Wer biegt Edelstahl im Umkreis von 30 km um Prenzlau?"',
            "partnermatch read --batch anfragen.jsonl",
        ),
    ),
)
