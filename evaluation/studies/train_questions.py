"""Train the question encoder: the encoder's layers, moved for questions alone.

    python -m evaluation.studies.train_questions --sets ../shared/eval --out DIR
    python -m evaluation.studies.train_questions --sets ../shared/eval --out DIR --fold all

The first command trains five models, each without a fifth of t, u, v and w and without f, and
writes the vectors of the questions left out (`proof_rows` takes them) and how early the
organisations that were meant are found; the second one trains on all questions and writes the
weights that are shipped. Contrastive: the answers among all organisations, by a softmax over their
cosines (van den Oord et al. 2018, arXiv 1807.03748); nothing but the questions' side moves.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from torch import nn

from evaluation.studies.export_pairs import layers_of
from evaluation.studies.question_data import (
    Asked,
    Definition,
    Texts,
    definitions_of,
    profiles_of,
    questions_of,
    speakers,
    texts_of,
)
from matcher.search.ingest import corpus_of
from models.bundled.folder import QUERY_PROMPT, WEIGHTS_SHA256, bundled_model
from models.bundled.layers import save_layers
from models.encoders.adapter import load_adapter
from models.encoders.vector_cache import default_cache
from models.loading import EncoderSettings, open_encoder
from models.questions.question_encoder import SHIPPED

FOLDS = 5
BATCH = 32
LONGEST = 96
"""Tokens of a question that are read in training."""
TEMPERATURE = 0.02
SAYING = 0.03
"""The same among statements, where several are right."""
_T = TypeVar("_T")
Job = Callable[[], torch.Tensor]
"""Computes the loss of one batch."""


@dataclass(frozen=True)
class Recipe:
    """How it is trained."""

    warm_rate: float = 2e-5
    warm: int = 2000
    """Statements, and as many definitions, that are learnt from before the questions."""
    rate: float = 2e-5
    epochs: int = 4
    decay: float = 0.01
    dropout: float = 0.05
    seed: int = 1


class Tower(nn.Module):
    """Questions -> unit vectors in the space of the adapted texts, (questions, dim)."""

    def __init__(self, dropout: float) -> None:
        from transformers import AutoModel, AutoTokenizer

        super().__init__()
        folder = str(bundled_model())
        self.encoder: Any = AutoModel.from_pretrained(folder, attn_implementation="sdpa")
        self.encoder.embeddings.requires_grad_(False)
        for name, part in self.encoder.named_modules():
            if isinstance(part, nn.Dropout):
                part.p = 0.0 if "attention.self" in name else dropout
        self.tokenizer: Any = AutoTokenizer.from_pretrained(folder)
        self._adapter = torch.tensor(load_adapter().matrix)

    def forward(self, questions: Sequence[str]) -> torch.Tensor:
        """Return one vector a question."""
        batch = self.tokenizer(
            [QUERY_PROMPT + text for text in questions],
            padding=True,
            truncation=True,
            max_length=LONGEST,
            return_tensors="pt",
        )
        ids, mask = batch["input_ids"], batch["attention_mask"]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        seen = mask[..., None].float()
        mean = nn.functional.normalize((hidden.float() * seen).sum(1) / seen.sum(1), dim=1)
        return nn.functional.normalize(mean + mean @ self._adapter, dim=1)


class Trainer:
    """Moves a tower towards the answers."""

    def __init__(self, texts: Texts, occupations: torch.Tensor, recipe: Recipe) -> None:
        self._texts, self._occupations, self._recipe = texts, occupations, recipe
        self._chance = random.Random(recipe.seed)

    def warm_up(self, tower: Tower, definitions: Sequence[Definition]) -> None:
        """Learn that the same is said in other words, from data without questions."""
        some = self._chance.sample(speakers(self._texts), self._recipe.warm)
        said = [(n, self._chance.choice(sorted(set(self._texts.said[n])))) for n in some]
        defined = self._chance.sample(list(definitions), self._recipe.warm)
        jobs: list[Job] = [partial(self._of_statements, tower, batch) for batch in parts(said)]
        jobs += [partial(self._of_definitions, tower, batch) for batch in parts(defined)]
        self._chance.shuffle(jobs)
        self._run(tower, jobs, self._recipe.warm_rate)

    def learn(self, tower: Tower, questions: Sequence[Asked]) -> None:
        """Learn from questions with their answers."""
        asked, jobs = [q for q in questions if q.answers], list[Job]()
        for _ in range(self._recipe.epochs):
            self._chance.shuffle(asked)
            jobs += [partial(self._of_questions, tower, batch) for batch in parts(asked)]
        self._run(tower, jobs, self._recipe.rate)

    def _of_questions(self, tower: Tower, batch: Sequence[Asked]) -> torch.Tensor:
        found = self._texts.scores(tower([asked.wording(self._chance) for asked in batch]))
        loss = torch.zeros(())
        for row, asked in enumerate(batch):
            where = torch.tensor(list(asked.answers))
            share = torch.tensor(list(asked.answers.values()))
            for cosines in found:
                likely = torch.log_softmax(cosines[row] / TEMPERATURE, 0)
                loss = loss - (share * likely[where]).sum()
        return loss / len(batch)

    def _of_statements(self, tower: Tower, batch: Sequence[tuple[int, str]]) -> torch.Tensor:
        cosines = tower([text for _, text in batch]) @ self._texts.statements.T
        loss = torch.zeros(())
        for row, (owner, text) in enumerate(batch):
            said = list(zip(self._texts.rows[owner], self._texts.said[owner], strict=True))
            among = cosines[row].clone()
            among[[place for place, other in said if other == text]] = -9.0
            others = [place for place, other in said if other != text]
            loss = loss - torch.logsumexp(torch.log_softmax(among / SAYING, 0)[others], 0)
        return loss / len(batch)

    def _of_definitions(self, tower: Tower, batch: Sequence[Definition]) -> torch.Tensor:
        vectors = tower([definition.text for definition in batch])
        likely = torch.log_softmax(vectors @ self._occupations.T / TEMPERATURE, 1)
        each = [likely[row, list(d.answers)].mean() for row, d in enumerate(batch)]
        return -torch.stack(each).mean()

    def _run(self, tower: Tower, jobs: Sequence[Job], rate: float) -> None:
        moved = [p for p in tower.parameters() if p.requires_grad]
        optimiser = torch.optim.AdamW(moved, lr=rate, weight_decay=self._recipe.decay)
        warm = max(1, len(jobs) // 10)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimiser,
            lambda s: min((s + 1) / warm, max(0.0, (len(jobs) - s) / (len(jobs) - warm))),
        )
        tower.train()
        start = time.time()
        for step, job in enumerate(jobs, start=1):
            loss = job()
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(moved, 1.0)
            optimiser.step()
            schedule.step()
            if step % 20 == 0:
                _say(f"{step}/{len(jobs)} loss {loss.item():.2f} {time.time() - start:.0f}s")


@torch.no_grad()
def encode(tower: Tower, questions: Sequence[Asked]) -> dict[str, np.ndarray]:
    """Return the vector of each question as the engine asks it, by its id."""
    tower.eval()
    found: dict[str, np.ndarray] = {}
    for batch in parts(questions):
        vectors = tower([asked.served for asked in batch]).numpy()
        found |= {q.question.id: v for q, v in zip(batch, vectors, strict=True)}
    return found


def fold_of(question: str) -> int:
    """Return the fifth that a question is left out with."""
    digest = hashlib.md5(f"{question}z".encode(), usedforsecurity=False).hexdigest()
    return int(digest, 16) % FOLDS


def parts(some: Iterable[_T]) -> Iterator[list[_T]]:
    """Yield batches."""
    listed = list(some)
    for start in range(0, len(listed), BATCH):
        yield listed[start : start + BATCH]


def places(texts: Texts, questions: Sequence[Asked], vectors: dict[str, np.ndarray]) -> list[int]:
    """Return how many organisations stand before the one that was meant, of each v and w."""
    found = []
    for asked in questions:
        meant = asked.question.meant
        if meant is not None:
            whole, best = texts.scores(torch.tensor(vectors[asked.question.id])[None])
            scores = (whole + best)[0]
            found.append(int((scores > scores[texts.ids.index(meant)]).sum()))
    return found


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def left_out(
    trainer: Trainer, warmed: Mapping[str, torch.Tensor], questions: Sequence[Asked], recipe: Recipe
) -> dict[str, np.ndarray]:
    """Return each question's vector by a model that has not seen it; of f the mean of all five."""
    vectors: dict[str, np.ndarray] = {}
    dev = [q for q in questions if q.question.id.startswith("f")]
    means = {q.question.id: np.zeros(0) for q in dev}
    for fold in range(FOLDS):
        tower = Tower(recipe.dropout)
        tower.load_state_dict(warmed)
        rest = [q for q in questions if not q.question.id.startswith("f")]
        trainer.learn(tower, [q for q in rest if fold_of(q.question.id) != fold])
        vectors |= encode(tower, [q for q in rest if fold_of(q.question.id) == fold])
        for id, vector in encode(tower, dev).items():
            means[id] = vector if not len(means[id]) else means[id] + vector
    return vectors | {id: sum_ / np.linalg.norm(sum_) for id, sum_ in means.items()}


