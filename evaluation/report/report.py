"""The report: what was measured on one or more sets, as HTML, Markdown and JSON.

The same sets, rankers, seed and versions give the same bytes. Times never do: they stand in a file
of their own.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pydantic_core import to_jsonable_python

from data.errors import StoreError
from data.files import replacing
from evaluation.datasets import ALL, Dataset
from evaluation.exposure import Exposure
from evaluation.latency import PIPELINE
from evaluation.report.cases import Cases, Teller, Wanted
from evaluation.report.figures import Reliability, SliceFigures, Values, reliability
from evaluation.report.pages import Section, pictures, render
from evaluation.report.plots import Plot
from evaluation.report.targets import TIMES_LATENCY, Measured, Target, targets_of
from evaluation.report.texts import Speech, sentences
from evaluation.runner import Outcome
from evaluation.setting import Options
from matcher.ranking.ranker import RankingConfig

PAGE, TEXT, FIGURES, TIMES, PLOTS = (
    "report.html",
    "report.md",
    "figures.json",
    "zeiten.json",
    "plots",
)
"""Files of a report, and the folder of its plots."""
TOLD = (
    *("manifest", "queries", "documents", "targets", "slices", "means", "cases"),
    *("exposures", "reciprocity", "violations", "reliability", "claims"),
)
"""What the file of figures holds of each set."""
LIBRARIES = ("numpy", "scipy", "scikit-learn", "ir-measures", "bm25s", "onnxruntime", "matplotlib")
"""What figures and plots are computed with."""
DIGITS = 6
"""Decimals in the file of figures."""


@dataclass(frozen=True)
class SetReport:
    """Everything a report says of one set."""

    name: str
    documents: int
    queries: int
    rankers: tuple[str, ...]
    """The last one is the ranker that the report is about."""
    sentences: tuple[str, ...]
    targets: tuple[Target, ...]
    slices: tuple[SliceFigures, ...]
    means: Mapping[str, Any]
    """system -> slice -> metric -> mean: all metrics."""
    cases: Cases
    exposures: Mapping[str, Exposure]
    reciprocity: Mapping[str, float | None]
    violations: Mapping[str, int]
    reliability: Mapping[str, Reliability | None]
    claims: Mapping[str, Any]
    """What each ranker claims (`evaluation.claims`); None where no grade tells good from fair."""
    pictures: Mapping[Section, tuple[Plot, ...]]
    manifest: Mapping[str, Any]
    times: Mapping[str, Any]

    @property
    def ranker(self) -> str:
        """The ranker that the report is about."""
        return self.rankers[-1]

    def figures(self) -> dict[str, Any]:
        """Return every figure as JSON values, rounded."""
        return {name: _rounded(to_jsonable_python(getattr(self, name))) for name in TOLD}


def set_report(
    dataset: Dataset,
    outcome: Outcome,
    configs: Sequence[RankingConfig],
    options: Options,
    wanted: Wanted,
    speech: Speech,
) -> SetReport:
    """Return the report of one set; of two rankers the second is set against the first.

    Args:
        dataset: the set.
        outcome: of `evaluate` with ``configs`` and the plain systems.
        configs: one ranker, or two to compare.
        options: those of the outcome.
        wanted: which wins and losses are told.
        speech: the reader's language.
    """
    values = Values(dataset, outcome, options.seed)
    ranker = values.rankers[-1]
    slices = values.slices()
    part = wanted.part if wanted.part in values.parts else ALL
    other = values.rankers[0] if len(configs) > 1 else values.best_plain(part)
    # A set may lack the slice asked for: it is told on all.
    told = replace(wanted, part=part)
    teller = Teller(dataset, outcome, values, options, told, (other, ranker), speech.language)
    found = {name: reliability(dataset, outcome.runs[name]) for name in values.rankers}
    mine = found[ranker]
    error = None if mine is None else mine.error
    claims = outcome.figures["claims"]
    broken, seed = outcome.violations[ranker], options.seed
    measured = Measured(dataset, values, ranker, broken, error, seed, claims[ranker])
    rival = values.rankers[0] if len(configs) > 1 else None
    means = outcome.figures["systems"]
    return SetReport(
        name=dataset.name,
        documents=len(dataset.documents),
        queries=outcome.judgements.count(ALL),
        rankers=values.rankers,
        sentences=sentences(
            ranker,
            len(dataset.documents),
            slices,
            means[ranker][ALL],
            outcome.exposures[ranker],
            outcome.violations[ranker],
            speech,
        ),
        targets=targets_of(measured),
        slices=slices,
        means=means,
        cases=teller.cases(),
        exposures=outcome.exposures,
        reciprocity=outcome.figures["reciprocity"],
        violations=outcome.violations,
        reliability=found,
        claims=claims,
        pictures=pictures(dataset, outcome, values, slices, found, rival, speech),
        manifest=_manifest(outcome, configs, values.rankers),
        times=_times(outcome, values.rankers),
    )


def write_report(
    sets: Sequence[SetReport], folder: Path, command: str, speech: Speech
) -> dict[str, Path]:
    """Write all files of a report and return them by name.

    Args:
        sets: what was measured.
        folder: made if it is missing; files of an older report are replaced.
        command: the command line that gives the same report.
        speech: the reader's language.

    Raises:
        StoreError: a file cannot be written.
    """
    manifest = {"command": command, "python": platform.python_version()} | {
        library: version(library) for library in LIBRARIES
    }
    try:
        (folder / PLOTS).mkdir(parents=True, exist_ok=True)
        for old in (folder / PLOTS).glob("*.svg"):
            old.unlink()
    except OSError as error:
        raise StoreError(
            f"{folder}: Der Ordner kann nicht angelegt werden ({error.strerror}).",
            f"{folder}: the folder cannot be made ({error.strerror}).",
        ) from error
    for at, one in enumerate(sets, start=1):
        for plot in (plot for plots in one.pictures.values() for plot in plots):
            _write(folder / PLOTS / f"{at}-{plot.name}.svg", plot.svg)
    contents = {
        PAGE: render(PAGE, sets, manifest, speech),
        TEXT: render(TEXT, sets, manifest, speech),
        FIGURES: _json({"manifest": manifest, "sets": {one.name: one.figures() for one in sets}}),
        TIMES: _json({one.name: one.times for one in sets}),
    }
    for name, text in contents.items():
        _write(folder / name, text)
    return {name: folder / name for name in contents}


def _manifest(
    outcome: Outcome, configs: Sequence[RankingConfig], names: Sequence[str]
) -> dict[str, Any]:
    info = next(iter(outcome.runs.values())).info
    return {
        "dataset": info.dataset,
        "checksum": info.checksum,
        "program": info.program,
        "encoder": info.encoder,
        "rankers": {
            name: {"version": config.version, "checksum": _checksum(config)}
            for name, config in zip(names, configs, strict=True)
        },
        "options": dict(info.options),
    }


def _checksum(config: RankingConfig) -> str:
    """Return a hash of everything a configuration says, whatever the order of its weights."""
    text = json.dumps(config.model_dump(mode="json"), sort_keys=True)
    return sha256(text.encode()).hexdigest()[:16]


def _times(outcome: Outcome, rankers: Sequence[str]) -> dict[str, Any]:
    """Return what differs from run to run: latencies, and how they compare with a pipeline's."""
    latency = outcome.figures["latency_ms"]
    plain = latency[PIPELINE]
    ratios = {
        name: {at: round(latency[name][at] / plain[at], 2) for at in plain if plain[at] > 0}
        for name in rankers
    }
    return {
        "latency_ms": latency,
        "pipeline": PIPELINE,
        "ratio_to_pipeline": ratios,
        "goal": TIMES_LATENCY,
        "met": {name: found["p50"] <= TIMES_LATENCY for name, found in ratios.items()},
        "seconds": outcome.figures["seconds"],
    }


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, DIGITS)
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, list) else value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _write(path: Path, text: str) -> None:
    with replacing(path) as part:
        part.write_text(text, encoding="utf-8")
