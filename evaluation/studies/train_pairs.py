"""Train the pair model on graded questions, bf16 on a processor or a GPU.

The lowest layers of the bundled encoder are fine-tuned whole (embeddings stay as they are, so
that only the layers are shipped). Run once a fold for honest figures, then with ``--fold all``:

    python -m evaluation.studies.train_pairs --sets ../shared/eval --out DIR --fold 0
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from evaluation.studies.pair_data import Pair, load_pairs
from models.bundled.folder import bundled_model

BATCH = 16
CHUNK = 16 * BATCH
"""Pairs sorted by length together, so that batches hold little padding."""


@dataclass(frozen=True)
class Recipe:
    """How it is trained."""

    layers: int = 12
    epochs: int = 3
    rate: float = 4e-5
    head_rate: float = 1e-3
    decay: float = 0.01
    warm_up: float = 0.1
    zeros: float = 0.5
    """Share of the pairs of grade 0 that an epoch sees, drawn anew each time."""
    dropout: float = 0.1
    seed: int = 1


class PairModel(nn.Module):
    """Encoder layers, mean over tokens, one linear unit: (batch, tokens) -> logits (batch,)."""

    def __init__(self, encoder: Any, layers: int, dropout: float) -> None:
        super().__init__()
        self.embeddings = encoder.embeddings.requires_grad_(False)
        self.layers = nn.ModuleList(encoder.encoder.layer[:layers])
        self.drop = nn.Dropout(dropout)
        self.head = nn.Linear(encoder.config.hidden_size, 1)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.constant_(self.head.bias, -1.5)
        for name, part in self.named_modules():
            if isinstance(part, nn.Dropout):
                # None within attention: drawing its mask would cost a tenth of the time.
                part.p = 0.0 if name.endswith("attention.self.dropout") else dropout

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return one logit a pair; ``mask`` is 1 at tokens and 0 at padding."""
        with torch.no_grad():
            hidden = self.embeddings(input_ids=ids)
        seen = mask[:, None, None, :].bool()
        for layer in self.layers:
            found = layer(hidden, seen)
            hidden = found[0] if isinstance(found, tuple) else found
        weights = mask[..., None].float()
        mean = (hidden.float() * weights).sum(1) / weights.sum(1)
        logits: torch.Tensor = self.head(self.drop(mean)).squeeze(-1)
        return logits


def padded(pairs: Sequence[Pair], device: str) -> tuple[torch.Tensor, torch.Tensor]:
    """Return ids and mask (batch, longest)."""
    longest = max(len(pair.ids) for pair in pairs)
    ids = torch.ones((len(pairs), longest), dtype=torch.long)  # 1 is padding
    mask = torch.zeros((len(pairs), longest), dtype=torch.long)
    for row, pair in enumerate(pairs):
        ids[row, : len(pair.ids)] = torch.tensor(pair.ids)
        mask[row, : len(pair.ids)] = 1
    return ids.to(device), mask.to(device)


def batches(pairs: Sequence[Pair], chance: random.Random) -> Iterator[list[Pair]]:
    """Yield shuffled batches of pairs of like length."""
    shuffled = chance.sample(list(pairs), len(pairs))
    groups = []
    for start in range(0, len(shuffled), CHUNK):
        chunk = sorted(shuffled[start : start + CHUNK], key=lambda pair: len(pair.ids))
        groups += [chunk[i : i + BATCH] for i in range(0, len(chunk), BATCH)]
    chance.shuffle(groups)
    yield from groups


def epoch_pairs(pairs: Sequence[Pair], recipe: Recipe, chance: random.Random) -> list[Pair]:
    """Return each pair once, in one of its wordings: all above grade 0, a share of the others."""
    wordings: dict[tuple[str, str], list[Pair]] = {}
    for pair in pairs:
        wordings.setdefault((pair.question, pair.organisation), []).append(pair)
    drawn = [chance.choice(some) for some in wordings.values()]
    zeros = [pair for pair in drawn if pair.grade == 0]
    rest = [pair for pair in drawn if pair.grade != 0]
    return rest + chance.sample(zeros, int(recipe.zeros * len(zeros)))