def main() -> None:
    """Train the folds, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--fold", choices=["five", "all"], default="five")
    for name, value in asdict(Recipe()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    given = parser.parse_args()
    recipe = Recipe(**{name: getattr(given, name) for name in asdict(Recipe())})
    torch.set_num_threads(1)
    torch.manual_seed(recipe.seed)
    encoder = open_encoder(EncoderSettings.from_environment(), default_cache())
    texts = texts_of(corpus_of(profiles_of(given.sets), encoder).snapshot)
    definitions, occupations = definitions_of(given.sets, encoder)
    questions = questions_of(given.sets, texts)
    trainer, tower = Trainer(texts, occupations, recipe), Tower(recipe.dropout)
    trainer.warm_up(tower, definitions)
    if given.fold == "all":
        trainer.learn(tower, questions)
        told = asdict(recipe) | {"questions": sum(bool(q.answers) for q in questions)}
        arrays = layers_of(tower.encoder.state_dict(), "encoder.layer")
        save_layers(given.out, SHIPPED, WEIGHTS_SHA256, arrays, told)
        return
    vectors = left_out(
        trainer,
        {key: value.clone() for key, value in tower.state_dict().items()},
        questions,
        recipe,
    )
    np.savez(given.out / "vectors.npz", ids=list(vectors), vectors=np.array(list(vectors.values())))
    before = np.array(places(texts, questions, vectors))
    _say(f"meant: {[(n, round(float((before < n).mean()), 3)) for n in (10, 30, 100, 300)]}")


if __name__ == "__main__":
    main()
