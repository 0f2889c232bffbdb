"""`train`: learn a new ranker from what became of the suggestions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.evaluation.measuring import ACTIVE, opened_encoder, ranker
from api.cli.feedback import Owner, opened_feedback
from api.cli.printing.output import Command, Json, Lang, Language, number, progress, say, show_json

if TYPE_CHECKING:
    from data.store.feedback import FeedbackStore, TrainingRow
    from matcher.learning.examples import Example
    from matcher.learning.policy_value import Check
    from matcher.learning.training import Training

CURVE_PLACES = (1, 2, 3, 5, 10)
"""Places of which the probability to be looked at is told."""
DIGITS = 4


def train(
    log_file: Annotated[
        Path | None,
        typer.Option(
            "--from", metavar="DATEI.jsonl", help="aus „feedback export“, statt des eigenen"
        ),
    ] = None,
    owner: Owner = None,
    seed: Annotated[int, typer.Option(min=0, help="für die Aufteilung der Gegenprobe")] = 0,
    as_json: Json = False,
    lang: Lang = Language.DE,
) -> None:
    """Aus Rückmeldungen einen neuen Ranker lernen. / Learn a new ranker from feedback.

    Er gilt erst, wenn er geprüft und übernommen ist.
    """
    from api.cli.evaluation.train_view import show_training
    from api.work.settings import load_settings
    from matcher.learning.policy_value import check
    from matcher.learning.training import examples, learn
    from matcher.ranking.ranker import open_rankers
    from models.registry.versions import Origin

    with opened_encoder() as encoder:
        present, fingerprint = ranker(ACTIVE, encoder), encoder.fingerprint
    rankers = open_rankers(load_settings().folder)
    with progress("Es wird gelernt", "Learning"), _log(log_file) as log:
        rows = list(log.training_rows(tenant=owner))
        _tell_others(rows, fingerprint)
        known = examples(rows, fingerprint)
        training = learn(known, present, rankers.next_version())
        tested = check(training.logs, training.found, present, seed)
    facts = _facts(training, tested, known, left_out=len(rows) - len(known))
    origin = Origin(parent=present.version, seed=seed, encoder=fingerprint, training=facts)
    rankers.add(training.config, origin)
    if as_json:
        show_json({"version": training.config.version, "parent": present.version, **facts})
        return
    show_training(training.config.version, present.version, facts)


@contextmanager
def _log(file: Path | None) -> Iterator[FeedbackStore]:
    """Open the feedback of the installation, or that of a file alone."""
    from data.exchange.feedback import read_log
    from data.store.feedback import open_feedback

    if file is None:
        with opened_feedback() as log:
            yield log
        return
    with (
        TemporaryDirectory(prefix="partnermatch-") as folder,
        open_feedback(f"sqlite:///{folder}/log.sqlite") as log,
    ):
        read_log(log, file)
        yield log


def _tell_others(rows: list[TrainingRow], fingerprint: str) -> None:
    others = sum(row.impression.versions.encoder != fingerprint for row in rows)
    if others:
        count = number(others)
        say(
            f"{count} Vorschläge entstanden mit einem anderen Sprachmodell und werden nicht "
            "verwendet.",
            f"{count} suggestions were made with another language model and are not used.",
            "yellow",
        )


def _facts(
    training: Training, tested: Check, known: list[Example], left_out: int
) -> dict[str, Any]:
    """Return what a manifest tells about the data and what was learnt from them."""
    import numpy as np

    places = np.array(CURVE_PLACES)
    looked_at = training.found.examination.at(places).round(DIGITS).tolist()
    goals = {
        str(goal): {
            "shown": learnt.shown,
            "reacted": learnt.reacted,
            "positive": learnt.positive,
            "effective": round(learnt.effective, 1),
            "weights": {
                name: [round(weight, DIGITS), round(learnt.after[name], DIGITS)]
                for name, weight in learnt.before.items()
            },
        }
        for goal, learnt in training.goals.items()
    }
    return {
        "shown": len(known),
        "reacted": sum(example.reacted for example in known),
        "left_out": left_out,
        "lists": len({example.impression for example in known}),
        "rankers": sorted({example.ranker for example in known}),
        "examined": dict(zip(map(str, CURVE_PLACES), looked_at, strict=True)),
        "goals": goals,
        "value": {
            "present": round(tested.present, DIGITS),
            "learnt": round(tested.learnt, DIGITS),
            "error": round(tested.error, DIGITS),
            "lists": tested.lists,
        },
    }


COMMANDS = (
    Command("train", train, ("partnermatch train", "partnermatch train --from protokoll.jsonl")),
)