def loss_of(model: PairModel, batch: Sequence[Pair], device: str) -> torch.Tensor:
    """Return the weighted cross-entropy with soft targets."""
    ids, mask = padded(batch, device)
    with torch.autocast(device, dtype=torch.bfloat16):
        logits = model(ids, mask)
    wanted = torch.tensor([pair.target for pair in batch], device=device)
    weights = torch.tensor([pair.weight for pair in batch], device=device)
    each = nn.functional.binary_cross_entropy_with_logits(logits.float(), wanted, reduction="none")
    return (each * weights).mean()


def train(model: PairModel, pairs: Sequence[Pair], recipe: Recipe, place: Path) -> None:
    """Train; write the model after each epoch to ``place``."""
    device = next(model.parameters()).device.type
    chance = random.Random(recipe.seed)
    torch.manual_seed(recipe.seed)
    layers = [p for p in model.layers.parameters() if p.requires_grad]
    groups = [
        {"params": layers, "lr": recipe.rate, "weight_decay": recipe.decay},
        {"params": model.head.parameters(), "lr": recipe.head_rate},
    ]
    optimiser = torch.optim.AdamW(groups)
    total = recipe.epochs * (len(epoch_pairs(pairs, recipe, random.Random(0))) // BATCH + 1)
    warm = max(1, int(recipe.warm_up * total))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / warm, max(0.0, (total - s) / (total - warm)))
    )
    start, step, losses = time.time(), 0, []
    for epoch in range(recipe.epochs):
        model.train()
        for batch in batches(epoch_pairs(pairs, recipe, chance), chance):
            loss = loss_of(model, batch, device)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(layers, 1.0)
            optimiser.step()
            schedule.step()
            step += 1
            losses.append(loss.item())
            if step % 50 == 0:
                spent = f"{time.time() - start:.0f}s"
                _say(f"{epoch} {step}/{total} loss {np.mean(losses[-50:]):.4f} {spent}")
        torch.save(model.state_dict(), place)


@torch.no_grad()
def scores(model: PairModel, pairs: Sequence[Pair]) -> list[float]:
    """Return the logit of each pair."""
    model.eval()
    device = next(model.parameters()).device.type
    order = sorted(range(len(pairs)), key=lambda i: len(pairs[i].ids))
    found = [0.0] * len(pairs)
    for start in range(0, len(order), 32):
        part = order[start : start + 32]
        ids, mask = padded([pairs[i] for i in part], device)
        with torch.autocast(device, dtype=torch.bfloat16):
            logits = model(ids, mask)
        for i, logit in zip(part, logits.float().tolist(), strict=True):
            found[i] = logit
    return found


def build(recipe: Recipe) -> PairModel:
    """Return the untrained model out of the bundled encoder."""
    from transformers import AutoModel

    encoder = AutoModel.from_pretrained(str(bundled_model()), attn_implementation="sdpa")
    return PairModel(encoder, recipe.layers, recipe.dropout)


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


def main() -> None:
    """Train one fold, or all, and write the model and the scores of what was left out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--fold", default="all")
    parser.add_argument("--name", default="pairs")
    parser.add_argument("--kinds", default="tuvw+")
    parser.add_argument("--start", type=Path)
    for name, value in asdict(Recipe()).items():
        parser.add_argument(f"--{name}", type=type(value), default=value)
    given = parser.parse_args()
    recipe = Recipe(**{name: getattr(given, name) for name in asdict(Recipe())})
    torch.set_num_threads(1)
    pairs = load_pairs(given.sets)
    learnt = [p for p in pairs if p.learns(given.kinds, given.fold)]
    model = build(recipe)
    if given.start:
        model.load_state_dict(torch.load(given.start))
    _say(f"{len(learnt)} pairs of {len({p.question for p in learnt})} questions; {recipe}")
    place = given.out / f"{given.name}_{given.fold}"
    told = asdict(recipe) | {"pairs": len(learnt), "kinds": given.kinds, "fold": given.fold}
    place.with_suffix(".recipe.json").write_text(json.dumps(told))
    train(model, learnt, recipe, place.with_suffix(".pt"))
    known = {id(p) for p in learnt}
    held = [p for p in pairs if p.original and id(p) not in known]
    logits = scores(model, held)
    rows = [[p.question, p.organisation, p.grade, s] for p, s in zip(held, logits, strict=True)]
    place.with_suffix(".json").write_text(json.dumps(rows))
    _say("done")


if __name__ == "__main__":
    main()
