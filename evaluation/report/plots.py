"""Plots of a report as SVG: small, equal for equal figures, readable in print and colour-blind.

Colours are those of Okabe and Ito 2008; what a colour says, a shape, a hatch
or a word says as well. Text stays text, so that it can be read aloud and searched.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from evaluation.baselines import NAIVE
from evaluation.report.figures import Reliability, SliceFigures
from evaluation.report.texts import Speech

Floats = NDArray[np.float64]
BLUE, ORANGE, GREEN, RED, SKY, PINK, YELLOW = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#D55E00",
    "#56B4E9",
    "#CC79A7",
    "#F0E442",
)
GREY, INK = "#767676", "#1d2a30"
STACK = (BLUE, ORANGE, GREEN, SKY, PINK, YELLOW)
HATCHES = ("", "////", "", "\\\\\\\\", "xxxx", "----")
WIDTH = 4.0
"""Inches: on a telephone's 320 px the letters are still about 10 px high."""
ROW = 0.26
"""Inches of height for a row of a system."""
STYLE: Any = {
    "svg.hashsalt": "partnermatch",
    "svg.fonttype": "none",
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": GREY,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 10,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "xtick.color": INK,
    "ytick.color": INK,
    "text.parse_math": False,
    "hatch.linewidth": 0.6,
    "legend.frameon": False,
}


@dataclass(frozen=True)
class Plot:
    """A picture with the text that stands for it."""

    name: str
    """Part of a file name."""
    caption: str
    alt: str
    svg: str

    def inline(self, prefix: str) -> str:
        """Return the SVG for a page that holds several: ids of its own, no XML prolog."""
        svg = self.svg[self.svg.index("<svg") :]
        svg = re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{prefix}-", svg)
        return svg.replace("<svg", '<svg aria-hidden="true" focusable="false"', 1)


def slice_plot(figures: SliceFigures, rankers: Sequence[str], metric: str, speech: Speech) -> Plot:
    """Show all systems' means with their intervals, the rankers above."""
    names = [*figures.cells][::-1]
    with mpl.rc_context(STYLE):
        figure, axes = _axes(ROW * len(names) + 0.75)
        for y, name in enumerate(names):
            cell = figures.cells[name][metric]
            low, high = cell.interval or (cell.value, cell.value)
            style = _look(name, rankers, figures.best[metric])
            axes.plot([low, high], [y, y], color=style["color"], linewidth=1.6)
            axes.plot([cell.value], [y], linestyle="", **style)
        axes.set_yticks(range(len(names)), [speech.system(name) for name in names])
        axes.set_xlim(left=0)
        axes.grid(axis="x", color="#dddddd", linewidth=0.6)
        axes.set_axisbelow(True)
        _comma(axes.xaxis, speech)
        title = f"{speech.part(figures.part)} ({speech.number(figures.queries)})"
        axes.set_title(title)
        axes.set_xlabel(speech.metric(metric))
        svg = _svg(figure)
    said = "; ".join(
        f"{speech.system(n)} {speech.number(figures.cells[n][metric].value, 3)}"
        for n in figures.cells
    )
    return Plot(f"{metric.partition('@')[0]}-{figures.part}", title, f"{title}: {said}.", svg)


def _look(name: str, rankers: Sequence[str], best: str) -> dict[str, Any]:
    if name in rankers:
        return {"marker": "o", "color": BLUE, "markersize": 8}
    if name == NAIVE:
        return {"marker": "^", "color": RED, "markersize": 7}
    face = GREY if name == best else "white"
    return {"marker": "s", "color": GREY, "markersize": 6, "markerfacecolor": face}


