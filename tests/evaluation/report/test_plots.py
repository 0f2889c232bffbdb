from __future__ import annotations

import re
from xml.etree import ElementTree

import numpy as np

from evaluation.report.plots import differences_plot, lorenz_plot, shares_plot
from evaluation.report.texts import Speech
from tests.support.reports import told

DELTAS = [0.5, 0.25, 0.0, -0.125]


def texts(svg: str) -> str:
    return " ".join(ElementTree.fromstring(svg).itertext())


def test_equal_figures_give_equal_pictures() -> None:
    first, second = (differences_plot("all", "B", DELTAS, Speech()).svg for _ in range(2))
    assert first == second
    assert differences_plot("all", "B", DELTAS[:3], Speech()).svg != first
    assert "date" not in first.lower() and not re.search(r"20\d\d-", first)


def test_text_stays_text_in_the_language_asked_for() -> None:
    german = differences_plot("firms", "B", DELTAS, Speech())
    english = differences_plot("firms", "B", DELTAS, Speech("en"))
    assert "Firmen (4)" in texts(german.svg) and "−0,4" in texts(german.svg)
    assert "firms (4)" in texts(english.svg) and "−0.4" in texts(english.svg)
    assert " 3 " in texts(german.svg) and "0,5 " not in texts(german.svg), "queries are counted"
    assert "2 besser, 1 schlechter, 1 gleich" in german.alt


def test_ids_on_a_page_do_not_meet() -> None:
    plot = differences_plot("all", "B", DELTAS, Speech())
    ids = [set(re.findall(r'\bid="([^"]+)"', plot.inline(p))) for p in ("a", "b")]
    assert ids[0] and not ids[0] & ids[1]
    used = set(re.findall(r'(?:href="#|url\(#)([^")]+)', plot.inline("a")))
    assert used and used <= ids[0]
    assert not plot.inline("a").startswith("<?xml")


def test_names_are_not_read_as_formulas_or_tags() -> None:
    rows = {"<b>$x$</b>": {"a": 0.5, "b": 0.5}}
    plot = shares_plot("art", "Titel", rows, Speech())
    assert "<b>$x$</b>" in texts(plot.svg)


def test_the_legend_of_the_curves_tells_the_gini() -> None:
    plot = lorenz_plot({"default": (np.linspace(0, 1, 101), 0.25)}, Speech())
    assert "default: Gini 0,250" in texts(plot.svg)


def test_every_section_has_pictures_with_words_for_them() -> None:
    found = told().pictures
    assert all(found.values())
    names = [plot.name for plots in found.values() for plot in plots]
    assert len(names) == len(set(names))
    assert all(plot.alt for plots in found.values() for plot in plots)
    firms = next(p for p in found["slices"] if p.name == "ndcg-firms")
    assert "default" in texts(firms.svg) and "Wortteile (TF-IDF)" in texts(firms.svg)
