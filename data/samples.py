"""The shipped sample: fictional profiles of all kinds, and judged requests on them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from data.profiles import Profile

SAMPLE = Path(__file__).parent / "sample"
"""Also an evaluation set: ``queries.jsonl`` and ``qrels.tsv`` judge the profiles beside them."""
_JUDGED = "queries.jsonl"


def sample_files() -> list[Path]:
    """Return the files with profiles, one per field of work, in order of their names."""
    return sorted(path for path in SAMPLE.glob("*.jsonl") if path.name != _JUDGED)


def sample_profiles() -> Iterator[Profile]:
    """Yield all profiles of the sample."""
    for path in sample_files():
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                yield Profile.model_validate(json.loads(line))