def reliability_plot(found: Reliability, system: str, speech: Speech) -> Plot:
    """Show how many suggestions of each score are good, and how many there are."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, 4.4), layout="constrained")
        upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1))
        upper.plot([0, 1], [0, 1], color=GREY, linestyle="--", linewidth=1)
        scores = np.array([b.score for b in found.bins])
        good = np.array([b.good for b in found.bins])
        spread = np.array([b.interval for b in found.bins]).T - good
        upper.errorbar(
            scores, good, yerr=np.abs(spread), marker="o", color=BLUE, linewidth=1.4, capsize=2
        )
        upper.set(
            xlim=(0, 1), ylim=(0, 1.04), ylabel=speech.pick("davon gut", "share that is good")
        )
        error = f"{speech.pick('Kalibrierungsfehler', 'ECE')} {speech.number(found.error, 3)}"
        upper.set_title(f"{speech.system(system)}: {error}")
        lows, counts = [b.low for b in found.bins], [b.count for b in found.bins]
        lower.bar(lows, counts, width=0.1, align="edge", color=SKY, edgecolor=INK, linewidth=0.6)
        lower.set(
            xlabel=speech.pick("angezeigter Wert", "score shown"),
            ylabel=speech.pick("Anzahl", "count"),
        )
        for axis in (upper.xaxis, upper.yaxis):
            _comma(axis, speech)
        svg = _svg(figure)
    said = "; ".join(
        f"{speech.number(b.score, 2)} → {speech.number(b.good, 2)} ({b.count})" for b in found.bins
    )
    caption = speech.pick(
        "Hält der Wert, was er verspricht? Auf der gestrichelten Linie genau.",
        "Does the score keep its promise? On the dashed line, exactly.",
    )
    return Plot(f"kalibrierung-{_plain(system)}", caption, f"{error}: {said}.", svg)


def shares_plot(
    name: str, title: str, rows: Mapping[str, Mapping[str, float]], speech: Speech
) -> Plot:
    """Show how each row is made up of groups; groups are in words already."""
    groups = [*dict.fromkeys(group for shares in rows.values() for group in shares)]
    labels = [*rows][::-1]
    with mpl.rc_context(STYLE):
        figure, axes = _axes(ROW * len(labels) + 0.7 + 0.2 * ((len(groups) + 1) // 2))
        left = np.zeros(len(labels))
        for at, group in enumerate(groups):
            widths = np.array([rows[label].get(group, 0.0) for label in labels])
            axes.barh(
                range(len(labels)),
                widths,
                left=left,
                height=0.72,
                color=STACK[at],
                hatch=HATCHES[at],
                edgecolor="white",
                linewidth=0.8,
                label=group,
            )
            left += widths
        axes.set_yticks(range(len(labels)), labels)
        axes.set_xlim(0, 1)
        axes.set_xticks((0, 0.5, 1), [speech.percent(x) for x in (0, 0.5, 1)])
        axes.set_title(title)
        figure.legend(loc="outside lower left", ncols=2, fontsize=8, handlelength=1.4)
        svg = _svg(figure)
    said = "; ".join(
        f"{label}: " + ", ".join(f"{g} {speech.percent(s)}" for g, s in shares.items())
        for label, shares in rows.items()
    )
    return Plot(name, title, f"{title}. {said}.", svg)


def lorenz_plot(curves: Mapping[str, tuple[Floats, float]], speech: Speech) -> Plot:
    """Show how evenly exposure is spread: curve and Gini coefficient by the system's name."""
    looks: tuple[Any, ...] = ("-", "--", ":", "-.", (0, (5, 1, 1, 1, 1, 1)))
    title = speech.pick("Wie gleich verteilt?", "How evenly spread?")
    with mpl.rc_context(STYLE):
        figure, axes = _axes(3.4)
        axes.plot([0, 1], [0, 1], color="#bbbbbb", linewidth=0.8)
        for at, (name, (curve, gini)) in enumerate(curves.items()):
            label = f"{speech.system(name)}: Gini {speech.number(gini, 3)}"
            at %= len(looks)
            color = (BLUE, GREY, GREEN, RED, PINK)[at]
            share = np.linspace(0, 1, len(curve))
            axes.plot(share, curve, color=color, linestyle=looks[at], linewidth=1.8, label=label)
        axes.set(xlim=(0, 1), ylim=(0, 1))
        axes.set_xlabel(speech.pick("Anteil der Organisationen", "share of organisations"))
        axes.set_ylabel(speech.pick("Anteil der Sichtbarkeit", "share of exposure"))
        axes.set_title(title)
        axes.legend(loc="upper left", fontsize=8)
        for axis in (axes.xaxis, axes.yaxis):
            _comma(axis, speech)
        svg = _svg(figure)
    said = "; ".join(f"{speech.system(n)} {speech.number(g, 3)}" for n, (_, g) in curves.items())
    return Plot("lorenz", title, f"Lorenz, Gini: {said}.", svg)


def differences_plot(part: str, name: str, deltas: Sequence[float], speech: Speech) -> Plot:
    """Show the queries' differences from the largest win to the largest loss.

    Args:
        part: a slice.
        name: whom the ranker is set against, in words.
        deltas: differences in falling order.
        speech: of the labels.
    """
    values = np.asarray(deltas)
    wins, losses = int((values > 0).sum()), int((values < 0).sum())
    with mpl.rc_context(STYLE):
        figure, axes = _axes(2.4)
        edges = np.arange(len(values) + 1)
        above, below = np.clip(values, 0, None), np.clip(values, None, 0)
        axes.stairs(above, edges, fill=True, color=BLUE)
        axes.stairs(below, edges, fill=True, facecolor=ORANGE, hatch="////", edgecolor="white")
        axes.axhline(0, color=INK, linewidth=0.8)
        top = max(0.1, float(np.abs(values).max(initial=0.0))) * 1.1
        axes.set(xlim=(0, max(1, len(values))), ylim=(-top, top))
        axes.set_ylabel(speech.pick("Unterschied nDCG@10", "difference nDCG@10"))
        axes.set_xlabel(speech.pick("Anfragen, sortiert", "queries, sorted"))
        said = speech.pick(
            f"{wins} besser, {losses} schlechter, {len(values) - wins - losses} gleich",
            f"{wins} better, {losses} worse, {len(values) - wins - losses} alike",
        )
        axes.set_title(f"{speech.part(part)} ({speech.number(len(values))})")
        axes.xaxis.get_major_locator().set_params(integer=True)
        for axis in (axes.xaxis, axes.yaxis):
            _comma(axis, speech)
        svg = _svg(figure)
    caption = f"{speech.part(part)}, {speech.pick('gegen', 'against')} {name}: {said}"
    return Plot(f"unterschiede-{part}", caption, f"{caption}.", svg)


def _axes(height: float) -> tuple[Figure, Any]:
    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    return figure, figure.subplots()


def _comma(axis: Any, speech: Speech) -> None:
    """Write numbers with the reader's decimal sign, as many digits as the ticks need."""
    ticks = axis.get_ticklocs()
    digits = next((n for n in (0, 1, 2) if np.allclose(ticks, np.round(ticks, n), atol=1e-6)), 3)
    axis.set_major_formatter(lambda value, _: speech.number(value, digits))


def _svg(figure: Figure) -> str:
    target = io.BytesIO()
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    figure.savefig(target, format="svg", metadata=nothing)
    return target.getvalue().decode()


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
