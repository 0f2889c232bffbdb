"""Whether a search waits for anybody: at rest, while the index is saved, and among others.

``python -m evaluation.studies.waiting ../shared/eval/fragen_dev [ROUNDS]``. Each round takes all
figures one after the other, so that whatever else the machine does hits them alike.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np

from data.profiles import Profile
from evaluation.datasets import load_dataset
from matcher.engine import Matcher
from matcher.request import MatchRequest, Viewer
from matcher.search.ingest import corpus_of, save
from models.encoders.vector_cache import default_cache
from models.loading import EncoderSettings, open_encoder

THREADS, QUESTIONS, ROUNDS = 4, 16, 5
VIEWER = Viewer(everything=True)


@dataclass
class Waiting:
    """Seconds, one entry a search, a round or a change."""

    at_rest: list[float] = field(default_factory=list)
    during_saves: list[float] = field(default_factory=list)
    saves: list[float] = field(default_factory=list)
    one_thread: list[float] = field(default_factory=list)
    """Of all questions, one after the other."""
    more_threads: list[float] = field(default_factory=list)
    """The same by `THREADS` threads."""
    changes: list[float] = field(default_factory=list)
    """One profile changed and published, its texts encoded before."""

    def lines(self) -> list[str]:
        """Return the figures as a person reads them."""
        rest, busy = (np.percentile(some, (50, 95)) for some in (self.at_rest, self.during_saves))
        one, more = np.median(self.one_thread), np.median(self.more_threads)
        changed = np.percentile(self.changes, (50, 95)) if self.changes else (np.nan, np.nan)
        return [
            f"search at rest: median {rest[0]:.3f} s, p95 {rest[1]:.3f} s",
            f"during a save:  median {busy[0]:.3f} s, p95 {busy[1]:.3f} s "
            f"({busy[1] / rest[1]:.2f} x; a save took {np.median(self.saves):.1f} s)",
            f"{QUESTIONS} questions: one thread {one:.2f} s, {THREADS} threads {more:.2f} s "
            f"({one / more:.2f} x as fast)",
            f"a change of one profile: median {changed[0]:.3f} s, p95 {changed[1]:.3f} s",
        ]


def measure(
    matcher: Matcher,
    questions: Sequence[str],
    write: Callable[[], object],
    rounds: int,
    changed: Sequence[Profile] = (),
) -> Waiting:
    """Ask the questions in every way, in turn.

    Args:
        matcher: asked.
        questions: what is asked.
        write: saves the index.
        rounds: how often.
        changed: profiles that are put again one by one, in the end of each round.
    """
    told = Waiting()
    for question in questions:
        _ask(matcher, question)  # the first answers build what later ones share
    for _ in range(rounds):
        told.at_rest += [_ask(matcher, question) for question in questions]
        told.during_saves += _during(matcher, questions, write, told.saves)
        told.one_thread.append(_seconds(lambda: [_ask(matcher, q) for q in questions]))
        told.more_threads.append(_seconds(lambda: _together(matcher, questions)))
        for profile in changed:
            told.changes.append(_seconds(partial(matcher.corpus.put, [profile])))
        _ask(matcher, questions[0])
    return told


def _ask(matcher: Matcher, question: str) -> float:
    return _seconds(lambda: matcher.suggest(MatchRequest(question=question), VIEWER))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _together(matcher: Matcher, questions: Sequence[str]) -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda question: _ask(matcher, question), questions))


def _during(
    matcher: Matcher,
    questions: Sequence[str],
    write: Callable[[], object],
    saves: list[float],
) -> list[float]:
    """Ask while the index is saved again and again."""
    done, started = threading.Event(), threading.Event()

    def saving() -> None:
        while not done.is_set():
            started.set()
            saves.append(_seconds(write))

    writer = threading.Thread(target=saving)
    writer.start()
    started.wait()
    try:
        return [_ask(matcher, question) for question in questions]
    finally:
        done.set()
        writer.join()


def main(arguments: Sequence[str]) -> None:
    """Measure from the command line."""
    dataset = load_dataset(Path(arguments[0]))
    rounds = int(arguments[1]) if len(arguments) > 1 else ROUNDS
    profiles = [document.profile for document in dataset.documents]
    encoder = open_encoder(EncoderSettings.from_environment(), default_cache())
    corpus = corpus_of(profiles, encoder)
    questions = [query.text for query in dataset.queries[:QUESTIONS]]
    with tempfile.TemporaryDirectory() as folder:
        told = measure(
            Matcher(corpus),
            questions,
            lambda: save(corpus.snapshot, Path(folder)),
            rounds,
            profiles[:: len(profiles) // 8],
        )
    sys.stdout.write("\n".join([f"{len(profiles)} profiles", *told.lines()]) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
