"""Fills the templates of a report."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from evaluation.exposure import Share
from evaluation.report_figures import METRICS
from evaluation.report_texts import Speech
from evaluation.runner import DEPTH

if TYPE_CHECKING:
    from evaluation.report import SetReport

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
    environment.globals.update(share=_share)
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
