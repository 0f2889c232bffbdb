"""How fast the whole way is: import, index, and answers of the engine."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from data.errors import ProfileError
from data.exchange.run import import_profiles
from data.files import SAMPLE, sample_files
from data.profiles import Profile
from data.store.profiles import ProfileStore, open_store
from matcher.engine import Matcher
from matcher.request import Constraint, MatchRequest, Rule, Viewer
from matcher.search.ingest import open_corpus
from models.encoder import Encoder, Progress

REGION = Constraint(rule=Rule.REGION, values=("Brandenburg",))


@dataclass(frozen=True)
class Latency:
    """Milliseconds of one answer: the median, and what 95 of 100 do not exceed."""

    p50: float
    p95: float


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
            flat |= {f"{name}_p50_ms": latency.p50, f"{name}_p95_ms": latency.p95}
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
        queries: how many requests of each kind; they are statements of the profiles themselves.
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
        profiles=len(corpus.catalog),
        vectors=len(corpus.vectors),
        import_s=imported - start,
        index_s=indexed - imported,
        load_s=loaded - indexed,
        encoded_per_s=_encoding_rate(asking, seekers),
        answers=_answers(Matcher(corpus), seekers),
    )


def _import(folder: Path, store: ProfileStore) -> None:
    files = sample_files() if folder.resolve() == SAMPLE else [folder / "corpus.jsonl"]
    for path in files:
        import_profiles(path, store)
    if not store.count():
        raise ProfileError(
            f"{folder}: keine Profile gefunden, erwartet wird 'corpus.jsonl'.",
            f"{folder}: no profiles found, expected is 'corpus.jsonl'.",
        )


def _spread(profiles: list[Profile], count: int) -> list[Profile]:
    """Return up to ``count`` profiles, evenly spread over all."""
    chosen = np.linspace(0, len(profiles) - 1, min(count, len(profiles))).astype(int)
    return [profiles[i] for i in chosen]


def _encoding_rate(encoder: Encoder, profiles: list[Profile]) -> float:
    texts = [statement.text for profile in profiles for statement in profile.statements]
    start = time.perf_counter()
    encoder.encode(texts)
    return len(texts) / (time.perf_counter() - start)


def _answers(matcher: Matcher, seekers: list[Profile]) -> dict[str, Latency]:
    questions = [seeker.statements[0].text for seeker in seekers]
    kinds = {
        "ask": [MatchRequest(question=text) for text in questions],
        "ask_region": [MatchRequest(question=q, constraints=(REGION,)) for q in questions],
        "suggest": [MatchRequest(profile_id=seeker.id) for seeker in seekers],
    }
    _latency(matcher, kinds["ask"][:1])  # the first answer builds what later ones share
    return {name: _latency(matcher, requests) for name, requests in kinds.items()}


def _latency(matcher: Matcher, requests: Iterable[MatchRequest]) -> Latency:
    viewer = Viewer(everything=True)
    taken = []
    for request in requests:
        start = time.perf_counter()
        matcher.suggest(request, viewer)
        taken.append(1000 * (time.perf_counter() - start))
    return Latency(*(float(x) for x in np.percentile(taken, [50, 95])))
