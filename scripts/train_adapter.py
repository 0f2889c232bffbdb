"""Learn the domain adapter from the organisations of an evaluation set, without its judgements.

``python -m scripts.train_adapter FOLDER [FURTHER ...]`` learns from what the organisations in the
first folder say about themselves, and writes matrix and manifest to ``models/weights``. Those that
a judged request of any of the folders asks for, or comes from, are left out, so that figures
measured there stay honest. Encoding the EFRE corpus takes some ten minutes on one processor (its
vectors are kept in the cache), learning half a minute.
"""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from pydantic import JsonValue

from api.cli.printing.output import Lang, Language, complain, progress, say
from data.errors import PartnerMatchError
from evaluation.datasets import Dataset, Document, load_dataset
from models.encoders.adapter import SHIPPED, WEIGHTS, Adapter, base_of, save_adapter
from models.encoders.adapter_training import Organisation, Recipe, fit, pairs_of
from models.encoders.vector_cache import CachedEncoder, default_cache
from models.indexes.files import checksum
from models.loading import load_default_encoder


def train(folders: list[Path], target: Path, recipe: Recipe) -> Adapter:
    """Learn from the first folder's organisations, save the adapter, and return it.

    Raises:
        PartnerMatchError: a set cannot be read, or there is too little to learn from.
    """
    sets = [load_dataset(folder) for folder in folders]
    judged = {profile_id for one in sets for profile_id in judged_in(one)}
    documents = [d for d in sets[0].documents if d.profile.id not in judged]
    pairs = pairs_of([organisation(document) for document in documents], recipe.seed)
    with closing(default_cache()) as cache:
        encoder = CachedEncoder(load_default_encoder(), cache)
        with progress("Fragen werden verarbeitet", "Encoding questions") as report:
            asked = [pair.question for pair in pairs]
            questions = encoder.encode(asked, as_query=True, progress=report)
        with progress("Texte werden verarbeitet", "Encoding passages") as report:
            passages = encoder.encode([pair.passage for pair in pairs], progress=report)
    with progress("Der Adapter lernt", "Learning the adapter") as report:
        matrix = fit(pairs, questions, passages, recipe, report)
    facts: dict[str, JsonValue] = {
        "recipe": asdict(recipe),
        "pairs": dict(Counter(pair.sort for pair in pairs)),
        "organisations": len(documents),
        "left_out": len(sets[0].documents) - len(documents),
        "files": {file.name: checksum(file) for file in sorted(folders[0].glob("*.jsonl"))},
        "judged_sets": [one.name for one in sets],
    }
    return save_adapter(target, SHIPPED, base_of(encoder), matrix, facts)


def organisation(document: Document) -> Organisation:
    """Return what is learnt from."""
    texts = tuple(statement.text for statement in document.profile.statements)
    return Organisation(document.profile.name, texts, min(document.laender, default=""))


def judged_in(dataset: Dataset) -> set[str]:
    """Return the organisations that a set's requests ask for or come from."""
    wanted = {profile_id for graded in dataset.qrels.values() for profile_id in graded}
    return wanted.union(*(query.exclude for query in dataset.queries))


def main(
    folder: Annotated[Path, typer.Argument(help="Ordner mit corpus.jsonl / folder to learn from")],
    further: Annotated[
        list[Path] | None, typer.Argument(help="weitere Sets / more sets to stay honest on")
    ] = None,
    out: Annotated[Path, typer.Option(help="Zielordner / target folder")] = WEIGHTS,
    strength: Annotated[
        float, typer.Option("--lambda", min=0.0, help="Zug zur Null / pull to zero")
    ] = Recipe.strength,
    seed: Annotated[int, typer.Option(min=0)] = Recipe.seed,
    lang: Lang = Language.DE,
) -> None:
    """Den Adapter lernen. / Learn the adapter."""
    try:
        found = train([folder, *(further or ())], out, Recipe(strength=strength, seed=seed))
    except PartnerMatchError as error:
        complain(error.german, error.english)
        raise typer.Exit(1) from error
    say(f"Gespeichert: {out / found.name}.npz", f"Saved: {out / found.name}.npz", "green")


if __name__ == "__main__":
    typer.run(main)
