"""How fast the whole way is: import, index, and answers of the engine."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from data.errors import ProfileError
from data.exchange.run import import_profiles
from data.files import SAMPLE, sample_files
from data.profiles import Profile, Visibility
from data.store.profiles import ProfileStore, open_store
from matcher.engine import Matcher
from matcher.request import Constraint, MatchRequest, Rule, Viewer
from matcher.search.ingest import open_corpus
from models.encoder import Encoder, Progress

_Item = TypeVar("_Item")
REGION = Constraint(rule=Rule.REGION, values=("Brandenburg",))


@dataclass(frozen=True)
class Latency:
    """Milliseconds of one answer: the median, and what 95 of 100 do not exceed."""

    p50: float
    p95: float
    cpu_p50: float
    """Of computing on all threads together: other work on the machine does not change it."""
    cpu_p95: float


@dataclass(frozen=True)
class Speed:
    """Figures of one run, seconds where nothing else is said."""

    profiles: int
    vectors: int
    import_s: float
    index_s: float
    load_s: float
    """Opening the saved index again, as each start of the program does."""
    encoded_per_s: float
    """Statements turned into vectors a second."""
    answers: dict[str, Latency]

    def figures(self) -> dict[str, float]:
        """Return all figures under flat names, e.g. ``ask_p95_ms``."""
        flat = {name: value for name, value in asdict(self).items() if name != "answers"}
        for name, latency in self.answers.items():
            flat |= {f"{name}_{measure}_ms": value for measure, value in asdict(latency).items()}
        return flat


def measure(
    folder: Path,
    queries: int,
    *,
    indexing: Encoder,
    asking: Encoder,
    progress: Progress | None = None,
) -> Speed:
    """Import and index the profiles of a folder in a temporary place, then ask.

    Args:
        folder: an evaluation set, or the shipped sample.
        queries: how many requests of each kind: questions of the folder, and statements of the
            profiles where it has none.
        indexing: encodes the profiles; a cached one leaves encoding out of ``index_s``.
        asking: encodes the requests; of the same fingerprint.
        progress: called with (profiles done, profiles in all) while the index is built.

    Raises:
        ProfileError: the folder has no profiles.
    """
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        with open_store(f"sqlite:///{place / 'store.sqlite'}") as store:
            start = time.perf_counter()
            _import(folder, store)
            imported = time.perf_counter()
            open_corpus(place / "index", store, indexing, progress=progress)
            indexed = time.perf_counter()
            corpus = open_corpus(place / "index", store, asking)
            loaded = time.perf_counter()
            seekers = _spread([p for p in store.iterate() if p.statements], queries)
    return Speed(
        profiles=len(corpus.snapshot.catalog),
        vectors=len(corpus.snapshot.vectors),
        import_s=imported - start,
        index_s=indexed - imported,
        load_s=loaded - indexed,
        encoded_per_s=_encoding_rate(asking, seekers),
        answers=_answers(Matcher(corpus), _questions(folder, queries), seekers),
    )


def _import(folder: Path, store: ProfileStore) -> None:
    files = sample_files() if folder.resolve() == SAMPLE else [folder / "corpus.jsonl"]
    for path in files:
        import_profiles(path, store, visibility=Visibility.PUBLIC)
    if not store.count():
        raise ProfileError(
            f"{folder}: keine Profile gefunden, erwartet wird 'corpus.jsonl'.",
            f"{folder}: no profiles found, expected is 'corpus.jsonl'.",
        )


def _spread(items: list[_Item], count: int) -> list[_Item]:
    """Return up to ``count`` items, evenly spread over all."""
    chosen = np.linspace(0, len(items) - 1, min(count, len(items))).astype(int)
    return [items[i] for i in chosen]


def _encoding_rate(encoder: Encoder, profiles: list[Profile]) -> float:
    texts = [statement.text for profile in profiles for statement in profile.statements]
    start = time.perf_counter()
    encoder.encode(texts)
    return len(texts) / (time.perf_counter() - start)


def _questions(folder: Path, count: int) -> list[str]:
    """Return up to ``count`` questions that people put, evenly spread; none without a file."""
    path = folder / "queries.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [json.loads(line)["text"] for line in _spread(lines, count)]


def _answers(
    matcher: Matcher, questions: Sequence[str], seekers: list[Profile]
) -> dict[str, Latency]:
    questions = questions or [seeker.statements[0].text for seeker in seekers]
    kinds = {
        "ask": [MatchRequest(question=text) for text in questions],
        "ask_region": [MatchRequest(question=q, constraints=(REGION,)) for q in questions],
        "suggest": [MatchRequest(profile_id=seeker.id) for seeker in seekers],
    }
    _latency(matcher, kinds["ask"][:1])  # the first answer builds what later ones share
    return {name: _latency(matcher, requests) for name, requests in kinds.items()}


def _latency(matcher: Matcher, requests: Iterable[MatchRequest]) -> Latency:
    viewer = Viewer(everything=True)
    taken, computed = [], []
    for request in requests:
        start, busy = time.perf_counter(), time.process_time()
        matcher.suggest(request, viewer)
        taken.append(1000 * (time.perf_counter() - start))
        computed.append(1000 * (time.process_time() - busy))
    found = [*np.percentile(taken, [50, 95]), *np.percentile(computed, [50, 95])]
    return Latency(*(float(x) for x in found))
