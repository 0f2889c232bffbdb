"""`index`: bring the search index up to the stored profiles."""

from __future__ import annotations

import sys
import time
from typing import Annotated

import typer

from api.cli.opening import opened_service
from api.cli.printing.output import (
    Command,
    Json,
    Lang,
    Language,
    number,
    out,
    pick,
    say,
    show_json,
    table,
)

MIB = 1024**2


def index(
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="neu bauen statt nachführen / build anew")
    ] = False,
    stats: Annotated[
        bool, typer.Option("--stats", help="Speicherbedarf und Modell nennen / show memory, model")
    ] = False,
    as_json: Json = False,
    lang: Lang = Language.DE,
) -> None:
    """Den Suchindex auf den Stand der Profile bringen. / Update the search index.

    Die anderen Befehle tun das von selbst; unveränderte Texte werden nie zweimal verarbeitet.
    """
    start = time.perf_counter()
    with opened_service(rebuild=rebuild) as service:
        snapshot = service.corpus.snapshot
        count, rows = len(snapshot.catalog), len(snapshot.vectors)
        encoder, revision = snapshot.encoder.fingerprint, snapshot.revision
    seconds = time.perf_counter() - start
    figures = {
        "profiles": count,
        "vectors": rows,
        "seconds": round(seconds, 2),
        "peak_mib": round(peak_bytes() / MIB),
        "encoder": encoder,
        "revision": revision,
    }
    if as_json:
        show_json(figures)
        return
    size, took = number(count), number(seconds, 1)
    say(
        f"Der Index enthält {size} Profile ({took} s).",
        f"The index holds {size} profiles ({took} s).",
        "green",
    )
    if stats:
        listed = table(pick("Größe", "Figure"), pick("Wert", "Value"))
        for name, value in figures.items():
            listed.add_row(name, str(value))
        out().print(listed)


def peak_bytes() -> int:
    """Return the most memory this process has held so far, in bytes; 0 where it is not known."""
    try:
        import resource
    except ImportError:  # not on Windows
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


COMMANDS = (
    Command(
        "index",
        index,
        ("partnermatch index", "partnermatch index --rebuild --stats"),
    ),
)
