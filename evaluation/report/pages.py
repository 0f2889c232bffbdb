"""Fills the templates of a report.

Which plots a set gets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from evaluation.baselines import NAIVE
from evaluation.datasets import ALL, Dataset
from evaluation.exposure import Exposure, Share
from evaluation.metrics import HEADLINE
from evaluation.report.cases import differences
from evaluation.report.figures import METRICS, Reliability, SliceFigures, Values, lorenz
from evaluation.report.plots import (
    Plot,
    differences_plot,
    lorenz_plot,
    reliability_plot,
    shares_plot,
    slice_plot,
)
from evaluation.report.texts import Speech, claims_told
from evaluation.runner import DEPTH, Outcome

if TYPE_CHECKING:
    from evaluation.report.report import SetReport

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>|#~])")


def render(
    template: str, sets: Sequence[SetReport], manifest: Mapping[str, Any], speech: Speech
) -> str:
    """Return one page of the report; a template that ends in ``.html`` escapes what it is given."""
    environment = Environment(
        loader=PackageLoader("evaluation"),
        autoescape=template.endswith(".html"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["md"] = _markdown
    environment.globals.update(t=speech.pick, s=speech, metrics=METRICS, depth=DEPTH, svg=_svg)
    environment.globals.update(share=_share, claims_told=lambda told: claims_told(told, speech))
    return environment.get_template(template).render(sets=sets, manifest=manifest)


def _share(shares: Mapping[str, Share], *groups: str) -> float | None:
    """Return how much of what is shown some groups have; None if the set knows none of them."""
    known = [shares[group].exposure for group in groups if group in shares]
    return sum(known) if known else None


def _markdown(text: str) -> str:
    """Return text of profiles so that nothing in it is read as Markdown or HTML."""
    return _MARKDOWN.sub(r"\\\1", text.replace("&", "&amp;"))


def _svg(plot: Any, prefix: str) -> Markup:
    """Return a plot as part of a page: matplotlib has escaped its texts."""
    return Markup(plot.inline(prefix))


Section = Literal["slices", "differences", "exposure", "reliability"]
POPULARITY = "popularity"


def pictures(
    dataset: Dataset,
    outcome: Outcome,
    values: Values,
    slices: Sequence[SliceFigures],
    reliabilities: Mapping[str, Reliability | None],
    rival: str | None,
    speech: Speech,
) -> dict[Section, tuple[Plot, ...]]:
    """Return the plots by section; ``rival`` is the ranker compared with, else the best plain."""
    ranker = values.rankers[-1]

    def changed(part: str) -> Plot:
        other = rival or values.best_plain(part)
        deltas = [*differences(values, other, ranker, part).values()]
        return differences_plot(part, speech.system(other), deltas, speech)

    return {
        "slices": tuple(slice_plot(one, values.rankers, HEADLINE, speech) for one in slices),
        "differences": tuple(changed(one.part) for one in slices),
        "exposure": _exposure(dataset, outcome, values, speech),
        "reliability": tuple(
            reliability_plot(found, name, speech)
            for name, found in reliabilities.items()
            if found is not None
        ),
    }


def _exposure(
    dataset: Dataset, outcome: Outcome, values: Values, speech: Speech
) -> tuple[Plot, ...]:
    exposures = outcome.exposures
    kinds = speech.pick("Nach Art", "By kind")
    known = speech.pick("Nach Bekanntheit", "By how well known")
    drawn = [*values.rankers, values.best_plain(ALL), POPULARITY, NAIVE]
    curves = {
        name: (lorenz(dataset, outcome.runs[name]), exposures[name].gini)
        for name in dict.fromkeys(drawn)
        if name in outcome.runs
    }
    plots = [shares_plot("art", kinds, _rows(exposures, "kind", speech), speech)]
    if len(next(iter(exposures.values())).known) > 1:
        rows = _rows(exposures, "known", speech)
        plots.append(shares_plot("bekanntheit", known, rows, speech))
    return (*plots, lorenz_plot(curves, speech))


def _rows(
    exposures: Mapping[str, Exposure], by: Literal["kind", "known"], speech: Speech
) -> dict[str, dict[str, float]]:
    """Return label -> group in words -> share: the corpus, the right answers, every system."""
    say = speech.kind if by == "kind" else speech.known
    some = getattr(next(iter(exposures.values())), by)
    rows = {
        speech.pick("Bestand", "corpus"): {say(g): share.catalogue for g, share in some.items()},
        speech.pick("richtige Antworten", "right answers"): {
            say(g): share.judged for g, share in some.items()
        },
    }
    return rows | {
        speech.system(name): {say(g): share.exposure for g, share in getattr(found, by).items()}
        for name, found in exposures.items()
    }
