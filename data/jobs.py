"""Typical jobs of end customers and the craft trades they take.

Our own compilation (`reference/jobs.csv`): a first proposal that whoever asks changes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from data.names import fold
from data.reference_tables import read_table, split_cell
from data.trades import Trade, load_trades

MIN_WORD = 4
"""Shorter words are looked for whole: "Bad" stands in many others."""


@dataclass(frozen=True, slots=True)
class Job:
    """One job: words by which it is known, folded, and its trades, the main one first."""

    name: str
    words: tuple[str, ...]
    trades: tuple[Trade, ...]

    def score(self, text: str) -> int:
        """Return how many letters of a folded text are words of this job."""
        return sum(len(word) for word in self.words if _holds(text, word))


def _holds(text: str, word: str) -> bool:
    whole = len(word) < MIN_WORD
    return re.search(rf"\b{re.escape(word)}\b" if whole else re.escape(word), text) is not None


@lru_cache(maxsize=1)
def load_jobs() -> tuple[Job, ...]:
    """Load the jobs once per process."""
    trades = load_trades()
    return tuple(
        Job(
            row["job"],
            tuple(fold(word) for word in split_cell(row["words"])),
            tuple(trades.get(trade) for trade in split_cell(row["trades"])),
        )
        for row in read_table("jobs.csv")
    )


def job_of(text: str) -> Job | None:
    """Return the job that a text speaks of most plainly, or None."""
    folded = fold(text)
    best = max(load_jobs(), key=lambda job: job.score(folded))
    return best if best.score(folded) else None


def trades_named(text: str) -> tuple[Trade, ...]:
    """Return the trades that a text names, in its order, each once."""
    words = re.findall(r"[A-ZÄÖÜ][\w-]{3,}", text)
    found = (load_trades().find(word) for word in words)
    return tuple(dict.fromkeys(trade for trade in found if trade is not None))
