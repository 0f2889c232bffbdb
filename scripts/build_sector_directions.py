"""Learn the directions of `SectorPredictor` anew and ship them.

``python -m scripts.build_sector_directions`` writes arrays and manifest to ``models/weights``, for
the language model and adapter of this installation. Run it when the adapter or a reference table
of sectors, trades or their words has changed: until then the program learns the directions at its
first start, which takes half a minute.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from api.cli.printing.output import Lang, Language, complain, progress, say
from data.errors import PartnerMatchError
from models.encoders.adapter import WEIGHTS
from models.encoders.vector_cache import default_cache
from models.loading import EncoderSettings, open_encoder
from models.sectors.prediction import known_words
from models.sectors.weights import learn_meaning, save_meaning


def build(folder: Path) -> Path:
    """Learn the directions, save them in a folder, and return the path of the arrays."""
    words = known_words()
    with closing(default_cache()) as cache:
        encoder = open_encoder(EncoderSettings.from_environment(), cache)
        with progress("Branchen werden verarbeitet", "Encoding sectors") as report:
            meaning = learn_meaning(encoder, words, report)
    return save_meaning(folder, encoder, words, meaning)


def main(
    out: Annotated[Path, typer.Option(help="Zielordner / target folder")] = WEIGHTS,
    lang: Lang = Language.DE,
) -> None:
    """Die Branchenrichtungen lernen. / Learn the directions of the sectors."""
    try:
        path = build(out)
    except PartnerMatchError as error:
        complain(error.german, error.english)
        raise typer.Exit(1) from error
    say(f"Gespeichert: {path}", f"Saved: {path}", "green")


if __name__ == "__main__":
    typer.run(main)
